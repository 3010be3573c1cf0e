//! Effect `role`, covered: without the verb `bind`, the actor binds roles whose rules it holds.
//!
//! That alone gives nothing. But a role may be rewritten after it is bound: so everybody who may write bindings is led to
//! the roles that it covers, as far as somebody may rewrite them, and to a hub that stands for roles without rules, which
//! everybody covers. What is covered depends on all that a subject holds, so these edges leave subjects, not roles.
//!
//! Cost: for each subject that may write bindings, a comparison with each role that somebody may rewrite.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::authz::{Access, Grant, NameSet, Permission, identity_of};
use crate::graph::{Certainty, Edge, Graph, Hub, Node, NodeId, Remarks, Step};
use crate::model::{LabelSelector, Name, RoleId, RoleKind, RoleRef, Scope, Subject};
use crate::template::{Effect, EntryScope, Hit};

use super::drawing::Drawing;
use super::role::{creates, referred};
use super::world::World;
use super::{Drawn, Reached, hits_of};

/// Whoever may make bindings binds roles without rules.
pub(super) fn reached(scope: EntryScope, hit: &Hit, world: &World<'_>) -> Vec<Reached> {
    let hub = match scope {
        EntryScope::Cluster => Hub::DelegateCluster,
        EntryScope::Namespace => Hub::Delegate(hit.scope.clone()),
    };
    let facts = vec!["binds a role that has no rules yet".to_owned()];
    let remarks = Remarks { facts, blocked_by: Vec::new() };
    let reached = Reached { remarks, ..Reached::from(Node::Hub(hub)) };
    if creates(scope, hit, world) { vec![reached] } else { Vec::new() }
}

/// Draws which roles that somebody may rewrite each subject may bind first.
pub(super) fn draw(drawing: &mut Drawing<'_, '_>, access: &Access<'_>, roles: &[(RoleId, Scope, Vec<Drawn>)]) {
    let rewritable = Rewritable::new(&drawing.graph, &drawing.world);
    if rewritable.is_empty() {
        return;
    }
    for (subject, bindings) in access.subjects() {
        let identity = identity_of(subject);
        for &binding in bindings {
            let Some(role) = access.role_of(binding) else { continue };
            for drawn in hits_of(roles, role, &access.snapshot().binding(binding).scope()) {
                let gives = drawing.template.entries.get(drawn.hit.entry).and_then(|entry| entry.gives.as_ref());
                let Some(Effect::Role { scope, covered: true, .. }) = gives else { continue };
                let writer = Writer { identity: &identity, hit: &drawn.hit, scope: *scope, access };
                let bound = writer.bindable(&rewritable, &drawing.world);
                let grants = drawn.hit.grants.iter().map(|grant| Grant { binding: Some(binding), ..*grant });
                lead(drawing, subject, bound, &Step::Entry { entry: drawn.hit.entry, grants: grants.collect() });
            }
        }
    }
}

fn lead(drawing: &mut Drawing<'_, '_>, subject: &Subject, to: Vec<Node>, step: &Step) {
    let from = drawing.graph.add(Node::Subject(subject.clone()));
    let facts = vec!["holds the rules of the role already".to_owned()];
    let remarks = Some(Arc::new(Remarks { facts, blocked_by: Vec::new() }));
    let to: Vec<NodeId> = to.into_iter().map(|node| drawing.graph.add(node)).collect();
    for to in drawing.lists.of(&mut drawing.graph, to) {
        let edge = Edge { step: step.clone(), certainty: Certainty::ProvenRights, remarks: remarks.clone() };
        drawing.graph.connect(from, to, edge);
    }
}

/// The roles that somebody may rewrite, or fill through others.
#[derive(Default)]
struct Rewritable {
    /// ClusterRoles, and Roles one by one.
    roles: BTreeSet<RoleId>,
    /// Where every Role may be rewritten.
    all_of: BTreeSet<Name>,
}

impl Rewritable {
    fn new(graph: &Graph, world: &World<'_>) -> Self {
        let mut found = Rewritable::default();
        let mut contributes = false;
        for (_, node) in graph.nodes() {
            match node {
                Node::Hub(Hub::Rewrite(role)) => {
                    found.roles.insert(*role);
                    contributes |= world.snapshot.role(*role).kind() == RoleKind::ClusterRole;
                }
                Node::Hub(Hub::RewriteRoles(scope)) => found.all_of.extend(world.namespaces_in(scope)),
                Node::Hub(Hub::NewClusterRole | Hub::Contribute) => contributes = true,
                _ => {}
            }
        }
        if contributes {
            let aggregated = world.snapshot.role_ids();
            let aggregated = aggregated.filter(|(_, role)| role.aggregation.iter().any(LabelSelector::can_select));
            found.roles.extend(aggregated.map(|(id, _)| id));
        }
        found
    }

    fn is_empty(&self) -> bool {
        self.roles.is_empty() && self.all_of.is_empty()
    }
}

/// A subject that may write bindings in a scope.
struct Writer<'a, 's> {
    identity: &'a [Subject],
    hit: &'a Hit,
    /// Which kind of binding.
    scope: EntryScope,
    access: &'a Access<'s>,
}

impl Writer<'_, '_> {
    /// What it may bind itself to.
    fn bindable(&self, rewritable: &Rewritable, world: &World<'_>) -> Vec<Node> {
        let makes = creates(self.scope, self.hit, world);
        let one_by_one = rewritable.roles.iter().filter_map(|&role| self.bound(role, makes, world));
        let mut nodes: Vec<Node> = one_by_one.collect();
        if self.scope == EntryScope::Namespace {
            let here = |namespace: &&Name| self.hit.scope.namespace().is_none_or(|only| only == *namespace);
            for namespace in rewritable.all_of.iter().filter(here) {
                // Any Role of the namespace will do.
                let mut roles = world.roles.get(namespace).into_iter().flat_map(|roles| roles.values());
                nodes.extend(roles.find_map(|&role| self.bound(role, makes, world)));
            }
        }
        nodes
    }

    /// The role where this writer may bind it, if it may.
    fn bound(&self, id: RoleId, makes: bool, world: &World<'_>) -> Option<Node> {
        let role = world.snapshot.role(id);
        let scope = match (&role.namespace, self.scope) {
            (None, _) => self.hit.scope.clone(),
            (Some(_), EntryScope::Cluster) => return None,
            (Some(namespace), EntryScope::Namespace) => Scope::Namespace(namespace.clone()),
        };
        let here = self.hit.scope == Scope::Cluster || self.hit.scope == scope;
        // Whoever makes bindings is led to all roles without rules at once.
        if !here || makes && role.rules.is_empty() || !makes && !self.joins(id, &scope, world) {
            return None;
        }
        let role_ref = RoleRef { kind: Some(role.kind()), name: role.name.clone() };
        let covered = matches!(self.access.can_bind(self.identity, &scope, &role_ref), Permission::Covered(_));
        let everywhere = self.scope == EntryScope::Namespace && scope == Scope::Cluster;
        let node = if everywhere { Node::Hub(Hub::BindCovered(id)) } else { Node::Role(id, scope) };
        covered.then_some(node)
    }

    /// Whether it may add itself to a binding of this role in this scope.
    fn joins(&self, id: RoleId, scope: &Scope, world: &World<'_>) -> bool {
        let role = world.snapshot.role(id);
        let named = NameSet::of([role.name.clone()]);
        let bindings = referred(self.scope, role.kind(), &named, self.hit, world);
        bindings.iter().any(|binding| binding.scope() == *scope)
    }
}
