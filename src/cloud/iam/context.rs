//! What a request tells beside who asks for what.

use std::collections::BTreeMap;

use crate::model::Name;

use super::Doubt;

/// The value of a context key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ContextValue {
    /// These; several for a key of several values.
    Known(Vec<Name>),
    /// The request does not have the key.
    Absent,
    /// Whatever suits the caller.
    ChosenByCaller {
        /// Whether the caller may leave it out.
        optional: bool,
    },
    /// This, or the request does not have the key: what hangs on it is not known.
    KnownOrAbsent(Name, Doubt),
    /// It begins with this and goes on in a way that is not known: `AROA…:` before the name of a session.
    BeginsWith(Name, Doubt),
    /// It is not known.
    Unknown(Doubt),
}

/// Values of context keys that whoever asks knows better than the export; they win.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Context(BTreeMap<Name, ContextValue>);

impl Context {
    /// Nothing but what the export tells.
    #[must_use]
    pub fn new() -> Self {
        Context::default()
    }

    /// The same with a key of this value; keys are compared without regard to case.
    #[must_use]
    pub fn with(mut self, key: &str, value: ContextValue) -> Self {
        self.0.insert(key.to_ascii_lowercase().into(), value);
        self
    }

    /// The same with a key of one known value.
    #[must_use]
    pub fn with_text(self, key: &str, value: &str) -> Self {
        self.with(key, ContextValue::text(value))
    }

    /// What is said of a key in lower case.
    pub(super) fn get(&self, key: &Name) -> Option<&ContextValue> {
        self.0.get(key)
    }
}

impl ContextValue {
    /// One known value.
    #[must_use]
    pub fn text(value: &str) -> Self {
        ContextValue::Known(vec![value.into()])
    }

    pub(super) fn flag(value: bool) -> Self {
        ContextValue::text(if value { "true" } else { "false" })
    }

    pub(super) fn unknown(key: &Name) -> Self {
        ContextValue::Unknown(Doubt::Key(key.clone()))
    }
}
