//! The command line: flags and help. Parsing does no I/O; help, completions and the man page all come from here.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

mod boundary;
mod collect;
mod diff;
mod framework;
mod gate;
mod grants;
mod man;
mod output;
mod query;
mod scan;
mod source;
mod template;
mod test;
mod ways;

pub use boundary::BoundaryArgs;
pub use collect::CollectArgs;
pub use diff::{DiffArgs, DiffFormat};
pub use grants::GrantsArgs;
pub use man::{man, pages};
pub use output::Output;
pub use query::{AnswerArgs, CanIArgs, ContractArg, PermissionsArgs, QueryFormat, SubjectKindArg, WhoCanArgs};
pub use scan::{By, Confirm, Format, Kind, ScanArgs};
pub use source::{ConnectionArgs, FilesArgs, ImpersonationArgs, InputArgs, MannersArgs, SourceArgs};
pub use template::{ListFormat, TemplateCommand};
pub use test::{TestArgs, TestFormat};
pub use ways::{BlastRadiusArgs, GraphArgs, GraphFormat, PathsArgs, PathsFormat, WaysArgs};

const EXIT_CODES: &str = "\
Exit codes:
  0  done, complete, below the gate
  1  the gate tripped (--fail-on); can-i: no
  2  the command line or a template is wrong, or nothing has a name on it
  3  done, but something could not be read (--allow-gaps accepts it);
     can-i: a no that is not sure
  4  could not scan, could not deliver the report, or a warning with --strict";

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
    /// Say who may do something: every subject, with the grants that let it
    ///
    /// Without -n every namespace is looked at, in one pass.
    #[command(after_help = query::VERBS)]
    WhoCan(WhoCanArgs),
    /// Decide whether somebody may do something, with the reason, or with what comes nearest
    #[command(after_help = query::CAN_I_HELP)]
    CanI(CanIArgs),
    /// Show everything that a subject holds, with where it comes from; or a role, a binding, all subjects of a kind
    #[command(after_help = query::PERMISSIONS_HELP)]
    Permissions(PermissionsArgs),
    /// Show the ways from here to there, hop by hop: the grants, the commands, what would stop them, how to detect them
    ///
    /// Without --from, from every source; without --to, to cluster-admin. --without says what a grant less would cut.
    #[command(after_help = ways::PATHS_HELP)]
    Paths(PathsArgs),
    /// Show everything that a node reaches when it is taken over, the worst first
    #[command(after_help = ways::BLAST_RADIUS_HELP)]
    BlastRadius(BlastRadiusArgs),
    /// Draw the graph, or what lies between two nodes: dot, mermaid, graphml, json
    #[command(after_help = ways::GRAPH_HELP)]
    Graph(GraphArgs),
    /// Compare two clusters, or one with itself at another time: grants in effect, paths, findings
    ///
    /// A role that is split or renamed, another order or another replica is no difference.
    #[command(after_help = diff::DIFF_HELP)]
    Diff(DiffArgs),
    /// Say what a subject could give itself, whether the guards around it hold, and write the missing one
    ///
    /// For controllers that hand out access, and for whoever deploys.
    #[command(after_help = boundary::BOUNDARY_HELP)]
    Boundary(BoundaryArgs),
    /// Audit temporary access: what has expired and still grants, what will never go, what was changed since
    ///
    /// A binding is temporary by the mark of a tool (marks.yaml), or because --temporary says so.
    #[command(after_help = grants::GRANTS_HELP)]
    Grants(GrantsArgs),
    /// Test a team's own assertions: who may, who may not, what leads where and what must not
    ///
    /// A failure says which grant or which path is the reason.
    #[command(after_help = test::TEST_HELP, mut_arg("namespace", test::namespace))]
    Test(TestArgs),
    /// List, check, test or import the template of risky permissions
    #[command(subcommand)]
    Template(TemplateCommand),
    /// Explain an entry of the template, an escape or a check: what it is, why it matters, what to do
    Explain {
        /// The id of an entry, escape, step or check (secrets/list, escape/host-pid), or the first part of ids (secrets, guard, hygiene)
        id: String,
        /// A template to look in
        #[arg(long, value_name = "FILE")]
        template: Option<PathBuf>,
    },
    /// Print the JSON Schema of what -o json prints
    Schema {
        /// Of which command
        #[arg(value_enum, default_value_t = ContractArg::Scan)]
        of: ContractArg,
    },
    /// Print the completion script of a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print a manual page: that of kubescan, or of a subcommand
    Man {
        /// The subcommand, such as scan, or template check
        command: Vec<String>,
    },
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

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }

    #[test]
    fn what_stands_below_help_fits_80_columns() {
        for command in super::pages() {
            let below = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let long: Vec<&str> = below.lines().filter(|line| line.chars().count() > 80).collect();
            assert!(long.is_empty(), "{}: {long:?}", command.get_name());
        }
    }
}
