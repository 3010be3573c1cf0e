//! A row of the table of hollow guards.

use crate::template::Severity;

/// A flaw of an admission policy, a binding or a webhook, as a finding.
#[derive(Clone, Debug)]
pub struct HollowGuard {
    /// `guard/FLAW`; stable.
    pub id: &'static str,
    /// What is wrong, in a few words and the plural: `Policies that no binding names`.
    pub title: &'static str,
    /// How bad it is in a guard of rights or of pods.
    pub severity: Severity,
    /// How bad it is in any other guard.
    pub elsewhere: Severity,
    /// Why it matters, and what does not count.
    pub why: &'static str,
    /// What to do instead.
    pub fix: &'static str,
    /// What it comes of.
    pub(super) source: Source,
}

/// What a flaw comes of.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source {
    /// What is written in the guard.
    Text,
    /// Something that the guard takes and cannot get: then it does what its failurePolicy says.
    Failure,
    /// Something that is not there, of these resources, if they are known: told only where all of them were read.
    Absence(&'static [&'static str]),
    /// The same, and then it does what its failurePolicy says.
    Loss(&'static [&'static str]),
}

impl HollowGuard {
    /// The id of the flaw, as the guards tell it.
    pub(super) fn flaw(&self) -> &'static str {
        self.id.trim_start_matches("guard/")
    }

    /// Whether a guard with it refuses what it is asked about, if its failurePolicy is Fail.
    pub(super) fn fails(&self) -> bool {
        matches!(self.source, Source::Failure | Source::Loss(_))
    }

    /// Whether a guard with it stands and works, and is got around.
    pub(super) fn is_of_text(&self) -> bool {
        matches!(self.source, Source::Text)
    }

    /// The resources that must have been read to tell it; nothing where it is told in any case.
    pub(super) fn needs(&self) -> Option<&'static [&'static str]> {
        match self.source {
            Source::Text | Source::Failure => None,
            Source::Absence(resources) | Source::Loss(resources) => Some(resources),
        }
    }
}
