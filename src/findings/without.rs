//! What is left without some bindings: which sources still reach which objectives.
//!
//! A cluster of ordinary size is judged again as it would be without them, from the template on, so the answer is exact: what
//! a subject has by several roles together may rest on others. In a larger one the graph is searched without the
//! bindings, and what rests on several stays; so more may be cut than it says. Cost: all of the analysis up to
//! the graph, or a search for each objective.

use std::collections::{BTreeMap, BTreeSet};

use crate::authz::Access;
use crate::escalation;
use crate::graph::{Certainty, Graph, Node, Reach};
use crate::model::{BindingId, Snapshot};

use super::assess::Assessment;
use super::goals::goals;

/// How many roles, bindings, accounts and pods are judged again.
const LIMIT: usize = 20_000;

/// The names of what reaches each objective and how surely, by the objective's name.
pub(super) type Reaching = BTreeMap<String, BTreeMap<String, Certainty>>;

/// Who still reaches the objectives without these bindings.
pub(super) fn bindings(assessment: &Assessment<'_>, removed: &BTreeSet<BindingId>) -> Reaching {
    let snapshot = assessment.snapshot;
    let size = snapshot.roles.len() + snapshot.bindings.len() + snapshot.service_accounts.len() + snapshot.pods.len();
    if size <= LIMIT { judged_again(assessment, removed) } else { searched(assessment, removed) }
}

fn judged_again(assessment: &Assessment<'_>, removed: &BTreeSet<BindingId>) -> Reaching {
    let mut snapshot = assessment.snapshot.clone();
    let kept = assessment.snapshot.binding_ids().filter(|(id, _)| !removed.contains(id));
    snapshot.bindings = kept.map(|(_, binding)| binding.clone()).collect();
    let access = Access::new(&snapshot);
    let escalation = escalation::draw(&snapshot, &access, assessment.template);
    let goals = goals(&snapshot, &escalation, assessment.own);
    goals.into_iter().map(|goal| (goal.id, names(&snapshot, &escalation.graph, &goal.reach))).collect()
}

fn searched(assessment: &Assessment<'_>, removed: &BTreeSet<BindingId>) -> Reaching {
    let graph = &assessment.escalation.graph;
    let all = assessment.goals.iter().map(|goal| {
        let reach = Reach::at_most_without(graph, goal.node, &|binding| removed.contains(&binding));
        (goal.id.clone(), names(assessment.snapshot, graph, &reach))
    });
    all.collect()
}

/// The names of everything that a search reached and that an attacker may be.
fn names(snapshot: &Snapshot, graph: &Graph, reach: &Reach) -> BTreeMap<String, Certainty> {
    let mut names = BTreeMap::new();
    for (id, node) in graph.nodes() {
        let being = matches!(node, Node::Subject(_) | Node::Workload(..) | Node::Pod(..) | Node::Machine(_));
        if let (true, Some(certainty), Some(name)) = (being, reach.certainty(id), node.id(snapshot)) {
            let known = names.entry(name).or_insert(certainty);
            *known = certainty.min(*known);
        }
    }
    names
}
