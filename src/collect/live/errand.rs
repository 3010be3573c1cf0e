//! What a question takes beside the lists: which resources there are, who is asking, what the server itself decides.
//!
//! Reviews are POSTs that store nothing. All of it runs on the connection that reads the lists, so that a credential
//! plugin runs once.

use std::sync::Arc;

use tokio::task::JoinSet;

use super::discover::{discover_groups, discover_with};
use super::session::Session;
use crate::model::{Gap, Resource};

/// What is asked beside the lists.
pub struct Errand<'a> {
    /// What to ask about the resources that there are.
    pub discover: Discovery,
    /// The reviews to post, made once the rest of the errand is done.
    pub reviews: &'a (dyn Fn(&Known) -> Vec<Review> + Sync),
}

/// How much is asked about the resources that there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Discovery {
    /// Nothing.
    None,
    /// Those of API groups, custom resources among them: one request, so that a server that does not aggregate is not
    /// asked group by group.
    Groups,
    /// All, in as many requests as it takes.
    Whole,
}

impl Discovery {
    /// All, unless that is of no use.
    #[must_use]
    pub fn unless(known: bool) -> Self {
        if known { Discovery::None } else { Discovery::Whole }
    }
}

/// What is known before any review is made.
#[derive(Debug, Default)]
pub struct Known {
    /// The namespace of the context, or of the pod that kubescan runs in.
    pub namespace: String,
    /// The resources of the server, if they were asked for, in the server's order.
    pub resources: Vec<Resource>,
    /// What of these could not be found out.
    pub gaps: Vec<Gap>,
}

/// One review to post.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Review {
    /// What kind of review.
    pub kind: ReviewKind,
    /// The whole object, as JSON.
    pub body: String,
}

/// The reviews that there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReviewKind {
    /// Who the caller is.
    SelfSubject,
    /// What the caller may do.
    SelfSubjectAccess,
    /// What somebody may do.
    SubjectAccess,
}

impl ReviewKind {
    fn path(self) -> &'static str {
        match self {
            ReviewKind::SelfSubject => "/apis/authentication.k8s.io/v1/selfsubjectreviews",
            ReviewKind::SelfSubjectAccess => "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
            ReviewKind::SubjectAccess => "/apis/authorization.k8s.io/v1/subjectaccessreviews",
        }
    }
}

impl Errand<'_> {
    /// Nothing.
    pub const NONE: Errand<'static> = Errand { discover: Discovery::None, reviews: &|_| Vec::new() };
}

/// What the server answered to each review: the whole object as JSON, or why there is none.
pub type Answers = Vec<Result<Vec<u8>, String>>;

/// Runs an errand on an open session.
pub(super) async fn run(session: &Arc<Session>, errand: &Errand<'_>, namespace: &str) -> (Known, Answers) {
    let (resources, gaps) = match errand.discover {
        Discovery::None => (Vec::new(), Vec::new()),
        Discovery::Groups => discover_groups(session).await,
        Discovery::Whole => discover_with(session).await,
    };
    let known = Known { namespace: namespace.to_owned(), resources, gaps };
    let answers = post(session, (errand.reviews)(&known)).await;
    (known, answers)
}

/// Posts reviews; the answers are in their order.
pub(super) async fn post(session: &Arc<Session>, reviews: Vec<Review>) -> Answers {
    let mut running = JoinSet::new();
    for (place, review) in reviews.into_iter().enumerate() {
        let session = Arc::clone(session);
        running.spawn(async move {
            let answer = session.post(review.kind.path(), review.body).await;
            (place, answer.map_err(|fault| fault.words()))
        });
    }
    let mut answers = running.join_all().await;
    answers.sort_by_key(|(place, _)| *place);
    answers.into_iter().map(|(_, answer)| answer).collect()
}
