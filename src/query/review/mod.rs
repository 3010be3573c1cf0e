//! SubjectAccessReviews as lines of JSON: read, decided, and written back with the answer.
//!
//! A review is taken at its word, as the API server does: its groups are exactly those that it lists, and nothing is
//! normalised. Each line costs what the identity's own bindings cost.

use std::borrow::Cow;

use rayon::prelude::*;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::authz::{Authorizer, Evidence, Object, Request, identity_exactly};
use crate::model::Subject;

use super::can_i::{EvidenceInfo, evidence_info};
use super::gaps::is_node;
use super::grant::Origins;

mod reason;
mod wire;

use reason::rbac_reason;
use wire::{ReviewWire, SpecWire, request, selectors};

/// Decides reviews on one snapshot.
pub struct Reviewer<'a, 's> {
    authorizer: &'a Authorizer<'s>,
    origins: Origins<'s>,
}

/// A review with its answer.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reviewed<'l> {
    api_version: &'static str,
    kind: Cow<'l, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<&'l RawValue>,
    spec: &'l RawValue,
    /// The answer.
    pub status: Status,
    /// Why it is allowed; nothing when it is not.
    pub evidence: Vec<EvidenceInfo>,
    /// Whether it is about a node, for which more decides than bindings.
    #[serde(skip)]
    pub of_node: bool,
    /// A kind on which a no depends, and that is never read.
    #[serde(skip)]
    pub unread: Option<&'static str>,
    /// What the line itself said.
    #[serde(skip)]
    pub recorded: Option<bool>,
}

/// The answer, as the API server writes it.
#[derive(Debug, Serialize)]
pub struct Status {
    /// Whether the request is allowed.
    pub allowed: bool,
    /// Why.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

const VERSION: &str = "authorization.k8s.io/v1";

impl<'a, 's> Reviewer<'a, 's> {
    /// Prepares for many reviews.
    #[must_use]
    pub fn new(authorizer: &'a Authorizer<'s>) -> Self {
        Reviewer { authorizer, origins: Origins::new(authorizer.access().snapshot()) }
    }

    /// Decides many lines side by side, each as [`Reviewer::review`] does; what could not be read stays a mistake.
    #[must_use]
    pub fn review_all<'l>(&self, lines: &[Result<&'l str, &str>]) -> Vec<Result<Reviewed<'l>, String>> {
        lines.par_iter().map(|line| self.review((*line)?)).collect()
    }

    /// Decides the review of one line.
    ///
    /// # Errors
    /// When the line is no review; the text says what is wrong with it. Metadata, which the API server wants to be empty,
    /// is passed over.
    pub fn review<'l>(&self, line: &'l str) -> Result<Reviewed<'l>, String> {
        let wire: ReviewWire<'l> = serde_json::from_str(line).map_err(|error| without_line(&error))?;
        let spec_text = wire.spec.ok_or("spec is missing")?;
        let kind = kind(wire.api_version.as_deref(), wire.kind)?;
        let spec: SpecWire<'l> = serde_json::from_str(spec_text.get()).map_err(|error| without_line(&error))?;
        let request = request(&spec)?;
        let user = spec.user.as_deref().filter(|user| !user.is_empty());
        let groups = spec.groups.as_deref().unwrap_or_default();
        if user.is_none() && groups.is_empty() {
            return Err("spec.user and spec.groups are both empty".to_owned());
        }
        let identity = identity_exactly(user, groups.iter().map(|group| &**group));
        let evidence = self.authorizer.decide(&identity, &request, &selectors(&spec)?);
        let access = self.authorizer.access();
        let status = Status {
            allowed: evidence.is_some(),
            reason: evidence.as_ref().map(|evidence| self.reason(&identity, evidence)).unwrap_or_default(),
        };
        Ok(Reviewed {
            api_version: VERSION,
            kind,
            metadata: wire.metadata,
            spec: spec_text,
            status,
            evidence: evidence.iter().map(|found| evidence_info(access, &self.origins, &identity, found)).collect(),
            of_node: is_node(&identity),
            unread: self.authorizer.unread(&identity, &request),
            recorded: wire.status.and_then(|status| status.allowed),
        })
    }

    /// The reason in the words of the API server.
    fn reason(&self, identity: &[Subject], evidence: &Evidence<'_>) -> String {
        match evidence {
            Evidence::Masters | Evidence::Node(_) => String::new(),
            Evidence::Grant(grant) => rbac_reason(self.authorizer, identity, grant).unwrap_or_default(),
        }
    }
}

fn kind<'l>(version: Option<&str>, kind: Option<Cow<'l, str>>) -> Result<Cow<'l, str>, String> {
    if version.is_some_and(|version| version != VERSION) {
        return Err(format!("apiVersion is not {VERSION}"));
    }
    match kind {
        None => Ok(Cow::Borrowed("SubjectAccessReview")),
        Some(kind) if kind == "SubjectAccessReview" || kind == "LocalSubjectAccessReview" => Ok(kind),
        Some(_) => Err("kind is not SubjectAccessReview".to_owned()),
    }
}

impl Reviewed<'_> {
    /// What was asked, for people: `sa:shop/web get secrets db in namespace shop`.
    #[must_use]
    pub fn asked(&self) -> String {
        let Ok(spec) = serde_json::from_str::<SpecWire<'_>>(self.spec.get()) else {
            return String::new();
        };
        let who = match (&spec.user, &spec.groups) {
            (Some(user), _) if !user.is_empty() => Subject::user(user).id(),
            (_, groups) => groups.iter().flatten().map(|group| format!("group:{group}")).collect::<Vec<_>>().join(" "),
        };
        request(&spec).map(|request| format!("{who} {}", phrase(&request))).unwrap_or_default()
    }
}

/// `get secrets.example.com/status db in namespace shop`.
fn phrase(request: &Request<'_>) -> String {
    match request.object {
        Object::Url(path) => format!("{} {path}", request.verb),
        Object::Resource { api_group, resource, subresource, namespace, name } => {
            let part = |mark: &str, part: &str| if part.is_empty() { String::new() } else { format!("{mark}{part}") };
            let object = format!("{resource}{}{}", part(".", api_group), part("/", subresource));
            format!("{} {object}{}{}", request.verb, part(" ", name), part(" in namespace ", namespace))
        }
    }
}

/// A parser's message without its own line number: every review is one line.
fn without_line(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    match text.strip_suffix(&place) {
        Some(what) => format!("{what} (column {})", error.column()),
        None => text,
    }
}
