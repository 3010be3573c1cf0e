//! What is true without using any permission: memberships, bindings, hubs and the tokens that pods carry.

use std::collections::{BTreeMap, BTreeSet};

use crate::authz::{Access, MASTERS, implied_groups};
use crate::graph::{Edge, Graph, Hub, Node, Objective};
use crate::model::{Name, Phase, Pod, PodSpec, Scope, Snapshot, Subject, TokenAudience, VolumeKind};

use super::CLUSTER_ADMIN;
use super::world::World;

/// Draws all structure. Linear in subjects, bindings, pods and Secrets.
pub(super) fn draw(snapshot: &Snapshot, access: &Access<'_>, world: &World<'_>, graph: &mut Graph) {
    bindings(snapshot, access, graph);
    hubs(world, graph);
    members(world, access, graph);
    tokens(world, graph);
    pods(world, graph);
    let masters = graph.add(Node::Subject(Subject::group(MASTERS)));
    let goal = graph.add(CLUSTER_ADMIN);
    graph.connect(masters, goal, Edge::identity("identity/masters"));
}

/// Subject -> binding -> role where it holds.
fn bindings(snapshot: &Snapshot, access: &Access<'_>, graph: &mut Graph) {
    for (id, binding) in snapshot.binding_ids() {
        let Some(role) = access.role_of(id) else { continue };
        let node = graph.add(Node::Binding(id));
        let role = graph.add(Node::Role(role, binding.scope()));
        graph.connect(node, role, Edge::structure());
    }
    for (subject, named_by) in access.subjects() {
        let from = graph.add(Node::Subject(subject.clone()));
        for &id in named_by {
            if let Some(to) = graph.find(&Node::Binding(id)) {
                graph.connect(from, to, Edge::structure());
            }
        }
    }
}

/// A hub of the whole cluster leads to those of the namespaces, these to their members.
fn hubs(world: &World<'_>, graph: &mut Graph) {
    let kinds: [fn(Scope) -> Hub; 5] = [Hub::ServiceAccounts, Hub::Impersonate, Hub::RunPod, Hub::Exec, Hub::Secrets];
    for namespace in world.namespaces() {
        let scope = Scope::Namespace(namespace.clone());
        for kind in kinds {
            link(graph, Node::Hub(kind(Scope::Cluster)), Node::Hub(kind(scope.clone())));
        }
        link(graph, Node::Hub(Hub::Impersonate(scope.clone())), Node::Hub(Hub::ServiceAccounts(scope.clone())));
        // Who runs a pod chooses its account, and which Secrets it mounts.
        link(graph, Node::Hub(Hub::RunPod(scope.clone())), Node::Hub(Hub::ServiceAccounts(scope.clone())));
        link(graph, Node::Hub(Hub::RunPod(scope.clone())), Node::Hub(Hub::Secrets(scope.clone())));
        let admin = Node::Namespace(namespace.clone());
        link(graph, Node::Hub(Hub::Namespaces), admin.clone());
        let admin = graph.add(admin);
        for hub in [Hub::RunPod(scope.clone()), Hub::Exec(scope)] {
            let hub = graph.add(Node::Hub(hub));
            graph.connect(admin, hub, Edge::identity("identity/namespace-admin"));
        }
    }
    // Whoever may run a pod in every namespace, or is admin of each, reads every Secret.
    let all = graph.add(Node::Objective(Objective::AllSecrets));
    for (hub, id) in [(Hub::RunPod(Scope::Cluster), "secrets/mount"), (Hub::Namespaces, "identity/namespace-admin")] {
        let hub = graph.add(Node::Hub(hub));
        graph.connect(hub, all, Edge::identity(id));
    }
    accounts(&world.accounts, Hub::ServiceAccounts, graph);
    // Impersonation does not ask whether the account exists.
    accounts(&world.missing_accounts, Hub::Impersonate, graph);
}

fn accounts(accounts: &BTreeMap<&Name, BTreeSet<&Name>>, hub: fn(Scope) -> Hub, graph: &mut Graph) {
    for (namespace, names) in accounts {
        let hub = Node::Hub(hub(Scope::Namespace((*namespace).clone())));
        for name in names {
            let account = Subject::ServiceAccount { namespace: (*namespace).clone(), name: (*name).clone() };
            link(graph, hub.clone(), Node::Subject(account));
        }
    }
}

fn link(graph: &mut Graph, from: Node, to: Node) {
    let (from, to) = (graph.add(from), graph.add(to));
    graph.connect(from, to, Edge::structure());
}

/// Every subject is in its implied groups; those who can be anybody can be each user and group that is named.
fn members(world: &World<'_>, access: &Access<'_>, graph: &mut Graph) {
    let accounts = world.accounts.iter().flat_map(|(namespace, names)| {
        names.iter().map(|name| Subject::ServiceAccount { namespace: (*namespace).clone(), name: (*name).clone() })
    });
    let all: BTreeSet<Subject> = access.subjects().map(|(subject, _)| subject.clone()).chain(accounts).collect();
    for subject in all {
        for group in implied_groups(&subject) {
            // A group that no binding names leads nowhere.
            if !access.bindings_naming(&group).is_empty() {
                link(graph, Node::Subject(subject.clone()), Node::Subject(group));
            }
        }
    }
    for user in &world.users {
        link(graph, Node::Hub(Hub::Users), Node::Subject((*user).clone()));
    }
    for group in &world.groups {
        link(graph, Node::Hub(Hub::Groups), Node::Subject((*group).clone()));
    }
}

/// Secrets that hold a token lead to its account.
fn tokens(world: &World<'_>, graph: &mut Graph) {
    for ((namespace, name), account) in &world.tokens {
        let secret = Node::Secret((*namespace).clone(), (*name).clone());
        link(graph, Node::Hub(Hub::Secrets(Scope::Namespace((*namespace).clone()))), secret.clone());
        if world.has_account(namespace, account) {
            let account = Subject::ServiceAccount { namespace: (*namespace).clone(), name: (*account).clone() };
            let (from, to) = (graph.add(secret), graph.add(Node::Subject(account)));
            graph.connect(from, to, Edge::identity("identity/secret-token"));
        }
    }
}

/// Pods lead to the identities that they carry. Replicas are one node.
fn pods(world: &World<'_>, graph: &mut Graph) {
    let mut done = BTreeSet::new();
    for pod in &world.snapshot.pods {
        if pod.phase == Phase::Finished || !done.insert((&pod.namespace, &pod.workload, pod.spec)) {
            continue;
        }
        let node = graph.add(Node::Workload(pod.namespace.clone(), pod.workload.clone()));
        if pod.phase != Phase::Dormant {
            let hub = graph.add(Node::Hub(Hub::Exec(Scope::Namespace(pod.namespace.clone()))));
            graph.connect(hub, node, Edge::structure());
        }
        for credential in credentials(world, pod) {
            let (target, id) = match credential {
                Credential::Projected(account) => (account, "identity/pod-token"),
                Credential::LegacySecret(account) => (account, "identity/pod-legacy-token"),
            };
            let target = graph.add(Node::Subject(target));
            graph.connect(node, target, Edge::identity(id));
        }
    }
}

/// An API credential that a pod carries.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Credential {
    /// A projected token of the pod's own account.
    Projected(Subject),
    /// The token of a Secret, perhaps of another account.
    LegacySecret(Subject),
}

/// The API credentials that code in this pod can read: what is mounted by a container of any kind, or in its environment.
#[must_use]
pub fn credentials(world: &World<'_>, pod: &Pod) -> BTreeSet<Credential> {
    let spec = world.snapshot.pod_spec(pod.spec);
    let account = |name: &Name| Subject::ServiceAccount { namespace: pod.namespace.clone(), name: name.clone() };
    let mut found = BTreeSet::new();
    let mounted = spec.volumes.iter().filter(|volume| is_mounted(spec, &volume.name));
    for volume in mounted {
        match &volume.kind {
            VolumeKind::Token(TokenAudience::ApiServer) => {
                found.insert(Credential::Projected(account(&spec.service_account)));
            }
            VolumeKind::Secret(name) => found.extend(legacy(world, pod, name)),
            _ => {}
        }
    }
    for secret in spec.containers.iter().flat_map(|container| &container.env_secrets) {
        found.extend(legacy(world, pod, secret));
    }
    found
}

fn is_mounted(spec: &PodSpec, volume: &Name) -> bool {
    spec.containers.iter().any(|container| container.mounts.iter().any(|mount| mount.volume == *volume))
}

fn legacy(world: &World<'_>, pod: &Pod, secret: &Name) -> Option<Credential> {
    let account = world.tokens.get(&(&pod.namespace, secret))?;
    let subject = Subject::ServiceAccount { namespace: pod.namespace.clone(), name: (*account).clone() };
    Some(Credential::LegacySecret(subject))
}
