//! Where the snapshot comes from: files or a cluster, and what of it is judged.

use std::path::PathBuf;

use clap::Args;

use crate::collect::live::{Connection, ExecPlugins};
use crate::model::Version;

/// What is read, and as whom.
#[derive(Args, Debug)]
pub struct SourceArgs {
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub input: InputArgs,
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub connection: ConnectionArgs,
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub impersonation: ImpersonationArgs,
}

/// What is scanned.
#[derive(Args, Clone, Debug, Default)]
pub struct InputArgs {
    /// A file, a directory or - for stdin: manifests, kubectl's output, snapshots; may be repeated
    #[arg(short, long, value_name = "PATH", help_heading = "Input")]
    pub filename: Vec<PathBuf>,
    /// Exports of the AWS account that the cluster runs in, files or directories: what `aws iam` and `aws eks` printed as JSON
    #[arg(long, value_name = "PATH", num_args = 1.., help_heading = "Input")]
    pub cloud: Vec<PathBuf>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub files: FilesArgs,
    /// Judge one namespace (and what is cluster-scoped)
    #[arg(short, long, value_name = "NAMESPACE", help_heading = "Scope")]
    pub namespace: Option<String>,
    /// Judge all namespaces; the default but for can-i, which asks about all at once
    #[arg(short = 'A', long, conflicts_with = "namespace", help_heading = "Scope")]
    pub all_namespaces: bool,
}

/// How files are read.
#[derive(Args, Clone, Debug, Default)]
pub struct FilesArgs {
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
}

/// How the cluster is reached.
#[derive(Args, Clone, Debug, Default)]
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
    /// Use the service account of the pod that kubescan runs in
    #[arg(long, conflicts_with_all = ["kubeconfig", "context"], help_heading = "Connection")]
    pub in_cluster: bool,
    #[command(flatten)]
    #[expect(missing_docs, reason = "the group documents itself")]
    pub manners: MannersArgs,
}

/// What a kubeconfig may do, and how hard and long a server is asked.
#[derive(Args, Clone, Debug, Default)]
pub struct MannersArgs {
    /// Whether the kubeconfig may run programs: allow, deny, or allowlist=CMD,…
    #[arg(
        long,
        value_name = "POLICY",
        default_value = "allow",
        value_parser = exec_plugins,
        help_heading = "Connection"
    )]
    pub exec_plugins: ExecPlugins,
    /// How many requests a second may be sent to the API server
    #[arg(
        long,
        value_name = "N",
        default_value_t = Connection::QPS,
        value_parser = clap::value_parser!(u32).range(1..),
        help_heading = "Connection"
    )]
    pub qps: u32,
    /// How long one request may take: seconds, or 30s, 2m
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = seconds, help_heading = "Connection")]
    pub request_timeout: u64,
    /// How long reading may take altogether: seconds, or 30s, 2m
    #[arg(long, value_name = "TIME", default_value = "10m", value_parser = seconds, help_heading = "Connection")]
    pub timeout: u64,
}

/// As whom the cluster is read.
#[derive(Args, Clone, Debug, Default)]
pub struct ImpersonationArgs {
    /// Impersonate this user
    #[arg(long = "as", value_name = "USER", help_heading = "Connection")]
    pub impersonate: Option<String>,
    /// Impersonate this group; may be repeated
    #[arg(long = "as-group", value_name = "GROUP", requires = "impersonate", help_heading = "Connection")]
    pub impersonate_groups: Vec<String>,
    /// Impersonate this uid
    #[arg(long = "as-uid", value_name = "UID", requires = "impersonate", help_heading = "Connection")]
    pub impersonate_uid: Option<String>,
}

/// `60`, `60s` or `1m`, as seconds.
fn seconds(text: &str) -> Result<u64, String> {
    let (number, factor) = match text.strip_suffix('m') {
        Some(minutes) => (minutes, 60),
        None => (text.strip_suffix('s').unwrap_or(text), 1),
    };
    let seconds = number.parse::<u64>().ok().and_then(|number| number.checked_mul(factor));
    seconds.ok_or_else(|| "write seconds, or a time such as 30s or 2m".to_owned())
}

fn exec_plugins(policy: &str) -> Result<ExecPlugins, String> {
    match policy.split_once('=') {
        None if policy == "allow" => Ok(ExecPlugins::Allow),
        None if policy == "deny" => Ok(ExecPlugins::Deny),
        Some(("allowlist", commands)) => Ok(ExecPlugins::Allowlist(commands.split(',').map(str::to_owned).collect())),
        _ => Err("it is allow, deny or allowlist=CMD,…".to_owned()),
    }
}

fn version(text: &str) -> Result<Version, String> {
    Version::parse(text).ok_or_else(|| format!("write it as {}", Version::NEWEST))
}
