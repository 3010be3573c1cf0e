//! Joins that lead to a goal, and who reaches all of their parts.
//!
//! Every part of a join that matters is a *label*. Labels flow backwards over the edges: a node carries those of the parts
//! that it reaches. A node that carries all labels of a join reaches the join, and with it whatever the join carries in
//! turn. Nodes that reach the goal anyway are left out, so in practice few carry any.
//!
//! Cost: for each label a node carries, the edges that lead to the node. That can be more than linear where many nodes
//! carry many labels, so there is a limit; [`Gathered::complete`] says whether it sufficed.

use std::collections::{HashMap, HashSet, VecDeque};

use super::{EdgeId, Graph, Move, NodeId};

/// How many labels may be given out: some hundred megabytes.
const LIMIT: usize = 2_000_000;

/// How a node carries a label.
#[derive(Clone, Copy, Debug)]
struct Mark {
    hops: u32,
    next: Next,
}

#[derive(Clone, Copy, Debug)]
enum Next {
    /// It is the part itself.
    Here,
    Edge(EdgeId),
    /// It reaches this join, which carries the label.
    Join(NodeId),
}

/// Who carries which labels.
pub(super) struct Gathered {
    marks: HashMap<(NodeId, NodeId), Mark>,
    /// False when the limit was hit: there may be more.
    pub(super) complete: bool,
}

/// A node that reaches all parts of a join that leads to the goal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fired {
    pub(super) node: NodeId,
    pub(super) join: NodeId,
    /// The hops to all of its parts together.
    pub(super) hops: u32,
}

/// A gathering under way.
struct Gathering<'g> {
    graph: &'g Graph,
    gathered: Gathered,
    /// The joins that matter, by each of their parts.
    joins_of: HashMap<NodeId, Vec<NodeId>>,
    /// Those of them that have no other part.
    alone: HashMap<NodeId, Vec<NodeId>>,
    /// The joins that matter, with their parts.
    active: HashMap<NodeId, Vec<NodeId>>,
    /// The nodes that have all parts of a join.
    have: HashSet<(NodeId, NodeId)>,
    /// The labels that a node carries.
    labels: HashMap<NodeId, Vec<NodeId>>,
    /// The nodes that reach a join which does not lead to the goal by itself.
    followers: HashMap<NodeId, Vec<(NodeId, u32)>>,
    /// The nodes that carry a label, and the labels that a join carries.
    holders: HashMap<NodeId, Vec<NodeId>>,
    carried: HashMap<NodeId, Vec<(NodeId, Mark)>>,
    queue: VecDeque<(NodeId, NodeId, Mark)>,
    goals: HashSet<NodeId>,
    fired: Vec<Fired>,
}

/// Gathers for these joins, which all lead to the goal. `settled` says which nodes reach it anyway, `usable` which edges
/// count.
pub(super) fn gather(
    graph: &Graph,
    leading: &[NodeId],
    settled: &dyn Fn(NodeId) -> bool,
    usable: &dyn Fn(EdgeId) -> bool,
) -> (Gathered, Vec<Fired>) {
    let mut gathering = Gathering {
        graph,
        gathered: Gathered { marks: HashMap::new(), complete: true },
        joins_of: HashMap::new(),
        active: HashMap::new(),
        alone: HashMap::new(),
        have: HashSet::new(),
        labels: HashMap::new(),
        followers: HashMap::new(),
        holders: HashMap::new(),
        carried: HashMap::new(),
        queue: VecDeque::new(),
        goals: leading.iter().copied().collect(),
        fired: Vec::new(),
    };
    for &join in leading {
        gathering.activate(join, settled, usable);
    }
    gathering.run(settled, usable);
    gathering.fired.sort_by_key(|fired| (fired.hops, fired.node, fired.join));
    (gathering.gathered, gathering.fired)
}

impl Gathering<'_> {
    /// Lets the labels of a join flow. If a part leads to the goal by itself, the join adds nothing; if a part is not
    /// usable, nobody has all.
    fn activate(&mut self, join: NodeId, settled: &dyn Fn(NodeId) -> bool, usable: &dyn Fn(EdgeId) -> bool) {
        if self.active.contains_key(&join) || self.graph.edges_to(join).any(|(id, ..)| !usable(id)) {
            return;
        }
        let mut parts: Vec<NodeId> = self.graph.parts(join).collect();
        parts.sort_unstable();
        parts.dedup();
        self.active.insert(join, parts.clone());
        if parts.iter().any(|&part| settled(part)) {
            return;
        }
        // A part that another join takes too has its label out already. Who has all parts has the rarest.
        let holders = parts.iter().map(|part| self.holders.get(part).map_or(&[][..], Vec::as_slice));
        let rarest = holders.min_by_key(|holders| holders.len()).unwrap_or_default().to_vec();
        if let [part] = parts.as_slice() {
            self.alone.entry(*part).or_default().push(join);
        }
        for part in parts {
            let first = !self.joins_of.contains_key(&part);
            self.joins_of.entry(part).or_default().push(join);
            if first {
                self.queue.push_back((part, part, Mark { hops: 0, next: Next::Here }));
            }
        }
        rarest.into_iter().for_each(|node| self.complete(node, join));
    }

    /// The joins that a node may have all parts of now that it carries this label: those that take it or, where fewer
    /// take the other labels that it carries, those that take both. A step that many namespaces share is in a join of each.
    fn candidates(&self, node: NodeId, label: NodeId) -> Vec<NodeId> {
        let of = |label: &NodeId| self.joins_of.get(label).map_or(&[][..], Vec::as_slice);
        let others = || self.labels.get(&node).into_iter().flatten();
        let all = of(&label);
        // Counts no further than it takes to know.
        if others().flat_map(of).take(all.len()).count() == all.len() {
            return all.to_vec();
        }
        let takes = |join: &NodeId| self.active.get(join).is_some_and(|parts| parts.binary_search(&label).is_ok());
        let alone = self.alone.get(&label).into_iter().flatten();
        others().flat_map(of).filter(|join| takes(join)).chain(alone).copied().collect()
    }

    fn run(&mut self, settled: &dyn Fn(NodeId) -> bool, usable: &dyn Fn(EdgeId) -> bool) {
        while let Some((node, label, mark)) = self.queue.pop_front() {
            if settled(node) || self.gathered.marks.contains_key(&(node, label)) {
                continue;
            }
            if self.gathered.marks.len() >= LIMIT {
                self.gathered.complete = false;
                return;
            }
            self.gathered.marks.insert((node, label), mark);
            if self.graph.is_join(node) {
                // Whoever reaches this join carries the label: so its own parts matter too.
                self.carried.entry(node).or_default().push((label, mark));
                self.activate(node, settled, usable);
                for (follower, hops) in self.followers.get(&node).cloned().unwrap_or_default() {
                    self.pass_on(follower, hops, node, label, mark);
                }
                continue;
            }
            self.holders.entry(label).or_default().push(node);
            let joins = self.candidates(node, label);
            self.labels.entry(node).or_default().push(label);
            joins.into_iter().for_each(|join| self.complete(node, join));
            for (id, from, edge) in self.graph.edges_to(node) {
                if !usable(id) {
                    continue;
                }
                let next = Next::Edge(id);
                if edge.step.is_hop() {
                    self.queue.push_back((from, label, Mark { hops: mark.hops.saturating_add(1), next }));
                } else {
                    self.queue.push_front((from, label, Mark { hops: mark.hops, next }));
                }
            }
        }
    }

    /// Notes what follows if a node has all parts of a join.
    fn complete(&mut self, node: NodeId, join: NodeId) {
        let has = |part: &NodeId| self.gathered.marks.contains_key(&(node, *part));
        let all = self.active.get(&join).is_some_and(|parts| parts.iter().all(has));
        if !all || !self.have.insert((node, join)) {
            return;
        }
        let marks = self.graph.parts(join).filter_map(|part| self.gathered.marks.get(&(node, part)));
        let hops = marks.map(|mark| mark.hops).fold(0, u32::saturating_add);
        if self.goals.contains(&join) {
            self.fired.push(Fired { node, join, hops });
        }
        self.followers.entry(join).or_default().push((node, hops));
        for (label, mark) in self.carried.get(&join).cloned().unwrap_or_default() {
            self.pass_on(node, hops, join, label, mark);
        }
    }

    fn pass_on(&mut self, node: NodeId, hops: u32, join: NodeId, label: NodeId, mark: Mark) {
        let mark = Mark { hops: hops.saturating_add(mark.hops), next: Next::Join(join) };
        self.queue.push_back((node, label, mark));
    }
}

/// A piece of a way that is still to be written, last first.
enum Task {
    ToPart(NodeId, NodeId),
    ToJoin(NodeId, NodeId),
    Write(Move),
}

impl Gathered {
    /// Writes the moves from a node to all parts of a join that it reaches, and the join itself; each piece once.
    pub(super) fn to_join(&self, graph: &Graph, from: NodeId, join: NodeId, moves: &mut Vec<Move>) {
        // A stack of its own, since joins may be nested deeply.
        let mut tasks = vec![Task::ToJoin(from, join)];
        let mut done = HashSet::new();
        while let Some(task) = tasks.pop() {
            match task {
                Task::Write(step) => moves.push(step),
                Task::ToJoin(from, join) => {
                    tasks.push(Task::Write(Move::Join(join)));
                    for part in graph.parts(join) {
                        tasks.push(Task::ToPart(from, part));
                        tasks.push(Task::Write(Move::Back(from)));
                    }
                }
                Task::ToPart(node, part) if done.insert((node, part)) => {
                    // INVARIANT: a mark's next node was marked before it, so this ends.
                    match self.marks.get(&(node, part)).map(|mark| mark.next) {
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
}
