//! What several fixes do together: the paths that none cuts by itself, and how few of them cut as much as all.
//!
//! Each is taken away where the rest still does it, the last first, and what is left is tried anew: so it is enough, and
//! nothing in it can be spared. It may not be the smallest. Cost: a trial for each fix, for all and for each set that is told.

use super::change::Change;
use super::court::{Court, Ids};
use super::offer::{Offer, told};
use super::{Cut, Joint};

/// The fixes that are left when each one that can be spared goes.
fn least<'o>(
    court: &Court<'_>,
    offers: &'o [Offer],
    is_enough: impl Fn(&Ids) -> bool,
) -> (Vec<&'o Offer>, Option<Ids>) {
    let mut kept: Vec<&Offer> = offers.iter().collect();
    let mut left = None;
    for offer in offers.iter().rev() {
        let fewer: Vec<&Offer> = kept.iter().copied().filter(|other| other.fix.id != offer.fix.id).collect();
        let changes: Vec<Change> = fewer.iter().flat_map(|offer| offer.changes.clone()).collect();
        let Some(after) = court.try_out(&changes) else { break };
        let ids = court.left(&after);
        if is_enough(&ids) {
            kept = fewer;
            left = Some(ids);
        }
    }
    (kept, left)
}

/// The paths that only several cut, of all that all of them do, each with such as are enough.
pub(super) fn together(court: &Court<'_>, offers: &[Offer], left: &Ids) -> Vec<Joint> {
    let alone = |id: &String| offers.iter().any(|offer| offer.cut.contains(id));
    let only = court.open.iter().filter(|path| !left.contains(&path.id) && !alone(&path.id));
    let mut joint: Vec<Joint> = Vec::new();
    let mut sets: Vec<(Vec<String>, Ids)> = Vec::new();
    for path in only {
        let known = sets.iter().find(|(_, left)| !left.contains(&path.id));
        let by = known.map(|(by, _)| by.clone()).unwrap_or_else(|| {
            let (kept, ids) = least(court, offers, |left| !left.contains(&path.id));
            let by: Vec<String> = kept.into_iter().map(|offer| offer.fix.id.clone()).collect();
            sets.extend(ids.map(|ids| (by.clone(), ids)));
            by
        });
        joint.push(Joint { cut: told(path), by });
    }
    joint
}

/// Such fixes as cut all that all of them do.
pub(super) fn enough(court: &Court<'_>, offers: &[Offer], left: &Ids) -> Vec<String> {
    let is_cut = |id: &String, less: &Ids| left.contains(id) || !less.contains(id);
    let (kept, _) = least(court, offers, |less| court.wanted.iter().all(|path| is_cut(&path.id, less)));
    kept.into_iter().map(|offer| offer.fix.id.clone()).collect()
}

/// For each fix that can be spared the one that cuts all that it does, and does not leave it to a guard.
pub(super) fn mark_spared(offers: &mut [Offer], enough: &[String]) {
    let gone = |offer: &Offer| {
        let guarded: Ids = offer.fix.guarded.iter().map(|path| path.cut.path.clone()).collect();
        (offer.fix.id.clone(), offer.cut.difference(&guarded).cloned().collect::<Ids>())
    };
    let all: Vec<(String, Ids)> = offers.iter().filter(|offer| enough.contains(&offer.fix.id)).map(gone).collect();
    for offer in offers.iter_mut().filter(|offer| !enough.contains(&offer.fix.id)) {
        offer.fix.covered_by = all.iter().find(|(_, cut)| offer.cut.is_subset(cut)).map(|(id, _)| id.clone());
    }
}

/// What followed from paths that are cut, and is there by itself once all are applied; with what nothing cuts.
pub(super) fn still_there(court: &Court<'_>, left: &Ids) -> Vec<Cut> {
    let stays = court.wanted.iter().filter(|path| left.contains(&path.id) && court.stands_alone(path, left));
    stays.map(|path| told(path)).collect()
}
