//! Flags of what asks for ways through the graph: `paths`, `blast-radius`, `graph`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::output::FormatParser;
use super::query::QueryFormat;
use super::source::SourceArgs;

/// What stands below the help of `paths`. Lines of help fit 80 columns, or they would break anywhere.
pub(super) const PATHS_HELP: &str = "\
Examples:
  kubescan paths                             # from anywhere to cluster-admin
  kubescan paths --from pod:shop/web -k 3    # other ways too
  kubescan paths --from exposed --to all-secrets
  kubescan paths --to sa:prod/payments --blocked
  kubescan paths path-c63a60a794f1           # one that scan or paths printed
  kubescan paths --without clusterrolebinding:ci
  kubescan paths --without clusterrole:ci#2  # without one of its rules
  kubescan paths --from sa:ci/runner -o dot | dot -Tsvg

Nodes:
  sa:NS/NAME    user:NAME    group:NAME    pod:NS/NAME    node:NAME    ns:NS
  secret:NS/NAME    role:NS/NAME    clusterrole:NAME
  rolebinding:NS/NAME    clusterrolebinding:NAME
  workload:NS/KIND/NAME, or deploy/NS/NAME, sts/NS/NAME, ds/NS/NAME, …
  cluster-admin, all-secrets, all-nodes, control-plane-node: the objectives
  Kinds are written as for kubectl, behind them : or /; with -n without NS/.

Exposed:
  what a Service of type LoadBalancer or NodePort or with externalIPs, an
  Ingress or a hostPort leads to

The id of a path is that of its ends: it stays when the way between them
changes. Other ways (-k) have ids of their own behind it, of what they rest on.
The exit code does not depend on whether there is a path; the gate is
`scan --fail-on`.";

/// What stands below the help of `blast-radius`.
pub(super) const BLAST_RADIUS_HELP: &str = "\
Examples:
  kubescan blast-radius pod:shop/web
  kubescan blast-radius deploy/web -n shop
  kubescan blast-radius node:worker-1 -o wide
  kubescan blast-radius sa:ci/runner -o name";

/// What stands below the help of `graph`.
pub(super) const GRAPH_HELP: &str = "\
Examples:
  kubescan graph | dot -Tsvg > graph.svg
  kubescan graph path-c63a60a794f1 -o mermaid
  kubescan graph --from sa:ci/runner -o mermaid
  kubescan graph --to all-secrets -n shop -o graphml

Without --from and --to, the shortest ways from everybody to each objective
are drawn. Solid arrows are sure, dashed ones are not, dotted ones (--blocked)
are blocked by a guard. A rounded node stands for a set, or for a right that is
half of a step. A diamond (all of: …) is reached only by all that leads to it,
together.";

/// Flags of `paths`.
#[derive(Args, Debug)]
pub struct PathsArgs {
    /// Paths by their ids, as scan and paths print them, instead of --from
    #[arg(value_name = "PATH-ID", conflicts_with = "from")]
    pub path: Vec<String>,
    /// From this node, or from what is `exposed` to the outside; may be repeated [default: every source]
    #[arg(long, value_name = "NODE", help_heading = "Paths")]
    pub from: Vec<String>,
    /// To this node; may be repeated [default: cluster-admin; without a cluster: aws-admin]
    #[arg(long, value_name = "NODE", help_heading = "Paths")]
    pub to: Vec<String>,
    /// Leave out this binding, role, rule of a role (ROLE#RULE, from 0) or workload, and say what would be gone; may be
    /// repeated
    #[arg(long, value_name = "NAME", help_heading = "Paths")]
    pub without: Vec<String>,
    /// How many ways from a source to a target: each rests on other nodes, bindings or escapes. Each costs searches; without
    /// --from that is for every source
    #[arg(short = 'k', long = "ways", value_name = "N", default_value = "1", help_heading = "Paths")]
    pub ways: NonZeroUsize,
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
    #[arg(short, long, value_name = "FORMAT", value_parser = FormatParser::<PathsFormat>::new(), default_value = "table", help_heading = "Output")]
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
    /// Draw the paths with these ids instead
    #[arg(value_name = "PATH-ID", conflicts_with_all = ["from", "all_ways"])]
    pub path: Vec<String>,
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
    #[arg(short, long, value_name = "FORMAT", value_parser = FormatParser::<GraphFormat>::new(), default_value = "dot", help_heading = "Output")]
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
