//! The nodes of the graph.

use crate::model::{BindingId, Name, RoleId, Scope, Snapshot, Subject, WorkloadRef};

/// A node: something that an attacker may be, hold or want.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Node {
    /// A user, group or service account.
    Subject(Subject),
    /// A binding: its subjects lead to its role.
    Binding(BindingId),
    /// A role where it holds: whoever holds it there may do what it allows.
    Role(RoleId, Scope),
    /// The pods of a workload; a pod of its own is its own workload.
    Workload(Name, WorkloadRef),
    /// The rights of an admin of this namespace.
    Namespace(Name),
    /// A Secret's content.
    Secret(Name, Name),
    /// What an attacker wants in the end.
    Objective(Objective),
    /// A set of nodes.
    Hub(Hub),
}

/// What an attacker wants in the end.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Objective {
    /// May do everything, or can make itself so.
    ClusterAdmin,
    /// Reads every Secret.
    AllSecrets,
}

impl Objective {
    /// All of them.
    pub const ALL: [Objective; 2] = [Objective::ClusterAdmin, Objective::AllSecrets];

    /// The node name.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Objective::ClusterAdmin => "objective:cluster-admin",
            Objective::AllSecrets => "objective:all-secrets",
        }
    }
}

/// A set of nodes: whoever reaches it reaches each member.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Hub {
    /// Every service account of the scope.
    ServiceAccounts(Scope),
    /// Every service account of the scope, and those that only a binding names.
    Impersonate(Scope),
    /// May run a pod in the scope: as any service account there, with any Secret of it mounted.
    RunPod(Scope),
    /// May run code in every pod of the scope.
    Exec(Scope),
    /// Every Secret of the scope.
    Secrets(Scope),
    /// Admin of every namespace.
    Namespaces,
    /// Every user that a binding names.
    Users,
    /// Every group that a binding names, but `system:masters`.
    Groups,
}

impl Node {
    /// Its name in reports; nothing for hubs, which only stand between others.
    #[must_use]
    pub fn id(&self, snapshot: &Snapshot) -> Option<String> {
        Some(match self {
            Node::Subject(subject) => subject.id(),
            Node::Binding(id) => snapshot.binding(*id).id(),
            Node::Role(id, _) => snapshot.role(*id).id(),
            Node::Workload(namespace, workload) => workload.id(namespace),
            Node::Namespace(name) => format!("ns:{}", name.as_str()),
            Node::Secret(namespace, name) => format!("secret:{}/{}", namespace.as_str(), name.as_str()),
            Node::Objective(objective) => objective.id().to_owned(),
            Node::Hub(_) => return None,
        })
    }
}
