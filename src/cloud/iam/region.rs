//! The regions that the policies of a principal tell apart.

use std::collections::BTreeSet;

use super::pattern::{FRESH, Piece, instance, is_everything};
use super::statement::Compiled;
use super::{Iam, Standing};
use crate::model::Name;

/// The region of services that have none.
pub(super) const OF_GLOBAL: &str = "us-east-1";

const REQUESTED: &str = "aws:requestedregion";

impl Iam<'_> {
    /// Regions to ask about: each that a policy of the principal names, and one that none does.
    #[must_use]
    pub fn regions(&self, standing: &Standing<'_>) -> Vec<Name> {
        let documents = standing.documents();
        let statements = documents.flat_map(|document| self.documents.statements(document));
        let named: BTreeSet<Name> = statements.flat_map(named).collect();
        let fresh = if named.contains(&Name::from(OF_GLOBAL)) { FRESH } else { OF_GLOBAL };
        std::iter::once(Name::from(fresh)).chain(named).collect()
    }
}

/// The regions that a statement names, in ARNs and in conditions.
fn named(statement: &Compiled) -> Vec<Name> {
    let resources = statement.resources.iter().flat_map(|selection| selection.listed());
    let of_arns = resources.filter_map(|pattern| pattern.pieces.split(|piece| *piece == Piece::Char(':')).nth(3));
    let tests = statement.tests.iter().filter(|test| test.key == REQUESTED).flat_map(|test| &test.values);
    let patterns = of_arns.chain(tests.map(|value| value.pattern.pieces.as_slice()));
    patterns
        .filter(|pieces| !pieces.is_empty() && !is_everything(pieces))
        .map(|pieces| instance(pieces).into())
        .collect()
}
