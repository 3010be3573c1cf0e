//! One binding, with all that the checks ask about it.

use crate::findings::Severities;
use crate::model::{Binding, BindingId, History, Time, Writer};
use crate::template::{SaidIn, Severity, Template};

use super::Rules;
use super::expiry::{self, Expiry, Reading, Unparseable};
use super::holdings::World;

/// One binding, with all that the checks ask about it.
pub struct Case<'a> {
    /// Its id.
    pub id: BindingId,
    /// The binding.
    pub binding: &'a Binding,
    /// How bad what it grants is.
    pub severity: Severity,
    /// The entries of the template that it grants.
    pub entries: Vec<String>,
    /// Why it is temporary; nothing where it is not.
    pub temporary: Vec<Temporary>,
    /// When it ends.
    pub expiry: Expiry,
    /// What it says of its end and nobody understands.
    pub unparseable: Vec<Unparseable>,
    /// Where it says when it ends.
    pub(super) places: Vec<SaidIn>,
    pub(super) rules: &'a Rules,
    pub(super) world: &'a World<'a>,
}

/// Why a binding is temporary.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Temporary {
    /// A tool marked it, by the id of the mark.
    Marked(String),
    /// It was declared so, in these words.
    Declared(String),
}

impl Temporary {
    /// `kube-janitor`, `declared prod`.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Temporary::Marked(mark) => mark.clone(),
            Temporary::Declared(what) => format!("declared {what}"),
        }
    }
}

impl<'a> Case<'a> {
    pub(super) fn new(
        id: BindingId,
        world: &'a World<'a>,
        severities: &Severities,
        template: &Template,
        rules: &'a Rules,
    ) -> Self {
        let binding = world.snapshot.binding(id);
        let Reading { expiry, unparseable, places, marks } = expiry::read(binding, &template.marks);
        let marked = marks.into_iter().map(|mark| Temporary::Marked(mark.id.clone()));
        let mut temporary: Vec<Temporary> = marked.collect();
        let declared = rules.declared.iter().filter(|declared| declared.holds(binding, world.snapshot));
        temporary.extend(declared.map(|declared| Temporary::Declared(declared.to_string())));
        let (severity, entries) = severities.of(id);
        let entries = entries.iter().map(|entry| entry.as_str().to_owned()).collect();
        Case { id, binding, severity, entries, temporary, expiry, unparseable, places, rules, world }
    }

    /// What the binding tells of itself.
    #[must_use]
    pub fn history(&self) -> Option<&'a History> {
        self.binding.history.as_deref()
    }

    /// When it was made, where that is told.
    #[must_use]
    pub fn created(&self) -> Option<Time> {
        self.history().and_then(|history| history.created)
    }

    /// The program that made it: the first that wrote `roleRef`, which never changes.
    #[must_use]
    pub fn maker(&self) -> Option<&'a Writer> {
        let writers = self.history()?.writers.iter().filter(|writer| writer.role_ref);
        writers.min_by_key(|writer| (writer.time, &writer.manager))
    }

    /// Whether a program made it for itself: it has a controller, or was made by no kubectl.
    #[must_use]
    pub fn is_controlled(&self) -> bool {
        let owned = self.history().is_some_and(|history| history.owners.iter().any(|owner| owner.controller));
        owned || self.maker().is_some_and(|maker| !maker.manager.starts_with("kubectl"))
    }

    /// Whether it is temporary at all.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        !self.temporary.is_empty()
    }
}
