//! Hubs by what they stand for: "run a pod in shop".

use crate::graph::{Ask, Hub, Means, PodChange};
use crate::model::{Name, RoleKind, Scope, Snapshot};
use crate::template::Template;

/// What a hub stands for, as a person says it.
pub(super) fn hub_name(snapshot: &Snapshot, template: &Template, hub: &Hub) -> String {
    let of_entry = |entry: usize| template.entries.get(entry).map_or("", |entry| entry.id.as_str());
    match hub {
        Hub::ServiceAccounts(scope) => scoped("every service account", scope),
        Hub::Impersonate(scope) => scoped("impersonate service accounts", scope),
        Hub::MakeAccount(scope, name) => scoped(&format!("create {}", one_of(name.as_ref(), "service account")), scope),
        Hub::MakeNamespace(name) => format!("create {}", one_of(name.as_ref(), "namespace")),
        Hub::OnceThere(namespace, name) => {
            format!("the service account {}/{} once it is there", namespace.as_str(), name.as_str())
        }
        Hub::TokenOnceThere(namespace, name) => {
            format!("a token of the service account {}/{} once it is there", namespace.as_str(), name.as_str())
        }
        Hub::RunPod(scope) => scoped("run a pod", scope),
        Hub::RunPlain(namespace) | Hub::RunConfined(namespace) => format!("run a pod in {}", namespace.as_str()),
        Hub::Exec(scope) => scoped("run code in every pod", scope),
        Hub::Debug(scope) => scoped("add a container to every pod", scope),
        Hub::ChangeImage(scope) => scoped("change the image of every pod", scope),
        Hub::ChangePod(change, namespace, name) => changed(*change, namespace, name),
        Hub::RunInNew => "run a pod in a new namespace".to_owned(),
        Hub::Wake(namespace, workload) => format!("start {}", workload.id(namespace)),
        Hub::UnclaimedVolumes => "volumes of nodes that nobody claims".to_owned(),
        Hub::Secrets(scope) => scoped("every Secret", scope),
        Hub::Namespaces => "admin of every namespace".to_owned(),
        Hub::Users => "every user that a binding names".to_owned(),
        Hub::Groups => "every group that a binding names".to_owned(),
        Hub::Bootstrappers => "groups of bootstrap tokens".to_owned(),
        Hub::Machines => "every node".to_owned(),
        Hub::Kubelets => "every kubelet".to_owned(),
        Hub::PodsOf(node) => format!("what the kubelet of {} may read", node.as_str()),
        Hub::List(number) => format!("all of a list ({number})"),
        Hub::Span(first, level) => format!("part of lists ({first}, {level})"),
        Hub::NodeTokens(scope) => scoped("ask for tokens of any node", scope),
        Hub::NodeTokensOf(namespace, name) => {
            format!("ask for tokens of any node of sa:{}/{}", namespace.as_str(), name.as_str())
        }
        Hub::LiftQuotas(scope) => scoped("lift quotas of no pods", scope),
        Hub::FreePod(namespace) => format!("run a pod past the quotas of {}", namespace.as_str()),
        Hub::Relabel(scope) => scoped("relabel namespaces", scope),
        Hub::ImpersonateLimited(number) => format!("make some requests in the name of others ({number})"),
        Hub::Step(entry, step, scope, name) => {
            let object = name.as_ref().map_or_else(String::new, |name: &Name| format!(" on {}", name.as_str()));
            scoped(&format!("step {step} of {}{object}", of_entry(*entry)), scope)
        }
        _ => of_roles(snapshot, hub),
    }
}

/// Rights to write or bind roles.
fn of_roles(snapshot: &Snapshot, hub: &Hub) -> String {
    match hub {
        Hub::Rewrite(role) => format!("rewrite {}", snapshot.role(*role).id()),
        Hub::RewriteRoles(scope) => scoped("rewrite every Role", scope),
        Hub::HoldsRole(namespace) => format!("hold some Role in {}", namespace.as_str()),
        Hub::Contribute => "write what aggregated ClusterRoles take over".to_owned(),
        Hub::PliableClusterRole => "have an empty ClusterRole that is filled later".to_owned(),
        Hub::PliableRole(scope) => scoped("have an empty Role that is filled later", scope),
        Hub::DelegateCluster => "make ClusterRoleBindings to covered roles".to_owned(),
        Hub::Delegate(scope) => scoped("make RoleBindings to covered roles", scope),
        Hub::BindCovered(role) => format!("bind {} in every namespace", snapshot.role(*role).id()),
        Hub::NewClusterRole => "make any ClusterRole".to_owned(),
        Hub::NewRole(scope) => scoped("make any Role", scope),
        Hub::BindAbsent(kind, scope, name) => {
            scoped(&format!("be bound to the missing {} {}", kind_word(*kind), name.as_str()), scope)
        }
        Hub::Claim(kind, scope, name) => {
            scoped(&format!("make the missing {} {}", kind_word(*kind), name.as_str()), scope)
        }
        _ => of_placement(hub),
    }
}

fn changed(change: PodChange, namespace: &Name, name: &Name) -> String {
    let what = match change {
        PodChange::Debug => "add a container to",
        PodChange::Image => "change the image of",
    };
    format!("{what} pod:{}/{}", namespace.as_str(), name.as_str())
}

fn one_of(name: Option<&Name>, kind: &str) -> String {
    name.map_or_else(|| format!("any {kind}"), |name| format!("the {kind} {}", name.as_str()))
}

/// Those of pods that come to a node; empty for others.
fn of_placement(hub: &Hub) -> String {
    match hub {
        Hub::AsNode(Ask::Tokens, scope) => scoped("ask for tokens as some node", scope),
        Hub::AsNode(Ask::Secrets, scope) => scoped("read Secrets as some node", scope),
        Hub::Adapt(node, _) => format!("write the node {}", node.as_str()),
        Hub::Adapted(node, _) => format!("what comes to {} once it is written", node.as_str()),
        Hub::Pool(number) => format!("some node of pool {number}"),
        Hub::Restart(namespace, workload) => format!("restart {}", workload.id(namespace)),
        Hub::Evict(node, _) => format!("drive pods off {}", node.as_str()),
        Hub::Evicted(node, _, pool) => format!("pods of {} that go to pool {pool}", node.as_str()),
        Hub::Bind(scope) => scoped("bind waiting pods", scope),
        Hub::BindOne(namespace, workload) => format!("bind {}", workload.id(namespace)),
        Hub::Waiting(Ask::Tokens, namespace) => {
            format!("tokens of pods of {} that wait for a node", namespace.as_str())
        }
        Hub::Waiting(Ask::Secrets, namespace) => {
            format!("Secrets of pods of {} that wait for a node", namespace.as_str())
        }
        Hub::Next(namespace, workload) => format!("next pod of {}", workload.id(namespace)),
        Hub::Refused(namespace, workload) => format!("refused pod of {}", workload.id(namespace)),
        Hub::Movable(_, pool, scope) => scoped(&format!("pods that can be brought to pool {pool}"), scope),
        Hub::Move(means, scope) => scoped(moving(*means), scope),
        _ => of_logs(hub),
    }
}

/// Those of what takes reading logs; empty for others.
fn of_logs(hub: &Hub) -> String {
    match hub {
        Hub::Logs(scope) => scoped("read logs", scope),
        Hub::NodeLogs => "read logs of every node".to_owned(),
        Hub::NodeLogsOf(node) => format!("read logs of {}", node.as_str()),
        Hub::LogDirectory(node) => format!("write a log directory of {}", node.as_str()),
        Hub::LogsOf(node) => format!("read logs on {}", node.as_str()),
        Hub::Escaping(escape, node) => format!("half of {escape} to {}", node.as_str()),
        _ => of_instances(hub),
    }
}

/// Those of the metadata of instances; empty for others.
fn of_instances(hub: &Hub) -> String {
    match hub {
        Hub::Metadata(node) => format!("metadata of the instance of {}", node.as_str()),
        Hub::PodMetadata(node) => format!("metadata of the instance of {}, from a pod", node.as_str()),
        Hub::AnyPodMetadata => "metadata of any instance, from a pod".to_owned(),
        Hub::NodeRoles => "a role of nodes".to_owned(),
        Hub::AgentRoles => "a role that an agent gives to pods".to_owned(),
        _ => String::new(),
    }
}

fn scoped(what: &str, scope: &Scope) -> String {
    format!("{what} {}", place(scope))
}

fn kind_word(kind: RoleKind) -> &'static str {
    match kind {
        RoleKind::Role => "Role",
        RoleKind::ClusterRole => "ClusterRole",
    }
}

fn place(scope: &Scope) -> String {
    scope.namespace().map_or_else(|| "anywhere".to_owned(), |namespace| format!("in {}", namespace.as_str()))
}

fn moving(means: Means) -> &'static str {
    match means {
        Means::Restart => "restart pods",
        Means::Clear => "delete nodes under pods",
        Means::Label => "steer pods by labels",
        Means::Steer => "steer pods",
        Means::Herd => "restart and steer pods",
    }
}
