//! The command line: flags and help. Parsing does no I/O; help, completions and the man page all come from here.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::findings::FindingKind;
use crate::model::Version;
use crate::template::Severity;

const EXIT_CODES: &str = "\
Exit codes:
  0  done, complete, below the gate
  1  the gate tripped (--fail-on)
  2  the command line or a template is wrong
  3  done, but something could not be read (--allow-gaps accepts it)
  4  could not scan, or could not deliver the report";

/// Finds risky RBAC permissions, hot pods and the paths that lead from them to cluster-admin
#[derive(Parser, Debug)]
#[command(name = "kubescan", version, max_term_width = 100, after_help = EXIT_CODES, propagate_version = true)]
pub struct Cli {
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Scan a cluster or files: hot pods, escalation paths, risky subjects, roles and bindings
    ///
    /// Without -f the cluster of the current kubeconfig context is scanned. kubescan only lists; it never reads Secrets.
    #[command(after_help = EXIT_CODES)]
    Scan(ScanArgs),
    /// Write a snapshot of a cluster, which every command reads with -f; it holds no secret data
    Collect(CollectArgs),
    /// List, check, test or import the template of risky permissions
    #[command(subcommand)]
    Template(TemplateCommand),
    /// Explain an entry of the template: what it is, why it matters, what to do
    Explain {
        /// The id of an entry (secrets/list), or the first part of one (secrets)
        id: String,
        /// A template to look in
        #[arg(long, value_name = "FILE")]
        template: Option<PathBuf>,
    },
    /// Print the JSON Schema of the report
    Schema,
    /// Print the completion script of a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the man page
    Man,
}

/// Flags of `scan`.
#[derive(Args, Debug)]
pub struct ScanArgs {
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub input: InputArgs,
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub connection: ConnectionArgs,

    /// A template that replaces or extends the built-in one
    #[arg(long, value_name = "FILE", help_heading = "Findings")]
    pub template: Option<PathBuf>,
    /// Exit with 1 when there is a finding at least this bad
    #[arg(long, value_name = "SEVERITY", value_parser = severity, help_heading = "Findings")]
    pub fail_on: Option<Severity>,
    /// Do not exit with 3 when something could not be read
    #[arg(long, help_heading = "Findings")]
    pub allow_gaps: bool,
    /// Treat warnings on the input as errors
    #[arg(long, help_heading = "Findings")]
    pub strict: bool,

    /// Show only what is at least this bad; the table's default is low [critical|high|medium|low|info]
    #[arg(long, value_name = "SEVERITY", value_parser = severity, help_heading = "Output")]
    pub severity: Option<Severity>,
    /// Show only these kinds
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_enum, help_heading = "Output")]
    pub only: Vec<Kind>,
    /// Show findings on what the API server itself installs too
    #[arg(long, help_heading = "Output")]
    pub include_builtin: bool,
    /// How many paths the table shows
    #[arg(long, value_name = "N", default_value_t = 10, help_heading = "Output")]
    pub max_paths: usize,
    /// How many hops of a path are written out
    #[arg(long, value_name = "N", default_value_t = 20, help_heading = "Output")]
    pub max_path_length: usize,
    /// The format
    #[arg(short, long, value_name = "FORMAT", value_enum, default_value_t = Format::Table, help_heading = "Output")]
    pub output: Format,
    /// No progress on stderr
    #[arg(short, long, help_heading = "Output")]
    pub quiet: bool,
}

/// Flags of `collect`.
#[derive(Args, Debug)]
pub struct CollectArgs {
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub input: InputArgs,
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub connection: ConnectionArgs,
    /// The file to write (zstd); kubescan's own file is replaced whole or not at all
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// Replace a file that is not kubescan's own
    #[arg(long)]
    pub force: bool,
    /// Do not exit with 3 when something could not be read
    #[arg(long)]
    pub allow_gaps: bool,
    /// Treat warnings on the input as errors
    #[arg(long)]
    pub strict: bool,
    /// No progress on stderr
    #[arg(short, long)]
    pub quiet: bool,
}

/// What is scanned.
#[derive(Args, Debug, Default)]
pub struct InputArgs {
    /// A file, a directory or - for stdin: manifests, kubectl's output, snapshots; may be repeated
    #[arg(short, long, value_name = "PATH", help_heading = "Input")]
    pub filename: Vec<PathBuf>,
    /// The server version to assume for files [default: the newest known]
    #[arg(long, value_name = "VERSION", value_parser = version, help_heading = "Input")]
    pub server_version: Option<Version>,
    /// Follow symbolic links that leave the directory given
    #[arg(long, help_heading = "Input")]
    pub follow_symlinks: bool,
    /// How many bytes to read at most, of plain JSON or after decompression
    #[arg(long, value_name = "BYTES", help_heading = "Input")]
    pub max_input: Option<u64>,
    /// How many objects to read at most
    #[arg(long, value_name = "N", help_heading = "Input")]
    pub max_objects: Option<usize>,
    /// Judge one namespace (and what is cluster-scoped)
    #[arg(short, long, value_name = "NAMESPACE", help_heading = "Scope")]
    pub namespace: Option<String>,
    /// Judge all namespaces; this is the default
    #[arg(short = 'A', long, conflicts_with = "namespace", help_heading = "Scope")]
    pub all_namespaces: bool,
}

/// How the cluster is reached.
#[derive(Args, Debug, Default)]
pub struct ConnectionArgs {
    /// The kubeconfig file
    #[arg(long, value_name = "FILE", help_heading = "Connection")]
    pub kubeconfig: Option<PathBuf>,
    /// The kubeconfig context
    #[arg(long, value_name = "NAME", help_heading = "Connection")]
    pub context: Option<String>,
    /// The kubeconfig cluster
    #[arg(long, value_name = "NAME", help_heading = "Connection")]
    pub cluster: Option<String>,
    /// The kubeconfig user
    #[arg(long, value_name = "NAME", help_heading = "Connection")]
    pub user: Option<String>,
    /// Impersonate this user
    #[arg(long = "as", value_name = "USER", help_heading = "Connection")]
    pub impersonate: Option<String>,
    /// Impersonate this group; may be repeated
    #[arg(long = "as-group", value_name = "GROUP", requires = "impersonate", help_heading = "Connection")]
    pub impersonate_groups: Vec<String>,
    /// Impersonate this uid
    #[arg(long = "as-uid", value_name = "UID", requires = "impersonate", help_heading = "Connection")]
    pub impersonate_uid: Option<String>,
    /// Use the service account of the pod that kubescan runs in
    #[arg(long, conflicts_with_all = ["kubeconfig", "context"], help_heading = "Connection")]
    pub in_cluster: bool,
    /// Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…
    #[arg(long, value_name = "POLICY", default_value = "allow", help_heading = "Connection")]
    pub exec_plugins: String,
    /// How long one request may take, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60, help_heading = "Connection")]
    pub request_timeout: u64,
    /// How long reading may take altogether, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 600, help_heading = "Connection")]
    pub timeout: u64,
}

/// What can be done with a template.
#[derive(Subcommand, Debug)]
pub enum TemplateCommand {
    /// List the entries
    List {
        /// A template instead of the built-in one
        file: Option<PathBuf>,
        /// The format
        #[arg(short, long, value_enum, default_value_t = ListFormat::Table)]
        output: ListFormat,
    },
    /// Say whether a template is valid, with every mistake and its place
    Check {
        /// The template
        file: PathBuf,
    },
    /// Run the examples of every entry: hits must hit, near misses must not
    Test {
        /// A template instead of the built-in one
        file: Option<PathBuf>,
    },
    /// Turn a KubiScan template into one of kubescan's, on stdout
    Import {
        /// The template to read
        file: PathBuf,
    },
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
}

/// The formats of lists.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
#[expect(missing_docs, reason = "the values document themselves")]
pub enum ListFormat {
    Table,
    Name,
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
            Kind::Hygiene => FindingKind::Hygiene,
        }
    }
}

fn severity(word: &str) -> Result<Severity, String> {
    let known: Vec<&str> = Severity::ALL.iter().map(|severity| severity.word()).collect();
    Severity::parse(word).ok_or_else(|| format!("it is one of: {}", known.join(", ")))
}

fn version(text: &str) -> Result<Version, String> {
    Version::parse(text).ok_or_else(|| format!("write it as {}", Version::NEWEST))
}

/// Reads the command line. On a mistake, or when only help was asked for, it has been printed and this is the code.
///
/// # Errors
/// The exit code, when there is nothing to run.
pub fn parse() -> Result<Cli, ExitCode> {
    Cli::try_parse().map_err(|error| {
        let code = if error.use_stderr() { crate::exit::Exit::Usage } else { crate::exit::Exit::Done };
        // Nobody can be told that the output is gone.
        let _ = error.print();
        code.into()
    })
}

/// The completion script of a shell.
#[must_use]
pub fn completions(shell: clap_complete::Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "kubescan", &mut script);
    script
}

/// The man page.
///
/// # Errors
/// Never in practice: it is written to memory.
pub fn man() -> std::io::Result<Vec<u8>> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut page)?;
    Ok(page)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
