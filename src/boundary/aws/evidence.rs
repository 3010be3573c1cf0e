//! Rows, and what they are made of.

use crate::cloud::iam::{Block, Decision, PolicySource, Verdict, Witness};
use crate::escalation::aws::{told, witness};

use super::view::{Attack, AttackQuestion, AttackRow, AttackVerdict, StatementRef};

/// Rows that decide, and rows that do not.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) counted: Vec<AttackRow>,
    pub(super) apart: Vec<AttackRow>,
}

pub(super) fn graded(verdict: Verdict) -> AttackVerdict {
    match verdict {
        Verdict::Deny => AttackVerdict::Blocked,
        Verdict::Conditional => AttackVerdict::Conditional,
        Verdict::Allow => AttackVerdict::Possible,
    }
}

impl AttackRow {
    pub(super) fn new(question: AttackQuestion, who: impl Into<String>, verdict: Verdict) -> Self {
        let (facts, witness, blocked_by) = (Vec::new(), Vec::new(), Vec::new());
        AttackRow { question, who: who.into(), verdict: graded(verdict), facts, witness, blocked_by }
    }

    /// A row that says what was decided about an action.
    pub(super) fn decided(question: AttackQuestion, who: impl Into<String>, action: &str, decision: &Decision) -> Self {
        AttackRow::new(question, who, decision.verdict).resting_on(action, decision)
    }

    /// With the evidence of a decision.
    pub(super) fn resting_on(mut self, action: &str, decision: &Decision) -> Self {
        self.facts.extend(told(action, decision));
        self.witness.extend(decision.allowed_by.iter().map(statement));
        self.blocked_by.extend(decision.blocked_by.iter().map(|block| blocked(action, block)));
        self
    }

    pub(super) fn saying(mut self, fact: impl Into<String>) -> Self {
        self.facts.push(fact.into());
        self
    }

    pub(super) fn witnessed<'w>(mut self, by: impl IntoIterator<Item = &'w Witness>) -> Self {
        self.witness.extend(by.into_iter().map(statement));
        once(&mut self.witness);
        self
    }

    pub(super) fn blocked_by(mut self, reason: impl Into<String>) -> Self {
        self.blocked_by.push(reason.into());
        self
    }
}

impl Rows {
    pub(super) fn count(&mut self, row: AttackRow) {
        self.counted.push(row);
    }

    pub(super) fn set_apart(&mut self, row: AttackRow) {
        self.apart.push(row);
    }

    /// What they come to; these reasons block what no row is about.
    pub(super) fn attack(mut self, reasons: Vec<String>) -> Attack {
        let worst_first = |row: &AttackRow| (std::cmp::Reverse(row.verdict), row.question, row.who.clone());
        self.counted.sort_by_cached_key(|row| (worst_first(row), row.facts.clone()));
        self.counted.dedup();
        self.apart.sort_by_cached_key(|row| (row.question, row.who.clone(), row.facts.clone()));
        self.apart.dedup();
        let verdict = self.counted.iter().map(|row| row.verdict).max().unwrap_or_default();
        let mut witness: Vec<StatementRef> = Vec::new();
        let mut blocked_by = reasons;
        for row in &self.counted {
            match row.verdict {
                AttackVerdict::Blocked => blocked_by.extend(row.blocked_by.iter().cloned()),
                _ => witness.extend(row.witness.iter().cloned()),
            }
        }
        once(&mut witness);
        once(&mut blocked_by);
        Attack { verdict, witness, blocked_by, rows: self.counted, apart: self.apart }
    }
}

/// Leaves out what was said before.
fn once<T: PartialEq + Clone>(list: &mut Vec<T>) {
    let mut seen: Vec<T> = Vec::new();
    list.retain(|one| {
        let is_new = !seen.contains(one);
        if is_new {
            seen.push(one.clone());
        }
        is_new
    });
}

/// A statement as reports name it.
pub(super) fn statement(witness: &Witness) -> StatementRef {
    let place = || (witness.statement.saturating_add(1)).to_string();
    let statement = witness.sid.as_ref().map_or_else(place, |sid| sid.as_str().to_owned());
    StatementRef { policy: policy(&witness.policy), statement }
}

fn policy(source: &PolicySource) -> String {
    match source {
        PolicySource::Inline { identity, name } => format!("{} of {}", name.as_str(), identity.as_str()),
        PolicySource::Managed { arn, .. } | PolicySource::Boundary { arn, .. } => arn.as_str().to_owned(),
        PolicySource::Session => "session policy".to_owned(),
        PolicySource::Trust { role } => format!("trust policy of {}", role.as_str()),
    }
}

/// What blocks an action, in words.
fn blocked(action: &str, block: &Block) -> String {
    match block {
        Block::Denied(by) => format!("{action}: denied by {}", witness(by)),
        Block::NotAllowed => format!("{action}: no policy allows it"),
        Block::Boundary(arn) => format!("{action}: the boundary {} does not allow it", arn.as_str()),
        Block::Session => format!("{action}: the session policy does not allow it"),
        Block::Trust(role) => format!("{action}: the trust policy of {} does not let it in", role.as_str()),
    }
}
