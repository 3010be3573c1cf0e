//! Identities of AWS, as the cluster knows them: a session is its role, and who that is here a mapping says.

use crate::authz::identity_of;
use crate::model::cloud::Arn;
use crate::model::{Provider, Snapshot, Subject};

/// The identity of AWS that a name stands for, if it is the name of one: `aws:ARN`, or the ARN alone. Of a session,
/// `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`, it is the role, with its path where that is known.
#[must_use]
pub fn aws_identity(snapshot: &Snapshot, text: &str) -> Option<Subject> {
    let arn = Arn::parse(text.strip_prefix("aws:").unwrap_or(text))?;
    Some(role_behind(snapshot, &Subject::aws(arn.as_str())))
}

/// The role that a session is of; anybody else stays.
#[must_use]
pub fn role_behind(snapshot: &Snapshot, subject: &Subject) -> Subject {
    let Subject::Cloud { provider: Provider::Aws, name } = subject else { return subject.clone() };
    let session = Arn::parse(name).filter(|arn| arn.service() == "sts" && arn.kind() == "assumed-role");
    let Some((arn, role)) = session.as_ref().and_then(|arn| Some((arn, arn.resource().split('/').nth(1)?))) else {
        return subject.clone();
    };
    // A session does not tell the path of its role, and in one account no two roles have the same name.
    let is_it = |known: &Arn| {
        known.kind() == "role" && known.short() == role && (known.partition(), known.account()) == place(arn)
    };
    let exported = snapshot.cloud.accounts.iter().flat_map(|account| &account.roles).map(|role| &role.identity.arn);
    let mapped = snapshot.mappings.iter().filter_map(|mapping| match &mapping.subject {
        Subject::Cloud { name, .. } => Arn::parse(name),
        _ => None,
    });
    let known = exported.cloned().chain(mapped).find(is_it);
    let bare = || format!("arn:{}:iam::{}:role/{role}", arn.partition(), arn.account());
    known.map_or_else(|| Subject::aws(&bare()), |known| Subject::aws(known.as_str()))
}

fn place(arn: &Arn) -> (&str, &str) {
    (arn.partition(), arn.account())
}

/// A subject with the groups that it is always in, and with the names that the cluster gives to an identity of a cloud.
#[must_use]
pub fn identity_here(snapshot: &Snapshot, subject: &Subject) -> Vec<Subject> {
    let mut identity = identity_of(subject);
    let names = snapshot.mapping(subject).into_iter().flat_map(|mapping| mapping.names());
    for name in names.flat_map(|name| identity_of(&name)) {
        if !identity.contains(&name) {
            identity.push(name);
        }
    }
    identity
}
