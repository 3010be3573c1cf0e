//! Effect `exec`: the actor runs code in existing pods.
//!
//! Reaches the pods of the scope, or those that the names allow; `node` reaches the pods on the named nodes.

use crate::authz::NameSet;
use crate::graph::{Hub, Node};
use crate::model::Pod;
use crate::template::{ExecTarget, Hit};

use super::world::{World, within};

pub(super) fn reached(target: ExecTarget, hit: &Hit, world: &World<'_>) -> Vec<Node> {
    let NameSet::Only(names) = &hit.targets else {
        return vec![Node::Hub(Hub::Exec(hit.scope.clone()))];
    };
    let workload = |pod: &Pod| Node::Workload(pod.namespace.clone(), pod.workload.clone());
    match target {
        ExecTarget::Namespace => vec![Node::Hub(Hub::Exec(hit.scope.clone()))],
        ExecTarget::Named => {
            let pods = names.iter().filter_map(|name| world.pods.get(name)).flatten();
            pods.filter(|pod| within(&pod.namespace, &hit.scope)).map(|pod| workload(pod)).collect()
        }
        ExecTarget::Node => {
            let pods = world.pods.values().flatten();
            let there = pods.filter(|pod| pod.node.as_ref().is_some_and(|node| names.contains(node)));
            there.map(|pod| workload(pod)).collect()
        }
    }
}
