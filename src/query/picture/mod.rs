//! The graph, or a part of it, as figures and arrows: what `graph` draws, and what paths look like.
//!
//! What lies on no way between the sources and the targets is left out; unless all ways are wanted, each source has the
//! surest and shortest one to each target, which is a picture that can be read. Edges from one figure to another are one arrow,
//! with all that they say. Hubs are named for what they stand for.

mod canvas;
mod figure;
mod hub_name;
mod join_name;
mod ways;

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::findings::{Hop, Teller};
use crate::graph::{Certainty, Graph, NodeId};

use super::paths::PathView;
use canvas::Canvas;
use figure::{entry, figure};
use ways::{between_edges, shortest_ways};

/// Figures and arrows between them.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, JsonSchema)]
pub struct Picture {
    /// The figures, by name.
    pub nodes: Vec<Figure>,
    /// The arrows, by the names of their ends.
    pub edges: Vec<Arrow>,
}

/// A node.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
pub struct Figure {
    /// Its name; that of a hub says what it stands for.
    pub id: String,
    /// `sa`, `pod`, `node`, …, `hub` for a set or a half, `join` for what is reached only by all that leads to it together.
    pub kind: String,
}

/// All edges from one node to another.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Arrow {
    /// From where.
    pub from: String,
    /// To where.
    pub to: String,
    /// The entries and steps; none for structure.
    pub entries: Vec<String>,
    /// How sure the surest is.
    pub certainty: String,
    /// What blocks it, when all of it is blocked.
    pub blocked_by: Vec<String>,
}

/// Which part of the graph.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Between {
    /// From these; nothing for every source that is not built in.
    pub from: Option<Vec<NodeId>>,
    /// To these; nothing for every objective.
    pub to: Option<Vec<NodeId>>,
    /// With what a guard blocks.
    pub blocked: bool,
    /// All ways, also the longer ones.
    pub all: bool,
}

/// The same with its ends known.
struct Ends {
    from: BTreeSet<NodeId>,
    to: BTreeSet<NodeId>,
    blocked: bool,
}

/// A part of the graph.
#[must_use]
pub fn picture(teller: &Teller<'_>, between: &Between) -> Picture {
    let graph = &teller.escalation().graph;
    let ends = Ends { from: sources(teller, between), to: targets(graph, between), blocked: between.blocked };
    let shown = if between.all { between_edges(graph, &ends) } else { shortest_ways(graph, &ends) };
    let name = |id: NodeId| graph.node(id).map(|node| figure(teller, id, node));
    let mut found = Canvas::default();
    for (from, to, what) in shown.iter().filter_map(|edge| graph.edge(*edge)) {
        let (Some(from), Some(to)) = (name(from), name(to)) else { continue };
        let entry = entry(teller.template(), &what.step);
        let blocked_by = what.remarks.as_ref().map(|remarks| remarks.blocked_by.clone()).unwrap_or_default();
        found.arrow(&from.id, &to.id, entry, what.certainty, &blocked_by);
        found.figures.extend([from, to]);
    }
    found.picture()
}

/// Paths as a picture: what stands in their hops.
#[must_use]
pub fn picture_of_paths(paths: &[PathView]) -> Picture {
    picture_of_hops(paths.iter().flat_map(|path| &path.hops).map(|view| &view.hop))
}

/// Hops as a picture.
pub fn picture_of_hops<'h>(hops: impl IntoIterator<Item = &'h Hop>) -> Picture {
    let mut found = Canvas::default();
    let kind = |id: &str| Figure { id: id.to_owned(), kind: id.split(':').next().unwrap_or_default().to_owned() };
    for hop in hops {
        let certainty = match (hop.blocked_by.is_empty(), hop.may_refuse.is_empty()) {
            (false, _) => Certainty::Guarded,
            (true, false) => Certainty::Unknown,
            (true, true) => Certainty::ProvenRights,
        };
        for part in hop.requests() {
            found.figures.extend([kind(&part.from), kind(&hop.to)]);
            found.arrow(&part.from, &hop.to, Some(part.entry.as_str().to_owned()), certainty, &hop.blocked_by);
        }
    }
    found.picture()
}

fn sources(teller: &Teller<'_>, between: &Between) -> BTreeSet<NodeId> {
    if let Some(from) = &between.from {
        return from.iter().copied().collect();
    }
    let own = teller.escalation().graph.nodes().filter(|(_, node)| teller.is_source(node) && !teller.is_builtin(node));
    own.map(|(id, _)| id).collect()
}

fn targets(graph: &Graph, between: &Between) -> BTreeSet<NodeId> {
    match &between.to {
        Some(to) => to.iter().copied().collect(),
        None => graph.objectives().map(|(_, node)| node).collect(),
    }
}
