//! Can anyone but the intended identity become the role?
//!
//! The intended identity is the one token that the trust policy pins exactly. Everybody else whom it lets in is a way in,
//! and so is whoever may rewrite it, change a provider that it trusts, or become somebody whom it lets in.
//!
//! An account that is named passes the decision on to the policies of its identities: where none of these allows it, the
//! statement lets nobody in. Another account allows itself what it likes, so naming it is enough.

mod indirect;
mod principals;
mod services;
mod token;
mod trust;

use std::collections::BTreeMap;

use crate::cloud::iam::{Decision, Principal, PrincipalId};
use crate::model::cloud::PolicyDocument;

use super::evidence::Rows;
use super::view::Attack;
use super::world::World;
use trust::Trust;

pub(super) fn attack(world: &World<'_, '_>) -> Attack {
    let (mut rows, mut reasons) = (Rows::default(), Vec::new());
    match trust_of(world, world.own) {
        Some(trust) => {
            principals::ask(world, &trust, &mut rows);
            token::ask(world, &trust, &mut rows, &mut reasons);
            services::ask(world, &trust, &mut rows, &mut reasons);
            indirect::edits(world, &trust, &mut rows);
        }
        None => reasons.push("nobody assumes a user; what counts is who takes its credentials".to_owned()),
    }
    indirect::takers(world, &mut rows);
    indirect::through(world, &mut rows);
    if rows.counted.is_empty() {
        reasons.push("nobody but administrators may rewrite whom it trusts, or become whom it trusts".to_owned());
    }
    rows.attack(reasons)
}

/// What the trust policy of a role names; nothing for a user.
pub(super) fn trust_of<'c>(world: &World<'_, 'c>, id: PrincipalId) -> Option<Trust<'c>> {
    match world.iam.principal(id) {
        Principal::Role(role) => Some(match &role.trust {
            PolicyDocument::Readable(document) => Trust::of(document),
            PolicyDocument::Unreadable(_) => Trust::default(),
        }),
        Principal::User(_) => None,
    }
}

/// Which identities get at a principal by tokens that name them in full.
pub(super) fn identities_of(world: &World<'_, '_>, id: PrincipalId) -> BTreeMap<String, Decision> {
    trust_of(world, id).map(|trust| token::identities(world, id, &trust)).unwrap_or_default()
}
