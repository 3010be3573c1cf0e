//! Edges that a guard has a say in: they depend on who takes the step.
//!
//! An edge leaves the role as long as admission says the same to all who hold it. Where it does not, an edge leaves each
//! holder; and, for those who would bind the role to themselves first, one leaves the hub of the newly bound.

use std::sync::Arc;

use crate::authz::Grant;
use crate::graph::{Certainty, Edge, Hub, Node, NodeId, Remarks, Step};
use crate::guards::admission::Guard;
use crate::model::{BindingId, HashMap, RoleId};
use crate::template::Hit;

use super::super::Reached;
use super::super::admitted::{NEW, Taken, Who};
use super::Drawing;
use super::blocked::Blocked;
use super::verdicts::{Said, Targets, Verdicts, is_refused, surest};

impl Drawing<'_, '_> {
    /// Whether a guard has a say in this step, and does not let everybody take it.
    pub(in crate::escalation) fn is_judged(&mut self, from: NodeId, hit: &Hit) -> bool {
        let (Some(guards), Some(entry)) = (self.guards, self.template.entries.get(hit.entry)) else { return false };
        if !guards.concerns(hit.entry) {
            return false;
        }
        let takers = if guards.asks_for_users(hit.entry) { self.takers(from) } else { Arc::default() };
        let (world, access) = (&self.world, self.access);
        // What it leads to makes no difference to guards that look at no names.
        let to = Node::Hub(Hub::Users);
        let lets = |who: &Who| {
            guards.lets_all(&Taken { entry, hit, step: None, who, grantee: who, to: &to, world, access, role: NEW })
        };
        !lets(Who::stranger()) || !takers.iter().all(|taker| lets(&taker.who))
    }

    /// Draws what a hit gives, as far as admission lets it: where to, and whether admission refuses all of it.
    pub(super) fn draw_judged(&mut self, from: NodeId, hit: &Hit, holder: Option<RoleId>) -> (Targets, bool) {
        let Some(entry) = self.template.entries.get(hit.entry) else { return (Vec::new(), false) };
        // One who would bind the role to itself.
        let stranger = Who::stranger();
        if !self.guards.is_some_and(|guards| guards.asks_for_users(hit.entry)) {
            let verdicts = self.verdicts(entry, hit, holder, stranger);
            let targets = self.connect_judged(from, hit, None, &verdicts);
            return (surest(targets), is_refused(&verdicts));
        }
        let takers = self.takers(from);
        let all: Vec<Verdicts> = takers.iter().map(|taker| self.verdicts(entry, hit, holder, &taker.who)).collect();
        let refused = is_refused(all.iter().flatten());
        let same = all.windows(2).all(|pair| pair.first() == pair.last());
        let stranger = self.bound(from).map(|bound| (bound, self.verdicts(entry, hit, holder, stranger)));
        let mut targets = Targets::new();
        match all.first().filter(|_| same) {
            Some(alike) => {
                targets.extend(self.connect_judged(from, hit, None, alike));
                if let Some((bound, verdicts)) = stranger.filter(|(_, verdicts)| verdicts != alike) {
                    self.connect_judged(bound, hit, None, &verdicts);
                }
            }
            None => {
                for (taker, verdicts) in takers.iter().zip(&all) {
                    let own = self.own(taker);
                    targets.extend(self.connect_judged(own, hit, taker.binding, verdicts));
                }
                if let Some((bound, verdicts)) = stranger {
                    targets.extend(self.connect_judged(bound, hit, None, &verdicts));
                }
            }
        }
        (surest(targets), refused)
    }

    /// The hub of those who bind the role of this node to themselves.
    fn bound(&mut self, from: NodeId) -> Option<NodeId> {
        match self.graph.node(from) {
            Some(Node::Role(role, scope)) => {
                let hub = Node::Hub(Hub::Bound(*role, scope.clone()));
                Some(self.graph.add(hub))
            }
            _ => None,
        }
    }

    /// Draws edges to what is reached; what is alike is one list.
    fn connect_judged(&mut self, from: NodeId, hit: &Hit, binding: Option<BindingId>, verdicts: &Verdicts) -> Targets {
        let through = |grant: &Grant| Grant { binding: grant.binding.or(binding), ..*grant };
        let step = Step::Entry { entry: hit.entry, grants: hit.grants.iter().map(through).collect() };
        let best = self.best_of(hit.entry);
        let mut places: HashMap<(Certainty, &Remarks, &[Guard]), usize> = HashMap::default();
        let mut alike: Vec<(&Reached, &[Guard], Vec<NodeId>)> = Vec::new();
        for (reached, guards) in verdicts {
            let to = self.graph.add(reached.node.clone());
            let place = *places.entry((reached.certainty, &reached.remarks, guards)).or_insert(alike.len());
            match alike.get_mut(place) {
                Some((_, _, nodes)) => nodes.push(to),
                None => alike.push((reached, guards, vec![to])),
            }
        }
        let mut targets = Vec::new();
        for (reached, guards, nodes) in alike {
            let remarks = (reached.remarks != Remarks::default()).then(|| Arc::new(reached.remarks.clone()));
            let edge = Edge { step: step.clone(), certainty: reached.certainty.max(best), remarks };
            for to in self.lists.of(&mut self.graph, nodes) {
                self.connect_past(from, to, edge.clone(), guards.to_vec(), hit);
                targets.push((to, edge.certainty));
            }
        }
        targets
    }

    /// Draws an edge, and notes who blocks it.
    fn connect_past(&mut self, from: NodeId, to: NodeId, edge: Edge, guards: Vec<Guard>, hit: &Hit) {
        if !guards.is_empty() {
            self.blocked.push(Blocked {
                from,
                to,
                guards,
                step: edge.step.clone(),
                hit: Some(hit.clone()),
                certainty: edge.certainty,
            });
        }
        self.graph.connect(from, to, edge);
    }

    /// Draws one step of several, or one whose end is drawn by itself, as far as admission lets each who takes it.
    pub(in crate::escalation) fn connect_step(
        &mut self,
        from: NodeId,
        hit: &Hit,
        step: Option<u8>,
        to: &Node,
        edge: &Edge,
    ) {
        let to_id = self.graph.add(to.clone());
        let takers = if self.is_judged(from, hit) { self.takers(from) } else { Arc::default() };
        let all_alike = !self.guards.is_some_and(|guards| guards.asks_for_users(hit.entry));
        let asked = takers.iter().take(if all_alike { 1 } else { takers.len() });
        let said: Vec<_> = asked.map(|taker| self.judge_step(&taker.who, hit, step, to)).collect();
        let same = said.windows(2).all(|pair| pair.first() == pair.last());
        let sources = match said.first() {
            None => vec![(from, None)],
            Some(first) if same => vec![(from, first.clone())],
            Some(_) => takers.iter().map(|taker| self.own(taker)).zip(said).collect(),
        };
        for (from, said) in sources {
            let (certainty, more, guards) = said.unwrap_or((edge.certainty, Remarks::default(), Vec::new()));
            let mut remarks = edge.remarks.as_deref().cloned().unwrap_or_default();
            remarks.add(&more);
            let edge = Edge { certainty: edge.certainty.max(certainty), ..edge.clone() };
            let edge = if remarks == Remarks::default() { edge } else { edge.saying(remarks) };
            self.connect_past(from, to_id, edge, guards, hit);
        }
    }

    /// What admission says to one step of several, or to a step to a node that is drawn by itself: the edge, and who
    /// blocks it, for each who takes it.
    fn judge_step(
        &self,
        who: &Who,
        hit: &Hit,
        step: Option<u8>,
        to: &Node,
    ) -> Option<(Certainty, Remarks, Vec<Guard>)> {
        let entry = self.template.entries.get(hit.entry)?;
        let guards = self.guards?;
        let (world, access) = (&self.world, self.access);
        let taken = Taken { entry, hit, step, who, grantee: who, to, world, access, role: NEW };
        let ruled = guards.rule_anywhere(&taken);
        let (reached, guards) = Said::of(&ruled).to(Reached::from(to.clone()));
        Some((reached.certainty, reached.remarks, guards))
    }
}
