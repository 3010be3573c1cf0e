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
        if seen.len() > MOST_PLACES || !seen.insert((at, there)) {
            continue;
        }
        let mut go = |at, there, more: &str| open.push((at, there, format!("{text}{more}")));
        match (one.get(at), other.get(there)) {
            (Some(Piece::Many), Some(Piece::Many)) => {
                go(at, there + 1, FRESH);
                go(at + 1, there, FRESH);
            }
            (Some(Piece::Many), piece) => {
                go(at + 1, there, "");
                piece.into_iter().for_each(|piece| go(at, there + 1, &text_of(piece)));
            }
            (piece, Some(Piece::Many)) => {
                go(at, there + 1, "");
                piece.into_iter().for_each(|piece| go(at + 1, there, &text_of(piece)));
            }
            (Some(Piece::One), Some(piece)) | (Some(piece), Some(Piece::One)) => {
                go(at + 1, there + 1, &text_of(piece));
            }
            (Some(own), Some(piece)) if own == piece => go(at + 1, there + 1, &text_of(piece)),
            _ => {}
        }
    }
    None
}

fn text_of(piece: &Piece) -> String {
    super::instance(std::slice::from_ref(piece))
}
