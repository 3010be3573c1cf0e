//! What of rules a RoleBinding can give.

use crate::authz::known;
use crate::model::{Pattern, ResourcePattern, Rule};

use super::ground::Ground;

/// What these rules say of what lives in namespaces. A wildcard resource is kept: nobody can say what it is about.
pub(super) fn namespaced(rules: &[Rule], ground: &Ground<'_>) -> Vec<Rule> {
    let part = |rule: &Rule| {
        let resources: Vec<_> = rule.resources.iter().filter(|it| lives_in_one(it, rule, ground)).cloned().collect();
        let says = !resources.is_empty();
        says.then(|| Rule { resources, non_resource_urls: Vec::new(), ..rule.clone() })
    };
    rules.iter().filter_map(part).collect()
}

/// Whether objects of this resource live in namespaces, as far as anybody knows.
fn lives_in_one(resource: &ResourcePattern, rule: &Rule, ground: &Ground<'_>) -> bool {
    let ResourcePattern::Exact(name) = resource else { return true };
    let plural = name.split('/').next().unwrap_or_default();
    rule.api_groups.iter().any(|group| {
        let Pattern::Exact(group) = group else { return true };
        let mut custom = ground.court.snapshot.custom_resources.iter();
        let own = custom.find(|it| it.api_group == *group && it.name == plural);
        known(group, plural).map(|(it, _)| it).or(own).is_none_or(|it| it.namespaced)
    })
}
