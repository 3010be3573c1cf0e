//! The node view: what the compromise of each node gives, and who shares a node with whom.

use rayon::prelude::*;

use crate::escalation::credentials;
use crate::escalation::escapes::Gives;
use crate::graph::{Certainty, Hub, Node, NodeId};
use crate::model::{HashMap, Name, Pod, Subject};
use crate::template::Severity;

use super::assess::{Assessment, worst_first};
use super::hot_escapes::log_right;
use super::replicas::runs;
use super::types::{NodeView, Path, SeverityWord};

/// A pod on a node, with what is the same of all of its replicas.
struct Here<'a> {
    pod: &'a Pod,
    /// What its workload is called.
    name: Name,
    /// Whether it has a token that leads to an objective.
    strong: bool,
}

pub(super) fn find(assessment: &Assessment<'_>, paths: &[Path]) -> Vec<NodeView> {
    let by_source: HashMap<&Name, &Path> = paths.iter().rev().map(|path| (&path.from, path)).collect();
    let mut on: HashMap<&Name, Vec<Here<'_>>> =
        assessment.snapshot.nodes.iter().map(|node| (&node.name, vec![])).collect();
    for (first, pods) in runs(assessment.snapshot) {
        let name = Name::from(first.workload.id(&first.namespace));
        let strong = is_strong(assessment, first);
        for (node, pod) in pods.iter().filter_map(|pod| Some((pod.node.as_ref()?, pod))) {
            on.entry(node).or_default().push(Here { pod, name: name.clone(), strong });
        }
    }
    let views = on.into_par_iter().map(|(name, pods)| view(assessment, &by_source, name, &pods));
    let mut views: Vec<NodeView> = views.collect();
    worst_first(&mut views, |view| (view.severity, view.node.clone()));
    views
}

fn view(assessment: &Assessment<'_>, by_source: &HashMap<&Name, &Path>, name: &Name, pods: &[Here<'_>]) -> NodeView {
    let world = &assessment.escalation.world;
    let node = Node::Machine(name.clone());
    let id = Name::from(node.id(assessment.snapshot).unwrap_or_default());
    let reached = assessment.escalation.graph.find(&node).map_or_else(Vec::new, |node| assessment.reached_by(node));
    let worst = reached.iter().map(|(_, severity)| *severity).max().unwrap_or(Severity::Info);
    // The control plane has its node by what it is.
    let foreign = |here: &&Here<'_>| !world.is_control_plane_pod(here.pod);
    let loose = |here: &&Here<'_>| may_get_out(assessment, here.pod) || assessment.exposures.any_of(here.pod);
    let strong = named(pods.iter().filter(|here| here.strong));
    let untrusted = named(pods.iter().filter(foreign).filter(loose));
    let (service_accounts, secrets) = given(assessment, name);
    NodeView {
        severity: SeverityWord(worst),
        control_plane: world.is_control_plane(name),
        reaches: reached.into_iter().map(|(id, _)| id).collect(),
        path: by_source.get(&id).map(|path| path.id.clone()),
        node: id,
        pods: pods.len(),
        service_accounts,
        secrets,
        advice: advice(&strong, &untrusted),
        strong,
        untrusted,
    }
}

/// The workloads of these pods, each once.
fn named<'h>(pods: impl Iterator<Item = &'h Here<'h>>) -> Vec<Name> {
    once(pods.map(|here| here.name.clone()).collect())
}

/// Each once, sorted.
fn once<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort_unstable();
    list.dedup();
    list
}

/// Whether a pod gets out to its node, if need be by what its own account may do.
fn may_get_out(assessment: &Assessment<'_>, pod: &Pod) -> bool {
    let escapes = assessment.escalation.world.escapes(pod).iter();
    let mut real = escapes.filter(|escaped| escaped.gives != Gives::Finding);
    real.any(|escaped| escaped.needs.is_none_or(|needs| log_right(assessment, pod, needs).is_some()))
}

/// Whether the token of a pod leads to an objective.
fn is_strong(assessment: &Assessment<'_>, pod: &Pod) -> bool {
    let carried = credentials(&assessment.escalation.world, pod).into_iter();
    let nodes =
        carried.filter_map(|credential| assessment.escalation.graph.find(&Node::Subject(credential.subject().clone())));
    nodes.into_iter().any(|node| assessment.leads_to(node).is_some_and(|certainty| certainty != Certainty::Guarded))
}

/// The accounts and Secrets that the node gives: those of its pods, and of DaemonSets that run there.
fn given(assessment: &Assessment<'_>, name: &Name) -> (Vec<Name>, Vec<Name>) {
    let graph = &assessment.escalation.graph;
    let mut given = Vec::new();
    let starts = [Node::Hub(Hub::PodsOf(name.clone())), Node::Machine(name.clone())];
    let near = starts.iter().filter_map(|start| graph.find(start)).flat_map(|id| graph.edges_from(id));
    let mut waiting: Vec<NodeId> = near.map(|(to, _)| to).collect();
    while let Some(id) = waiting.pop() {
        match graph.node(id) {
            // A part of a list may be in several; there are few in each. The next pod of a DaemonSet comes by itself.
            Some(Node::Hub(Hub::List(_) | Hub::Span(..) | Hub::Next(..))) => {
                waiting.extend(graph.edges_from(id).map(|(to, _)| to));
            }
            Some(Node::Workload(..)) => given.extend(graph.edges_from(id).map(|(to, _)| to)),
            _ => given.push(id),
        }
    }
    let (mut accounts, mut secrets) = (Vec::new(), Vec::new());
    for id in once(given) {
        match graph.node(id) {
            Some(Node::Subject(Subject::ServiceAccount { .. })) => accounts.extend(assessment.ids.node(id)),
            Some(Node::Secret(..)) => secrets.extend(assessment.ids.node(id)),
            _ => {}
        }
    }
    (once(accounts), once(secrets))
}

/// What to do where strong workloads have neighbours that may be taken over, or that take the node over.
fn advice(strong: &[Name], untrusted: &[Name]) -> String {
    let neighbour = untrusted.iter().find(|name| !strong.contains(name));
    let Some(neighbour) = neighbour.filter(|_| !strong.is_empty()) else {
        return String::new();
    };
    let (strong, neighbour) = (strong.iter().map(Name::as_str).collect::<Vec<_>>().join(", "), neighbour.as_str());
    format!(
        "keep {strong} off nodes with {neighbour} (taint a pool of nodes, and let only these workloads tolerate it): \
         whoever escapes from the last has the tokens of the others"
    )
}
