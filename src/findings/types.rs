//! What a finding is. These are the fields of the report, by its contract: they may grow, but none is renamed.

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use crate::graph::Certainty;
use crate::template::Severity;

/// A severity that is written as its word.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, JsonSchema)]
#[schemars(transparent)]
pub struct SeverityWord(
    #[schemars(with = "String", extend("enum" = ["critical", "high", "medium", "low", "info"]))] pub Severity,
);

impl Serialize for SeverityWord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.word())
    }
}

/// A grant as evidence: subject holds this rule of this role through this binding.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
pub struct GrantRef {
    /// The binding; null for one that the actor would make itself.
    pub binding: Option<String>,
    /// The role.
    pub role: String,
    /// The rule of the role, from 0.
    pub rule: usize,
}

/// A workload by kind and name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
pub struct Workload {
    /// `Deployment`, `DaemonSet`, …; `Pod` for a pod of its own.
    pub kind: String,
    /// Its name.
    pub name: String,
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

/// A pod whose token starts a path or holds a risky entry, with its replicas.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct HotPod {
    /// The severity of where it leads.
    pub severity: SeverityWord,
    /// Its namespace.
    pub namespace: String,
    /// The workload that it belongs to.
    pub workload: Workload,
    /// The pods, by name; the workload's own name when it has none yet.
    pub pods: Vec<String>,
    /// The nodes that they run on.
    pub nodes: Vec<String>,
    /// The service account whose token it carries.
    pub service_account: String,
    /// Where the token is from.
    pub token: TokenKind,
    /// The entries that the account, or its groups, hit.
    pub entries: Vec<String>,
    /// The escapes from the pod to its node.
    pub escapes: Vec<String>,
    /// How it can be reached from outside of the cluster: `service/web LoadBalancer`, `hostPort 80`.
    pub exposed: Vec<String>,
    /// The objectives that it reaches.
    pub reaches: Vec<String>,
    /// The path that it starts, if any.
    pub path: Option<String>,
    /// Whether all of it is what the API server installs.
    pub built_in: bool,
}

/// One step of a path.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Hop {
    /// Who takes it.
    pub from: String,
    /// What it gets.
    pub to: String,
    /// The entry of the template, or an id of the family `identity`.
    pub entry: String,
    /// The grants that allow it.
    pub grants: Vec<GrantRef>,
    /// What else must be true, and is.
    pub facts: Vec<String>,
    /// What blocks it.
    pub blocked_by: Vec<String>,
}

/// A way from a source to an objective.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Path {
    /// Its id; stable as long as source and objective are the same.
    pub id: String,
    /// How bad it is.
    pub severity: SeverityWord,
    /// The source.
    pub from: String,
    /// The objective.
    pub to: String,
    /// `proven-rights`, `guarded` or `unknown`.
    pub certainty: String,
    /// The steps.
    pub hops: Vec<Hop>,
    /// The path that this one goes on in, when it is longer than the limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub continues: Option<String>,
    /// The path to cluster-admin of the same source that this one follows from: who may do everything also does this. It
    /// counts as no finding of its own.
    #[serde(skip_serializing_if = "Option::is_none", rename = "impliedBy")]
    pub implied_by: Option<String>,
    /// What to change.
    pub fix: String,
    /// Whether every grant of it is what the API server installs.
    #[serde(rename = "builtIn")]
    pub built_in: bool,
}

impl Path {
    /// Whether a guard blocks it.
    #[must_use]
    pub fn is_guarded(&self) -> bool {
        self.certainty == Certainty::Guarded.word()
    }
}

/// An entry that a subject hits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
pub struct RiskyEntry {
    /// The entry.
    pub id: String,
    /// How bad it is here.
    pub severity: SeverityWord,
    /// `cluster` or `namespace/NS`.
    pub scope: String,
    /// The evidence.
    pub grants: Vec<GrantRef>,
}

/// A node of the cluster, and what its compromise gives.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NodeView {
    /// How bad that is.
    pub severity: SeverityWord,
    /// `node:NAME`.
    pub node: String,
    /// Whether it is one of the control plane.
    pub control_plane: bool,
    /// The objectives that it reaches.
    pub reaches: Vec<String>,
    /// The path that it starts, if any.
    pub path: Option<String>,
    /// How many pods run there.
    pub pods: usize,
    /// The service accounts whose tokens it gives.
    pub service_accounts: Vec<String>,
    /// The Secrets that its kubelet may read.
    pub secrets: Vec<String>,
    /// The workloads on it whose tokens lead to an objective.
    pub strong: Vec<String>,
    /// The workloads on it that get out of their pods, or face outside of the cluster.
    pub untrusted: Vec<String>,
    /// What to change; empty where no strong workload has such a neighbour.
    pub advice: String,
}

/// A subject with risky permissions.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RiskySubject {
    /// Who.
    pub subject: String,
    /// The worst of its entries.
    pub severity: SeverityWord,
    /// What it can do, worst first.
    pub entries: Vec<RiskyEntry>,
    /// Whether all of it is what the API server installs.
    pub built_in: bool,
}

/// A role with risky rules.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RiskyRole {
    /// Which role.
    pub role: String,
    /// The severity where it is bound; `info` for a role that nobody is bound to.
    pub severity: SeverityWord,
    /// The entries that its rules hit.
    pub entries: Vec<String>,
    /// The bindings that grant it.
    pub bound_by: Vec<String>,
    /// Whether it is what the API server installs, unchanged.
    pub built_in: bool,
}

/// A binding that grants a risky role.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RiskyBinding {
    /// Which binding.
    pub binding: String,
    /// The role that it grants.
    pub role: String,
    /// The severity of what it grants where it grants it.
    pub severity: SeverityWord,
    /// Who gets it.
    pub subjects: Vec<String>,
    /// The entries.
    pub entries: Vec<String>,
    /// Whether binding and role are what the API server installs, unchanged.
    pub built_in: bool,
}

/// A grant whose removal cuts paths.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChokePoint {
    /// The binding and its role.
    pub grant: ChokeGrant,
    /// How many pairs of source and objective are no longer connected at all without it. In a cluster too large to be
    /// judged again without the binding: at least so many.
    pub cuts_paths: usize,
    /// What to change.
    pub fix: String,
    /// The command that removes it.
    pub change: String,
    /// Whether it is one of the bindings of `separation`.
    pub cut: bool,
}

/// The few bindings that, removed together, separate sources from an objective: all of them where so few can, else as many
/// as could be found. Ways that a guard blocks do not count.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Separation {
    /// From what.
    pub objective: String,
    /// The bindings. Each is among the choke points, with the change to make.
    pub bindings: Vec<String>,
    /// How many sources reach the objective by bindings that could be removed.
    pub sources: usize,
    /// How many of them no longer do without these.
    pub separated: usize,
    /// How many more reach it without any such binding: by a pod that gets out, say.
    pub need_no_binding: usize,
}

/// The grant of a choke point.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct ChokeGrant {
    /// The binding.
    pub binding: String,
    /// Its role.
    pub role: String,
}

/// The kinds of finding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// A pod whose token leads somewhere.
    HotPod,
    /// A way to an objective.
    Path,
    /// A subject with risky permissions.
    Subject,
    /// A role with risky rules.
    Role,
    /// A binding that grants a risky role.
    Binding,
    /// Something untidy that is no step by itself.
    Hygiene,
}

/// One finding of any kind.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// The kind and what it is about.
    pub id: String,
    /// Its kind.
    pub kind: FindingKind,
    /// How bad it is.
    pub severity: SeverityWord,
    /// The same for what a person would call the same finding, whatever the order of input or the names of replicas.
    pub fingerprint: String,
    /// Whether it is what the API server or kubeadm installs.
    pub built_in: bool,
    /// Whether a guard blocks every way of it. It counts neither in the summary nor for the gate, unless asked for.
    pub guarded: bool,
    /// The check of the family `hygiene` that found it, for findings of that kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check: Option<String>,
    /// One sentence.
    pub message: String,
}

/// How many findings there are of each severity.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "each field counts the severity of its name")]
pub struct Summary {
    pub critical: usize,
    pub high: usize,
    pub medium: usize,
    pub low: usize,
    pub info: usize,
}

impl Summary {
    /// The counter of one severity.
    pub fn of(&mut self, severity: Severity) -> &mut usize {
        match severity {
            Severity::Critical => &mut self.critical,
            Severity::High => &mut self.high,
            Severity::Medium => &mut self.medium,
            Severity::Low => &mut self.low,
            Severity::Info => &mut self.info,
        }
    }
}
