//! Hygiene: what is no step by itself but should be put in order.

use std::collections::HashSet;

use crate::authz::{GrantedIn, dead};
use crate::model::Subject;
use crate::template::{Severity, rule_text};

use super::assess::Assessment;
use super::fingerprint::finding;
use super::types::{Finding, FindingKind, SeverityWord};

pub(super) fn find(assessment: &Assessment<'_>) -> Vec<Finding> {
    let mut found = dead_rules(assessment);
    // In plain manifests the rest of the cluster is unknown: a missing object says nothing there.
    if assessment.snapshot.source.stored {
        found.extend(dangling_roles(assessment));
        found.extend(dangling_subjects(assessment));
    }
    found
}

/// Rules that match no request: whoever wrote them meant something else.
fn dead_rules(assessment: &Assessment<'_>) -> Vec<Finding> {
    let snapshot = assessment.snapshot;
    let findings = snapshot.role_ids().flat_map(|(id, role)| {
        let granted = GrantedIn::of_role(assessment.access, id);
        // The same rule twice is one finding.
        let mut seen = HashSet::new();
        let dead = role.rules.iter().map(move |rule| (rule, dead(rule, granted, snapshot.source.server_version)));
        (0_usize..).zip(dead).filter(move |(_, (rule, dead))| dead.whole && seen.insert(*rule)).map(
            move |(place, (rule, dead))| {
                let why: Vec<String> = dead.parts.iter().map(|part| part.sentence(rule)).collect();
                let name = role.id();
                let message = format!("{name} rule {place} matches no request: {}", why.join("; "));
                // What a person would call the same rule does not depend on its place.
                let names = ["hygiene/dead-rule", name.as_str(), &rule_text(rule)];
                finding(
                    FindingKind::Hygiene,
                    SeverityWord(Severity::Info),
                    assessment.builtin.role(id),
                    &names,
                    message,
                )
            },
        )
    });
    findings.collect()
}

/// Bindings to a role that does not exist: whoever creates it decides what they grant.
fn dangling_roles(assessment: &Assessment<'_>) -> Vec<Finding> {
    if !assessment.escalation.world.knows_roles() {
        return Vec::new();
    }
    let dangling = assessment.snapshot.binding_ids().filter(|(id, _)| assessment.access.role_of(*id).is_none());
    let findings = dangling.map(|(_, binding)| {
        let (name, role) = (binding.id(), binding.role_id());
        let message = format!("{name} refers to {role}, which does not exist");
        let names = ["hygiene/dangling-role", name.as_str()];
        finding(FindingKind::Hygiene, SeverityWord(Severity::Medium), false, &names, message)
    });
    findings.collect()
}

/// Bindings that grant something to a service account that does not exist: whoever creates it takes the grant.
fn dangling_subjects(assessment: &Assessment<'_>) -> Vec<Finding> {
    let world = &assessment.escalation.world;
    let mut found = Vec::new();
    for (id, binding) in assessment.snapshot.binding_ids() {
        let missing = binding.subjects.iter().filter(|subject| match subject {
            Subject::ServiceAccount { namespace, name } => {
                world.knows_accounts_of(namespace) && !world.has_account(namespace, name)
            }
            _ => false,
        });
        for subject in missing {
            let (name, subject) = (binding.id(), subject.id());
            let message = format!("{name} grants {} to {subject}, which does not exist", binding.role_id());
            let names = ["hygiene/dangling-subject", name.as_str(), subject.as_str()];
            let built_in = assessment.builtin.binding(id);
            found.push(finding(FindingKind::Hygiene, SeverityWord(Severity::Medium), built_in, &names, message));
        }
    }
    found
}
