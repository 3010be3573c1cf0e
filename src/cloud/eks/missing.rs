//! Identities that the cluster lets in and that are not there.

use crate::model::cloud::{Account, Arn};
use crate::model::{Provider, Snapshot, Subject};

/// Whether an identity is of an account that was exported, and the export does not hold it: whoever makes it comes in by
/// `aws-auth`, which goes by the name. An export without any user, or without any role, was narrowed; of one
/// that breaks off nothing is known to be missing.
#[must_use]
pub fn is_missing(snapshot: &Snapshot, identity: &Subject) -> bool {
    let Subject::Cloud { provider: Provider::Aws, name } = identity else { return false };
    let Some(arn) = Arn::parse(name) else { return false };
    let own = (arn.partition(), arn.account());
    let is_own = |account: &&Account| own == (account.partition.as_str(), account.id.as_str());
    let Some(account) = snapshot.cloud.accounts.iter().find(is_own).filter(|account| !account.breaks_off) else {
        return false;
    };
    match arn.kind() {
        "role" => {
            !account.roles.is_empty() && account.roles.binary_search_by(|role| role.identity.arn.cmp(&arn)).is_err()
        }
        "user" => {
            !account.users.is_empty() && account.users.binary_search_by(|user| user.identity.arn.cmp(&arn)).is_err()
        }
        _ => false,
    }
}
