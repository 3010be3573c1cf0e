//! Which writes a step takes: one for each need of its entry, each in the ways that an attacker may choose among.

use crate::authz::{Access, known};
use crate::graph::{Hub, Node};
use crate::guards::admission::Operation;
use crate::model::{Name, RoleId, RoleKind, RoleRef, Scope};
use crate::template::{Effect, Entry, Hit, Need, RoleTarget};

use super::super::world::World;
use super::bindings::{self, NEW};
use super::requests::{ApiRequest, all_requests, is_new, operation, replaced};
use super::roles;
use super::who::Who;
use super::write::{Choice, RBAC, Write};

/// A step that somebody takes.
pub(in crate::escalation) struct Taken<'a, 's> {
    pub(in crate::escalation) entry: &'a Entry,
    pub(in crate::escalation) hit: &'a Hit,
    /// Only the needs of this step, where they are taken one by one.
    pub(in crate::escalation) step: Option<u8>,
    pub(in crate::escalation) who: &'a Who,
    /// Whom its bindings name: mostly the same.
    pub(in crate::escalation) grantee: &'a Who,
    /// What it gives.
    pub(in crate::escalation) to: &'a Node,
    pub(in crate::escalation) world: &'a World<'s>,
    pub(in crate::escalation) access: &'a Access<'s>,
    /// The name of the role that it makes, where it makes one.
    pub(in crate::escalation) role: &'a str,
}

impl<'s> Taken<'_, 's> {
    /// Whether it makes a role and binds it: both by one name.
    pub(super) fn makes_and_binds(&self) -> bool {
        let binds = |need: &&Need| need.resources.iter().any(|resource| *resource == "rolebindings");
        matches!(self.entry.gives, Some(Effect::RoleRules(RoleTarget::New)))
            && self.entry.needs.iter().any(|need| binds(&need))
    }

    /// The same with a role of this name.
    pub(super) fn making<'t>(&'t self, role: &'t str) -> Taken<'t, 's> {
        Taken { role, ..*self }
    }

    /// The writes that this takes, in this namespace: of each list one must be let in.
    pub(super) fn cases(&self, namespace: Option<&Name>) -> Vec<Vec<Choice>> {
        let needs = self.needs();
        match replaced(&needs) {
            Some(kind) if !matches!(self.to, Node::Hub(Hub::PliableRole(_) | Hub::PliableClusterRole)) => {
                let namespace = namespace.filter(|_| kind == RoleKind::Role);
                let roles = self.written_roles(kind, namespace).into_iter();
                let mut choices: Vec<Choice> =
                    roles.flat_map(|role| self.by_labels(&role.clone(), roles::replacements(role))).collect();
                if self.may_delete_all(kind) {
                    let nameless: Vec<Choice> = choices.iter().map(Choice::deleting_all).collect();
                    choices.extend(nameless);
                }
                vec![choices]
            }
            _ => needs.into_iter().filter_map(|need| self.choices(need, namespace)).collect(),
        }
    }

    /// The plainest way alone: for each need its first write. Nothing where it takes more to say.
    pub(super) fn plainest(&self, namespace: Option<&Name>) -> Option<Vec<Choice>> {
        let needs = self.needs();
        if replaced(&needs).is_some() {
            return None;
        }
        let mut writes = Vec::new();
        for request in self.plain_requests() {
            if let Some(mut ways) = self.ways(&request, namespace) {
                writes.push(ways.next()?);
            }
        }
        Some(writes)
    }

    /// The plainest way of every request that there is for its needs, whether the rules allow it or not.
    pub(super) fn plain_ways(&self, namespace: Option<&Name>) -> Option<Vec<Choice>> {
        let requests = self.needs().into_iter().flat_map(all_requests);
        let writes = requests.filter_map(|request| Some(self.ways(&request, namespace)?.next()));
        writes.collect()
    }

    /// Each request that there is for its needs, with objects of which nothing is known.
    pub(super) fn blind_ways(&self, namespace: Option<&Name>) -> Vec<Choice> {
        Self::blindly(self.needs().into_iter().flat_map(all_requests), namespace)
    }

    /// These requests, as far as they write, with objects of which nothing is known.
    pub(super) fn blindly(requests: impl Iterator<Item = ApiRequest>, namespace: Option<&Name>) -> Vec<Choice> {
        let writes = requests.filter_map(|(verb, group, resource)| {
            let (plural, subresource) = resource.split_once('/').unwrap_or((&resource, ""));
            let operation = operation(&verb, subresource)?;
            let known = known(&group, plural).map(|(resource, _)| resource);
            let namespace = namespace.filter(|_| known.is_none_or(|resource| resource.namespaced));
            let kind = known.map_or("", |resource| resource.kind.as_str());
            Some(Choice::one(Write::blind(operation, &group, plural, kind, namespace).on(subresource, kind), ""))
        });
        writes.collect()
    }

    /// The ways to meet a need; nothing where one of them is no write.
    fn choices(&self, need: &Need, namespace: Option<&Name>) -> Option<Vec<Choice>> {
        let mut choices = Vec::new();
        for request in self.requests(need) {
            choices.extend(self.ways(&request, namespace)?);
        }
        (!choices.is_empty()).then_some(choices)
    }

    /// The ways to send a request; nothing where it is no write.
    fn ways<'n>(
        &'n self,
        (verb, group, resource): &ApiRequest,
        namespace: Option<&Name>,
    ) -> Option<Box<dyn Iterator<Item = Choice> + 'n>> {
        let (plural, subresource) = resource.split_once('/').unwrap_or((resource, ""));
        let operation = operation(verb, subresource)?;
        let all = match (group.as_str(), plural, subresource, operation) {
            (RBAC, "clusterrolebindings", "", Operation::Create | Operation::Update) => {
                return Some(self.binds(operation, Scope::Cluster));
            }
            (RBAC, "rolebindings", "", Operation::Create | Operation::Update) => {
                return Some(match namespace {
                    Some(namespace) => self.binds(operation, Scope::Namespace(namespace.clone())),
                    None => Box::new(std::iter::empty()),
                });
            }
            (RBAC, "clusterroles", "", _) => return Some(self.role_writes(operation, RoleKind::ClusterRole, None)),
            (RBAC, "roles", "", _) => return Some(self.role_writes(operation, RoleKind::Role, namespace)),
            _ => self.other(operation, group, plural, subresource, namespace),
        };
        Some(Box::new(all.into_iter()))
    }

    /// Bindings of the role that the step is about.
    fn binds(&self, operation: Operation, scope: Scope) -> Box<dyn Iterator<Item = Choice> + '_> {
        let role = self.bound();
        let all = match scope {
            Scope::Cluster => self.world.cluster_bindings(),
            Scope::Namespace(_) => self.world.bindings_in(&scope),
        };
        match operation {
            Operation::Create => Box::new(bindings::grants(&self.grantee.identity, scope, role)),
            _ => Box::new(bindings::additions(&self.grantee.identity, &scope, &role, all.iter()).into_iter()),
        }
    }

    /// Whether no binding that is there already may be changed for it.
    pub(super) fn only_creates(&self, namespace: Option<&Name>) -> bool {
        let mut changed = self.requests_of_step();
        changed.retain(|request| !is_new(request));
        let may_change = |plural: &str| changed.iter().any(|(_, _, resource)| resource == plural);
        let here = namespace.filter(|_| may_change("rolebindings")).map(|name| Scope::Namespace(name.clone()));
        let local = here.iter().flat_map(|scope| self.world.bindings_in(scope).iter());
        let all = self.world.cluster_bindings().iter().filter(|_| may_change("clusterrolebindings"));
        let role = self.bound();
        local.chain(all).all(|binding| binding.role_ref != role)
    }

    /// The name of the role that is not there yet, where the step is about one.
    pub(super) fn bound_or_made(&self) -> Option<&str> {
        match self.to {
            Node::Hub(Hub::BindAbsent(_, _, name) | Hub::Claim(_, _, name)) => Some(name.as_str()),
            _ => None,
        }
    }

    /// The role that is bound.
    pub(super) fn bound(&self) -> RoleRef {
        let of_role = |role: &RoleId| {
            let role = self.world.snapshot.role(*role);
            RoleRef { kind: Some(role.kind()), name: role.name.clone() }
        };
        match self.to {
            _ if self.makes_and_binds() => RoleRef { kind: Some(RoleKind::Role), name: self.role.into() },
            Node::Role(role, _) | Node::Hub(Hub::Bound(role, _) | Hub::BindCovered(role) | Hub::Rewrite(role)) => {
                of_role(role)
            }
            Node::Hub(Hub::BindAbsent(kind, _, name)) => RoleRef { kind: Some(*kind), name: name.clone() },
            Node::Hub(Hub::DelegateCluster | Hub::Delegate(_)) => {
                RoleRef { kind: Some(RoleKind::ClusterRole), name: NEW.into() }
            }
            _ => RoleRef { kind: Some(RoleKind::ClusterRole), name: "cluster-admin".into() },
        }
    }
}
