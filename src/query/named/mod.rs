//! From a node's name, as a person writes it, to the nodes of the graph that have it.
//!
//! A workload has a node for each node of the cluster on which one of its pods can get out, a role one for each scope in
//! which it holds: a name may stand for several. Cost: a look at every node for each name.

use std::collections::BTreeSet;

use thiserror::Error;

use crate::graph::{Graph, Node, NodeId, Objective};
use crate::model::{Name, Phase, Scope, Snapshot};

mod cloud;
mod exposed;
mod known;
mod marks;
mod spelling;
mod subject;
mod suggestion;

pub use cloud::{aws_identity, identity_here, role_behind};
pub use exposed::exposed;
pub use spelling::{Context, canonical};
pub use subject::{SubjectError, subject_named, subject_spelled};

pub(super) use known::{of_grants, of_pods};
pub(super) use marks::unmarked;

/// A name and the nodes that have it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    /// The name, as reports write it.
    pub name: String,
    /// The nodes; none when nothing leads to or from it.
    pub nodes: Vec<NodeId>,
    /// What makes it face outside, where it was asked for that.
    pub exposed: Vec<String>,
    /// Whether all pods of this name have ended.
    pub ended: bool,
}

/// A name that cannot be understood. Both come with what may have been meant.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum NameError {
    /// It is no name of a node.
    #[error(
        "{0:?} says no kind; write sa:NS/NAME, user:NAME, group:NAME, pod:NS/NAME, deploy/NS/NAME, node:NAME, ns:NS, \
         secret:NS/NAME, aws:ARN, objective:NAME, or a role or binding (clusterrole:NAME, role:NS/NAME, …){1}"
    )]
    Malformed(String, String),
    /// Nothing has it.
    #[error("there is no {0}{1}")]
    Unknown(String, String),
}

/// The nodes of this name.
///
/// # Errors
/// When it is no name, or nothing has it; with the nearest names that something has.
pub fn named(snapshot: &Snapshot, graph: &Graph, text: &str) -> Result<Named, NameError> {
    let (text, scope) = scoped(text);
    let Some(name) = spelled(snapshot, text) else {
        return Err(NameError::Malformed(text.to_owned(), or(&near(snapshot, graph, text))));
    };
    let name = workload_of(snapshot, &name).unwrap_or(name);
    // Some requests in its name are not the whole of it.
    let whole = graph.nodes().filter(|(_, node)| !matches!(node, Node::Limited(..)));
    let nodes: Vec<NodeId> = whole.filter(|(_, node)| has(snapshot, node, &name, scope)).map(|(id, _)| id).collect();
    if nodes.is_empty() && !is_there(snapshot, &name) {
        // It may be written as people see it.
        if let Some(Ok(found)) = unmarked(text).map(|read| named(snapshot, graph, &read)) {
            return Ok(found);
        }
        let hint = hint(snapshot, graph, &name);
        return Err(NameError::Unknown(name, hint));
    }
    let ended = nodes.is_empty() && has_ended(snapshot, &name);
    Ok(Named { name, nodes, exposed: Vec::new(), ended })
}

/// The name as reports write it, with what the snapshot knows beside the text.
pub(super) fn spelled(snapshot: &Snapshot, text: &str) -> Option<String> {
    let mut kinds: Vec<&str> = snapshot.pods.iter().map(|pod| pod.workload.kind.as_str()).collect();
    kinds.extend(snapshot.workloads.iter().map(|workload| workload.workload.kind.as_str()));
    kinds.sort_unstable();
    kinds.dedup();
    let context = Context { namespace: snapshot.source.namespace.as_ref().map(Name::as_str), kinds: &kinds };
    let name = canonical(text, &context)?;
    Some(aws_identity(snapshot, &name).map_or(name, |identity| identity.id()))
}

/// `role:ops/token in ops`, as pictures name a role where it holds: the name, and where.
fn scoped(text: &str) -> (&str, Option<&str>) {
    let is_role = text.starts_with("role:") || text.starts_with("clusterrole:");
    text.rsplit_once(" in ").filter(|_| is_role).map_or((text, None), |(name, place)| (name, Some(place)))
}

/// Whether a node has this name, or a hub stands for what it names (`pod:shop/*`).
fn has(snapshot: &Snapshot, node: &Node, name: &str, scope: Option<&str>) -> bool {
    let here = match (node, scope) {
        (Node::Role(_, Scope::Namespace(namespace)), Some(place)) => namespace == place,
        (Node::Role(..), Some(_)) => false,
        _ => true,
    };
    here && match node {
        Node::Hub(_) => name.ends_with('*') && node.kind_id().as_deref() == Some(name),
        node => node.id(snapshot).as_deref() == Some(name),
    }
}

/// The workload that a pod is a replica of, by the name of either.
fn workload_of(snapshot: &Snapshot, id: &str) -> Option<String> {
    let (namespace, name) = id.strip_prefix("pod:")?.split_once('/')?;
    let here = || snapshot.pods.iter().filter(|pod| pod.namespace == namespace);
    // People say the workload's name where a replica has a random one.
    let pod = here().find(|pod| pod.name == name).or_else(|| here().find(|pod| pod.workload.name == name))?;
    Some(pod.workload.id(&pod.namespace))
}

/// Whether something has the name although nothing leads to or from it.
fn is_there(snapshot: &Snapshot, name: &str) -> bool {
    match name.split_once(':') {
        Some(("objective", _)) => Objective::OF_CLUSTER.into_iter().any(|objective| objective.id() == name),
        Some(("ns", namespace)) => snapshot.knows_namespace(namespace),
        Some(("role" | "clusterrole" | "rolebinding" | "clusterrolebinding", _)) => {
            of_grants(snapshot).any(|id| id == name)
        }
        Some(("pod" | "workload", _)) => of_pods(snapshot).contains(name),
        Some(("node", node)) => snapshot.nodes.iter().any(|known| known.name == node),
        Some((kind @ ("sa" | "secret"), rest)) => rest.split_once('/').is_some_and(|(namespace, name)| {
            let is = |own: &Name, its: &Name| own == namespace && its == name;
            if kind == "sa" {
                snapshot.service_accounts.iter().any(|known| is(&known.namespace, &known.name))
            } else {
                snapshot.secrets.iter().any(|known| is(&known.namespace, &known.name))
            }
        }),
        _ => false,
    }
}

/// Whether there are pods of this workload and all have ended.
fn has_ended(snapshot: &Snapshot, name: &str) -> bool {
    let mut own = snapshot.pods.iter().filter(|pod| pod.workload.id(&pod.namespace) == name).peekable();
    own.peek().is_some() && own.all(|pod| pod.phase == Phase::Finished)
}

/// The names that are likest to what was written.
fn near(snapshot: &Snapshot, graph: &Graph, written: &str) -> Vec<String> {
    let known = known::of_nodes(snapshot, graph);
    suggestion::likest(written, known.iter().map(String::as_str)).into_iter().map(str::to_owned).collect()
}

/// What may have been meant, or how the name could be known.
fn hint(snapshot: &Snapshot, graph: &Graph, name: &str) -> String {
    let near = near(snapshot, graph, name);
    match name.split(':').next().unwrap_or_default() {
        "objective" => {
            let all = graph.objectives().map(|(objective, _)| objective);
            let all: BTreeSet<Objective> = all.chain(Objective::OF_CLUSTER).collect();
            let all: Vec<String> = all.into_iter().map(|known| known.id().replacen("objective:", "", 1)).collect();
            format!("; the objectives are {}", all.join(", "))
        }
        _ if !near.is_empty() => or(&near),
        "user" | "group" => "; a user or group is known only where a binding names it: whoever has logged in is \
                             group:system:authenticated"
            .to_owned(),
        "secret" => "; a Secret is known where it was listed, or where a pod names it".to_owned(),
        _ => String::new(),
    }
}

/// What may have been meant, of these names; nothing when nothing is near.
pub(super) fn or(near: &[String]) -> String {
    match near {
        [] => String::new(),
        [one] => format!("; did you mean {one}?"),
        [first @ .., last] => format!("; did you mean {} or {last}?", first.join(", ")),
    }
}

/// What may have been meant, of names that a command takes.
#[must_use]
pub fn meant(written: &str, known: impl IntoIterator<Item = String>) -> String {
    let known: Vec<String> = known.into_iter().collect();
    let near = suggestion::likest(written, known.iter().map(String::as_str));
    or(&near.into_iter().map(str::to_owned).collect::<Vec<_>>())
}
