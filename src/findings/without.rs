//! What is left without some bindings: which sources still reach which objectives.
//!
//! Two searches of the graph say who surely still does and who may: they differ in what takes several bindings together,
//! since others might stand in for the one that is gone. Where both say the same, that is the answer. Where they do not, a
//! cluster of ordinary size is judged again as it would be without the bindings, from the template on; in a larger one
//! who may counts as who does, so more may be cut than it says. Cost: two searches for each objective, or all of the
//! analysis up to the graph.

use std::collections::{BTreeMap, BTreeSet};

use crate::authz::Access;
use crate::graph::{Certainty, Graph, Node, NodeId, Reach};
use crate::model::{BindingId, HashMap, Name, Snapshot};

use super::assess::Assessment;
use super::goals::goals;
use super::ids::Ids;

/// How many roles, bindings, accounts and pods are judged again.
const LIMIT: usize = 20_000;

/// The nodes that an attacker may be, by name.
pub(super) type Beings = HashMap<Name, Vec<NodeId>>;

/// A search for each objective, by its name.
type Reaches<'a> = BTreeMap<&'a Name, Reach>;

/// Who still reaches the objectives.
pub(super) enum Left<'a> {
    /// How surely, by the names of the objective and of who reaches it.
    Judged(BTreeMap<Name, BTreeMap<Name, Certainty>>),
    /// A search for each objective; how surely is the least that was asked for.
    Searched(Reaches<'a>, &'a Beings),
}

impl Left<'_> {
    /// Whether one of these nodes surely reaches an objective again once this binding is back, one of those that were
    /// removed. A no says nothing.
    pub(super) fn is_regained(
        &self,
        assessment: &Assessment<'_>,
        (removed, back): (&BTreeSet<BindingId>, BindingId),
        (to, certainty): (&Name, Certainty),
        from: &[NodeId],
    ) -> bool {
        // In a cluster of ordinary size more is asked than whether there is a way.
        let Left::Searched(reaches, _) = self else { return false };
        let Some(reach) = reaches.get(to).filter(|_| is_large(assessment)) else { return false };
        let graph = &assessment.escalation.graph;
        let regained = reach.regained(graph, certainty, &|binding| removed.contains(&binding), back);
        from.iter().any(|node| regained.contains(node))
    }

    /// How surely what bears this name still reaches the objective; nothing when it does not.
    pub(super) fn certainty(&self, to: &Name, from: &Name) -> Option<Certainty> {
        match self {
            Left::Judged(objectives) => objectives.get(to)?.get(from).copied(),
            Left::Searched(reaches, beings) => {
                let reach = reaches.get(to)?;
                beings.get(from)?.iter().filter_map(|node| reach.certainty(*node)).min()
            }
        }
    }
}

/// Who still reaches these objectives without these bindings. A way that is less sure than this may be left out.
pub(super) fn bindings<'a>(
    assessment: &'a Assessment<'_>,
    removed: &BTreeSet<BindingId>,
    objectives: &BTreeSet<&Name>,
    certainty: Certainty,
) -> Left<'a> {
    let graph = &assessment.escalation.graph;
    let gone = |binding| removed.contains(&binding);
    let search = |search: &dyn Fn(NodeId) -> Reach| {
        let asked = assessment.goals.iter().filter(|goal| objectives.contains(&goal.id));
        asked.map(|goal| (&goal.id, search(goal.node))).collect::<Reaches<'_>>()
    };
    let most = search(&|goal| Reach::at_most_without(graph, goal, certainty, &gone));
    let least = || search(&|goal| Reach::at_least_without(graph, goal, certainty, &gone));
    if is_large(assessment) || same(&most, &least(), graph) {
        return Left::Searched(most, assessment.beings());
    }
    judged_again(assessment, removed)
}

/// Whether two searches found the same, and all of it.
fn same(one: &Reaches<'_>, other: &Reaches<'_>, graph: &Graph) -> bool {
    let beings = || graph.nodes().filter(|(_, node)| is_being(node)).map(|(id, _)| id);
    one.values().zip(other.values()).all(|(one, other)| {
        let equal = |node| one.certainty(node).is_some() == other.certainty(node).is_some();
        one.complete() && other.complete() && beings().all(equal)
    })
}

/// Whether a cluster is too large to be judged again.
pub(super) fn is_large(assessment: &Assessment<'_>) -> bool {
    let snapshot = assessment.snapshot;
    let size = snapshot.roles.len() + snapshot.bindings.len() + snapshot.service_accounts.len() + snapshot.pods.len();
    size > LIMIT
}

fn judged_again<'a>(assessment: &Assessment<'_>, removed: &BTreeSet<BindingId>) -> Left<'a> {
    let mut snapshot = assessment.snapshot.clone();
    let kept = assessment.snapshot.binding_ids().filter(|(id, _)| !removed.contains(id));
    snapshot.bindings = kept.map(|(_, binding)| binding.clone()).collect();
    let access = Access::new(&snapshot);
    let escalation = assessment.escalation.again(&snapshot, &access, assessment.template);
    let goals = goals(&snapshot, &escalation, assessment.own);
    Left::Judged(goals.into_iter().map(|goal| (goal.id, names(&snapshot, &escalation.graph, &goal.reach))).collect())
}

/// The nodes that an attacker may be, by name: read once, however often something is taken away.
pub(super) fn beings(ids: &Ids, graph: &Graph) -> Beings {
    let mut beings = Beings::default();
    for (id, _) in graph.nodes().filter(|(_, node)| is_being(node)) {
        if let Some(name) = ids.node(id) {
            beings.entry(name).or_default().push(id);
        }
    }
    beings
}

fn is_being(node: &Node) -> bool {
    matches!(node, Node::Subject(_) | Node::Workload(..) | Node::Pod(..) | Node::Machine(_))
}

/// The names of everything that a search reached and that an attacker may be.
fn names(snapshot: &Snapshot, graph: &Graph, reach: &Reach) -> BTreeMap<Name, Certainty> {
    let mut names = BTreeMap::new();
    for (id, node) in graph.nodes().filter(|(_, node)| is_being(node)) {
        if let (Some(certainty), Some(name)) = (reach.certainty(id), node.id(snapshot)) {
            let known = names.entry(name.into()).or_insert(certainty);
            *known = certainty.min(*known);
        }
    }
    names
}
