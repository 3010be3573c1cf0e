//! Who may do it to objects of certain names only.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::authz::Grant;
use crate::model::{Snapshot, Subject};
use crate::query::{GrantInfo, Origins};

/// One binding that gives it for objects of these names: each of its subjects may do it to each of them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct ByName {
    /// `cluster` or `namespace/NS`.
    pub scope: String,
    /// Who, sorted.
    pub subjects: Vec<String>,
    /// To which objects, sorted.
    pub names: Vec<String>,
    /// The grants, one for each rule; all are of one binding.
    pub grants: Vec<GrantInfo>,
}

/// One row for each binding that names a subject, in the order of bindings.
pub(super) fn by_name(origins: &Origins<'_>, snapshot: &Snapshot, grants: &BTreeSet<Grant>) -> Vec<ByName> {
    let grants: Vec<&Grant> = grants.iter().collect();
    let of_bindings = grants.chunk_by(|one, other| one.binding == other.binding);
    of_bindings.filter_map(|grants| row(origins, snapshot, grants)).collect()
}

fn row(origins: &Origins<'_>, snapshot: &Snapshot, grants: &[&Grant]) -> Option<ByName> {
    let binding = snapshot.binding(grants.first()?.binding?);
    let rules = grants.iter().filter_map(|grant| origins.rule(grant));
    let names: BTreeSet<&str> = rules.flat_map(|rule| &rule.resource_names).map(|name| name.as_str()).collect();
    let subjects: BTreeSet<String> = binding.subjects.iter().map(Subject::id).collect();
    (!subjects.is_empty()).then(|| ByName {
        scope: binding.scope().id(),
        subjects: subjects.into_iter().collect(),
        names: names.into_iter().map(str::to_owned).collect(),
        grants: grants.iter().map(|grant| origins.info(grant)).collect(),
    })
}
