//! Patterns of subjects: `system:serviceaccount:NAMESPACE:NAME`.

use serde::Serialize;

use super::IrsaFindingId;
use crate::cloud::iam::condition::{Test, Value, compares_text, has_wildcards};
use crate::cloud::iam::pattern::matches;
use crate::model::Name;
use crate::model::cloud::Test as Comparison;

/// Which subjects a statement lets in; from the narrowest to the broadest.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SubjectPattern {
    /// Nobody: a wildcard where it stands for itself, or what is no subject.
    Nobody(Name),
    /// One service account.
    ServiceAccount {
        /// Its namespace.
        namespace: Name,
        /// Its name.
        name: Name,
    },
    /// Every service account of a namespace.
    Namespace(Name),
    /// A service account of this name in whichever namespace.
    AnyNamespace(Name),
    /// Any subject that matches.
    Pattern(Name),
    /// Any subject that matches none of these.
    AllBut(Vec<Name>),
    /// Every service account, by a pattern that all match.
    Everyone(Name),
    /// Every service account, for there is no condition.
    Unconditional,
}

const PREFIX: &str = "system:serviceaccount:";

/// What only a wildcard matches: no name can have these characters.
const UNHEARD_OF: &str = "\u{e000}\u{e001}\u{e002}\u{e003}";

impl SubjectPattern {
    /// What is wrong with it, if anything is.
    pub(super) fn finding(&self) -> Option<IrsaFindingId> {
        Some(match self {
            SubjectPattern::Nobody(_) => IrsaFindingId::LiteralStar,
            SubjectPattern::ServiceAccount { .. } => return None,
            SubjectPattern::Namespace(_) => IrsaFindingId::SubNs,
            SubjectPattern::AnyNamespace(_) => IrsaFindingId::SubAnyns,
            SubjectPattern::Pattern(_) => IrsaFindingId::SubPrefix,
            SubjectPattern::AllBut(_) => IrsaFindingId::Negated,
            SubjectPattern::Everyone(_) => IrsaFindingId::SubStar,
            SubjectPattern::Unconditional => IrsaFindingId::NoSub,
        })
    }

    /// The pattern as a policy would write it.
    #[must_use]
    pub fn text(&self) -> Name {
        match self {
            SubjectPattern::ServiceAccount { namespace, name } => subject(namespace, name),
            SubjectPattern::Namespace(namespace) => subject(namespace, "*"),
            SubjectPattern::AnyNamespace(name) => subject("*", name),
            SubjectPattern::Nobody(text) | SubjectPattern::Pattern(text) | SubjectPattern::Everyone(text) => {
                text.clone()
            }
            SubjectPattern::AllBut(texts) => {
                let texts: Vec<&str> = texts.iter().map(Name::as_str).collect();
                texts.join(", ").into()
            }
            SubjectPattern::Unconditional => "*".into(),
        }
    }

    fn breadth(&self) -> u8 {
        match self {
            SubjectPattern::Nobody(_) => 0,
            SubjectPattern::ServiceAccount { .. } => 1,
            SubjectPattern::Namespace(_) => 2,
            SubjectPattern::AnyNamespace(_) => 3,
            SubjectPattern::Pattern(_) => 4,
            SubjectPattern::AllBut(_) => 5,
            SubjectPattern::Everyone(_) => 6,
            SubjectPattern::Unconditional => 7,
        }
    }
}

/// The subject of a service account.
pub(super) fn subject(namespace: &str, name: &str) -> Name {
    format!("{PREFIX}{namespace}:{name}").into()
}

/// How broad the broadest of some patterns is.
pub(super) fn breadth(subjects: &[SubjectPattern]) -> u8 {
    subjects.iter().map(SubjectPattern::breadth).max().unwrap_or_default()
}

/// The subjects that pass a test; nothing if it does not narrow them.
pub(super) fn admitted(test: &Test) -> Option<Vec<SubjectPattern>> {
    passing(test, test.operator.test.is_negated())
}

/// The subjects that a Deny with this one test leaves; nothing if it leaves all.
pub(super) fn left_by(test: &Test) -> Option<Vec<SubjectPattern>> {
    passing(test, !test.operator.test.is_negated())
}

fn passing(test: &Test, all_but: bool) -> Option<Vec<SubjectPattern>> {
    if !compares_text(&test.operator.test) {
        return None;
    }
    if all_but {
        return Some(vec![SubjectPattern::AllBut(test.values.iter().map(|value| value.text.clone()).collect())]);
    }
    let mut subjects: Vec<SubjectPattern> = test.values.iter().map(|value| one(value, &test.operator.test)).collect();
    subjects.sort_unstable();
    subjects.dedup();
    Some(subjects)
}

fn one(value: &Value, test: &Comparison) -> SubjectPattern {
    let text = &value.text;
    let is_pattern = text.contains(['*', '?']);
    // Subjects are no ARNs; and what has a wildcard where none is meant is no subject.
    if test.name().starts_with("Arn") || (is_pattern && !has_wildcards(test)) {
        return SubjectPattern::Nobody(text.clone());
    }
    if matches(&value.pattern.pieces, &format!("{PREFIX}{UNHEARD_OF}:{UNHEARD_OF}"), false) {
        return SubjectPattern::Everyone(text.clone());
    }
    let parts = text.strip_prefix(PREFIX).and_then(|rest| rest.split_once(':'));
    let fixed = |part: &str| !part.contains(['*', '?', '$', ':']);
    match parts {
        Some((namespace, name)) if fixed(namespace) && fixed(name) => {
            SubjectPattern::ServiceAccount { namespace: namespace.into(), name: name.into() }
        }
        Some((namespace, "*")) if fixed(namespace) => SubjectPattern::Namespace(namespace.into()),
        Some(("*", name)) if fixed(name) => SubjectPattern::AnyNamespace(name.into()),
        None if !is_pattern => SubjectPattern::Nobody(text.clone()),
        _ => SubjectPattern::Pattern(text.clone()),
    }
}
