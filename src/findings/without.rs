//! What is left without some bindings: which sources still reach which objectives.
//!
//! A cluster of ordinary size is judged again as it would be without them, from the template on, so the answer is exact: what
//! a subject has by several roles together may rest on others. In a larger one the graph is searched without the
//! bindings, and what rests on several stays; so more may be cut than it says. Cost: all of the analysis up to
//! the graph, or a search for each objective.

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

/// Who still reaches the objectives.
pub(super) enum Left<'a> {
    /// How surely, by the names of the objective and of who reaches it.
    Judged(BTreeMap<Name, BTreeMap<Name, Certainty>>),
    /// A search for each objective; how surely is the least that was asked for.
    Searched(BTreeMap<&'a Name, Reach>, &'a Beings),
}

impl Left<'_> {
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
    if !is_large(assessment) {
        return judged_again(assessment, removed);
    }
    let graph = &assessment.escalation.graph;
    let asked = assessment.goals.iter().filter(|goal| objectives.contains(&goal.id));
    let searches = asked.map(|goal| {
        let reach = Reach::at_most_without(graph, goal.node, certainty, &|binding| removed.contains(&binding));
        (&goal.id, reach)
    });
    Left::Searched(searches.collect(), assessment.beings())
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
