//! What is left of a step that admission blocks as a whole: the parts of what it would have given.

use crate::authz::NameSet;
use crate::graph::{Certainty, Hub, Node, Objective};
use crate::model::{RoleId, RoleKind, Scope, Subject};
use crate::template::{Effect, Entry, EntryScope, Hit, RoleTarget};

use super::super::admitted::NEW;
use super::super::places::within;
use super::super::role_rules::rewrite;
use super::super::structure::closed;
use super::super::{Reached, exec, surely};
use super::Drawing;
use super::verdicts::Verdicts;

impl Drawing<'_, '_> {
    /// Whoever may not bind cluster-admin may bind something else, and whoever may not rewrite the roles that it holds
    /// may rewrite others.
    pub(super) fn finer(&mut self, entry: &Entry, hit: &Hit, blocked: &Verdicts) -> Vec<Reached> {
        let whole = |node: &Node| matches!(node, Node::Objective(Objective::ClusterAdmin) | Node::Namespace(_));
        let lost = |reached: &Reached| reached.certainty == Certainty::Guarded && whole(&reached.node);
        if !blocked.iter().any(|(reached, _)| lost(reached)) {
            return Vec::new();
        }
        match &entry.gives {
            Some(Effect::Role { scope, name: None, covered: false }) => self.roles_one_by_one(*scope, hit),
            Some(Effect::RoleRules(RoleTarget::ClusterRole)) => {
                let roles = self.world.cluster_roles.iter();
                let named = roles.filter(|(name, _)| hit.targets.contains(name));
                let roles = named.map(|(_, role)| rewrite(*role));
                surely(roles.chain([Node::Hub(Hub::Contribute)]))
            }
            _ => Vec::new(),
        }
    }

    /// Where guards look at names, each pod and each account whose token is asked for is an end of its own.
    pub(super) fn by_name(&self, entry: &Entry, hit: &Hit, reached: Vec<Reached>) -> Vec<Reached> {
        if !self.guards.is_some_and(|guards| guards.look_at_names(hit.entry)) {
            return reached;
        }
        let each = reached.into_iter().flat_map(|one| match &one.node {
            Node::Hub(Hub::Exec(scope) | Hub::Debug(scope) | Hub::ChangeImage(scope)) => {
                let pods = exec::each(entry, scope, &self.world).into_iter();
                pods.map(|node| Reached { node, ..one.clone() }).collect()
            }
            Node::Hub(Hub::ServiceAccounts(scope)) if asks_for_tokens(entry) => {
                let accounts = within(&self.world.accounts, scope);
                let all = accounts.flat_map(|(namespace, names)| {
                    names.iter().map(move |name| Node::Subject(Subject::service_account(namespace, name)))
                });
                all.map(|node| Reached { node, ..one.clone() }).collect()
            }
            _ => vec![one],
        });
        each.collect()
    }

    /// Where guards look at the account that a pod runs as, each is an end of its own.
    pub(super) fn by_account(&self, entry: &Entry, hit: &Hit, reached: Vec<Reached>) -> Vec<Reached> {
        let Some(guards) = self.guards.filter(|guards| guards.look_at_accounts(hit.entry)) else { return reached };
        let pods = guards.look_at_accounts_of("pods");
        let direct = entry.needs.iter().flat_map(|need| &need.resources).any(|resource| *resource == "pods");
        let mut ends = Vec::new();
        for one in reached {
            let namespace = match &one.node {
                Node::Hub(Hub::RunPod(Scope::Namespace(namespace))) if closed(&self.world, namespace).is_none() => {
                    namespace
                }
                _ => {
                    ends.push(one);
                    continue;
                }
            };
            for name in self.world.accounts.get(namespace).into_iter().flatten() {
                let account = Node::Subject(Subject::service_account(namespace, name));
                let mut end = Reached { node: account, ..one.clone() };
                // The pod of a controller is judged by itself.
                if pods && !direct {
                    let certainty = guards.runs_as(namespace, name).tell(&mut end.remarks);
                    end.certainty = end.certainty.max(certainty);
                }
                ends.push(end);
            }
            ends.push(Reached { node: Node::Hub(Hub::RunPlain(namespace.clone())), ..one.clone() });
        }
        ends
    }

    /// The ClusterRoles of the cluster, bound here.
    fn roles_one_by_one(&mut self, kind: EntryScope, hit: &Hit) -> Vec<Reached> {
        let scope = if kind == EntryScope::Cluster { Scope::Cluster } else { hit.scope.clone() };
        let of_cluster = |(_, role): &(&&crate::model::Name, &RoleId)| {
            let role = self.world.snapshot.role(**role);
            role.kind() == RoleKind::ClusterRole && hit.targets.contains(&role.name)
        };
        let roles: Vec<RoleId> = self.world.cluster_roles.iter().filter(of_cluster).map(|(_, role)| *role).collect();
        self.found.extend(roles.iter().map(|role| (*role, scope.clone())));
        let absent = Node::Hub(Hub::BindAbsent(RoleKind::ClusterRole, scope.clone(), NEW.into()));
        let absent = (hit.targets == NameSet::Any).then_some(absent);
        let mut reached = surely(roles.into_iter().map(|role| Node::Role(role, scope.clone())).chain(absent));
        reached.iter_mut().for_each(|reached| self.newly_bound(reached));
        reached
    }
}

fn asks_for_tokens(entry: &Entry) -> bool {
    entry.needs.iter().flat_map(|need| &need.resources).any(|resource| *resource == "serviceaccounts/token")
}
