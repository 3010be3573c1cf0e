//! What is left of a step that admission blocks as a whole: the parts of what it would have given.

use std::collections::BTreeSet;

use crate::authz::NameSet;
use crate::graph::{Certainty, Hub, Node, Objective};
use crate::model::{Name, RoleId, RoleKind, Scope, Subject};
use crate::template::{Effect, Entry, EntryScope, Hit, RoleTarget};

use super::super::admitted::{Admitted, NEW, Taken, Who};
use super::super::grantees::is_whole;
use super::super::places::within;
use super::super::role_rules::rewrite;
use super::super::{Reached, exec, surely};
use super::Drawing;
use super::verdicts::Verdicts;

impl Drawing<'_, '_> {
    /// Whoever may not bind cluster-admin may bind something else, and whoever may not rewrite the roles that it holds
    /// may rewrite others.
    pub(super) fn finer(
        &mut self,
        entry: &Entry,
        hit: &Hit,
        who: &Who,
        namespace: Option<&Name>,
        blocked: &Verdicts,
    ) -> Vec<Reached> {
        let lost = |reached: &Reached| reached.certainty == Certainty::Guarded && is_whole(&reached.node);
        if !blocked.iter().any(|(reached, _)| lost(reached)) || self.refuses_whomever(entry, hit, who, namespace) {
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

    /// Whether every binding is refused, of whichever role and for whomever: to grant to others may give more.
    fn refuses_whomever(&self, entry: &Entry, hit: &Hit, who: &Who, namespace: Option<&Name>) -> bool {
        let (world, access) = (&self.world, self.access);
        let to = Node::Objective(Objective::ClusterAdmin);
        let taken = Taken { entry, hit, step: None, who, grantee: who, to: &to, world, access, role: NEW };
        self.guards.is_some_and(|guards| guards.refuses_whomever(&taken, namespace))
    }

    /// The names of ClusterRoles that are not there, one of each kind that guards tell apart.
    pub(super) fn new_roles(&self) -> impl Iterator<Item = Name> {
        let names = self.guards.map_or(&[][..], |guards| guards.role_names());
        names.iter().filter(|name| !self.world.cluster_roles.contains_key(name)).cloned()
    }

    /// Where guards look at names or Secrets, each pod and each account whose token is got is an end of its own.
    pub(super) fn by_name(&self, entry: &Entry, hit: &Hit, reached: Vec<Reached>) -> Vec<Reached> {
        let told_apart = |guards: &Admitted<'_>| guards.look_at_names(hit.entry) || guards.look_at_secrets(hit.entry);
        let Some(guards) = self.guards.filter(|guards| told_apart(guards)) else { return reached };
        let each = reached.into_iter().flat_map(|one| match &one.node {
            Node::Hub(Hub::Exec(scope) | Hub::Debug(scope) | Hub::ChangeImage(scope)) => {
                let pods = exec::each(entry, scope, &self.world).into_iter();
                pods.map(|node| Reached { node, ..one.clone() }).collect()
            }
            Node::Hub(Hub::ServiceAccounts(scope)) if gives_tokens(entry) => {
                let accounts = within(&self.world.accounts, scope);
                let all = accounts.flat_map(|(namespace, names)| {
                    names.iter().map(move |name| Node::Subject(Subject::service_account(namespace, name)))
                });
                let places = self.world.namespaces_in(scope).into_iter();
                let absent = places.flat_map(|namespace| {
                    let names = guards.absent_accounts(&self.world, &namespace).into_iter();
                    names.map(move |name| Node::Hub(Hub::OnceThere(namespace.clone(), name)))
                });
                all.chain(absent).map(|node| Reached { node, ..one.clone() }).collect()
            }
            Node::Hub(Hub::MakeAccount(scope, None)) => {
                let places = self.world.namespaces_in(scope).into_iter();
                let names: BTreeSet<Name> =
                    places.flat_map(|namespace| guards.absent_accounts(&self.world, &namespace)).collect();
                let made = names.into_iter().map(|name| Node::Hub(Hub::MakeAccount(scope.clone(), Some(name))));
                made.map(|node| Reached { node, ..one.clone() }).collect()
            }
            _ => vec![one],
        });
        each.collect()
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
        let new = self.new_roles().filter(|_| hit.targets == NameSet::Any);
        let absent = new.map(|name| Node::Hub(Hub::BindAbsent(RoleKind::ClusterRole, scope.clone(), name)));
        let mut reached = surely(roles.into_iter().map(|role| Node::Role(role, scope.clone())).chain(absent));
        reached.iter_mut().for_each(|reached| self.newly_bound(reached));
        reached
    }
}

/// Whether a request for a token, or a Secret that gets one, names the account.
fn gives_tokens(entry: &Entry) -> bool {
    let mut resources = entry.needs.iter().flat_map(|need| &need.resources);
    resources.any(|resource| *resource == "serviceaccounts/token" || *resource == "secrets")
}
