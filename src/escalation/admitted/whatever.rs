//! What is refused whatever the names: nobody need ask about one role after the other.
//!
//! A binding of a role that is not known, by a name that is not known, with marks that are not known, is refused only where
//! every binding is. So N roles and N who may bind them are N questions.

use std::mem::{Discriminant, discriminant};

use crate::graph::{Hub, Node};
use crate::guards::admission::{NamespaceLabels, Operation};
use crate::model::Name;
use crate::template::Effect;

use super::Admitted;
use super::alike::expressions;
use super::cases::Taken;
use super::memo::Memo;
use super::ruled::Ruled;
use super::said::Anywhere;
use super::write::{Choice, Object, Write};

/// Who is refused what it writes whatever it is called, and by whom.
#[derive(Default)]
pub(super) struct Whatever(Memo<Nameless, Option<Ruled>>);

/// How much is left open.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Open {
    /// What is made new, by any name.
    Made,
    /// And what is changed, whatever it is.
    Changed,
    /// And for whomever.
    Subjects,
}

/// What guards can know of a step whose names are left open.
#[derive(PartialEq, Eq, Hash)]
struct Nameless {
    at: Anywhere,
    step: Option<u8>,
    requests: usize,
    /// Whom it names, and whether that is at home there.
    grantee: (Option<usize>, bool),
    to: Option<Discriminant<Hub>>,
    open: Open,
}

impl Admitted<'_> {
    /// Whether every binding for whom this would name is refused, of whichever role, made or changed.
    pub(super) fn refuses_whatever(&self, taken: &Taken<'_, '_>, namespace: Option<&Name>) -> bool {
        self.refuses(taken, namespace, Open::Changed)
    }

    /// The same for whomever.
    pub(in crate::escalation) fn refuses_whomever(&self, taken: &Taken<'_, '_>, namespace: Option<&Name>) -> bool {
        self.refuses(taken, namespace, Open::Subjects)
    }

    fn refuses(&self, taken: &Taken<'_, '_>, namespace: Option<&Name>, open: Open) -> bool {
        let counts = self.snapshot.admission_policies.iter().flat_map(expressions).any(|text| text.contains("size("));
        let binds = matches!(taken.entry.gives, Some(Effect::Role { .. }));
        binds && !counts && self.nameless(taken, namespace, open).is_some()
    }

    /// Who refuses what is made new, whatever it is called: a role, or a binding where none that is there may be changed for it.
    pub(super) fn refused_by_any_name(&self, taken: &Taken<'_, '_>, namespace: Option<&Name>) -> Option<Ruled> {
        let is_new = match taken.to {
            Node::Hub(Hub::Bound(..) | Hub::BindAbsent(..)) => {
                matches!(taken.entry.gives, Some(Effect::Role { .. })) && taken.only_creates(namespace)
            }
            Node::Hub(Hub::Claim(..)) => true,
            _ => taken.makes_and_binds(),
        };
        is_new.then(|| self.nameless(taken, namespace, Open::Made)).flatten()
    }

    fn nameless(&self, taken: &Taken<'_, '_>, namespace: Option<&Name>, open: Open) -> Option<Ruled> {
        let home = taken.grantee.home();
        let asked = Nameless {
            at: self.anywhere(taken, namespace.map(|namespace| self.stand_in_for(taken, namespace))),
            step: taken.step,
            requests: self.requests(taken),
            grantee: (self.users.number(taken.grantee), home.is_some() && home == namespace),
            to: match taken.to {
                Node::Hub(to) if open == Open::Made => Some(discriminant(to)),
                _ => None,
            },
            open,
        };
        self.said.whatever.0.get(&asked).unwrap_or_else(|| {
            let found = self.ask_nameless(taken, namespace, open);
            self.said.whatever.0.keep(asked, found.clone());
            found
        })
    }

    fn ask_nameless(&self, taken: &Taken<'_, '_>, namespace: Option<&Name>, open: Open) -> Option<Ruled> {
        let refusal = |choices: &[Choice]| {
            let mut first = None;
            for choice in choices {
                let mut made = choice.clone().emptied().by_any_name(open == Open::Subjects);
                if open == Open::Subjects {
                    // Labels may change, too.
                    made.writes.iter_mut().for_each(|write| write.namespace_labels = NamespaceLabels::Any);
                }
                let later = (open != Open::Made).then(|| made.clone().changing());
                for ruled in std::iter::once(made).chain(later).map(|choice| self.try_out(taken.who, &choice)) {
                    if !ruled.is_blocked() {
                        return None;
                    }
                    first.get_or_insert(ruled);
                }
            }
            first
        };
        taken.cases(namespace).iter().find_map(|choices| refusal(choices))
    }
}

impl Choice {
    /// The same of roles and bindings by any name, of any role, and for any subjects.
    pub(super) fn by_any_name(self, whomever: bool) -> Self {
        let mut other = self.blurred(true);
        for write in &mut other.writes {
            write.name.clear();
            for object in [&mut write.object, &mut write.old].into_iter().flatten() {
                let fields = object.as_object_mut();
                let fixed = |field: &str| field != "roleRef" && !(whomever && field == "subjects");
                fields.into_iter().for_each(|fields| fields.retain(|field, _| fixed(field)));
                let metadata = object.get_mut("metadata").and_then(Object::as_object_mut);
                metadata.into_iter().for_each(|known| known.retain(|field, _| field != "name"));
            }
        }
        other
    }

    /// The same written over something that is there.
    fn changing(mut self) -> Self {
        for write in self.writes.iter_mut().filter(|write| write.operation == Operation::Create) {
            *write = Write { operation: Operation::Update, old: Some(Object::Null), ..write.clone() };
        }
        self
    }
}
