//! Layer 4, escalation: draws the edges of the graph.
//!
//! Phases: structure first (subjects lead to their groups and bindings, bindings to roles where they hold, hubs to their
//! members, pods to their tokens); then, for every role *where it holds*, an edge for each thing that its hits of the
//! template give. An edge leaves the role, not each of its holders, so a role of a thousand subjects is drawn once. Only
//! what takes several roles, or depends on what else the holder is bound to, leaves the subject itself.
//!
//! One file for each effect; all look alike: what the effect reaches, and what it does not.

mod admission;
mod certificate;
pub mod escapes;
#[cfg_attr(not(test), expect(dead_code, reason = "`draw_hit` does not call it yet"))]
mod cloud;
#[cfg_attr(not(test), expect(dead_code, reason = "`draw_hit` does not call it yet"))]
mod controller;
mod exec;
pub mod exposure;
mod pod;
mod role;
mod role_rules;
pub mod scheduling;
mod secrets;
mod service_account;
mod structure;
mod subject;
#[cfg(test)]
mod test_cluster;
mod workload;
mod world;

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use crate::authz::{Access, implied_groups};
use crate::graph::{Certainty, Edge, Graph, Node, NodeId, Objective, Step};
use crate::model::{RoleId, Scope, Snapshot, Subject};
use crate::template::{Effect, Entry, Held, HeldRole, Hit, Needs, Template, hits};

pub use structure::{Credential, credentials};
pub use world::World;

/// The graph of a snapshot, and what each actor hits.
pub struct Escalation<'s> {
    /// What there is to reach.
    pub world: World<'s>,
    /// Who can become what.
    pub graph: Graph,
    /// What a role gives where it holds, sorted by role and scope.
    pub roles: Vec<(RoleId, Scope, Vec<Drawn>)>,
    /// What subjects have beyond that, by several roles together; sorted.
    pub subjects: Vec<(Subject, Vec<Drawn>)>,
    /// What the roles that no binding grants would give if they were bound cluster-wide (or, a Role, in its namespace).
    pub unbound: Vec<(RoleId, Vec<Hit>)>,
}

/// A hit and where its edges lead.
pub struct Drawn {
    /// What was hit.
    pub hit: Hit,
    /// The nodes that its edges lead to; none when there is nothing to reach.
    pub targets: Vec<NodeId>,
}

/// Draws everything that the snapshot and the template say.
#[must_use]
pub fn draw<'s>(snapshot: &'s Snapshot, access: &Access<'s>, template: &Template) -> Escalation<'s> {
    let needs = Needs::new(template, snapshot.source.server_version);
    let matches = needs.matches(access);
    let by_role = by_role(access, &matches);
    let held = |role: RoleId| by_role.get(&role).copied().unwrap_or_default();

    let world = World::new(snapshot);
    let mut graph = Graph::default();
    structure::draw(snapshot, access, &world, &mut graph);

    let mut drawing = Drawing { world, template, graph, found: Vec::new() };
    let mut roles = drawing.draw_roles(access, &needs, &held);
    roles.sort_by(|left, right| (left.0, &left.1).cmp(&(right.0, &right.1)));
    let subjects = drawing.draw_subjects(access, &needs, &held, &roles);
    let unbound = unbound(access, &needs, &held);
    Escalation { world: drawing.world, graph: drawing.graph, roles, subjects, unbound }
}

/// The needs that each role satisfies; roles with equal rules share one list.
fn by_role<'m>(access: &Access<'_>, matches: &'m [Vec<Held>]) -> HashMap<RoleId, &'m [Held]> {
    let lists = access.rule_lists().iter().zip(matches);
    lists.flat_map(|(roles, held)| roles.iter().map(|&role| (role, held.as_slice()))).collect()
}

/// A drawing under way.
struct Drawing<'s, 't> {
    world: World<'s>,
    template: &'t Template,
    graph: Graph,
    /// Roles that an actor could bind for itself and that nobody holds there yet.
    found: Vec<(RoleId, Scope)>,
}

impl Drawing<'_, '_> {
    /// Draws what each role gives where a binding grants it, or where an actor could.
    fn draw_roles<'m>(
        &mut self,
        access: &Access<'_>,
        needs: &Needs<'_>,
        held: &(impl Fn(RoleId) -> &'m [Held] + Sync),
    ) -> Vec<(RoleId, Scope, Vec<Drawn>)> {
        let snapshot = access.snapshot();
        let mut known: BTreeSet<(RoleId, Scope)> =
            snapshot.binding_ids().filter_map(|(id, binding)| Some((access.role_of(id)?, binding.scope()))).collect();
        let mut waiting: Vec<(RoleId, Scope)> = known.iter().cloned().collect();
        let mut drawn = Vec::new();
        while !waiting.is_empty() {
            // Matching is parallel; drawing changes the graph, so it is not.
            let hits: Vec<Vec<Hit>> =
                waiting.par_iter().map(|(role, scope)| role_hits(needs, *role, scope, held)).collect();
            for ((role, scope), hits) in waiting.drain(..).zip(hits) {
                let from = self.graph.add(Node::Role(role, scope.clone()));
                let hits = self.best_last(hits).into_iter();
                let hits = hits.map(|hit| self.draw_hit(from, hit, Some(role))).collect();
                drawn.push((role, scope, hits));
            }
            waiting.extend(std::mem::take(&mut self.found).into_iter().filter(|place| known.insert(place.clone())));
        }
        drawn
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
    fn draw_subjects<'m>(
        &mut self,
        access: &Access<'_>,
        needs: &Needs<'_>,
        held: &(impl Fn(RoleId) -> &'m [Held] + Sync),
        roles: &[(RoleId, Scope, Vec<Drawn>)],
    ) -> Vec<(Subject, Vec<Drawn>)> {
        let subjects: Vec<&Subject> = access.subjects().map(|(subject, _)| subject).collect();
        let alone = |hit: &Hit| {
            let same = |other: &Drawn| {
                let place = other.hit.scope == hit.scope || other.hit.scope == Scope::Cluster;
                place && other.hit.entry == hit.entry && other.hit.targets == hit.targets
            };
            // A role that is granted everywhere counts in each namespace too.
            let scopes = [&hit.scope, &Scope::Cluster];
            let by_one = |role| scopes.iter().any(|scope| hits_of(roles, role, scope).iter().any(same));
            hit.grants.iter().any(|grant| by_one(grant.role))
        };
        let template = self.template;
        let combined: Vec<Vec<Hit>> = subjects
            .par_iter()
            .map(|subject| {
                // What takes one need is what one role gives; and one leg must be the subject's own.
                let several = |entry: usize| template.entries.get(entry).is_some_and(|entry| entry.needs.len() > 1);
                let roles = held_roles(access, subject);
                let leg = |role: &HeldRole| held(role.role).iter().any(|held| several(held.need.entry));
                if roles.len() < 2 || !roles.iter().any(|role| !role.inherited && leg(role)) {
                    return Vec::new();
                }
                let hits = hits(needs, &roles, held);
                hits.into_iter().filter(|hit| several(hit.entry) && !alone(hit)).collect()
            })
            .collect();
        let mut drawn = Vec::new();
        for (subject, hits) in subjects.into_iter().zip(combined) {
            let from = self.graph.add(Node::Subject(subject.clone()));
            let hits: Vec<Drawn> = hits.into_iter().map(|hit| self.draw_hit(from, hit, None)).collect();
            role_rules::draw_for_holder(self, access, subject, from, roles);
            if !hits.is_empty() {
                drawn.push((subject.clone(), hits));
            }
        }
        drawn
    }

    /// Draws one hit. `holder` is the role that alone gives it, if one does.
    fn draw_hit(&mut self, from: NodeId, hit: Hit, holder: Option<RoleId>) -> Drawn {
        let Some(entry) = self.template.entries.get(hit.entry) else {
            return Drawn { hit, targets: Vec::new() };
        };
        let certainty = if entry.proof.is_sure() { Certainty::ProvenRights } else { Certainty::Unknown };
        let nodes = match &entry.gives {
            Some(Effect::ServiceAccount(target)) => service_account::reached(*target, entry, &hit, &self.world),
            Some(Effect::Subject { users, groups, except }) => {
                subject::reached(*users, *groups, except, &hit, &self.world)
            }
            Some(Effect::Certificate(signer)) => certificate::reached(*signer),
            Some(Effect::RoleRules(target)) => role_rules::reached(*target, &hit, holder, &self.world),
            Some(Effect::Role { scope, name }) => {
                role::reached(*scope, name.as_ref(), entry, &hit, &self.world, &mut self.found)
            }
            Some(Effect::Secrets(target)) => secrets::reached(*target, entry, &hit, &self.world),
            Some(Effect::Pod) => pod::reached(&hit),
            Some(Effect::Workload) => workload::reached(&hit, &self.world),
            Some(Effect::Exec(target)) => exec::reached(*target, &hit, &self.world),
            Some(Effect::Admission(target)) => admission::reached(*target),
            // These reach nodes, traffic, volumes, guards and clouds, which the graph does not hold yet.
            Some(
                Effect::Kubelet(_)
                | Effect::Node(_)
                | Effect::Guard(_)
                | Effect::Traffic(_)
                | Effect::Placement(_)
                | Effect::Volume(_)
                | Effect::Cloud(_)
                | Effect::Controller(_)
                | Effect::Denial(_),
            )
            | None => Vec::new(),
        };
        let step = Step::Entry { entry: hit.entry, grants: hit.grants.clone() };
        let mut targets: Vec<NodeId> = nodes.into_iter().map(|node| self.graph.add(node)).collect();
        targets.sort_unstable();
        targets.dedup();
        for &target in &targets {
            self.graph.connect(from, target, Edge { step: step.clone(), certainty });
        }
        Drawn { hit, targets }
    }
}

/// What one role gives in one scope.
fn role_hits<'m>(needs: &Needs<'_>, role: RoleId, scope: &Scope, held: &impl Fn(RoleId) -> &'m [Held]) -> Vec<Hit> {
    hits(needs, &[HeldRole { binding: None, role, scope: scope.clone(), inherited: false }], held)
}

/// What a role gives where it holds; `roles` is sorted.
#[must_use]
pub fn hits_of<'d>(roles: &'d [(RoleId, Scope, Vec<Drawn>)], role: RoleId, scope: &Scope) -> &'d [Drawn] {
    let place = roles.binary_search_by(|(id, place, _)| (*id, place).cmp(&(role, scope)));
    place.ok().and_then(|index| roles.get(index)).map_or(&[], |(_, _, hits)| hits.as_slice())
}

/// Every role that a subject holds, itself or as a member of its groups.
fn held_roles(access: &Access<'_>, subject: &Subject) -> Vec<HeldRole> {
    let groups = implied_groups(subject);
    let named = std::iter::once((subject, false)).chain(groups.iter().map(|group| (group, true)));
    let bindings = named.flat_map(|(subject, inherited)| {
        access.bindings_naming(subject).iter().map(move |&binding| (binding, inherited))
    });
    bindings
        .filter_map(|(id, inherited)| {
            let scope = access.snapshot().binding(id).scope();
            Some(HeldRole { binding: Some(id), role: access.role_of(id)?, scope, inherited })
        })
        .collect()
}

/// What the roles that nobody is bound to would give.
fn unbound<'m>(
    access: &Access<'_>,
    needs: &Needs<'_>,
    held: &impl Fn(RoleId) -> &'m [Held],
) -> Vec<(RoleId, Vec<Hit>)> {
    let roles = access.snapshot().role_ids().filter(|(id, _)| access.bindings_of(*id).is_empty());
    let hits = roles.map(|(id, role)| (id, role_hits(needs, id, &Scope::from(role.namespace.clone()), held)));
    hits.filter(|(_, hits)| !hits.is_empty()).collect()
}

/// The node of everything.
const CLUSTER_ADMIN: Node = Node::Objective(Objective::ClusterAdmin);
