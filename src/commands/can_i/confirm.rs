//! Asking the API server itself: where it disagrees, something decides that cannot be read from its objects.

use crate::collect::live::Review;
use crate::exit::Exit;
use crate::query::Question;
use crate::report::answer::can_i::Confirmed;
use crate::report::talk;

use super::super::access_review::{decision, review};
use super::who::Who;

/// The reviews that ask the server the same question: a yes to one of them is enough.
pub(super) fn reviews(who: &Who, question: &Question, namespace: Option<&str>) -> Vec<Review> {
    let scope = question.place(namespace);
    let identity = match who {
        // Who that is in the cluster is seen when it was read.
        Who::Me | Who::OfAws(..) => None,
        Who::Named(identity) => Some(identity.as_slice()),
    };
    question.readings().iter().map(|reading| review(identity, reading.info(&scope))).collect()
}

/// The server's answers beside kubescan's; where there are none it has been said why.
pub(super) fn confirmed(answers: &[Result<Vec<u8>, String>], ours: bool) -> Result<Confirmed, Exit> {
    let decided: Result<Vec<(bool, String)>, String> =
        answers.iter().map(|answer| answer.clone().and_then(|body| decision(&body))).collect();
    let decided = decided.map_err(|why| {
        talk::error(&format!("the server did not confirm ({why}); creating subjectaccessreviews may be forbidden"));
        Exit::Failed
    })?;
    let yes = decided.iter().find(|(allowed, _)| *allowed).or_else(|| decided.first()).cloned();
    let (allowed, reason) = yes.unwrap_or_default();
    Ok(Confirmed { allowed, agrees: allowed == ours, reason })
}
