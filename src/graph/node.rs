//! The nodes of the graph.

use crate::model::{Binding, BindingId, Name, RoleId, RoleKind, Scope, Snapshot, Subject, WorkloadRef};

use super::objective::Objective;
use super::placement::{Ask, Means, Power};

/// A node: something that an attacker may be, hold or want.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Node {
    /// A user, group, service account or cloud identity.
    Subject(Subject),
    /// This user or service account, for those requests only that somebody may make in its name; numbered by what they
    /// are. What else it is, such a request is not.
    Limited(Subject, u32),
    /// A session of this role of AWS as an instance has it: unlike whoever assumes the role it does not choose its name.
    Session(Subject),
    /// A binding: its subjects lead to its role.
    Binding(BindingId),
    /// A role where it holds: whoever holds it there may do what it allows.
    Role(RoleId, Scope),
    /// Code in a pod of this workload, whichever; a pod of its own is its own workload.
    Workload(Name, WorkloadRef),
    /// Code in a pod of this workload on this node; only for pods that can get out.
    Pod(Name, WorkloadRef, Name),
    /// Root on a node of the cluster.
    Machine(Name),
    /// The whole identity of a node's kubelet: its user *and* the group `system:nodes`.
    Kubelet(Name),
    /// The rights of an admin of this namespace.
    Namespace(Name),
    /// A Secret's content.
    Secret(Name, Name),
    /// What an attacker wants in the end.
    Objective(Objective),
    /// A set of nodes, or a right that is half of a step.
    Hub(Hub),
    /// What takes everything that leads here: it is reached once *all* of its parts are. Numbered.
    Join(u32),
}

/// A change of a pod that puts all of it to the checks of its namespace again.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum PodChange {
    /// A container more, for debugging.
    Debug,
    /// Another image.
    Image,
}

/// A set of nodes: whoever reaches it reaches each member. Or a right that is worth something only together with
/// another: it leads to a [`Node::Join`].
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Hub {
    /// Every service account of the scope.
    ServiceAccounts(Scope),
    /// Every service account of the scope, and those that only a binding names.
    Impersonate(Scope),
    /// May create the service account of this name in the scope, or any.
    MakeAccount(Scope, Option<Name>),
    /// May create the namespace of this name, or any.
    MakeNamespace(Option<Name>),
    /// Has a way to the token of this service account once it is there.
    OnceThere(Name, Name),
    /// Has a way to a token of this service account for any audience once it is there.
    TokenOnceThere(Name, Name),
    /// May run a pod in the scope: as any service account there, with any Secret of it mounted.
    RunPod(Scope),
    /// May run a pod in the namespace, whose account guards choose: an edge of its own leads to each that they let through.
    RunPlain(Name),
    /// The same where guards keep the pod in its container.
    RunConfined(Name),
    /// May run code in every pod of the scope.
    Exec(Scope),
    /// May add a container to every pod of the scope.
    Debug(Scope),
    /// May change the image of every pod of the scope.
    ChangeImage(Scope),
    /// May change the pod of this name so.
    ChangePod(PodChange, Name, Name),
    /// May run a pod in a namespace of its own making.
    RunInNew,
    /// May start the pods of this workload, which has none.
    Wake(Name, WorkloadRef),
    /// Volumes that are a path of a node and that nobody claims.
    UnclaimedVolumes,
    /// Every Secret of the scope.
    Secrets(Scope),
    /// Admin of every namespace.
    Namespaces,
    /// Every user that a binding names.
    Users,
    /// Every group that a binding names, but `system:masters`.
    Groups,
    /// The groups that a bootstrap token may carry.
    Bootstrappers,
    /// Every node.
    Machines,
    /// The identity of every kubelet.
    Kubelets,
    /// What many lead to: a list of nodes. Numbered.
    List(u32),
    /// This many nodes of the graph in a row, as a power of two, from this one on: a part of lists.
    Span(usize, u32),
    /// May ask for this in the scope as some node, whichever.
    AsNode(Ask, Scope),
    /// What the kubelet of this node may read and ask for: Secrets and tokens of the pods there.
    PodsOf(Name),
    /// May write this node as far as the power goes; the other half is to control it.
    Adapt(Name, Power),
    /// What comes to this node once it is written so.
    Adapted(Name, Power),
    /// Controls one of a set of nodes that some pods can be brought to, and draws those that its labels can.
    Pool(u32),
    /// May bring the pods of the scope to a node of its own.
    Move(Means, Scope),
    /// The identities of pods of the scope that can so be brought to any node of this set.
    Movable(Means, u32, Scope),
    /// May make the pods of this workload start anew.
    Restart(Name, WorkloadRef),
    /// May drive the pods off this node; also those that tolerate every taint.
    Evict(Name, bool),
    /// The identities of pods of this node that, driven off, can come to any node of a set.
    Evicted(Name, bool, u32),
    /// The next pod of this workload, at a node that somebody controls.
    Next(Name, WorkloadRef),
    /// The same of a workload whose next pod is not let in.
    Refused(Name, WorkloadRef),
    /// May ask for tokens of every service account of the scope, bound to any node: on purpose, or by a pod of its own.
    NodeTokens(Scope),
    /// The same for this account.
    NodeTokensOf(Name, Name),
    /// May send the waiting pods of the scope to any node.
    Bind(Scope),
    /// May send the waiting pods of this workload to any node.
    BindOne(Name, WorkloadRef),
    /// What a node may ask for, of this, on behalf of the pods of the namespace that wait for a node.
    Waiting(Ask, Name),
    /// May lift the quotas of the scope that let no pod in.
    LiftQuotas(Scope),
    /// May run a pod in this namespace, whatever its quotas say.
    FreePod(Name),
    /// May relabel the namespaces of the scope: no pod security level stands there any more.
    Relabel(Scope),
    /// May rewrite the rules of this role.
    Rewrite(RoleId),
    /// May rewrite the rules of every Role of the scope.
    RewriteRoles(Scope),
    /// Has half of this escape from a pod to this node; reading logs of the node is the other half.
    Escaping(&'static str, Name),
    /// May read the logs of the pods of the scope, or of every node.
    Logs(Scope),
    /// May read logs on this node, perhaps only those of its pods.
    LogsOf(Name),
    /// Writes to a directory that the kubelet of this node serves as logs, but where no log of a pod lies.
    LogDirectory(Name),
    /// May read every file that a kubelet serves as a log.
    NodeLogs,
    /// May read every file that the kubelet of this node serves as a log.
    NodeLogsOf(Name),
    /// Holds some Role of this namespace.
    HoldsRole(Name),
    /// May make some requests in the name of others; numbered by whose and which.
    ImpersonateLimited(u32),
    /// May write the rules and the labels of some ClusterRole: aggregated ClusterRoles take them over.
    Contribute,
    /// May have a ClusterRole of its own that has no rules when it is bound, and any later.
    PliableClusterRole,
    /// The same of Roles of the scope.
    PliableRole(Scope),
    /// May make ClusterRoleBindings, to roles whose rules it holds.
    DelegateCluster,
    /// May make RoleBindings in the scope, to roles whose rules it holds there.
    Delegate(Scope),
    /// May bind itself in every namespace to this ClusterRole, whose rules it holds everywhere.
    BindCovered(RoleId),
    /// May make new ClusterRoles with any rules.
    NewClusterRole,
    /// May make new Roles of the scope with any rules.
    NewRole(Scope),
    /// Has bound this role to itself where it is held so: none of those to whom it was bound before.
    Bound(RoleId, Scope),
    /// May take away or change this admission policy or its binding, or what they go by.
    Lift(Name, Option<Name>),
    /// May make the role of this name, which does not exist, with any rules.
    Claim(RoleKind, Scope, Name),
    /// May bind itself, in this scope, to the role of this name, which does not exist.
    BindAbsent(RoleKind, Scope, Name),
    /// May have tokens of every service account of the scope, for any audience.
    TokensIn(Scope),
    /// May have a token of this service account for any audience.
    TokenOf(Name, Name),
    /// Has a token of some service account, for an audience of its own choice.
    AnyToken,
    /// Asks for the metadata of the instance that this node is, from the network of the node.
    Metadata(Name),
    /// The same from a pod with a network of its own.
    PodMetadata(Name),
    /// The same from such a pod on any node.
    AnyPodMetadata,
    /// Has the role of some node, of which nothing better is known than that it is mapped as one.
    NodeRoles,
    /// Has a role of AWS of its own choice, of those that an agent on the nodes gives.
    AgentRoles,
    /// May take this step of an entry of the template, in this scope, on any object or on the one of this name.
    Step(usize, u8, Scope, Option<Name>),
}

impl Node {
    /// The name of what a hub stands for, where a step starts from any of it: `pod:shop/*`.
    #[must_use]
    pub fn kind_id(&self) -> Option<String> {
        let of = |what: &str, scope: &Scope| match scope {
            Scope::Cluster => format!("{what}:*/*"),
            Scope::Namespace(namespace) => format!("{what}:{}/*", namespace.as_str()),
        };
        let Node::Hub(hub) = self else { return None };
        match hub {
            Hub::RunPod(scope) | Hub::Exec(scope) | Hub::Debug(scope) | Hub::ChangeImage(scope) => {
                Some(of("pod", scope))
            }
            Hub::Movable(_, _, scope) | Hub::Move(_, scope) | Hub::Bind(scope) => Some(of("pod", scope)),
            Hub::ChangePod(_, namespace, name) => Some(format!("pod:{}/{}", namespace.as_str(), name.as_str())),
            Hub::RunInNew | Hub::UnclaimedVolumes => Some("pod:*/*".to_owned()),
            Hub::FreePod(namespace)
            | Hub::RunPlain(namespace)
            | Hub::RunConfined(namespace)
            | Hub::Waiting(_, namespace) => Some(format!("pod:{}/*", namespace.as_str())),
            Hub::Restart(namespace, workload)
            | Hub::BindOne(namespace, workload)
            | Hub::Wake(namespace, workload)
            | Hub::Next(namespace, workload)
            | Hub::Refused(namespace, workload) => Some(workload.id(namespace)),
            Hub::Adapt(name, _) | Hub::Evict(name, _) => Some(format!("node:{}", name.as_str())),
            Hub::LiftQuotas(scope) => Some(of("quota", scope)),
            Hub::ServiceAccounts(scope) | Hub::Impersonate(scope) | Hub::NodeTokens(scope) => Some(of("sa", scope)),
            Hub::AnyToken => Some("sa:*/*".to_owned()),
            Hub::TokensIn(scope) => Some(of("sa", scope)),
            Hub::NodeTokensOf(namespace, name) | Hub::TokenOf(namespace, name) => {
                Some(format!("sa:{}/{}", namespace.as_str(), name.as_str()))
            }
            Hub::Secrets(scope) => Some(of("secret", scope)),
            Hub::Namespaces | Hub::Relabel(Scope::Cluster) => Some("ns:*".to_owned()),
            Hub::Relabel(Scope::Namespace(namespace)) => Some(format!("ns:{}", namespace.as_str())),
            Hub::Machines | Hub::AsNode(..) | Hub::Pool(_) => Some("node:*".to_owned()),
            Hub::Kubelets => Some("user:system:node:*".to_owned()),
            Hub::Users => Some("user:*".to_owned()),
            Hub::Groups => Some("group:*".to_owned()),
            Hub::Bootstrappers => Some("group:system:bootstrappers".to_owned()),
            _ => None,
        }
    }

    /// The role or the guard that a hub is about: the right to write it, or to bind it.
    #[must_use]
    pub fn about(&self, snapshot: &Snapshot) -> Option<String> {
        let Node::Hub(hub) = self else { return None };
        match hub {
            Hub::Rewrite(role) | Hub::BindCovered(role) | Hub::Bound(role, _) => Some(snapshot.role(*role).id()),
            Hub::Claim(kind, scope, name) | Hub::BindAbsent(kind, scope, name) => {
                // A name that no binding knows is an example.
                let known = |binding: &Binding| binding.role_ref.kind == Some(*kind) && binding.role_ref.name == *name;
                let name = if snapshot.bindings.iter().any(known) { name.as_str() } else { "*" };
                Some(match (kind, scope.namespace()) {
                    (RoleKind::ClusterRole, _) => format!("clusterrole:{name}"),
                    (RoleKind::Role, namespace) => format!("role:{}/{name}", namespace.map_or("*", Name::as_str)),
                })
            }
            Hub::NewClusterRole | Hub::Contribute | Hub::PliableClusterRole => Some("clusterrole:*".to_owned()),
            Hub::NewRole(scope) | Hub::PliableRole(scope) | Hub::RewriteRoles(scope) => {
                Some(format!("role:{}/*", scope.namespace().map_or("*", Name::as_str)))
            }
            Hub::Lift(guard, _) => Some(format!("guard:{}", guard.as_str())),
            _ => None,
        }
    }

    /// Its name in reports; nothing for hubs and joins, which only stand between others.
    #[must_use]
    pub fn id(&self, snapshot: &Snapshot) -> Option<String> {
        Some(match self {
            Node::Subject(subject) | Node::Limited(subject, _) | Node::Session(subject) => subject.id(),
            Node::Binding(id) => snapshot.binding(*id).id(),
            Node::Role(id, _) => snapshot.role(*id).id(),
            Node::Workload(namespace, workload) | Node::Pod(namespace, workload, _) => workload.id(namespace),
            Node::Machine(name) => format!("node:{}", name.as_str()),
            Node::Kubelet(name) => format!("user:system:node:{}", name.as_str()),
            Node::Namespace(name) => format!("ns:{}", name.as_str()),
            Node::Secret(namespace, name) => format!("secret:{}/{}", namespace.as_str(), name.as_str()),
            Node::Objective(objective) => objective.id().into_owned(),
            Node::Hub(_) | Node::Join(_) => return None,
        })
    }

    /// Whether it is something that a person can name, and no structure.
    #[must_use]
    pub fn has_name(&self) -> bool {
        !matches!(self, Node::Hub(_) | Node::Join(_))
    }
}
