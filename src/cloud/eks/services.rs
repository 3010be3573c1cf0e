//! Roles that services of AWS assume, and nobody else.

use crate::model::cloud::{Effect, PolicyDocument, PrincipalPattern, Role, Selection};
use crate::model::{Snapshot, Subject};

/// Whether an identity is a role of an export that trusts services alone: nobody else begins a session of it.
#[must_use]
pub fn is_for_services(snapshot: &Snapshot, identity: &Subject) -> bool {
    let Subject::Cloud { name, .. } = identity else { return false };
    let accounts = snapshot.cloud.accounts.iter();
    let role = accounts.flat_map(|account| &account.roles).find(|role| role.identity.arn.name() == name);
    role.is_some_and(trusts_services_alone)
}

fn trusts_services_alone(role: &Role) -> bool {
    let PolicyDocument::Readable(document) = &role.trust else { return false };
    let mut trusting = document.statements.iter().filter(|statement| statement.effect == Effect::Allow);
    trusting.all(|statement| match &statement.principals {
        Some(Selection::Only(named)) => named.iter().all(|one| matches!(one, PrincipalPattern::Service(_))),
        Some(Selection::AllBut(_)) | None => false,
    })
}
