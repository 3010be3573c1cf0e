//! Questions.

use crate::model::cloud::{Account, PolicyDocument};

use super::Context;

/// What a principal wants to do.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// The action: `iam:PassRole`; compared without regard to case.
    pub action: &'a str,
    /// What it is done to.
    pub target: Target<'a>,
    /// What else the request tells.
    pub context: Context,
    /// A policy that bounds the session, as Pod Identity may have one.
    pub session: Option<&'a PolicyDocument>,
}

/// What something is done to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target<'a> {
    /// This one.
    Arn(&'a str),
    /// Something new, whose name the caller chooses: the ARN up to the name.
    Fresh(String),
    /// The action knows no resources: only `*` is about it.
    All,
}

/// What can be new in IAM.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each is what its name says")]
pub enum FreshKind {
    User,
    Group,
    Role,
    Policy,
}

impl<'a> Request<'a> {
    /// A request without context.
    #[must_use]
    pub fn new(action: &'a str, target: Target<'a>) -> Self {
        Request { action, target, context: Context::new(), session: None }
    }

    /// The same with this context.
    #[must_use]
    pub fn with(self, context: Context) -> Self {
        Request { context, ..self }
    }
}

impl Target<'_> {
    /// Something new of this kind in an account.
    #[must_use]
    pub fn fresh(kind: FreshKind, account: &Account) -> Self {
        let kind = match kind {
            FreshKind::User => "user",
            FreshKind::Group => "group",
            FreshKind::Role => "role",
            FreshKind::Policy => "policy",
        };
        Target::Fresh(format!("arn:{}:iam::{}:{kind}/", account.partition.as_str(), account.id.as_str()))
    }
}
