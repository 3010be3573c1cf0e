//! Flags of `scan`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::findings::{FindingKind, Threshold};
use crate::template::Severity;

use super::framework::Framework;
use super::gate::threshold;
use super::output::{Output, OutputParser};
use super::source::SourceArgs;

/// Flags of `scan`.
#[derive(Args, Debug)]
pub struct ScanArgs {
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub source: SourceArgs,

    /// A template that replaces or extends the built-in one
    #[arg(long, value_name = "FILE", help_heading = "Findings")]
    pub template: Option<PathBuf>,
    /// Find paths to this node too: sa:NS/NAME, secret:NS/NAME, node:NAME, …; may be repeated
    #[arg(long, value_name = "NODE", help_heading = "Findings")]
    pub objective: Vec<String>,
    /// Exit with 1 when there is a finding at least this bad: a severity, for one kind KIND=SEVERITY; several with commas.
    /// With --baseline only what is new or worse counts
    #[arg(long, value_name = "[KIND=]SEVERITY", value_parser = threshold, value_delimiter = ',', help_heading = "Gate")]
    pub fail_on: Vec<Threshold>,
    /// The same, and only together with a baseline; without a value any new finding from low on counts
    #[arg(
        long,
        value_name = "[KIND=]SEVERITY",
        value_parser = threshold,
        value_delimiter = ',',
        num_args = 0..=1,
        default_missing_value = "low",
        requires = "baseline",
        help_heading = "Gate"
    )]
    pub fail_on_new: Vec<Threshold>,
    /// What was found before, of which no more is said: a report (-o json), or a snapshot or files to judge in the same way. A
    /// file that is not there yet and that this run writes as a report is no error: then everything is new
    #[arg(long, value_name = "FILE", help_heading = "Gate")]
    pub baseline: Option<PathBuf>,
    /// What was accepted, with a reason and perhaps for a time; it is not shown and does not count
    #[arg(long, value_name = "FILE", help_heading = "Gate")]
    pub suppressions: Option<PathBuf>,
    /// Count what a guard blocks too: an admission policy, or the pod security level of a namespace
    #[arg(long, help_heading = "Gate")]
    pub fail_on_guarded: bool,
    /// Do not exit with 3 when something could not be read
    #[arg(long, help_heading = "Gate")]
    pub allow_gaps: bool,
    /// Ask the API server itself whether the steps of the paths are allowed; needs `create subjectaccessreviews`. `=dry-run` sends
    /// what they write too, as dry runs that store nothing, in the names of those who take them; needs `impersonate`
    #[arg(
        long,
        value_name = "HOW",
        value_enum,
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "rights",
        help_heading = "Findings"
    )]
    pub confirm: Option<Confirm>,
    /// Treat warnings on the input as errors
    #[arg(long, help_heading = "Findings")]
    pub strict: bool,

    /// Show only what is at least this bad; the table's default is low [critical|high|medium|low|info]
    #[arg(long, value_name = "SEVERITY", value_parser = severity, help_heading = "Output")]
    pub severity: Option<Severity>,
    /// Show only these kinds
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_enum, help_heading = "Output")]
    pub only: Vec<Kind>,
    /// Show findings on what the API server or kubeadm installs too
    #[arg(long, help_heading = "Output")]
    pub include_builtin: bool,
    /// Show what a guard blocks too: paths with what blocks them, pods, subjects, roles and bindings that only lead there
    #[arg(long, help_heading = "Output")]
    pub include_guarded: bool,
    /// Show what is suppressed too
    #[arg(long, help_heading = "Output")]
    pub include_suppressed: bool,
    /// List the nodes of the cluster instead: what the compromise of each gives, and who shares it
    #[arg(long, value_name = "WHAT", value_enum, help_heading = "Output")]
    pub by: Option<By>,
    /// Show the controls of a framework instead: pass, fail, accepted (all of it is suppressed), not checked
    #[arg(long, value_name = "FRAMEWORK", value_enum, conflicts_with = "by", help_heading = "Output")]
    pub compliance: Option<Framework>,
    /// Write fixes here, as files to review: each a change that was tried on a copy of what was scanned, with the paths that it
    /// cuts, the rights that go, how it is applied and taken back. Nothing is applied. The folder must hold nothing else
    #[arg(long, value_name = "DIR", help_heading = "Output")]
    pub fix_dir: Option<PathBuf>,
    /// How many paths the table shows
    #[arg(long, value_name = "N", default_value_t = 10, help_heading = "Output")]
    pub max_paths: usize,
    /// How many hops of a path are written out
    #[arg(long, value_name = "N", default_value_t = 20, help_heading = "Output")]
    pub max_path_length: usize,
    /// The format, to stdout or to a file; may be repeated, for a table on the terminal and files beside it
    #[arg(
        short,
        long,
        value_name = "FORMAT[=FILE]",
        value_parser = OutputParser::<Format>::new(),
        default_value = "table",
        help_heading = "Output"
    )]
    pub output: Vec<Output<Format>>,
    /// No progress on stderr
    #[arg(short, long, help_heading = "Output")]
    pub quiet: bool,
}

/// What `--confirm` asks the API server for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Confirm {
    /// Whether the rights are there, by access reviews
    Rights,
    /// Whether admission lets the writes in as well, by dry runs
    DryRun,
}

/// How the table is ordered, as `--by` takes it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum By {
    /// By node of the cluster
    Node,
}

/// The formats of `scan`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Format {
    /// One screen of what matters
    Table,
    /// The table with everything
    Wide,
    /// The report as JSON
    Json,
    /// The report as YAML
    Yaml,
    /// Names, one a line
    Name,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// JUnit XML, for the test reports of CI systems
    Junit,
    /// All findings as comma-separated values
    Csv,
    /// A short comment for a pull request
    Markdown,
    /// A page for a browser: paths to explore, fixes, everything; one file that needs no network
    Html,
    /// Metrics as a text file for Prometheus
    Prometheus,
}

/// The kinds of finding, as `--only` takes them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
#[expect(missing_docs, reason = "the values document themselves")]
pub enum Kind {
    HotPod,
    Path,
    Subject,
    Role,
    Binding,
    Guard,
    Hygiene,
}

impl From<Kind> for FindingKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::HotPod => FindingKind::HotPod,
            Kind::Path => FindingKind::Path,
            Kind::Subject => FindingKind::Subject,
            Kind::Role => FindingKind::Role,
            Kind::Binding => FindingKind::Binding,
            Kind::Guard => FindingKind::Guard,
            Kind::Hygiene => FindingKind::Hygiene,
        }
    }
}

pub(super) fn severity(word: &str) -> Result<Severity, String> {
    let known: Vec<&str> = Severity::ALL.iter().map(|severity| severity.word()).collect();
    Severity::parse(word).ok_or_else(|| format!("it is one of: {}", known.join(", ")))
}
