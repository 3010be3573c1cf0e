//! What was said to steps that are the same to all guards: it is asked once.
//!
//! Only of what is let in by its plainest way: whoever is refused has a way of its own around whoever refuses it.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use crate::model::{Name, RoleKind};
use crate::template::Effect;

use super::ask::Ruled;
use super::cases::{ApiRequest, Taken};
use super::who::Who;
use super::{Admitted, Concern};

/// All that was said.
#[derive(Default)]
pub(super) struct Said {
    steps: RefCell<HashMap<Step, Ruled>>,
    /// The entries all of whose requests are let in.
    open: RefCell<HashSet<Anywhere>>,
    bindings: RefCell<HashSet<Binding>>,
    /// Whether an entry is let in whatever it writes.
    blind: RefCell<HashMap<Anywhere, bool>>,
}

/// An entry, the namespace, and the kind of who takes its steps, with whether that is its own namespace: a guard may compare
/// the two.
type Anywhere = (usize, Option<Name>, (Option<usize>, bool));

/// The same with the requests that the rules allow.
type Step = (Vec<ApiRequest>, Anywhere);

/// A binding that is let in: by the names of its parts nobody tells it from others.
#[derive(PartialEq, Eq, Hash)]
struct Binding {
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
    /// Whether guards let all who are like this one take this step everywhere, by the plainest way: then none of them need
    /// be told.
    pub(in crate::escalation) fn lets_all(&self, taken: &Taken<'_, '_>) -> bool {
        let Some(concern) = self.entries.get(taken.hit.entry).filter(|concern| **concern != Concern::Each) else {
            return false;
        };
        let kind = if *concern == Concern::Alike { None } else { self.users.number(taken.who) };
        let places = match taken.hit.scope.namespace() {
            Some(namespace) => vec![Some(self.stand_in_for(taken, namespace))],
            None => self.one_of_each(taken.who, taken.world).into_iter().map(Some).collect(),
        };
        // There may be no namespace at all.
        let places = if places.is_empty() { vec![None] } else { places };
        let mut places = places.into_iter().map(|namespace| {
            let at_home = namespace.is_some() && namespace.as_ref() == taken.who.home();
            (taken.hit.entry, namespace, (kind, at_home))
        });
        places.all(|at| match concern {
            Concern::Rbac => self.lets_blindly(taken, at),
            _ => self.rule_alike(taken, at) == Ruled::open(),
        })
    }

    /// A namespace that is the same to all guards, and the own one of who takes the step if this is.
    fn stand_in_for(&self, taken: &Taken<'_, '_>, namespace: &Name) -> Name {
        let other = self.stand_in(namespace, taken.world);
        let home = taken.who.home();
        if home == Some(namespace) || home == Some(&other) { namespace.clone() } else { other }
    }

    /// Whether guards let in whatever is written by the requests of an entry.
    fn lets_blindly(&self, taken: &Taken<'_, '_>, at: Anywhere) -> bool {
        if let Some(known) = self.said.blind.borrow().get(&at) {
            return *known;
        }
        let lets = self.lets_each(taken.who, &taken.blind_ways(at.1.as_ref()));
        self.said.blind.borrow_mut().insert(at, lets);
        lets
    }

    fn rule_alike(&self, taken: &Taken<'_, '_>, at: Anywhere) -> Ruled {
        if self.said.open.borrow().contains(&at) {
            return Ruled::open();
        }
        let step = (taken.all_requests(), at);
        if let Some(known) = self.said.steps.borrow().get(&step) {
            return known.clone();
        }
        let (requests, at) = step;
        let namespace = at.1.as_ref();
        if taken.plain_ways(namespace).is_some_and(|writes| self.lets_each(taken.who, &writes)) {
            self.said.open.borrow_mut().insert(at);
            return Ruled::open();
        }
        let ruled = self.rule(taken, namespace);
        self.said.steps.borrow_mut().insert((requests, at), ruled.clone());
        ruled
    }

    /// Whether a binding like this is let in, which `ask` finds out.
    pub(super) fn lets_alike(
        &self,
        taken: &Taken<'_, '_>,
        namespace: Option<&Name>,
        ask: impl FnOnce() -> bool,
    ) -> bool {
        let Some(binding) = self.binding(taken, namespace) else { return ask() };
        if self.said.bindings.borrow().contains(&binding) {
            return true;
        }
        let lets = ask();
        if lets {
            self.said.bindings.borrow_mut().insert(binding);
        }
        lets
    }

    /// What guards can know of a new binding.
    fn binding(&self, taken: &Taken<'_, '_>, namespace: Option<&Name>) -> Option<Binding> {
        let Some(Effect::Role { .. }) = taken.entry.gives else { return None };
        let requests = taken.plain_requests();
        // What is there already is not told by names alone.
        if requests
            .iter()
            .any(|(verb, _, _)| matches!(verb.as_str(), "update" | "patch" | "delete" | "deletecollection"))
        {
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
