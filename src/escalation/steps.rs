//! Steps of one technique that different identities take.
//!
//! For an entry that takes several requests, each step that somebody can take in a scope becomes a hub, and all of them
//! together a join that leads to what the entry gives. Whoever can take all steps alone has an edge of its own already.
//! Where resourceNames narrow the target, the steps must agree on the object: there is a join for each name.
//!
//! Cost: the steps that can be taken, each once for the scope and for each name of its grants. With a step that can be
//! taken cluster-wide there is one more join in each namespace in which another step can be.

use std::collections::{BTreeMap, BTreeSet};

use crate::authz::NameSet;
use crate::graph::{Certainty, Edge, Hub, Node, NodeId, Step};
use crate::model::{Name, Scope};
use crate::template::{Entry, EntryScope, Hit};

use super::drawing::Drawing;

/// A step that somebody can take.
pub(super) struct Taken {
    pub(super) from: NodeId,
    pub(super) step: u8,
    pub(super) hit: Hit,
}

/// The names for which a step can be taken: nothing stands for any.
type Names = BTreeSet<Option<Name>>;

/// Draws the joins of all entries.
pub(super) fn draw(drawing: &mut Drawing<'_, '_>, taken: Vec<Taken>) {
    let mut by_entry: BTreeMap<usize, Vec<Taken>> = BTreeMap::new();
    for step in taken {
        by_entry.entry(step.hit.entry).or_default().push(step);
    }
    for (index, taken) in by_entry {
        let Some(entry) = drawing.template.entries.get(index) else { continue };
        let steps: BTreeSet<u8> = entry.needs.iter().map(|need| need.step).collect();
        let all_taken = steps.iter().all(|step| taken.iter().any(|taken| taken.step == *step));
        // What gives nothing leads nowhere.
        if all_taken && entry.gives.is_some() {
            draw_entry(drawing, index, entry, &steps, &taken);
        }
    }
}

fn draw_entry(drawing: &mut Drawing<'_, '_>, index: usize, entry: &Entry, steps: &BTreeSet<u8>, taken: &[Taken]) {
    let mut places: BTreeMap<(u8, &Scope), Names> = BTreeMap::new();
    for taken in taken {
        let names = places.entry((taken.step, &taken.hit.scope)).or_default();
        match &taken.hit.targets {
            NameSet::Any => drop(names.insert(None)),
            NameSet::Only(only) => names.extend(only.iter().cloned().map(Some)),
        }
    }
    let scopes: BTreeSet<&Scope> = places.keys().map(|(_, scope)| *scope).collect();
    let mut joined = false;
    for scope in scopes {
        if *scope == Scope::Cluster || entry.scope == EntryScope::Namespace {
            joined |= draw_scope(drawing, index, steps, &places, scope);
        }
    }
    if joined {
        taken.iter().for_each(|taken| draw_leg(drawing, taken));
    }
}

/// Draws the joins in one scope; whether there is any.
fn draw_scope(
    drawing: &mut Drawing<'_, '_>,
    index: usize,
    steps: &BTreeSet<u8>,
    places: &BTreeMap<(u8, &Scope), Names>,
    scope: &Scope,
) -> bool {
    let names_in = |step: u8, scope: &Scope| places.get(&(step, scope)).cloned().unwrap_or_default();
    let here: BTreeMap<u8, Names> = steps
        .iter()
        .map(|&step| {
            let mut names = names_in(step, scope);
            names.extend(names_in(step, &Scope::Cluster));
            (step, names)
        })
        .collect();
    let all: Names = here.values().flatten().cloned().collect();
    let mut joined = false;
    for name in all {
        if !here.values().all(|names| names.contains(&None) || names.contains(&name)) {
            continue;
        }
        let options: Vec<Vec<NodeId>> =
            here.keys().map(|&step| options(drawing, index, step, places, scope, name.as_ref())).collect();
        let targets = name.map_or(NameSet::Any, |name| NameSet::of([name]));
        let hit = Hit { entry: index, scope: scope.clone(), grants: Vec::new(), targets, within: None };
        for parts in combinations(drawing, index, &options, scope) {
            let join = drawing.graph.join(&parts);
            joined |= !drawing.draw_effect(join, &hit, None, &Step::Structure).is_empty();
        }
    }
    joined
}

/// The hubs that each stand for taking this step here: that of the place, with whoever may do it for any object of it or
/// for this name everywhere, and that of those who may do it to anything anywhere. The latter are no members of the former:
/// each would be one of every namespace, and who reaches what is worked out for each.
fn options(
    drawing: &mut Drawing<'_, '_>,
    index: usize,
    step: u8,
    places: &BTreeMap<(u8, &Scope), Names>,
    scope: &Scope,
    name: Option<&Name>,
) -> Vec<NodeId> {
    let taken = |scope: &Scope, name: Option<&Name>| {
        places.get(&(step, scope)).is_some_and(|names| names.contains(&name.cloned()))
    };
    let everywhere = (&Scope::Cluster, None);
    let mut ways = vec![(scope, name), (scope, None), (&Scope::Cluster, name)];
    ways.dedup();
    ways.retain(|&(place, wider)| taken(place, wider) && (*scope == Scope::Cluster || (place, wider) != everywhere));
    let mut options = Vec::new();
    if !ways.is_empty() {
        let here = hub(drawing, index, step, scope, name);
        for (place, wider) in ways.into_iter().filter(|way| *way != (scope, name)) {
            let from = hub(drawing, index, step, place, wider);
            drawing.graph.connect(from, here, Edge::structure());
        }
        options.push(here);
    }
    if *scope != Scope::Cluster && taken(&Scope::Cluster, None) {
        options.push(hub(drawing, index, step, &Scope::Cluster, None));
    }
    options
}

/// One option of each step, in every way; but what is taken everywhere in all steps is joined once, for the cluster.
fn combinations(drawing: &Drawing<'_, '_>, index: usize, options: &[Vec<NodeId>], scope: &Scope) -> Vec<Vec<NodeId>> {
    let mut combined: Vec<Vec<NodeId>> = vec![Vec::new()];
    for option in options {
        let longer = combined.iter().flat_map(|parts| option.iter().map(|&part| [parts.as_slice(), &[part]].concat()));
        combined = longer.collect();
    }
    let is_everywhere = |part: &NodeId| matches!(drawing.graph.node(*part), Some(Node::Hub(Hub::Step(entry, _, Scope::Cluster, None))) if *entry == index);
    combined.retain(|parts| *scope == Scope::Cluster || !parts.iter().all(is_everywhere));
    combined
}

fn hub(drawing: &mut Drawing<'_, '_>, entry: usize, step: u8, scope: &Scope, name: Option<&Name>) -> NodeId {
    drawing.graph.add(Node::Hub(Hub::Step(entry, step, scope.clone(), name.cloned())))
}

/// Who can take a step.
fn draw_leg(drawing: &mut Drawing<'_, '_>, taken: &Taken) {
    let Hit { entry, scope, grants, targets, .. } = &taken.hit;
    let edge = Edge {
        step: Step::Entry { entry: *entry, grants: grants.clone() },
        certainty: Certainty::ProvenRights,
        remarks: None,
    };
    let names: Vec<Option<Name>> = match targets {
        NameSet::Any => vec![None],
        NameSet::Only(names) => names.iter().cloned().map(Some).collect(),
    };
    for name in names {
        // A hub that is there is part of a join.
        let node = Node::Hub(Hub::Step(*entry, taken.step, scope.clone(), name));
        if drawing.graph.find(&node).is_some() {
            drawing.connect_step(taken.from, &taken.hit, Some(taken.step), &node, &edge);
        }
    }
}
