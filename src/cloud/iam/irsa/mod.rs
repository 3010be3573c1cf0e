//! IAM roles for service accounts: which service accounts of a cluster a trust policy lets in.
//!
//! The annotation of a service account grants nothing; the trust policy does. For each statement that lets in tokens of
//! the cluster's issuer this finds the *pattern* of its subjects, and what is wrong with that. A Deny that is only about
//! subjects narrows every Allow: to deny all but some is to allow only those. Whether one certain service account is let
//! in is not read off patterns but asked of [`Iam::trusts`].

mod cluster;
mod finding;
mod subject;

use serde::Serialize;

use crate::model::Name;
use crate::model::cloud::{Effect, PolicyDocument};

use super::assume::Provider;
use super::condition::Test;
use super::held::Trust;
use super::named::Seeker;
use super::pattern::is_everything;
use super::statement::Compiled;
use super::truth::Truth;
use super::who::Who;
use super::{Doubt, Iam, PolicySource, Principal, PrincipalId, Witness};
pub use cluster::Annotated;
pub use finding::{IrsaFinding, IrsaFindingId};
pub use subject::SubjectPattern;

/// What a trust policy says of the tokens of one issuer.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct IrsaTrust {
    /// For each statement that lets tokens in: whose.
    pub admitted: Vec<Admitted>,
    /// What is wrong with it; sorted.
    pub findings: Vec<IrsaFinding>,
    /// Why it may say something else: the policy could not be understood.
    pub doubts: Vec<Doubt>,
}

/// The tokens that one statement lets in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Admitted {
    /// The statement.
    pub statement: Witness,
    /// Subjects that match any of these.
    pub subjects: Vec<SubjectPattern>,
    /// Further keys that it has conditions on, in lower case.
    pub also: Vec<Name>,
}

const ACTION: &str = "sts:assumerolewithwebidentity";

impl Iam<'_> {
    /// Which tokens of an issuer (without `https://`) the trust policy of a role lets in.
    #[must_use]
    pub fn irsa(&self, role: PrincipalId, issuer: &str) -> IrsaTrust {
        let held = self.held(role);
        let Principal::Role(wanted) = held.principal else { return IrsaTrust::default() };
        let source = PolicySource::Trust { role: wanted.identity.arn.name().clone() };
        let statements = match (&held.trust, &wanted.trust) {
            (Trust::Document(id), PolicyDocument::Readable(_)) => self.documents.statements(*id),
            _ => return IrsaTrust { doubts: vec![Doubt::Unreadable(source)], ..IrsaTrust::default() },
        };
        let seeker = Seeker { who: Who::Federated, provider: Some(Provider::Oidc(issuer)), role: wanted };
        let about = statements.iter().filter(|statement| {
            statement.concerns(ACTION) && seeker.is_named(statement.principals.as_ref()).covered != Truth::No
        });
        let (allow, deny): (Vec<&Compiled>, Vec<&Compiled>) =
            about.partition(|statement| statement.effect == Effect::Allow);
        TokenKeys::of(issuer).trust(&source, allow, &deny)
    }
}

fn only(tests: &[Test]) -> Option<&Test> {
    match tests {
        [one] => Some(one),
        _ => None,
    }
}

/// The context keys of a token, in lower case.
struct TokenKeys {
    subject: Name,
    audience: Name,
}

impl TokenKeys {
    fn of(issuer: &str) -> Self {
        let issuer = issuer.to_ascii_lowercase();
        TokenKeys { subject: format!("{issuer}:sub").into(), audience: format!("{issuer}:aud").into() }
    }

    /// What statements about the issuer say.
    fn trust(&self, source: &PolicySource, allow: Vec<&Compiled>, deny: &[&Compiled]) -> IrsaTrust {
        let mut trust = IrsaTrust::default();
        // What is denied without a condition is let in by nobody.
        if deny.iter().any(|statement| statement.tests.is_empty()) {
            return trust;
        }
        let denied: Vec<&Test> = deny.iter().filter_map(|statement| only(&statement.tests)).collect();
        for statement in allow {
            let witness = Witness { policy: source.clone(), statement: statement.index, sid: statement.sid.clone() };
            let admitted = self.admitted(statement, &denied, witness);
            trust.findings.extend(self.findings(statement, &denied, &admitted));
            trust.admitted.push(admitted);
        }
        trust.findings.sort_unstable();
        trust.findings.dedup();
        trust
    }

    /// The narrowest of what the conditions on the subject say, and what denials leave.
    fn admitted(&self, statement: &Compiled, denied: &[&Test], witness: Witness) -> Admitted {
        let own = statement.tests.iter().filter(|test| test.key == self.subject).filter_map(subject::admitted);
        let left = denied.iter().filter(|test| test.key == self.subject).filter_map(|test| subject::left_by(test));
        let narrowest = own.chain(left).min_by_key(|subjects| subject::breadth(subjects));
        let also = statement.tests.iter().map(|test| &test.key);
        let also = also.filter(|key| **key != self.subject && **key != self.audience).cloned().collect();
        Admitted {
            statement: witness,
            subjects: narrowest.unwrap_or_else(|| vec![SubjectPattern::Unconditional]),
            also,
        }
    }

    fn findings(&self, statement: &Compiled, denied: &[&Test], admitted: &Admitted) -> Vec<IrsaFinding> {
        let about = |id, subject: Option<&SubjectPattern>| IrsaFinding {
            id,
            role: role_of(&admitted.statement),
            statement: Some(admitted.statement.clone()),
            subject: subject.map(SubjectPattern::text),
        };
        let by_subject = admitted.subjects.iter().filter_map(|subject| Some(about(subject.finding()?, Some(subject))));
        let mut findings: Vec<IrsaFinding> = by_subject.collect();
        let token = [&self.subject, &self.audience];
        if statement.tests.iter().any(|test| token.contains(&&test.key) && passes_without(test)) {
            findings.push(about(IrsaFindingId::WeakOp, None));
        }
        if !self.limits_audience(statement, denied) {
            findings.push(about(IrsaFindingId::NoAud, None));
        }
        findings
    }

    /// Whether tokens for other audiences are kept out.
    fn limits_audience(&self, statement: &Compiled, denied: &[&Test]) -> bool {
        let narrows = |test: &&Test| {
            test.key == self.audience && !test.values.iter().any(|value| is_everything(&value.pattern.pieces))
        };
        let own = statement.tests.iter().filter(|test| !test.operator.test.is_negated());
        let left = denied.iter().copied().filter(|test| test.operator.test.is_negated());
        own.chain(left).any(|test| narrows(&test))
    }
}

/// Whether a token passes that lacks the key.
fn passes_without(test: &Test) -> bool {
    test.operator.if_exists || test.operator.set == Some(crate::model::cloud::SetOperator::ForAllValues)
}

fn role_of(witness: &Witness) -> Name {
    match &witness.policy {
        PolicySource::Trust { role } => role.clone(),
        _ => Name::default(),
    }
}

#[cfg(test)]
mod tests;
