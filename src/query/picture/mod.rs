//! The graph, or a part of it, as figures and arrows: what `graph` draws, and what paths look like.
//!
//! What lies on no way between the sources and the targets is left out; unless all ways are wanted, each source has the
//! surest and shortest one to each target, which is a picture that can be read. Edges from one figure to another are one arrow,
//! with all that they say. Hubs are named for what they stand for.

mod hub_name;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use schemars::JsonSchema;
use serde::Serialize;

use crate::findings::Teller;
use crate::graph::{Certainty, Closure, EdgeId, Graph, Move, Node, NodeId, Objective, Reach, Step};
use crate::model::Scope;
use crate::template::Template;

use super::paths::PathView;
use hub_name::hub_name;

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
    /// `sa`, `pod`, `node`, …, `hub` for a set or a half, `join` for what takes all that leads to it.
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
    let mut found = Canvas::default();
    let kind = |id: &str| Figure { id: id.to_owned(), kind: id.split(':').next().unwrap_or_default().to_owned() };
    for hop in paths.iter().flat_map(|path| &path.hops).map(|view| &view.hop) {
        found.figures.extend([kind(&hop.from), kind(&hop.to)]);
        let certainty = if hop.blocked_by.is_empty() { Certainty::ProvenRights } else { Certainty::Guarded };
        found.arrow(&hop.from, &hop.to, Some(hop.entry.clone()), certainty, &hop.blocked_by);
    }
    found.picture()
}

/// The entries of the edges between two figures, how sure the surest is, and what blocks them.
type Said = (BTreeSet<String>, Certainty, BTreeSet<String>);

/// A picture under way.
#[derive(Default)]
struct Canvas {
    figures: BTreeSet<Figure>,
    /// By their ends.
    arrows: BTreeMap<(String, String), Said>,
}

impl Canvas {
    fn arrow(&mut self, from: &str, to: &str, entry: Option<String>, certainty: Certainty, blocked_by: &[String]) {
        // Nodes of one name are one figure.
        if from == to {
            return;
        }
        let ends = (from.to_owned(), to.to_owned());
        let (entries, surest, blocked) =
            self.arrows.entry(ends).or_insert_with(|| (BTreeSet::new(), certainty, BTreeSet::new()));
        entries.extend(entry);
        *surest = certainty.min(*surest);
        blocked.extend(blocked_by.iter().cloned());
    }

    fn picture(self) -> Picture {
        let edges = self.arrows.into_iter().map(|((from, to), (entries, certainty, blocked))| Arrow {
            from,
            to,
            entries: entries.into_iter().collect(),
            certainty: certainty.word().to_owned(),
            blocked_by: if certainty == Certainty::Guarded { blocked.into_iter().collect() } else { Vec::new() },
        });
        let edges: Vec<Arrow> = edges.collect();
        Picture { nodes: self.figures.into_iter().collect(), edges }
    }
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
        None => Objective::ALL.into_iter().filter_map(|objective| graph.find(&Node::Objective(objective))).collect(),
    }
}

/// Whether an edge is drawn: what follows from an objective is not, unless it is asked what does.
fn usable(graph: &Graph, ends: &Ends, edge: EdgeId) -> bool {
    graph.edge(edge).is_some_and(|(from, to, edge)| {
        let beyond = matches!(graph.node(from), Some(Node::Objective(_))) && !ends.from.contains(&from);
        (!beyond || ends.to.contains(&to)) && (ends.blocked || edge.certainty != Certainty::Guarded)
    })
}

/// The edges on ways between: of what the sources reach, what leads to a target.
fn between_edges(graph: &Graph, ends: &Ends) -> BTreeSet<EdgeId> {
    let usable = |edge| usable(graph, ends, edge);
    let sources: Vec<NodeId> = ends.from.iter().copied().collect();
    let ahead = Closure::of(graph, &sources, &usable);
    let mut queue: VecDeque<NodeId> = ends.to.iter().copied().collect();
    let mut seen: BTreeSet<NodeId> = ends.to.clone();
    let mut shown = BTreeSet::new();
    while let Some(node) = queue.pop_front().filter(|_| !ends.from.is_empty()) {
        for (edge, from, _) in graph.edges_to(node) {
            if usable(edge) && ahead.certainty(from).is_some() && ahead.certainty(node).is_some() {
                shown.insert(edge);
                if seen.insert(from) {
                    queue.push_back(from);
                }
            }
        }
    }
    shown
}

/// A longer way is drawn so far.
const LONGEST: usize = 100;

/// The edges of the surest and shortest way from each source to each target.
fn shortest_ways(graph: &Graph, ends: &Ends) -> BTreeSet<EdgeId> {
    let mut shown = BTreeSet::new();
    for &target in &ends.to {
        let reach = Reach::to(graph, target);
        let open = |from: &&NodeId| {
            let certainty = reach.certainty(**from);
            certainty.is_some_and(|certainty| ends.blocked || certainty != Certainty::Guarded)
        };
        for &from in ends.from.iter().filter(open) {
            let moves = reach.path(graph, from, LONGEST);
            let beyond = moves.iter().any(|step| edge_of(step).is_some_and(|edge| !usable(graph, ends, edge)));
            // What follows from another objective is drawn from there.
            if !beyond {
                shown.extend(moves.iter().filter_map(edge_of));
                let joins =
                    moves.iter().filter_map(|step| if let Move::Join(join) = step { Some(*join) } else { None });
                shown.extend(joins.flat_map(|join| graph.edges_to(join).map(|(edge, ..)| edge)));
            }
        }
    }
    shown
}

fn edge_of(step: &Move) -> Option<EdgeId> {
    match step {
        Move::Edge(edge) => Some(*edge),
        Move::Back(_) | Move::Join(_) => None,
    }
}

fn entry(template: &Template, step: &Step) -> Option<String> {
    match step {
        Step::Entry { entry, .. } => template.entries.get(*entry).map(|entry| entry.id.clone()),
        Step::Identity(id) => Some((*id).to_owned()),
        Step::Structure => None,
    }
}

fn figure(teller: &Teller<'_>, id: NodeId, node: &Node) -> Figure {
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
        (None, _) => Figure { id: format!("all of these ({})", id.index()), kind: "join".to_owned() },
    }
}
