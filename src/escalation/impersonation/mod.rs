//! Constrained impersonation: acting as somebody else for some requests only.
//!
//! A request in another's name passes when the one who asks holds `impersonate:MODE` on the other and
//! `impersonate-on:MODE:VERB` on the very request, and the other may make it. So what is gained is an identity of its own,
//! [`Node::Limited`]: it may do what the rules of both allow. What the API server asks on the way (bind, escalate,
//! approve) it asks about the other alone. Nothing is gained of the other's own right to impersonate: a request is made in
//! one name. Plain `impersonate` is tried as well and gives all of the other; it is an ordinary effect.
//!
//! Compare `constrained_impersonation.go` and `mode.go` of `k8s.io/apiserver/pkg/endpoints/filters/impersonation`.
//!
//! Phases: what each holder may do in whose name is its *power*; equal powers are one hub. For each power the others that
//! it reaches are matched by the common rules, as any subject is. Cost: powers × rules of those whom they reach, up to a
//! [`LIMIT`]; beyond it they are reached as unknown.

mod gain;
mod holders;
mod node;
mod node_tokens;
mod others;
mod power;

use std::collections::BTreeMap;

use crate::authz::{Access, Grant, NameSet};
use crate::graph::{Certainty, Edge, Hub, Node, NodeId, Remarks, Step};
use crate::model::{RoleId, Scope, Subject, Version};
use crate::template::{Entry, Held, Hit, Needs};

use super::Drawn;
use super::drawing::Drawing;

pub(super) use power::mode;
use power::{Mode, Power};

/// How many pairs of a power and of a binding of somebody whom it reaches are looked at.
const LIMIT: usize = 200_000;

/// How many pods of nodes, and DaemonSets that may come to one, are looked at for whoever acts as that node.
const LIMIT_ON_NODES: usize = 2_000_000;

/// What is drawn for roles and for subjects.
type Both<'d> = (&'d mut Vec<(RoleId, Scope, Vec<Drawn>)>, &'d mut Vec<(Subject, Vec<Drawn>)>);

/// Draws what holders of constrained impersonation gain.
pub(super) fn draw<'m>(
    drawing: &mut Drawing<'_, '_>,
    access: &Access<'_>,
    needs: &Needs<'_>,
    held: &impl Fn(RoleId) -> &'m [Held],
    (roles, subjects): Both<'_>,
) {
    let found = holders::find(drawing, access, roles);
    let accounts = holders::with_nodes(drawing, &found);
    node_tokens::draw(drawing, &accounts, roles);
    let mut numbers: BTreeMap<(usize, Power), NodeId> = BTreeMap::new();
    let mut gaining = gain::Gaining { access, needs, held, left: LIMIT, left_on_nodes: LIMIT_ON_NODES };
    for holder in found {
        let number = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        let key = (holder.entry, holder.power);
        let hub = match numbers.get(&key) {
            Some(hub) => *hub,
            None => {
                let hub = drawing.graph.add(Node::Hub(Hub::ImpersonateLimited(number)));
                gaining.gain(drawing, hub, number, &key.1, key.0);
                *numbers.entry(key).or_insert(hub)
            }
        };
        lead(drawing, holder.from, hub, holder.entry, holder.grants);
        note(drawing, holder.from, hub, holder.entry, roles, subjects);
    }
}

fn lead(drawing: &mut Drawing<'_, '_>, from: NodeId, to: NodeId, entry: usize, grants: Vec<Grant>) {
    // What leads nowhere is no step.
    if drawing.graph.edges_from(to).next().is_some() {
        let facts = vec!["only for the requests that impersonate-on allows".to_owned()];
        let edge = Edge { step: Step::Entry { entry, grants }, certainty: Certainty::ProvenRights, remarks: None };
        drawing.graph.connect(from, to, edge.saying(Remarks { facts, ..Remarks::default() }));
    }
}

/// What a role or a subject hits is as bad as where it leads.
fn note(
    drawing: &Drawing<'_, '_>,
    from: NodeId,
    hub: NodeId,
    entry: usize,
    roles: &mut [(RoleId, Scope, Vec<Drawn>)],
    subjects: &mut [(Subject, Vec<Drawn>)],
) {
    let hits = match drawing.graph.node(from) {
        Some(Node::Role(role, scope)) => {
            let place = roles.binary_search_by(|(id, place, _)| (*id, place).cmp(&(*role, scope)));
            place.ok().and_then(|place| roles.get_mut(place)).map(|(_, _, hits)| hits)
        }
        Some(Node::Subject(subject)) => subjects.iter_mut().find(|(known, _)| known == subject).map(|(_, hits)| hits),
        _ => None,
    };
    for drawn in hits.into_iter().flatten().filter(|drawn| drawn.hit.entry == entry) {
        drawn.targets.push((hub, Certainty::ProvenRights));
    }
}

/// Beyond the limit: whom the power reaches, as whom it is not known to gain anything.
fn reach_unknown(drawing: &mut Drawing<'_, '_>, hub: NodeId, power: &Power, entry: usize) {
    let Some(text) = drawing.template.entries.get(entry) else { return };
    for (scope, targets) in power.whom() {
        let hit = Hit { entry, scope: scope.clone(), grants: Vec::new(), targets: targets.clone(), within: None };
        for reached in drawing.reached(text, &hit, None) {
            let to = drawing.graph.add(reached.node);
            drawing.graph.connect(hub, to, Edge::structure().with(Certainty::Unknown));
        }
    }
    // Which of the nodes need not be told apart any more.
    if !power.own_nodes.is_empty() {
        let to = drawing.graph.add(Node::Hub(Hub::Kubelets));
        drawing.graph.connect(hub, to, Edge::structure().with(Certainty::Unknown));
    }
}

/// The first entry of the template for this mode: for groups, or without.
fn entry_of(entries: &[Entry], mode: Mode, groups: bool, version: Version) -> Option<usize> {
    entries.iter().position(|entry| {
        let names_groups = entry.needs.iter().flat_map(|need| &need.resources).any(|resource| *resource == "groups");
        self::mode(entry) == Some(mode) && names_groups == groups && entry.applies_to(version)
    })
}

/// The names of a list of sets.
fn all_names<'n>(sets: impl IntoIterator<Item = &'n NameSet>) -> NameSet {
    let mut names = NameSet::empty();
    sets.into_iter().for_each(|set| names.add(set));
    names
}
