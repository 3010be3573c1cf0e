//! Effect `role`, covered: without the verb `bind`, the actor binds roles whose rules it holds.
//!
//! That alone gives nothing. But a role may be rewritten after it is bound: so everybody who may write bindings is led to
//! the roles that it covers, as far as somebody may rewrite them, and to a hub that stands for roles without rules, which
//! everybody covers. What is covered depends on all that a subject holds, so these edges leave subjects, not roles.
//!
//! Cost: for each subject that may write bindings, a comparison with each role that somebody may rewrite and that it may
//! bind there: ClusterRoles, and the Roles of the namespaces where it writes.

mod rewritable;
mod writer;

use rayon::prelude::*;

use crate::authz::{Access, Grant};
use crate::graph::{Certainty, Edge, Hub, Node, NodeId, Remarks, Step};
use crate::model::{BindingId, RoleId, Scope, Subject};
use crate::template::{Effect, EntryScope, Hit};

use rewritable::Rewritable;
use writer::Writer;

use super::drawing::Drawing;
use super::role::creates;
use super::world::World;
use super::{Drawn, Reached, hits_of};

/// Whoever may make bindings binds roles without rules.
pub(super) fn reached(scope: EntryScope, hit: &Hit, world: &World<'_>) -> Vec<Reached> {
    let hub = match scope {
        EntryScope::Cluster => Hub::DelegateCluster,
        EntryScope::Namespace => Hub::Delegate(hit.scope.clone()),
    };
    let facts = vec!["binds a role that has no rules yet".to_owned()];
    let remarks = Remarks { facts, ..Remarks::default() };
    let reached = Reached { remarks, ..Reached::from(Node::Hub(hub)) };
    if creates(scope, hit, world) { vec![reached] } else { Vec::new() }
}

/// Draws which roles that somebody may rewrite each subject may bind first.
pub(super) fn draw(drawing: &mut Drawing<'_, '_>, access: &Access<'_>, roles: &[(RoleId, Scope, Vec<Drawn>)]) {
    let rewritable = Rewritable::new(&drawing.graph, &drawing.world);
    if rewritable.is_empty() {
        return;
    }
    let subjects: Vec<(&Subject, &[BindingId])> = access.subjects().collect();
    let template = drawing.template;
    let of_subject = |(subject, bindings): &(&Subject, &[BindingId])| {
        let hits = bindings.iter().flat_map(|&binding| {
            let place = access.snapshot().binding(binding).scope();
            let hits = access.role_of(binding).map_or(&[][..], |role| hits_of(roles, role, &place));
            hits.iter().map(move |drawn| (binding, &drawn.hit))
        });
        let bound = hits.filter_map(|(binding, hit)| {
            let gives = template.entries.get(hit.entry)?.gives.as_ref();
            let Some(Effect::Role { scope, covered: true, .. }) = gives else { return None };
            let bound = Writer::new(subject, hit, *scope, access, &drawing.world).bindable(&rewritable);
            let grants = hit.grants.iter().map(|grant| Grant { binding: Some(binding), ..*grant }).collect();
            Some((bound, Hit { grants, ..hit.clone() }))
        });
        bound.collect::<Vec<_>>()
    };
    let found: Vec<Vec<(Vec<Node>, Hit)>> = subjects.par_iter().map(of_subject).collect();
    for ((subject, _), found) in subjects.into_iter().zip(found) {
        for (bound, hit) in found {
            lead(drawing, subject, bound, &hit);
        }
    }
}

fn lead(drawing: &mut Drawing<'_, '_>, subject: &Subject, to: Vec<Node>, hit: &Hit) {
    let from = drawing.graph.add(Node::Subject(subject.clone()));
    let facts = vec!["holds the rules of the role already".to_owned()];
    let step = Step::Entry { entry: hit.entry, grants: hit.grants.clone() };
    let edge = Edge { step, certainty: Certainty::ProvenRights, remarks: None };
    let edge = edge.saying(Remarks { facts, ..Remarks::default() });
    if drawing.is_judged(from, hit) {
        to.iter().for_each(|to| drawing.connect_step(from, hit, None, to, &edge));
        return;
    }
    let to: Vec<NodeId> = to.into_iter().map(|node| drawing.graph.add(node)).collect();
    for to in drawing.lists.of(&mut drawing.graph, to) {
        drawing.graph.connect(from, to, edge.clone());
    }
}
