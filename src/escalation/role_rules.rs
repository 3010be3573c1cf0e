//! Effect `roleRules`: the actor writes the rules of roles.
//!
//! It gains only through a role that it holds itself: the very role that gives the right, one that everybody holds, or
//! another of its bindings (drawn from the subject, since holders of a role differ in what else they hold). A rewritten
//! role gives everything where it is bound. A new role needs somebody who is bound to its name already, or selects it.

use std::collections::HashSet;

use crate::authz::{Access, NameSet, implied_groups};
use crate::graph::{Certainty, Edge, Node, NodeId, Step};
use crate::model::{Binding, RoleId, RoleKind, Scope, Subject};
use crate::template::{Effect, Hit, RoleTarget};

use super::world::World;
use super::{CLUSTER_ADMIN, Drawing, Drawn, hits_of};

/// ClusterRoles that the API server binds to everybody, and restores when they are missing.
const HELD_BY_ALL: [&str; 3] = ["system:basic-user", "system:discovery", "system:public-info-viewer"];

pub(super) fn reached(target: RoleTarget, hit: &Hit, holder: Option<RoleId>, world: &World<'_>) -> Vec<Node> {
    match target {
        RoleTarget::ClusterRole => {
            let by_all = HELD_BY_ALL.iter().any(|name| hit.targets.contains(name));
            if by_all { vec![CLUSTER_ADMIN] } else { itself(hit, holder, world, RoleKind::ClusterRole) }
        }
        RoleTarget::Role => itself(hit, holder, world, RoleKind::Role),
        RoleTarget::New if hit.targets == NameSet::Any => match &hit.scope {
            // The entry of a namespace needs the right to bind too; that of the cluster depends on the holder.
            Scope::Namespace(namespace) => vec![Node::Namespace(namespace.clone())],
            Scope::Cluster => Vec::new(),
        },
        RoleTarget::New | RoleTarget::Dangling => Vec::new(),
    }
}

/// The role that gives the right is itself one that may be rewritten.
fn itself(hit: &Hit, holder: Option<RoleId>, world: &World<'_>, kind: RoleKind) -> Vec<Node> {
    let role = holder.map(|id| world.snapshot.role(id));
    let matches = role.is_some_and(|role| role.kind() == kind && hit.targets.contains(&role.name));
    if matches { vec![everything_in(&hit.scope)] } else { Vec::new() }
}

fn everything_in(scope: &Scope) -> Node {
    scope.namespace().map_or(CLUSTER_ADMIN, |namespace| Node::Namespace(namespace.clone()))
}

/// Draws what a subject gains by rewriting or creating a role that another of its bindings, or of its groups', names.
pub(super) fn draw_for_holder(
    drawing: &mut Drawing<'_, '_>,
    access: &Access<'_>,
    subject: &Subject,
    from: NodeId,
    roles: &[(RoleId, Scope, Vec<Drawn>)],
) {
    let snapshot = access.snapshot();
    let mut bindings = access.bindings_naming(subject).to_vec();
    let own = bindings.len();
    bindings.extend(implied_groups(subject).iter().flat_map(|group| access.bindings_naming(group)));
    let mut known = HashSet::new();
    for &through in bindings.iter().take(own) {
        let Some(role) = access.role_of(through) else { continue };
        for drawn in hits_of(roles, role, &snapshot.binding(through).scope()) {
            let Some(entry) = drawing.template.entries.get(drawn.hit.entry) else {
                continue;
            };
            let Some(Effect::RoleRules(target)) = entry.gives else {
                continue;
            };
            let certainty = if entry.proof.is_sure() { Certainty::ProvenRights } else { Certainty::Unknown };
            for &other in &bindings {
                let binding = snapshot.binding(other);
                // What the role gives to all of its holders has been drawn from the role.
                if !drawn.targets.is_empty()
                    || !gains(target, &drawn.hit, binding, access.role_of(other), &drawing.world)
                {
                    continue;
                }
                let mut grants = drawn.hit.grants.clone();
                for grant in &mut grants {
                    grant.binding = Some(through);
                }
                let to = drawing.graph.add(everything_in(&binding.scope()));
                if !known.insert((drawn.hit.entry, to)) {
                    continue;
                }
                let step = Step::Entry { entry: drawn.hit.entry, grants };
                drawing.graph.connect(from, to, Edge { step, certainty });
            }
        }
    }
}

/// Whether writing roles as the hit allows changes what this binding gives.
fn gains(target: RoleTarget, hit: &Hit, binding: &Binding, role: Option<RoleId>, world: &World<'_>) -> bool {
    let kind = binding.role_ref.kind;
    let named = hit.targets.contains(&binding.role_ref.name);
    let here = hit.scope == Scope::Cluster || hit.scope == binding.scope();
    match target {
        RoleTarget::ClusterRole => {
            role.is_some() && named && kind == Some(RoleKind::ClusterRole) && hit.scope == Scope::Cluster
        }
        RoleTarget::Role => role.is_some() && named && kind == Some(RoleKind::Role) && here,
        RoleTarget::New => {
            let aggregated = role.map(|id| world.snapshot.role(id)).is_some_and(|role| !role.aggregation.is_empty());
            hit.scope == Scope::Cluster && kind == Some(RoleKind::ClusterRole) && (aggregated || missing(role, world))
        }
        RoleTarget::Dangling => named && here && missing(role, world),
    }
}

/// Whether the role is known not to exist; in plain files it may stand elsewhere.
fn missing(role: Option<RoleId>, world: &World<'_>) -> bool {
    role.is_none() && world.knows_roles()
}
