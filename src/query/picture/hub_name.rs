//! Hubs by what they stand for: "run a pod in shop".

use crate::graph::Hub;
use crate::model::{Name, RoleKind, Scope, Snapshot};
use crate::template::Template;

/// What a hub stands for, as a person says it.
pub(super) fn hub_name(snapshot: &Snapshot, template: &Template, hub: &Hub) -> String {
    let of_entry = |entry: usize| template.entries.get(entry).map_or("", |entry| entry.id.as_str());
    let scoped = |what: &str, scope: &Scope| format!("{what} {}", place(scope));
    match hub {
        Hub::ServiceAccounts(scope) => scoped("every service account", scope),
        Hub::Impersonate(scope) => scoped("impersonate service accounts", scope),
        Hub::RunPod(scope) => scoped("run a pod", scope),
        Hub::Exec(scope) => scoped("run code in every pod", scope),
        Hub::Debug(scope) => scoped("add a container to every pod", scope),
        Hub::ChangeImage(scope) => scoped("change the image of every pod", scope),
        Hub::Secrets(scope) => scoped("every Secret", scope),
        Hub::Namespaces => "admin of every namespace".to_owned(),
        Hub::Users => "every user that a binding names".to_owned(),
        Hub::Groups => "every group that a binding names".to_owned(),
        Hub::Bootstrappers => "groups of bootstrap tokens".to_owned(),
        Hub::Machines => "every node".to_owned(),
        Hub::Kubelets => "every kubelet".to_owned(),
        Hub::SomeMachine => "some node".to_owned(),
        Hub::PodsOf(node) => format!("what the kubelet of {} may read", node.as_str()),
        Hub::List(number) => format!("all of a list ({number})"),
        Hub::Span(first, level) => format!("part of lists ({first}, {level})"),
        Hub::Attractable => "what comes for labels that a kubelet sets".to_owned(),
        Hub::Logs(scope) => scoped("read logs", scope),
        Hub::LogsOf(node) => format!("read logs on {}", node.as_str()),
        Hub::Movable(scope) => scoped("pods that start anew elsewhere", scope),
        Hub::Relabel(scope) => scoped("relabel namespaces", scope),
        Hub::Move(entry, scope) => scoped(&format!("move pods by {}", of_entry(*entry)), scope),
        Hub::Rewrite(role) => format!("rewrite {}", snapshot.role(*role).id()),
        Hub::RewriteRoles(scope) => scoped("rewrite every Role", scope),
        Hub::Escaping(escape, node) => format!("half of {escape} to {}", node.as_str()),
        Hub::HoldsRole(namespace) => format!("hold some Role in {}", namespace.as_str()),
        Hub::NewClusterRole => "make any ClusterRole".to_owned(),
        Hub::Claim(kind, scope, name) => {
            scoped(&format!("make the missing {} {}", kind_word(*kind), name.as_str()), scope)
        }
        Hub::Step(entry, step, scope, name) => {
            let object = name.as_ref().map_or_else(String::new, |name: &Name| format!(" on {}", name.as_str()));
            scoped(&format!("step {step} of {}{object}", of_entry(*entry)), scope)
        }
    }
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
