//! What is worth knowing about an export: what it lacks, and what in it could not be understood.

use std::collections::BTreeSet;

use crate::model::cloud::{Account, Arn, Cloud, Identity, KNOWN_OF_AWS, ManagedPolicy, PolicyDocument};
use crate::model::{Name, Note};

/// The notes on what was read. What breaks off is a gap, and no note.
pub(super) fn of(cloud: &Cloud, other_files: usize) -> Vec<Note> {
    let mut notes = Vec::new();
    if other_files > 0 {
        let text = format!("files of directories that are no JSON, left out: {other_files}");
        notes.push(Note { warning: false, text });
    }
    notes.extend(not_described(cloud));
    notes.extend(left_out(cloud));
    for account in &cloud.accounts {
        unreadable_of_account(account, &mut notes);
    }
    for policy in &cloud.aws_managed {
        unreadable_of_policy(policy, &mut notes);
    }
    notes
}

/// What was listed, and what was not described.
fn not_described(cloud: &Cloud) -> Vec<Note> {
    let entries = cloud.access_entries.iter().filter(|entry| entry.details.is_none()).count();
    let policies = cloud.access_entries.iter().filter(|entry| entry.policies.is_none()).count();
    let roles = cloud.associations.iter().filter(|association| association.role_arn.is_none()).count();
    let table = [
        (entries + cloud.listed_entries.len(), "access entries", "describe-access-entry"),
        (policies, "access policies of entries", "list-associated-access-policies"),
        (roles, "roles of Pod Identity associations", "describe-pod-identity-association"),
    ];
    let missing = table.into_iter().filter(|(count, ..)| *count > 0);
    missing
        .map(|(count, what, command)| warning(format!("{what} not known: {count}; `aws eks {command}` tells")))
        .collect()
}

/// How many of the policies that are attached the note names.
const MOST_NAMED: usize = 5;

/// Policies that are attached and that the export does not hold.
fn left_out(cloud: &Cloud) -> Option<Note> {
    let held = cloud.accounts.iter().flat_map(|account| &account.policies).chain(&cloud.aws_managed);
    let held: BTreeSet<&Arn> = held.map(|policy| &policy.arn).collect();
    let attached = cloud.accounts.iter().flat_map(identities).flat_map(|identity| &identity.attached);
    let is_known = |arn: &Arn| arn.account() == "aws" && KNOWN_OF_AWS.contains(&arn.short());
    let missing: BTreeSet<&Arn> = attached.filter(|arn| !held.contains(arn) && !is_known(arn)).collect();
    let named: Vec<&str> = missing.iter().take(MOST_NAMED).map(|arn| arn.as_str()).collect();
    let more = if missing.len() > named.len() { ", …" } else { "" };
    (!missing.is_empty()).then(|| {
        let (count, named) = (missing.len(), named.join(", "));
        warning(format!(
            "policies that are attached and not in the export: {count} ({named}{more}); what they allow is not known"
        ))
    })
}

fn identities(account: &Account) -> impl Iterator<Item = &Identity> {
    let users = account.users.iter().map(|user| &user.identity);
    let groups = account.groups.iter().map(|group| &group.identity);
    users.chain(groups).chain(account.roles.iter().map(|role| &role.identity))
}

fn unreadable_of_account(account: &Account, notes: &mut Vec<Note>) {
    for identity in identities(account) {
        unreadable_of_identity(identity, notes);
    }
    for role in &account.roles {
        note(&role.trust, "the trust policy", role.identity.arn.name(), notes);
    }
    for policy in &account.policies {
        unreadable_of_policy(policy, notes);
    }
}

fn unreadable_of_identity(identity: &Identity, notes: &mut Vec<Note>) {
    for policy in &identity.inline {
        note(&policy.document, &format!("policy `{}`", policy.name.as_str()), identity.arn.name(), notes);
    }
}

fn unreadable_of_policy(policy: &ManagedPolicy, notes: &mut Vec<Note>) {
    for version in &policy.versions {
        note(&version.document, &format!("version `{}`", version.id.as_str()), policy.arn.name(), notes);
    }
}

fn note(document: &PolicyDocument, what: &str, of: &Name, notes: &mut Vec<Note>) {
    if let PolicyDocument::Unreadable(why) = document {
        let (of, why) = (of.as_str(), why.as_str());
        notes.push(warning(format!("{what} of {of} is not understood ({why}); what hangs on it is left open")));
    }
}

fn warning(text: String) -> Note {
    Note { warning: true, text }
}
