//! Namespaces that are made or labelled so that a guard looks away from what is written there.

use std::collections::BTreeMap;

use crate::authz::{Object, Request, rule_allows};
use crate::graph::{Certainty, Edge, Hub, Node, NodeId, Remarks};
use crate::guards::admission::Guard;
use crate::model::{HashMap, LabelSelector, Name, RoleId, Rule, Scope};
use crate::template::{Effect, EntryScope, Hit, RoleTarget};

use super::super::Whole;
use super::super::admitted::{NEW, Ruled, Taken, Who};
use super::super::drawing::{Blocked, actors};
use super::super::lists::members;

/// The rules of a role do not tell one namespace from another.
const ANY_PLACE: &str = "x";

/// So many namespaces are tried whose labels somebody may write by name.
const LABELLED: usize = 16;

/// Whoever may make a namespace makes one that the guard does not go by, may run pods there, and does.
pub(super) fn elsewhere(whole: &mut Whole<'_, '_>, blocked: &Blocked) {
    let Some(hit) = blocked.hit.as_ref().filter(|hit| binds_anywhere(whole, hit)) else { return };
    let Some(entry) = whole.template.entries.get(hit.entry) else { return };
    let who = actor(whole, blocked);
    let (world, access) = (whole.world, whole.access);
    let mut doubted = None;
    for to in running(whole, blocked) {
        let taken = Taken { entry, hit, step: None, who: &who, grantee: &who, to: &to, world, access, role: NEW };
        for place in whole.guards.new_places(&taken, &blocked.guards) {
            let makers = [None, Some(place.name.clone())].map(|name| Node::Hub(Hub::MakeNamespace(name)));
            let Some(maker) = makers.iter().find_map(|maker| whole.graph.find(maker)) else { continue };
            let ruled = whole.guards.rule_made(&taken, &place);
            if is_better(&ruled, blocked) {
                run_there(whole, blocked, maker, &ruled);
                return;
            }
        }
        doubted = doubted.or_else(|| whole.guards.doubted_new(&taken, &blocked.guards));
    }
    // Of which name they may be made is not asked for what is in doubt.
    let maker = whole.graph.find(&Node::Hub(Hub::MakeNamespace(None)));
    if let Some((ruled, maker)) = doubted.filter(|ruled| is_better(ruled, blocked)).zip(maker) {
        run_there(whole, blocked, maker, &ruled);
    }
}

/// Draws that pods of a new namespace get out.
fn run_there(whole: &mut Whole<'_, '_>, blocked: &Blocked, maker: NodeId, ruled: &Ruled) {
    let run = whole.graph.add(Node::Hub(Hub::RunInNew));
    connect(whole, vec![blocked.from, maker], run, blocked, ruled);
    if !whole.world.machines.is_empty() {
        let machines = whole.graph.add(Node::Hub(Hub::Machines));
        whole.graph.connect(run, machines, Edge::identity("escape/privileged"));
    }
}

/// Whether it binds something in any namespace.
fn binds_anywhere(whole: &Whole<'_, '_>, hit: &Hit) -> bool {
    let entry = whole.template.entries.get(hit.entry);
    entry.is_some_and(|entry| {
        let gives = matches!(entry.gives, Some(Effect::Role { .. } | Effect::RoleRules(RoleTarget::New)));
        hit.scope == Scope::Cluster && entry.scope == EntryScope::Namespace && gives
    })
}

/// What of this lets somebody make pods, each once and not in each namespace.
fn running(whole: &Whole<'_, '_>, blocked: &Blocked) -> Vec<Node> {
    let rules = |role: RoleId| &*whole.access.snapshot().role(role).rules;
    let mut ends: BTreeMap<Option<RoleId>, Node> = BTreeMap::new();
    for node in members(whole.graph, blocked.to).into_iter().filter_map(|id| whole.graph.node(id)) {
        let role = match node {
            Node::Hub(Hub::Namespaces) | Node::Namespace(_) => None,
            Node::Hub(Hub::Bound(role, _)) if makes_pods(rules(*role)) => Some(*role),
            _ => continue,
        };
        ends.entry(role).or_insert_with(|| node.clone());
    }
    ends.into_values().collect()
}

fn makes_pods(rules: &[Rule]) -> bool {
    let object = Object::Resource { api_group: "", resource: "pods", subresource: "", namespace: ANY_PLACE, name: "" };
    rules.iter().any(|rule| rule_allows(rule, &Request { verb: "create", object }))
}

/// What gets past the guards of a binding once its namespace has other labels, and whose rights that takes besides.
type Opened = Vec<(Ruled, Vec<NodeId>)>;

/// The same for all namespaces that guards do not tell apart: from where, of which entry, what is bound, and where.
pub(super) type Known = HashMap<(NodeId, usize, Certainty, Node, Name), Opened>;

/// Who may relabel the namespace of a step, so that no guard objects that cannot be lifted.
pub(super) fn relabelled(
    whole: &mut Whole<'_, '_>,
    blocked: &Blocked,
    lifted: &BTreeMap<Guard, NodeId>,
    known: &mut Known,
) {
    let Some(hit) = &blocked.hit else { return unplaced(whole, blocked, lifted) };
    let Some(entry) = whole.template.entries.get(hit.entry) else { return };
    let Some(to) = whole.graph.node(blocked.to).cloned() else { return };
    // What is not in a namespace is judged whatever its labels.
    if entry.scope != EntryScope::Namespace || !whole.guards.go_by_labels(&blocked.guards) {
        return;
    }
    let who = actor(whole, blocked);
    let (world, access) = (whole.world, whole.access);
    for (namespace, hub) in relabels(whole, hit, &who) {
        let here = Hit { scope: Scope::Namespace(namespace.clone()), ..hit.clone() };
        let taken =
            Taken { entry, hit: &here, step: None, who: &who, grantee: &who, to: &to, world, access, role: NEW };
        let alike = whole.guards.alike_in(&taken, &namespace).zip(wherever(&to));
        let asked = alike.map(|(place, what)| (blocked.from, hit.entry, blocked.certainty, what, place));
        let found = || opened(whole, blocked, &taken, &namespace, lifted);
        let opened = match asked {
            Some(asked) => known.entry(asked).or_insert_with(found).clone(),
            None => found(),
        };
        if opened.is_empty() {
            continue;
        }
        let Some(end) = narrowed(whole, blocked, hub, &namespace) else { continue };
        for (ruled, hubs) in opened {
            connect(whole, [hubs, vec![blocked.from, hub]].concat(), end, blocked, &ruled);
        }
        return;
    }
}

/// The best ways once this namespace has other labels: one for sure, or one that takes other rights and one in doubt.
fn opened(
    whole: &Whole<'_, '_>,
    blocked: &Blocked,
    taken: &Taken<'_, '_>,
    namespace: &Name,
    lifted: &BTreeMap<Guard, NodeId>,
) -> Opened {
    let ways = whole.guards.rule_relabelled(taken, namespace, &blocked.guards);
    let better = ways.filter(|ruled| ruled.is_blocked() || is_better(ruled, blocked));
    let mut open = better.filter_map(|ruled| {
        let others = if ruled.is_blocked() { ruled.guards() } else { Vec::new() };
        let hubs: Option<Vec<NodeId>> = others.iter().map(|guard| lifted.get(guard).copied()).collect();
        Some((ruled, hubs?))
    });
    let best = first_alone(&mut open);
    if best.as_ref().is_some_and(|(_, hubs)| hubs.is_empty()) {
        return best.into_iter().collect();
    }
    let doubted = whole.guards.doubted_relabelled(taken, namespace, &blocked.guards);
    let doubted = doubted.filter(|ruled| is_better(ruled, blocked)).map(|ruled| (ruled, Vec::new()));
    best.into_iter().chain(doubted).collect()
}

/// A node of bindings wherever they are.
fn wherever(node: &Node) -> Option<Node> {
    match node {
        Node::Hub(Hub::Bound(role, _)) => Some(Node::Hub(Hub::Bound(*role, Scope::Cluster))),
        Node::Hub(Hub::BindAbsent(kind, _, name)) => {
            Some(Node::Hub(Hub::BindAbsent(*kind, Scope::Cluster, name.clone())))
        }
        Node::Namespace(_) => Some(Node::Hub(Hub::Namespaces)),
        _ => None,
    }
}

/// The first way that takes no other right, or else the first.
fn first_alone(ways: &mut impl Iterator<Item = (Ruled, Vec<NodeId>)>) -> Option<(Ruled, Vec<NodeId>)> {
    let mut first = None;
    for way in ways {
        if way.1.is_empty() {
            return Some(way);
        }
        first.get_or_insert(way);
    }
    first
}

/// The namespaces of a step whose labels somebody may write, and the hub of those.
fn relabels(whole: &Whole<'_, '_>, hit: &Hit, who: &Who) -> Vec<(Name, NodeId)> {
    let hub = |scope: Scope| whole.graph.find(&Node::Hub(Hub::Relabel(scope)));
    let of = |namespace: Name| Some((namespace.clone(), hub(Scope::Namespace(namespace))?));
    match (&hit.scope, hub(Scope::Cluster)) {
        (Scope::Namespace(namespace), everywhere) => {
            of(namespace.clone()).or_else(|| Some((namespace.clone(), everywhere?))).into_iter().collect()
        }
        (Scope::Cluster, Some(everywhere)) => {
            let each = whole.guards.one_of_each(who, whole.world).into_iter();
            each.map(|namespace| (namespace, everywhere)).collect()
        }
        (Scope::Cluster, None) => {
            whole.world.namespaces.keys().filter_map(|name| of((*name).clone())).take(LABELLED).collect()
        }
    }
}

/// What the step gives where the hub lets one relabel: of all namespaces only the one, unless all may be relabelled.
fn narrowed(whole: &mut Whole<'_, '_>, blocked: &Blocked, hub: NodeId, namespace: &Name) -> Option<NodeId> {
    let everywhere = whole.graph.node(hub) == Some(&Node::Hub(Hub::Relabel(Scope::Cluster)));
    let placed = blocked.hit.as_ref().is_some_and(|hit| hit.scope != Scope::Cluster);
    if everywhere || placed {
        return Some(blocked.to);
    }
    let all = whole.graph.node(blocked.to) == Some(&Node::Hub(Hub::Namespaces));
    all.then(|| whole.graph.add(Node::Namespace(namespace.clone())))
}

/// A pod that gets out is drawn with no step of its own: the selectors alone say what labels do.
fn unplaced(whole: &mut Whole<'_, '_>, blocked: &Blocked, lifted: &BTreeMap<Guard, NodeId>) {
    let everywhere = whole.graph.find(&Node::Hub(Hub::Relabel(Scope::Cluster)));
    let lift = |guard: &Guard| {
        let leaves = || everywhere.filter(|_| whole.guards.selectors(std::slice::from_ref(guard)).any(can_be_left));
        lifted.get(guard).copied().or_else(leaves)
    };
    let hubs: Option<Vec<NodeId>> = blocked.guards.iter().map(lift).collect();
    if let Some(hubs) = hubs {
        connect(whole, [hubs, vec![blocked.from]].concat(), blocked.to, blocked, &Ruled::open());
    }
}

/// Draws what all of these parts give together.
fn connect(whole: &mut Whole<'_, '_>, mut parts: Vec<NodeId>, to: NodeId, blocked: &Blocked, ruled: &Ruled) {
    parts.sort_unstable();
    parts.dedup();
    let mut remarks = Remarks::default();
    // What still blocks it is lifted.
    let certainty = if ruled.is_blocked() { Certainty::ProvenRights } else { ruled.tell(&mut remarks) };
    let join = whole.graph.join(&parts);
    let edge = Edge { step: blocked.step.clone(), certainty, remarks: None }.saying(remarks);
    whole.graph.connect(join, to, edge);
}

/// Whether it gets further than what is blocked, or perhaps is.
fn is_better(ruled: &Ruled, blocked: &Blocked) -> bool {
    !ruled.is_blocked() && (ruled.is_open() || blocked.certainty == Certainty::Guarded)
}

/// Who takes the step that is blocked, or one of those who do.
fn actor(whole: &Whole<'_, '_>, blocked: &Blocked) -> Who {
    let actors = actors(whole.graph, whole.access, blocked.from);
    actors.first().map_or_else(|| Who::stranger().clone(), |(actor, _)| Who::new(actor))
}

/// Whether whoever writes the labels of a namespace takes it out: the label of its name cannot be written.
fn can_be_left(selector: &LabelSelector) -> bool {
    selector.requirements.iter().any(|requirement| requirement.key != "kubernetes.io/metadata.name")
}
