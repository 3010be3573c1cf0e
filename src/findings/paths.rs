//! Paths: one shortest way from each source to each objective that it reaches.
//!
//! A source is a subject that a binding names, or a workload. The way is the search's witness; structure between named
//! nodes is folded into the hop that it belongs to, so that a hop reads *who does what to get what*.

use crate::authz::Grant;
use crate::graph::{Certainty, Node, NodeId, Objective, Reach, Step};
use crate::model::{BindingId, Subject};
use crate::template::Severity;

use super::Limits;
use super::assess::{Assessment, worst_first};
use super::fingerprint;
use super::types::{GrantRef, Hop, Path, SeverityWord};

pub(super) fn find(assessment: &Assessment<'_>, limits: Limits) -> Vec<Path> {
    let mut paths = Vec::new();
    for (objective, reach) in &assessment.reaches {
        for (id, node) in assessment.escalation.graph.nodes() {
            if is_source(assessment, node)
                && let Some(path) = path(assessment, *objective, reach, id, limits)
            {
                paths.push(path);
            }
        }
    }
    worst_first(&mut paths, |path| (path.severity, format!("{:04} {} {}", path.hops.len(), path.to, path.from)));
    paths
}

/// Whether an attacker may start here: as a subject with grants of its own, or in a pod.
pub(super) fn is_source(assessment: &Assessment<'_>, node: &Node) -> bool {
    match node {
        Node::Subject(subject) => !assessment.access.bindings_naming(subject).is_empty(),
        Node::Workload(..) => true,
        _ => false,
    }
}

/// Whether everything that names this subject is what the API server installs.
fn is_builtin_subject(assessment: &Assessment<'_>, id: NodeId) -> bool {
    let Some(Node::Subject(subject)) = assessment.escalation.graph.node(id) else {
        return false;
    };
    assessment.access.bindings_naming(subject).iter().all(|&binding| assessment.builtin.binding(binding))
}

fn is_subject(assessment: &Assessment<'_>, id: NodeId) -> bool {
    matches!(assessment.escalation.graph.node(id), Some(Node::Subject(_)))
}

fn path(
    assessment: &Assessment<'_>,
    objective: Objective,
    reach: &Reach,
    from: NodeId,
    limits: Limits,
) -> Option<Path> {
    let certainty = reach.certainty(from)?;
    // One more than is shown: it names the path that this one continues in.
    let (mut hops, built_in) = hops(assessment, reach, from, limits.path_length.saturating_add(1));
    // A controller that the API server itself set up is a hop of others' paths, not a start of its own.
    let built_in = is_subject(assessment, from) && (built_in || is_builtin_subject(assessment, from));
    let (first, last) = (hops.first()?.from.clone(), objective.id());
    let id = fingerprint::path_id(&first, last);
    let continues = hops.get(limits.path_length).map(|hop| fingerprint::path_id(&hop.from, last));
    let fix = fix(assessment, &hops);
    hops.truncate(limits.path_length);
    let severity = match certainty {
        Certainty::ProvenRights => Severity::Critical,
        Certainty::Unknown => Severity::High,
        Certainty::Guarded => Severity::Medium,
    };
    Some(Path {
        id,
        severity: SeverityWord(severity),
        from: first,
        to: last.to_owned(),
        certainty: certainty.word().to_owned(),
        hops,
        continues,
        fix,
        built_in,
    })
}

/// A hop under way: where it started, and through which binding.
#[derive(Default)]
struct Under {
    from: Option<String>,
    binding: Option<BindingId>,
    facts: Vec<String>,
}

/// The first hops of a witness, and whether every grant of them is built in.
fn hops(assessment: &Assessment<'_>, reach: &Reach, from: NodeId, most: usize) -> (Vec<Hop>, bool) {
    let graph = &assessment.escalation.graph;
    let name = |id: NodeId| graph.node(id).and_then(|node| node.id(assessment.snapshot));
    let mut hops: Vec<Hop> = Vec::new();
    let mut built_in = true;
    let mut under = Under { from: name(from), ..Under::default() };
    for edge in reach.path(graph, from) {
        if hops.len() == most && hops.last().is_some_and(|hop| !hop.to.is_empty()) {
            break;
        }
        let Some((_, to, edge)) = graph.edge(edge) else { break };
        match &edge.step {
            Step::Structure => {
                match graph.node(to) {
                    Some(Node::Binding(binding)) => under.binding = Some(*binding),
                    // As a member of a group: what the group holds is the evidence.
                    Some(Node::Subject(group @ Subject::Group(_))) => {
                        under.facts.push(format!("member of {}", group.id()))
                    }
                    _ => {}
                }
                // The way leads through a hub to the thing itself: that is what the hop before gave.
                if let (Some(hop), Some(reached)) = (hops.last_mut(), name(to))
                    && hop.to.is_empty()
                {
                    hop.to.clone_from(&reached);
                    under = Under { from: Some(reached), ..Under::default() };
                }
            }
            step => {
                let (entry, grants) = evidence(assessment, step, under.binding);
                built_in &= is_builtin(assessment, step, under.binding);
                let reached = name(to);
                hops.push(Hop {
                    from: under.from.take().unwrap_or_default(),
                    to: reached.clone().unwrap_or_default(),
                    entry,
                    grants,
                    facts: std::mem::take(&mut under.facts),
                    blocked_by: Vec::new(),
                });
                under = Under { from: reached, ..Under::default() };
            }
        }
    }
    (hops, built_in)
}

fn evidence(assessment: &Assessment<'_>, step: &Step, through: Option<BindingId>) -> (String, Vec<GrantRef>) {
    match step {
        Step::Entry { entry, grants } => {
            let id = assessment.template.entries.get(*entry).map_or_else(String::new, |entry| entry.id.clone());
            (id, assessment.grants(grants, through))
        }
        Step::Identity(id) => ((*id).to_owned(), Vec::new()),
        Step::Structure => (String::new(), Vec::new()),
    }
}

fn is_builtin(assessment: &Assessment<'_>, step: &Step, through: Option<BindingId>) -> bool {
    let Step::Entry { grants, .. } = step else { return true };
    let binding = |grant: &Grant| grant.binding.or(through);
    grants.iter().all(|grant| binding(grant).is_some_and(|id| assessment.builtin.binding(id)))
}

/// The first grant of the way that is not built in, and what its entry says to do about it.
fn fix(assessment: &Assessment<'_>, hops: &[Hop]) -> String {
    let granted = hops.iter().find_map(|hop| Some((hop, hop.grants.first()?)));
    let Some((hop, grant)) = granted else {
        return String::new();
    };
    let entry = assessment.template.entries.iter().find(|entry| entry.id == hop.entry);
    let advice = entry.map_or("", |entry| entry.fix.as_str());
    let place = grant.binding.as_ref().unwrap_or(&grant.role);
    format!("{place}, rule {} of {}: {advice}", grant.rule, grant.role).trim_end().to_owned()
}
