//! What a node and an edge of the graph are in a picture.

use crate::findings::Teller;
use crate::graph::{Node, NodeId, Step};
use crate::model::Scope;
use crate::template::Template;

use super::Figure;
use super::hub_name::hub_name;
use super::join_name::join_name;

pub(super) fn entry(template: &Template, step: &Step) -> Option<String> {
    match step {
        Step::Entry { entry, .. } => template.entries.get(*entry).map(|entry| entry.id.clone()),
        Step::Identity(id) => Some((*id).to_owned()),
        Step::Method(method) => template.methods.get(*method).map(|method| method.id.clone()),
        Step::Structure => None,
    }
}

pub(super) fn figure(teller: &Teller<'_>, id: NodeId, node: &Node) -> Figure {
    let named = match node {
        // A role does not hold the same everywhere.
        Node::Role(role, Scope::Namespace(place)) => {
            Some(format!("{} in {}", teller.snapshot().role(*role).id(), place.as_str()))
        }
        node => node.id(teller.snapshot()),
    };
    match (named, node) {
        (Some(id), _) => Figure { kind: id.split(':').next().unwrap_or_default().to_owned(), id },
        (None, Node::Hub(hub)) => {
            Figure { id: hub_name(teller.snapshot(), teller.template(), hub), kind: "hub".to_owned() }
        }
        (None, _) => Figure { id: join_name(id, parts(teller, id)), kind: "join".to_owned() },
    }
}

/// The names of what a join takes. A join among them is told by its number: they may be nested deep.
fn parts(teller: &Teller<'_>, join: NodeId) -> Vec<String> {
    let graph = &teller.escalation().graph;
    let part = |id| match graph.node(id)? {
        Node::Join(number) => Some(format!("another join ({number})")),
        node => Some(figure(teller, id, node).id),
    };
    graph.parts(join).filter_map(part).collect()
}
