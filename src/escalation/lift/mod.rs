//! Who can take away a guard that blocks others, and what that opens.
//!
//! An admission policy falls with itself, its binding, the object that either belongs to (the garbage collector deletes it),
//! and whoever writes its parameter writes what it says. Writes of policies and bindings are put to no policy and to no
//! webhook (`IsExemptAdmissionConfigurationResource` upstream), so nothing but RBAC keeps anybody from them.
//!
//! A right that is blocked and the right to lift what blocks it are a join, whoever has which.
//!
//! Cost: the distinct rule lists of the cluster once, and for each guard that blocks something, those that are about its kind.

mod membership;
mod places;
mod props;
mod writers;

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Certainty, Edge, Hub, Node, NodeId, Remarks, Step};
use crate::guards::admission::Guard;

use super::Whole;
use super::admitted::{Ruled, Who};
use super::drawing::{Blocked, actors};
use places::{Known, elsewhere, relabelled};
use props::{Prop, props_of};
use writers::Writers;

/// The entry of the template that stands for it.
const ENTRY: &str = "admission/remove-guard";

/// Draws who can lift what blocks somebody, and what is open then.
pub(super) fn draw<'b>(whole: &mut Whole<'_, '_>, blocked: impl Iterator<Item = &'b Blocked> + Clone) {
    let Some(entry) = whole.template.entries.iter().position(|entry| entry.id == ENTRY) else { return };
    let guards: BTreeSet<&Guard> = blocked.clone().flat_map(|blocked| &blocked.guards).collect();
    let mut lifted: BTreeMap<Guard, NodeId> = BTreeMap::new();
    let mut writers = Writers::of(whole.access);
    for guard in guards {
        if let Some(hub) = draw_lifters(whole, entry, guard, &mut writers) {
            lifted.insert(guard.clone(), hub);
        }
    }
    let mut known = Known::default();
    for blocked in blocked {
        elsewhere(whole, blocked);
        let parts: Vec<Blocked> = blocked.apart(whole.graph).collect();
        for part in parts {
            relabelled(whole, &part, &lifted, &mut known);
            membership::draw(whole, &part);
        }
        let Blocked { from, to, guards, step, .. } = blocked;
        let hubs: Option<Vec<NodeId>> = guards.iter().map(|guard| lifted.get(guard).copied()).collect();
        let Some(mut parts) = hubs else { continue };
        parts.push(*from);
        parts.sort_unstable();
        parts.dedup();
        let join = whole.graph.join(&parts);
        let edge = Edge { step: step.clone(), certainty: Certainty::ProvenRights, remarks: None };
        whole.graph.connect(join, *to, edge);
    }
}

/// Draws who can lift this guard; its hub, if anybody can.
fn draw_lifters(
    whole: &mut Whole<'_, '_>,
    entry: usize,
    guard: &Guard,
    writers: &mut Writers<'_, '_>,
) -> Option<NodeId> {
    let hub = Node::Hub(match guard {
        Guard::Policy { policy, binding, .. } => Hub::Lift(policy.clone(), binding.clone()),
        Guard::Webhook { configuration, name, .. } => Hub::Lift(configuration.clone(), Some(name.clone())),
    });
    let mut edges: Vec<(NodeId, Edge)> = Vec::new();
    for prop in props_of(whole.world.snapshot, guard) {
        for (role, scope, grant) in writers.of_object(&prop) {
            let from = whole.graph.add(Node::Role(role, scope));
            let step = Step::Entry { entry, grants: vec![grant] };
            edges.extend(judged(whole, from, &prop, &step));
        }
    }
    if edges.is_empty() {
        return None;
    }
    let hub = whole.graph.add(hub);
    edges.into_iter().for_each(|(from, edge)| whole.graph.connect(from, hub, edge));
    Some(hub)
}

/// The edges of those who may write it, as far as admission lets each of them.
fn judged(whole: &mut Whole<'_, '_>, from: NodeId, prop: &Prop, step: &Step) -> Vec<(NodeId, Edge)> {
    let edge = |ruled: Ruled| {
        let mut remarks = Remarks { facts: vec![prop.told.clone()], ..Remarks::default() };
        let certainty = ruled.tell(&mut remarks);
        Edge { step: step.clone(), certainty, remarks: None }.saying(remarks)
    };
    if prop.is_exempt() {
        return vec![(from, edge(Ruled::open()))];
    }
    let guards = whole.guards;
    let actors = actors(whole.graph, whole.access, from);
    let rules: Vec<Ruled> = actors.iter().map(|(actor, _)| prop.ruled(guards, &Who::new(actor))).collect();
    if rules.iter().all(|ruled| *ruled == Ruled::open()) {
        return vec![(from, edge(Ruled::open()))];
    }
    let own = actors.iter().map(|(actor, _)| whole.graph.add(Node::Subject(actor.clone())));
    own.zip(rules.into_iter().map(edge)).collect()
}
