//! The ConfigMap `aws-auth`: one, or a gap where several differ.

use crate::collect::aws_auth::gap;
use crate::collect::found::Found;
use crate::model::{AwsAuth, Reason, SourceKind};

/// The one that is judged.
pub(super) fn settle(found: &mut Found, source: SourceKind) -> Option<AwsAuth> {
    let mut maps = std::mem::take(&mut found.aws_auth);
    maps.sort_unstable();
    maps.dedup();
    if maps.len() > 1 {
        let reason = match source {
            SourceKind::Cluster => Reason::Torn,
            SourceKind::Files => Reason::Malformed,
        };
        found.gaps.push(gap(reason, "It was read twice with different content: only one of the two is judged."));
    }
    maps.into_iter().next()
}
