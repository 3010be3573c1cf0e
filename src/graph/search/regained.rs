//! What one binding of several that a search was without gives back: a look at what leads to it, not another search.

use super::{Reach, leaves};
use crate::graph::{Certainty, Edge, Graph, Node, NodeId};
use crate::model::{BindingId, HashSet};

impl Reach {
    /// Who reaches the goal of a search that was without these bindings, too, once one of them is back; whoever takes a join
    /// for it is left out. Cost: what leads to the binding and did not reach the goal.
    #[must_use]
    pub fn regained(
        &self,
        graph: &Graph,
        certainty: Certainty,
        removed: &dyn Fn(BindingId) -> bool,
        back: BindingId,
    ) -> HashSet<NodeId> {
        let leads =
            |(to, edge): (NodeId, &Edge)| edge.certainty <= certainty && !graph.is_join(to) && self.way(to).is_some();
        let start = graph.find(&Node::Binding(back)).filter(|node| graph.edges_from(*node).any(leads));
        let mut regained: HashSet<NodeId> = start.into_iter().collect();
        let mut next: Vec<NodeId> = start.into_iter().collect();
        while let Some(node) = next.pop() {
            let entering = graph.incoming().to(node).iter().filter(|edge| edge.certainty <= certainty);
            let news = entering
                .map(|edge| edge.from)
                .filter(|from| self.way(*from).is_none() && !graph.is_join(*from) && !leaves(graph, *from, removed));
            next.extend(news.filter(|from| regained.insert(*from)));
        }
        regained
    }
}
