//! The subjects that a snapshot knows: nobody can list users and groups.

use std::collections::BTreeSet;

use crate::authz::Access;
use crate::model::{Name, Subject};

/// Every subject that a binding names, every service account, and the accounts that pods run as; sorted.
#[must_use]
pub fn known_subjects(access: &Access<'_>) -> BTreeSet<Subject> {
    let snapshot = access.snapshot();
    let account = |namespace: &Name, name: &Name| Subject::service_account(namespace, name);
    let mut known: BTreeSet<Subject> = access.subjects().map(|(subject, _)| subject.clone()).collect();
    known.extend(snapshot.service_accounts.iter().map(|found| account(&found.namespace, &found.name)));
    let running: BTreeSet<(&Name, &Name)> =
        snapshot.pods.iter().map(|pod| (&pod.namespace, &snapshot.pod_spec(pod.spec).service_account)).collect();
    known.extend(running.into_iter().map(|(namespace, name)| account(namespace, name)));
    known
}
