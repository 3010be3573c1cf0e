//! The search for fixes.

use std::collections::BTreeSet;

use crate::authz::Access;
use crate::findings::{Findings, Limits, Path};
use crate::model::Snapshot;
use crate::template::Template;

use super::bindings::{Trial, of_choke_point, of_path};
use super::change::Change;
use super::closing::closings;
use super::court::{After, Court, Ids};
use super::ground::Ground;
use super::offer::{Offer, offer};
use super::{FixKind, Fixes, How, jointly, stays, words, workloads};

/// Paths that are looked at for themselves, after the choke points.
const PATHS: usize = 40;

/// Workloads, and namespaces, that are looked at: the worst first. More of the same is for the next run.
const WORKLOADS: usize = 12;

/// The fixes of what was found, in the order in which they should be applied.
#[must_use]
pub fn find(snapshot: &Snapshot, template: &Template, found: &Findings, limits: &Limits) -> Fixes {
    let access = Access::new(snapshot);
    let court = Court::new(&access, template, found, limits);
    let ground = Ground::new(&court, found);
    let mut search =
        Search { ground: &ground, offers: Vec::new(), touched: BTreeSet::new(), cut: Ids::new(), more: false };
    search.choke_points(found);
    search.workloads(found);
    search.paths();
    search.finish()
}

/// What was found so far.
struct Search<'a> {
    ground: &'a Ground<'a>,
    offers: Vec<Offer>,
    /// The objects that fixes change.
    touched: BTreeSet<String>,
    /// The paths that they cut.
    cut: Ids,
    /// Whether something was left out.
    more: bool,
}

impl Search<'_> {
    /// The bindings that cut the most.
    fn choke_points(&mut self, found: &Findings) {
        for point in &found.choke_points {
            if let Some(trial) = of_choke_point(self.ground, &point.grant.binding) {
                self.add(trial);
            }
        }
    }

    /// What can be done beside: where the token is not needed, or the node is shared, or the namespace takes any pod; and at
    /// last about pods that get out.
    fn workloads(&mut self, found: &Findings) {
        let snapshot = self.ground.court.snapshot;
        let tokens = workloads::without_tokens(snapshot, &found.hot_pods);
        self.some_of(FixKind::NoAutomount, tokens.into_iter().map(|change| vec![change]).collect());
        self.some_of(FixKind::MoveWorkload, workloads::moves(snapshot, &found.nodes));
        // Pods that were not read may not satisfy a level.
        let levels = if self.ground.sees_all() { workloads::levels(self.ground.court) } else { Vec::new() };
        self.some_of(FixKind::NamespaceLevel, levels);
        let uncut = self.ground.court.open.iter().filter(|path| !self.cut.contains(&path.id));
        let closings = closings(snapshot, found, uncut.copied());
        self.some_of(FixKind::CloseEscapes, closings);
    }

    /// For each of the first of these what can be offered.
    fn some_of(&mut self, kind: FixKind, all: Vec<Vec<Change>>) {
        self.more |= all.len() > WORKLOADS;
        all.into_iter().take(WORKLOADS).for_each(|ways| self.first_of(kind, ways));
    }

    /// The first of these that can be offered.
    fn first_of(&mut self, kind: FixKind, ways: Vec<Change>) {
        for change in ways {
            let changes = vec![change];
            let Some(after) = self.ground.court.try_out(&changes) else { return };
            let title = changes.iter().map(words::of_change).collect();
            if self.add(Trial::new(kind, changes, after, title)) {
                return;
            }
        }
    }

    /// Paths that nothing cuts yet.
    fn paths(&mut self) {
        let court = self.ground.court;
        let hidden = court.wanted.iter().filter(|path| path.implied_by.is_some());
        let paths: Vec<&Path> = court.open.iter().chain(hidden).copied().collect();
        let mut uncut = paths.into_iter();
        for path in uncut.by_ref().take(PATHS) {
            if !self.cut.contains(&path.id)
                && path.implied_by.as_ref().is_none_or(|first| self.cut.contains(first))
                && let Some(trial) = of_path(self.ground, path)
            {
                self.add(trial);
            }
        }
        self.more |= uncut.any(|path| !self.cut.contains(&path.id));
    }

    /// Offers a change that keeps its word, and touches nothing that another fix changes.
    fn add(&mut self, trial: Trial) -> bool {
        let objects: Vec<String> = trial.changes.iter().map(Change::object).collect();
        if objects.iter().any(|object| self.touched.contains(object)) {
            return false;
        }
        let Some(offer) = offer(self.ground.court, trial) else { return false };
        offer.changes.iter().for_each(|change| self.ground.naming.take(change));
        self.touched.extend(objects);
        self.cut.extend(offer.cut.iter().cloned());
        self.offers.push(offer);
        true
    }

    /// All fixes together must keep the word of each. Rights come first: they are taken back in a moment, while what changes
    /// pods replaces them.
    fn finish(mut self) -> Fixes {
        let court = self.ground.court;
        let more = self.more || !court.goes_on();
        while !self.offers.is_empty() {
            let all: Vec<Change> = self.offers.iter().flat_map(|offer| offer.changes.clone()).collect();
            let after = court.after(&all);
            let left = court.left(&after);
            let holds = |offer: &Offer| offer.fix.cuts.iter().all(|cut| !left.contains(&cut.path));
            if self.offers.iter().all(holds) && court.only_takes(&after, &all) {
                self.offers.sort_by_key(|offer| offer.fix.how == How::Patch);
                return Fixes { more, ..all_of(court, self.offers, &after) };
            }
            self.offers.pop();
        }
        let left = jointly::still_there(court, &court.open.iter().map(|path| path.id.clone()).collect());
        Fixes { paths: court.open.len(), left, more, ..Fixes::default() }
    }
}

/// What all of these do, after which it is so.
fn all_of(court: &Court<'_>, mut offers: Vec<Offer>, after: &After) -> Fixes {
    let left = court.left(after);
    let cut: Vec<&Path> = court.cut(after).into_iter().filter(|path| path.implied_by.is_none()).collect();
    let spelled: Vec<Change> = offers.iter().flat_map(|offer| offer.spelled.clone()).collect();
    let enough = jointly::enough(court, &offers, &left);
    jointly::mark_spared(&mut offers, &enough);
    Fixes {
        paths: court.open.len(),
        cut: cut.len(),
        together: jointly::together(court, &offers, &left),
        enough: if enough.len() < offers.len() { enough } else { Vec::new() },
        guarded: stays::guarded(after, &cut),
        left: jointly::still_there(court, &left),
        loses: court.losses(after, &spelled),
        fixes: offers.into_iter().map(|offer| offer.fix).collect(),
        more: false,
    }
}
