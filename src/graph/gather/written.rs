//! Writes down how a node reaches all parts of a join.

use hashbrown::HashSet;

use super::{Gathered, Next};
use crate::graph::{Graph, Move, NodeId};

/// A piece of a way that is still to be written, last first.
enum Task {
    ToPart(NodeId, NodeId),
    ToJoin(NodeId, NodeId),
    Write(Move),
}

impl Gathered {
    /// Writes the moves from a node to all parts of a join that it reaches, and the join itself; each piece once.
    pub(in crate::graph) fn to_join(&self, graph: &Graph, from: NodeId, join: NodeId, moves: &mut Vec<Move>) {
        // A stack of its own, since joins may be nested deeply.
        let mut tasks = vec![Task::ToJoin(from, join)];
        let mut done = HashSet::new();
        while let Some(task) = tasks.pop() {
            match task {
                Task::Write(step) => moves.push(step),
                Task::ToJoin(from, join) => {
                    tasks.push(Task::Write(Move::Join(join)));
                    for part in graph.parts(join) {
                        self.to_part(from, join, part, &mut tasks);
                    }
                }
                Task::ToPart(node, part) if done.insert((node, part)) => {
                    // INVARIANT: a mark's next node was marked before it, so this ends.
                    match self.marks.as_ref().and_then(|marks| marks.get(node, part)).map(|mark| mark.next) {
                        Some(Next::Edge(edge)) => {
                            moves.push(Move::Edge(edge));
                            tasks.extend(graph.edge(edge).map(|(_, to, _)| Task::ToPart(to, part)));
                        }
                        Some(Next::Join(join)) => tasks.extend([Task::ToPart(join, part), Task::ToJoin(node, join)]),
                        Some(Next::Here) | None => {}
                    }
                }
                Task::ToPart(..) => {}
            }
        }
    }

    /// The way to one part: straight, or to the relay that stands for it and on from there. A relay may stand for another.
    fn to_part(&self, from: NodeId, join: NodeId, part: NodeId, tasks: &mut Vec<Task>) {
        let relays = self.relays.get(&(from, join)).map_or(&[][..], Vec::as_slice);
        let mut to = part;
        // INVARIANT: a relay keeps none that stands as far up as it does, so this ends.
        while let Some(&(_, relay)) = relays.iter().find(|(kept, _)| *kept == to) {
            tasks.extend([Task::ToPart(relay, to), Task::Write(Move::Back(relay))]);
            to = relay;
        }
        tasks.extend([Task::ToPart(from, to), Task::Write(Move::Back(from))]);
    }
}
