//! Flags of `diff`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::template::Severity;

use super::output::{Output, OutputParser};
use super::scan::severity;
use super::source::{FilesArgs, ImpersonationArgs, MannersArgs};

/// What stands below the help of `diff`.
pub(super) const DIFF_HELP: &str = "\
Examples:
  kubescan diff main/ branch/              # manifests, before they are merged
  kubescan diff mon.json.zst fri.json.zst  # snapshots of a cluster
  kubescan diff manifests/ context:prod    # what prod has that is not in git
  kubescan diff context:staging context:prod
  kubescan diff old/ new/ -o markdown      # for a comment in a review
  kubescan diff old/ new/ --fail-on high   # a gate on what is new or worse

Exit codes:
  0  done, complete, below the gate
  1  the gate tripped (--fail-on), or something differs (--exit-code)
  2  the command line or a template is wrong
  3  done, but something could not be read (--allow-gaps accepts it)
  4  could not read one of them, could not deliver the report, or a warning
     with --strict";

/// Flags of `diff`.
#[derive(Args, Debug)]
pub struct DiffArgs {
    /// What was: a file, a directory, a snapshot, - for stdin, or context:NAME for a cluster of the kubeconfig
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// What is now, written the same way
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    /// Exit with 1 when a path or another finding is new or worse, and at least this bad
    #[arg(long, value_name = "SEVERITY", value_parser = severity, help_heading = "Findings")]
    pub fail_on: Option<Severity>,
    /// Exit with 1 when anything differs
    #[arg(long, help_heading = "Findings")]
    pub exit_code: bool,
    /// A template that replaces or extends the built-in one
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub template: Option<PathBuf>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub files: FilesArgs,
    /// Compare one namespace (and what is cluster-scoped)
    #[arg(short, long, value_name = "NAMESPACE", help_heading = "Scope")]
    pub namespace: Option<String>,
    /// The kubeconfig file
    #[arg(long, value_name = "FILE", help_heading = "Connection")]
    pub kubeconfig: Option<PathBuf>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub manners: MannersArgs,
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub impersonation: ImpersonationArgs,
    /// Tell differences in what the API server or kubeadm installs too
    #[arg(long, help_heading = "Output")]
    pub include_builtin: bool,
    /// The format, to stdout or to a file; may be repeated, for a table on the terminal and files beside it
    #[arg(
        short,
        long,
        value_name = "FORMAT[=FILE]",
        value_parser = OutputParser::<DiffFormat>::new(),
        default_value = "table",
        help_heading = "Output"
    )]
    pub output: Vec<Output<DiffFormat>>,
    /// Do not exit with 3 when something could not be read
    #[arg(long, help_heading = "Output")]
    pub allow_gaps: bool,
    /// Treat warnings on the input as errors
    #[arg(long, help_heading = "Output")]
    pub strict: bool,
    /// No progress on stderr
    #[arg(short, long, help_heading = "Output")]
    pub quiet: bool,
}

/// The formats of `diff`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum DiffFormat {
    /// What matters
    Table,
    /// The table with everything
    Wide,
    /// JSON
    Json,
    /// YAML
    Yaml,
    /// What matters, for a comment in a review
    Markdown,
}
