//! What one evaluation of a guard comes to.

use super::ruling::{Guard, Ruling};

/// Refusals, and why others are not known.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) denials: Vec<String>,
    pub(super) doubts: Vec<String>,
}

impl Outcome {
    /// One refusal.
    pub(super) fn denied(message: impl Into<String>) -> Self {
        Outcome { denials: vec![message.into()], doubts: Vec::new() }
    }

    /// Nothing is known, for this reason.
    pub(super) fn doubtful(reason: impl Into<String>) -> Self {
        Outcome { denials: Vec::new(), doubts: vec![reason.into()] }
    }

    /// Adds it to a ruling. Where it is doubtful whether the guard is asked at all, its refusals are doubts.
    pub(super) fn report(self, guard: &Guard, doubt: Option<&str>, ruling: &mut Ruling) {
        for message in self.denials {
            match doubt {
                None => ruling.deny(guard, message),
                Some(reason) => ruling.doubt(guard, reason),
            }
        }
        self.doubts.into_iter().for_each(|reason| ruling.doubt(guard, reason));
    }
}
