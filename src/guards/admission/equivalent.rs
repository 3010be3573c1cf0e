//! Other groups and versions by which the same objects can be written: with `matchPolicy: Equivalent`, a rule about one
//! covers them all.
//!
//! Upstream they are those with one prefix in the store (`DefaultStorageFactory.ResourcePrefix`), as far as they are served.

use crate::model::{AdmissionRule, Name};

use super::attempt::Attempt;
use super::versions;

/// Another group and version of a resource, and whether it is surely served.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Equivalent {
    pub(super) group: Name,
    pub(super) version: Name,
    pub(super) served: bool,
}

/// By which other groups and versions a rule may cover the resource.
pub(super) fn equivalents(attempt: &Attempt, rule: &AdmissionRule) -> Vec<Equivalent> {
    let mut found = Vec::new();
    let mut add = |group: &str, version: &str, served: bool| {
        if attempt.group != group || attempt.version != version {
            found.push(Equivalent { group: group.into(), version: version.into(), served });
        }
    };
    let group = attempt.group.as_str();
    match versions::of_group(group) {
        Some((served, optional)) => {
            served.iter().for_each(|version| add(group, version, true));
            optional.iter().for_each(|version| add(group, version, false));
        }
        // Which versions a custom resource has is not read: those of the rule may be some.
        None => {
            rule.api_versions.iter().filter(|version| *version != "*").for_each(|version| add(group, version, false))
        }
    }
    match (group, attempt.resource.as_str()) {
        ("", "events") => add("events.k8s.io", "v1", true),
        ("events.k8s.io", "events") => add("", "v1", true),
        _ => {}
    }
    found
}
