//! What a hit leads to: the nodes that its effect reaches, and the edges to them.
//!
//! What the names of a grant narrow is worked out name by name where it is granted everywhere, and what many hits lead to
//! once for all of them; a long list is one hub. So N grants of the same N objects are N edges to one hub.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::{
    Reached, admission, certificate, cloud, controller, covered, exec, grantees, guard, impersonation, kubelet, logs,
    machine, placement, pod, refusal, role, role_rules, secrets, service_account, subject, surely, traffic, volume,
    wake, workload,
};
use super::Drawing;
use crate::authz::NameSet;
use crate::graph::{Certainty, Edge, Hub, Node, NodeId, Remarks, Step};
use crate::model::{HashSet, Name, RoleId, RoleKind, Scope};
use crate::template::{Effect, Entry, EntryScope, Hit, RoleTarget};

/// What an effect is asked whose answer depends on nothing else: the entry, where, which names.
pub(super) type Asked = (usize, Scope, NameSet);

/// A node that a hit leads to.
#[derive(Clone)]
pub(super) struct Lead {
    to: NodeId,
    certainty: Certainty,
    remarks: Option<Arc<Remarks>>,
}

impl Drawing<'_, '_> {
    /// Draws what a hit gives as edges with this step; where to, and how surely.
    pub(in crate::escalation) fn draw_effect(
        &mut self,
        from: NodeId,
        hit: &Hit,
        holder: Option<RoleId>,
        step: &Step,
    ) -> Vec<(NodeId, Certainty)> {
        let Some(entry) = self.template.entries.get(hit.entry) else {
            return Vec::new();
        };
        let best = self.best_of(hit.entry);
        let (mut targets, mut seen) = (Vec::new(), HashSet::default());
        for hit in by_name(entry, hit) {
            for Lead { to, certainty, remarks } in self.leads(entry, &hit, holder) {
                if seen.insert(to) {
                    let edge = Edge { step: step.clone(), certainty: certainty.max(best), remarks };
                    targets.push((to, edge.certainty));
                    self.graph.connect(from, to, edge);
                }
            }
        }
        targets
    }

    /// What a hit leads to, worked out once for all that ask the same.
    fn leads(&mut self, entry: &Entry, hit: &Hit, holder: Option<RoleId>) -> Vec<Lead> {
        // What names narrow in one namespace is as short as they are.
        let many = hit.scope == Scope::Cluster || hit.targets == NameSet::Any;
        if !many || !is_told_by_names(entry) {
            return self.lead(entry, hit, holder);
        }
        let asked = (hit.entry, hit.scope.clone(), hit.targets.clone());
        if let Some(known) = self.told.get(&asked) {
            return known.clone();
        }
        let leads = self.lead(entry, hit, holder);
        self.told.insert(asked, leads.clone());
        leads
    }

    /// How sure a step of this entry is at best: as its texts say, unless an export tells what no cluster does.
    pub(super) fn best_of(&self, entry: usize) -> Certainty {
        let is_sure = |entry: &Entry| entry.proof.is_sure() || cloud::is_told(entry, self.world.snapshot);
        let sure = self.template.entries.get(entry).is_some_and(is_sure);
        if sure { Certainty::ProvenRights } else { Certainty::Unknown }
    }

    /// What a hit gives, and what refuses it whoever takes it.
    pub(super) fn all_reached(&mut self, entry: &Entry, hit: &Hit, holder: Option<RoleId>) -> Vec<Reached> {
        // Whom one may be for some requests only is drawn apart.
        let limited = impersonation::mode(entry).is_some();
        let mut reached = if limited { Vec::new() } else { self.reached(entry, hit, holder) };
        if let Some(by) = refusal::guard(entry, hit, &self.world) {
            reached.iter_mut().for_each(|reached| block(reached, &by));
        }
        reached.extend(logs::reached(entry, hit, &self.world));
        if self.guards.is_some() {
            reached.iter_mut().for_each(|reached| self.newly_bound(reached));
            reached.extend(surely(grantees::powerless(entry, hit)));
            if self.makes_any_cluster_role(entry, hit) {
                let claim = |name| Node::Hub(Hub::Claim(RoleKind::ClusterRole, Scope::Cluster, name));
                reached.extend(surely(self.new_roles().map(claim)));
            }
            // Labels are one thing to a guard and rules another.
            let labels = |reached: &Reached| match &reached.node {
                Node::Hub(Hub::Rewrite(role)) => self.world.snapshot.role(*role).kind() == RoleKind::ClusterRole,
                node => *node == Node::Hub(Hub::NewClusterRole),
            };
            if reached.iter().any(labels) {
                reached.extend(surely([Node::Hub(Hub::Contribute)]));
            }
        }
        reached
    }

    /// Whether it makes ClusterRoles of any name with any rights.
    fn makes_any_cluster_role(&self, entry: &Entry, hit: &Hit) -> bool {
        let dangling = entry.gives == Some(Effect::RoleRules(RoleTarget::Dangling));
        dangling && entry.scope == EntryScope::Cluster && hit.targets == NameSet::Any
    }

    /// Who binds a role to itself is none of those to whom it was bound before.
    pub(super) fn newly_bound(&mut self, reached: &mut Reached) {
        if let Node::Role(role, scope) = &reached.node {
            let bound = Node::Hub(Hub::Bound(*role, scope.clone()));
            let (from, to) = (self.graph.add(bound.clone()), self.graph.add(reached.node.clone()));
            if self.graph.edges_from(from).all(|(known, _)| known != to) {
                self.graph.connect(from, to, Edge::structure());
            }
            reached.node = bound;
        }
    }

    fn lead(&mut self, entry: &Entry, hit: &Hit, holder: Option<RoleId>) -> Vec<Lead> {
        let mut leads = Vec::new();
        let mut alike: BTreeMap<Certainty, Vec<NodeId>> = BTreeMap::new();
        for Reached { node, certainty, remarks } in self.all_reached(entry, hit, holder) {
            let to = self.graph.add(node);
            if is_listed(entry, hit) && remarks == Remarks::default() {
                alike.entry(certainty).or_default().push(to);
            } else {
                let remarks = (remarks != Remarks::default()).then(|| Arc::new(remarks));
                leads.push(Lead { to, certainty, remarks });
            }
        }
        for (certainty, nodes) in alike {
            let nodes = self.lists.of(&mut self.graph, nodes).into_iter();
            leads.extend(nodes.map(|to| Lead { to, certainty, remarks: None }));
        }
        leads
    }

    /// What a hit gives.
    pub(in crate::escalation) fn reached(&mut self, entry: &Entry, hit: &Hit, holder: Option<RoleId>) -> Vec<Reached> {
        let world = &self.world;
        match &entry.gives {
            Some(Effect::ServiceAccount(target)) => surely(service_account::reached(*target, entry, hit, world)),
            Some(Effect::Subject { users, groups, except }) => {
                surely(subject::reached(*users, *groups, except, hit, world))
            }
            Some(Effect::Kubelet(target)) => surely(kubelet::reached(*target, entry, hit, world)),
            Some(Effect::Certificate(signer)) => surely(certificate::reached(*signer)),
            Some(Effect::RoleRules(target)) => surely(role_rules::reached(*target, entry, hit, holder, world)),
            Some(Effect::Role { scope, covered: true, .. }) => covered::reached(*scope, hit, world),
            Some(Effect::Role { scope, name, .. }) => {
                surely(role::reached(*scope, name.as_ref(), entry, hit, world, &mut self.found))
            }
            Some(Effect::Secrets(target)) => surely(secrets::reached(*target, entry, hit, world)),
            Some(Effect::Pod) => surely(pod::reached(hit)),
            Some(Effect::Workload) => surely(workload::reached(entry, hit, world)),
            Some(Effect::Wake) => surely(wake::reached(entry, hit, world)),
            Some(Effect::Exec(target)) => surely(exec::reached(*target, entry, hit, world)),
            Some(Effect::Node(target)) => surely(machine::reached(*target, hit, world)),
            Some(Effect::Admission(target)) => surely(admission::reached(*target)),
            Some(Effect::Volume(_)) => volume::reached(entry, hit, world),
            Some(Effect::Guard(what)) => surely(guard::reached(what, entry, hit, world)),
            Some(Effect::Placement(_)) => surely(placement::reached(entry, hit, world)),
            Some(Effect::Traffic(what)) => surely(traffic::reached(what)),
            Some(Effect::Cloud(what)) => surely(cloud::reached(what, entry, hit, world)),
            Some(Effect::Controller(_)) => controller::reached(entry, hit, &self.controllers),
            Some(Effect::Denial(_)) | None => Vec::new(),
        }
    }
}

/// A hit for each name, where each has objects of its own in many namespaces.
fn by_name<'h>(entry: &Entry, hit: &'h Hit) -> Vec<Cow<'h, Hit>> {
    match (&hit.scope, &hit.targets) {
        (Scope::Cluster, NameSet::Only(names)) if is_told_by_names(entry) => {
            let of_name = |name: &Name| Hit { targets: NameSet::of([name.clone()]), ..hit.clone() };
            names.iter().map(|name| Cow::Owned(of_name(name))).collect()
        }
        _ => vec![Cow::Borrowed(hit)],
    }
}

/// Whether nothing but the scope and the names decides what a hit of this entry reaches, each name by itself.
fn is_told_by_names(entry: &Entry) -> bool {
    match entry.gives {
        Some(Effect::ServiceAccount(_) | Effect::Secrets(_) | Effect::Exec(_)) => true,
        Some(Effect::RoleRules(target)) => matches!(target, RoleTarget::Dangling | RoleTarget::Made),
        _ => false,
    }
}

/// Whether a list is longer than what was read for it. The roles that one may bind by name are judged one by one.
fn is_listed(entry: &Entry, hit: &Hit) -> bool {
    match &hit.targets {
        NameSet::Any => true,
        NameSet::Only(_) if matches!(entry.gives, Some(Effect::Role { .. })) => false,
        NameSet::Only(names) => names.len() == 1 || matches!(entry.gives, Some(Effect::Workload | Effect::Wake)),
    }
}

fn block(reached: &mut Reached, by: &str) {
    reached.certainty = Certainty::Guarded;
    reached.remarks.blocked_by.push(by.to_owned());
}
