//! Which roles a step writes: the one that it is about, those that the attacker holds, or new ones.

use std::borrow::Cow;

use crate::graph::{Hub, Node};
use crate::guards::admission::Operation;
use crate::model::{Binding, LabelSelector, Labels, Name, Role, RoleId, RoleKind, defaults};

use super::super::role_rules::HELD_BY_ALL;
use super::cases::Taken;
use super::roles;
use super::write::Choice;

/// So many roles that one takes over are tried.
const TAKEN_OVER: usize = 8;

impl Taken<'_, '_> {
    /// Role by role: mostly the first is let in, and a role may be long.
    pub(super) fn role_writes(
        &self,
        operation: Operation,
        kind: RoleKind,
        namespace: Option<&Name>,
    ) -> Box<dyn Iterator<Item = Choice> + '_> {
        let written = || self.written_roles(kind, namespace).into_iter();
        match operation {
            Operation::Create => Box::new(self.creations(kind, namespace).into_iter()),
            Operation::Update if *self.to == Node::Hub(Hub::Contribute) => Box::new(self.contributions().into_iter()),
            Operation::Update => {
                Box::new(written().flat_map(|role| self.by_labels(&role.clone(), roles::rewrites(role))))
            }
            _ => Box::new(written().map(|role| roles::deletion(&role))),
        }
    }

    /// The roles that the step is about: the one that is to be rewritten, else those that the attacker holds.
    pub(super) fn written_roles(&self, kind: RoleKind, namespace: Option<&Name>) -> Vec<Cow<'_, Role>> {
        if let Node::Hub(Hub::Rewrite(role)) = self.to {
            return vec![Cow::Borrowed(self.world.snapshot.role(*role))];
        }
        let held = self.who.roles(self.access).map(|(role, _)| self.world.snapshot.role(role));
        let everybodys = self.everybodys();
        let all = held.chain(everybodys).map(Cow::Borrowed).chain(self.awaited().map(Cow::Owned));
        let mut roles: Vec<Cow<'_, Role>> = all
            .filter(|role| role.kind() == kind && self.hit.targets.contains(&role.name))
            .filter(|role| role.namespace.as_ref() == namespace)
            .collect();
        roles.sort_by(|left, right| left.name.cmp(&right.name));
        roles.dedup_by(|left, right| left.name == right.name);
        roles
    }

    /// The roles that its bindings wait for: whoever may write any role makes them.
    fn awaited(&self) -> impl Iterator<Item = Role> {
        let waiting = self.world.dangling.iter().map(|(_, binding)| *binding);
        let own = waiting.filter(|binding| binding.subjects.iter().any(|subject| self.who.identity.contains(subject)));
        own.filter_map(|binding| {
            let namespace = match binding.role_ref.kind? {
                RoleKind::Role => Some(binding.namespace.clone()?),
                RoleKind::ClusterRole => None,
            };
            Some(roles::unwritten(namespace, binding.role_ref.name.clone()))
        })
    }

    /// Writes of a role of others, with labels by which one that the attacker holds takes it over.
    fn contributions(&self) -> Vec<Choice> {
        let held: Vec<RoleId> = self.who.roles(self.access).map(|(role, _)| role).collect();
        let other = |(name, role): &(&&Name, &RoleId)| self.hit.targets.contains(name) && !held.contains(role);
        let Some((_, role)) = self.world.cluster_roles.iter().find(other) else { return Vec::new() };
        let role = self.world.snapshot.role(*role);
        let labels = self.aggregated();
        if labels.is_empty() {
            return roles::rewrites(Cow::Borrowed(role)).collect();
        }
        // What is taken over already need only be rewritten.
        let taken = self.world.cluster_roles.iter().filter(|(name, _)| self.hit.targets.contains(name));
        let taken = taken.map(|(_, role)| self.world.snapshot.role(*role));
        let taken = taken.filter(|role| self.selectors().iter().any(|selector| selector.selects(&role.labels)));
        let labelled = labels.iter().map(|labels| roles::labelled(role, labels));
        labelled
            .chain(taken.take(TAKEN_OVER).flat_map(|role| self.by_labels(role, roles::rewrites(Cow::Borrowed(role)))))
            .collect()
    }

    /// Writes of a role that counts only by the labels for which another takes it over: it keeps them.
    pub(super) fn by_labels<C: Iterator<Item = Choice>>(
        &self,
        role: &Role,
        choices: C,
    ) -> impl Iterator<Item = Choice> + use<C> {
        let mut held = self.who.roles(self.access).map(|(held, _)| self.world.snapshot.role(held));
        let is_role = |other: &Role| other.namespace == role.namespace && other.name == role.name;
        let counts = !held.any(is_role) && self.selectors().iter().any(|selector| selector.selects(&role.labels));
        choices.map(move |choice| Choice { labels: choice.labels | counts, ..choice })
    }

    /// The roles that the API server binds to everybody who is like this, whether they were read or not.
    fn everybodys(&self) -> impl Iterator<Item = &Role> {
        let version = self.world.snapshot.source.server_version;
        let bindings = defaults::defaults(version).into_iter().flat_map(|defaults| &defaults.bindings);
        let of_who = |binding: &&Binding| {
            binding.namespace.is_none() && binding.subjects.iter().any(|subject| self.who.identity.contains(subject))
        };
        bindings.filter(of_who).filter_map(move |binding| {
            let name = &binding.role_ref.name;
            match self.world.cluster_roles.get(name) {
                Some(role) => Some(self.world.snapshot.role(*role)).filter(|_| HELD_BY_ALL.contains(&name.as_str())),
                None => defaults::roles(version).iter().find(|role| role.name == *name),
            }
        })
    }

    /// New roles: of the name that somebody waits for, or with labels by which a role that is held takes them over.
    fn creations(&self, kind: RoleKind, namespace: Option<&Name>) -> Vec<Choice> {
        let name = match self.to {
            Node::Hub(Hub::Claim(_, _, name)) => name.as_str(),
            Node::Hub(Hub::Rewrite(role)) => self.world.snapshot.role(*role).name.as_str(),
            _ => self.role,
        };
        if matches!(self.to, Node::Hub(Hub::PliableClusterRole | Hub::PliableRole(_))) {
            return vec![roles::empty(kind, namespace, name)];
        }
        let labels = match self.to {
            Node::Hub(Hub::Contribute) => self.aggregated(),
            _ => Vec::new(),
        };
        if labels.is_empty() {
            return roles::creations(kind, namespace, name, &Labels::new());
        }
        labels.iter().flat_map(|labels| roles::creations(kind, namespace, name, labels)).collect()
    }

    /// Labels by which the roles that the attacker holds take others over.
    fn aggregated(&self) -> Vec<Labels> {
        self.selectors().into_iter().filter_map(roles::selected).collect()
    }

    /// By which labels the roles that the attacker holds take others over, and those that these take over.
    fn selectors(&self) -> Vec<&LabelSelector> {
        let held = self.who.roles(self.access).map(|(role, _)| self.world.snapshot.role(role));
        let mut found: Vec<&LabelSelector> = held.flat_map(|role| &role.aggregation).collect();
        let others = || self.world.cluster_roles.values().map(|role| self.world.snapshot.role(*role));
        let mut next = 0;
        while let Some(selector) = found.get(next).copied() {
            let taken = others().filter(|role| !role.aggregation.is_empty() && selector.selects(&role.labels));
            for more in taken.flat_map(|role| &role.aggregation) {
                if !found.contains(&more) {
                    found.push(more);
                }
            }
            next += 1;
        }
        found
    }
}
