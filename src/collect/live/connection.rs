//! What the user said about the cluster to read, and about how.

use std::path::PathBuf;
use std::time::Duration;

use crate::collect::kind::Kind;

/// Which cluster to read, as whom, and with which limits.
#[derive(Clone, Debug)]
pub struct Connection {
    /// The kubeconfig that was named on the command line; wins over `KUBECONFIG` and the default file.
    pub kubeconfig: Option<PathBuf>,
    /// A context other than the current one.
    pub context: Option<String>,
    /// A cluster other than the context's.
    pub cluster: Option<String>,
    /// A user other than the context's.
    pub user: Option<String>,
    /// The user to act as.
    pub impersonate_user: Option<String>,
    /// The groups to act as; only together with a user.
    pub impersonate_groups: Vec<String>,
    /// The uid to act as; only together with a user.
    pub impersonate_uid: Option<String>,
    /// Use the credential of the pod that kubescan runs in, and no kubeconfig.
    pub in_cluster: bool,
    /// Which credential plugins may run.
    pub exec_plugins: ExecPlugins,
    /// How long one request may take.
    pub request_timeout: Duration,
    /// How long the whole collection may take.
    pub timeout: Duration,
    /// Read objects that live in a namespace only there.
    pub namespace: Option<String>,
    /// What to read.
    pub breadth: Breadth,
    /// How many requests a second may be sent.
    pub qps: u32,
    /// How many objects to ask for at once.
    pub page_size: u32,
    /// Ask for protobuf where the server has it. What comes is the same; JSON takes longer.
    pub protobuf: bool,
    /// Refuse what is otherwise only warned of.
    pub strict: bool,
}

impl Default for Connection {
    fn default() -> Self {
        Connection {
            kubeconfig: None,
            context: None,
            cluster: None,
            user: None,
            impersonate_user: None,
            impersonate_groups: Vec::new(),
            impersonate_uid: None,
            in_cluster: false,
            exec_plugins: ExecPlugins::Allow,
            request_timeout: Duration::from_secs(60),
            timeout: Duration::from_secs(600),
            namespace: None,
            breadth: Breadth::Everything,
            qps: Connection::QPS,
            page_size: 500,
            protobuf: true,
            strict: false,
        }
    }
}

impl Connection {
    /// How many requests a second may be sent unless somebody says otherwise. There are four under way at most, so that
    /// only a server that answers each within 40 ms is ever waited for.
    pub const QPS: u32 = 100;
}

/// What is read of a cluster.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Breadth {
    /// All that a scan judges.
    Everything,
    /// Roles, bindings, service accounts and namespaces: what decides requests.
    Permissions,
}

impl Breadth {
    /// Whether this kind is read.
    pub(super) fn holds(self, kind: Kind) -> bool {
        self == Breadth::Everything || kind.is_rbac() || matches!(kind, Kind::ServiceAccount | Kind::Namespace)
    }
}

/// Which programs named in a kubeconfig may run to get a credential.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum ExecPlugins {
    /// Any, as kubectl does.
    #[default]
    Allow,
    /// None.
    Deny,
    /// These commands, spelled as the kubeconfig spells them.
    Allowlist(Vec<String>),
}

impl ExecPlugins {
    /// Whether this command may run.
    #[must_use]
    pub fn permits(&self, command: &str) -> bool {
        match self {
            ExecPlugins::Allow => true,
            ExecPlugins::Deny => false,
            ExecPlugins::Allowlist(commands) => commands.iter().any(|allowed| allowed == command),
        }
    }
}
