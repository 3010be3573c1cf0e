//! Whether assertions hold.
//!
//! What was granted and what leads somewhere is so, whatever else was not read. That something is *not* so rests on all that
//! could change it: where some of that was not read, the assertion is unsure.

mod allow;
mod deny;
mod ends;
mod everywhere;
mod left_open;
mod rights;
mod strangers;
mod ways;

use crate::authz::Authorizer;
use crate::findings::Teller;
use crate::model::{Gap, Resource};
use crate::query::Origins;

use super::assertion::{Assertion, Claim, Place};
use super::outcome::{Outcome, Reason, Verdict};

/// What assertions are judged by.
pub struct Basis<'a, 's> {
    /// Decides requests.
    pub authorizer: &'a Authorizer<'s>,
    /// Tells paths; needed where an assertion asks for some.
    pub teller: Option<&'a Teller<'a>>,
    /// The resources that are known beside the built-in ones.
    pub resources: &'a [Resource],
    /// What of these could not be found out.
    pub unnamed: &'a [Gap],
    /// Whether what was read is taken for all there is.
    pub allow_gaps: bool,
}

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Judged {
    /// One for each assertion, in their order.
    pub outcomes: Vec<Outcome>,
    /// What is worth knowing of the assertions.
    pub said: Vec<Said>,
    /// What was not read and could turn an outcome round.
    pub gaps: Vec<Gap>,
}

/// Something worth knowing of an assertion.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Said {
    /// Of which.
    pub place: Place,
    /// What.
    pub text: String,
    /// Whether it may make the assertion say nothing.
    pub warning: bool,
}

/// Judges assertions.
///
/// # Errors
/// The places of names that nothing has, each with what is wrong with it.
pub fn judge(assertions: &[Assertion], basis: &Basis<'_, '_>) -> Result<Judged, Vec<(Place, String)>> {
    let mut judge = Judge::new(basis);
    judge.said.extend(strangers::strangers(assertions, basis.authorizer.access()));
    let paths = ways::Paths::find(assertions, &mut judge)?;
    let outcomes = assertions.iter().map(|assertion| {
        let found = match &assertion.claim {
            Claim::Rights(rights) => judge.rights(&assertion.place, rights),
            Claim::Ways(ways) => judge.ways(ways, &paths),
        };
        judge.outcome(assertion, found)
    });
    let outcomes = outcomes.collect();
    let Judge { mut said, mut gaps, .. } = judge;
    said.sort();
    // The same may be said of several questions of an assertion.
    said.dedup_by(|one, other| (&one.place, &one.text) == (&other.place, &other.text));
    gaps.sort();
    gaps.dedup();
    Ok(Judged { outcomes, said, gaps })
}

struct Judge<'b, 'a, 's> {
    basis: &'b Basis<'a, 's>,
    origins: Origins<'s>,
    said: Vec<Said>,
    gaps: Vec<Gap>,
}

/// What was found of one assertion.
#[derive(Default)]
struct Found {
    /// Why it does not hold by what was read.
    reasons: Vec<Reason>,
    /// Whether nothing that was not read could turn that round: then it is sure.
    proven: bool,
    /// What was not read and could turn it round.
    unread: Vec<Gap>,
}

impl<'b, 'a, 's> Judge<'b, 'a, 's> {
    fn new(basis: &'b Basis<'a, 's>) -> Self {
        let origins = Origins::new(basis.authorizer.access().snapshot());
        Judge { basis, origins, said: Vec::new(), gaps: Vec::new() }
    }

    fn outcome(&mut self, assertion: &Assertion, found: Found) -> Outcome {
        let unsure = !found.proven && !found.unread.is_empty() && !self.basis.allow_gaps;
        let outcome = match (unsure, found.reasons.is_empty()) {
            (true, _) => Verdict::Unsure,
            (false, true) => Verdict::Holds,
            (false, false) => Verdict::Fails,
        };
        let mut reasons = found.reasons;
        if unsure {
            reasons.push(Reason::Unread { text: unread(&found.unread) });
        }
        if !found.proven {
            self.gaps.extend(found.unread);
        }
        Outcome {
            file: assertion.place.file.to_string(),
            line: assertion.place.line,
            column: assertion.place.column,
            kind: assertion.kind(),
            assertion: assertion.says.clone(),
            because: assertion.because.clone(),
            outcome,
            reasons,
        }
    }
}

/// What was not read, as a sentence.
fn unread(gaps: &[Gap]) -> String {
    let mut kinds: Vec<&str> = gaps.iter().map(|gap| gap.resource.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    format!("so by what was read, but not all was: {}", kinds.join(", "))
}
