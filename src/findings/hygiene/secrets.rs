//! Tokens that do not expire.

use std::collections::BTreeSet;

use crate::model::{Name, Phase, Secret, Version};
use crate::template::Severity;

use super::context::Context;
use super::row::{Found, Hygiene};

pub(super) const LONG_LIVED_TOKEN: Hygiene = Hygiene {
    id: "hygiene/long-lived-token",
    title: "Secrets that hold a long-lived token",
    severity: Severity::Medium,
    why: "Such a token is valid until the Secret or the account is deleted, wherever a copy has gone. Tokens that servers \
          before 1.24 created by themselves are reported only where no pod uses them and the server no longer creates \
          them. Secrets of a live cluster are never listed, so this check needs a dump.",
    fix: "Use projected tokens, or `kubectl create token` with a duration; then delete the Secret.",
    controls: &["T1528"],
    find: long_lived_token,
};

const TOKEN_TYPE: &str = "kubernetes.io/service-account-token";

/// Since this version no token is made for an account by itself (`LegacyServiceAccountTokenNoAutoGeneration`).
const NO_LONGER_MADE: Version = Version { major: 1, minor: 24 };

fn long_lived_token(context: &Context<'_>) -> Vec<Found> {
    let (made, used) = (made_by_server(context), used(context));
    let tokens = context.snapshot.secrets.iter().filter(|secret| secret.kind == TOKEN_TYPE);
    let stale = context.snapshot.source.server_version >= NO_LONGER_MADE;
    let found = tokens.filter_map(|secret| {
        let account = secret.service_account.as_ref()?;
        let place = place(secret);
        let what = match (made.contains(&place), used.contains(&place)) {
            (false, _) => "was made by hand",
            (true, false) if stale => "is left over from an older version, and no pod uses it",
            (true, _) => return None,
        };
        let id = format!("secret:{}/{}", secret.namespace.as_str(), secret.name.as_str());
        let message =
            format!("{id} holds a token of sa:{}/{} that {what}", secret.namespace.as_str(), account.as_str());
        Some(Found::new([id], message))
    });
    found.collect()
}

/// A Secret by its namespace and name.
type Place<'a> = (&'a Name, &'a Name);

fn place(secret: &Secret) -> Place<'_> {
    (&secret.namespace, &secret.name)
}

/// The Secrets that an account lists: before 1.24 the controller wrote the tokens that it made there.
fn made_by_server<'a>(context: &Context<'a>) -> BTreeSet<Place<'a>> {
    let accounts = context.snapshot.service_accounts.iter();
    accounts.flat_map(|account| account.secrets.iter().map(|secret| (&account.namespace, secret))).collect()
}

/// The Secrets that a container can read.
fn used<'a>(context: &Context<'a>) -> BTreeSet<Place<'a>> {
    let snapshot = context.snapshot;
    let pods = snapshot.pods.iter().filter(|pod| pod.phase != Phase::Finished);
    pods.flat_map(|pod| snapshot.pod_spec(pod.spec).readable_secrets().map(|secret| (&pod.namespace, secret))).collect()
}
