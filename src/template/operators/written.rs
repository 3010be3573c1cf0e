//! Which rows of the table a list of rules lets one write.
//!
//! A row is met by any of its kinds. Names are as everywhere: a named `create` alone allows nothing, since a POST names no
//! object, and custom resources are never created by `update`.

use crate::authz::{NameSet, any_named};
use crate::model::{Name, Pattern, ResourcePattern, Rule, Scope};
use crate::template::satisfied::names_for;
use crate::template::{EntryScope, Need};

use super::{CustomKinds, GroupPattern, Operator};

impl Need {
    /// The rows that it asks for and that these rules let one write, granted in this scope.
    pub fn operators_written<'r>(
        &'r self,
        rules: &'r [Rule],
        scope: &Scope,
    ) -> impl Iterator<Item = &'static Operator> + 'r {
        let by_role_binding = *scope != Scope::Cluster;
        let written = move |operator: &Operator| {
            let names = |rule| names_of(operator, &self.verbs, rule, by_role_binding);
            rules.iter().filter_map(names).any(|names| !names.is_empty())
        };
        self.operators.iter().copied().filter(move |operator| written(operator))
    }
}

/// The names for which a rule lets one write any of these rows, if it does.
pub(in crate::template) fn names_written(
    operators: &[&Operator],
    verbs: &[Name],
    rule: &Rule,
    by_role_binding: bool,
) -> Option<NameSet> {
    let of_rows = operators.iter().filter_map(|operator| names_of(operator, verbs, rule, by_role_binding));
    of_rows.reduce(|names, more| names.or(&more))
}

fn names_of(operator: &Operator, verbs: &[Name], rule: &Rule, by_role_binding: bool) -> Option<NameSet> {
    let asked: Vec<&Name> = verbs.iter().filter(|verb| any_named(&rule.verbs, verb)).collect();
    if asked.is_empty() || !operator.kinds.iter().any(|kinds| kinds.are_reached(rule, by_role_binding)) {
        return None;
    }
    let of_verbs = asked.into_iter().map(|verb| names_for(rule, verb, "", NameSet::empty));
    of_verbs.reduce(|names, more| names.or(&more))
}

impl CustomKinds {
    /// Whether this resource is one of them.
    #[must_use]
    pub fn hold(&self, api_group: &str, resource: &str) -> bool {
        self.api_groups.iter().any(|group| group.matches(api_group))
            && self.resources.iter().any(|pattern| match pattern {
                ResourcePattern::Any => true,
                ResourcePattern::Exact(name) => name == resource,
                ResourcePattern::Subresource(_) => false,
            })
    }

    /// Whether the rule covers one of them. A group of which every resource counts must be named where the resource is: a
    /// rule for `deployments` of every group does not mean them.
    pub(super) fn are_reached(&self, rule: &Rule, by_role_binding: bool) -> bool {
        if by_role_binding && self.scope == EntryScope::Cluster {
            return false;
        }
        let every_group = rule.api_groups.contains(&Pattern::Any);
        let named = rule.api_groups.iter().any(
            |group| matches!(group, Pattern::Exact(name) if self.api_groups.iter().any(|known| known.matches(name))),
        );
        rule.resources.iter().any(|asked| match asked {
            ResourcePattern::Any => every_group || named,
            ResourcePattern::Exact(name) if name.contains('/') => false,
            ResourcePattern::Exact(_) if self.resources.contains(asked) => every_group || named,
            ResourcePattern::Exact(_) => named && self.resources.contains(&ResourcePattern::Any),
            ResourcePattern::Subresource(_) => false,
        })
    }
}

impl GroupPattern {
    /// Whether this group is meant.
    #[must_use]
    pub fn matches(&self, api_group: &str) -> bool {
        match self {
            GroupPattern::Exact(name) => name == api_group,
            GroupPattern::Suffix(end) => api_group.len() > end.len() && api_group.ends_with(end.as_str()),
        }
    }
}
