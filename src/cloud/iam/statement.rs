//! Statements, compiled.

use std::borrow::Cow;

use crate::model::Name;
use crate::model::cloud::{Effect, PolicyVersion, PrincipalPattern, Selection, Statement};

use super::Doubt;
use super::condition::Test;
use super::context::ContextValue;
use super::facts::{Facts, Place};
use super::pattern::{Pattern, Piece, Variable, Wildcards, instance, is_everything, matches, rests_after};
use super::truth::Truth;

/// A statement, ready to be asked.
pub(super) struct Compiled {
    pub(super) effect: Effect,
    pub(super) sid: Option<Name>,
    pub(super) index: usize,
    pub(super) principals: Option<Selection<PrincipalPattern>>,
    pub(super) resources: Option<Selection<Pattern>>,
    pub(super) tests: Vec<Test>,
    actions: Selection<Pattern>,
}

impl Compiled {
    pub(super) fn new(statement: &Statement, index: usize, version: PolicyVersion) -> Self {
        let resource = |text: &Name| Pattern::new(text, version, Wildcards::Meant);
        Compiled {
            effect: statement.effect,
            sid: statement.sid.clone(),
            index,
            principals: statement.principals.clone(),
            resources: statement.resources.as_ref().map(|names| compiled(names, resource)),
            tests: statement.conditions.iter().map(|condition| Test::new(condition, version)).collect(),
            actions: compiled(&statement.actions, |text| Pattern::of_action(text)),
        }
    }

    /// Whether it can be about an action, in lower case.
    pub(super) fn concerns(&self, action: &str) -> bool {
        let listed = self.actions.listed().iter().any(|pattern| matches(&pattern.pieces, action, false));
        match self.actions {
            Selection::Only(_) => listed,
            Selection::AllBut(_) => !listed,
        }
    }

    /// Whether it is about this request, its principals apart.
    pub(super) fn applies(&self, facts: &Facts<'_>) -> Truth {
        match self.covers_place(facts) {
            Truth::No => Truth::No,
            place => place.and(Truth::all(self.tests.iter().map(|test| test.holds(facts)))),
        }
    }

    fn covers_place(&self, facts: &Facts<'_>) -> Truth {
        match &self.resources {
            None => Truth::Yes,
            Some(Selection::Only(patterns)) => Truth::any(patterns.iter().map(|pattern| is_place(pattern, facts))),
            Some(Selection::AllBut(patterns)) => {
                Truth::any(patterns.iter().map(|pattern| is_place(pattern, facts))).negate()
            }
        }
    }
}

fn compiled(names: &Selection<Name>, compile: impl Fn(&Name) -> Pattern) -> Selection<Pattern> {
    let patterns = names.listed().iter().map(compile).collect();
    match names {
        Selection::Only(_) => Selection::Only(patterns),
        Selection::AllBut(_) => Selection::AllBut(patterns),
    }
}

fn is_place(pattern: &Pattern, facts: &Facts<'_>) -> Truth {
    let pieces = match resolve(pattern, facts) {
        Resolved::Pieces(pieces) => pieces,
        Resolved::Absent => return Truth::No,
        Resolved::Doubt(doubt) => return Truth::maybe(doubt),
    };
    match &facts.place {
        Place::Text(text) => Truth::of(matches(&pieces, text, false)),
        Place::Open(prefix) => some_or_all(&pieces, prefix, || Doubt::Choice(super::decision::RESOURCE.into())),
        Place::Matching(prefix, matched) => match some_or_all(&pieces, prefix, || Doubt::TooManyChoices) {
            // What has no wildcard is one name, which was tried by itself.
            Truth::Maybe(_) => Truth::of(matched.contains(&instance(&pieces))),
            settled => settled,
        },
    }
}

/// Whether texts that begin so match: all, some or none of them.
pub(super) fn some_or_all(pieces: &[Piece], prefix: &str, doubt: impl FnOnce() -> Doubt) -> Truth {
    let rests = rests_after(prefix, pieces);
    match rests.as_slice() {
        [] => Truth::No,
        rests if rests.iter().any(|rest| is_everything(rest)) => Truth::Yes,
        _ => Truth::maybe(doubt()),
    }
}

/// A pattern with the values of its variables.
pub(super) enum Resolved<'p> {
    Pieces(Cow<'p, [Piece]>),
    /// A variable has no value, so nothing matches.
    Absent,
    Doubt(Doubt),
}

/// Puts the values of variables in their places.
pub(super) fn resolve<'p>(pattern: &'p Pattern, facts: &Facts<'_>) -> Resolved<'p> {
    if !pattern.has_variables {
        return Resolved::Pieces(Cow::Borrowed(&pattern.pieces));
    }
    let mut pieces = Vec::with_capacity(pattern.pieces.len());
    for piece in &pattern.pieces {
        let Piece::Variable(variable) = piece else {
            pieces.push(piece.clone());
            continue;
        };
        match value(variable, facts) {
            Ok(Some(text)) => pieces.extend(text.chars().map(Piece::Char)),
            Ok(None) => return Resolved::Absent,
            Err(doubt) => return Resolved::Doubt(doubt),
        }
    }
    Resolved::Pieces(Cow::Owned(pieces))
}

/// The value of a variable; nothing if the request has none.
fn value(variable: &Variable, facts: &Facts<'_>) -> Result<Option<Name>, Doubt> {
    match facts.value(&variable.key) {
        ContextValue::Known(values) => match values.as_slice() {
            [one] => Ok(Some(one.clone())),
            _ => Err(Doubt::Variable(variable.key.clone())),
        },
        ContextValue::Absent => Ok(variable.default.clone()),
        ContextValue::BeginsWith(_, doubt) | ContextValue::KnownOrAbsent(_, doubt) => Err(doubt),
        _ => Err(Doubt::Variable(variable.key.clone())),
    }
}
