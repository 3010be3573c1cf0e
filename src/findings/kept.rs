//! What guards keep subjects from.
//!
//! The floor of an entry that writes RBAC stands for what could be made of it. Where guards block every way of a subject to
//! every objective, and nothing that it may write of RBAC leads to more than it has, nothing can be made of it.
//!
//! Cost: a look at each edge; then for each subject whose ways are all blocked, up to a limit, one search forward over what
//! is not.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::authz::implied_groups;
use crate::graph::{Certainty, Closure, Edge, Node, NodeId, Step};
use crate::model::{HashMap, HashSet, Subject};
use crate::template::{Effect, Template};

use super::assess::Assessment;
use super::gains::Gains;

/// So many subjects are followed, in the order of the graph; to the others a finding is as bad as without guards.
const MOST: usize = 256;

/// How the steps of one entry fare.
#[derive(Default)]
struct Fate {
    blocked: bool,
    open: bool,
    /// An open one leads to more.
    leads: bool,
}

/// The entries that guards leave of no use, by the subject that hits them.
pub(super) fn kept(assessment: &Assessment<'_>) -> HashMap<Subject, HashSet<usize>> {
    let stopped = stopped(assessment);
    let is_stopped = |subject: &Subject| {
        stopped.contains(subject) || implied_groups(subject).iter().any(|group| stopped.contains(group))
    };
    let nodes = assessment.escalation.graph.nodes().filter_map(|(id, node)| match node {
        Node::Subject(subject) if is_stopped(subject) && reaches_past_guards_only(assessment, id) => {
            Some((id, subject))
        }
        _ => None,
    });
    let followed: Vec<(NodeId, &Subject)> = nodes.take(if stopped.is_empty() { 0 } else { MOST }).collect();
    followed.into_par_iter().map(|(id, subject)| (subject.clone(), kept_from(assessment, id, subject))).collect()
}

/// Who would take a step that a guard blocks.
fn stopped(assessment: &Assessment<'_>) -> HashSet<Subject> {
    let (graph, access) = (&assessment.escalation.graph, assessment.access);
    let is_blocked =
        |(_, edge): (NodeId, &Edge)| edge.certainty == Certainty::Guarded && matches!(edge.step, Step::Entry { .. });
    let mut found = HashSet::default();
    for (_, node) in graph.nodes().filter(|(id, _)| graph.edges_from(*id).any(is_blocked)) {
        match node {
            Node::Subject(subject) => {
                found.insert(subject.clone());
            }
            Node::Role(role, scope) => {
                let bindings = access.bindings_of(*role).iter().map(|id| access.snapshot().binding(*id));
                found.extend(bindings.filter(|it| it.scope() == *scope).flat_map(|it| it.subjects.iter().cloned()));
            }
            _ => {}
        }
    }
    found
}

/// Whether a node reaches an objective, and none but past a guard.
fn reaches_past_guards_only(assessment: &Assessment<'_>, node: NodeId) -> bool {
    assessment.leads_to(node) == Some(Certainty::Guarded)
}

fn kept_from(assessment: &Assessment<'_>, start: NodeId, subject: &Subject) -> HashSet<usize> {
    let template = assessment.template;
    let fates = fates(assessment, start, subject);
    let is_guarded = fates.iter().any(|(entry, fate)| fate.blocked && writes_rbac(template, *entry));
    let is_kept = |entry: &usize| match fates.get(entry) {
        fate if writes_rbac(template, *entry) => is_guarded && !fate.is_some_and(|fate| fate.leads),
        Some(fate) => fate.blocked && !fate.open,
        None => false,
    };
    (0..template.entries.len()).filter(is_kept).collect()
}

/// How the steps of each entry fare that the subject can take at once.
fn fates(assessment: &Assessment<'_>, start: NodeId, subject: &Subject) -> BTreeMap<usize, Fate> {
    let graph = &assessment.escalation.graph;
    let lets = |edge: &Edge| edge.certainty != Certainty::Guarded;
    let open = Closure::of(graph, &[start], &|id| graph.edge(id).is_some_and(|(_, _, edge)| lets(edge)));
    let gains = Gains::new(graph, assessment.access, subject, &[start]);
    let useful = gains.useful(&open, &lets);
    // A step may take another identity as well.
    let joins = open.reached().map(|(node, _)| node).filter(|node| graph.is_join(*node));
    let mut fates: BTreeMap<usize, Fate> = BTreeMap::new();
    for (to, edge) in gains.home().iter().copied().chain(joins).flat_map(|from| graph.edges_from(from)) {
        let Step::Entry { entry, .. } = &edge.step else { continue };
        let fate = fates.entry(*entry).or_default();
        fate.blocked |= !lets(edge);
        fate.open |= lets(edge);
        fate.leads |= lets(edge) && useful.contains(&to) && !gains.home().contains(&to);
    }
    fates
}

fn writes_rbac(template: &Template, entry: usize) -> bool {
    let gives = template.entries.get(entry).and_then(|entry| entry.gives.as_ref());
    matches!(gives, Some(Effect::Role { .. } | Effect::RoleRules(_)))
}
