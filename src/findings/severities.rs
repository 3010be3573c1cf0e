//! How bad each binding is by what it grants, for those that ask nothing else.

use crate::authz::Access;
use crate::escalation::Escalation;
use crate::model::{BindingId, HashMap, Name, Snapshot};
use crate::template::{Severity, Template};

use super::assess::Assessment;
use super::builtin::Builtin;
use super::risky;

/// How bad each binding is by what it grants: as among the risky bindings of a scan.
pub struct Severities {
    risky: HashMap<BindingId, (Severity, Vec<Name>)>,
    builtin: Builtin,
}

impl Severities {
    /// Judges every binding.
    #[must_use]
    pub fn new(snapshot: &Snapshot, access: &Access<'_>, template: &Template, escalation: &Escalation<'_>) -> Self {
        let assessment = Assessment::new(snapshot, access, template, escalation, &[]);
        let risky = snapshot.binding_ids().filter_map(|(id, _)| {
            let (rated, entries) = risky::of_binding(&assessment, id)?;
            Some((id, (rated.severity, entries)))
        });
        Severities { risky: risky.collect(), builtin: Builtin::new(access) }
    }

    /// The severity of what a binding grants, and the entries of the template; `info` and none for nothing risky.
    #[must_use]
    pub fn of(&self, id: BindingId) -> (Severity, Vec<Name>) {
        self.risky.get(&id).cloned().unwrap_or((Severity::Info, Vec::new()))
    }

    /// Whether the API server itself installs a binding, and its role, so.
    #[must_use]
    pub fn is_built_in(&self, id: BindingId) -> bool {
        self.builtin.binding(id)
    }
}
