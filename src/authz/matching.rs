//! Whether one rule allows one request.
//!
//! Copied in meaning from Kubernetes, `pkg/apis/rbac/v1/evaluation_helpers.go` and `RuleAllows` in
//! `plugin/pkg/auth/authorizer/rbac/rbac.go`.

use crate::model::{Name, Pattern, ResourcePattern, Rule, UrlPattern};

use super::request::{Object, Request};

/// Whether this rule allows this request. The namespace plays no part: that is the binding's business.
#[must_use]
pub fn rule_allows(rule: &Rule, request: &Request<'_>) -> bool {
    let named = match request.object {
        Object::Resource { name, .. } => name_matches(&rule.resource_names, name),
        Object::Url(_) => true,
    };
    named && rule_concerns(rule, request)
}

/// Whether this rule allows this request for one name or another.
#[must_use]
pub fn rule_concerns(rule: &Rule, request: &Request<'_>) -> bool {
    any_pattern(&rule.verbs, request.verb)
        && match request.object {
            Object::Resource { api_group, resource, subresource, .. } => {
                any_pattern(&rule.api_groups, api_group)
                    && rule.resources.iter().any(|pattern| resource_matches(pattern, resource, subresource))
            }
            Object::Url(path) => rule.non_resource_urls.iter().any(|pattern| url_matches(pattern, path)),
        }
}

/// Verbs and API groups: `*` or the very same string. There is no globbing, and `*` covers special verbs too.
#[must_use]
pub(crate) fn any_pattern(patterns: &[Pattern], text: &str) -> bool {
    patterns.iter().any(|pattern| match pattern {
        Pattern::Any => true,
        Pattern::Exact(name) => name == text,
    })
}

/// The same for a text that is a name: whether two names are one is known without looking at them.
#[must_use]
pub(crate) fn any_named(patterns: &[Pattern], name: &Name) -> bool {
    patterns.iter().any(|pattern| match pattern {
        Pattern::Any => true,
        Pattern::Exact(known) => known == name,
    })
}

/// Resources are compared as `resource/subresource`, one string; only `*` and `*/subresource` are wildcards.
#[must_use]
pub(crate) fn resource_matches(pattern: &ResourcePattern, resource: &str, subresource: &str) -> bool {
    match pattern {
        ResourcePattern::Any => true,
        ResourcePattern::Subresource(suffix) if !subresource.is_empty() => {
            // `*/a/b` is also the whole string of a review for the resource `*/a`.
            let whole = || resource.strip_prefix("*/").and_then(|rest| suffix.strip_prefix(rest)?.strip_prefix('/'));
            suffix == subresource || whole() == Some(subresource)
        }
        // A review may carry the whole string as its resource.
        ResourcePattern::Subresource(suffix) => resource.strip_prefix("*/").is_some_and(|rest| suffix == rest),
        ResourcePattern::Exact(whole) if subresource.is_empty() => whole == resource,
        ResourcePattern::Exact(whole) => {
            whole.strip_prefix(resource).and_then(|rest| rest.strip_prefix('/')) == Some(subresource)
        }
    }
}

/// An empty list allows every name and none. There is no wildcard: `*` is a name like any other, and `""` the name of
/// requests without one.
#[must_use]
pub(crate) fn name_matches(names: &[Name], name: &str) -> bool {
    names.is_empty() || names.iter().any(|allowed| allowed == name)
}

/// URLs: `*`, the very same path, or the part before trailing stars as a prefix.
#[must_use]
pub(crate) fn url_matches(pattern: &UrlPattern, path: &str) -> bool {
    match pattern {
        UrlPattern::Any => true,
        UrlPattern::Prefix(prefix, _) => path.starts_with(prefix.as_str()),
        UrlPattern::Exact(whole) => whole == path,
    }
}

#[cfg(test)]
mod tests {
    use super::rule_allows;
    use crate::authz::{Object, Request};
    use crate::model::{Name, Rule};

    fn names<T: From<Name>>(list: &[&str]) -> Vec<T> {
        list.iter().map(|text| T::from(Name::from(*text))).collect()
    }

    fn rule(verbs: &[&str], groups: &[&str], resources: &[&str], resource_names: &[&str]) -> Rule {
        Rule {
            verbs: names(verbs),
            api_groups: names(groups),
            resources: names(resources),
            resource_names: names(resource_names),
            non_resource_urls: Vec::new(),
        }
    }

    fn asks(rule: &Rule, verb: &str, group: &str, resource: &str, subresource: &str, name: &str) -> bool {
        let object = Object::Resource { api_group: group, resource, subresource, namespace: "", name };
        rule_allows(rule, &Request { verb, object })
    }

    #[test]
    fn subresources_are_not_part_of_their_resource() {
        let pods = rule(&["get"], &[""], &["pods"], &[]);
        assert!(asks(&pods, "get", "", "pods", "", ""));
        assert!(!asks(&pods, "get", "", "pods", "log", ""));
        assert!(asks(&rule(&["get"], &[""], &["*"], &[]), "get", "", "pods", "log", ""));
        for dead in ["pods/*", "*/*"] {
            assert!(!asks(&rule(&["get"], &[""], &[dead], &[]), "get", "", "pods", "log", ""), "{dead}");
        }
        let scale = rule(&["update"], &["*"], &["*/scale"], &[]);
        assert!(asks(&scale, "update", "apps", "deployments", "scale", "web"));
        assert!(!asks(&scale, "update", "apps", "deployments", "", "web"));
    }

    #[test]
    fn the_whole_string_of_a_review_is_compared() {
        assert!(asks(&rule(&["get"], &[""], &["pods/exec"], &[]), "get", "", "pods/exec", "", ""));
        assert!(!asks(&rule(&["get"], &[""], &["*/exec"], &[]), "get", "", "pods/exec", "", ""));
        assert!(asks(&rule(&["get"], &[""], &["*/exec"], &[]), "get", "", "", "exec", ""));
        assert!(asks(&rule(&["get"], &[""], &["*/exec"], &[]), "get", "", "*/exec", "", ""));
        assert!(asks(&rule(&["get"], &[""], &["/log"], &[]), "get", "", "", "log", ""));
        assert!(asks(&rule(&["get"], &[""], &["*/a/b"], &[]), "get", "", "*/a", "b", ""));
        assert!(asks(&rule(&["get"], &[""], &["*/a/b"], &[]), "get", "", "x", "a/b", ""));
        assert!(!asks(&rule(&["get"], &[""], &["*/a/b"], &[]), "get", "", "*/b", "a", ""));
        assert!(asks(&rule(&["get"], &[""], &["pods/*"], &[]), "get", "", "pods", "*", ""));
        assert!(!asks(&rule(&["get"], &[""], &["pod/s"], &[]), "get", "", "pod", "", ""));
    }

    #[test]
    fn names_are_literal_and_the_empty_one_matches_nameless_requests() {
        let named = rule(&["get", "list", "create"], &[""], &["secrets"], &["a"]);
        assert!(asks(&named, "get", "", "secrets", "", "a"));
        assert!(asks(&named, "list", "", "secrets", "", "a"));
        assert!(!asks(&named, "list", "", "secrets", "", ""));
        assert!(!asks(&named, "create", "", "secrets", "", ""));
        assert!(!asks(&rule(&["get"], &[""], &["secrets"], &["*"]), "get", "", "secrets", "", "a"));
        assert!(asks(&rule(&["list"], &[""], &["secrets"], &[""]), "list", "", "secrets", "", ""));
    }

    #[test]
    fn verbs_and_groups_know_only_the_star() {
        assert!(asks(&rule(&["*"], &[""], &["pods"], &[]), "impersonate-on:user-info:get", "", "pods", "", ""));
        assert!(!asks(&rule(&["get*"], &[""], &["pods"], &[]), "get", "", "pods", "", ""));
        assert!(!asks(&rule(&["Get"], &[""], &["pods"], &[]), "get", "", "pods", "", ""));
        for group in ["v1", "core"] {
            assert!(!asks(&rule(&["get"], &[group], &["pods"], &[]), "get", "", "pods", "", ""), "{group}");
        }
    }

    #[test]
    fn urls_know_only_a_trailing_star() {
        let table: [(&str, &str, bool); 9] = [
            ("/healthz/*", "/healthz", false),
            ("/healthz/*", "/healthz/etcd", true),
            ("/api*", "/apis/apps", true),
            ("/x**", "/xyz", true),
            ("/a/*/b", "/a/c/b", false),
            ("*", "/anything", true),
            ("**", "/anything", true),
            ("/metrics", "/metrics", true),
            ("", "/metrics", false),
        ];
        for (pattern, path, allowed) in table {
            let rule = Rule { verbs: names(&["get"]), non_resource_urls: names(&[pattern]), ..Rule::default() };
            let request = Request { verb: "get", object: Object::Url(path) };
            assert_eq!(rule_allows(&rule, &request), allowed, "{pattern} {path}");
        }
    }
}
