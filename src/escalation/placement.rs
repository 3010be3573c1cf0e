//! Effect `placement`: the actor decides where pods run, or makes them start anew.
//!
//! Worth something only with a node under its control: their Secrets and tokens come to that node. The join with one is
//! structure. What the entry asks for tells what the actor can do to pods and nodes.

use crate::authz::{NameSet, any_pattern, name_matches, resource_matches};
use crate::graph::{Hub, Means, Node, Power};
use crate::model::{Name, Rule};
use crate::template::{Entry, Hit};

use super::world::World;

pub(super) fn reached(entry: &Entry, hit: &Hit, world: &World<'_>) -> Vec<Node> {
    let asks = |resource: &str| entry.needs.iter().flat_map(|need| &need.resources).any(|asked| asked == resource);
    let pods = ["pods", "pods/eviction", "pods/status"].into_iter().any(asks);
    match (asks("pods/binding"), asks("nodes"), pods) {
        (true, ..) => bound(hit, world),
        (_, true, true) => {
            moved(hit, if writes(hit, world, &["update", "patch"], None) { Means::Herd } else { Means::Restart })
        }
        (_, true, false) => steered(entry, hit, world),
        _ => restarted(hit, world),
    }
}

fn moved(hit: &Hit, means: Means) -> Vec<Node> {
    vec![Node::Hub(Hub::Move(means, hit.scope.clone()))]
}

/// Deletes or evicts pods.
fn restarted(hit: &Hit, world: &World<'_>) -> Vec<Node> {
    match &hit.targets {
        NameSet::Any => moved(hit, Means::Restart),
        NameSet::Only(names) => {
            let pods = world.pods_named(names, &hit.scope).into_iter();
            pods.map(|pod| Node::Hub(Hub::Restart(pod.namespace.clone(), pod.workload.clone()))).collect()
        }
    }
}

/// Acts as the scheduler.
fn bound(hit: &Hit, world: &World<'_>) -> Vec<Node> {
    match &hit.targets {
        NameSet::Any => vec![Node::Hub(Hub::Bind(hit.scope.clone()))],
        NameSet::Only(names) => {
            let pods = world.pods_named(names, &hit.scope).into_iter().filter(|pod| pod.waits());
            pods.map(|pod| Node::Hub(Hub::BindOne(pod.namespace.clone(), pod.workload.clone()))).collect()
        }
    }
}

/// Writes or deletes nodes.
fn steered(entry: &Entry, hit: &Hit, world: &World<'_>) -> Vec<Node> {
    let deletes = entry.needs.iter().flat_map(|need| &need.verbs).any(|verb| *verb == "delete");
    let verbs: &[&str] = if deletes { &["delete", "deletecollection"] } else { &["update", "patch"] };
    let whole = |name: Option<&Name>| writes(hit, world, verbs, name);
    match (&hit.targets, deletes) {
        // A node that is only created has no pods.
        (NameSet::Any, true) if !whole(None) => Vec::new(),
        (NameSet::Any, true) => moved(hit, Means::Clear),
        (NameSet::Any, false) => moved(hit, if whole(None) { Means::Steer } else { Means::Label }),
        (NameSet::Only(names), _) => {
            let known = names.iter().filter(|name| world.machines.contains_key(name));
            known.flat_map(|name| of_node(name, deletes, whole(Some(name)))).map(Node::Hub).collect()
        }
    }
}

/// What writing one node whole gives, or only its status, which carries its labels; or deleting it.
fn of_node(name: &Name, deletes: bool, whole: bool) -> Vec<Hub> {
    match (deletes, whole) {
        (true, true) => vec![Hub::Evict(name.clone(), true)],
        (true, false) => Vec::new(),
        (false, true) => vec![Hub::Adapt(name.clone(), Power::Whole), Hub::Evict(name.clone(), false)],
        (false, false) => vec![Hub::Adapt(name.clone(), Power::Labels)],
    }
}

/// Whether the hit has one of these verbs on Node objects, not only on their status: on all, or on this one. Where several
/// requests are needed, any rule of the roles that grant them may say so.
fn writes(hit: &Hit, world: &World<'_>, verbs: &[&str], name: Option<&Name>) -> bool {
    let alone = hit.granted(world.snapshot).filter(|_| hit.grants.len() == 1);
    let rules = alone.chain(hit.rules(world.snapshot).filter(|_| hit.grants.len() > 1));
    let on_nodes = |rule: &&Rule| {
        verbs.iter().any(|verb| any_pattern(&rule.verbs, verb))
            && any_pattern(&rule.api_groups, "")
            && rule.resources.iter().any(|pattern| resource_matches(pattern, "nodes", ""))
    };
    let named = |rule: &Rule| match name {
        Some(name) => name_matches(&rule.resource_names, name),
        None => rule.resource_names.is_empty(),
    };
    rules.filter(on_nodes).any(named)
}
