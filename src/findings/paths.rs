//! Paths: one shortest way from each source to each objective that it reaches.
//!
//! A source is a subject that a binding names, a workload, or a node of the cluster. The way is the search's witness. A way
//! that is no shorter and no surer than that to cluster-admin follows from it, and says so.

use std::cmp::Ordering;
use std::sync::Arc;

use rayon::prelude::*;

use crate::authz::NODE_PREFIX;
use crate::graph::{Certainty, Move, Node, NodeId, Objective};
use crate::model::{HashSet, Name, Subject};
use crate::template::Severity;

use super::assess::Assessment;
use super::goals::Goal;
use super::stretches::Stretch;
use super::types::{Hop, Marks, Path, SeverityWord};
use super::worth::severity;
use super::{Limits, fingerprint};

/// Where a path ends.
pub(super) struct End<'e> {
    pub(super) name: &'e Name,
    /// How bad it is to reach it for sure.
    pub(super) worth: Severity,
}

pub(super) fn find(assessment: &Assessment<'_>, limits: &Limits) -> Vec<Path> {
    let ways = assessment.goals.par_iter().flat_map(|goal| {
        let sources = sources(assessment, goal).into_par_iter();
        sources.filter_map(move |(_, from)| path(assessment, goal, from, limits))
    });
    let mut paths: Vec<Path> = ways.collect();
    one_for_each(&mut paths);
    paths.par_sort_by(|one, other| {
        let worst = other.severity.cmp(&one.severity);
        worst.then(one.hops.len().cmp(&other.hops.len())).then_with(|| by_ends(one, other))
    });
    paths
}

/// By where paths end and start, as one text.
fn by_ends(one: &Path, other: &Path) -> Ordering {
    let text = |path: &Path| [path.to.as_str(), path.from.as_str()].join(" ");
    if one.to == other.to { one.from.cmp(&other.from) } else { text(one).cmp(&text(other)) }
}

/// A name that several nodes have, such as a role of two namespaces, is one objective: the best way to any of them counts.
fn one_for_each(paths: &mut Vec<Path>) {
    if paths.iter().map(|path| path.id.as_str()).collect::<HashSet<&str>>().len() == paths.len() {
        return;
    }
    paths.par_sort_by(|one, other| {
        let best = other.severity.cmp(&one.severity).then(one.hops.len().cmp(&other.hops.len()));
        one.id.cmp(&other.id).then(best)
    });
    paths.dedup_by(|next, best| next.id == best.id);
}

/// The sources that reach a goal, sorted by name; of the replicas of a workload the one with the surest and shortest way.
pub(super) fn sources<'a>(assessment: &'a Assessment<'_>, goal: &Goal) -> Vec<(&'a Name, NodeId)> {
    let rank = |id: NodeId| Some((goal.reach.certainty(id)?, goal.reach.hops(id)?, id));
    let of_one_name = assessment.starts().chunk_by(|one, other| one.0 == other.0);
    let best = of_one_name.filter_map(|same| {
        let there = same.iter().filter(|(_, id)| *id != goal.node);
        let (_, name, id) = there.filter_map(|(name, id)| Some((rank(*id)?, name, *id))).min()?;
        Some((name, id))
    });
    best.collect()
}

/// Everything that an attacker may start as, sorted by name.
pub(super) fn starts(assessment: &Assessment<'_>) -> Vec<(Name, NodeId)> {
    let nodes = assessment.escalation.graph.nodes().filter(|(_, node)| is_source(assessment, node));
    let mut starts: Vec<(Name, NodeId)> = nodes.filter_map(|(id, _)| Some((assessment.ids.node(id)?, id))).collect();
    starts.par_sort_unstable();
    starts
}

/// Whether an attacker may start here: as a subject with grants of its own, in a pod, on a node.
pub(super) fn is_source(assessment: &Assessment<'_>, node: &Node) -> bool {
    match node {
        // Whoever is a kubelet is that with its group.
        Node::Subject(Subject::User(name)) if name.starts_with(NODE_PREFIX) => false,
        Node::Subject(Subject::Cloud { .. }) => true,
        Node::Subject(subject) => !assessment.access.bindings_naming(subject).is_empty(),
        Node::Workload(..) | Node::Pod(..) | Node::Machine(_) => true,
        _ => false,
    }
}

/// Whether everything that names this subject is what the API server installs. No server brings cloud identities along.
pub(super) fn is_builtin_subject(assessment: &Assessment<'_>, subject: &Subject) -> bool {
    let own = !matches!(subject, Subject::Cloud { .. });
    own && assessment.access.bindings_naming(subject).iter().all(|&binding| assessment.builtin.binding(binding))
}

/// Whether there is nothing to change about this start: a controller that the API server itself set up, which is a hop of
/// others' paths, or a node or a control plane that is what it is.
fn is_builtin_start(assessment: &Assessment<'_>, from: NodeId, all_builtin: bool) -> bool {
    match assessment.escalation.graph.node(from) {
        Some(Node::Subject(Subject::Cloud { .. })) => false,
        Some(Node::Subject(subject)) => all_builtin || is_builtin_subject(assessment, subject),
        Some(Node::Machine(_)) => all_builtin,
        _ => is_control_plane(assessment, from),
    }
}

/// Whether these pods are a part of the control plane.
pub(super) fn is_control_plane(assessment: &Assessment<'_>, node: NodeId) -> bool {
    let Some(Node::Workload(namespace, workload) | Node::Pod(namespace, workload, _)) =
        assessment.escalation.graph.node(node)
    else {
        return false;
    };
    let world = &assessment.escalation.world;
    let pods = world.pods_of(namespace, workload);
    !pods.is_empty() && pods.iter().all(|pod| world.is_control_plane_pod(pod))
}

/// The path to cluster-admin that this one follows from.
fn implied_by(assessment: &Assessment<'_>, goal: &Goal, from: NodeId, name: &str) -> Option<String> {
    let graph = &assessment.escalation.graph;
    let is_admin = |goal: &&Goal| graph.node(goal.node) == Some(&Node::Objective(Objective::ClusterAdmin));
    let of_user = !matches!(graph.node(goal.node), Some(Node::Objective(_)));
    let admin = assessment.goals.iter().find(is_admin).filter(|admin| admin.node != goal.node && !of_user)?;
    let way = |goal: &Goal| Some((goal.reach.certainty(from)?, goal.reach.hops(from)?));
    (way(admin)? <= way(goal)?).then(|| fingerprint::path_id(name, &admin.id))
}

fn path(assessment: &Assessment<'_>, goal: &Goal, from: NodeId, limits: &Limits) -> Option<Path> {
    let certainty = goal.reach.certainty(from)?;
    // One more than is shown: it names the path that this one continues in.
    let moves = goal.reach.path(&assessment.escalation.graph, from, limits.path_length.saturating_add(1));
    let end = End { name: &goal.id, worth: goal.worth };
    let mut path = told(assessment, from, &end, certainty, &moves, limits.path_length)?;
    path.implied_by = implied_by(assessment, goal, from, &path.from);
    Some(path)
}

/// A way as a path: its hops, at most so many, and what to do about it.
pub(super) fn told(
    assessment: &Assessment<'_>,
    from: NodeId,
    to: &End<'_>,
    certainty: Certainty,
    moves: &[Move],
    length: usize,
) -> Option<Path> {
    let told = assessment.stretches.tell(assessment, from, moves);
    let built_in = is_builtin_start(assessment, from, told.iter().all(|stretch| stretch.built_in));
    let mut hops: Vec<Arc<Hop>> = told.iter().flat_map(|stretch| &stretch.hops).cloned().collect();
    let first = hops.first()?.from.clone();
    let id = fingerprint::path_id(&first, to.name);
    let continues = hops.get(length).map(|hop| fingerprint::path_id(&hop.from, to.name));
    hops.truncate(length);
    if let (Some(Node::Pod(_, _, machine)), Some(hop)) = (assessment.escalation.graph.node(from), hops.first_mut()) {
        Arc::make_mut(hop).facts.insert(0, format!("on node:{}", machine.as_str()));
    }
    Some(Path {
        id,
        severity: SeverityWord(severity(certainty, to.worth)),
        from: first,
        to: to.name.clone(),
        certainty: certainty.word(),
        hops,
        continues,
        implied_by: None,
        fix: fix(&told),
        built_in,
        marks: Marks::default(),
    })
}

/// What to do about the first grant of the way; where it needs none, what closes its first way out of a pod, as each of
/// its escapes suffices.
fn fix(told: &[Arc<Stretch>]) -> Arc<str> {
    let revoke = told.iter().find_map(|stretch| stretch.revoke.clone());
    revoke.or_else(|| told.iter().find_map(|stretch| stretch.confine.clone())).unwrap_or_default()
}
