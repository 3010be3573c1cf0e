//! Who reaches a target, and by which ways.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::findings::{Path, Teller};
use crate::graph::{Certainty, NodeId, Reach, Way, alternatives};
use crate::template::Severity;

use super::Asked;
use crate::query::named::Named;

/// The best way of a source to a target, by what ranks it.
pub(super) type Best = ((Certainty, u32, NodeId), (usize, NodeId));

/// A target's node, and who reaches it.
pub(super) struct Goal {
    pub(super) node: NodeId,
    pub(super) reach: Reach,
}

/// The sources that reach a target, by name; of the nodes of a name the one with the surest and shortest way.
pub(super) fn best(teller: &Teller<'_>, asked: &Asked, target: &Named, goals: &[Goal]) -> BTreeMap<String, Best> {
    let mut found: BTreeMap<String, Best> = BTreeMap::new();
    let mut look = |name: &str, from: NodeId| {
        for (place, goal) in goals.iter().enumerate() {
            let (Some(certainty), Some(hops)) = (goal.reach.certainty(from), goal.reach.hops(from)) else { continue };
            let new: Best = ((certainty, hops, from), (place, from));
            // What is there already, a member of the group that is asked for, takes no way.
            if name != target.name && hops > 0 {
                found.entry(name.to_owned()).and_modify(|known| *known = new.min(*known)).or_insert(new);
            }
        }
    };
    match &asked.from {
        Some(from) => from.iter().for_each(|named| named.nodes.iter().for_each(|&node| look(&named.name, node))),
        None => {
            let sources = teller.escalation().graph.nodes().filter(|(_, node)| teller.is_source(node));
            for (id, node) in sources {
                node.id(teller.snapshot()).into_iter().for_each(|name| look(&name, id));
            }
        }
    }
    found
}

/// The best way, and others; with `to`, what the target is called and worth.
pub(super) fn ways(teller: &Teller<'_>, asked: &Asked, to: (&str, Severity), goal: &Goal, from: NodeId) -> Vec<Path> {
    let graph = &teller.escalation().graph;
    let Some(certainty) = goal.reach.certainty(from) else { return Vec::new() };
    let mut ways = vec![Way { certainty, moves: goal.reach.path(graph, from, usize::MAX) }];
    if asked.ways > 1 {
        let open =
            |id| graph.edge(id).is_some_and(|(_, _, edge)| asked.blocked || edge.certainty != Certainty::Guarded);
        let others = ways.first().map(|best| alternatives(graph, (from, goal.node), best, asked.ways - 1, &open));
        ways.extend(others.into_iter().flatten());
    }
    let mut told: Vec<Path> = ways.iter().filter_map(|way| teller.path(from, to, way.certainty, &way.moves)).collect();
    // Ways that differ by nodes of one name, or by rules of one role, read the same.
    let mut seen = BTreeSet::new();
    told.retain(|path| seen.insert(Teller::way_id(path)));
    for (place, path) in told.iter_mut().enumerate() {
        let own = Teller::way_id(path);
        // The best one has the id of its ends, unless it is asked for as the way that it is.
        if place > 0 || asked.ids.iter().any(|id| id.is(&own)) {
            path.id = own;
        }
    }
    told.retain(|path| asked.ids.is_empty() || asked.ids.iter().any(|id| id.is(&path.id)));
    told
}

/// Says what makes a source face outside.
pub(super) fn add_exposure(asked: &Asked, name: &str, ways: &mut [Path]) {
    let named = asked.from.iter().flatten().find(|named| named.name == name && !named.exposed.is_empty());
    let facts = named.into_iter().flat_map(|named| &named.exposed).map(|face| format!("exposed by {face}"));
    let facts: Vec<String> = facts.collect();
    for hop in ways.iter_mut().filter_map(|path| path.hops.first_mut()) {
        Arc::make_mut(hop).facts.splice(0..0, facts.iter().cloned());
    }
}
