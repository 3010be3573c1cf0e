//! Rules that leave out a way to write the same objects.

use std::collections::BTreeMap;

use crate::guards::admission::versions;
use crate::model::{AdmissionRule, MatchResources, Name};

use super::examined::Examined;

pub(super) const RBAC: &str = "rbac.authorization.k8s.io";
const RBAC_KINDS: &[&str] = &["clusterrolebindings", "clusterroles", "rolebindings", "roles"];

/// Subresources by which what a rule judges can be changed: containers of a pod, labels of a namespace or node.
const BESIDE: &[(&str, &[&str])] =
    &[("namespaces", &["finalize", "status"]), ("nodes", &["status"]), ("pods", &["ephemeralcontainers"])];

fn any(words: &[Name], wanted: &str) -> bool {
    words.iter().any(|word| word == "*" || word == wanted)
}

pub(super) fn covers(rule: &AdmissionRule, group: &str, resource: &str, subresource: &str) -> bool {
    any(&rule.api_groups, group)
        && rule.resources.iter().any(|written| {
            let (plural, below) = written.split_once('/').unwrap_or((written, ""));
            (plural == "*" || plural == resource) && (below == "*" || below == subresource)
        })
}

pub(super) fn criteria<'e>(examined: &Examined<'e>) -> Option<&'e MatchResources> {
    examined.matches.filter(|matches| !matches.rules.is_empty())
}

/// A rule of versions that nobody serves never matches.
pub(super) fn unserved_version(examined: &Examined<'_>) -> Option<String> {
    let dead = |rule: &&AdmissionRule| {
        let unserved = |group: &Name| {
            rule.api_versions.iter().all(|version| version != "*" && versions::is_served(group, version) == Some(false))
        };
        !rule.api_versions.is_empty() && !rule.api_groups.is_empty() && rule.api_groups.iter().all(unserved)
    };
    let rule = criteria(examined)?.rules.iter().find(dead)?;
    Some(format!(
        "no server serves {} of {}: the rule never matches",
        listed(&rule.api_versions),
        groups(&rule.api_groups)
    ))
}

/// Who writes by another version, or by the other group of the same objects, is not judged.
pub(super) fn exact_match(examined: &Examined<'_>) -> Option<String> {
    let matches = criteria(examined).filter(|matches| matches.exact)?;
    let covered = |group: &str, version: &str, resource: &str| {
        matches.rules.iter().any(|rule| covers(rule, group, resource, "") && any(&rule.api_versions, version))
    };
    let events = [("", "v1"), ("events.k8s.io", "v1")];
    let covered_events = events.iter().filter(|(group, version)| covered(group, version, "events")).count();
    if covered_events == 1 {
        return Some("matchPolicy Exact: events can be written by another API group, which is not judged".to_owned());
    }
    let escaping = matches.rules.iter().find(|rule| {
        !rule.api_versions.iter().any(|version| version == "*")
            && rule.api_groups.iter().any(|group| {
                let served = versions::of_group(group).map(|(served, _)| served);
                served.is_none_or(|served| served.iter().any(|version| !any(&rule.api_versions, version)))
            })
    })?;
    Some(format!(
        "matchPolicy Exact: who writes by another version than {} is not judged",
        listed(&escaping.api_versions)
    ))
}

/// A resource that is judged when it is made and not when it is changed, or the other way round.
pub(super) fn operation_left_out(examined: &Examined<'_>) -> Option<String> {
    left_out(examined, &["CREATE", "UPDATE"], &["CREATE", "UPDATE", "DELETE"])
}

/// A resource that is judged when it is made and when it is changed, and not when it is deleted.
pub(super) fn deletion_left_out(examined: &Examined<'_>) -> Option<String> {
    if operation_left_out(examined).is_some() {
        return None;
    }
    left_out(examined, &["DELETE"], &["DELETE"])
}

/// What of these is not judged of the first resource for which it matters: one that is made or changed under judgement,
/// and of which one of the wanted operations is missing.
fn left_out(examined: &Examined<'_>, wanted: &[&str], told: &[&str]) -> Option<String> {
    let rules = &criteria(examined)?.rules;
    let mut judged: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for rule in rules {
        for resource in rule.resources.iter().filter(|resource| !resource.contains('/')) {
            let operations = rule.operations.iter().map(Name::as_str);
            judged.entry(resource).or_default().extend(operations);
        }
    }
    let everywhere = judged.get("*").cloned().unwrap_or_default();
    judged.into_iter().find_map(|(resource, operations)| {
        let has = |wanted: &str| operations.iter().chain(&everywhere).any(|word| *word == "*" || *word == wanted);
        let missing: Vec<&str> = told.iter().copied().filter(|operation| !has(operation)).collect();
        let judges = has("CREATE") || has("UPDATE");
        let matters = judges && wanted.iter().any(|operation| !has(operation));
        matters.then(|| format!("{} of {resource} is not judged", missing.join(" and ")))
    })
}

/// Rights can be granted by each of the four kinds.
pub(super) fn rbac_kind_left_out(examined: &Examined<'_>) -> Option<String> {
    let rules = &criteria(examined)?.rules;
    let covered = |kind: &&&str| rules.iter().any(|rule| covers(rule, RBAC, kind, ""));
    let missing: Vec<&str> = RBAC_KINDS.iter().filter(|kind| !covered(kind)).copied().collect();
    (!missing.is_empty() && missing.len() < RBAC_KINDS.len()).then(|| format!("{} are not judged", missing.join(", ")))
}

/// What changes the same object by another path.
pub(super) fn subresource_left_out(examined: &Examined<'_>) -> Option<String> {
    let rules = &criteria(examined)?.rules;
    let updates = |resource: &str, below: &str| {
        rules.iter().any(|rule| covers(rule, "", resource, below) && any(&rule.operations, "UPDATE"))
    };
    let creates =
        |resource: &str| rules.iter().any(|rule| covers(rule, "", resource, "") && any(&rule.operations, "CREATE"));
    let missing: Vec<String> = BESIDE
        .iter()
        .filter(|(resource, _)| updates(resource, "") || creates(resource))
        .flat_map(|(resource, below)| below.iter().map(move |below| (*resource, *below)))
        .filter(|(resource, below)| !updates(resource, below))
        .map(|(resource, below)| format!("{resource}/{below}"))
        .collect();
    (!missing.is_empty()).then(|| format!("UPDATE of {} is not judged", missing.join(", ")))
}

fn listed(names: &[Name]) -> String {
    names.iter().map(Name::as_str).collect::<Vec<_>>().join(", ")
}

/// The core group has no name.
fn groups(names: &[Name]) -> String {
    names
        .iter()
        .map(|name| if name.is_empty() { "the core group" } else { name.as_str() })
        .collect::<Vec<_>>()
        .join(", ")
}
