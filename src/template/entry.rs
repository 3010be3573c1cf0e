//! The nouns of the template: entries, needs, effects.

use std::cmp::Reverse;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::operators::by_class;
use super::{Mark, Method, Operator};
use crate::model::{Name, Pattern, Rule, UrlPattern, Version};

/// How bad it is. Ordered: `Critical` is the greatest.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Bad practice without a direct consequence.
    Low,
    /// A step that needs others.
    Medium,
    /// A step to somebody else's rights.
    High,
    /// The whole cluster.
    Critical,
}

impl Severity {
    /// All of them, worst first.
    pub const ALL: [Severity; 5] =
        [Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Info];

    /// The word that stands in templates, flags and reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Severity::Critical => "critical",
            Severity::High => "high",
            Severity::Medium => "medium",
            Severity::Low => "low",
            Severity::Info => "info",
        }
    }

    /// The severity that this word names.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Severity::ALL.into_iter().find(|severity| severity.word() == word)
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.word())
    }
}

/// The whole template: the catalogue of risky permissions, the marks of temporary access, the ways up in a cloud account.
#[derive(Clone, Debug)]
pub struct Template {
    /// The entries, in the order of the file.
    pub entries: Vec<Entry>,
    /// The marks of temporary access, in the order of the file.
    pub marks: Vec<Mark>,
    /// The ways up within an AWS account, in the order of the file.
    pub methods: Vec<Method>,
}

/// One risky permission.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// `family/name`; stable.
    pub id: String,
    /// The attacker's move, in a few words.
    pub title: String,
    /// The severity when nothing worse is reached.
    pub floor: Severity,
    /// The least severity when granted cluster-wide.
    pub cluster: Severity,
    /// Where it must be granted to hold.
    pub scope: EntryScope,
    /// All of these are needed.
    pub needs: Vec<Need>,
    /// What it gives; nothing for a risk in itself.
    pub gives: Option<Effect>,
    /// What it takes to show that it works: how sure the step is.
    pub proof: Proof,
    /// The first server version it works on.
    pub since: Option<Version>,
    /// The first server version it no longer works on.
    pub until: Option<Version>,
    /// What the attacker does and gets.
    pub why: String,
    /// What to do instead.
    pub fix: String,
    /// Ids of the frameworks that name it: ATT&CK, CIS, NSA, …
    pub controls: Vec<String>,
    /// Where to read more.
    pub references: Vec<String>,
    /// Rules that are a hit, each granted cluster-wide or in one namespace.
    pub hit: Vec<Example>,
    /// Rules that look the same and are not.
    pub miss: Vec<Example>,
    /// Where in the template it stands: its line.
    pub line: u32,
}

impl Entry {
    /// The part of the id before the slash.
    #[must_use]
    pub fn family(&self) -> &str {
        self.id.split('/').next().unwrap_or_default()
    }

    /// How much it explains, when an actor hits several: the worst, and of those the one that needs least. Greater is more.
    #[must_use]
    pub fn rank(&self) -> (Severity, Severity, Reverse<usize>) {
        (self.floor, self.cluster, Reverse(self.needs.len()))
    }

    /// Whether it matters which of its verbs and resources a rule grants, so that one rule for every name leaves something
    /// to the others.
    pub(super) fn asks_each_rule(&self) -> bool {
        self.needs.len() == 1 && matches!(self.gives, Some(Effect::Workload | Effect::Wake | Effect::Placement(_)))
    }

    /// Whether it works on this server.
    #[must_use]
    pub fn applies_to(&self, version: Version) -> bool {
        self.since.is_none_or(|since| version >= since) && self.until.is_none_or(|until| version < until)
    }
}

/// Where an entry or a need must be granted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum EntryScope {
    /// A RoleBinding suffices, and then reaches its namespace only.
    Namespace,
    /// Only a ClusterRoleBinding gives it.
    Cluster,
}

/// One request that must be allowed: any of the verbs on any of the resources.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Need {
    /// Any of these. `*` asks for the literal star, which only a wildcard rule holds.
    pub verbs: Vec<Name>,
    /// In any of these groups.
    pub api_groups: Vec<Name>,
    /// On any of these, `pods/exec` for a subresource.
    pub resources: Vec<Name>,
    /// The request names one of these; empty when any name will do.
    pub resource_names: Vec<Name>,
    /// Rows of the operator table, instead of groups and resources: a custom resource of any of them.
    #[serde(with = "by_class")]
    pub operators: Vec<&'static Operator>,
    /// Non-resource URLs, instead of groups and resources.
    pub non_resource_urls: Vec<Name>,
    /// It counts only in these namespaces; empty for all.
    pub namespaces: Vec<Name>,
    /// Where it must be granted.
    pub scope: EntryScope,
    /// The resourceNames of the grant narrow what the effect reaches.
    pub target: bool,
    /// A grant limited to names will do, whichever they are: the actor chooses the object.
    pub any_name: bool,
    /// Needs of one step are conditions of one request; steps are separate requests.
    pub step: u8,
}

/// A rule of an example, and how it is granted.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Example {
    /// The rule.
    pub rule: Rule,
    /// Granted by a RoleBinding here; nothing means by a ClusterRoleBinding.
    pub namespace: Option<Name>,
}

/// What it takes to show a step: the weakest link.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Proof {
    /// The API server's answer suffices.
    ApiServer,
    /// The controller manager takes part.
    Controllers,
    /// A kubelet or a container runtime takes part.
    Kubelet,
    /// Something outside takes part, or a victim must act: the step is shown as unknown.
    External,
    /// Reasoned from documents or third-party knowledge: the step is shown as unknown.
    Unproven,
}

impl Proof {
    /// All of them, surest first.
    pub const ALL: [Proof; 5] =
        [Proof::ApiServer, Proof::Controllers, Proof::Kubelet, Proof::External, Proof::Unproven];

    /// The word that stands in templates.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Proof::ApiServer => "api-server",
            Proof::Controllers => "controllers",
            Proof::Kubelet => "kubelet",
            Proof::External => "external",
            Proof::Unproven => "unproven",
        }
    }

    /// Whether holding the rights suffices.
    #[must_use]
    pub fn is_sure(self) -> bool {
        self <= Proof::Kubelet
    }
}

/// What an entry gives. The list is fixed; each is one file of `escalation/`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Effect {
    /// Act as service accounts.
    ServiceAccount(Target),
    /// Act as users or groups.
    Subject {
        /// Which users, if any.
        users: Option<Target>,
        /// Which groups, if any.
        groups: Option<Target>,
        /// Users and groups that the server refuses nevertheless.
        except: Vec<Name>,
    },
    /// Act as a node's kubelet.
    Kubelet(KubeletTarget),
    /// Get a certificate of this signer.
    Certificate(Signer),
    /// Rewrite roles.
    RoleRules(RoleTarget),
    /// Bind roles.
    Role {
        /// Where the binding is made.
        scope: EntryScope,
        /// This role only; otherwise any that the names allow.
        name: Option<Name>,
        /// Only roles whose rules the actor holds there itself: without the verb `bind`, the escalation check compares.
        covered: bool,
    },
    /// Read Secrets.
    Secrets(Target),
    /// Run a pod.
    Pod,
    /// Change a workload's pod template.
    Workload,
    /// Start the pods of workloads that have none.
    Wake,
    /// Run code in existing pods.
    Exec(ExecTarget),
    /// Become root on nodes.
    Node(NodeTarget),
    /// See or change what others write.
    Admission(AdmissionTarget),
    /// Take a guard away.
    Guard(Name),
    /// Redirect or reach traffic.
    Traffic(Name),
    /// Decide where pods run.
    Placement(Name),
    /// Reach the data of volumes.
    Volume(Target),
    /// Reach cloud identities.
    Cloud(Name),
    /// Make a controller act: the class of the operator table.
    Controller(Name),
    /// Make something unavailable.
    Denial(Name),
}

/// How much of a kind an effect reaches.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Target {
    /// Every object of the kind in the scope of the grant.
    Namespace,
    /// The same, narrowed by the grant's resourceNames.
    Named,
    /// Any name at all, whatever the grant's resourceNames.
    Any,
    /// What a binding names and nobody has created yet.
    Dangling,
}

/// Which kubelets.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum KubeletTarget {
    /// Those that the grant names.
    Named,
    /// Any.
    Any,
    /// The one of the actor's own node.
    Own,
}

/// Which signer of certificates.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Signer {
    /// `kubernetes.io/kube-apiserver-client`: any user, any group but `system:masters`.
    Client,
    /// `kubernetes.io/kube-apiserver-client-kubelet`: any node.
    Kubelet,
    /// `kubernetes.io/kubelet-serving`.
    Serving,
    /// Some other signer.
    Other,
}

/// Which roles can be rewritten.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum RoleTarget {
    /// Existing ClusterRoles.
    ClusterRole,
    /// Existing Roles.
    Role,
    /// New ones.
    New,
    /// Those that a binding names and nobody has created yet.
    Dangling,
    /// Those that the actor creates, maybe empty, and rewrites later.
    Made,
}

/// Whose containers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum ExecTarget {
    /// The pods that the grant names.
    Named,
    /// Every pod of the scope.
    Namespace,
    /// The pods of the nodes that the grant names.
    Node,
}

/// Which nodes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum NodeTarget {
    /// Those that a pod may be scheduled to.
    Schedulable,
    /// Those that the grant names.
    Named,
    /// All.
    All,
}

/// What can be done to others' writes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum AdmissionTarget {
    /// Change them.
    Mutate,
    /// Read them.
    Observe,
    /// Change custom resources between versions.
    Convert,
}

impl Need {
    /// Whether it asks for Namespace objects: a RoleBinding reaches the one of its own namespace only.
    #[must_use]
    pub fn is_of_namespaces(&self) -> bool {
        self.resources.iter().all(|resource| *resource == "namespaces" || resource.starts_with("namespaces/"))
            && !self.resources.is_empty()
    }

    /// Whether it asks for URLs that are no resources.
    #[must_use]
    pub fn is_non_resource(&self) -> bool {
        !self.non_resource_urls.is_empty()
    }
}

/// The words of a rule, for showing it. Kept here so that examples and grants are shown alike.
#[must_use]
pub fn rule_text(rule: &Rule) -> String {
    let verbs = rule.verbs.iter().map(|verb| Name::from(verb.clone()));
    let verbs: Vec<Name> = verbs.collect();
    let objects: Vec<Name> = if rule.non_resource_urls.is_empty() {
        rule.resources.iter().map(|resource| Name::from(resource.clone())).collect()
    } else {
        rule.non_resource_urls.iter().map(|url: &UrlPattern| Name::from(url.clone())).collect()
    };
    let mut text = format!("{} {}", join(&verbs), join(&objects));
    let groups: Vec<Name> = rule.api_groups.iter().map(|group: &Pattern| Name::from(group.clone())).collect();
    if groups.iter().any(|group| !group.is_empty()) {
        text.push_str(&format!(" in {}", join(&groups)));
    }
    if !rule.resource_names.is_empty() {
        text.push_str(&format!(" named {}", join(&rule.resource_names)));
    }
    text
}

/// A list with commas; the empty string (the core group, the nameless request) is shown as `""`.
fn join(names: &[Name]) -> String {
    let shown: Vec<&str> = names.iter().map(|name| if name.is_empty() { "\"\"" } else { name.as_str() }).collect();
    shown.join(",")
}
