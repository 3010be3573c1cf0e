//! Tags that an identity sets on itself: what conditions ask of them is then its own choice.

use std::collections::BTreeSet;

use crate::cloud::iam::{Context, ContextValue, Iam, Principal, PrincipalId, Request, Target};
use crate::model::Name;
use crate::model::cloud::{Account, Document, PolicyDocument};

/// The values of the tags that its own policies ask about, where it may set them.
pub(super) fn chosen(iam: &Iam<'_>, account: &Account, own: PrincipalId) -> Context {
    let principal = iam.principal(own);
    let action = match principal {
        Principal::User(_) => "iam:TagUser",
        Principal::Role(_) => "iam:TagRole",
    };
    let may = iam.decide(own, &Request::new(action, Target::Arn(principal.arn().as_str())));
    if !may.is_possible() {
        return Context::new();
    }
    let choose = |context: Context, key: &Name| context.with(key, ContextValue::ChosenByCaller { optional: true });
    keys(account, principal).iter().fold(Context::new(), choose)
}

fn keys(account: &Account, principal: Principal<'_>) -> BTreeSet<Name> {
    let statements = documents(account, principal).into_iter().flat_map(|document| &document.statements);
    let keys = statements.flat_map(|statement| &statement.conditions).map(|condition| condition.key.clone());
    keys.filter(|key| key.to_ascii_lowercase().starts_with("aws:principaltag/")).collect()
}

/// The readable documents that a user or role holds itself.
pub(super) fn documents<'c>(account: &'c Account, principal: Principal<'c>) -> Vec<&'c Document> {
    let identity = principal.identity();
    let attached = account.policies.iter().filter(|policy| identity.attached.contains(&policy.arn));
    let managed = attached.filter_map(|policy| policy.default()).map(|version| &version.document);
    let all = identity.inline.iter().map(|policy| &policy.document).chain(managed);
    let readable = all.filter_map(|document| match document {
        PolicyDocument::Readable(document) => Some(document.as_ref()),
        PolicyDocument::Unreadable(_) => None,
    });
    readable.collect()
}
