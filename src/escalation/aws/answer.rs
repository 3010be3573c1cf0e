//! What was asked and answered.

use crate::cloud::iam::{Decision, Verdict};

use super::told::told;

/// An answer; several questions together are as sure as the least sure of them.
#[derive(Clone)]
pub(super) struct Answer {
    pub(super) verdict: Verdict,
    pub(super) facts: Vec<String>,
}

impl Answer {
    /// Nothing was asked yet.
    pub(super) fn nothing() -> Self {
        Answer { verdict: Verdict::Allow, facts: Vec::new() }
    }

    /// It is not allowed.
    pub(super) fn no() -> Self {
        Answer { verdict: Verdict::Deny, facts: Vec::new() }
    }

    /// That is not known.
    pub(super) fn unknown(what: &str) -> Self {
        Answer { verdict: Verdict::Conditional, facts: vec![format!("unknown: {what}")] }
    }

    /// What a decision says about an action.
    pub(super) fn of(action: &str, decision: &Decision) -> Self {
        Answer { verdict: decision.verdict, facts: told(action, decision) }
    }

    pub(super) fn is_possible(&self) -> bool {
        self.verdict != Verdict::Deny
    }

    pub(super) fn is_sure(&self) -> bool {
        self.verdict == Verdict::Allow
    }

    /// Both.
    pub(super) fn and(mut self, other: Answer) -> Self {
        self.verdict = self.verdict.min(other.verdict);
        for fact in other.facts {
            if !self.facts.contains(&fact) {
                self.facts.push(fact);
            }
        }
        self
    }

    /// Both; what the other is, is asked only if that can matter.
    pub(super) fn and_then(self, other: impl FnOnce() -> Answer) -> Self {
        if self.is_possible() { self.and(other()) } else { self }
    }

    /// No more than this sure.
    pub(super) fn at_most(mut self, verdict: Verdict) -> Self {
        self.verdict = self.verdict.min(verdict);
        self
    }

    pub(super) fn saying(mut self, fact: impl Into<String>) -> Self {
        self.facts.push(fact.into());
        self
    }
}

/// The surest of these answers; of equally sure ones the first. After a sure one nothing is asked.
pub(super) fn best(answers: impl IntoIterator<Item = Answer>) -> Answer {
    let mut best = Answer::no();
    for answer in answers {
        if answer.verdict > best.verdict {
            best = answer;
        }
        if best.is_sure() {
            break;
        }
    }
    best
}

/// All of these, asked up to the first that is not allowed.
pub(super) fn all(answers: impl IntoIterator<Item = Answer>) -> Answer {
    let mut whole = Answer::nothing();
    for answer in answers {
        whole = whole.and(answer);
        if !whole.is_possible() {
            break;
        }
    }
    whole
}
