//! What tells a binding of a tool, whether it says when it ends or not.

use serde::{Deserialize, Serialize};

use crate::model::{Binding, History, Labels, Name};

/// What tells a binding of a tool: any of these.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Traits {
    /// Labels, with their value where only that one tells.
    pub labels: Vec<(Name, Option<Name>)>,
    /// Annotations, the same.
    pub annotations: Vec<(Name, Option<Name>)>,
    /// API groups of its owners.
    pub owners: Vec<Name>,
    /// Names.
    pub names: Vec<NamePattern>,
}

/// A name, or what names begin with.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum NamePattern {
    /// This one.
    Exact(Name),
    /// Every name that begins so; written with a `*` at the end.
    Prefix(Name),
}

impl NamePattern {
    /// Reads `NAME` or `BEGINNING*`; nothing for a star anywhere else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let beginning = text.strip_suffix('*');
        let name = beginning.unwrap_or(text);
        let pattern = if beginning.is_some() { NamePattern::Prefix } else { NamePattern::Exact };
        (!name.contains('*')).then(|| pattern(name.into()))
    }

    /// Whether a name is meant.
    #[must_use]
    pub fn matches(&self, name: &str) -> bool {
        match self {
            NamePattern::Exact(exact) => exact == name,
            NamePattern::Prefix(beginning) => name.starts_with(beginning.as_str()),
        }
    }
}

impl Traits {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Traits::default()
    }

    pub(super) fn hold(&self, binding: &Binding) -> bool {
        let of_history = |history: &History| {
            bears(&history.labels, &self.labels)
                || bears(&history.annotations, &self.annotations)
                || history.owners.iter().any(|owner| self.owners.contains(&owner.api_group))
        };
        self.names.iter().any(|pattern| pattern.matches(&binding.name))
            || binding.history.as_deref().is_some_and(of_history)
    }
}

fn bears(map: &Labels, wanted: &[(Name, Option<Name>)]) -> bool {
    wanted.iter().any(|(key, value)| {
        let found = map.get(key);
        found.is_some_and(|found| value.as_ref().is_none_or(|value| value == found))
    })
}
