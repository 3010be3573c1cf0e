//! About whom a question is.

use serde::Deserialize;

use crate::authz::{NODE_PREFIX, NODES, identity_exactly, identity_of, impersonated};
use crate::cli::CanIArgs;
use crate::collect::live::{Answers, Breadth, Review, ReviewKind};
use crate::exit::Exit;
use crate::model::Subject;
use crate::query::is_node;
use crate::report::talk;

use super::super::input::Read;
use super::aws;

/// About whom a question is.
pub(super) enum Who {
    /// Somebody that the command line names.
    Named(Vec<Subject>),
    /// An identity of AWS, and further groups: the cluster says who that is in it.
    OfAws(String, Vec<Subject>),
    /// Whoever kubescan connects as: only the server knows.
    Me,
}

impl Who {
    /// What the command line says; on a mistake it has been said.
    pub(super) fn of(args: &CanIArgs) -> Result<Self, Exit> {
        if let Some(account) = &args.service_account {
            let Some((namespace, name)) =
                account.split_once('/').filter(|(space, name)| !space.is_empty() && !name.is_empty())
            else {
                talk::error(&format!("--sa takes NAMESPACE/NAME, not {account:?}"));
                return Err(Exit::Usage);
            };
            let mut identity = identity_of(&Subject::service_account(namespace, name));
            identity.extend(args.as_groups.iter().map(|group| Subject::group(group)));
            return Ok(Who::Named(identity));
        }
        if let Some(name) = args.as_user.as_deref().filter(|name| is_arn(name)) {
            let groups = args.as_groups.iter().map(|group| Subject::group(group)).collect();
            return Ok(Who::OfAws(name.to_owned(), groups));
        }
        if args.as_user.is_some() || !args.as_groups.is_empty() {
            tell_of_groups(args);
            return Ok(Who::Named(impersonated(args.as_user.as_deref(), &args.as_groups)));
        }
        if !args.input.filename.is_empty() {
            talk::error("files do not tell who you are; say about whom you ask with --as, --as-group or --sa");
            return Err(Exit::Usage);
        }
        Ok(Who::Me)
    }

    /// What decides about it: of nodes, the pods on them too.
    pub(super) fn breadth(&self) -> Breadth {
        match self {
            Who::Named(identity) if is_node(identity) => Breadth::Everything,
            // Who it is stands beside what grants rights.
            Who::OfAws(..) => Breadth::Everything,
            _ => Breadth::Permissions,
        }
    }

    /// The review that tells who it is, where that is not known.
    pub(super) fn ask(&self) -> Option<Review> {
        let body = r#"{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}"#.to_owned();
        matches!(self, Who::Me).then_some(Review { kind: ReviewKind::SelfSubject, body })
    }

    /// The answers to other reviews than [`Who::ask`].
    pub(super) fn confirmations<'a>(&self, answers: &'a Answers) -> &'a [Result<Vec<u8>, String>] {
        let asked = usize::from(matches!(self, Who::Me));
        answers.get(asked..).unwrap_or_default()
    }

    /// Refuses those whom the API server does not know by what the command line says; it has been said.
    pub(super) fn require_name(&self) -> Result<(), Exit> {
        let Who::OfAws(name, _) = self else { return Ok(()) };
        talk::error(&format!(
            "--confirm asks about names of the cluster, and {name:?} is none; name its user and groups"
        ));
        Err(Exit::Usage)
    }

    /// The identity; the server's answer to [`Who::ask`] is the first of the answers.
    pub(super) fn identity(&self, read: &Read) -> Result<Vec<Subject>, Exit> {
        match self {
            Who::Named(identity) => Ok(identity.clone()),
            Who::OfAws(name, groups) => aws::identity(&read.snapshot, name, groups),
            Who::Me => {
                let first = read.answers.first().ok_or_else(|| "it was not asked".to_owned());
                first.and_then(|answer| me(answer.as_deref().map_err(Clone::clone)?)).map_err(|why| {
                    talk::error(&format!("the server does not tell who you are ({why}); say it with --as or --sa"));
                    Exit::Failed
                })
            }
        }
    }
}

/// Whether this is the name of an identity of AWS. A user of the cluster may be called so too.
fn is_arn(name: &str) -> bool {
    name.strip_prefix("aws:").unwrap_or(name).starts_with("arn:")
}

/// Groups that impersonation leaves out, though the identity itself is in them.
fn tell_of_groups(args: &CanIArgs) {
    let user = args.as_user.as_deref().unwrap_or_default();
    if user.starts_with("system:serviceaccount:") && !args.as_groups.is_empty() {
        talk::note(
            "with --as-group, impersonation leaves out the account's own groups, as for kubectl; --sa keeps them",
        );
    }
    if user.starts_with(NODE_PREFIX) && !args.as_groups.iter().any(|group| group == NODES) {
        talk::note(
            "impersonation does not put a node into its group; for its own requests add --as-group system:nodes",
        );
    }
}

#[derive(Deserialize)]
struct SelfSubjectReview {
    status: Status,
}

#[derive(Deserialize)]
struct Status {
    #[serde(rename = "userInfo")]
    user_info: UserInfo,
}

#[derive(Deserialize)]
struct UserInfo {
    username: String,
    #[serde(default)]
    groups: Vec<String>,
}

fn me(body: &[u8]) -> Result<Vec<Subject>, String> {
    let review: SelfSubjectReview = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let user = review.status.user_info;
    Ok(identity_exactly(Some(&user.username), user.groups.iter().map(String::as_str)))
}
