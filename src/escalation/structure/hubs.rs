//! Hubs lead to their members: one of the cluster to those of the namespaces, these to what is in them.

use std::collections::BTreeSet;

use crate::graph::{Edge, Hub, Node, NodeId, Objective};
use crate::model::{Name, Phase, Scope, Subject};

use super::super::bootstrap;
use super::super::places::within;
use super::pods::{apart, pod_node};
use super::{Structure, account};

impl Structure<'_, '_> {
    pub(super) fn hub(&mut self, id: NodeId, hub: &Hub) {
        match hub {
            Hub::ServiceAccounts(scope) => self.spread(id, scope, Hub::ServiceAccounts, Self::service_accounts),
            Hub::Impersonate(scope) => self.spread(id, scope, Hub::Impersonate, Self::impersonated),
            Hub::RunPod(scope) => {
                if *scope == Scope::Cluster {
                    self.lead(id, Node::Objective(Objective::AllSecrets), Edge::identity("secrets/mount"));
                }
                self.spread(id, scope, Hub::RunPod, Self::run_pod);
            }
            Hub::Exec(scope) => self.entered(id, scope),
            Hub::Debug(scope) => self.debugged(id, scope),
            Hub::ChangeImage(scope) => self.spread(id, scope, Hub::ChangeImage, Self::change_images),
            Hub::ChangePod(change, namespace, name) => self.change_pod(id, *change, namespace, name),
            Hub::TokensIn(scope) => self.tokens(id, scope),
            Hub::TokenOf(namespace, name) => self.token_of(id, namespace, name),
            Hub::AnyToken => self.any_token(id),
            Hub::RunInNew => self.run_in_new(id),
            Hub::Wake(namespace, workload) => self.wake(id, namespace, workload),
            Hub::UnclaimedVolumes => self.unclaimed_volumes(id),
            Hub::Secrets(scope) => self.spread(id, scope, Hub::Secrets, Self::secrets),
            Hub::LiftQuotas(scope) => self.spread(id, scope, Hub::LiftQuotas, Self::lift_quotas),
            Hub::Waiting(ask, namespace) => self.waiting(id, *ask, namespace),
            Hub::AsNode(ask, scope) => self.as_node(id, *ask, scope),
            Hub::Next(namespace, workload) => self.next(id, namespace, workload),
            Hub::Refused(namespace, workload) => self.refused(id, namespace, workload),
            Hub::RunPlain(namespace) => self.plain_pod(id, namespace),
            Hub::RunConfined(namespace) => self.confined_pod(id, namespace),
            Hub::FreePod(namespace) => self.any_pod(id, namespace),
            Hub::Logs(scope) => self.logs(id, scope),
            // What it opens is drawn with what the level blocks.
            Hub::Relabel(scope) => self.spread(id, scope, Hub::Relabel, |_, _, _| {}),
            Hub::NodeLogs => self.node_logs(id),
            Hub::NodeLogsOf(name) => self.link(id, Node::Hub(Hub::LogsOf(name.clone()))),
            Hub::Namespaces => self.namespaces(id),
            Hub::Users => self.subjects(id, |world| world.users.iter().map(|user| (*user).clone()).collect()),
            Hub::Groups => self.subjects(id, |world| world.groups.iter().map(|group| (*group).clone()).collect()),
            Hub::Bootstrappers => self.subjects(id, |world| {
                let named = world.groups.iter().filter(|group| bootstrap::may_be_carried(group));
                named.map(|group| (*group).clone()).collect()
            }),
            Hub::Machines => self.machines(id),
            Hub::Kubelets => self.kubelets(id),
            Hub::PodsOf(name) => self.pods_of(id, name),
            Hub::Pool(pool) => self.pool(id, *pool),
            Hub::Move(means, scope) => self.moved(id, *means, scope),
            Hub::Movable(means, pool, scope) => self.movable(id, *means, *pool, scope),
            Hub::Restart(namespace, workload) => self.restarted(id, namespace, workload),
            Hub::Evict(name, all) => self.evict(id, name, *all),
            Hub::Evicted(name, all, pool) => self.evicted(id, name, *all, *pool),
            Hub::Adapt(name, power) => self.adapt(id, name, *power),
            Hub::Adapted(name, power) => self.adapted(id, name, *power),
            Hub::Bind(scope) => self.bind(id, scope),
            Hub::BindOne(namespace, workload) => self.bind_one(id, namespace, workload),
            Hub::MakeAccount(Scope::Cluster, None) => self.make_accounts(id),
            Hub::OnceThere(namespace, name) => self.once_there(id, namespace, name),
            Hub::TokenOnceThere(namespace, name) => self.token_once_there(id, namespace, name),
            _ => self.instance_hub(id, hub),
        }
    }

    /// Links a hub of the cluster to those of the namespaces, and fills one of a namespace.
    pub(super) fn spread(
        &mut self,
        id: NodeId,
        scope: &Scope,
        hub: fn(Scope) -> Hub,
        fill: fn(&mut Self, NodeId, &Name),
    ) {
        match scope {
            Scope::Namespace(namespace) => fill(self, id, namespace),
            Scope::Cluster => {
                let all: Vec<Name> = self.namespaces_told_of().into_iter().cloned().collect();
                for namespace in all {
                    self.link(id, Node::Hub(hub(Scope::Namespace(namespace))));
                }
            }
        }
    }

    fn service_accounts(&mut self, id: NodeId, namespace: &Name) {
        for name in self.world.accounts.get(namespace).into_iter().flatten() {
            self.link(id, account(namespace, name));
        }
        self.await_accounts(id, namespace);
    }

    /// Impersonation does not ask whether the account exists.
    fn impersonated(&mut self, id: NodeId, namespace: &Name) {
        self.link(id, Node::Hub(Hub::ServiceAccounts(Scope::Namespace(namespace.clone()))));
        for name in self.world.awaited_in(namespace) {
            self.link(id, account(namespace, &name));
        }
    }

    /// Whoever gets into every pod has every node, where each has a pod that gets out.
    fn entered(&mut self, id: NodeId, scope: &Scope) {
        let world = self.world;
        let pods = || within(&world.pods, scope).flat_map(|(_, pods)| pods);
        // Fewer pods than there are nodes are not on all of them.
        if pods().nth(world.machines.len().saturating_sub(1)).is_some() {
            let out = pods().filter(|pod| pod.phase == Phase::Running && world.is_root_on_node(pod));
            let machines: BTreeSet<&Name> = out.filter_map(|pod| pod.node.as_ref()).collect();
            self.at_once(id, &machines);
        }
        self.spread(id, scope, Hub::Exec, Self::exec);
    }

    fn exec(&mut self, id: NodeId, namespace: &Name) {
        for pod in apart(self.world, self.world.pods_in(namespace).filter(|pod| pod.phase == Phase::Running)) {
            self.lead_once(id, pod_node(self.world, pod), Edge::structure());
        }
    }

    fn secrets(&mut self, id: NodeId, namespace: &Name) {
        for name in self.world.secrets.get(namespace).into_iter().flat_map(|names| names.keys()) {
            self.link(id, Node::Secret(namespace.clone(), (*name).clone()));
        }
    }

    fn namespaces(&mut self, id: NodeId) {
        for namespace in self.world.all_namespaces() {
            self.link(id, Node::Namespace(namespace.clone()));
        }
        self.lead(id, Node::Objective(Objective::AllSecrets), Edge::identity("identity/namespace-admin"));
    }

    fn subjects(&mut self, id: NodeId, of: impl Fn(&super::World<'_>) -> Vec<Subject>) {
        for subject in of(self.world) {
            self.link(id, Node::Subject(subject));
        }
    }
}
