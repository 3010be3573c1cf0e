//! A picture under way: edges from one figure to another become one arrow.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::Certainty;

use super::{Arrow, Figure, Picture};

/// The entries of the edges between two figures, how sure the surest is, and what blocks them.
type Said = (BTreeSet<String>, Certainty, BTreeSet<String>);

/// A picture under way.
#[derive(Default)]
pub(super) struct Canvas {
    pub(super) figures: BTreeSet<Figure>,
    /// By their ends.
    arrows: BTreeMap<(String, String), Said>,
}

impl Canvas {
    pub(super) fn arrow(
        &mut self,
        from: &str,
        to: &str,
        entry: Option<String>,
        certainty: Certainty,
        blocked_by: &[String],
    ) {
        // Nodes of one name are one figure.
        if from == to {
            return;
        }
        let ends = (from.to_owned(), to.to_owned());
        let (entries, surest, blocked) =
            self.arrows.entry(ends).or_insert_with(|| (BTreeSet::new(), certainty, BTreeSet::new()));
        entries.extend(entry);
        *surest = certainty.min(*surest);
        blocked.extend(blocked_by.iter().cloned());
    }

    pub(super) fn picture(self) -> Picture {
        let edges = self.arrows.into_iter().map(|((from, to), (entries, certainty, blocked))| Arrow {
            from,
            to,
            entries: entries.into_iter().collect(),
            certainty: certainty.word().to_owned(),
            blocked_by: if certainty == Certainty::Guarded { blocked.into_iter().collect() } else { Vec::new() },
        });
        let edges: Vec<Arrow> = edges.collect();
        Picture { nodes: self.figures.into_iter().collect(), edges }
    }
}
