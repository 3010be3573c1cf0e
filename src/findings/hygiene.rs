//! Hygiene: what is no step by itself but should be put in order.

use crate::model::Subject;
use crate::template::Severity;

use super::assess::Assessment;
use super::fingerprint::finding;
use super::types::{Finding, FindingKind, SeverityWord};

pub(super) fn find(assessment: &Assessment<'_>) -> Vec<Finding> {
    // In plain manifests the rest of the cluster is unknown: a missing object says nothing there.
    if !assessment.snapshot.source.stored {
        return Vec::new();
    }
    let mut found = dangling_roles(assessment);
    found.extend(dangling_subjects(assessment));
    found
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
