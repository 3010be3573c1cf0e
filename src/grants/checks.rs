//! The checks of the audit, one row each.

use crate::model::{Lifetime, Subject, Writer};
use crate::template::{SaidIn, Severity};

use super::case::Case;
use super::expiry::{Expiry, place};

/// Something that can be wrong with a binding.
pub struct Check {
    /// `grant/NAME`; stable.
    pub id: &'static str,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// Why it matters, and what does not count.
    pub why: &'static str,
    /// What to do.
    pub fix: &'static str,
    pub(super) find: fn(&Case<'_>) -> Option<What>,
}

/// What a check found in a binding.
pub(super) struct What {
    /// What follows the binding's name in a sentence.
    pub(super) message: String,
    /// How bad it is at least, whatever the role holds.
    pub(super) severity: Option<Severity>,
}

fn what(message: String) -> What {
    What { message, severity: None }
}

/// Every check, in the order in which they are told.
pub const CHECKS: &[Check] = &[
    Check {
        id: "grant/expired",
        title: "Expired, and still there",
        why: "RBAC has no clock: a binding grants until it is deleted, whatever its annotations say. The tool that should \
              have deleted it did not run, or may not.",
        fix: "Delete the binding, and see why its tool did not.",
        find: expired,
    },
    Check {
        id: "grant/unparseable-expiry",
        title: "An expiry that cannot be understood",
        why: "The tool that should delete the binding may not understand it either, and then it stays for good. It is never \
              taken for no expiry.",
        fix: "Write an instant such as 2026-01-31T12:00:00Z, or what the tool of the mark expects.",
        find: unparseable,
    },
    Check {
        id: "grant/never-expires",
        title: "Temporary, and without an expiry",
        why: "It is marked or declared temporary, and nothing says when it ends. Where a tool keeps the end elsewhere, that \
              is unknown and not a finding.",
        fix: "Give it an expiry, or take the mark away where it is meant to stay.",
        find: never_expires,
    },
    Check {
        id: "grant/too-old",
        title: "Older than temporary access may be",
        why: "By --older-than, for what is marked or declared temporary. For tools that keep the end on a server of their \
              own, age is all that the cluster shows.",
        fix: "Ask its owner, or delete it; access that is needed for longer should be asked for anew.",
        find: too_old,
    },
    Check {
        id: "grant/orphaned",
        title: "What it belongs to, grants or is granted to is gone",
        why: "Nobody cleans up after an owner that is gone without its controller; whoever makes the missing role or account \
              anew decides what the binding grants, or takes it.",
        fix: "Delete the binding.",
        find: orphaned,
    },
    Check {
        id: "grant/revocation-blocked",
        title: "Deleted, and held by a finalizer",
        why: "The API server's authorizer does not look at deletionTimestamp: until the last finalizer is gone the binding \
              grants as before. Whether the tool itself may delete it, or a policy or webhook would refuse that, is not read.",
        fix: "See to the controller of the finalizer; only where there is none, take the finalizer away.",
        find: revocation_blocked,
    },
    Check {
        id: "grant/edited",
        title: "Made by a controller, and changed by somebody else",
        why: "Another program than the one that made it wrote its subjects or its expiry, so it may grant more, or longer, \
              than was approved. managedFields tell programs, not users, and not every source holds them: without them \
              nothing is said.",
        fix: "Compare it with what was approved, or delete it and have it made anew.",
        find: edited,
    },
    Check {
        id: "grant/not-temporary",
        title: "Temporary access that outlasts its binding",
        why: "Its role lets the holder read credentials, mint tokens, write roles and bindings or have certificates signed: \
              these stay when the binding goes. Which of it happened is not read: Secrets, tokens and certificate requests \
              are not listed.",
        fix: "Take these rights out of the role, and rotate what could be read when such a grant ends.",
        find: not_temporary,
    },
];

/// Families of entries that leave something behind.
const LASTING: [&str; 4] = ["rbac", "secrets", "tokens", "certificates"];

fn expired(case: &Case<'_>) -> Option<What> {
    let Expiry::At(time, said) = &case.expiry else { return None };
    let late = case.rules.now.since(*time).filter(|late| *late > case.rules.grace)?;
    let finalizers = case.history().filter(|history| !history.finalizers.is_empty());
    let held = finalizers.map_or_else(String::new, |history| {
        let names: Vec<&str> = history.finalizers.iter().map(|name| name.as_str()).collect();
        format!("; deleting it waits for the finalizer {}", names.join(", "))
    });
    Some(what(format!("expired {late} ago, at {time} by its {}, and still grants{held}", place(&said.place))))
}

fn unparseable(case: &Case<'_>) -> Option<What> {
    let unclear = case.unparseable.iter().map(|said| format!("{} {:?}{}", said.place, said.value, said.hint()));
    let unclear: Vec<String> = unclear.collect();
    (!unclear.is_empty()).then(|| what(format!("has an expiry that cannot be understood: {}", unclear.join(", "))))
}

fn never_expires(case: &Case<'_>) -> Option<What> {
    let temporary = case.temporary.first()?.text();
    match &case.expiry {
        Expiry::None => Some(what(format!("is temporary ({temporary}) and has no expiry"))),
        Expiry::Never(said) => Some(what(format!(
            "is temporary ({temporary}) and never expires, by its {} {:?}",
            place(&said.place),
            said.value.as_str()
        ))),
        _ => None,
    }
}

fn too_old(case: &Case<'_>) -> Option<What> {
    let limit: Lifetime = case.rules.older_than.filter(|_| case.is_temporary())?;
    let age = case.rules.now.since(case.created()?).filter(|age| *age > limit)?;
    Some(what(format!("is temporary ({}) and {age} old", case.temporary.first()?.text())))
}

fn orphaned(case: &Case<'_>) -> Option<What> {
    let mut gone: Vec<String> = Vec::new();
    for owner in case.history().into_iter().flat_map(|history| &history.owners) {
        if let Some(why) = case.world.gone(owner) {
            gone.push(format!("belongs to {} {}, {why}", owner.kind.as_str(), owner.name.as_str()));
        }
    }
    let mut severity = None;
    if case.world.lacks_role(case.id) {
        gone.push(format!("refers to {}, which does not exist", case.binding.role_id()));
        // Whoever makes the role decides; what it holds now is nothing.
        severity = Some(Severity::Medium);
    }
    let missing: Vec<String> = case.world.missing_accounts(case.binding).into_iter().map(Subject::id).collect();
    if !missing.is_empty() {
        gone.push(format!("grants to {}, which does not exist", missing.join(", ")));
    }
    (!gone.is_empty()).then(|| What { message: gone.join("; "), severity })
}

fn revocation_blocked(case: &Case<'_>) -> Option<What> {
    let history = case.history().filter(|history| !history.finalizers.is_empty())?;
    let names: Vec<&str> = history.finalizers.iter().map(|name| name.as_str()).collect();
    let deleted = history.deleted?;
    Some(what(format!("was deleted at {deleted} and still grants: it waits for the finalizer {}", names.join(", "))))
}

fn edited(case: &Case<'_>) -> Option<What> {
    if !case.is_controlled() {
        return None;
    }
    let maker = case.maker()?;
    let others = case.history()?.writers.iter().filter(|writer| writer.manager != maker.manager);
    let changes: Vec<String> = others.filter_map(|writer| changed(case, writer)).collect();
    let made = format!("was made by {}, and ", maker.manager.as_str());
    (!changes.is_empty()).then(|| what(format!("{made}{}", changes.join("; "))))
}

/// What somebody wrote that decides whom it grants to, or how long.
fn changed(case: &Case<'_>, writer: &Writer) -> Option<String> {
    let owns = |said: &&SaidIn| match said {
        SaidIn::Annotation(key) => writer.annotations.contains(key),
        SaidIn::Label(key) => writer.labels.contains(key),
        SaidIn::Name => false,
    };
    let mut parts: Vec<String> = writer.subjects.then(|| "subjects".to_owned()).into_iter().collect();
    parts.extend(case.places.iter().filter(owns).map(place));
    let when = writer.time.map_or_else(String::new, |time| format!(" at {time}"));
    (!parts.is_empty()).then(|| format!("its {} written by {}{when}", parts.join(", "), writer.manager.as_str()))
}

fn not_temporary(case: &Case<'_>) -> Option<What> {
    let lasts = |id: &&String| id.split_once('/').is_some_and(|(family, _)| LASTING.contains(&family));
    let entries: Vec<&str> = case.entries.iter().filter(lasts).map(String::as_str).collect();
    let first = entries.first().filter(|_| case.is_temporary())?;
    let more = entries.len() - 1;
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    Some(what(format!("grants what outlasts it: {first}{more}")))
}
