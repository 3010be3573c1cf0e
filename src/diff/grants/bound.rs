//! What is bound to a subject on one side.

use crate::authz::{Access, GrantedIn};
use crate::model::{BindingId, HashSet, Scope, Subject};

use super::lists::{Granted, ListId, Lists, Numbers};

/// A list of rules that a subject holds somewhere.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Holding {
    /// Where.
    pub(super) scope: Scope,
    /// Which.
    pub(super) list: ListId,
    /// Through which binding.
    pub(super) binding: BindingId,
}

impl Holding {
    pub(super) fn key(&self) -> Granted {
        (self.list, GrantedIn::from(&self.scope))
    }

    fn place(&self) -> (&Scope, ListId) {
        (&self.scope, self.list)
    }
}

/// The bindings of one side.
pub(super) struct Bound<'a> {
    pub(super) access: &'a Access<'a>,
    pub(super) lists: &'a Lists<'a>,
    /// The numbers of this side's lists.
    pub(super) of: &'a Numbers,
    /// Those of which nothing is told. What they grant is held all the same.
    pub(super) folded: HashSet<BindingId>,
}

impl Bound<'_> {
    /// What is bound to this subject itself, by scope and list.
    pub(super) fn to(&self, subject: &Subject) -> Vec<Holding> {
        let bindings = self.access.bindings_naming(subject).iter();
        let mut holdings: Vec<Holding> = bindings.filter_map(|&binding| self.holding(binding)).collect();
        holdings.sort_unstable();
        holdings
    }

    fn holding(&self, binding: BindingId) -> Option<Holding> {
        let first = self.access.first_of_list(self.access.role_of(binding)?);
        let list = *self.of.get(&first)?;
        Some(Holding { scope: self.access.snapshot().binding(binding).scope(), list, binding })
    }

    /// Those of these that the other side does not have in the same place, and of which something is told. Both are sorted.
    pub(super) fn beside(&self, own: &[Holding], other: &[Holding]) -> Vec<Holding> {
        let known = |holding: &Holding| other.binary_search_by(|other| other.place().cmp(&holding.place())).is_ok();
        own.iter().filter(|holding| !self.folded.contains(&holding.binding) && !known(holding)).cloned().collect()
    }
}

/// Those of these that are bound in this very scope. They must be sorted.
pub(super) fn in_scope<'h>(holdings: &'h [Holding], scope: &Scope) -> &'h [Holding] {
    let from = holdings.partition_point(|holding| holding.scope < *scope);
    let rest = holdings.get(from..).unwrap_or_default();
    let count = rest.partition_point(|holding| holding.scope == *scope);
    rest.get(..count).unwrap_or_default()
}
