//! From a node's name, as a person writes it, to the nodes of the graph that have it.
//!
//! A workload has a node for each node of the cluster on which one of its pods can get out, a role one for each scope in
//! which it holds: a name may stand for several. Cost: a look at every node for each name.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::escalation::exposure::exposures;
use crate::graph::{Graph, Node, NodeId, Objective};
use crate::model::{Name, Pod, Snapshot, Subject};
use crate::yaml::nearest;

/// A name and the nodes that have it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    /// The name, as reports write it.
    pub name: String,
    /// The nodes; none when nothing leads to or from it.
    pub nodes: Vec<NodeId>,
    /// What makes it face outside, where it was asked for that.
    pub exposed: Vec<String>,
}

/// A name that cannot be understood.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum NameError {
    /// It is no name of a node.
    #[error(
        "{0:?} names nothing; write sa:NS/NAME, user:NAME, group:NAME, pod:NS/NAME, workload:NS/KIND/NAME, node:NAME, \
         ns:NS, secret:NS/NAME, objective:NAME, or a role or binding (clusterrole:NAME, role:NS/NAME, …)"
    )]
    Malformed(String),
    /// Nothing has it.
    #[error("there is no {0}{1}")]
    Unknown(String, String),
}

/// The kinds of names.
const KINDS: &[&str] = &[
    "sa",
    "user",
    "group",
    "pod",
    "workload",
    "node",
    "ns",
    "secret",
    "objective",
    "role",
    "clusterrole",
    "rolebinding",
    "clusterrolebinding",
];

/// The nodes of this name.
///
/// # Errors
/// When it is no name, or nothing has it; with the nearest name that something has.
pub fn named(snapshot: &Snapshot, graph: &Graph, text: &str) -> Result<Named, NameError> {
    let name = canonical(snapshot, text)?;
    let same = graph.nodes().filter(|(_, node)| node.id(snapshot).as_deref() == Some(name.as_str()));
    let nodes: Vec<NodeId> = same.map(|(id, _)| id).collect();
    if nodes.is_empty() && !is_there(snapshot, &name) {
        let hint = hint(snapshot, graph, &name);
        return Err(NameError::Unknown(name, hint));
    }
    Ok(Named { name, nodes, exposed: Vec::new() })
}

/// The name as reports write it: an objective in full, an account by its own kind, the workload of a replica.
fn canonical(snapshot: &Snapshot, text: &str) -> Result<String, NameError> {
    let objective =
        Objective::ALL.into_iter().map(Objective::id).find(|id| id.strip_prefix("objective:") == Some(text));
    if let Some(id) = objective {
        return Ok(id.to_owned());
    }
    let malformed = || NameError::Malformed(text.to_owned());
    if text.starts_with("system:serviceaccount:") {
        return Ok(Subject::user(text).id());
    }
    let (kind, rest) = text.split_once(':').ok_or_else(malformed)?;
    match kind {
        "user" => Ok(Subject::user(rest).id()),
        "serviceaccount" => Ok(format!("sa:{}", rest.replacen(':', "/", 1))),
        "pod" => Ok(workload_of(snapshot, rest).unwrap_or_else(|| text.to_owned())),
        _ if KINDS.contains(&kind) && !rest.is_empty() => Ok(text.to_owned()),
        _ => Err(malformed()),
    }
}

/// The workload that a pod is a replica of, by the name of either.
fn workload_of(snapshot: &Snapshot, pod: &str) -> Option<String> {
    let (namespace, name) = pod.split_once('/')?;
    let here = || snapshot.pods.iter().filter(|pod| pod.namespace == namespace);
    // People say the workload's name where a replica has a random one.
    let pod = here().find(|pod| pod.name == name).or_else(|| here().find(|pod| pod.workload.name == name))?;
    Some(pod.workload.id(&pod.namespace))
}

/// Whether something has the name although nothing leads to or from it.
fn is_there(snapshot: &Snapshot, name: &str) -> bool {
    match name.split_once(':') {
        Some(("objective", _)) => Objective::ALL.into_iter().any(|objective| objective.id() == name),
        Some(("ns", namespace)) => snapshot.knows_namespace(namespace),
        Some(("role" | "clusterrole", _)) => snapshot.roles.iter().any(|role| role.id() == name),
        _ => false,
    }
}

/// What may have been meant, or how the name could be known.
fn hint(snapshot: &Snapshot, graph: &Graph, name: &str) -> String {
    let kind = name.split(':').next().unwrap_or_default();
    let roles = snapshot.roles.iter().map(crate::model::Role::id);
    let pods = snapshot.pods.iter().map(|pod| format!("pod:{}/{}", pod.namespace.as_str(), pod.name.as_str()));
    let ids = graph.nodes().filter_map(|(_, node)| node.id(snapshot)).chain(roles).chain(pods);
    let objectives = Objective::ALL.into_iter().map(|objective| objective.id().to_owned());
    let known: Vec<String> = ids.chain(objectives).filter(|id| id.split(':').next() == Some(kind)).collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    match (nearest(name, &known), kind) {
        (Some(near), _) => format!("; did you mean {near}?"),
        (None, "user" | "group") => {
            "; a user or group is known only where a binding names it: whoever has logged in is \
             group:system:authenticated"
                .to_owned()
        }
        (None, "secret") => "; a Secret is known where it was listed, or where a pod names it".to_owned(),
        _ => String::new(),
    }
}

/// The workloads that can be reached from outside of the cluster, each with what makes it so; by name.
#[must_use]
pub fn exposed(snapshot: &Snapshot, graph: &Graph) -> Vec<Named> {
    let exposures = exposures(snapshot);
    let mut found: BTreeMap<String, Named> = BTreeMap::new();
    for pod in &snapshot.pods {
        let faces = exposures.of(pod);
        if faces.is_empty() {
            continue;
        }
        let name = pod.workload.id(&pod.namespace);
        let named = Named { name: name.clone(), nodes: Vec::new(), exposed: Vec::new() };
        let known = found.entry(name).or_insert(named);
        known.nodes.extend(node_of(graph, pod));
        known.exposed.extend(faces.iter().map(|face| face.words()));
    }
    let mut found: Vec<Named> = found.into_values().collect();
    for named in &mut found {
        named.nodes.sort_unstable();
        named.nodes.dedup();
        named.exposed.sort_unstable();
        named.exposed.dedup();
    }
    found
}

/// The code in this pod: on its node of the cluster if it can get out there.
fn node_of(graph: &Graph, pod: &Pod) -> Option<NodeId> {
    let on = |machine: &Name| Node::Pod(pod.namespace.clone(), pod.workload.clone(), machine.clone());
    let there = pod.node.as_ref().and_then(|machine| graph.find(&on(machine)));
    there.or_else(|| graph.find(&Node::Workload(pod.namespace.clone(), pod.workload.clone())))
}
