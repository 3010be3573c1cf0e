//! Who holds constrained impersonation: roles that give both halves, subjects that have them by several roles, and pods
//! for the node that they run on.

use std::collections::{BTreeMap, BTreeSet};

use crate::authz::{Access, Grant, identity_of};
use crate::graph::{Hub, Node, NodeId};
use crate::model::{BindingId, Name, Pod, RoleId, Scope, Subject};

use super::super::drawing::Drawing;
use super::super::world::World;
use super::super::{Credential, Drawn, credentials};
use super::power::{Mode, Power, speaks_of_it};

/// Somebody who may do something in another's name.
pub(super) struct Holder {
    pub(super) from: NodeId,
    pub(super) power: Power,
    pub(super) grants: Vec<Grant>,
    /// The entry of the template that says so.
    pub(super) entry: usize,
}

/// Accounts by namespace.
pub(super) type Accounts = BTreeMap<Name, BTreeSet<Name>>;

/// A role that somebody holds: through which binding, if it is told, and where.
type Holding = (Option<BindingId>, RoleId, Scope);

/// Finds them, in the order of roles and subjects.
pub(super) fn find(
    drawing: &mut Drawing<'_, '_>,
    access: &Access<'_>,
    roles: &[(RoleId, Scope, Vec<Drawn>)],
) -> Vec<Holder> {
    let snapshot = access.snapshot();
    let speaks = |role: RoleId| snapshot.role(role).rules.iter().any(speaks_of_it);
    let speaking: BTreeSet<RoleId> = snapshot.role_ids().map(|(id, _)| id).filter(|id| speaks(*id)).collect();
    let mut holders = Vec::new();
    if speaking.is_empty() {
        return holders;
    }
    for (role, scope, _) in roles.iter().filter(|(role, ..)| speaking.contains(role)) {
        let from = drawing.graph.add(Node::Role(*role, scope.clone()));
        let holding = [(None, *role, scope.clone())];
        holders.extend(powers(drawing, access, from, &holding).into_iter().filter(|holder| !is_own_node(holder)));
    }
    let by_role = holders.len();
    for subject in candidates(drawing, access) {
        let holding = held_by(access, &subject);
        if !holding.iter().any(|(_, role, _)| speaking.contains(role)) {
            continue;
        }
        let from = drawing.graph.add(Node::Subject(subject.clone()));
        let single = holding.len() == 1;
        for holder in powers(drawing, access, from, &holding) {
            if is_own_node(&holder) {
                holders.extend(pods_of(drawing, &subject, &holder));
                holders.extend(with_chosen_node(drawing, &subject, &holder));
            } else if !single && !is_known(&holders, by_role, &holder, &holding) {
                holders.push(holder);
            }
        }
    }
    holders
}

fn is_own_node(holder: &Holder) -> bool {
    holder.power.mode == Mode::AssociatedNode
}

/// Whether one of the roles alone gives it.
fn is_known(holders: &[Holder], by_role: usize, holder: &Holder, holding: &[Holding]) -> bool {
    let roles: BTreeSet<RoleId> = holding.iter().map(|(_, role, _)| *role).collect();
    let known = holders.iter().take(by_role).filter(|known| known.power == holder.power);
    known.into_iter().any(|known| known.grants.iter().all(|grant| roles.contains(&grant.role)))
}

/// Everybody whom a binding names, and all accounts: they may be in a group that one names.
fn candidates(drawing: &Drawing<'_, '_>, access: &Access<'_>) -> BTreeSet<Subject> {
    let world = &drawing.world;
    let mut all: BTreeSet<Subject> = access.subjects().map(|(subject, _)| subject.clone()).collect();
    for pod in world.pods.values().flatten() {
        let name = &world.snapshot.pod_spec(pod.spec).service_account;
        all.insert(Subject::ServiceAccount { namespace: pod.namespace.clone(), name: name.clone() });
    }
    for (namespace, names) in &world.accounts {
        let account = |name: &&Name| Subject::ServiceAccount { namespace: (*namespace).clone(), name: (*name).clone() };
        all.extend(names.iter().map(account));
    }
    all
}

/// The roles of a subject and of the groups that it is always in.
fn held_by(access: &Access<'_>, subject: &Subject) -> Vec<Holding> {
    let bindings: BTreeSet<BindingId> =
        identity_of(subject).iter().flat_map(|subject| access.bindings_naming(subject)).copied().collect();
    let role = |id: BindingId| Some((Some(id), access.role_of(id)?, access.snapshot().binding(id).scope()));
    bindings.into_iter().filter_map(role).collect()
}

/// What these roles give together, by mode.
fn powers(drawing: &Drawing<'_, '_>, access: &Access<'_>, from: NodeId, holding: &[Holding]) -> Vec<Holder> {
    let mut found = Vec::new();
    for mode in Mode::ALL {
        let (mut power, mut grants) = (Power::new(mode), Vec::new());
        for (binding, role, scope) in holding {
            for (rule, text) in access.snapshot().role(*role).rules.iter().enumerate() {
                if power.add(scope, text) {
                    grants.push(Grant { binding: *binding, role: *role, rule });
                }
            }
        }
        power.settle();
        if !power.is_some() {
            continue;
        }
        let alone = power.without_groups();
        for power in [Some(power), alone].into_iter().flatten() {
            let version = access.snapshot().source.server_version;
            let groups = power.without_groups().is_some();
            if let Some(entry) = super::entry_of(&drawing.template.entries, mode, groups, version) {
                found.push(Holder { from, power, grants: grants.clone(), entry });
            }
        }
    }
    found
}

/// The pods whose token says which node they run on: each may be that node.
fn pods_of(drawing: &mut Drawing<'_, '_>, subject: &Subject, holder: &Holder) -> Vec<Holder> {
    let Subject::ServiceAccount { namespace, name } = subject else { return Vec::new() };
    let world = &drawing.world;
    let pods = world.pods.get(namespace).into_iter().flatten();
    let mut nodes: BTreeMap<Node, BTreeSet<Name>> = BTreeMap::new();
    for pod in pods.filter(|pod| world.snapshot.pod_spec(pod.spec).service_account == *name) {
        if let Some(machine) = pod.node.clone().filter(|_| carries_own_token(world, pod)) {
            let workload = Node::Workload(pod.namespace.clone(), pod.workload.clone());
            nodes.entry(workload).or_default().insert(machine);
        }
    }
    let of = |(node, own_nodes): (Node, BTreeSet<Name>)| Holder {
        from: drawing.graph.add(node),
        power: Power { own_nodes, ..holder.power.clone() },
        grants: holder.grants.clone(),
        entry: holder.entry,
    };
    nodes.into_iter().map(of).collect()
}

/// Whoever gets a token of the account that names a node of its choice: that may be any.
fn with_chosen_node(drawing: &mut Drawing<'_, '_>, subject: &Subject, holder: &Holder) -> Option<Holder> {
    let Subject::ServiceAccount { namespace, name } = subject else { return None };
    let world = &drawing.world;
    let own_nodes: BTreeSet<Name> = world.machines.keys().map(|name| (*name).clone()).collect();
    if own_nodes.is_empty() || !world.has_account(namespace, name) {
        return None;
    }
    let from = drawing.graph.add(Node::Hub(Hub::NodeTokensOf(namespace.clone(), name.clone())));
    let power = Power { own_nodes, ..holder.power.clone() };
    Some(Holder { from, power, grants: holder.grants.clone(), entry: holder.entry })
}

/// The accounts of which a token that names a node counts.
pub(super) fn with_nodes(drawing: &Drawing<'_, '_>, holders: &[Holder]) -> Accounts {
    let mut accounts = Accounts::new();
    for holder in holders {
        if let Some(Node::Hub(Hub::NodeTokensOf(namespace, name))) = drawing.graph.node(holder.from) {
            accounts.entry(namespace.clone()).or_default().insert(name.clone());
        }
    }
    accounts
}

/// Whether code in the pod reads a token that is bound to it: only such a one says on which node the pod runs.
fn carries_own_token(world: &World<'_>, pod: &Pod) -> bool {
    credentials(world, pod).iter().any(|credential| matches!(credential, Credential::Projected(_)))
}
