//! The writes that steps are, and which guards are about them.

use crate::guards::admission::Operation;
use crate::model::{AdmissionRule, MatchResources, Name};
use crate::template::{Entry, Template};

use super::Route;

/// A kind of write.
#[derive(PartialEq, Eq)]
pub(super) struct Written<'t> {
    pub(super) group: &'t Name,
    /// With its subresource.
    pub(super) resource: &'t Name,
    pub(super) operation: Operation,
}

impl Written<'_> {
    /// `UPDATE of configmaps`.
    pub(super) fn told(&self) -> String {
        format!("{} of {}", self.operation.word(), self.resource.as_str())
    }
}

/// The writes of these routes, each once.
pub(super) fn of_routes<'t>(
    template: &'t Template,
    routes: impl IntoIterator<Item = &'t (Route, usize)>,
) -> Vec<Written<'t>> {
    let mut written: Vec<Written<'t>> = Vec::new();
    let entries = routes.into_iter().filter_map(|(_, entry)| template.entries.get(*entry));
    for write in entries.flat_map(writes) {
        if !written.contains(&write) {
            written.push(write);
        }
    }
    written
}

/// The writes that the needs of an entry are.
pub(super) fn writes(entry: &Entry) -> Vec<Written<'_>> {
    let mut all = Vec::new();
    for need in &entry.needs {
        for (group, resource) in
            need.api_groups.iter().flat_map(|group| need.resources.iter().map(move |to| (group, to)))
        {
            all.extend(need.verbs.iter().filter_map(|verb| {
                let operation = match verb.as_str() {
                    _ if ["exec", "attach", "portforward", "proxy"].iter().any(|end| resource.ends_with(end)) => {
                        Operation::Connect
                    }
                    "create" | "*" => Operation::Create,
                    "update" | "patch" => Operation::Update,
                    "delete" | "deletecollection" => Operation::Delete,
                    _ => return None,
                };
                Some(Written { group, resource, operation })
            }));
        }
    }
    all
}

/// Whether a guard is about such writes, whatever its versions, selectors, scope and names leave out: that is what makes it
/// hollow, not what makes it none.
pub(super) fn covers(matches: &MatchResources, write: &Written<'_>) -> bool {
    let any = |words: &[Name], word: &str| words.iter().any(|known| *known == "*" || *known == word);
    let plural = write.resource.split('/').next().unwrap_or_default();
    let about = |rule: &AdmissionRule| {
        let resource = |known: &Name| {
            let (resource, subresource) = known.split_once('/').unwrap_or((known, ""));
            let same = write.resource.split_once('/').map_or("", |(_, subresource)| subresource);
            (resource == "*" || resource == plural || *write.resource == "*")
                && (subresource == "*" || subresource == same)
        };
        any(&rule.operations, write.operation.word())
            && (any(&rule.api_groups, write.group) || *write.group == "*")
            && rule.resources.iter().any(resource)
    };
    matches.rules.iter().any(about)
}
