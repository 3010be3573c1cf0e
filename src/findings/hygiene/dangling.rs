//! Bindings that name what does not exist.

use crate::model::Subject;
use crate::template::Severity;

use super::context::Context;
use super::row::{Found, Hygiene};

pub(super) const DANGLING_ROLE: Hygiene = Hygiene {
    id: "hygiene/dangling-role",
    title: "Bindings to a role that does not exist",
    severity: Severity::Medium,
    why: "Whoever creates a role of that name decides what the binding grants, without touching the binding. Judged only \
          where all roles were read.",
    fix: "Remove the binding, or bind a role that exists.",
    controls: &[],
    find: dangling_roles,
};

pub(super) const DANGLING_SUBJECT: Hygiene = Hygiene {
    id: "hygiene/dangling-subject",
    title: "Grants to a service account that does not exist",
    severity: Severity::Medium,
    why: "Whoever creates an account of that name, or its namespace, takes the grant. Judged only where all accounts were \
          read; users and groups cannot be listed.",
    fix: "Remove the subject from the binding.",
    controls: &[],
    find: dangling_subjects,
};

fn dangling_roles(context: &Context<'_>) -> Vec<Found> {
    if !context.assessment.escalation.world.knows_roles() {
        return Vec::new();
    }
    let bindings = context.snapshot.binding_ids();
    let dangling = bindings.filter(|(id, _)| context.assessment.access.role_of(*id).is_none());
    let found = dangling.map(|(_, binding)| {
        let message = format!("{} refers to {}, which does not exist", binding.id(), binding.role_id());
        Found::new([binding.id()], message)
    });
    found.collect()
}

fn dangling_subjects(context: &Context<'_>) -> Vec<Found> {
    let world = &context.assessment.escalation.world;
    let missing = |subject: &&Subject| match subject {
        Subject::ServiceAccount { namespace, name } => {
            world.knows_accounts_of(namespace) && !world.has_account(namespace, name)
        }
        _ => false,
    };
    let mut found = Vec::new();
    for (id, binding) in context.snapshot.binding_ids() {
        let built_in = context.installed(id);
        for subject in binding.subjects.iter().filter(missing) {
            let role = binding.role_id();
            let message = format!("{} grants {role} to {}, which does not exist", binding.id(), subject.id());
            found.push(Found::new([binding.id(), subject.id()], message).built_in(built_in));
        }
    }
    found
}
