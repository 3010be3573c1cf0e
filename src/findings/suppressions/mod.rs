//! Suppressions: what somebody has looked at and accepted, with a reason, perhaps for a time.
//!
//! They come from a file of their own and from nowhere else: labels and annotations belong to those who are judged.
//! What they suppress stays in the report, marked.

mod reach;
mod read;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use wildmatch::WildMatch;

use crate::model::{HashMap, Name, Time};
use crate::template::Severity;

use super::about::About;
use super::types::{Finding, Fingerprint, Suppressed};

/// The suppressions of a file, in its order.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Suppressions(Vec<Suppression>);

/// One of them.
#[derive(Clone, PartialEq, Debug)]
pub struct Suppression {
    /// Its line, from 1.
    pub line: u32,
    target: Target,
    /// Whom it must be about: a name in which `*` stands for anything and `?` for one character.
    subject: Option<WildMatch>,
    /// How bad it may be at most: what has become worse than it was accepted is told again.
    most: Option<Severity>,
    said: Arc<Suppressed>,
    /// When it holds no more.
    end: Option<Time>,
}

/// Whom the bindings bind, by their names.
pub(super) type Bound<'f> = HashMap<&'f Name, &'f [Name]>;

/// What is accepted.
#[derive(Clone, PartialEq, Debug)]
enum Target {
    /// The finding with this fingerprint.
    Fingerprint(Fingerprint),
    /// The finding with this id, or the path with this one.
    Finding(String),
    /// What an entry of the template, an escape or a check finds.
    Entry(String),
}

impl Suppressions {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Suppression> {
        self.0.iter()
    }

    /// Takes out those that hold no more at this time.
    pub fn expire(&mut self, now: Time) -> Vec<Suppression> {
        self.0.extract_if(.., |suppression| suppression.end.is_some_and(|end| now >= end)).collect()
    }

    /// Whether one of them ends some day.
    #[must_use]
    pub fn have_an_end(&self) -> bool {
        self.0.iter().any(|suppression| suppression.end.is_some())
    }

    /// Why a finding is suppressed, if it is; marks those that were of use.
    pub(super) fn on(
        &self,
        bound: &Bound<'_>,
        finding: &Finding,
        about: &About<'_>,
        used: &mut [bool],
    ) -> Option<Arc<Suppressed>> {
        let mut suppressed = None;
        for (suppression, used) in self.0.iter().zip(used.iter_mut()) {
            if suppression.reaches(finding)
                && suppression.names(finding, about)
                && suppression.concerns(bound, finding, about)
            {
                *used = true;
                suppressed = suppressed.or(Some(&suppression.said));
            }
        }
        suppressed.cloned().or_else(|| self.on_entries(bound, finding, about, used))
    }
}

impl Suppression {
    /// What it names, as the file does.
    #[must_use]
    pub fn target(&self) -> String {
        match &self.target {
            Target::Fingerprint(fingerprint) => fingerprint.to_string(),
            Target::Finding(id) | Target::Entry(id) => id.clone(),
        }
    }

    /// What it says of itself.
    #[must_use]
    pub fn said(&self) -> &Suppressed {
        &self.said
    }

    /// The entry, escape or check that it names, if it names one.
    #[must_use]
    pub fn entry(&self) -> Option<&str> {
        if let Target::Entry(id) = &self.target { Some(id) } else { None }
    }

    /// Whether something so bad was accepted.
    fn reaches(&self, finding: &Finding) -> bool {
        self.most.is_none_or(|most| finding.severity.0 <= most)
    }

    /// Whether it names this very finding, or the check that found it.
    fn names(&self, finding: &Finding, about: &About<'_>) -> bool {
        match (&self.target, about) {
            (Target::Fingerprint(fingerprint), _) => *fingerprint == finding.fingerprint,
            (Target::Finding(id), About::Path(path)) => *id == finding.id || *id == path.id,
            (Target::Finding(id), _) => *id == finding.id,
            (Target::Entry(id), _) => finding.check.as_ref() == Some(id),
        }
    }
}
