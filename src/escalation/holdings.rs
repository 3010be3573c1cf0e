//! What subjects hold, as far as it can be a part of something that takes several roles.
//!
//! What a group holds is worked out once, by entry and scope, so that a member meets only what can complete a role of its
//! own: the same entry, in the same scope or everywhere. Cost: for each subject its own bindings and those of its groups
//! that fit them.

use std::collections::{BTreeMap, BTreeSet};

use crate::authz::{Access, implied_groups};
use crate::model::{BindingId, HashMap, RoleId, Scope, Subject};
use crate::template::HeldRole;

/// The bindings of a group by entry and scope.
type ByEntry = HashMap<usize, BTreeMap<Scope, Vec<BindingId>>>;

/// What subjects hold.
pub(super) struct Holdings<'a, 's> {
    access: &'a Access<'s>,
    /// The entries of which each role satisfies a need, as far as they have several; sorted.
    legs: HashMap<RoleId, Vec<usize>>,
    /// What the groups hold that somebody is in without being told.
    groups: HashMap<Subject, ByEntry>,
}

impl<'a, 's> Holdings<'a, 's> {
    /// Works out what the groups hold; `legs` gives the entries with several needs that a role satisfies one of.
    pub(super) fn new(access: &'a Access<'s>, legs: impl Fn(RoleId) -> Vec<usize>) -> Self {
        let legs = access.snapshot().role_ids().map(|(id, _)| (id, legs(id))).filter(|(_, legs)| !legs.is_empty());
        let mut holdings = Holdings { access, legs: legs.collect(), groups: HashMap::default() };
        let groups: BTreeSet<Subject> = access.subjects().flat_map(|(subject, _)| implied_groups(subject)).collect();
        for group in groups {
            let held = holdings.of_group(&group);
            holdings.groups.insert(group, held);
        }
        holdings
    }

    fn of_group(&self, group: &Subject) -> ByEntry {
        let mut held = ByEntry::default();
        for &binding in self.access.bindings_naming(group) {
            for &entry in self.legs_of(binding) {
                held.entry(entry).or_default().entry(self.scope(binding)).or_default().push(binding);
            }
        }
        held
    }

    /// The roles that a subject could combine: those of its own that are part of something, and those of its groups that
    /// fit them. Nothing when it has fewer than two.
    pub(super) fn of(&self, subject: &Subject) -> Vec<HeldRole> {
        let own: Vec<BindingId> = self.access.bindings_naming(subject).to_vec();
        let own: Vec<BindingId> = own.into_iter().filter(|id| !self.legs_of(*id).is_empty()).collect();
        let places: BTreeSet<(usize, Scope)> =
            own.iter().flat_map(|&id| self.legs_of(id).iter().map(move |&entry| (entry, self.scope(id)))).collect();
        let mut inherited = BTreeSet::new();
        for group in implied_groups(subject) {
            let Some(held) = self.groups.get(&group) else { continue };
            places.iter().for_each(|(entry, scope)| fitting(held, *entry, scope, &mut inherited));
        }
        let own = own.into_iter().map(|id| (id, false));
        let roles = own.chain(inherited.into_iter().map(|id| (id, true)));
        let roles: Vec<HeldRole> = roles.filter_map(|(id, inherited)| self.role(id, inherited)).collect();
        if roles.len() < 2 { Vec::new() } else { roles }
    }

    fn role(&self, id: BindingId, inherited: bool) -> Option<HeldRole> {
        Some(HeldRole { binding: Some(id), role: self.access.role_of(id)?, scope: self.scope(id), inherited })
    }

    fn legs_of(&self, binding: BindingId) -> &[usize] {
        let legs = self.access.role_of(binding).and_then(|role| self.legs.get(&role));
        legs.map_or(&[], Vec::as_slice)
    }

    fn scope(&self, binding: BindingId) -> Scope {
        self.access.snapshot().binding(binding).scope()
    }
}

/// The bindings that can complete a need of an entry held in this scope.
fn fitting(held: &ByEntry, entry: usize, scope: &Scope, found: &mut BTreeSet<BindingId>) {
    let Some(scopes) = held.get(&entry) else { return };
    if *scope == Scope::Cluster {
        found.extend(scopes.values().flatten());
    } else {
        let both = [scope, &Scope::Cluster].into_iter().filter_map(|scope| scopes.get(scope));
        found.extend(both.flatten());
    }
}
