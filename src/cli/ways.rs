//! Flags of what asks for ways through the graph: `paths`, `blast-radius`, `graph`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::query::QueryFormat;
use super::source::SourceArgs;

/// What stands below the help of `paths`.
pub(super) const PATHS_HELP: &str = "\
Examples:
  kubescan paths                                              from anywhere to cluster-admin
  kubescan paths --from pod:shop/web -k 3                     other ways too
  kubescan paths --from exposed --to objective:all-secrets    from what faces outside
  kubescan paths --to sa:prod/payments --blocked              what a guard blocks too, and by what
  kubescan paths --without clusterrolebinding:ci              what would be gone without it
  kubescan paths --without clusterrole:ci#2                   … without one of its rules (from 0)
  kubescan paths --from sa:ci/runner -o dot | dot -Tsvg

Nodes: sa:NS/NAME user:NAME group:NAME pod:NS/NAME workload:NS/KIND/NAME node:NAME ns:NS secret:NS/NAME
       objective:cluster-admin objective:all-secrets objective:all-nodes objective:control-plane-node
       role:NS/NAME clusterrole:NAME rolebinding:NS/NAME clusterrolebinding:NAME

The exit code does not depend on whether there is a path; `scan --fail-on` is the gate.";

/// What stands below the help of `blast-radius`.
pub(super) const BLAST_RADIUS_HELP: &str = "\
Examples:
  kubescan blast-radius pod:shop/web
  kubescan blast-radius node:worker-1 -o wide
  kubescan blast-radius sa:ci/runner -o name";

/// What stands below the help of `graph`.
pub(super) const GRAPH_HELP: &str = "\
Examples:
  kubescan graph | dot -Tsvg > graph.svg
  kubescan graph --from sa:ci/runner -o mermaid
  kubescan graph --to objective:all-secrets -n shop -o graphml

Without --from and --to, the shortest ways from everybody to each objective are drawn. Solid arrows are sure, dashed ones are not,
dotted ones (--blocked) are blocked by a guard.";

/// Flags of `paths`.
#[derive(Args, Debug)]
pub struct PathsArgs {
    /// From this node, or from what is `exposed` to the outside; may be repeated [default: every source]
    #[arg(long, value_name = "NODE", help_heading = "Paths")]
    pub from: Vec<String>,
    /// To this node; may be repeated
    #[arg(long, value_name = "NODE", default_value = "objective:cluster-admin", help_heading = "Paths")]
    pub to: Vec<String>,
    /// Leave out this binding or role, or this rule of a role (ROLE#RULE), and say what would be gone; may be repeated
    #[arg(long, value_name = "GRANT", help_heading = "Paths")]
    pub without: Vec<String>,
    /// How many ways from a source to a target: each rests on other nodes, bindings or escapes
    #[arg(
        short = 'k',
        long = "ways",
        value_name = "N",
        default_value_t = 1,
        requires = "from",
        help_heading = "Paths"
    )]
    pub ways: usize,
    /// Show what a guard blocks too, and by what
    #[arg(long, help_heading = "Paths")]
    pub blocked: bool,
    /// Show paths of what the API server or kubeadm installs too
    #[arg(long, help_heading = "Paths")]
    pub include_builtin: bool,
    /// How many paths the table shows
    #[arg(long, value_name = "N", default_value_t = 10, help_heading = "Output")]
    pub max_paths: usize,
    /// The format
    #[arg(short, long, value_name = "FORMAT", value_enum, default_value_t = PathsFormat::Table, help_heading = "Output")]
    pub output: PathsFormat,
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub ways_args: WaysArgs,
}

/// Flags of `blast-radius`.
#[derive(Args, Debug)]
pub struct BlastRadiusArgs {
    /// The node that is taken over: sa:NS/NAME, pod:NS/NAME, node:NAME, user:NAME, …
    pub node: String,
    /// Count what a guard blocks too
    #[arg(long)]
    pub blocked: bool,
    /// The format
    #[arg(short, long, value_name = "FORMAT", value_enum, default_value_t = QueryFormat::Table, help_heading = "Output")]
    pub output: QueryFormat,
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub ways_args: WaysArgs,
}

/// Flags of `graph`.
#[derive(Args, Debug)]
pub struct GraphArgs {
    /// Only what this node reaches, or what is `exposed` to the outside; may be repeated
    #[arg(long, value_name = "NODE", help_heading = "Graph")]
    pub from: Vec<String>,
    /// Only what reaches this node; may be repeated [default: the objectives]
    #[arg(long, value_name = "NODE", help_heading = "Graph")]
    pub to: Vec<String>,
    /// Draw all ways, not only the shortest from each source to each target
    #[arg(long, help_heading = "Graph")]
    pub all_ways: bool,
    /// Draw what a guard blocks too
    #[arg(long, help_heading = "Graph")]
    pub blocked: bool,
    /// The format
    #[arg(short, long, value_name = "FORMAT", value_enum, default_value_t = GraphFormat::Dot, help_heading = "Output")]
    pub output: GraphFormat,
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub ways_args: WaysArgs,
}

/// What these commands share.
#[derive(Args, Debug)]
pub struct WaysArgs {
    /// A template that replaces or extends the built-in one
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub template: Option<PathBuf>,
    /// Do not exit with 3 when something could not be read
    #[arg(long, help_heading = "Output")]
    pub allow_gaps: bool,
    /// Treat warnings on the input as errors
    #[arg(long, help_heading = "Output")]
    pub strict: bool,
    /// No progress on stderr
    #[arg(short, long, help_heading = "Output")]
    pub quiet: bool,
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub source: SourceArgs,
}

/// The formats of `paths`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum PathsFormat {
    /// Hop by hop
    Table,
    /// All of them hop by hop
    Wide,
    /// JSON
    Json,
    /// YAML
    Yaml,
    /// Ids of paths, one a line
    Name,
    /// Graphviz
    Dot,
    /// Mermaid
    Mermaid,
    /// GraphML
    Graphml,
}

/// The formats of `graph`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum GraphFormat {
    /// Graphviz
    Dot,
    /// Mermaid
    Mermaid,
    /// GraphML
    Graphml,
    /// JSON
    Json,
}
