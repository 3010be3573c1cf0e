//! A drawing under way: what roles give where they hold, and subjects by several of them; `effects` draws the edges.

mod blocked;
mod effects;
mod finer;
mod judged;
mod pods;
mod takers;
mod verdicts;

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::authz::Access;
use crate::graph::{Graph, Node, NodeId, Step};
use crate::model::{HashMap, RoleId, Scope, Subject};
use crate::template::{Entry, Held, Hit, Hits, Needs, Template, hits};

use super::admitted::Admitted;
use super::controller::Controllers;
use super::holdings::Holdings;
use super::lists::Lists;
use super::world::World;
use super::{Drawn, hits_of, role_hits, steps};
pub(super) use blocked::{Blocked, actors};
use takers::Taker;

/// A drawing under way.
pub(super) struct Drawing<'s, 't> {
    pub(super) world: World<'s>,
    pub(super) template: &'t Template,
    pub(super) access: &'t Access<'s>,
    /// Who judges requests, if anybody does.
    pub(super) guards: Option<&'t Admitted<'t>>,
    pub(super) graph: Graph,
    /// Roles that an actor could bind for itself and that nobody holds there yet.
    found: Vec<(RoleId, Scope)>,
    /// The roles that are drawn, where they hold.
    known: BTreeSet<(RoleId, Scope)>,
    /// Who can take which steps of entries that take several.
    pub(super) steps: Vec<steps::Taken>,
    /// The controllers that act for whoever writes a custom resource.
    controllers: Controllers<'s>,
    /// What many lead to.
    pub(super) lists: Lists,
    /// What hits lead to that differ in nothing but who has them.
    told: HashMap<effects::Asked, Vec<effects::Lead>>,
    /// Who takes the steps that leave the node that was asked about last.
    takers: Option<(NodeId, Arc<[Taker]>)>,
    /// The edges that guards block.
    pub(super) blocked: Vec<Blocked>,
    /// Who uses what the groups hold that it is in.
    pub(super) asked_for: Option<Subject>,
}

impl<'s, 't> Drawing<'s, 't> {
    pub(super) fn new(
        world: World<'s>,
        template: &'t Template,
        access: &'t Access<'s>,
        guards: Option<&'t Admitted<'t>>,
    ) -> Self {
        let controllers = Controllers::new(world.snapshot);
        let (found, steps) = (Vec::new(), Vec::new());
        let (lists, told) = (Lists::default(), HashMap::default());
        let known = BTreeSet::new();
        let (mut graph, blocked) = (Graph::default(), Vec::new());
        // Most roles are bound once.
        graph.reserve(world.snapshot.bindings.len());
        Drawing {
            world,
            template,
            access,
            guards,
            graph,
            found,
            known,
            steps,
            controllers,
            lists,
            told,
            takers: None,
            blocked,
            asked_for: None,
        }
    }

    pub(super) fn into_parts(self) -> (World<'s>, Graph, Lists, Vec<Blocked>) {
        (self.world, self.graph, self.lists, self.blocked)
    }

    /// Draws what each role gives where a binding grants it, or where an actor could; sorted by role and scope.
    pub(super) fn draw_roles<'m>(
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
    pub(super) fn draw_found<'m>(
        &mut self,
        needs: &Needs<'_>,
        held: &(impl Fn(RoleId) -> &'m [Held] + Sync),
        drawn: &mut Vec<(RoleId, Scope, Vec<Drawn>)>,
    ) {
        loop {
            let found: BTreeSet<(RoleId, Scope)> = std::mem::take(&mut self.found).into_iter().collect();
            let mut waiting: Vec<(RoleId, Scope)> = found.difference(&self.known).cloned().collect();
            if waiting.is_empty() {
                break;
            }
            self.known.extend(waiting.iter().cloned());
            // Matching is parallel; drawing changes the graph, so it is not.
            let hits: Vec<Hits> =
                waiting.par_iter().map(|(role, scope)| role_hits(needs, *role, scope, held)).collect();
            for ((role, scope), hits) in waiting.drain(..).zip(hits) {
                let from = self.graph.add(Node::Role(role, scope.clone()));
                self.steps.extend(hits.steps.into_iter().map(|(step, hit)| steps::Taken { from, step, hit }));
                let hits = self.best_last(hits.entries).into_iter();
                drawn.push((role, scope, hits.map(|hit| self.draw_hit(from, hit, Some(role))).collect()));
            }
        }
        drawn.sort_by(|left, right| (left.0, &left.1).cmp(&(right.0, &right.1)));
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

    /// Draws what subjects have by several roles together.
    pub(super) fn draw_subjects<'m>(
        &mut self,
        access: &Access<'_>,
        needs: &Needs<'_>,
        held: &(impl Fn(RoleId) -> &'m [Held] + Sync),
        roles: &[(RoleId, Scope, Vec<Drawn>)],
    ) -> Vec<(Subject, Vec<Drawn>)> {
        let template = self.template;
        let subjects: Vec<&Subject> = access.subjects().map(|(subject, _)| subject).collect();
        // What takes one need is what one role gives; and one leg must be the subject's own.
        let several = |entry: usize| template.entries.get(entry).is_some_and(|entry| entry.needs.len() > 1);
        let holdings = Holdings::new(access, |role| {
            let mut legs: Vec<usize> =
                held(role).iter().map(|held| held.need.entry).filter(|entry| several(*entry)).collect();
            legs.dedup();
            legs
        });
        let combined: Vec<Hits> = subjects
            .par_iter()
            .map(|subject| {
                let held_roles = holdings.of(subject);
                if held_roles.is_empty() {
                    return Hits::default();
                }
                let mut hits = hits(needs, &held_roles, held);
                hits.entries.retain(|hit| several(hit.entry) && !by_one_role(roles, hit));
                // A step of one need is what one role gives.
                hits.steps.retain(|(step, hit)| {
                    let entry = template.entries.get(hit.entry);
                    entry.is_some_and(|entry| entry.needs.iter().filter(|need| need.step == *step).count() > 1)
                });
                hits
            })
            .collect();
        let mut drawn = Vec::new();
        for (subject, hits) in subjects.into_iter().zip(combined) {
            if hits == Hits::default() {
                continue;
            }
            let from = self.graph.add(Node::Subject(subject.clone()));
            self.steps.extend(hits.steps.into_iter().map(|(step, hit)| steps::Taken { from, step, hit }));
            let hits: Vec<Drawn> = hits.entries.into_iter().map(|hit| self.draw_hit(from, hit, None)).collect();
            if !hits.is_empty() {
                drawn.push((subject.clone(), hits));
            }
        }
        drawn
    }

    /// Draws what identities can do together that none can alone.
    pub(super) fn draw_steps(&mut self) {
        let taken = std::mem::take(&mut self.steps);
        steps::draw(self, taken);
    }

    /// Draws one hit. `holder` is the role that alone gives it, if one does.
    pub(super) fn draw_hit(&mut self, from: NodeId, hit: Hit, holder: Option<RoleId>) -> Drawn {
        if self.is_judged(from, &hit) {
            let (targets, refused) = self.draw_judged(from, &hit, holder);
            return Drawn { hit, targets, refused };
        }
        let step = Step::Entry { entry: hit.entry, grants: hit.grants.clone() };
        let targets = self.draw_effect(from, &hit, holder, &step);
        Drawn { hit, targets, refused: false }
    }
}

/// Whether one role alone gives this.
fn by_one_role(roles: &[(RoleId, Scope, Vec<Drawn>)], hit: &Hit) -> bool {
    let same = |other: &Drawn| {
        let place = other.hit.scope == hit.scope || other.hit.scope == Scope::Cluster;
        place && other.hit.entry == hit.entry && other.hit.targets == hit.targets
    };
    // A role that is granted everywhere counts in each namespace too.
    let scopes = [&hit.scope, &Scope::Cluster];
    let by_one = |role| scopes.iter().any(|scope| hits_of(roles, role, scope).iter().any(same));
    hit.grants.iter().any(|grant| by_one(grant.role))
}
