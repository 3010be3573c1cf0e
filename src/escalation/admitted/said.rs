//! What was said to steps that are the same to all guards: it is asked once.
//!
//! What is let in by its plainest way holds for all who are like that. Where RBAC is written, whoever is refused has a way of
//! its own around whoever refuses it.

use crate::authz::NameSet;
use crate::graph::Node;
use crate::model::{Name, RoleId};

use super::Admitted;
use super::blindly::Blindly;
use super::cases::Taken;
use super::escaping::Out;
use super::granted::Binding;
use super::memo::Memo;
use super::objects::Object;
use super::requests::ApiRequest;
use super::ruled::Ruled;
use super::whatever::Whatever;

/// All that was said.
#[derive(Default)]
pub(super) struct Said {
    steps: Memo<Step, Ruled>,
    /// The same where the way tells the names that it was tried with.
    ways: Memo<(Step, Option<Name>, Node), Ruled>,
    /// The number of each list of requests.
    requests: Memo<Vec<ApiRequest>, usize>,
    /// The number of those that some roles allow for a step of an entry.
    allowed: Memo<(usize, Option<u8>, Vec<RoleId>), usize>,
    /// Whether all requests of an entry are let in.
    open: Memo<Anywhere, bool>,
    pub(super) bindings: Memo<Binding, ()>,
    /// Bindings that are refused, alike in the same way, and who refuses them.
    pub(super) refused: Memo<Binding, Ruled>,
    /// What is refused whatever the names.
    pub(super) whatever: Whatever,
    /// What is refused whatever is written.
    pub(super) blindly: Blindly,
    /// How pods get out, by the requests that make them.
    outs: Memo<(Anywhere, usize), Out>,
    /// Whether an entry is let in whatever it writes.
    blind: Memo<Anywhere, bool>,
}

/// An entry, the namespace, and the kind of who takes its steps, with whether that is its own namespace: a guard may compare
/// the two.
pub(super) type Anywhere = (usize, Option<Name>, (Option<usize>, bool));

/// What guards can know of a step that writes no RBAC.
#[derive(PartialEq, Eq, Hash)]
struct Step {
    at: Anywhere,
    step: Option<u8>,
    /// The number of those that the rules allow.
    requests: usize,
    object: Object,
    /// Whether the object is the own account of who takes it.
    own: bool,
}

impl Admitted<'_> {
    /// What writes no RBAC is the same for all who are alike.
    pub(super) fn rule_known(&self, taken: &Taken<'_, '_>, namespace: Option<&Name>) -> Ruled {
        let own = matches!(taken.to, Node::Subject(subject) if taken.who.identity.first() == Some(subject));
        let step = Step {
            at: self.anywhere(taken, namespace.map(|namespace| self.own_or_alike(taken, namespace))),
            step: taken.step,
            requests: self.requests(taken),
            object: self.object(taken, namespace),
            own,
        };
        if let Some(known) = self.said.steps.get(&step) {
            return known;
        }
        let told = (step, namespace.cloned(), taken.to.clone());
        if let Some(known) = self.said.ways.get(&told) {
            return known;
        }
        let ruled = self.weigh_step(taken, namespace);
        match &ruled.way {
            Some(_) if !ruled.is_blocked() => self.said.ways.keep(told, ruled.clone()),
            _ => self.said.steps.keep(told.0, ruled.clone()),
        }
        ruled
    }

    /// How pods of all who are like this get out of a namespace, which `find` finds out.
    pub(super) fn known_out(&self, taken: &Taken<'_, '_>, namespace: &Name, find: impl FnOnce() -> Out) -> Out {
        let asked = (self.anywhere(taken, Some(namespace.clone())), self.requests(taken));
        self.said.outs.get(&asked).unwrap_or_else(|| {
            let found = find();
            self.said.outs.keep(asked, found.clone());
            found
        })
    }

    /// The number of the requests that the rules of a step allow.
    pub(super) fn requests(&self, taken: &Taken<'_, '_>) -> usize {
        let find = || self.said.requests.number(taken.requests_of_step());
        if taken.hit.within.is_some() {
            return find();
        }
        let roles = taken.hit.grants.iter().map(|grant| grant.role).collect();
        let hit = (taken.hit.entry, taken.step, roles);
        self.said.allowed.get(&hit).unwrap_or_else(|| {
            let number = find();
            self.said.allowed.keep(hit, number);
            number
        })
    }

    /// Whether guards let all who are like this one take this step everywhere, by the plainest way: then none of them need
    /// be told.
    pub(in crate::escalation) fn lets_all(&self, taken: &Taken<'_, '_>) -> bool {
        let concern = self.concern(taken.hit.entry);
        // Of several namespaces each has labels of its own.
        let several = concern.is_about("namespaces") && taken.hit.targets != NameSet::Any;
        if !concern.any || concern.is_by_object() || several {
            return !concern.any;
        }
        let places = match taken.hit.scope.namespace() {
            Some(namespace) => vec![Some(self.stand_in_for(taken, namespace))],
            None => self.one_of_each(taken.who, taken.world).into_iter().map(Some).collect(),
        };
        // There may be no namespace at all.
        let places = if places.is_empty() { vec![None] } else { places };
        let mut places = places.into_iter().map(|namespace| self.anywhere(taken, namespace));
        places.all(|at| if concern.rbac { self.lets_blindly(taken, at) } else { self.lets_plainly(taken, at) })
    }

    pub(super) fn anywhere(&self, taken: &Taken<'_, '_>, namespace: Option<Name>) -> Anywhere {
        let users = self.concern(taken.hit.entry).users;
        let kind = if users { self.users.number(taken.who) } else { None };
        let at_home = users && namespace.is_some() && namespace.as_ref() == taken.who.home();
        (taken.hit.entry, namespace, (kind, at_home))
    }

    /// A namespace that is the same to all guards; itself where they look at accounts, which are its own.
    fn own_or_alike(&self, taken: &Taken<'_, '_>, namespace: &Name) -> Name {
        let own = self.look_at_accounts(taken.hit.entry);
        if own { namespace.clone() } else { self.stand_in_for(taken, namespace) }
    }

    /// A namespace that is the same to all guards, and the own one of who takes the step if this is.
    pub(super) fn stand_in_for(&self, taken: &Taken<'_, '_>, namespace: &Name) -> Name {
        let other = self.stand_in(namespace, taken.world);
        let home = taken.who.home();
        if home == Some(namespace) || home == Some(&other) { namespace.clone() } else { other }
    }

    /// Whether guards let in whatever is written by the requests of an entry.
    fn lets_blindly(&self, taken: &Taken<'_, '_>, at: Anywhere) -> bool {
        if let Some(known) = self.said.blind.get(&at) {
            return known;
        }
        let lets = self.lets_each(taken.who, &taken.blind_ways(at.1.as_ref()));
        self.said.blind.keep(at, lets);
        lets
    }

    /// Whether they let in the step, by every request that there is for it or by those that the rules allow.
    fn lets_plainly(&self, taken: &Taken<'_, '_>, at: Anywhere) -> bool {
        let every = self.said.open.get(&at).unwrap_or_else(|| {
            let ways = taken.plain_ways(at.1.as_ref());
            let lets = ways.is_some_and(|writes| self.lets_each(taken.who, &writes));
            self.said.open.keep(at.clone(), lets);
            lets
        });
        every || self.rule_known(taken, at.1.as_ref()) == Ruled::open()
    }
}
