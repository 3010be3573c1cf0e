//! A text that two patterns match.

use std::collections::BTreeSet;

use super::{FRESH, Piece};

/// How many places of two patterns are looked at.
const MOST_PLACES: usize = 20_000;

/// A text that both match, if one was found.
pub(in crate::cloud::iam) fn meet(one: &[Piece], other: &[Piece]) -> Option<String> {
    let mut seen = BTreeSet::new();
    let mut open = vec![(0, 0, String::new())];
    while let Some((at, there, text)) = open.pop() {
        if at == one.len() && there == other.len() {
            return Some(text);
        }
        if seen.len() < MOST_PLACES && seen.insert((at, there)) {
            let steps = steps(one.get(at), other.get(there)).into_iter().flatten();
            open.extend(steps.map(|(on, there_on, more)| (at + on, there + there_on, format!("{text}{more}"))));
        }
    }
    None
}

/// How far to go in each pattern, and what the text gets by it.
type Step = (usize, usize, String);

/// The ways on from a piece of each.
fn steps(one: Option<&Piece>, other: Option<&Piece>) -> [Option<Step>; 2] {
    match (one, other) {
        (Some(Piece::Many), Some(Piece::Many)) => [Some((0, 1, FRESH.to_owned())), Some((1, 0, FRESH.to_owned()))],
        (Some(Piece::Many), piece) => [Some((1, 0, String::new())), piece.map(|piece| (0, 1, text_of(piece)))],
        (piece, Some(Piece::Many)) => [Some((0, 1, String::new())), piece.map(|piece| (1, 0, text_of(piece)))],
        (Some(Piece::One), Some(piece)) | (Some(piece), Some(Piece::One)) => [Some((1, 1, text_of(piece))), None],
        (Some(own), Some(piece)) if own == piece => [Some((1, 1, text_of(piece))), None],
        _ => [None, None],
    }
}

fn text_of(piece: &Piece) -> String {
    super::instance(std::slice::from_ref(piece))
}
