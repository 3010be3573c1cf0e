//! Policy documents, parsed once.
//!
//! Their serde form is the policy language of AWS itself, so that what is read, kept and printed is one thing. What the
//! language does not allow is refused, never left out: [`PolicyDocument`] then keeps why.

mod entries;
mod many;
mod principals;
mod wire;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Condition;
use crate::model::Name;

/// A policy document as an export held it. Equal documents may be shared.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PolicyDocument {
    /// It was understood, all of it.
    Readable(Arc<Document>),
    /// It was not: it may allow and deny anything. This is why.
    Unreadable(Name),
}

/// A policy document.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(try_from = "wire::DocumentWire", into = "wire::DocumentWire")]
pub struct Document {
    /// The version of the policy language.
    pub version: PolicyVersion,
    /// `Id`, which means nothing.
    pub id: Option<Name>,
    /// What it says; the order means nothing, but evidence counts by it.
    pub statements: Vec<Statement>,
}

/// The version of the policy language; a document that names none is of the older one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub enum PolicyVersion {
    /// `2008-10-17`: `${…}` stands for itself.
    #[default]
    #[serde(rename = "2008-10-17")]
    Of2008,
    /// `2012-10-17`: with variables.
    #[serde(rename = "2012-10-17")]
    Of2012,
}

/// One statement of a document.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(try_from = "wire::StatementWire", into = "wire::StatementWire")]
pub struct Statement {
    /// `Sid`, if it has one.
    pub sid: Option<Name>,
    /// What becomes of requests that match.
    pub effect: Effect,
    /// `Action` or `NotAction`.
    pub actions: Selection<Name>,
    /// `Resource` or `NotResource`; trust policies have neither.
    pub resources: Option<Selection<Name>>,
    /// `Principal` or `NotPrincipal`; policies of identities have neither.
    pub principals: Option<Selection<PrincipalPattern>>,
    /// All of these must hold; sorted.
    pub conditions: Vec<Condition>,
}

/// What becomes of requests that a statement matches.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the effect of its name")]
pub enum Effect {
    Allow,
    Deny,
}

/// An element and its `Not…` twin.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Selection<T> {
    /// What matches one of these.
    Only(Vec<T>),
    /// What matches none of these: the `Not…` form.
    AllBut(Vec<T>),
}

/// Whom a policy of a resource is about.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum PrincipalPattern {
    /// `"*"`: everyone, of whatever kind.
    Anyone,
    /// `AWS`: an ARN, an account, a unique id, or `*`.
    Aws(Name),
    /// `Service`: `ec2.amazonaws.com`.
    Service(Name),
    /// `Federated`: the ARN of a provider, or one that is built in.
    Federated(Name),
    /// `CanonicalUser`: an account as S3 calls it.
    CanonicalUser(Name),
}

impl<T> Selection<T> {
    /// What it lists.
    #[must_use]
    pub fn listed(&self) -> &[T] {
        match self {
            Selection::Only(listed) | Selection::AllBut(listed) => listed,
        }
    }
}

#[cfg(test)]
mod tests;
