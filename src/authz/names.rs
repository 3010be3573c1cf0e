//! Sets of object names, as rules make them.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::Name;

/// The names that a grant covers.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum NameSet {
    /// Every name, and requests without one.
    Any,
    /// These only. Shared: one role may be bound in a thousand namespaces.
    Only(Arc<BTreeSet<Name>>),
}

impl NameSet {
    /// The set of these names.
    pub fn of(names: impl IntoIterator<Item = Name>) -> Self {
        NameSet::Only(Arc::new(names.into_iter().collect()))
    }

    /// The set without a name.
    #[must_use]
    pub fn empty() -> Self {
        NameSet::of([])
    }

    /// Whether no name is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self, NameSet::Only(names) if names.is_empty())
    }

    /// Whether this name is in it.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        match self {
            NameSet::Any => true,
            NameSet::Only(names) => Name::known(name).is_some_and(|name| names.contains(&name)),
        }
    }

    /// Adds all of another set.
    pub fn add(&mut self, other: &NameSet) {
        match (&mut *self, other) {
            (NameSet::Any, _) => {}
            (_, NameSet::Any) => *self = NameSet::Any,
            (NameSet::Only(mine), NameSet::Only(theirs)) if Arc::ptr_eq(mine, theirs) => {}
            (NameSet::Only(mine), NameSet::Only(theirs)) if mine.is_empty() => *mine = Arc::clone(theirs),
            (NameSet::Only(mine), NameSet::Only(theirs)) => Arc::make_mut(mine).extend(theirs.iter().cloned()),
        }
    }

    /// What either has.
    #[must_use]
    pub fn or(mut self, other: &NameSet) -> NameSet {
        self.add(other);
        self
    }

    /// What both have.
    #[must_use]
    pub fn and(&self, other: &NameSet) -> NameSet {
        match (self, other) {
            (NameSet::Any, set) | (set, NameSet::Any) => set.clone(),
            (NameSet::Only(mine), NameSet::Only(theirs)) if Arc::ptr_eq(mine, theirs) => self.clone(),
            (NameSet::Only(mine), NameSet::Only(theirs)) => NameSet::Only(Arc::new(mine.as_ref() & theirs.as_ref())),
        }
    }
}
