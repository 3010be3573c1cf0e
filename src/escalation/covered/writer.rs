//! A subject that may write bindings: which roles it may bind to itself without the verb `bind`.
//!
//! It is compared once with each list of rules in each place where it holds something else: the roles of a large cluster
//! are copies of a few hundred.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::authz::{Access, Binder, identity_of};
use crate::graph::{Hub, Node};
use crate::model::{HashMap, Name, RoleId, Scope, Subject};
use crate::template::{EntryScope, Hit};

use super::super::role::{Changes, creates};
use super::World;
use super::rewritable::Rewritable;

pub(super) struct Writer<'a, 's> {
    binder: Binder<'a, 's>,
    hit: &'a Hit,
    /// Which kind of binding.
    kind: EntryScope,
    /// Whether it makes new ones; else it adds itself to those that there are.
    makes: bool,
    changes: Changes<'a>,
    access: &'a Access<'s>,
    world: &'a World<'s>,
    /// The namespaces where it holds more than it does everywhere.
    more_in: BTreeSet<&'s Name>,
    /// Whether what it holds somewhere covers the rules of a role, by where and by the first role that has these rules.
    covers: RefCell<HashMap<(Scope, RoleId), bool>>,
}

impl<'a, 's> Writer<'a, 's> {
    pub(super) fn new(
        subject: &Subject,
        hit: &'a Hit,
        kind: EntryScope,
        access: &'a Access<'s>,
        world: &'a World<'s>,
    ) -> Self {
        let identity = identity_of(subject);
        let bindings = identity.iter().flat_map(|subject| access.bindings_naming(subject));
        let namespaces = bindings.filter_map(|id| access.snapshot().binding(*id).namespace.as_ref());
        // In one namespace nothing is the same everywhere.
        let more_in = if hit.scope == Scope::Cluster { namespaces.collect() } else { BTreeSet::new() };
        let (makes, changes) = (creates(kind, hit, world), Changes::of(kind, hit, world));
        let binder = Binder::new(access, identity);
        Writer { binder, hit, kind, makes, changes, access, world, more_in, covers: RefCell::default() }
    }

    /// What it may bind itself to.
    pub(super) fn bindable(&self, rewritable: &Rewritable) -> Vec<Node> {
        let one_by_one = rewritable.one_by_one(&self.hit.scope, self.kind);
        let mut nodes: Vec<Node> = one_by_one.flat_map(|role| self.bound(role)).collect();
        if self.kind == EntryScope::Namespace {
            for namespace in rewritable.all_of(&self.hit.scope) {
                // Any Role of the namespace will do.
                let roles = self.world.roles.get(namespace).into_iter().flat_map(|roles| roles.values());
                nodes.extend(roles.flat_map(|&role| self.bound(role)).next());
            }
        }
        nodes
    }

    /// The role wherever this writer may bind it.
    fn bound(&self, id: RoleId) -> Vec<Node> {
        let places = if self.makes { self.made(id) } else { self.joined(id) };
        let node = |scope: Scope| match (&scope, self.kind) {
            (Scope::Cluster, EntryScope::Namespace) => Node::Hub(Hub::BindCovered(id)),
            _ => Node::Role(id, scope),
        };
        places.into_iter().map(node).collect()
    }

    /// Where it may make a binding of this role. Everybody who makes bindings is led to roles without rules at once.
    fn made(&self, id: RoleId) -> Vec<Scope> {
        let role = self.world.snapshot.role(id);
        let place = match (&role.namespace, self.kind) {
            _ if role.rules.is_empty() => return Vec::new(),
            (None, _) => self.hit.scope.clone(),
            (Some(_), EntryScope::Cluster) => return Vec::new(),
            (Some(namespace), EntryScope::Namespace) => Scope::Namespace(namespace.clone()),
        };
        if !self.writes_in(&place) {
            return Vec::new();
        }
        if self.covers(id, &place) {
            return vec![place];
        }
        let everywhere = self.kind == EntryScope::Namespace && place == Scope::Cluster;
        let more = self.more_in.iter().filter(|_| everywhere).map(|name| Scope::Namespace((*name).clone()));
        more.filter(|place| self.covers(id, place)).collect()
    }

    /// Where it may add itself to a binding of this role.
    fn joined(&self, id: RoleId) -> Vec<Scope> {
        let bindings = self.access.bindings_of(id).iter().map(|id| self.access.snapshot().binding(*id));
        let is_kind = |scope: &Scope| (*scope == Scope::Cluster) == (self.kind == EntryScope::Cluster);
        let places: BTreeSet<Scope> = bindings
            .filter(|binding| self.changes.may(binding))
            .map(|binding| binding.scope())
            .filter(|scope| is_kind(scope) && self.writes_in(scope))
            .collect();
        places.into_iter().filter(|place| self.covers(id, place)).collect()
    }

    fn writes_in(&self, place: &Scope) -> bool {
        self.hit.scope == Scope::Cluster || self.hit.scope == *place
    }

    /// Whether it holds all rules of this role in this place, and not the verb `bind`.
    fn covers(&self, id: RoleId, place: &Scope) -> bool {
        let role = self.world.snapshot.role(id);
        let same =
            self.hit.scope == Scope::Cluster && place.namespace().is_none_or(|name| !self.more_in.contains(name));
        // Where it holds nothing more than everywhere, the answer is that for everywhere.
        let held_in = if same { &Scope::Cluster } else { place };
        let of_list = || self.binder.covers(held_in, &role.rules);
        let list = (held_in.clone(), self.access.first_of_list(id));
        let covered = *self.covers.borrow_mut().entry(list).or_insert_with(of_list);
        covered && self.binder.is_compared(place, id)
    }
}
