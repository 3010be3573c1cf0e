//! An assertion, as it is written.

use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use crate::authz::{Asked, AskedError, asked, identity_of};
use crate::model::{Resource, Subject};
use crate::query::Question;

/// One thing that is to be so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Assertion {
    /// Where it stands.
    pub place: Place,
    /// Why it is to be so, in the words of whoever wrote it.
    pub because: Option<String>,
    /// What is to be so, as a sentence.
    pub says: String,
    /// What is to be so.
    pub claim: Claim,
}

/// A place of a file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Place {
    /// The file, as the user named it.
    pub file: Arc<str>,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

/// What is to be so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Claim {
    /// Whether some may do something.
    Rights(Rights),
    /// Whether something leads somewhere.
    Ways(Ways),
}

/// The lists of a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// Each of these may do all of this.
    Allow,
    /// None of these may do any of this.
    Deny,
    /// From each of these a proven path leads to each of those.
    Reach,
    /// No path leads from any of these to any of those.
    NoReach,
}

/// Subjects, and what they may or may not do: every combination.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rights {
    /// Whether they are to be allowed it.
    pub allowed: bool,
    /// Who.
    pub who: Vec<Who>,
    /// To do what.
    pub asked: Vec<Words>,
    /// In which namespaces; none for all: everywhere for what is allowed, nowhere for what is not.
    pub namespaces: Vec<String>,
}

/// A subject, with groups that it is in beside those that everybody knows of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Who {
    /// The subject.
    pub subject: Subject,
    /// Further groups.
    pub groups: Vec<Subject>,
}

/// A question in the words of a command line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Words {
    /// The verb.
    pub verb: String,
    /// `RESOURCE`, `RESOURCE/NAME` or a URL.
    pub target: String,
    /// What stands behind a resource's slash.
    pub subresource: Option<String>,
}

/// What words ask for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Understood {
    /// The question.
    pub question: Question,
    /// What no real request would ask of it, a sentence each.
    pub odd: Vec<String>,
    /// What else is worth knowing.
    pub notes: Vec<String>,
}

/// Sources and targets: every pair.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ways {
    /// Whether there is to be a path.
    pub there: bool,
    /// From where.
    pub from: Vec<Spelled>,
    /// To where.
    pub to: Vec<Spelled>,
    /// Whether a path that a guard blocks counts too.
    pub guarded: bool,
}

/// A name as it is written, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spelled {
    /// The name.
    pub text: String,
    /// Where.
    pub place: Place,
}

impl Assertion {
    /// The list that it stands in.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match &self.claim {
            Claim::Rights(rights) if rights.allowed => Kind::Allow,
            Claim::Rights(_) => Kind::Deny,
            Claim::Ways(ways) if ways.there => Kind::Reach,
            Claim::Ways(_) => Kind::NoReach,
        }
    }
}

impl Kind {
    /// As it is written.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Kind::Allow => "allow",
            Kind::Deny => "deny",
            Kind::Reach => "reach",
            Kind::NoReach => "noReach",
        }
    }
}

impl Who {
    /// Whom the API server sees: the subject, the groups that it is always in, and its further ones.
    #[must_use]
    pub fn identity(&self) -> Vec<Subject> {
        let mut identity = identity_of(&self.subject);
        for group in &self.groups {
            if !identity.contains(group) {
                identity.push(group.clone());
            }
        }
        identity
    }
}

impl Words {
    /// The question. `extra` is what is known of resources beside the built-in ones.
    ///
    /// # Errors
    /// When there is no question in the words.
    pub fn understood(&self, extra: &[Resource]) -> Result<Understood, AskedError> {
        let asked = asked(&self.verb, &self.target, self.subresource.as_deref(), extra)?;
        let odd = match &asked {
            Asked::Url(url) => url.notes.clone(),
            Asked::Resource(resource) => resource.notes.clone(),
        };
        let (question, mut notes) = Question::of(asked);
        notes.retain(|note| !odd.contains(note));
        Ok(Understood { question, odd, notes })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}:{}", self.file, self.line, self.column)
    }
}

impl fmt::Display for Who {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.subject.id())?;
        let groups: Vec<String> = self.groups.iter().map(Subject::id).collect();
        if groups.is_empty() { Ok(()) } else { write!(formatter, " in {}", groups.join(", ")) }
    }
}
