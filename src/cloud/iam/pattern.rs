//! Patterns of policies: wildcards, variables, and what matches them.
//!
//! `*` is any run of characters, `/` and `:` among them; `?` is one character. There is nothing else: no classes, no
//! escapes but `${*}`, `${?}` and `${$}`.

mod meet;
mod rest;

use crate::model::Name;
use crate::model::cloud::PolicyVersion;

pub(super) use meet::meet;
pub(super) use rest::rests_after;

/// One part of a pattern.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Piece {
    Char(char),
    /// `?`
    One,
    /// `*`
    Many,
    Variable(Variable),
}

/// `${key}` or `${key, 'default'}`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Variable {
    /// The context key, in lower case.
    pub(super) key: Name,
    pub(super) default: Option<Name>,
}

/// A pattern, taken apart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Pattern {
    pub(super) pieces: Vec<Piece>,
    pub(super) has_variables: bool,
}

/// Whether `*` and `?` mean something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Wildcards {
    Meant,
    Literal,
}

impl Pattern {
    pub(super) fn new(text: &str, version: PolicyVersion, wildcards: Wildcards) -> Self {
        let mut pieces = Vec::with_capacity(text.len());
        let mut rest = text;
        let with_variables = version == PolicyVersion::Of2012;
        while let Some(first) = rest.chars().next() {
            if let Some((inside, behind)) = variable(rest).filter(|_| with_variables) {
                pieces.push(meant(inside));
                rest = behind;
                continue;
            }
            pieces.push(piece(first, wildcards));
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
        let has_variables = pieces.iter().any(|piece| matches!(piece, Piece::Variable(_)));
        Pattern { pieces, has_variables }
    }

    /// A pattern for actions, which have no case and no variables.
    pub(super) fn of_action(text: &str) -> Self {
        Pattern::new(&text.to_ascii_lowercase(), PolicyVersion::Of2008, Wildcards::Meant)
    }
}

fn piece(character: char, wildcards: Wildcards) -> Piece {
    match (character, wildcards) {
        ('*', Wildcards::Meant) => Piece::Many,
        ('?', Wildcards::Meant) => Piece::One,
        _ => Piece::Char(character),
    }
}

/// What stands in the braces that a text begins with, and what follows them.
fn variable(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix("${")?.split_once('}')
}

fn meant(inside: &str) -> Piece {
    match inside {
        "*" => Piece::Char('*'),
        "?" => Piece::Char('?'),
        "$" => Piece::Char('$'),
        _ => {
            let (key, default) = inside.split_once(',').map_or((inside, None), |(key, default)| (key, Some(default)));
            let default = default.map(|default| Name::from(default.trim().trim_matches('\'')));
            Piece::Variable(Variable { key: key.trim().to_ascii_lowercase().into(), default })
        }
    }
}

/// Whether a text matches a pattern without variables.
pub(super) fn matches(pieces: &[Piece], text: &str, ignore_case: bool) -> bool {
    let (mut at, mut rest) = (0, text.chars());
    // Where to go on if what follows the last `*` fails: one character further.
    let mut again: Option<(usize, std::str::Chars<'_>)> = None;
    loop {
        if let Some(Piece::Many) = pieces.get(at) {
            at += 1;
            again = Some((at, rest.clone()));
            continue;
        }
        let mut next = rest.clone();
        match (pieces.get(at), next.next()) {
            (None, None) => return true,
            (Some(piece), Some(character)) if fits(piece, character, ignore_case) => {
                at += 1;
                rest = next;
            }
            _ => {
                let Some((start, skipped)) = &mut again else { return false };
                if skipped.next().is_none() {
                    return false;
                }
                (at, rest) = (*start, skipped.clone());
            }
        }
    }
}

fn fits(piece: &Piece, character: char, ignore_case: bool) -> bool {
    match piece {
        Piece::Char(own) => *own == character || (ignore_case && own.to_lowercase().eq(character.to_lowercase())),
        Piece::One => true,
        Piece::Many | Piece::Variable(_) => false,
    }
}

/// Whether a piece is `*` or `?`.
pub(super) fn is_wildcard(piece: &Piece) -> bool {
    matches!(piece, Piece::Many | Piece::One)
}

/// Whether everything matches.
pub(super) fn is_everything(pieces: &[Piece]) -> bool {
    !pieces.is_empty() && pieces.iter().all(|piece| *piece == Piece::Many)
}

/// What fills a wildcard. No policy names it, but a pattern may well match it.
pub const FRESH: &str = "kubescan-fresh-name";

/// A text that matches: wildcards filled with what nobody names.
pub(super) fn instance(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Char(character) => text.push(*character),
            Piece::One => text.push('k'),
            Piece::Many | Piece::Variable(_) => text.push_str(FRESH),
        }
    }
    text
}

#[cfg(test)]
mod tests;
