//! Rules without some requests: what is left says exactly the rest.
//!
//! A rule allows every verb on every resource, so only the pairs of group and resource that are meant are taken out of it,
//! and what is left becomes as few rules as say it. A wildcard verb on a resource that is known is spelled out first. A
//! wildcard resource cannot be: nobody knows what else it allows.

use crate::authz::{known, known_resources, meet, minimal};
use crate::model::{Name, Pattern, Resource, ResourcePattern, Rule};

/// Requests that are to be taken away, but for these names.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Taken {
    /// What is no longer to be allowed. Its lists are literal.
    pub(super) requests: Rule,
    /// For these it stays, where a request says which object it is about.
    pub(super) but: Vec<Name>,
}

/// Whether any of these rules allows any of these requests.
pub(super) fn allow(rules: &[Rule], requests: &Rule) -> bool {
    rules.iter().any(|rule| meet(rule, requests).is_some())
}

/// The same rules, those that allow any of these requests with literal verbs and groups; nothing where that cannot be said.
pub(super) fn spelled(rules: &[Rule], requests: &Rule, custom: &[Resource]) -> Option<Vec<Rule>> {
    changed(rules, requests, custom, |atom| vec![atom])
}

/// These rules without some requests; nothing where that cannot be said.
pub(super) fn without(rules: &[Rule], taken: &Taken, custom: &[Resource]) -> Option<Vec<Rule>> {
    changed(rules, &taken.requests, custom, |atom| rest(&atom, taken))
}

/// How much rules allow, as a number: pairs of a verb and a resource. What is limited to names counts half.
pub(super) fn weight(rules: &[Rule]) -> usize {
    const WILDCARD: usize = 8;
    let of = |any: bool, count: usize| if any { WILDCARD } else { count };
    let of_rule = |rule: &Rule| {
        let verbs = of(rule.verbs.contains(&Pattern::Any), rule.verbs.len());
        let groups = of(rule.api_groups.contains(&Pattern::Any), rule.api_groups.len());
        let resources = of(rule.resources.contains(&ResourcePattern::Any), rule.resources.len());
        let each = if rule.resource_names.is_empty() { 2 } else { 1 };
        let objects = groups.saturating_mul(resources).saturating_add(rule.non_resource_urls.len());
        verbs.saturating_mul(objects).saturating_mul(each)
    };
    rules.iter().map(of_rule).fold(0, usize::saturating_add)
}

fn changed(
    rules: &[Rule],
    requests: &Rule,
    custom: &[Resource],
    change: impl Fn(Rule) -> Vec<Rule>,
) -> Option<Vec<Rule>> {
    let mut all = Vec::with_capacity(rules.len());
    for rule in rules {
        if meet(rule, requests).is_none() {
            all.push(rule.clone());
            continue;
        }
        let mut parts = Vec::new();
        for atom in atoms(rule, requests, custom)? {
            if meet(&atom, requests).is_some() {
                parts.extend(change(literal(atom, custom)?))
            } else {
                parts.push(atom)
            }
        }
        all.extend(minimal(&parts));
    }
    Some(all)
}

/// A rule in parts of one group and one resource, or one URL, where that is needed; nothing where a wildcard is in the way.
fn atoms(rule: &Rule, requests: &Rule, custom: &[Resource]) -> Option<Vec<Rule>> {
    let mut atoms = Vec::new();
    let only = |group: &Pattern, resource: &ResourcePattern| Rule {
        api_groups: vec![group.clone()],
        resources: vec![resource.clone()],
        non_resource_urls: Vec::new(),
        ..rule.clone()
    };
    for (group, resource) in rule.api_groups.iter().flat_map(|group| rule.resources.iter().map(move |it| (group, it))) {
        let atom = only(group, resource);
        match (group, resource) {
            _ if meet(&atom, requests).is_none() => atoms.push(atom),
            (Pattern::Exact(_), ResourcePattern::Exact(_)) => atoms.push(atom),
            (Pattern::Any, ResourcePattern::Exact(name)) => {
                atoms.extend(groups_of(name, custom).map(|group| only(&Pattern::Exact(group.clone()), resource)));
            }
            _ => return None,
        }
    }
    let urls = Rule { non_resource_urls: rule.non_resource_urls.clone(), verbs: rule.verbs.clone(), ..Rule::default() };
    if !urls.non_resource_urls.is_empty() {
        if meet(&urls, requests).is_some() {
            return None;
        }
        atoms.push(urls);
    }
    Some(atoms)
}

/// The groups that have a resource of this name, with or without a subresource.
fn groups_of<'c>(name: &str, custom: &'c [Resource]) -> impl Iterator<Item = &'c Name> {
    let plural = name.split('/').next().unwrap_or_default().to_owned();
    let all = known_resources().map(|(resource, _)| resource).chain(custom);
    all.filter(move |resource| resource.name == plural.as_str()).map(|resource| &resource.api_group)
}

/// An atom with literal verbs; nothing where it is not known which there are.
fn literal(atom: Rule, custom: &[Resource]) -> Option<Rule> {
    if !atom.verbs.contains(&Pattern::Any) {
        return Some(atom);
    }
    let ([Pattern::Exact(group)], [ResourcePattern::Exact(resource)]) = (&*atom.api_groups, &*atom.resources) else {
        return None;
    };
    let (plural, subresource) = resource.split_once('/').unwrap_or((resource.as_str(), ""));
    let of_cluster = || custom.iter().find(|it| it.api_group == *group && it.name == plural);
    let served = known(group, plural).map(|(resource, _)| resource).or_else(of_cluster)?;
    let verbs = served.verbs_of(subresource).filter(|verbs| !verbs.is_empty())?;
    Some(Rule { verbs: verbs.iter().cloned().map(Pattern::Exact).collect(), ..atom })
}

/// What is left of an atom: its other verbs, and those that name their object for the names that stay.
fn rest(atom: &Rule, taken: &Taken) -> Vec<Rule> {
    let (gone, kept): (Vec<Pattern>, Vec<Pattern>) =
        atom.verbs.iter().cloned().partition(|verb| taken.requests.verbs.contains(verb));
    let mut left = Vec::new();
    if !kept.is_empty() {
        left.push(Rule { verbs: kept, ..atom.clone() });
    }
    let named: Vec<Pattern> = gone.into_iter().filter(|verb| names_its_object(verb, &atom.resources)).collect();
    let own = |name: &&Name| atom.resource_names.is_empty() || atom.resource_names.contains(name);
    let names: Vec<Name> = taken.but.iter().filter(own).cloned().collect();
    if !named.is_empty() && !names.is_empty() {
        left.push(Rule { verbs: named, resource_names: names, ..atom.clone() });
    }
    left
}

/// Whether a request with this verb says which object it is about, so that a rule can be limited to names.
pub(super) fn names_its_object(verb: &Pattern, resources: &[ResourcePattern]) -> bool {
    let of_subresource = |it: &ResourcePattern| matches!(it, ResourcePattern::Exact(name) if name.contains('/'));
    match verb {
        Pattern::Any => false,
        Pattern::Exact(verb) => match verb.as_str() {
            "list" | "watch" | "deletecollection" => false,
            "create" => resources.iter().all(of_subresource),
            _ => true,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{Taken, spelled, without};
    use crate::authz::written_rules::rules;
    use crate::model::Rule;
    use crate::query::RuleText;

    fn told(rules: Option<Vec<Rule>>) -> String {
        let Some(rules) = rules else { return "-".to_owned() };
        let one = |rule: &Rule| {
            let text = RuleText::from(rule);
            format!("{} {}", text.verbs.join(","), text.objects())
        };
        rules.iter().map(one).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn only_what_is_taken_goes() {
        let table = [
            // Held, taken, left.
            ("get,list '' secrets", "list '' secrets", "get secrets"),
            ("get,list '' secrets,pods", "list '' secrets", "get,list pods; get secrets"),
            ("get '' pods", "get '' secrets", "get pods"),
            ("get '' pods; create '' pods", "create '' pods", "get pods"),
            ("create,get '' pods,jobs", "create batch jobs", "create,get pods, jobs"),
            ("get '',batch jobs", "get batch jobs", "get jobs"),
            ("* '' pods/exec", "create '' pods/exec", "get pods/exec"),
            ("get * secrets", "get '' secrets", ""),
            ("get,list * secrets", "get '' secrets", "list secrets"),
            ("get,list * widgets", "get '' secrets", "get,list widgets.*"),
            // Nobody knows what else these allow.
            ("* '' *", "get '' secrets", "-"),
            ("get '' */exec", "get '' pods/exec", "-"),
            ("* example.com widgets", "get example.com widgets", "-"),
        ];
        for (held, taken, left) in table {
            let [taken] = rules(taken).try_into().unwrap();
            let found = without(&rules(held), &Taken { requests: taken, but: Vec::new() }, &[]);
            assert_eq!(told(found), left, "{held}");
        }
    }

    #[test]
    fn a_right_stays_for_names_only_where_a_request_says_which_object_it_is_about() {
        let table = [
            ("create '' serviceaccounts/token", "create serviceaccounts/token named a, b"),
            ("create '' serviceaccounts/token b,c", "create serviceaccounts/token named b"),
            ("create '' serviceaccounts/token c", ""),
            ("get,list,create '' secrets", "get secrets named a, b"),
            ("deletecollection '' pods", ""),
            ("impersonate '' users", "impersonate users named a, b"),
        ];
        for (held, left) in table {
            let held = rules(held);
            let requests = Rule { resource_names: Vec::new(), ..held[0].clone() };
            let found = without(&held, &Taken { requests, but: vec!["a".into(), "b".into()] }, &[]);
            assert_eq!(told(found), left, "{held:?}");
        }
    }

    #[test]
    fn a_wildcard_is_spelled_out_where_it_matters_only() {
        let held = rules("* '' pods/exec,pods/log; * '' *");
        let [taken] = rules("create batch jobs").try_into().unwrap();
        assert_eq!(spelled(&held, &taken, &[]), Some(held.clone()));
        let [taken] = rules("create '' pods/exec").try_into().unwrap();
        assert_eq!(told(spelled(&held[..1], &taken, &[])), "create,get pods/exec; * pods/log");
    }
}
