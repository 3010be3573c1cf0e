//! What roles give where they hold: those that bindings grant, and those that are found by drawing others.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use rayon::prelude::*;

use super::super::{Drawn, role_hits, steps};
use super::Drawing;
use crate::authz::Access;
use crate::graph::Node;
use crate::model::{RoleId, Scope};
use crate::template::{Entry, Held, Hit, Hits, Needs};

/// So many roles are matched before any is drawn. Of those drawn first, more is new to the graph, so they take longest:
/// each piece is twice as long as the one before.
const FIRST_PIECE: usize = 1024;

/// A role where it holds, and what it hits.
type Matched = ((RoleId, Scope), Hits);

impl Drawing<'_, '_> {
    /// Draws what each role gives where a binding grants it, or where an actor could; sorted by role and scope.
    pub(in crate::escalation) fn draw_roles<'m>(
        &mut self,
        access: &Access<'_>,
        needs: &Needs<'_>,
        held: &(impl Fn(RoleId) -> &'m [Held] + Sync),
    ) -> Vec<(RoleId, Scope, Vec<Drawn>)> {
        let bindings = access.snapshot().binding_ids();
        self.found.extend(bindings.filter_map(|(id, binding)| Some((access.role_of(id)?, binding.scope()))));
        let mut drawn = Vec::new();
        self.draw_found(needs, held, &mut drawn);
        drawn
    }

    /// Draws the roles that were found since, and those that are found by them.
    pub(in crate::escalation) fn draw_found<'m>(
        &mut self,
        needs: &Needs<'_>,
        held: &(impl Fn(RoleId) -> &'m [Held] + Sync),
        drawn: &mut Vec<(RoleId, Scope, Vec<Drawn>)>,
    ) {
        loop {
            let found: BTreeSet<(RoleId, Scope)> = std::mem::take(&mut self.found).into_iter().collect();
            let waiting: Vec<(RoleId, Scope)> = found.difference(&self.known).cloned().collect();
            if waiting.is_empty() {
                break;
            }
            self.known.extend(waiting.iter().cloned());
            let matched = |piece: &[(RoleId, Scope)]| {
                let hits = piece.par_iter().map(|(role, scope)| role_hits(needs, *role, scope, held));
                hits.collect::<Vec<Hits>>()
            };
            self.draw_all(&waiting, matched, drawn);
        }
        drawn.sort_by(|left, right| (left.0, &left.1).cmp(&(right.0, &right.1)));
    }

    /// Matching is parallel; drawing changes the graph, so it is not: one piece is drawn while the next is matched.
    fn draw_all(
        &mut self,
        mut waiting: &[(RoleId, Scope)],
        matched: impl Fn(&[(RoleId, Scope)]) -> Vec<Hits> + Send + Sync,
        drawn: &mut Vec<(RoleId, Scope, Vec<Drawn>)>,
    ) {
        let (mut before, mut size) = (Vec::new(), FIRST_PIECE);
        while !(before.is_empty() && waiting.is_empty()) {
            let (piece, later) = waiting.split_at(size.min(waiting.len()));
            let (hits, ()) = rayon::join(|| matched(piece), || self.draw_piece(before, drawn));
            before = piece.iter().cloned().zip(hits).collect();
            (waiting, size) = (later, 2 * size);
        }
    }

    fn draw_piece(&mut self, matched: Vec<Matched>, drawn: &mut Vec<(RoleId, Scope, Vec<Drawn>)>) {
        for ((role, scope), hits) in matched {
            let from = self.graph.add(Node::Role(role, scope.clone()));
            self.steps.extend(hits.steps.into_iter().map(|(step, hit)| steps::Taken { from, step, hit }));
            let hits = self.best_last(hits.entries).into_iter();
            drawn.push((role, scope, hits.map(|hit| self.draw_hit(from, hit, Some(role))).collect()));
        }
    }

    /// Orders hits so that the one that explains most is drawn last: of several edges between two nodes, the search takes
    /// the newest. That is the worst, then the one of the fewest needs, then the first of the template.
    fn best_last(&self, mut hits: Vec<Hit>) -> Vec<Hit> {
        hits.sort_by_key(|hit| {
            let entry = self.template.entries.get(hit.entry);
            (entry.map(Entry::rank), Reverse(hit.entry))
        });
        hits
    }
}
