//! The ConfigMap `aws-auth`, which every source may have: what is said where it could not be read.

use crate::model::{AwsAuth, Gap, Reason};

/// The resource of ConfigMaps, of which this is the only one that is read by its name.
pub(super) const RESOURCE: &str = "configmaps";

/// The gap that it leaves; `why` is one more sentence, or nothing.
pub(super) fn gap(reason: Reason, why: &str) -> Gap {
    const EFFECT: &str = "Which AWS identities sign in by the ConfigMap aws-auth, and as whom, is unknown.";
    let effect = if why.is_empty() { EFFECT.to_owned() } else { format!("{EFFECT} {why}") };
    let scope = format!("namespace/{}", AwsAuth::NAMESPACE);
    Gap { resource: RESOURCE.to_owned(), scope, reason, effect }
}
