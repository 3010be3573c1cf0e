//! Who comes into an account from outside: by trust policies that name other accounts, or everyone.
//!
//! Of an account that has no export nobody is known but those whom a trust policy names. Whoever holds an account itself
//! may allow itself everything there, so for its root only what the trust policy asks is left open; for one identity of it
//! also what its own policies say.

use std::collections::BTreeSet;

use crate::cloud::iam::{Caller, Context, Decision, Doubt, Principal, PrincipalId, Verdict};
use crate::graph::Step;
use crate::model::Subject;
use crate::model::cloud::{Arn, Cloud, PrincipalPattern};

use super::answer::Answer;
use super::asking::Asking;
use super::doors::patterns;
use super::{Drawn, Reach};

const ASSUME: &str = "sts:AssumeRole";
/// An account that nobody has, for whoever has any.
const ANY_ACCOUNT: &str = "000000000000";

impl Asking<'_, '_> {
    /// Who comes in from outside, sorted by role.
    pub(super) fn callers_outside(&self, cloud: &Cloud) -> Vec<(Subject, Drawn)> {
        let Some(place) = self.methods.iter().position(|method| method.id == "sts-001") else { return Vec::new() };
        let mut all = Vec::new();
        for &role in &self.roles {
            for stranger in self.strangers(role) {
                let known = cloud.accounts.iter().any(|account| *stranger.account() == *account.id);
                let answers =
                    if known { self.of_export(role, &stranger) } else { vec![self.of_stranger(role, &stranger)] };
                let possible = answers.into_iter().filter(|(_, answer)| answer.is_possible());
                all.extend(possible.map(|(from, Answer { verdict, facts })| {
                    (from, Drawn { to: Reach::Principal(role), step: Step::Method(place), verdict, facts })
                }));
            }
        }
        all
    }

    /// Whom of other accounts a trust policy names.
    fn strangers(&self, role: PrincipalId) -> BTreeSet<Arn> {
        let Principal::Role(role) = self.iam.principal(role) else { return BTreeSet::new() };
        let Some(named) = patterns(&role.trust) else { return BTreeSet::new() };
        let partition = self.account.partition.as_str();
        let root = |account: &str| Arn::parse(&format!("arn:{partition}:iam::{account}:root"));
        let arns = named.filter_map(|pattern| match pattern {
            None | Some(PrincipalPattern::Anyone) => root(ANY_ACCOUNT),
            Some(PrincipalPattern::Aws(name)) if *name == "*" => root(ANY_ACCOUNT),
            Some(PrincipalPattern::Aws(name)) => Arn::parse(name).or_else(|| is_account(name).then(|| root(name))?),
            Some(_) => None,
        });
        arns.filter(|arn| is_account(arn.account()) && arn.account() != self.account.id.as_str()).collect()
    }

    /// Whoever of an account that has an export.
    fn of_export(&self, role: PrincipalId, stranger: &Arn) -> Vec<(Subject, Answer)> {
        let all = self.iam.principals();
        let meant = all.filter(|(_, principal)| {
            let arn = principal.arn();
            arn == stranger || (stranger.resource() == "root" && arn.account() == stranger.account())
        });
        let answers = meant.map(|(id, principal)| {
            let standing = self.as_is(id);
            let decision = self.iam.admits(role, Caller::Standing(&standing), &Context::new());
            (Subject::aws(principal.arn().as_str()), Answer::of(ASSUME, &decision))
        });
        answers.collect()
    }

    fn of_stranger(&self, role: PrincipalId, stranger: &Arn) -> (Subject, Answer) {
        let decision = self.iam.admits(role, Caller::Stranger(stranger), &Context::new());
        let holds_account = stranger.resource() == "root";
        let decision = if holds_account { without_other_side(decision) } else { decision };
        let name = if stranger.account() == ANY_ACCOUNT { "*" } else { stranger.as_str() };
        (Subject::aws(name), Answer::of(ASSUME, &decision))
    }
}

/// What is left open where the other account allows whatever it takes.
fn without_other_side(mut decision: Decision) -> Decision {
    decision.doubts.retain(|doubt| !matches!(doubt, Doubt::OtherAccount(_)));
    if decision.verdict == Verdict::Conditional && decision.doubts.is_empty() {
        decision.verdict = Verdict::Allow;
    }
    decision
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|digit| digit.is_ascii_digit())
}
