//! What whoever runs a pod in a namespace gets: its accounts, its Secrets, its claims, and a node where the pod security
//! level lets it; unless a quota lets no pod in.

use crate::graph::{Certainty, Edge, Hub, Node, NodeId, Remarks};
use crate::guards::pod_security::{self, Freedom};
use crate::model::{Name, PersistentVolume, Scope};

use super::super::escapes::{Escape, Gives, by_volume};
use super::super::world::{UNREAD, World};
use super::doubt::doubted;
use super::machines::{default_level_fact, level_text, privileged_guard};
use super::roles::join;
use super::{CLUSTER_ADMIN, Structure, with_fact};

impl Structure<'_, '_> {
    pub(super) fn run_pod(&mut self, id: NodeId, namespace: &Name) {
        match quota_guard(self.world, namespace) {
            Some(by) => self.lead(id, Node::Hub(Hub::FreePod(namespace.clone())), Edge::structure().blocked(by)),
            None => self.any_pod(id, namespace),
        }
    }

    /// Who may run a pod and lift the quotas that let none in runs it.
    pub(super) fn lift_quotas(&mut self, id: NodeId, namespace: &Name) {
        if quota_guard(self.world, namespace).is_some() {
            let run = self.graph.add(Node::Hub(Hub::RunPod(Scope::Namespace(namespace.clone()))));
            join(self.graph, id, run, Node::Hub(Hub::FreePod(namespace.clone())));
        }
    }

    /// A pod of the admin of a namespace, who lifts its quotas.
    pub(super) fn free_pod(&self, namespace: &Name) -> Hub {
        match quota_guard(self.world, namespace) {
            Some(_) => Hub::FreePod(namespace.clone()),
            None => Hub::RunPod(Scope::Namespace(namespace.clone())),
        }
    }

    /// Who runs a pod chooses its account, which Secrets and claims it mounts, and whether it stays in its container.
    pub(super) fn any_pod(&mut self, id: NodeId, namespace: &Name) {
        let scope = Scope::Namespace(namespace.clone());
        self.link(id, Node::Hub(Hub::ServiceAccounts(scope.clone())));
        self.link(id, Node::Hub(Hub::Secrets(scope)));
        if self.world.machines.is_empty() {
            return;
        }
        self.claims(id, namespace);
        let edge = Edge::identity("escape/privileged");
        let edge = match privileged_guard(self.world, namespace) {
            Some(by) => edge.blocked(by),
            None => match default_level_fact(self.world, namespace) {
                Some(fact) => with_fact(edge, fact),
                None => edge,
            },
        };
        self.lead(id, Node::Hub(Hub::Machines), edge);
    }

    /// The claims of a namespace that lead to a node: no level looks through them.
    fn claims(&mut self, id: NodeId, namespace: &Name) {
        let world = self.world;
        let rootless = root_guard(world, namespace);
        for (claim, volume) in world.volumes.of_namespace(namespace) {
            let Some((escape, reached)) = volume_reached(world, volume) else { continue };
            let claimed = format!("by the claim {} to the volume {}", claim.as_str(), volume.name.as_str());
            let facts = std::iter::once(claimed).chain(rootless.clone()).collect();
            let certainty = if rootless.is_some() { Certainty::Unknown } else { Certainty::ProvenRights };
            let edge = Edge::identity(escape.id).with(certainty).saying(Remarks { facts, blocked_by: Vec::new() });
            for (node, read) in reached {
                let edge = edge.clone();
                self.lead(id, node, if read { edge } else { doubted(edge, UNREAD) });
            }
        }
    }
}

/// What a pod reaches that mounts this volume writable, by its escape; and whether the node's labels, which the affinity
/// of the volume asks for, were read.
pub(in crate::escalation) fn volume_reached(
    world: &World<'_>,
    volume: &PersistentVolume,
) -> Option<(&'static Escape, Vec<(Node, bool)>)> {
    let (escape, gives) = by_volume(volume)?;
    let anywhere = volume.terms.is_empty();
    let here = || world.machines_of(&volume.terms).into_iter().map(|name| (name, anywhere || world.was_read(name)));
    let each = |node: fn(Name) -> Node| here().map(|(name, read)| (node(name.clone()), read)).collect();
    let reached = match gives {
        Gives::Node if anywhere => vec![(Node::Hub(Hub::Machines), true)],
        Gives::Node => each(Node::Machine),
        Gives::NodePods if anywhere => vec![(Node::Hub(Hub::Kubelets), true)],
        Gives::NodePods => each(Node::Kubelet),
        // The files of a control plane hold the keys of everything.
        Gives::NodeFiles => {
            let keys = here().filter(|(name, _)| world.is_control_plane(name)).map(|(_, read)| (CLUSTER_ADMIN, read));
            let surest = keys.max_by_key(|(_, read)| *read);
            let kubelets: Vec<(Node, bool)> = each(Node::Kubelet);
            surest.into_iter().chain(kubelets).collect()
        }
        Gives::Finding => return None,
    };
    Some((escape, reached))
}

/// What stands in the way of a pod that wants to be root in its container.
fn root_guard(world: &World<'_>, namespace: &Name) -> Option<String> {
    let labels = world.namespaces.get(namespace)?;
    let enforced = pod_security::enforced(labels, world.snapshot.source.server_version);
    let refused = !pod_security::forbids(&enforced.policy, &[Freedom::Root]).is_empty();
    refused.then(|| format!("{} refuses root: the modes of the files decide", level_text(&enforced.policy, namespace)))
}

/// What lets no pod into a namespace.
pub(in crate::escalation) fn quota_guard(world: &World<'_>, namespace: &Name) -> Option<String> {
    let quota = world.quotas.get(namespace)?.first()?;
    Some(format!("quota {} of namespace {} allows no pods", quota.as_str(), namespace.as_str()))
}
