//! What was said to bindings that are the same to all guards.

use crate::model::{Name, RoleKind};
use crate::template::Effect;

use super::super::world::World;
use super::Admitted;
use super::cases::Taken;
use super::requests::{ApiRequest, is_new};
use super::ruled::Ruled;
use super::who::Who;

/// The number of a kind of users, and the namespace that they are in.
pub(in crate::escalation) type Alike = (usize, Option<Name>);

/// A binding that is let in: by the names of its parts nobody tells it from others.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Binding {
    entry: usize,
    step: Option<u8>,
    requests: Vec<ApiRequest>,
    role: (Option<RoleKind>, usize),
    namespace: Option<Name>,
    /// Whether that is the namespace of who writes it, and of whom it names.
    at_home: (bool, bool),
    /// Who writes it, and whom it names.
    users: (usize, usize),
}

impl Admitted<'_> {
    /// What was said to a binding like this, if it was refused.
    pub(super) fn refused_before(&self, binding: &Binding) -> Option<Ruled> {
        self.said.refused.get(binding)
    }

    pub(super) fn keep_refusal(&self, binding: Binding, ruled: Ruled) {
        self.said.refused.keep(binding, ruled);
    }

    /// Whether a binding like this is let in, which `ask` finds out.
    pub(super) fn lets_alike(
        &self,
        taken: &Taken<'_, '_>,
        namespace: Option<&Name>,
        ask: impl FnOnce() -> bool,
    ) -> bool {
        let Some(binding) = self.binding(taken, namespace) else { return ask() };
        if self.said.bindings.get(&binding).is_some() {
            return true;
        }
        let lets = ask();
        if lets {
            self.said.bindings.keep(binding, ());
        }
        lets
    }

    /// The kind of an identity, as far as guards tell them apart by its own names and where it is.
    pub(in crate::escalation) fn kind_of(&self, who: &Who, world: &World<'_>) -> (Option<usize>, Option<Name>) {
        (self.users.number(who), who.home().map(|home| self.stand_in(home, world)))
    }

    /// Those whom no guard tells from this one, as the one whom a grant names; nothing where it may: a guard may compare
    /// names of one request with each other.
    pub(in crate::escalation) fn alike_grantees(&self, taken: &Taken<'_, '_>) -> Option<Alike> {
        let role = taken.bound();
        let others: Vec<&Name> = taken.who.names().chain([&role.name]).collect();
        let meets =
            |name: &Name| others.iter().any(|other| other.contains(name.as_str()) || name.contains(other.as_str()));
        if taken.grantee.names().any(meets) {
            return None;
        }
        Some((self.users.number(taken.grantee)?, taken.grantee.home().cloned()))
    }

    /// What guards can know of a new binding.
    pub(super) fn binding(&self, taken: &Taken<'_, '_>, namespace: Option<&Name>) -> Option<Binding> {
        let Some(Effect::Role { .. }) = taken.entry.gives else { return None };
        let requests = taken.plain_requests();
        // What is there already is not told by names alone.
        if !requests.iter().all(is_new) {
            return None;
        }
        let role = taken.bound();
        let is_home = |home: Option<&Name>| home.is_some() && home == namespace;
        // A guard may compare names of one request with each other, too.
        let names = [taken.who, taken.grantee].into_iter().flat_map(Who::names).chain(namespace);
        if names.into_iter().any(|name| name.contains(role.name.as_str()) || role.name.contains(name.as_str())) {
            return None;
        }
        Some(Binding {
            entry: taken.hit.entry,
            step: taken.step,
            requests,
            role: (role.kind, self.users.number_of_name(&role.name)?),
            namespace: namespace.map(|namespace| self.stand_in(namespace, taken.world)),
            at_home: (is_home(taken.who.home()), is_home(taken.grantee.home())),
            users: (self.users.number(taken.who)?, self.users.number(taken.grantee)?),
        })
    }
}
