//! A drawing under way: what roles give where they hold, and subjects by several of them; `effects` draws the edges.

mod blocked;
mod effects;
mod finer;
mod found;
mod judged;
mod pods;
mod takers;
mod verdicts;

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::authz::Access;
use crate::graph::{Graph, Node, NodeId, Step};
use crate::model::{HashMap, RoleId, Scope, Subject};
use crate::template::{Held, Hit, Hits, Needs, Template, hits};

use super::admitted::Admitted;
use super::controller::Controllers;
use super::holdings::Holdings;
use super::lists::Lists;
use super::world::World;
use super::{Drawn, hits_of, steps};
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
    pub(in crate::escalation) found: Vec<(RoleId, Scope)>,
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
        (world, controllers): (World<'s>, Controllers<'s>),
        template: &'t Template,
        access: &'t Access<'s>,
        guards: Option<&'t Admitted<'t>>,
    ) -> Self {
        let (found, steps) = (Vec::new(), Vec::new());
        let (lists, told) = (Lists::default(), HashMap::default());
        let known = BTreeSet::new();
        let (mut graph, blocked) = (Graph::default(), Vec::new());
        // Bindings and, most of them bound once, roles; for each node of the cluster its kubelet and its pods.
        let snapshot = world.snapshot;
        graph.reserve(2 * snapshot.bindings.len() + snapshot.service_accounts.len() + 3 * world.machines.len());
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
