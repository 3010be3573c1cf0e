//! Layer 4, escalation: draws the edges of the graph.
//!
//! Phases: for every role *where it holds*, an edge for each thing that its hits of the template give. An edge leaves the
//! role, not each of its holders, so a role of a thousand subjects is drawn once. Only what takes several roles leaves
//! the subject itself. What takes several requests may be done by several identities together: `steps` draws the joins.
//! Then `structure` draws what is true without using any permission, for every node that is there by then: subjects lead
//! to their groups and bindings, hubs to their members, pods to their tokens, nodes to their pods.
//!
//! One file for each effect; all look alike: what the effect reaches, and what it does not.

mod admission;
mod admitted;
mod agents;
pub mod aws;
mod bootstrap;
mod certificate;
mod cloud;
mod controller;
mod covered;
mod drawing;
pub mod elsewhere;
pub mod escapes;
mod exchange;
mod exec;
pub mod exposure;
mod grantees;
mod guard;
mod holdings;
pub mod identity;
mod impersonation;
mod instances;
mod kubelet;
mod lift;
mod lists;
mod logs;
mod machine;
mod placement;
mod places;
mod pod;
mod refusal;
mod role;
mod role_rules;
pub mod scheduling;
mod secrets;
mod service_account;
mod steps;
mod structure;
mod subject;
#[cfg(test)]
pub(crate) mod test_cluster;
mod traffic;
mod volume;
mod wake;
mod workload;
mod world;

use std::sync::Arc;

use rayon::prelude::*;

use crate::authz::Access;
use crate::graph::{Certainty, Graph, Hub, Node, NodeId, Objective, Remarks};
use crate::model::{HashMap, Role, RoleId, Scope, Snapshot, Subject};
use crate::template::{Held, HeldRole, Hit, Hits, Needs, Template, hits};

pub use admitted::Answers;
pub use structure::{Credential, credentials};
pub use world::World;

use admitted::Admitted;
use controller::Controllers;
use drawing::Drawing;

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
    matches: Arc<Matches>,
    guards: Option<Arc<Admitted<'s>>>,
}

/// What each distinct list of rules satisfies.
type Matches = Vec<Vec<Held>>;

/// What is known before anything is drawn. Bindings play no part in it.
struct Known<'s> {
    /// Nothing where it is yet to be found.
    matches: Option<Arc<Matches>>,
    guards: Option<Arc<Admitted<'s>>>,
}

impl<'s> Known<'s> {
    /// All guards, and what they answered before.
    fn with(snapshot: &'s Snapshot, template: &Template, before: Option<&Answers<'_>>) -> Self {
        Known { matches: None, guards: Admitted::new(snapshot, template, before).map(Arc::new) }
    }
}

impl<'s> Escalation<'s> {
    /// The same for a cluster that differs from this one in its bindings of roles alone: what rules satisfy and what guards
    /// said need not be asked again.
    #[must_use]
    pub fn again<'t>(&self, snapshot: &'t Snapshot, access: &Access<'t>, template: &Template) -> Escalation<'t>
    where
        's: 't,
    {
        let guards = self.guards.clone().filter(|guards| !guards.depends_on_roles());
        let guards = guards.or_else(|| Known::with(snapshot, template, None).guards);
        drawn(snapshot, access, template, Known { matches: Some(Arc::clone(&self.matches)), guards }, None)
    }

    /// Whether a node stands for running a pod that gets out to a node of the cluster of which none was read.
    #[must_use]
    pub fn leads_to_unseen_node(&self, node: NodeId) -> bool {
        match self.graph.node(node) {
            Some(Node::Hub(Hub::RunPod(Scope::Namespace(namespace)) | Hub::RunPlain(namespace))) => {
                self.world.machines.is_empty() && structure::privileged_guard(&self.world, namespace).is_none()
            }
            Some(Node::Hub(Hub::RunPod(Scope::Cluster))) => self.world.machines.is_empty(),
            _ => false,
        }
    }
}

/// A hit and where its edges lead.
pub struct Drawn {
    /// What was hit.
    pub hit: Hit,
    /// The nodes that its edges lead to, and how surely; none when there is nothing to reach.
    pub targets: Vec<(NodeId, Certainty)>,
    /// Whether admission refuses it to all who hit it, whatever it would lead to.
    pub refused: bool,
}

/// Something that an effect reaches.
#[derive(Clone, PartialEq, Eq)]
struct Reached {
    node: Node,
    /// How sure it is at best.
    certainty: Certainty,
    remarks: Remarks,
}

impl From<Node> for Reached {
    fn from(node: Node) -> Self {
        Reached { node, certainty: Certainty::ProvenRights, remarks: Remarks::default() }
    }
}

/// Nodes that are reached as surely as the entry says.
fn surely(nodes: impl IntoIterator<Item = Node>) -> Vec<Reached> {
    nodes.into_iter().map(Reached::from).collect()
}

/// Draws everything that the snapshot and the template say.
#[must_use]
pub fn draw<'s>(snapshot: &'s Snapshot, access: &Access<'s>, template: &Template) -> Escalation<'s> {
    draw_for(snapshot, access, template, None)
}

/// The same for a cluster that was changed: its guards are not asked again what those of the other answered, and what they are
/// asked is kept with these answers.
#[must_use]
pub fn draw_changed<'s>(
    snapshot: &'s Snapshot,
    access: &Access<'s>,
    template: &Template,
    before: &Answers<'_>,
) -> Escalation<'s> {
    drawn(snapshot, access, template, Known::with(snapshot, template, Some(before)), None)
}

/// The same for a question about one subject: what the groups hold that it is in, it is the one who uses it. To a guard
/// that asks for names any other member is a stranger.
#[must_use]
pub fn draw_for<'s>(
    snapshot: &'s Snapshot,
    access: &Access<'s>,
    template: &Template,
    subject: Option<&Subject>,
) -> Escalation<'s> {
    drawn(snapshot, access, template, Known::with(snapshot, template, None), subject)
}

fn drawn<'s>(
    snapshot: &'s Snapshot,
    access: &Access<'s>,
    template: &Template,
    Known { matches, guards }: Known<'s>,
    subject: Option<&Subject>,
) -> Escalation<'s> {
    let needs = Needs::of(template, snapshot);
    let beside = || (matches.unwrap_or_else(|| Arc::new(needs.matches(access))), Controllers::new(snapshot));
    let ((matches, controllers), world) = rayon::join(beside, || World::new(snapshot));
    let by_role = by_role(access, &matches);
    let held = |role: RoleId| by_role.get(&role).copied().unwrap_or_default();

    let admitted = guards.as_deref();
    let mut drawing = Drawing::new((world, controllers), template, access, admitted);
    drawing.asked_for = subject.cloned();
    let mut roles = drawing.draw_roles(access, &needs, &held);
    let mut subjects = drawing.draw_subjects(access, &needs, &held, &roles);
    impersonation::draw(&mut drawing, access, &needs, &held, (&mut roles, &mut subjects));
    aws::draw(snapshot, template, &mut drawing.graph);
    drawing.found.extend(aws::draw_into_cluster(&drawing.world, template, &mut drawing.graph));
    drawing.draw_found(&needs, &held, &mut roles);
    drawing.draw_steps();
    covered::draw(&mut drawing, access, &roles);
    let (world, mut graph, lists, blocked) = drawing.into_parts();
    let structure = || structure::draw(access, &world, admitted, &mut graph, lists);
    let (more, unbound) = rayon::join(structure, || unbound(access, &needs, &held));
    if let Some(guards) = admitted {
        let mut whole = Whole { graph: &mut graph, world: &world, access, template, guards };
        lift::draw(&mut whole, blocked.iter().chain(&more));
        grantees::draw(&mut whole, &blocked, subject);
    }
    graph.shrink();
    Escalation { world, graph, roles, subjects, unbound, matches, guards }
}

/// What guards block, once all structure is there.
struct Whole<'a, 's> {
    graph: &'a mut Graph,
    world: &'a World<'s>,
    access: &'a Access<'s>,
    template: &'a Template,
    guards: &'a Admitted<'a>,
}

/// The needs that each role satisfies; roles with equal rules share one list.
fn by_role<'m>(access: &Access<'_>, matches: &'m [Vec<Held>]) -> HashMap<RoleId, &'m [Held]> {
    let lists = access.rule_lists().iter().zip(matches);
    lists.flat_map(|(roles, held)| roles.iter().map(|&role| (role, held.as_slice()))).collect()
}

/// What one role gives in one scope.
fn role_hits<'m>(needs: &Needs<'_>, role: RoleId, scope: &Scope, held: &impl Fn(RoleId) -> &'m [Held]) -> Hits {
    hits(needs, &[HeldRole { binding: None, role, scope: scope.clone(), inherited: false }], held)
}

/// What a role gives where it holds; `roles` is sorted.
#[must_use]
pub fn hits_of<'d>(roles: &'d [(RoleId, Scope, Vec<Drawn>)], role: RoleId, scope: &Scope) -> &'d [Drawn] {
    let place = roles.binary_search_by(|(id, place, _)| (*id, place).cmp(&(role, scope)));
    place.ok().and_then(|index| roles.get(index)).map_or(&[], |(_, _, hits)| hits.as_slice())
}

/// What the roles that nobody is bound to would give.
fn unbound<'m>(
    access: &Access<'_>,
    needs: &Needs<'_>,
    held: &(impl Fn(RoleId) -> &'m [Held] + Sync),
) -> Vec<(RoleId, Vec<Hit>)> {
    let roles = access.snapshot().role_ids().filter(|(id, _)| access.bindings_of(*id).is_empty());
    let roles: Vec<(RoleId, &Role)> = roles.collect();
    let hits = roles
        .into_par_iter()
        .map(|(id, role)| (id, role_hits(needs, id, &Scope::from(role.namespace.clone()), held).entries));
    hits.filter(|(_, hits)| !hits.is_empty()).collect()
}

/// The node of everything.
const CLUSTER_ADMIN: Node = Node::Objective(Objective::ClusterAdmin);

/// What somebody gains who may do everything in a scope.
fn everything_in(scope: &Scope) -> Node {
    scope.namespace().map_or(CLUSTER_ADMIN, |namespace| Node::Namespace(namespace.clone()))
}
