//! Which rules of a list satisfy one need, and for which names.

use crate::authz::{
    NameSet, any_named, any_pattern, can_be_served, created_by_update, name_matches, reached_by_role_binding,
    resource_matches, url_matches,
};
use crate::model::{HashMap, Name, Pattern, Rule};

use super::operators::names_written;
use super::{Need, Operator};

/// The names that a list of rules lets one apply, for a group and resource; worked out once for all rules of the list.
type Applicable<'r> = HashMap<(&'r str, &'r str), NameSet>;

/// The rows that a need of operators is met by.
pub(super) struct CustomRows<'r> {
    pub(super) rows: &'r [&'r Operator],
    pub(super) by_wildcard: bool,
}

impl CustomRows<'_> {
    /// Who names a group of custom resources has it; a wildcard says nothing about what there is.
    fn counts(&self, rule: &Rule) -> bool {
        self.by_wildcard || !rule.api_groups.contains(&Pattern::Any)
    }
}

/// The rules that satisfy the need, each with the names for which it does; one that does for every name stands alone,
/// unless `each` rule counts.
///
/// A need of operators is met by these of its rows.
pub(super) fn satisfied(
    (need, each): (&Need, bool),
    custom: Option<&CustomRows<'_>>,
    rules: &[Rule],
    by_role_binding: bool,
) -> Vec<(NameSet, usize)> {
    let mut found = Vec::new();
    let mut applicable = Applicable::default();
    for (index, rule) in rules.iter().enumerate() {
        let names = match custom {
            Some(custom) if !custom.counts(rule) => None,
            Some(custom) => names_written(custom.rows, &need.verbs, rule, by_role_binding),
            None => names_of(need, rule, rules, by_role_binding, &mut applicable),
        };
        match names.map(|names| asked_names(need, names)) {
            Some(NameSet::Any) if !each => return vec![(NameSet::Any, index)],
            Some(names) if !names.is_empty() => found.push((names, index)),
            _ => {}
        }
    }
    found
}

/// The names for which one rule satisfies the need, if it does; `rules` are those granted together with it.
fn names_of<'r>(
    need: &'r Need,
    rule: &Rule,
    rules: &[Rule],
    by_role_binding: bool,
    applicable: &mut Applicable<'r>,
) -> Option<NameSet> {
    if need.is_non_resource() {
        let verb = need.verbs.iter().any(|verb| any_named(&rule.verbs, verb));
        let url = need.non_resource_urls.iter().any(|url| asked_url(rule, url));
        return (verb && url && !by_role_binding).then_some(NameSet::Any);
    }
    let verbs: Vec<&Name> = need.verbs.iter().filter(|verb| any_named(&rule.verbs, verb)).collect();
    if verbs.is_empty() {
        return None;
    }
    let resources = need.resources.iter().filter(|resource| asked_resource(rule, resource));
    let kinds = resources.flat_map(|resource| need.api_groups.iter().map(move |group| (group, resource)));
    let asked = |group: &Name, resource| any_named(&rule.api_groups, group) && can_be_served(group, resource);
    let mut names: Option<NameSet> = None;
    for (group, resource) in kinds.filter(|(group, resource)| asked(group, resource)) {
        for verb in verbs.iter().filter(|verb| !by_role_binding || reached_by_role_binding(verb, group, resource)) {
            let by_apply =
                || applicable.entry((group, resource)).or_insert_with(|| appliable(rules, group, resource)).clone();
            match names_for(rule, verb, resource, by_apply) {
                NameSet::Any => return Some(NameSet::Any),
                more => names = Some(names.unwrap_or_else(|| more.clone()).or(&more)),
            }
        }
    }
    names
}

/// Keeps the names that the need can make use of.
fn asked_names(need: &Need, names: NameSet) -> NameSet {
    match names {
        NameSet::Any => NameSet::Any,
        // The very names that the need asks for.
        NameSet::Only(_) if !need.resource_names.is_empty() => {
            names.and(&NameSet::of(need.resource_names.iter().cloned()))
        }
        NameSet::Only(_) if need.target || need.any_name => names,
        // A grant for some names does not let one do it in general.
        NameSet::Only(_) => NameSet::empty(),
    }
}

/// The names on which a rule that has the verb and the resource allows it.
///
/// A collection request has no name: it passes only without resourceNames or with `""` among them. A named `create`
/// passes through server-side apply, which needs `patch` on that name too, or for some kinds through `update`.
pub(super) fn names_for(rule: &Rule, verb: &str, resource: &str, by_apply: impl FnOnce() -> NameSet) -> NameSet {
    let collection = matches!(verb, "create" | "deletecollection" | "list" | "watch") && !resource.contains('/');
    if name_matches(&rule.resource_names, "") && (collection || rule.resource_names.is_empty()) {
        return NameSet::Any;
    }
    let named = NameSet::of(rule.resource_names.iter().filter(|name| !name.is_empty()).cloned());
    match verb {
        "deletecollection" => NameSet::empty(),
        "create" if collection => named.and(&by_apply()),
        _ => named,
    }
}

/// The names that the rules let one create by applying or, for some kinds, updating.
fn appliable(rules: &[Rule], group: &str, resource: &str) -> NameSet {
    let by = |verb: &str| {
        let mut names = NameSet::empty();
        for rule in rules {
            if any_pattern(&rule.verbs, verb) && any_pattern(&rule.api_groups, group) && asked_resource(rule, resource)
            {
                let only = NameSet::of(rule.resource_names.iter().cloned());
                names.add(if rule.resource_names.is_empty() { &NameSet::Any } else { &only });
            }
        }
        names
    };
    let mut names = by("patch");
    if created_by_update(group, resource) {
        names.add(&by("update"));
    }
    names
}

fn asked_resource(rule: &Rule, resource: &str) -> bool {
    let (plural, subresource) = resource.split_once('/').unwrap_or((resource, ""));
    rule.resources.iter().any(|pattern| resource_matches(pattern, plural, subresource))
}

/// A need that ends in `*` asks for the whole tree: a rule must cover the prefix, or name something below it.
fn asked_url(rule: &Rule, url: &Name) -> bool {
    let path = url.strip_suffix('*').filter(|prefix| !prefix.is_empty());
    rule.non_resource_urls.iter().any(|pattern| match path {
        None => url_matches(pattern, url),
        Some(prefix) => url_matches(pattern, prefix) || Name::from(pattern.clone()).starts_with(prefix),
    })
}
