//! What a pattern asks of a name whose beginning is given.

use super::{Piece, fits, matches};

/// What a name that follows this may match so that the text as a whole does: any of these. In a name no `:` can be, unless
/// it is the whole last part of an ARN, whose other parts are then compared one by one.
pub(in crate::cloud::iam) fn rests_after<'p>(prefix: &str, pieces: &'p [Piece]) -> Vec<&'p [Piece]> {
    if !prefix.ends_with(':') || prefix.matches(':').count() != 5 {
        let mut rests = places_after(prefix, pieces);
        rests.retain(|rest| !rest.contains(&Piece::Char(':')));
        return rests;
    }
    match resource_of(prefix, pieces) {
        Some(rest) => rest.into_iter().collect(),
        None => places_after(prefix, pieces),
    }
}

/// What a pattern with all parts of an ARN says of the last one: nothing if another part is not that of the prefix.
fn resource_of<'p>(prefix: &str, pieces: &'p [Piece]) -> Option<Option<&'p [Piece]>> {
    let mut parts = pieces.splitn(6, |piece| *piece == Piece::Char(':'));
    let before: Vec<&[Piece]> = parts.by_ref().take(5).collect();
    let resource = parts.next()?;
    let same = before.iter().zip(prefix.split(':')).all(|(part, text)| matches(part, text, false));
    Some(same.then_some(resource))
}

fn places_after<'p>(prefix: &str, pieces: &'p [Piece]) -> Vec<&'p [Piece]> {
    let mut reached = vec![false; pieces.len() + 1];
    reach(&mut reached, 0, pieces);
    for character in prefix.chars() {
        let mut next = vec![false; pieces.len() + 1];
        for (at, piece) in pieces.iter().enumerate().filter(|(at, _)| reached.get(*at) == Some(&true)) {
            match piece {
                Piece::Many => reach(&mut next, at, pieces),
                piece if fits(piece, character, false) => reach(&mut next, at + 1, pieces),
                _ => {}
            }
        }
        reached = next;
    }
    // Where a `*` is reached, what stands behind it adds nothing.
    let follows = |at: usize| at.checked_sub(1).is_some_and(|before| pieces.get(before) == Some(&Piece::Many));
    let places = reached.iter().enumerate().filter(|(at, is_reached)| **is_reached && !follows(*at));
    places.filter_map(|(at, _)| pieces.get(at..)).collect()
}

/// Marks a place, and those behind each `*` that may be empty.
fn reach(reached: &mut [bool], at: usize, pieces: &[Piece]) {
    let mut at = at;
    loop {
        if let Some(mark) = reached.get_mut(at) {
            *mark = true;
        }
        if pieces.get(at) != Some(&Piece::Many) {
            return;
        }
        at += 1;
    }
}
