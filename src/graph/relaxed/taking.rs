//! The edges that take bindings together: which of them each is led through.

use hashbrown::HashMap;

use super::Question;
use crate::graph::incoming::Entering;
use crate::graph::{Graph, Node, NodeId};
use crate::model::BindingId;

/// The edges of a graph that take bindings beside the one that leads to them. Few do, so they are looked up once for all
/// ranks of a question.
pub(in crate::graph) struct Taking {
    /// The removable bindings of each, by the number of the edge: that which most edges take first, since removing it is
    /// worth most.
    bindings: HashMap<usize, Vec<NodeId>>,
    /// Where each comes from.
    edges: Vec<(usize, NodeId)>,
}

impl Taking {
    /// Finds them, as far as they are sure enough and do not lead to joins, which are led through apart.
    pub(in crate::graph) fn new(graph: &Graph, question: &Question<'_>) -> Self {
        let mut found: Vec<(&Entering, Vec<BindingId>)> = Vec::new();
        let mut uses: HashMap<BindingId, usize> = HashMap::new();
        for edge in graph.incoming().all().iter().filter(|edge| edge.takes) {
            let bindings: Vec<BindingId> =
                graph.edge(edge.id).into_iter().flat_map(|(_, _, edge)| edge.step.bindings()).collect();
            bindings.iter().for_each(|binding| *uses.entry(*binding).or_default() += 1);
            found.push((edge, bindings));
        }
        let is_led = |edge: &Entering| {
            let to = graph.edge(edge.id).map(|(_, to, _)| to);
            edge.certainty <= question.certainty && to.is_some_and(|to| !graph.incoming().is_join(to))
        };
        let mut taking = Taking { bindings: HashMap::new(), edges: Vec::new() };
        for (edge, mut bindings) in found.into_iter().filter(|(edge, _)| is_led(edge)) {
            bindings.retain(|binding| (question.removable)(*binding));
            bindings.sort_by_key(|binding| (std::cmp::Reverse(uses.get(binding).copied()), *binding));
            bindings.dedup();
            if !bindings.is_empty() {
                let nodes =
                    bindings.into_iter().map(|binding| graph.find(&Node::Binding(binding)).unwrap_or(NodeId::end()));
                taking.bindings.insert(edge.id.index(), nodes.collect());
                taking.edges.push((edge.id.index(), edge.from));
            }
        }
        taking
    }

    /// Whether any edge takes several bindings that could be removed: else it is one and the same which of them is kept.
    pub(in crate::graph) fn has_choice(&self) -> bool {
        self.bindings.values().any(|bindings| bindings.len() > 1)
    }

    /// The binding that an edge is led through, of this rank; nothing for one that takes none.
    pub(super) fn through(&self, edge: usize, rank: usize) -> Option<NodeId> {
        let bindings = self.bindings.get(&edge)?;
        let place = rank.checked_rem(bindings.len())?;
        bindings.get(place).copied().filter(|node| *node != NodeId::end())
    }

    /// All edges that are led through a binding of this rank: where from, and through which.
    pub(super) fn led(&self, rank: usize) -> impl Iterator<Item = (NodeId, NodeId)> {
        self.edges.iter().filter_map(move |(edge, from)| Some((*from, self.through(*edge, rank)?)))
    }
}
