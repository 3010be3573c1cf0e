//! Rules that say more than was meant, and rules that say nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::authz::{GrantedIn, Served, dead};
use crate::model::{HashMap, HashSet, Pattern, ResourcePattern, Role, RoleId, Rule};
use crate::template::{Severity, rule_text};

use super::context::Context;
use super::row::{Found, Hygiene};

pub(super) const WILDCARD: Hygiene = Hygiene {
    id: "hygiene/wildcard",
    title: "Bound roles with `*` for verbs, resources or API groups",
    severity: Severity::Low,
    why: "`*` also covers what is not there yet: verbs such as bind and escalate, subresources such as pods/exec, and \
          every resource that somebody adds. As bad as what such a rule leads to; medium at most where only the API group \
          is `*`, which adds no more than what others call by the same name. `*/scale` is one subresource and does \
          not count, nor do roles that the API server installs.",
    fix: "List the verbs, resources and API groups that are used.",
    controls: &["CIS-5.1.3", "C-0187", "KSV-0044", "KSV-0045", "KSV-0046"],
    find: wildcard,
};

pub(super) const DEAD_RULE: Hygiene = Hygiene {
    id: "hygiene/dead-rule",
    title: "Rules that match no request",
    severity: Severity::Low,
    why: "Whoever wrote the rule meant something else: `pods/*` and `*/*` are no patterns, `v1` and `core` no API groups, a \
          create carries no name, and a RoleBinding reaches neither cluster-scoped resources nor URLs. Resources that \
          only reviews ask for, and custom ones, count as alive.",
    fix: "Write what was meant, or remove the rule.",
    controls: &[],
    find: dead_rules,
};

fn wildcard(context: &Context<'_>) -> Vec<Found> {
    let access = context.assessment.access;
    let bound = |id: RoleId| {
        access.bindings_of(id).iter().any(|binding| !context.snapshot.binding(*binding).subjects.is_empty())
    };
    let own = context.snapshot.role_ids().filter(|(id, _)| !context.assessment.builtin.role(*id));
    let wide: BTreeMap<RoleId, BTreeSet<usize>> =
        own.filter(|(id, _)| bound(*id)).map(|(id, role)| (id, wide_rules(role))).collect();
    let severities = severities(context, &wide);
    let found = wide.iter().filter_map(|(id, rules)| {
        let first = rules.first()?;
        let role = context.snapshot.role(*id);
        let what = role.rules.get(*first).map_or_else(String::new, |rule| stars(rule).join(" and "));
        let more = if rules.len() > 1 { format!(", and {} more rules", rules.len() - 1) } else { String::new() };
        let message = format!("{} rule {first} has `*` for {what}{more}", role.id());
        Some(Found::new([role.id()], message).with(severities.get(id).copied().unwrap_or(Severity::Low)))
    });
    found.collect()
}

fn wide_rules(role: &Role) -> BTreeSet<usize> {
    let rules = role.rules.iter().enumerate();
    rules.filter(|(_, rule)| !stars(rule).is_empty()).map(|(place, _)| place).collect()
}

/// The lists of a rule that hold a `*`.
fn stars(rule: &Rule) -> Vec<&'static str> {
    let lists = [
        ("verbs", rule.verbs.contains(&Pattern::Any)),
        ("API groups", rule.api_groups.contains(&Pattern::Any)),
        ("resources", rule.resources.contains(&ResourcePattern::Any)),
    ];
    lists.into_iter().filter(|(_, star)| *star).map(|(list, _)| list).collect()
}

/// What these rules of roles lead to where they are bound.
fn severities(context: &Context<'_>, wide: &BTreeMap<RoleId, BTreeSet<usize>>) -> BTreeMap<RoleId, Severity> {
    let mut severities: BTreeMap<RoleId, Severity> = BTreeMap::new();
    for (role, _, hits) in &context.assessment.escalation.roles {
        let Some(rules) = wide.get(role).filter(|rules| !rules.is_empty()) else { continue };
        let named: BTreeSet<usize> = rules.iter().copied().filter(|rule| adds_groups(context, *role, *rule)).collect();
        for drawn in hits {
            let mut by_star =
                drawn.hit.grants.iter().map(|grant| &grant.rule).filter(|rule| rules.contains(rule)).peekable();
            if by_star.peek().is_none() {
                continue;
            }
            let most = if by_star.all(|rule| named.contains(rule)) { Severity::Medium } else { Severity::Critical };
            let known = severities.entry(*role).or_insert(Severity::Low);
            *known = context.assessment.severity(drawn).min(most).max(*known);
        }
    }
    severities
}

/// Whether the only `*` of a rule stands for API groups.
fn adds_groups(context: &Context<'_>, role: RoleId, rule: usize) -> bool {
    let rule = context.snapshot.role(role).rules.get(rule);
    rule.is_some_and(|rule| stars(rule) == ["API groups"])
}

fn dead_rules(context: &Context<'_>) -> Vec<Found> {
    let served = Served::from(context.snapshot);
    let access = context.assessment.access;
    // Roles with the same rules that are granted alike have the same dead ones.
    let mut known: HashMap<(RoleId, GrantedIn), Vec<(usize, String)>> = HashMap::default();
    let mut found = Vec::new();
    for (id, role) in context.snapshot.role_ids() {
        let granted = GrantedIn::of_role(access, id);
        let dead = known.entry((access.first_of_list(id), granted)).or_insert_with(|| dead_of(role, granted, served));
        for (place, why) in dead.iter() {
            let Some(rule) = role.rules.get(*place) else { continue };
            let message = format!("{} rule {place} matches no request: {why}", role.id());
            // What a person would call the same rule does not depend on its place.
            let built_in = context.assessment.builtin.role(id) || context.shipped.has_rule(role, rule);
            found.push(Found::new([role.id(), rule_text(rule)], message).built_in(built_in));
        }
    }
    found
}

/// The rules of a role that match no request, by their place, and why. The same rule twice is one finding.
fn dead_of(role: &Role, granted: GrantedIn, served: Served<'_>) -> Vec<(usize, String)> {
    let mut seen = HashSet::default();
    let rules = role.rules.iter().enumerate().filter_map(|(place, rule)| {
        let dead = dead(rule, granted, served);
        (dead.whole && seen.insert(rule)).then(|| (place, dead.sentences(rule).join("; ")))
    });
    rules.collect()
}
