//! `scan --confirm`: the steps of paths, put to the API server itself. It may have other authorizers and guards that cannot be
//! seen, and bindings may have changed since they were read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::authz::Authorizer;
use crate::cli::Confirm;
use crate::collect::live::{Outcome, Outcomes, Trial};
use crate::exit::Exit;
use crate::findings::{Findings, Hop};
use crate::model::{Gap, Note, Reason, Snapshot};
use crate::query::{DryRun, RequestInfo, Right, Rights};
use crate::report::talk;
use crate::template::Template;

use super::access_review::{decision, review};
use super::input::{self, Source};

/// All that was asked, and what the server says to it.
#[derive(Default)]
struct Told {
    /// By [`key`]: whether it is allowed, with the reason, or why that is not known.
    rights: BTreeMap<String, Result<(bool, String), String>>,
    writes: BTreeMap<DryRun, Result<Outcome, String>>,
}

/// Refuses what nobody can ask, before anything is read; it has been said.
pub(super) fn accept(how: Option<Confirm>, source: &Source<'_>) -> Result<(), Exit> {
    if how.is_some() {
        input::require_cluster("--confirm", source.input)?;
    }
    if how == Some(Confirm::DryRun) && source.impersonation.impersonate.is_some() {
        talk::error("--confirm=dry-run speaks in the names of others, which --as cannot do; leave one of them out");
        return Err(Exit::Usage);
    }
    Ok(())
}

/// Asks about the steps of all paths, and says of each what the server answers.
pub(super) fn confirm(
    source: &Source<'_>,
    how: Confirm,
    snapshot: &mut Snapshot,
    template: &Template,
    findings: &mut Findings,
) -> Result<(), Exit> {
    let authorizer = Authorizer::new(snapshot);
    let rights = Rights::new(&authorizer, template);
    let told = ask(source, how, &rights, findings)?;
    for hop in findings.paths.iter_mut().flat_map(|path| &mut path.hops) {
        told.mark(Arc::make_mut(hop), how, &rights);
    }
    let (note, gaps) = (told.note(), told.gaps());
    snapshot.notes.push(note);
    snapshot.gaps.extend(gaps);
    Ok(())
}

/// Each right and each write of all paths once.
fn ask(source: &Source<'_>, how: Confirm, rights: &Rights<'_>, findings: &Findings) -> Result<Told, Exit> {
    let parts: Vec<&Hop> = findings.paths.iter().flat_map(|path| &path.hops).flat_map(|hop| hop.requests()).collect();
    let asked: BTreeMap<String, Right> =
        parts.iter().flat_map(|part| rights.of(part)).map(|right| (key(&right), right)).collect();
    let writes: BTreeSet<DryRun> = match how {
        Confirm::Rights => BTreeSet::new(),
        Confirm::DryRun => parts.iter().flat_map(|part| rights.dry_runs(part)).flatten().collect(),
    };
    let reviews = asked.values().map(|right| review(Some(&right.identity), right.request.clone())).collect();
    let (answers, outcomes): (_, Outcomes) = input::ask(source, reviews, writes.iter().map(trial).collect())?;
    let answers = answers.into_iter().map(|answer| answer.and_then(|body| decision(&body)));
    Ok(Told { rights: asked.into_keys().zip(answers).collect(), writes: writes.into_iter().zip(outcomes).collect() })
}

fn trial(write: &DryRun) -> Trial {
    let DryRun { method, path, body, user, groups } = write.clone();
    let method = method.parse().unwrap_or_default();
    Trial { method, path, body, user, groups }
}

impl Told {
    /// Says of a hop what the server answers.
    fn mark(&self, hop: &mut Hop, how: Confirm, rights: &Rights<'_>) {
        let (mut facts, mut asked, mut sure) = (Vec::new(), 0, true);
        for right in hop.requests().flat_map(|part| rights.of(part)) {
            asked += 1;
            match self.rights.get(&key(&right)) {
                Some(Ok((true, _))) => {}
                Some(Ok((false, reason))) => facts.push(format!("the API server denies: {}", denial(&right, reason))),
                Some(Err(_)) | None => sure = false,
            }
        }
        let writes: Vec<Vec<DryRun>> = hop.requests().flat_map(|part| rights.dry_runs(part)).collect();
        let outcomes: Vec<&Outcome> = writes.iter().filter_map(|ways| self.best(ways)).collect();
        let refused = outcomes.iter().filter_map(|outcome| match outcome {
            Outcome::Refused(message) => Some(format!("the API server refuses a dry run: {message}")),
            _ => None,
        });
        facts.extend(refused);
        let admitted = !outcomes.is_empty() && outcomes.iter().all(|outcome| **outcome == Outcome::Admitted);
        hop.confirmed = match () {
            () if !facts.is_empty() => Some(false),
            () if asked == 0 || !sure => None,
            // A guard whose answer is not known has to be asked itself.
            () if how == Confirm::DryRun && !hop.may_refuse.is_empty() && !admitted => None,
            () => Some(true),
        };
        if admitted && facts.is_empty() {
            facts.push("the API server lets a dry run of it in".to_owned());
        }
        hop.facts.extend(facts);
    }

    /// What came of the way that got furthest.
    fn best(&self, ways: &[DryRun]) -> Option<&Outcome> {
        let outcomes = ways.iter().filter_map(|way| self.writes.get(way)?.as_ref().ok());
        outcomes.min_by_key(|outcome| match outcome {
            Outcome::Admitted => 0,
            Outcome::Untold(_) => 1,
            Outcome::Refused(_) => 2,
        })
    }

    /// What came of it all.
    fn note(&self) -> Note {
        let of = |wanted: bool| self.rights.values().flatten().filter(|(allowed, _)| *allowed == wanted).count();
        let mut text = format!(
            "--confirm: of {} rights that paths take the API server allows {} and denies {}",
            self.rights.len(),
            of(true),
            of(false)
        );
        if !self.writes.is_empty() {
            let lets = self.writes.values().flatten().filter(|outcome| **outcome == Outcome::Admitted).count();
            let refuses = self.writes.values().flatten().filter(|outcome| matches!(outcome, Outcome::Refused(_)));
            let refuses = refuses.count();
            text.push_str(&format!("; of {} dry runs it lets in {lets} and refuses {refuses}", self.writes.len()));
        }
        Note { warning: false, text }
    }

    /// What the server would not answer.
    fn gaps(&self) -> Vec<Gap> {
        let rights: Vec<&String> = self.rights.values().filter_map(|told| told.as_ref().err()).collect();
        let writes: Vec<&String> = self.writes.values().filter_map(|told| told.as_ref().err()).collect();
        let each = [
            ("subjectaccessreviews", rights, "rights", "create subjectaccessreviews"),
            ("dryruns", writes, "dry runs", "impersonate users, groups and serviceaccounts"),
        ];
        let each = each.into_iter().filter_map(|(resource, failed, what, needs)| {
            let why = failed.first()?;
            Some(Gap {
                resource: resource.to_owned(),
                scope: "cluster".to_owned(),
                reason: Reason::Forbidden,
                effect: format!("{} {what} were not confirmed ({why}); it takes the right to {needs}", failed.len()),
            })
        });
        each.collect()
    }
}

/// What the server denies, in words.
fn denial(right: &Right, reason: &str) -> String {
    let what = match &right.request {
        RequestInfo::Url { verb, path } => format!("{verb} {path}"),
        RequestInfo::Resource { verb, resource, subresource, namespace, name, .. } => {
            let object = [resource.as_str(), subresource, name].into_iter().filter(|part| !part.is_empty());
            let place = if namespace.is_empty() { String::new() } else { format!(" in {namespace}") };
            format!("{verb} {}{place}", object.collect::<Vec<_>>().join("/"))
        }
    };
    if reason.is_empty() { what } else { format!("{what}: {reason}") }
}

fn key(right: &Right) -> String {
    format!("{:?} {:?}", right.identity.first(), right.request)
}
