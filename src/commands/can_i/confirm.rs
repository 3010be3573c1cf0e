//! Asking the API server itself: where it disagrees, something decides that cannot be read from its objects.

use serde::{Deserialize, Serialize};

use crate::collect::live::{Review, ReviewKind};
use crate::exit::Exit;
use crate::model::Subject;
use crate::query::{Question, RequestInfo};
use crate::report::answer::can_i::Confirmed;
use crate::report::talk;

use super::who::Who;

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

/// The reviews that ask the server the same question: a yes to one of them is enough.
pub(super) fn reviews(who: &Who, question: &Question, namespace: Option<&str>) -> Vec<Review> {
    let scope = question.place(namespace);
    question.readings().iter().map(|reading| review(who, reading.info(&scope))).collect()
}

fn review(who: &Who, info: RequestInfo) -> Review {
    let (resource_attributes, non_resource_attributes) = match info {
        RequestInfo::Url { .. } => (None, Some(info)),
        RequestInfo::Resource { .. } => (Some(info), None),
    };
    let (kind, name, identity) = match who {
        Who::Me => (ReviewKind::SelfSubjectAccess, "SelfSubjectAccessReview", [].as_slice()),
        Who::Named(identity) => (ReviewKind::SubjectAccess, "SubjectAccessReview", identity.as_slice()),
    };
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

/// The server's answers beside kubescan's; where there are none it has been said why.
pub(super) fn confirmed(answers: &[Result<Vec<u8>, String>], ours: bool) -> Result<Confirmed, Exit> {
    let decided: Result<Vec<(bool, String)>, String> =
        answers.iter().map(|answer| answer.clone().and_then(|body| decision(&body))).collect();
    let decided = decided.map_err(|why| {
        talk::error(&format!("the server did not confirm ({why}); creating subjectaccessreviews may be forbidden"));
        Exit::Failed
    })?;
    let yes = decided.iter().find(|(allowed, _)| *allowed).or_else(|| decided.first()).cloned();
    let (allowed, reason) = yes.unwrap_or_default();
    Ok(Confirmed { allowed, agrees: allowed == ours, reason })
}

/// The decision in an answer, with its reason.
pub(super) fn decision(body: &[u8]) -> Result<(bool, String), String> {
    let review: AccessReview = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    Ok((review.status.allowed, review.status.reason))
}
