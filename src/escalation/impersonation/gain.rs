//! What a power gives: the hits of everybody whom it reaches, by what the rules of both allow.

use std::sync::Arc;

use crate::authz::{Access, RESOURCE_VERBS, URL_VERBS, meet};
use crate::graph::{Edge, Node, NodeId};
use crate::model::{BindingId, Name, RoleId, Rule, Scope};
use crate::template::{Held, HeldRole, Hit, Hits, Need, Needs, hits_of_parts};

use super::super::drawing::Drawing;
use super::super::steps;
use super::others::{Other, others};
use super::power::Power;

/// A gaining under way.
pub(super) struct Gaining<'a, 'n, F> {
    pub(super) access: &'a Access<'a>,
    pub(super) needs: &'n Needs<'n>,
    /// The needs that a role satisfies by all of its rules.
    pub(super) held: F,
    /// How many bindings may still be looked at.
    pub(super) left: usize,
    /// How many pods of nodes, and DaemonSets, may still be.
    pub(super) left_on_nodes: usize,
}

/// What somebody has by one binding as far as a request in its name may use it.
struct Part {
    role: HeldRole,
    held: Vec<Held>,
    rules: Vec<Rule>,
}

impl<'m, F: Fn(RoleId) -> &'m [Held]> Gaining<'_, '_, F> {
    /// Draws what a power gives from its hub.
    pub(super) fn gain(
        &mut self,
        drawing: &mut Drawing<'_, '_>,
        hub: NodeId,
        number: u32,
        power: &Power,
        entry: usize,
    ) {
        for other in others(power, self.access, &drawing.world) {
            let bindings: Vec<BindingId> =
                other.identity.iter().flat_map(|subject| self.access.bindings_naming(subject)).copied().collect();
            let cost = bindings.len().saturating_mul(power.on.len());
            let on_node = other.machine.as_ref().map_or(0, |machine| super::node::cost(machine, &drawing.world));
            let left = self.left.checked_sub(cost).zip(self.left_on_nodes.checked_sub(on_node));
            let Some((left, left_on_nodes)) = left else {
                return super::reach_unknown(drawing, hub, power, entry);
            };
            (self.left, self.left_on_nodes) = (left, left_on_nodes);
            let parts: Vec<Part> = bindings.iter().flat_map(|&binding| self.parts(binding, power)).collect();
            let hits = hits_of_parts(self.needs, parts.iter().map(|part| (&part.role, part.held.as_slice())));
            self.draw(drawing, hub, Node::Limited(other.named.clone(), number), hits, &parts);
            self.draw_node(drawing, hub, number, power, &other);
        }
    }

    /// What one binding gives: requests by what the power allows too, in each scope of it; what is asked on the way by
    /// the binding alone.
    fn parts(&self, binding: BindingId, power: &Power) -> Vec<Part> {
        let Some(role) = self.access.role_of(binding) else { return Vec::new() };
        let snapshot = self.access.snapshot();
        let here = snapshot.binding(binding).scope();
        let part = |scope: Scope, held: Vec<Held>, rules: Vec<Rule>| Part {
            role: HeldRole { binding: Some(binding), role, scope, inherited: false },
            held,
            rules,
        };
        let asked = (self.held)(role).iter().filter(|held| self.kind(held) == Some(Kind::Asked)).cloned().collect();
        let mut parts = vec![part(here.clone(), asked, Vec::new())];
        for (scope, on) in &power.on {
            let Some(place) = common(&here, scope) else { continue };
            let (places, rules): (Vec<usize>, Vec<Rule>) =
                common_rules(&snapshot.role(role).rules, on).into_iter().unzip();
            let held = self.needs.held_by(&rules).into_iter().filter(|held| self.kind(held) == Some(Kind::Sent));
            parts.push(part(place, held.map(|held| said_by(held, &places)).collect(), rules));
        }
        parts
    }

    fn kind(&self, held: &Held) -> Option<Kind> {
        kind(self.needs.need(held.need)?)
    }

    /// Draws the hits of somebody from its node, which is made if there are any.
    fn draw(&self, drawing: &mut Drawing<'_, '_>, hub: NodeId, node: Node, hits: Hits, parts: &[Part]) {
        if hits == Hits::default() {
            return;
        }
        let from = drawing.graph.add(node);
        drawing.graph.connect(hub, from, Edge::structure());
        for (step, hit) in hits.steps {
            drawing.steps.push(steps::Taken { from, step, hit });
        }
        for hit in hits.entries {
            let counts = |part: &&Part| part.role.scope == Scope::Cluster || part.role.scope == hit.scope;
            let rules: Arc<[Rule]> = parts.iter().filter(counts).flat_map(|part| part.rules.iter().cloned()).collect();
            drawing.draw_hit(from, Hit { within: Some(rules), ..hit }, None);
        }
    }

    /// What the Node authorizer adds, if it is a node.
    fn draw_node(&self, drawing: &mut Drawing<'_, '_>, hub: NodeId, number: u32, power: &Power, other: &Other) {
        let Some(machine) = &other.machine else { return };
        let reached = super::node::reached(machine, power, self.access, &drawing.world);
        if reached.is_empty() {
            return;
        }
        let from = drawing.graph.add(Node::Limited(other.named.clone(), number));
        drawing.graph.connect(hub, from, Edge::structure());
        for (node, edge) in reached {
            let to = drawing.graph.add(node);
            drawing.graph.connect(from, to, edge);
        }
    }
}

/// What a need asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A request.
    Sent,
    /// What the API server or a controller asks while it does what was requested.
    Asked,
}

/// Nothing for the right to impersonate: a request is made in one name.
fn kind(need: &Need) -> Option<Kind> {
    if need.verbs.iter().any(|verb| verb.starts_with("impersonate")) {
        return None;
    }
    let is_sent =
        |verb: &Name| *verb == "*" || RESOURCE_VERBS.contains(&verb.as_str()) || URL_VERBS.contains(&verb.as_str());
    // The controller that approves node certificates asks whether the requester may create these.
    let is_virtual = |resource: &Name| {
        *resource == "certificatesigningrequests/nodeclient" || *resource == "certificatesigningrequests/selfnodeclient"
    };
    let sent = need.verbs.iter().any(is_sent) && !need.resources.iter().any(is_virtual);
    Some(if sent { Kind::Sent } else { Kind::Asked })
}

/// The scope that both scopes have in common.
fn common(one: &Scope, other: &Scope) -> Option<Scope> {
    match (one, other) {
        (Scope::Cluster, scope) | (scope, Scope::Cluster) => Some(scope.clone()),
        _ => (one == other).then(|| one.clone()),
    }
}

/// What both lists of rules allow, each with the place of the first list's rule.
fn common_rules(rules: &[Rule], others: &[Rule]) -> Vec<(usize, Rule)> {
    let pairs = rules.iter().enumerate().flat_map(|(place, rule)| others.iter().map(move |other| (place, rule, other)));
    pairs.filter_map(|(place, rule, other)| Some((place, meet(rule, other)?))).collect()
}

/// The same, but as the rules of the role at these places say.
fn said_by(held: Held, places: &[usize]) -> Held {
    let told = |list: Vec<_>| {
        list.into_iter().filter_map(|(names, rule): (_, usize)| Some((names, *places.get(rule)?))).collect()
    };
    Held { need: held.need, cluster: told(held.cluster), namespace: told(held.namespace) }
}
