//! Who objects to a step, and in which words. Many steps are refused alike, so the words are made once and shared.

use std::sync::{Arc, OnceLock};

use crate::guards::admission::Guard;

/// Who refuses a step, or may.
#[derive(Clone, Default, Debug)]
pub(in crate::escalation) struct Objections(Option<Arc<Shared>>);

#[derive(Debug)]
struct Shared {
    /// The guards, and what they say.
    all: Vec<(Guard, String)>,
    told: OnceLock<Vec<String>>,
}

impl Objections {
    /// The guards, with what each says.
    pub(super) fn all(&self) -> &[(Guard, String)] {
        self.0.as_ref().map_or(&[], |shared| &shared.all)
    }

    pub(super) fn guards(&self) -> impl Iterator<Item = &Guard> {
        self.all().iter().map(|(guard, _)| guard)
    }

    /// A line for each.
    pub(super) fn told(&self) -> &[String] {
        let line = |(guard, said): &(Guard, String)| format!("{}: {said}", guard.id());
        let shared = self.0.as_ref();
        shared.map_or(&[], |shared| shared.told.get_or_init(|| shared.all.iter().map(line).collect()))
    }

    /// These and those.
    pub(super) fn and(self, other: Self) -> Self {
        match (self.all(), other.all()) {
            (_, []) => self,
            ([], _) => other,
            (these, those) => these.iter().chain(those).cloned().collect(),
        }
    }
}

impl FromIterator<(Guard, String)> for Objections {
    fn from_iter<I: IntoIterator<Item = (Guard, String)>>(all: I) -> Self {
        let all: Vec<(Guard, String)> = all.into_iter().collect();
        Objections((!all.is_empty()).then(|| Arc::new(Shared { all, told: OnceLock::new() })))
    }
}

impl PartialEq for Objections {
    fn eq(&self, other: &Self) -> bool {
        self.all() == other.all()
    }
}

impl Eq for Objections {}
