//! Stretches: where ways come together they are told once from there on.
//!
//! At a node with a name a hop ends, and nothing that was said before says anything of what follows. So a way is cut into
//! stretches from name to name, and each is told for the first who takes it: there are as many as the graph has such
//! steps, however many ways lead over them.

use std::sync::{Arc, Mutex, PoisonError};

use crate::cloud::eks;
use crate::graph::{Graph, Move, Node, NodeId};
use crate::model::{BindingId, HashMap, Name};

use super::assess::Assessment;
use super::closing::closing;
use super::hops;
use super::types::Hop;

/// A part of a way in words.
pub(super) struct Stretch {
    pub(super) hops: Box<[Arc<Hop>]>,
    /// Whether every grant of it is built in.
    pub(super) built_in: bool,
    /// What to do about its first grant.
    pub(super) revoke: Option<Arc<str>>,
    /// What closes its first way out of a pod.
    pub(super) confine: Option<Arc<str>>,
}

/// The stretches by their moves.
type Table = HashMap<Box<[Move]>, Arc<Stretch>>;

/// What has been told so far. Threads that tell different ways seldom wait for each other: there are many tables.
pub(super) struct Stretches(Vec<Mutex<Table>>);

impl Default for Stretches {
    fn default() -> Self {
        Stretches((0..64).map(|_| Mutex::default()).collect())
    }
}

impl Stretches {
    /// A way that starts here.
    pub(super) fn tell(&self, assessment: &Assessment<'_>, from: NodeId, moves: &[Move]) -> Vec<Arc<Stretch>> {
        let graph = &assessment.escalation.graph;
        // Who starts at a binding holds what it grants; who only comes by one says so on the way.
        if let Some(Node::Binding(binding)) = graph.node(from) {
            return vec![Arc::new(Stretch::new(assessment, (from, Some(*binding)), moves))];
        }
        let mut start = from;
        let told = cut(graph, moves).into_iter().map(|moves| {
            let told = self.stretch(assessment, start, moves);
            start = moves.last().and_then(|last| end(graph, last)).unwrap_or(start);
            told
        });
        told.collect()
    }

    fn stretch(&self, assessment: &Assessment<'_>, from: NodeId, moves: &[Move]) -> Arc<Stretch> {
        let first = moves.first().and_then(|first| match first {
            Move::Edge(id) => Some(id.index()),
            Move::Back(_) | Move::Join(_) => None,
        });
        let table = first.and_then(|first| self.0.get(first % self.0.len()));
        let locked = || table.map(|table| table.lock().unwrap_or_else(PoisonError::into_inner));
        if let Some(known) = locked().and_then(|table| table.get(moves).cloned()) {
            return known;
        }
        let told = Arc::new(Stretch::new(assessment, (from, None), moves));
        if let Some(mut table) = locked() {
            table.insert(moves.into(), Arc::clone(&told));
        }
        told
    }
}

/// A way, cut where it comes to a node with a name by a hop. One that goes back for parts of a join stays whole.
fn cut<'m>(graph: &Graph, moves: &'m [Move]) -> Vec<&'m [Move]> {
    if moves.iter().any(|step| !matches!(step, Move::Edge(_))) {
        return vec![moves];
    }
    let mut hopped = false;
    let stretches = moves.split_inclusive(|step| {
        let Move::Edge(id) = step else { return false };
        let Some((_, to, edge)) = graph.edge(*id) else { return false };
        hopped |= edge.step.is_hop();
        let ends = hopped && graph.node(to).is_some_and(Node::has_name);
        hopped &= !ends;
        ends
    });
    stretches.collect()
}

fn end(graph: &Graph, step: &Move) -> Option<NodeId> {
    match step {
        Move::Edge(id) => graph.edge(*id).map(|(_, to, _)| to),
        Move::Back(node) | Move::Join(node) => Some(*node),
    }
}

impl Stretch {
    fn new(assessment: &Assessment<'_>, from: (NodeId, Option<BindingId>), moves: &[Move]) -> Self {
        let (hops, built_in) = hops::hops(assessment, from, moves);
        let confine = hops.iter().find_map(|hop| Some(format!("{}: {}", hop.from.as_str(), closing(hop)?)));
        let revoke = hops.iter().find_map(|hop| revoke(assessment, hop));
        let hops = hops.into_iter().map(Arc::new).collect();
        Stretch { hops, built_in, revoke: revoke.map(Arc::from), confine: confine.map(Arc::from) }
    }
}

/// The first grant of a hop, and what its entry says to do about it.
fn revoke(assessment: &Assessment<'_>, hop: &Hop) -> Option<String> {
    let grant = hop.grants.first()?;
    let entry = assessment.template.entries.iter().find(|entry| entry.id == *hop.entry);
    let advice = entry.map_or("", |entry| entry.fix.as_str());
    let (role, rule) = (grant.role.as_str(), grant.rule);
    let place = grant.binding.as_ref().map_or(role, Name::as_str);
    let told = |id: &str| eks::in_words(id).unwrap_or_else(|| id.to_owned());
    Some(format!("{}, rule {rule} of {}: {advice}", told(place), told(role)).trim_end().to_owned())
}
