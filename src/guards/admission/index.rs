//! Finds the guards that may be asked about a resource, by its plural name.

use std::collections::HashMap;

use crate::model::{MatchResources, Name};

/// Guards by the resources of their rules.
///
/// INVARIANT: places are those of `guards`, ascending in each list; a guard stands in `everywhere` or in the lists of names.
pub(super) struct Index<T> {
    guards: Vec<T>,
    by_resource: HashMap<Name, Vec<usize>>,
    everywhere: Vec<usize>,
}

impl<T> Index<T> {
    pub(super) fn new(guards: Vec<T>, criteria: impl Fn(&T) -> &MatchResources) -> Self {
        let mut by_resource: HashMap<Name, Vec<usize>> = HashMap::new();
        let mut everywhere = Vec::new();
        for (place, guard) in guards.iter().enumerate() {
            match resources(criteria(guard)) {
                None => everywhere.push(place),
                Some(names) => names.into_iter().for_each(|name| by_resource.entry(name).or_default().push(place)),
            }
        }
        Index { guards, by_resource, everywhere }
    }

    /// Those that may be asked about a resource; the others surely are not.
    pub(super) fn about(&self, resource: &Name) -> impl Iterator<Item = &T> {
        let named = self.by_resource.get(resource).map(Vec::as_slice).unwrap_or_default();
        named.iter().chain(&self.everywhere).filter_map(|place| self.guards.get(*place))
    }

    /// All guards.
    pub(super) fn all(&self) -> &[T] {
        &self.guards
    }
}

/// The plural names that rules are about; nothing where it may be any. The same objects have one plural name in all groups.
fn resources(criteria: &MatchResources) -> Option<Vec<Name>> {
    let mut names = Vec::new();
    for written in criteria.rules.iter().flat_map(|rule| &rule.resources) {
        match written.split('/').next() {
            None | Some("*") => return None,
            Some(plural) => names.push(Name::from(plural)),
        }
    }
    names.sort_unstable();
    names.dedup();
    (!names.is_empty()).then_some(names)
}
