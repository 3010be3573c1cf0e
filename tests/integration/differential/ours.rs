//! kubescan's answers.

use std::io::Write;

use kubescan::authz::Authorizer;
use kubescan::collect::files::{self, Input, Limits};
use kubescan::model::{Snapshot, Version};
use kubescan::query::{EvidenceInfo, Reviewer};
use serde_json::Value;

/// What kubescan says to one review.
pub(super) struct Ours {
    /// Nothing where it refuses to answer.
    pub(super) allowed: Option<bool>,
    pub(super) evidence: Vec<EvidenceInfo>,
}

/// Reads a `v1` List as a user's file is read.
pub(super) fn snapshot(list: &Value) -> Snapshot {
    let mut file = tempfile::Builder::new().suffix(".json").tempfile().unwrap();
    file.write_all(list.to_string().as_bytes()).unwrap();
    files::read(&[Input::Path(file.path().to_path_buf())], &Limits::default(), Version::NEWEST, None).unwrap()
}

/// Decides SubjectAccessReviews, one a line.
pub(super) fn decide<'l>(snapshot: &Snapshot, reviews: impl Iterator<Item = &'l str>) -> Vec<Ours> {
    let authorizer = Authorizer::new(snapshot);
    let reviewer = Reviewer::new(&authorizer);
    reviews
        .map(|review| match reviewer.review(review) {
            Ok(reviewed) => Ours { allowed: Some(reviewed.status.allowed), evidence: reviewed.evidence },
            Err(_) => Ours { allowed: None, evidence: Vec::new() },
        })
        .collect()
}
