//! What two rules both allow.
//!
//! A request that must pass twice, as the one who asks and as the one in whose name, passes by what both rules allow.

use crate::model::{Name, Pattern, ResourcePattern, Rule, UrlPattern};

use super::matching::{resource_matches, url_matches};

/// The rule that allows exactly what both allow; nothing where that is nothing.
#[must_use]
pub fn meet(one: &Rule, other: &Rule) -> Option<Rule> {
    let verbs = pairs(&one.verbs, &other.verbs, patterns);
    if verbs.is_empty() {
        return None;
    }
    let resources = pairs(&one.resources, &other.resources, resources);
    let api_groups = pairs(&one.api_groups, &other.api_groups, patterns);
    let non_resource_urls = pairs(&one.non_resource_urls, &other.non_resource_urls, urls);
    let resource_names = names(&one.resource_names, &other.resource_names);
    let rule = Rule { verbs, non_resource_urls, ..Rule::default() };
    match resource_names.filter(|_| !resources.is_empty() && !api_groups.is_empty()) {
        Some(resource_names) => Some(Rule { api_groups, resources, resource_names, ..rule }),
        None => Some(rule).filter(|rule| !rule.non_resource_urls.is_empty()),
    }
}

/// What each pair has in common, once.
fn pairs<T: PartialEq>(some: &[T], others: &[T], common: fn(&T, &T) -> Option<T>) -> Vec<T> {
    let mut found = Vec::new();
    for pattern in some.iter().flat_map(|one| others.iter().filter_map(move |other| common(one, other))) {
        if !found.contains(&pattern) {
            found.push(pattern);
        }
    }
    found
}

fn patterns(one: &Pattern, other: &Pattern) -> Option<Pattern> {
    match (one, other) {
        (Pattern::Any, pattern) | (pattern, Pattern::Any) => Some(pattern.clone()),
        _ => (one == other).then(|| one.clone()),
    }
}

fn resources(one: &ResourcePattern, other: &ResourcePattern) -> Option<ResourcePattern> {
    match (one, other) {
        (ResourcePattern::Any, pattern) | (pattern, ResourcePattern::Any) => Some(pattern.clone()),
        (wide @ ResourcePattern::Subresource(_), exact @ ResourcePattern::Exact(whole))
        | (exact @ ResourcePattern::Exact(whole), wide @ ResourcePattern::Subresource(_)) => {
            let (resource, subresource) = whole.split_once('/').unwrap_or((whole.as_str(), ""));
            resource_matches(wide, resource, subresource).then(|| exact.clone())
        }
        _ => (one == other).then(|| one.clone()),
    }
}

fn urls(one: &UrlPattern, other: &UrlPattern) -> Option<UrlPattern> {
    let covers = |wide: &UrlPattern, narrow: &UrlPattern| match narrow {
        UrlPattern::Any => *wide == UrlPattern::Any,
        // Every path that begins so is covered if the beginning is, and by a prefix.
        UrlPattern::Prefix(prefix, _) => !matches!(wide, UrlPattern::Exact(_)) && url_matches(wide, prefix),
        UrlPattern::Exact(path) => url_matches(wide, path),
    };
    if covers(one, other) { Some(other.clone()) } else { covers(other, one).then(|| one.clone()) }
}

/// An empty list is every name; nothing where no name is in both.
fn names(one: &[Name], other: &[Name]) -> Option<Vec<Name>> {
    match (one, other) {
        ([], names) | (names, []) => Some(names.to_vec()),
        _ => {
            let both: Vec<Name> = one.iter().filter(|name| other.contains(name)).cloned().collect();
            Some(both).filter(|both| !both.is_empty())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::meet;
    use fastrand::Rng;

    use crate::authz::random_rules::rules;
    use crate::authz::{Object, Request, rule_allows};
    use crate::model::{Name, Rule};

    fn rule(verbs: &str, groups: &str, resources: &str, names: &str, urls: &str) -> Rule {
        fn list<T: From<Name>>(text: &str) -> Vec<T> {
            text.split(' ').filter(|word| *word != "-").map(|word| T::from(word.trim_matches('\'').into())).collect()
        }
        Rule {
            verbs: list(verbs),
            api_groups: list(groups),
            resources: list(resources),
            resource_names: list(names),
            non_resource_urls: list(urls),
        }
    }

    #[test]
    fn what_is_met_is_what_both_say() {
        let any = rule("*", "*", "*", "-", "*");
        let get = rule("get list", "'' apps", "pods pods/log */scale", "a b", "/healthz/*");
        assert_eq!(meet(&any, &get), Some(get.clone()));
        assert_eq!(meet(&get, &any), Some(get.clone()));
        let other = rule("get watch", "apps", "deployments/scale pods", "b c", "/healthz/etcd /metrics");
        let both = rule("get", "apps", "pods deployments/scale", "b", "/healthz/etcd");
        assert_eq!(meet(&get, &other), Some(both));
    }

    #[test]
    fn no_common_name_is_not_every_name() {
        let named = |name| rule("get", "''", "secrets", name, "-");
        assert_eq!(meet(&named("a"), &named("b")), None);
        assert_eq!(meet(&named("a"), &named("-")), Some(named("a")));
        assert_eq!(meet(&rule("get", "''", "secrets", "-", "-"), &rule("list", "''", "secrets", "-", "-")), None);
    }

    #[test]
    fn a_request_passes_what_is_met_if_it_passes_both() {
        let mut random = Rng::with_seed(36);
        let (mut allowed, mut refused) = (0, 0);
        for _ in 0..20_000 {
            let both = rules(&mut random, 2);
            let [one, other] = both.as_slice() else { continue };
            let met = meet(one, other);
            for request in requests() {
                let expected = rule_allows(one, &request) && rule_allows(other, &request);
                assert_eq!(
                    met.as_ref().is_some_and(|met| rule_allows(met, &request)),
                    expected,
                    "{both:?} {request:?}"
                );
                *(if expected { &mut allowed } else { &mut refused }) += 1;
            }
        }
        assert!(allowed > 1000 && refused > 1000, "{allowed} {refused}");
    }

    fn requests() -> Vec<Request<'static>> {
        let mut requests = Vec::new();
        for verb in ["get", "bind"] {
            for (resource, subresource) in [("pods", ""), ("pods", "log"), ("jobs", "log"), ("a", "b/c")] {
                for name in ["", "a", "c"] {
                    let object = Object::Resource { api_group: "apps", resource, subresource, namespace: "", name };
                    requests.push(Request { verb, object });
                }
            }
            requests.extend(["/a", "/ab", "/a/b", "/c"].map(|path| Request { verb, object: Object::Url(path) }));
        }
        requests
    }
}
