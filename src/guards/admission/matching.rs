//! Whether a guard is asked about a request (`plugin/policy/matching/matching.go: Matches` and
//! `plugin/webhook/generic/webhook.go: ShouldCallHook` upstream).

use crate::guards::cel::Value;
use crate::model::{LabelSelector, MatchResources};

use super::attempt::{GroupVersionKind, Operation};
use super::facts::{Facts, SeenAs};
use super::rules::{self, Hit};
use super::selection::{Labelled, either, selects};

/// How a guard is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Matched {
    /// What the objects are converted to for it.
    pub(super) seen: SeenAs,
    /// Why it is not sure that it is asked at all.
    pub(super) doubt: Option<&'static str>,
}

/// Whether a guard with these criteria is asked. One of a policy or binding without rules is asked about everything.
pub(super) fn matches(facts: &Facts<'_>, criteria: &MatchResources, needs_rules: bool) -> Option<Matched> {
    let by_namespace = in_namespaces(facts, &criteria.namespaces);
    let by_object = of_objects(facts, &criteria.objects);
    if by_namespace == Some(false) || by_object == Some(false) {
        return None;
    }
    let excluded = rules::first(facts, &criteria.excluded, criteria.exact);
    let excluded = excluded.map(|hit| served(&hit));
    let unnamed = [&criteria.excluded, &criteria.rules].into_iter().any(|rules| rules::names_unknown(facts, rules));
    if excluded == Some(true) && !unnamed {
        return None;
    }
    let hit = if criteria.rules.is_empty() && !needs_rules {
        Hit::Itself
    } else {
        rules::first(facts, &criteria.rules, criteria.exact)?
    };
    let doubts = [
        (by_namespace.is_none(), "the labels of the namespace are not known"),
        (by_object.is_none(), "the labels of the object are not known"),
        (unnamed, "the name of the object is not known"),
        (excluded == Some(false) || !served(&hit), "whether the server serves that version is not known"),
    ];
    let doubt = doubts.into_iter().find(|(holds, _)| *holds).map(|(_, reason)| reason);
    Some(Matched { seen: seen_as(facts, &hit), doubt })
}

fn served(hit: &Hit) -> bool {
    match hit {
        Hit::Itself => true,
        Hit::Other(other) => other.served,
    }
}

/// Cluster-scoped objects are never left out; a Namespace is judged by the labels that it would have.
fn in_namespaces(facts: &Facts<'_>, selector: &LabelSelector) -> Option<bool> {
    let attempt = facts.attempt;
    let about_namespaces = attempt.resource == "namespaces";
    if selector.requirements.is_empty() || (facts.namespace.is_empty() && !about_namespaces) {
        return Some(true);
    }
    let written = matches!(attempt.operation, Operation::Create | Operation::Update);
    if about_namespaces && attempt.subresource.is_empty() && written {
        return selects(selector, &Labelled::Object(&attempt.object));
    }
    selects(selector, &facts.namespace_labels())
}

/// The new object or the old one.
fn of_objects(facts: &Facts<'_>, selector: &LabelSelector) -> Option<bool> {
    if selector.requirements.is_empty() {
        return Some(true);
    }
    // The options of a `CONNECT` have no labels that could be asked about.
    let has_labels = |object: &&Value| !matches!(object, Value::Null) && facts.attempt.operation != Operation::Connect;
    let selected = |object: &Value| {
        Some(object).filter(has_labels).map_or(Some(false), |object| selects(selector, &Labelled::Object(object)))
    };
    either(selected(&facts.attempt.object), selected(&facts.attempt.old_object))
}

/// The kind of another version is that version's, unless the subresource has a kind of its own (`Scale`).
fn seen_as(facts: &Facts<'_>, hit: &Hit) -> SeenAs {
    let written = facts.as_written();
    let Hit::Other(other) = hit else { return written };
    let own = written.kind.group != written.group || written.kind.version != written.version;
    let kind = if own {
        written.kind
    } else {
        GroupVersionKind { group: other.group.clone(), version: other.version.clone(), kind: written.kind.kind }
    };
    SeenAs { group: other.group.clone(), version: other.version.clone(), kind }
}
