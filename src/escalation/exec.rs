//! Effect `exec`: the actor runs code in existing pods.
//!
//! Reaches the pods of the scope, or those that the names allow; `node` reaches the pods on the named nodes. What a
//! container that is added to a pod gives, or another image, and what keeps them out, is structure; neither does anything
//! to a pod that its node runs from a file.

use crate::authz::NameSet;
use crate::graph::{Hub, Node, PodChange};
use crate::model::{Phase, Pod, Scope};
use crate::template::{Entry, ExecTarget, Hit};

use super::structure::pod_node;
use super::world::World;

/// How code gets into the pod.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Means {
    /// A process in one of its containers.
    Exec,
    /// A container more.
    Debug,
    /// Another image.
    Image,
}

pub(super) fn reached(target: ExecTarget, entry: &Entry, hit: &Hit, world: &World<'_>) -> Vec<Node> {
    let means = means(entry);
    let hub = match means {
        Means::Exec => Hub::Exec,
        Means::Debug => Hub::Debug,
        Means::Image => Hub::ChangeImage,
    };
    let NameSet::Only(names) = &hit.targets else {
        return vec![Node::Hub(hub(hit.scope.clone()))];
    };
    match target {
        ExecTarget::Namespace => vec![Node::Hub(hub(hit.scope.clone()))],
        ExecTarget::Named => {
            let pods = world.pods_named(names, &hit.scope);
            pods.into_iter().filter_map(|pod| into(means, pod, world)).collect()
        }
        ExecTarget::Node => {
            let machines = names.iter().filter_map(|name| world.machines.get(name));
            let pods = machines.flat_map(|machine| &machine.pods).filter(|pod| pod.phase == Phase::Running);
            pods.map(|pod| pod_node(world, pod)).collect()
        }
    }
}

/// The pods of a hub one by one, for guards that tell them apart.
pub(super) fn each(entry: &Entry, scope: &Scope, world: &World<'_>) -> Vec<Node> {
    let means = means(entry);
    let here = |pod: &&Pod| scope.namespace().is_none_or(|namespace| pod.namespace == *namespace);
    world.snapshot.pods.iter().filter(here).filter_map(|pod| into(means, pod, world)).collect()
}

fn means(entry: &Entry) -> Means {
    let asks = |name: &str| entry.needs.iter().flat_map(|need| &need.resources).any(|resource| resource == name);
    if asks("pods/ephemeralcontainers") {
        Means::Debug
    } else if asks("pods") {
        Means::Image
    } else {
        Means::Exec
    }
}

/// What the right on this pod gives.
fn into(means: Means, pod: &Pod, world: &World<'_>) -> Option<Node> {
    let change = match means {
        Means::Exec => return (pod.phase == Phase::Running).then(|| pod_node(world, pod)),
        Means::Debug => PodChange::Debug,
        Means::Image => PodChange::Image,
    };
    (!pod.mirror).then(|| Node::Hub(Hub::ChangePod(change, pod.namespace.clone(), pod.name.clone())))
}
