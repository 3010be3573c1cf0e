//! Separation: the few bindings that keep the most sources from cluster-admin when all of them are removed.
//!
//! A way that a guard blocks is none here: what stops it already need not be removed. All sources where a minimum cut is
//! small enough to read; else those that the best binding cuts, then the best of what is left, and so on. What is claimed
//! is tried. Cost: a search for each binding of a cut, or dominators for each binding that is chosen.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::cut::Connections;
use crate::graph::{Certainty, Move, Node, NodeId, Objective, Question, Reach, Step};
use crate::model::{BindingId, Name};

use super::assess::Assessment;
use super::goals::Goal;
use super::paths::{is_builtin_subject, is_control_plane, sources};
use super::types::{Separation, Unbound};
use super::without::{self, Left};

/// How many bindings anybody would remove at once.
const MOST: usize = 8;

/// The least sure ways that count.
const SURE_ENOUGH: Certainty = Certainty::Unknown;

/// The bindings, and what removing them is worth.
pub(super) fn find(assessment: &Assessment<'_>) -> Option<(BTreeSet<BindingId>, Separation)> {
    let goal = assessment.goals.iter().find(|goal| *goal.id == *Objective::ClusterAdmin.id())?;
    let mut own = sources(assessment, goal);
    own.retain(|(_, node)| is_own(assessment, *node) && is_open(goal.reach.certainty(*node)));
    let graph = &assessment.escalation.graph;
    let removable = |binding| is_removable(assessment, binding);
    let free = Reach::at_least_without(graph, goal.node, SURE_ENOUGH, &removable);
    let (stay, bound): (BTreeMap<&Name, NodeId>, _) =
        own.into_iter().partition(|(_, node)| is_open(free.certainty(*node)));
    let nodes: Vec<NodeId> = bound.values().copied().collect();
    let question = Question { goal: goal.node, sources: &nodes, certainty: SURE_ENOUGH, removable: &removable };
    let connections = Connections::new(graph, &question);
    let removed = match connections.minimum(MOST).filter(|cut| !cut.is_empty()) {
        Some(cut) => pruned(assessment, goal, &nodes, cut.into_iter().collect()),
        None => connections.greedy(MOST).into_iter().collect(),
    };
    if removed.is_empty() {
        return None;
    }
    let (removed, separated) = of_use(assessment, goal, &bound, removed);
    let separation = Separation {
        objective: goal.id.as_str().to_owned(),
        bindings: removed.iter().map(|id| assessment.snapshot.binding(*id).id()).collect(),
        sources: bound.len(),
        separated,
        need_no_binding: stay.len(),
        without_binding: stay.into_iter().map(|(source, node)| unbound(assessment, &free, source, node)).collect(),
    };
    Some((removed, separation))
}

/// The bindings that are of use, and how many sources they separate. Where a cut does not hold what it promised, a join
/// was overlooked, and the bindings that were to cut it off are for nothing.
fn of_use(
    assessment: &Assessment<'_>,
    goal: &Goal,
    bound: &BTreeMap<&Name, NodeId>,
    mut removed: BTreeSet<BindingId>,
) -> (BTreeSet<BindingId>, usize) {
    let left = |removed: &_| without::bindings(assessment, removed, &BTreeSet::from([&goal.id]), SURE_ENOUGH);
    let separated = |left: &Left<'_>| bound.keys().filter(|name| !is_open(left.certainty(&goal.id, name))).count();
    let whole = left(&removed);
    let count = separated(&whole);
    if count < bound.len() {
        // Most are seen to be of use without another search: without them fewer sources are separated, whichever of the
        // others stay, as those that stay separate no more than all.
        let sources: Vec<NodeId> = bound.values().copied().collect();
        let needed = |back| whole.is_regained(assessment, (&removed, back), (&goal.id, SURE_ENOUGH), &sources);
        let doubtful: Vec<BindingId> = removed.iter().copied().filter(|member| !needed(*member)).collect();
        for member in doubtful {
            removed.remove(&member);
            if removed.is_empty() || separated(&left(&removed)) < count {
                removed.insert(member);
            }
        }
    }
    (removed, count)
}

/// The first step of a way that takes no binding.
fn unbound(assessment: &Assessment<'_>, free: &Reach, source: &Name, node: NodeId) -> Unbound {
    let graph = &assessment.escalation.graph;
    let steps = free.path(graph, node, 1).into_iter().filter_map(|step| match step {
        Move::Edge(id) => graph.edge(id).map(|(_, _, edge)| &edge.step),
        Move::Back(_) | Move::Join(_) => None,
    });
    let ids = steps.filter_map(|step| match step {
        Step::Identity(id) => Some((*id).to_owned()),
        Step::Entry { entry, .. } => assessment.template.entries.get(*entry).map(|entry| entry.id.clone()),
        Step::Method(method) => assessment.template.methods.get(*method).map(|method| method.id.clone()),
        Step::Structure => None,
    });
    Unbound { source: source.as_str().to_owned(), by: ids.into_iter().next().unwrap_or_default() }
}

/// Only what the API server itself installs is not for removal.
pub(super) fn is_removable(assessment: &Assessment<'_>, binding: BindingId) -> bool {
    !assessment.builtin.binding(binding)
}

/// Whether a way that is this sure, if there is one, counts.
fn is_open(certainty: Option<Certainty>) -> bool {
    certainty.is_some_and(|certainty| certainty <= SURE_ENOUGH)
}

/// Whether anybody could change that this is a source.
fn is_own(assessment: &Assessment<'_>, node: NodeId) -> bool {
    match assessment.escalation.graph.node(node) {
        Some(Node::Subject(subject)) => !is_builtin_subject(assessment, subject),
        Some(Node::Machine(_)) | None => false,
        // A control plane is what it is.
        Some(_) => !is_control_plane(assessment, node),
    }
}

/// A cut without the members that it can do without: where there are joins it may have some.
fn pruned(
    assessment: &Assessment<'_>,
    goal: &Goal,
    sources: &[NodeId],
    cut: BTreeSet<BindingId>,
) -> BTreeSet<BindingId> {
    let graph = &assessment.escalation.graph;
    let left = |cut: &BTreeSet<BindingId>| {
        let reach = Reach::at_most_without(graph, goal.node, SURE_ENOUGH, &|binding| cut.contains(&binding));
        sources.iter().filter(|source| is_open(reach.certainty(**source))).count()
    };
    let least = left(&cut);
    let mut kept = cut.clone();
    for member in cut {
        kept.remove(&member);
        if left(&kept) > least {
            kept.insert(member);
        }
    }
    kept
}
