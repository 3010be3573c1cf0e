//! From what each list brought to one [`Found`]: the objects, the gaps, and the few outcomes that leave nothing to
//! judge.

use super::LiveError;
use super::effect::effect;
use super::fault::Fault;
use super::list::Listing;
use super::sweep::Outcome;
use crate::collect::found::Found;
use crate::collect::kind::Kind;
use crate::model::{Gap, Note, Reason};

/// Joins the outcomes, or says why there is nothing to judge. Where the server has answered something else, `otherwise`, the
/// lists may all be refused.
pub(super) fn conclude(
    outcomes: Vec<Outcome>,
    server: &str,
    identity: &str,
    otherwise: bool,
) -> Result<Found, LiveError> {
    match nothing(&outcomes, server, identity) {
        Err(LiveError::NothingAllowed { .. }) if otherwise => {}
        concluded => concluded?,
    }
    let mut all = Found::default();
    for outcome in outcomes {
        all.gaps.extend(gaps(&outcome));
        all.notes.extend(note(&outcome));
        all.append(outcome.listing.found);
    }
    Ok(all)
}

/// The outcomes that are errors. A scan that a signal ended is none: it keeps what it has.
fn nothing(outcomes: &[Outcome], server: &str, identity: &str) -> Result<(), LiveError> {
    let server = server.to_owned();
    let absent = |outcome: &Outcome| outcome.listing.fault == Some(Fault::NotFound);
    if outcomes.iter().any(|outcome| outcome.kind.is_rbac() && absent(outcome)) {
        return Err(LiveError::RbacNotServed { server });
    }
    let some = outcomes.iter().any(|outcome| outcome.listing.fault.is_none() || outcome.listing.items > 0);
    let mut faults =
        outcomes.iter().filter(|outcome| !absent(outcome)).filter_map(|outcome| outcome.listing.fault.as_ref());
    if some || faults.clone().any(|fault| fault.reason() == Reason::Interrupted) {
        return Ok(());
    }
    if faults.clone().all(|fault| *fault == Fault::Forbidden) {
        let identity = identity.to_owned();
        return Err(LiveError::NothingAllowed { identity });
    }
    let why = faults.find(|fault| **fault != Fault::Forbidden).map(Fault::words).unwrap_or_default();
    Err(LiveError::NothingRead { server, why })
}

fn gaps(outcome: &Outcome) -> Vec<Gap> {
    let (kind, listing) = (outcome.kind, &outcome.listing);
    let mut gaps = gaps_of(listing, kind.resource(), &outcome.scope.id(), effect(kind));
    // A server makes some of its own at its start.
    if kind == Kind::ClusterRole && listing.items == 0 && listing.fault.is_none() {
        gaps.push(Gap {
            resource: kind.resource().to_owned(),
            scope: outcome.scope.id(),
            reason: Reason::NotFound,
            effect: format!("There is not one, which no server is without. {}", effect(kind)),
        });
    }
    gaps
}

/// What a list left unread. What the server does not serve is no gap.
pub(super) fn gaps_of(listing: &Listing, resource: &str, scope: &str, effect: &str) -> Vec<Gap> {
    let gap = |reason, effect: String| Gap { resource: resource.to_owned(), scope: scope.to_owned(), reason, effect };
    let mut gaps = Vec::new();
    if let Some(fault) = listing.fault.as_ref().filter(|fault| **fault != Fault::NotFound) {
        gaps.push(gap(fault.reason(), effect.to_owned()));
    }
    if listing.torn {
        gaps.push(gap(
            Reason::Torn,
            format!(
                "The list changed while it was read: objects made or deleted meanwhile may be missing or outdated. {effect}"
            ),
        ));
    }
    if let Some((name, why)) = listing.malformed.first() {
        let name = name.as_deref().unwrap_or("without a name");
        let count = listing.malformed.len();
        gaps.push(gap(
            Reason::Malformed,
            format!("{count} could not be understood, the first one ({name}) because: {why}. {effect}"),
        ));
    }
    gaps
}

/// How it went wrong, where the gap's reason does not already say so.
fn note(outcome: &Outcome) -> Option<Note> {
    let fault = outcome.listing.fault.as_ref().filter(|fault| **fault != Fault::Forbidden)?;
    let resource = outcome.kind.resource();
    Some(Note {
        warning: *fault != Fault::NotFound,
        text: match outcome.scope.namespace() {
            Some(namespace) => format!("{resource} in {}: {}", namespace.as_str(), fault.words()),
            None => format!("{resource}: {}", fault.words()),
        },
    })
}
