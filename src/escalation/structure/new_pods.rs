//! What whoever runs a pod in a namespace gets: its accounts, its Secrets, its claims, and a node where the pod security
//! level lets it; unless a quota lets no pod in.

use crate::graph::{Certainty, Edge, Hub, Node, NodeId, Remarks};
use crate::guards::admission::State;
use crate::model::{Name, PersistentVolume, Scope};

use super::super::admitted::Ruled;
use super::super::drawing::Blocked;
use super::super::escapes::{Escape, Gives, by_volume};
use super::super::world::{UNREAD, World};
use super::doubt::doubted;
use super::refused::{closed, default_level_fact, ended, privileged_guard, quota_guard, root_guard};
use super::roles::join;
use super::{CLUSTER_ADMIN, Structure, account, with_fact};

impl Structure<'_, '_> {
    pub(super) fn run_pod(&mut self, id: NodeId, namespace: &Name) {
        match closed(self.world, namespace) {
            Some(by) => self.lead(id, Node::Hub(Hub::FreePod(namespace.clone())), Edge::structure().blocked(by)),
            None => self.any_pod(id, namespace),
        }
    }

    /// Who may run a pod and lift the quotas that let none in runs it.
    pub(super) fn lift_quotas(&mut self, id: NodeId, namespace: &Name) {
        if quota_guard(self.world, namespace).is_some() && ended(self.world, namespace).is_none() {
            let run = self.graph.add(Node::Hub(Hub::RunPod(Scope::Namespace(namespace.clone()))));
            join(self.graph, id, run, Node::Hub(Hub::FreePod(namespace.clone())));
        }
    }

    /// A pod of the admin of a namespace, who lifts its quotas.
    pub(super) fn free_pod(&self, namespace: &Name) -> Hub {
        match quota_guard(self.world, namespace).filter(|_| ended(self.world, namespace).is_none()) {
            Some(_) => Hub::FreePod(namespace.clone()),
            None => Hub::RunPod(Scope::Namespace(namespace.clone())),
        }
    }

    /// Who runs a pod chooses its account, which Secrets and claims it mounts, and whether it stays in its container.
    pub(super) fn any_pod(&mut self, id: NodeId, namespace: &Name) {
        self.run_as(id, namespace);
        // Where there is no namespace yet there is nothing but who is waited for; a new one has a hub of its own.
        if !self.world.lacks_namespace(namespace) {
            self.plain_pod(id, namespace);
        }
    }

    /// The accounts of a namespace, as far as guards let any pod run as them.
    fn run_as(&mut self, id: NodeId, namespace: &Name) {
        let Some(guards) = self.guards.filter(|guards| guards.look_at_accounts_of("pods")) else {
            self.tokens_in(id, namespace);
            return self.link(id, Node::Hub(Hub::ServiceAccounts(Scope::Namespace(namespace.clone()))));
        };
        for name in self.world.accounts.get(namespace).into_iter().flatten() {
            let ruled = guards.runs_as(namespace, name);
            self.lead_past_policy(id, account(namespace, name), Edge::structure(), &ruled);
            if !self.tokens.of(namespace, name).is_empty() {
                let token = Node::Hub(Hub::TokenOf(namespace.clone(), (*name).clone()));
                self.lead_past_policy(id, token, Edge::structure(), &ruled);
            }
        }
        let tokens = self.tokens;
        for name in tokens.accounts_in(namespace).filter(|name| self.world.lacks_account(namespace, name)) {
            let ruled = guards.runs_as(namespace, name);
            let once_there = Node::Hub(Hub::TokenOnceThere(namespace.clone(), name.clone()));
            self.lead_past_policy(id, once_there, Edge::structure(), &ruled);
        }
        for name in guards.absent_accounts(self.world, namespace) {
            let ruled = guards.runs_as(namespace, &name);
            let once_there = Node::Hub(Hub::OnceThere(namespace.clone(), name));
            self.lead_past_policy(id, once_there, Edge::structure(), &ruled);
        }
    }

    /// What a pod gives but for the rights of its account.
    pub(super) fn plain_pod(&mut self, id: NodeId, namespace: &Name) {
        self.confined_pod(id, namespace);
        self.gets_out(id, namespace);
    }

    /// What a pod gives that stays in its container.
    pub(super) fn confined_pod(&mut self, id: NodeId, namespace: &Name) {
        let scope = Scope::Namespace(namespace.clone());
        self.link(id, Node::Hub(Hub::Secrets(scope.clone())));
        // Its token names the node that the pod does. Accounts for which that counts are drawn before all structure.
        if let Some(tokens) = self.graph.find(&Node::Hub(Hub::NodeTokens(scope))) {
            self.graph.connect(id, tokens, Edge::structure());
        }
        if !self.world.machines.is_empty() {
            self.claims(id, namespace);
        }
        self.metadata_of_new_pod(id);
    }

    /// The nodes, where a pod gets out to them.
    fn gets_out(&mut self, id: NodeId, namespace: &Name) {
        if self.world.machines.is_empty() {
            return;
        }
        // A pod on Windows is a process of its node in another way; the levels refuse both.
        let windows = self.world.runs_windows_only();
        let escape = if windows { "escape/windows-host-process" } else { "escape/privileged" };
        let (escape, ruled) = self.let_out(namespace, escape);
        let edge = Edge::identity(escape);
        let edge = default_level_fact(self.world, namespace).map_or(edge.clone(), |fact| with_fact(edge, fact));
        let guard = privileged_guard(self.world, namespace);
        let to = Node::Hub(Hub::Machines);
        if guard.is_none() && ruled.state != State::Open {
            return self.lead_past_policy(id, to, edge, &ruled);
        }
        self.lead_past_level(id, namespace, guard.as_ref(), to, edge);
    }

    /// How a new pod gets out of this namespace so that policies let it in, and what they say.
    fn let_out(&self, namespace: &Name, usual: &'static str) -> (&'static str, Ruled) {
        let judged = self.guards.map(|guards| guards.ways_out(namespace, self.world));
        judged.unwrap_or_else(|| (usual, Ruled::open()))
    }

    /// Draws an edge that policies block, or perhaps do.
    fn lead_past_policy(&mut self, from: NodeId, to: Node, edge: Edge, ruled: &Ruled) {
        let to = self.graph.add(to);
        if ruled.state == State::Open {
            self.graph.connect(from, to, edge);
            return;
        }
        let mut remarks = edge.remarks.as_deref().cloned().unwrap_or_default();
        let certainty = edge.certainty.max(ruled.tell(&mut remarks));
        let step = edge.step.clone();
        self.graph.connect(from, to, Edge { certainty, ..edge }.saying(remarks));
        self.blocked.push(Blocked { from, to, guards: ruled.guards(), step, hit: None, certainty });
    }

    /// A namespace of one's own has no level, no quota and no end; and no account or Secret but its own.
    pub(super) fn run_in_new(&mut self, id: NodeId) {
        if !self.world.machines.is_empty() {
            let fact = "a new namespace has no pod security level; the server's default is taken for privileged";
            let edge = with_fact(Edge::identity("escape/privileged"), fact.to_owned());
            self.lead(id, Node::Hub(Hub::Machines), edge);
        }
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
            let edge = Edge::identity(escape.id).with(certainty).saying(Remarks { facts, ..Remarks::default() });
            for (node, read) in reached {
                let edge = edge.clone();
                self.lead(id, node, if read { edge } else { doubted(edge, UNREAD) });
            }
        }
        if unclaimed(world).next().is_some() {
            self.link(id, Node::Hub(Hub::UnclaimedVolumes));
        }
    }

    /// A pod claims what is free without a right on claims: for a generic ephemeral volume the controller makes the claim
    /// that the pod describes, `volumeName` included (`pkg/controller/volume/ephemeral`).
    pub(super) fn unclaimed_volumes(&mut self, id: NodeId) {
        let world = self.world;
        for volume in unclaimed(world) {
            let Some((escape, reached)) = volume_reached(world, volume) else { continue };
            let fact = format!("by a generic ephemeral volume that names the volume {}", volume.name.as_str());
            let edge = with_fact(Edge::identity(escape.id).with(Certainty::Unknown), fact);
            reached.into_iter().for_each(|(node, _)| self.lead(id, node, edge.clone()));
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

/// The volumes of nodes that wait for any claim.
fn unclaimed<'w>(world: &'w World<'_>) -> impl Iterator<Item = &'w PersistentVolume> {
    let free = world
        .snapshot
        .persistent_volumes
        .iter()
        .filter(|volume| volume.claim.is_none() && volume.phase.as_ref().is_none_or(|phase| *phase == "Available"));
    free.filter(|volume| by_volume(volume).is_some())
}
