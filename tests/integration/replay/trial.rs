//! The trials of a fixture: the technique itself, other ways, near misses. Each is a run of its own.

use super::fixture::{Grant, Replay, Step};

/// One time that a technique is tried.
pub(super) struct Trial<'a> {
    /// What is different; nothing for the technique itself.
    pub(super) what: &'a str,
    pub(super) grants: &'a [Grant],
    pub(super) attempts: &'a [Step],
    pub(super) outcome: Outcome<'a>,
    /// Whether kubescan must list it.
    pub(super) listed: bool,
}

/// What must come of a trial.
pub(super) enum Outcome<'a> {
    /// All attempts work, and then so do these requests.
    Works(&'a [Step]),
    /// The attempts have these answers, and then these requests work.
    Fails(&'a [u16], &'a [Step]),
}

impl Replay {
    /// The technique itself, other ways, near misses.
    pub(super) fn trials(&self) -> Vec<Trial<'_>> {
        let itself = Trial {
            what: "",
            grants: &self.grants,
            attempts: &self.attempts,
            outcome: Outcome::Works(&self.holds),
            listed: true,
        };
        let also = self.also.iter().map(|way| Trial {
            what: &way.what,
            grants: &way.grants,
            attempts: way.attempts.as_ref().unwrap_or(&self.attempts),
            outcome: Outcome::Works(way.holds.as_ref().unwrap_or(&self.holds)),
            listed: true,
        });
        let misses = self.misses.iter().map(|miss| Trial {
            what: &miss.what,
            grants: &miss.grants,
            attempts: miss.attempts.as_ref().unwrap_or(&self.attempts),
            outcome: Outcome::Fails(&miss.answers, &miss.still),
            listed: miss.listed,
        });
        [itself].into_iter().chain(also).chain(misses).collect()
    }
}
