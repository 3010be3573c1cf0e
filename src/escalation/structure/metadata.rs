//! On GKE the metadata server of the node gives a pod what the token of its account is exchanged for.
//!
//! It knows pods by their addresses and asks for the token itself, so a pod needs none: `automountServiceAccountToken:
//! false` keeps nothing from it. It runs on nodes that say so by a label. A pod on any other node, or on the network of its
//! node, is answered by the server of the machine, as the node's own Google account, which no object of the cluster names;
//! so nothing is drawn to that.

use crate::graph::NodeId;
use crate::model::{HashMap, Name, Node, Placement, Pod, label};

use super::super::exchange::{Exchange, Giver};
use super::super::world::{UNREAD, World};
use super::Structure;
use super::doubt::doubted;
use super::tokens::once_there;

/// What a node has on which the metadata server of GKE runs.
const LABEL: &str = "iam.gke.io/gke-metadata-server-enabled";

/// Whether pods on no node yet are answered, by their choice of nodes: placement, the node that is named, and whether a
/// DaemonSet's controller makes them.
pub(super) type Answers = HashMap<(Placement, Option<Name>, bool), Option<Answer>>;

/// How surely the metadata server answers a pod; the surest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Answer {
    /// It runs on the node, or on one that lets the pod in.
    Known,
    /// The node was not read.
    Unread,
}

impl Structure<'_, '_> {
    /// What the metadata server gives to any of these replicas.
    pub(super) fn answered(&mut self, id: NodeId, pods: &[&Pod]) {
        let tokens = self.tokens;
        if tokens.is_empty() {
            return;
        }
        let mut answers: Vec<(Answer, &Pod, &Exchange)> = Vec::new();
        for &pod in pods {
            let account = &self.world.snapshot.pod_spec(pod.spec).service_account;
            for exchange in tokens.of(&pod.namespace, account) {
                let answer = if exchange.giver == Giver::GkeMetadata { self.answer(pod) } else { None };
                answers.extend(answer.map(|answer| (answer, pod, exchange)));
            }
        }
        answers.sort_by_key(|(answer, pod, _)| (*answer, pod.waits()));
        for (answer, pod, exchange) in answers {
            let edge = once_there(self.world, pod, exchange.edge.clone());
            let edge = if answer == Answer::Known { edge } else { doubted(edge, UNREAD) };
            self.lead_once(id, exchange.identity.clone(), edge);
        }
    }

    /// Whether the metadata server answers a pod in the name of its account.
    fn answer(&mut self, pod: &Pod) -> Option<Answer> {
        let spec = self.world.snapshot.pod_spec(pod.spec);
        if spec.security.host_network {
            return None;
        }
        if let Some(name) = &pod.node {
            return of_machine(self.world, name);
        }
        let daemon = pod.workload.kind == "DaemonSet";
        let choice = (spec.placement.clone(), self.world.pinned(pod).cloned(), daemon);
        let world = self.world;
        *self.answers.entry(choice).or_insert_with(|| somewhere(world, pod, daemon))
    }
}

/// The answer on a node.
fn of_machine(world: &World<'_>, name: &Name) -> Option<Answer> {
    match world.machines.get(name).and_then(|machine| machine.node) {
        Some(node) => runs_on(node).then_some(Answer::Known),
        None => Some(Answer::Unread),
    }
}

/// The answer on some node that may let the pod in; where there is none, nothing is known of those to come.
fn somewhere(world: &World<'_>, pod: &Pod, daemon: bool) -> Option<Answer> {
    if world.machines.is_empty() {
        return Some(Answer::Unread);
    }
    let known = world.machines_for(pod, daemon).into_iter();
    let answers = known.chain(world.unread_for(pod)).filter_map(|name| of_machine(world, name));
    answers.min()
}

fn runs_on(node: &Node) -> bool {
    label(&node.labels, LABEL).is_some_and(|value| *value == "true")
}
