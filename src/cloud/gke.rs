//! GKE: Google accounts are users of the cluster by their e-mail address.

use crate::model::{Name, Provider, Snapshot, Subject};

/// Whether a node says by a label that it is one of GKE.
#[must_use]
pub fn is_gke(snapshot: &Snapshot) -> bool {
    let of_gke = |key: &Name| ["cloud.google.com/gke-", "iam.gke.io/gke-"].iter().any(|prefix| key.starts_with(prefix));
    snapshot.nodes.iter().any(|node| node.labels.keys().any(of_gke))
}

/// The user that an identity is in a cluster of GKE; nothing for identities of other clouds.
#[must_use]
pub fn user(identity: &Subject) -> Option<Subject> {
    match identity {
        Subject::Cloud { provider: Provider::Gcp, name } => Some(Subject::user(name)),
        _ => None,
    }
}
