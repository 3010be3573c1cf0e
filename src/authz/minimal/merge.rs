//! Rules that differ in one dimension only become one.

use crate::model::{HashMap, Rule};

use super::normal::tidy;

/// A list of a rule.
#[derive(Clone, Copy)]
pub(super) enum Dimension {
    Verbs,
    ApiGroups,
    Resources,
    Names,
    Urls,
}

impl Dimension {
    /// All, in the order in which they are tried: the verbs on one thing belong together first.
    pub(super) const ALL: [Self; 5] = [Self::Verbs, Self::Resources, Self::ApiGroups, Self::Names, Self::Urls];

    /// The rule without this list.
    fn rest(self, rule: &Rule) -> Rule {
        let mut rest = rule.clone();
        match self {
            Dimension::Verbs => rest.verbs.clear(),
            Dimension::ApiGroups => rest.api_groups.clear(),
            Dimension::Resources => rest.resources.clear(),
            Dimension::Names => rest.resource_names.clear(),
            Dimension::Urls => rest.non_resource_urls.clear(),
        }
        rest
    }

    /// Adds this list of another rule, equal but for it.
    fn add(self, rule: &mut Rule, other: Rule) {
        match self {
            Dimension::Verbs => rule.verbs.extend(other.verbs),
            Dimension::ApiGroups => rule.api_groups.extend(other.api_groups),
            Dimension::Resources => rule.resources.extend(other.resources),
            // No names are all names.
            Dimension::Names if rule.resource_names.is_empty() => {}
            Dimension::Names if other.resource_names.is_empty() => rule.resource_names.clear(),
            Dimension::Names => rule.resource_names.extend(other.resource_names),
            Dimension::Urls => rule.non_resource_urls.extend(other.non_resource_urls),
        }
    }
}

/// Merges the normal rules that are equal but for this dimension. Each stands where the first of its rules stood.
pub(super) fn merge(rules: Vec<Rule>, dimension: Dimension) -> Vec<Rule> {
    let mut places: HashMap<Rule, usize> = HashMap::default();
    let mut merged: Vec<Rule> = Vec::new();
    for rule in rules {
        let place = *places.entry(dimension.rest(&rule)).or_insert(merged.len());
        match merged.get_mut(place) {
            Some(known) => dimension.add(known, rule),
            None => merged.push(rule),
        }
    }
    merged.iter_mut().for_each(tidy);
    merged
}
