//! Who can take away a guard that blocks others, and what that opens.
//!
//! An admission policy falls with itself, its binding, the object that either belongs to (the garbage collector deletes it),
//! and whoever writes its parameter writes what it says. Writes of policies and bindings are put to no policy and to no
//! webhook (`IsExemptAdmissionConfigurationResource` upstream), so nothing but RBAC keeps anybody from them.
//!
//! A right that is blocked and the right to lift what blocks it are a join, whoever has which.
//!
//! Cost: for each guard that blocks something, the distinct rule lists of the cluster.

mod membership;
mod places;
mod props;

use std::collections::{BTreeMap, BTreeSet};

use crate::authz::{Grant, Object, Request, rule_allows};
use crate::graph::{Certainty, Edge, Hub, Node, NodeId, Remarks, Step};
use crate::guards::admission::Guard;
use crate::model::{Name, Rule, Scope, Subject};

use super::Whole;
use super::admitted::{Ruled, Who};
use super::drawing::{Blocked, actors};
use places::{Known, elsewhere, relabelled};
use props::{Prop, props_of};

/// The entry of the template that stands for it.
const ENTRY: &str = "admission/remove-guard";

/// Draws who can lift what blocks somebody, and what is open then.
pub(super) fn draw<'b>(whole: &mut Whole<'_, '_>, blocked: impl Iterator<Item = &'b Blocked> + Clone) {
    let Some(entry) = whole.template.entries.iter().position(|entry| entry.id == ENTRY) else { return };
    let guards: BTreeSet<&Guard> = blocked.clone().flat_map(|blocked| &blocked.guards).collect();
    let mut lifted: BTreeMap<Guard, NodeId> = BTreeMap::new();
    for guard in guards {
        if let Some(hub) = draw_lifters(whole, entry, guard) {
            lifted.insert(guard.clone(), hub);
        }
    }
    let mut known = Known::new();
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

/// Whoever is not known.
fn stranger() -> Who {
    Who::new(&Subject::user("somebody"))
}

/// Draws who can lift this guard; its hub, if anybody can.
fn draw_lifters(whole: &mut Whole<'_, '_>, entry: usize, guard: &Guard) -> Option<NodeId> {
    let hub = Node::Hub(match guard {
        Guard::Policy { policy, binding, .. } => Hub::Lift(policy.clone(), binding.clone()),
        Guard::Webhook { configuration, name, .. } => Hub::Lift(configuration.clone(), Some(name.clone())),
    });
    let mut edges: Vec<(NodeId, Edge)> = Vec::new();
    for prop in props_of(whole.world.snapshot, guard) {
        for (from, grant) in writers(whole, &prop) {
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

/// Who may write it, by roles where they hold, and the grant.
fn writers(whole: &mut Whole<'_, '_>, prop: &Prop) -> Vec<(NodeId, Grant)> {
    let namespace = prop.namespace.as_ref().map_or("", Name::as_str);
    let allows = |rule: &Rule, verbs: &[&str]| {
        verbs.iter().any(|verb| {
            let object = Object::Resource {
                api_group: &prop.group,
                resource: &prop.resource,
                subresource: "",
                namespace,
                name: if *verb == "create" { "" } else { &prop.name },
            };
            rule_allows(rule, &Request { verb, object })
        })
    };
    let access = whole.access;
    let snapshot = access.snapshot();
    let mut found = Vec::new();
    for list in access.rule_lists() {
        let rules = list.first().map_or(&[][..], |role| snapshot.role(*role).rules.as_slice());
        let by = |verbs: &&[&str]| rules.iter().position(|rule| allows(rule, verbs));
        let used: Option<Vec<usize>> = prop.verbs.iter().map(by).collect();
        let Some(rule) = used.and_then(|used| used.into_iter().next()) else { continue };
        for &role in list {
            let scopes: BTreeSet<Scope> =
                access.bindings_of(role).iter().map(|binding| snapshot.binding(*binding).scope()).collect();
            let here = |scope: &Scope| *scope == Scope::Cluster || scope.namespace() == prop.namespace.as_ref();
            for scope in scopes.into_iter().filter(here) {
                let grant = Grant { binding: None, role, rule };
                found.push((whole.graph.add(Node::Role(role, scope)), grant));
            }
        }
    }
    found
}
