//! One identity that is asked about many roles: what it holds somewhere is indexed once, not once for each role.

use std::cell::RefCell;
use std::rc::Rc;

use crate::authz::coverage::Held;
use crate::authz::{Access, rule_concerns};
use crate::model::{HashMap, RoleId, RoleKind, Rule, Scope, Subject};

use super::{MASTERS, role_request};

/// An identity that may write bindings, asked which roles it may bind because it holds their rules.
pub struct Binder<'a, 's> {
    access: &'a Access<'s>,
    identity: Vec<Subject>,
    /// Whether anything that it holds could spare it the comparison: most hold no such verb, so nobody asks for each role.
    spared: bool,
    /// What it holds, by where.
    held: RefCell<HashMap<Scope, Rc<Held<'s>>>>,
}

impl<'a, 's> Binder<'a, 's> {
    /// The identity is the subject itself and its groups, as given.
    #[must_use]
    pub fn new(access: &'a Access<'s>, identity: Vec<Subject>) -> Self {
        let spared = identity.contains(&Subject::group(MASTERS)) || may_bind_some(access, &identity);
        Binder { access, identity, spared, held: RefCell::default() }
    }

    /// Whether it holds all of these rules there.
    #[must_use]
    pub fn covers(&self, scope: &Scope, rules: &[Rule]) -> bool {
        let known = self.held.borrow().get(scope).cloned();
        let held = known.unwrap_or_else(|| {
            let held = Rc::new(self.held_in(scope));
            self.held.borrow_mut().insert(scope.clone(), Rc::clone(&held));
            held
        });
        held.covers(rules)
    }

    /// Whether the comparison of rules decides at all: neither `system:masters` nor the verb `bind` spares it.
    #[must_use]
    pub fn is_compared(&self, scope: &Scope, role: RoleId) -> bool {
        let role = self.access.snapshot().role(role);
        let spared = || self.access.without_coverage(&self.identity, "bind", role.kind(), scope, &role.name);
        !self.spared || spared().is_none()
    }

    fn held_in(&self, scope: &Scope) -> Held<'s> {
        let snapshot = self.access.snapshot();
        let grants = self.access.rules_for(&self.identity, scope).into_iter();
        Held::new(grants.filter_map(|grant| snapshot.role(grant.role).rules.get(grant.rule)))
    }
}

/// Whether an identity holds the verb `bind` on any role anywhere.
fn may_bind_some(access: &Access<'_>, identity: &[Subject]) -> bool {
    let bindings = identity.iter().flat_map(|subject| access.bindings_naming(subject));
    let roles = bindings.filter_map(|binding| access.role_of(*binding));
    let mut rules = roles.flat_map(|role| &access.snapshot().role(role).rules);
    let kinds = [RoleKind::Role, RoleKind::ClusterRole].map(|kind| role_request("bind", kind, "", ""));
    rules.any(|rule| kinds.iter().any(|request| rule_concerns(rule, request)))
}
