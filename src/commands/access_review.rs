//! Access reviews as they are posted, and what the API server answers.

use serde::{Deserialize, Serialize};

use crate::collect::live::{Review, ReviewKind};
use crate::model::Subject;
use crate::query::RequestInfo;

#[derive(Deserialize)]
struct AccessReview {
    status: Status,
}

#[derive(Deserialize)]
struct Status {
    #[serde(default)]
    allowed: bool,
    #[serde(default)]
    reason: String,
}

/// A review as it is posted.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Posted {
    api_version: &'static str,
    kind: &'static str,
    spec: Spec,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Spec {
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    groups: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource_attributes: Option<RequestInfo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    non_resource_attributes: Option<RequestInfo>,
}

/// The review that asks whether this identity may do this; without one, about whoever asks.
pub(super) fn review(identity: Option<&[Subject]>, info: RequestInfo) -> Review {
    let (resource_attributes, non_resource_attributes) = match info {
        RequestInfo::Url { .. } => (None, Some(info)),
        RequestInfo::Resource { .. } => (Some(info), None),
    };
    let (kind, name) = match identity {
        None => (ReviewKind::SelfSubjectAccess, "SelfSubjectAccessReview"),
        Some(_) => (ReviewKind::SubjectAccess, "SubjectAccessReview"),
    };
    let identity = identity.unwrap_or_default();
    let user = identity.iter().find_map(Subject::username);
    let spec = Spec { user, groups: groups(identity), resource_attributes, non_resource_attributes };
    let posted = Posted { api_version: "authorization.k8s.io/v1", kind: name, spec };
    Review { kind, body: serde_json::to_string(&posted).unwrap_or_default() }
}

fn groups(identity: &[Subject]) -> Vec<String> {
    let name = |subject: &Subject| match subject {
        Subject::Group(name) => Some(name.as_str().to_owned()),
        _ => None,
    };
    identity.iter().filter_map(name).collect()
}

/// The decision in an answer, with its reason.
pub(super) fn decision(body: &[u8]) -> Result<(bool, String), String> {
    let review: AccessReview = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    Ok((review.status.allowed, review.status.reason))
}
