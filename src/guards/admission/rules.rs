//! Which requests a rule is about (`plugin/webhook/predicates/rules/rules.go` upstream).
//!
//! Not as in RBAC: `*` of resources is every resource without its subresources, `*/*` is everything, `pods/*` is pods with all
//! that is below, and `*/scale` is every scale.

use crate::model::{AdmissionRule, AdmissionScope, Name};

use super::attempt::Attempt;
use super::equivalent::{Equivalent, equivalents};
use super::facts::Facts;

/// By what a request matches.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Hit {
    /// By its own group and version.
    Itself,
    /// By another one, to which its objects are converted.
    Other(Equivalent),
}

/// The first rule that a request matches, its own group and version before others.
pub(super) fn first(facts: &Facts<'_>, rules: &[AdmissionRule], exact: bool) -> Option<Hit> {
    let attempt = facts.attempt;
    let itself = |rule: &&AdmissionRule| matches(facts, rule, &attempt.group, &attempt.version) && named(facts, rule);
    if rules.iter().any(|rule| itself(&rule)) {
        return Some(Hit::Itself);
    }
    if exact {
        return None;
    }
    let others = rules.iter().flat_map(|rule| equivalents(attempt, rule).into_iter().map(move |other| (rule, other)));
    let mut hits =
        others.filter(|(rule, other)| matches(facts, rule, &other.group, &other.version) && named(facts, rule));
    hits.next().map(|(_, other)| Hit::Other(other))
}

fn matches(facts: &Facts<'_>, rule: &AdmissionRule, group: &Name, version: &Name) -> bool {
    let attempt = facts.attempt;
    any(&rule.operations, attempt.operation.word())
        && any(&rule.api_groups, group)
        && any(&rule.api_versions, version)
        && rule.resources.iter().any(|resource| is_resource(resource, attempt))
        && in_scope(rule.scope, facts, group, version)
}

fn any(words: &[Name], wanted: &str) -> bool {
    words.iter().any(|word| word == "*" || word == wanted)
}

fn is_resource(written: &str, attempt: &Attempt) -> bool {
    let (resource, subresource) = written.split_once('/').unwrap_or((written, ""));
    (resource == "*" || attempt.resource == resource) && (subresource == "*" || attempt.subresource == subresource)
}

fn in_scope(scope: AdmissionScope, facts: &Facts<'_>, group: &str, version: &str) -> bool {
    let of_cluster = || {
        facts.namespace.is_empty() || (group.is_empty() && version == "v1" && facts.attempt.resource == "namespaces")
    };
    match scope {
        AdmissionScope::All => true,
        AdmissionScope::Cluster => of_cluster(),
        AdmissionScope::Namespaced => !of_cluster(),
    }
}

/// No names are all names; a request without a name has none of them, and one whose name is not known may have any.
fn named(facts: &Facts<'_>, rule: &AdmissionRule) -> bool {
    let known = facts.name.as_deref();
    rule.resource_names.is_empty() || known.is_none_or(|known| rule.resource_names.iter().any(|name| name == known))
}

/// Whether a rule names objects, while it is not known which one this is.
pub(super) fn names_unknown(facts: &Facts<'_>, rules: &[AdmissionRule]) -> bool {
    facts.name.is_none() && rules.iter().any(|rule| !rule.resource_names.is_empty())
}
