//! `reach` and `noReach`: paths between named nodes. Names are looked up first, then each target is searched for once.

use std::collections::{BTreeMap, BTreeSet};

use crate::assertions::assertion::{Assertion, Claim, Place, Spelled, Ways};
use crate::assertions::outcome::Reason;
use crate::findings::Teller;
use crate::graph::Certainty;
use crate::model::{self, Gap};
use crate::query::{Named, PathView, surest};

use super::ends::{EXPOSED, Ends};
use super::{Found, Judge};

/// What was found for all assertions.
pub(super) struct Paths {
    ends: Ends,
    /// The surest path of each pair of names.
    found: BTreeMap<(String, String), PathView>,
    /// What was not read, or not searched, and could make a path, or make one surer.
    unread: Vec<Gap>,
}

impl Paths {
    /// Looks names up and searches. The errors are names that nothing has.
    pub(super) fn find(assertions: &[Assertion], judge: &mut Judge<'_, '_, '_>) -> Result<Self, Vec<(Place, String)>> {
        // Custom resources that are not known grant nothing.
        let matters = |gap: &&Gap| gap.resource != "customresourcedefinitions";
        let gaps = &judge.basis.authorizer.access().snapshot().gaps;
        let mut paths = Paths {
            ends: Ends::default(),
            found: BTreeMap::new(),
            unread: gaps.iter().filter(matters).cloned().collect(),
        };
        let asked = assertions.iter().filter_map(|assertion| match &assertion.claim {
            Claim::Ways(ways) => Some(ways),
            Claim::Rights(_) => None,
        });
        let (asked, Some(teller)) = (asked.collect::<Vec<_>>(), judge.basis.teller) else { return Ok(paths) };
        let from = asked.iter().flat_map(|ways| &ways.from).map(|from| (from, true));
        let to = asked.iter().flat_map(|ways| &ways.to).map(|to| (to, false));
        let looked_up = from.chain(to).map(|end| paths.ends.look_up(teller, end, &mut judge.said));
        let mut mistakes: Vec<(Place, String)> = looked_up.filter_map(Result::err).collect();
        if mistakes.is_empty() {
            paths.search(teller, &asked);
            return Ok(paths);
        }
        mistakes.sort();
        Err(mistakes)
    }

    /// Searches once for each target, from all that is asked about with it.
    fn search(&mut self, teller: &Teller<'_>, asked: &[&Ways]) {
        let mut targets: BTreeMap<&str, (&Named, BTreeMap<&str, &Named>)> = BTreeMap::new();
        for ways in asked {
            for to in ways.to.iter().flat_map(|to| self.ends.of(to, false)) {
                let (_, sources) = targets.entry(&to.name).or_insert_with(|| (to, BTreeMap::new()));
                for from in ways.from.iter().flat_map(|from| self.ends.of(from, true)) {
                    sources.entry(&from.name).or_insert(from);
                }
            }
        }
        for (name, (target, sources)) in targets {
            let found = surest(teller, sources.into_values().cloned().collect(), target);
            self.found.extend(found.paths.into_iter().map(|(from, path)| ((from, name.to_owned()), path)));
            if !found.complete {
                self.unread.push(cut_short());
            }
        }
    }
}

impl Judge<'_, '_, '_> {
    pub(super) fn ways(&self, ways: &Ways, paths: &Paths) -> Found {
        let ends = |list: &[Spelled], from: bool| -> Vec<&Named> {
            let mut seen = BTreeSet::new();
            let all = list.iter().flat_map(|spelled| paths.ends.of(spelled, from));
            all.filter(|named| seen.insert(named.name.clone())).collect()
        };
        let (sources, targets) = (ends(&ways.from, true), ends(&ways.to, false));
        let mut reasons = Vec::new();
        if sources.is_empty() && ways.there {
            reasons.push(no_path(EXPOSED, &targets));
        }
        for from in sources {
            for to in &targets {
                let path = paths.found.get(&(from.name.clone(), to.name.clone()));
                let reason = if ways.there { not_there(from, to, path) } else { there(path, ways.guarded) };
                reasons.extend(reason);
            }
        }
        let unread = paths.unread.clone();
        // A path that was found is there, whatever else was not read; one that was not found may be there.
        Found { proven: !ways.there && !reasons.is_empty() || ways.there && reasons.is_empty(), reasons, unread }
    }
}

/// Why a path is not there, or not as it should be.
fn not_there(from: &Named, to: &Named, path: Option<&PathView>) -> Option<Reason> {
    let Some(path) = path else { return Some(no_path(&from.name, &[to])) };
    let by = |list: fn(&PathView) -> Vec<&str>| list(path).join(", ");
    let why = match path.certainty {
        sure if sure == Certainty::ProvenRights.word() => return None,
        blocked if blocked == Certainty::Guarded.word() => format!("is blocked: {}", by(blocked_by)),
        _ => match by(may_refuse) {
            nobody if nobody.is_empty() => "is not proven".to_owned(),
            who => format!("is not proven: {who} may refuse it"),
        },
    };
    Some(Reason::Path {
        text: format!("the only path from {} to {} {why}", from.name, to.name),
        path: Box::new(path.clone()),
    })
}

/// Why a path is there.
fn there(path: Option<&PathView>, guarded: bool) -> Option<Reason> {
    let path = path.filter(|path| guarded || path.certainty != Certainty::Guarded.word())?;
    Some(Reason::Path {
        text: format!("{} reaches {}", path.from.as_str(), path.to.as_str()),
        path: Box::new(path.clone()),
    })
}

fn no_path(from: &str, to: &[&Named]) -> Reason {
    let to = to.iter().map(|to| to.name.as_str()).collect::<Vec<_>>().join(", ");
    let text =
        if from == EXPOSED { "nothing is exposed".to_owned() } else { format!("no path leads from {from} to {to}") };
    Reason::NoPath { text, from: from.to_owned(), to }
}

fn blocked_by(path: &PathView) -> Vec<&str> {
    path.hops.iter().flat_map(|view| &view.hop.blocked_by).map(String::as_str).collect()
}

fn may_refuse(path: &PathView) -> Vec<&str> {
    path.hops.iter().flat_map(|view| &view.hop.may_refuse).map(String::as_str).collect()
}

/// There were too many combinations of identities to follow all.
fn cut_short() -> Gap {
    Gap {
        resource: "paths".to_owned(),
        scope: "cluster".to_owned(),
        reason: model::Reason::Limit,
        effect: "some paths that several identities take together may be missing".to_owned(),
    }
}
