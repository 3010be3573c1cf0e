//! The one place where a request is made, and the table of those that there can be.
//!
//! GET only, and of lists only, but for one ConfigMap, `/version` and discovery, which every authenticated user may read, for reviews, which
//! store nothing, and for trials, which only ever leave here as dry runs. Secrets are not in the table, and never taken for
//! parameters of a policy.

use http::header::{ACCEPT, CONTENT_ENCODING, CONTENT_TYPE, USER_AGENT};
use http::{Method, Request, StatusCode};
use http_body_util::BodyExt;
use kube::Client;
use kube::client::Body;

use super::body::Form;
use super::broken::Broken;
use super::fault::Fault;
use super::flight::Announcer;
use super::judge::{is_verdict, judge, refusal, time};
use super::trial::Trial;
use crate::collect::aws_auth;
use crate::collect::kind::Kind;
use crate::collect::wire::engine_resources;
use crate::model::{AwsAuth, Time};

/// The kinds that are listed. A Secret's list would hold its data: what may list names may list data.
pub(super) const LISTED: &[Kind] = &[
    Kind::ClusterRole,
    Kind::ClusterRoleBinding,
    Kind::Role,
    Kind::RoleBinding,
    Kind::ServiceAccount,
    Kind::Namespace,
    Kind::Node,
    Kind::Pod,
    Kind::Deployment,
    Kind::ReplicaSet,
    Kind::StatefulSet,
    Kind::DaemonSet,
    Kind::Job,
    Kind::CronJob,
    Kind::ReplicationController,
    Kind::PersistentVolume,
    Kind::PersistentVolumeClaim,
    Kind::ResourceQuota,
    Kind::Service,
    Kind::Ingress,
    Kind::ValidatingAdmissionPolicy,
    Kind::ValidatingAdmissionPolicyBinding,
    Kind::MutatingAdmissionPolicy,
    Kind::MutatingAdmissionPolicyBinding,
    Kind::ValidatingWebhookConfiguration,
    Kind::MutatingWebhookConfiguration,
];

/// Every right on a whole kind that a collection uses, as (API group, resource, verb); `deploy/rbac.yaml` grants exactly these
/// and the [`NAMED_RIGHTS`]. Parameters of admission policies take more, which depends on the policies.
#[must_use]
pub fn needed_rights() -> Vec<(&'static str, &'static str, &'static str)> {
    let fixed = LISTED.iter().map(|kind| (kind.group(), kind.resource(), "list"));
    fixed.chain(engine_resources().map(|(group, resource)| (group, resource, "list"))).collect()
}

/// A right on one object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NamedRight {
    /// The namespace that the object is in.
    pub namespace: &'static str,
    /// Its API group.
    pub api_group: &'static str,
    /// Its resource.
    pub resource: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What is done with it.
    pub verb: &'static str,
}

/// Every right on one object that a collection uses.
pub const NAMED_RIGHTS: &[NamedRight] = &[NamedRight {
    namespace: AwsAuth::NAMESPACE,
    api_group: "",
    resource: aws_auth::RESOURCE,
    name: AwsAuth::NAME,
    verb: "get",
}];

/// Whether a collection reads all objects of this kind.
pub(in crate::collect) fn is_listed(kind: Kind) -> bool {
    LISTED.contains(&kind)
}

/// What is asked of the server.
pub(super) const ACCEPTED: &str = "application/json";

/// What is asked of lists that can be read in both forms. A server without protobuf of something answers with JSON.
pub(super) const PROTOBUF_ACCEPTED: &str = "application/vnd.kubernetes.protobuf,application/json";

const AGENT: &str = concat!("kubescan/", env!("CARGO_PKG_VERSION"));

/// An answer other than 200 has no business being longer.
const ERROR_LIMIT: usize = 1 << 20;

/// One request.
pub(super) struct Ask<'a> {
    pub(super) path: &'a str,
    /// Some form of JSON; before it, protobuf where that can be read.
    pub(super) accepted: &'a str,
    /// What is sent.
    pub(super) sent: Sent<'a>,
    /// Who is told of the next page while this one is still on its way.
    pub(super) announcer: Option<&'a Announcer>,
}

/// What a request sends.
#[derive(Clone, Copy)]
pub(super) enum Sent<'a> {
    /// Nothing: a GET.
    Nothing,
    /// A review: a POST.
    Review(&'a str),
    /// A write that is not stored.
    Trial(&'a Trial),
}

/// One answer.
pub(super) struct Answer {
    pub(super) body: Vec<u8>,
    pub(super) form: Form,
    /// When it was given, by the clock of who gave it.
    pub(super) time: Option<Time>,
}

/// Sends one request and reads the whole answer, but not more than `limit` bytes of it.
pub(super) async fn send(client: &Client, ask: &Ask<'_>, limit: usize) -> Result<Answer, Fault> {
    let (request, sent) = match ask.sent {
        Sent::Nothing => (Request::get(ask.path), None),
        Sent::Review(body) => (Request::post(ask.path).header(CONTENT_TYPE, ACCEPTED), Some(body)),
        Sent::Trial(trial) => (dry_run(trial), Some(trial.body.as_str())),
    };
    let request = request
        .header(ACCEPT, ask.accepted)
        .header(USER_AGENT, AGENT)
        .body(sent.map_or_else(Body::empty, |body| Body::from(body.as_bytes().to_vec())))
        .map_err(|_| Fault::Malformed("the server named a page that cannot stand in a URL".to_owned()))?;
    let answer = client.send(request).await.map_err(|error| broken(&error))?;
    let (parts, body) = answer.into_parts();
    if parts.headers.get(CONTENT_ENCODING).is_some_and(|coding| coding != "identity") {
        return Err(Fault::Compressed);
    }
    let refusal_counts = matches!(ask.sent, Sent::Trial(_)) && is_verdict(parts.status);
    let good = matches!(parts.status, StatusCode::OK | StatusCode::CREATED) || refusal_counts;
    let limit = if good { limit } else { ERROR_LIMIT };
    let body = read(body, limit, ask.announcer.filter(|_| good)).await;
    match parts.status {
        _ if refusal_counts => Ok(Answer { body: body?, form: Form::Json, time: None }),
        _ if good => {
            let body = body?;
            let form = judge(&parts.headers, ask.accepted, &body)?;
            Ok(Answer { body, form, time: time(&parts.headers) })
        }
        status => Err(refusal(status, &parts.headers, &body.unwrap_or_default())),
    }
}

/// A write in somebody's name. Whatever it says, the server is told to store nothing.
fn dry_run(trial: &Trial) -> http::request::Builder {
    let content = if trial.method == Method::PATCH { "application/merge-patch+json" } else { ACCEPTED };
    let request = Request::builder().method(trial.method.clone()).uri(format!("{}?dryRun=All", trial.path));
    let request = request.header(CONTENT_TYPE, content).header("Impersonate-User", &trial.user);
    trial.groups.iter().fold(request, |request, group| request.header("Impersonate-Group", group))
}

fn broken(error: &kube::Error) -> Fault {
    Fault::Broken(Broken::of(error))
}

async fn read(mut body: Body, limit: usize, announcer: Option<&Announcer>) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| broken(&error))?;
        let Ok(data) = frame.into_data() else { continue };
        if bytes.len() + data.len() > limit {
            return Err(Fault::TooLarge);
        }
        bytes.extend_from_slice(&data);
        if let Some(announcer) = announcer {
            announcer.look(&bytes);
        }
    }
    Ok(bytes)
}
