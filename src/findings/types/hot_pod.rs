//! A pod whose token leads somewhere.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::Name;

use super::{Marks, SeverityWord};

/// A workload by kind and name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
pub struct Workload {
    /// `Deployment`, `DaemonSet`, …; `Pod` for a pod of its own.
    pub kind: Name,
    /// Its name.
    pub name: Name,
}

/// Where a pod has its credential from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TokenKind {
    /// A projected token of its own service account.
    Projected,
    /// A Secret with a token, perhaps of another account.
    LegacySecret,
    /// It carries none.
    None,
}

impl HotPod {
    /// The name of its node in the graph: `workload:NS/KIND/NAME`, or `pod:NS/NAME` for a pod of its own.
    #[must_use]
    pub fn id(&self) -> String {
        let (namespace, kind, name) = (&*self.namespace, &*self.workload.kind, &*self.workload.name);
        if kind == "Pod" { format!("pod:{namespace}/{name}") } else { format!("workload:{namespace}/{kind}/{name}") }
    }
}

/// A pod whose token starts a path or holds a risky entry, with its replicas.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct HotPod {
    /// The severity of where it leads.
    pub severity: SeverityWord,
    /// Its namespace.
    pub namespace: Name,
    /// The workload that it belongs to.
    pub workload: Workload,
    /// The pods, by name; the workload's own name when it has none yet.
    pub pods: Vec<Name>,
    /// The nodes that they run on.
    pub nodes: Vec<Name>,
    /// The service account whose token it carries.
    pub service_account: Name,
    /// Where the token is from.
    pub token: TokenKind,
    /// The entries that the account, or its groups, hit.
    pub entries: Vec<Name>,
    /// The escapes from the pod to its node.
    pub escapes: Vec<Name>,
    /// The identities of clouds that it has: `aws:ARN`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cloud: Vec<String>,
    /// How it can be reached from outside of the cluster: `service/web LoadBalancer`, `hostPort 80`.
    pub exposed: Vec<String>,
    /// The objectives that it reaches.
    pub reaches: Vec<Name>,
    /// The nodes that lead there, where it gets out to its node and its token alone leads to none of them; `node:*` where
    /// its node is not known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<String>,
    /// The path that it starts, if any.
    pub path: Option<String>,
    /// Whether guards block all of it that is worse than `info`.
    pub guarded: bool,
    /// Whether all of it is what the API server installs.
    pub built_in: bool,
    /// Whether it is suppressed, and how it compares with the baseline.
    #[serde(flatten)]
    pub marks: Marks,
}
