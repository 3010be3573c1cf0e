//! Effect `exec`: the actor runs code in existing pods.
//!
//! Reaches the pods of the scope, or those that the names allow; `node` reaches the pods on the named nodes. A container
//! that is added to a pod brings a security context of its own, and a changed image is judged again by the pod security
//! level of the namespace; neither does anything to a pod that its node runs from a file.

use crate::authz::NameSet;
use crate::graph::{Certainty, Hub, Node, Remarks};
use crate::model::{Phase, Pod};
use crate::template::{Entry, ExecTarget, Hit};

use super::structure::{image_guard, pod_node, privileged_guard};
use super::world::World;
use super::{Reached, surely};

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

pub(super) fn reached(target: ExecTarget, entry: &Entry, hit: &Hit, world: &World<'_>) -> Vec<Reached> {
    let means = means(entry);
    let hub = match means {
        Means::Exec => Hub::Exec,
        Means::Debug => Hub::Debug,
        Means::Image => Hub::ChangeImage,
    };
    let NameSet::Only(names) = &hit.targets else {
        return surely([Node::Hub(hub(hit.scope.clone()))]);
    };
    match target {
        ExecTarget::Namespace => surely([Node::Hub(hub(hit.scope.clone()))]),
        ExecTarget::Named => {
            let pods: Vec<&Pod> = match hit.scope.namespace() {
                // Perhaps fewer than the names.
                Some(namespace) => world.pods_in(namespace).filter(|pod| names.contains(&pod.name)).collect(),
                None => {
                    let named = names.iter().filter_map(|name| world.pods_by_name.get(name)).flatten().copied();
                    named.filter(|pod| !world.lacks_namespace(&pod.namespace)).collect()
                }
            };
            pods.into_iter().flat_map(|pod| into(means, pod, world)).collect()
        }
        ExecTarget::Node => {
            let machines = names.iter().filter_map(|name| world.machines.get(name));
            let pods = machines.flat_map(|machine| &machine.pods);
            pods.flat_map(|pod| into(Means::Exec, pod, world)).collect()
        }
    }
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

/// What code in this pod reaches.
fn into(means: Means, pod: &Pod, world: &World<'_>) -> Vec<Reached> {
    let mut reached = Reached::from(pod_node(world, pod));
    match means {
        Means::Exec if pod.phase != Phase::Running => Vec::new(),
        Means::Exec => vec![reached],
        _ if pod.mirror => Vec::new(),
        Means::Image => {
            if let Some(by) = image_guard(world, pod) {
                (reached.certainty, reached.remarks) = blocked(by);
            }
            vec![reached]
        }
        Means::Debug => {
            if let Some(by) = image_guard(world, pod) {
                (reached.certainty, reached.remarks) = blocked(by);
            }
            let machine = pod.node.as_ref().map(|node| {
                let mut machine = Reached::from(Node::Machine(node.clone()));
                if let Some(by) = privileged_guard(world, &pod.namespace) {
                    (machine.certainty, machine.remarks) = blocked(by);
                }
                machine
            });
            std::iter::once(reached).chain(machine).collect()
        }
    }
}

fn blocked(by: String) -> (Certainty, Remarks) {
    (Certainty::Guarded, Remarks { facts: Vec::new(), blocked_by: vec![by] })
}
