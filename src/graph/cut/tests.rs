use std::collections::BTreeMap;

use super::Connections;
use crate::authz::Grant;
use crate::graph::{Certainty, Edge, Graph, Hub, Node, NodeId, Question, Reach, Step};
use crate::model::{BindingId, Name, RoleId, Subject};

/// Subjects by name, bindings by number; `b0` is fixed.
#[derive(Default)]
struct World {
    graph: Graph,
    sources: Vec<NodeId>,
}

impl World {
    fn node(&mut self, name: &str) -> NodeId {
        match name.strip_prefix('b') {
            Some(number) => self.graph.add(Node::Binding(BindingId::new(number.parse().unwrap()))),
            None => self.graph.add(Node::Subject(Subject::user(name))),
        }
    }

    /// Edges as `from to`, those that lead through bindings together as `from to 1 2`, joins as `+ to part part`.
    fn of(text: &str, sources: &str) -> Self {
        let mut world = World::default();
        for line in text.split(',') {
            let words: Vec<&str> = line.split_whitespace().collect();
            if words[0] == "+" {
                let parts: Vec<NodeId> = words[2..].iter().map(|part| world.node(part)).collect();
                let (join, to) = (world.graph.join(&parts), world.node(words[1]));
                world.graph.connect(join, to, Edge::structure());
                continue;
            }
            let (from, to) = (world.node(words[0]), world.node(words[1]));
            for number in &words[2..] {
                world.node(&format!("b{number}"));
            }
            let grants = words[2..].iter().map(|number| grant(number.parse().unwrap())).collect();
            let edge = Edge { step: Step::Entry { entry: 0, grants }, ..Edge::structure() };
            world.graph.connect(from, to, edge);
        }
        world.sources = sources.split_whitespace().map(|name| world.node(name)).collect();
        world
    }

    fn goal(&mut self) -> NodeId {
        self.node("goal")
    }

    /// How many sources reach the goal without these bindings.
    fn left(&mut self, removed: &[BindingId]) -> usize {
        let goal = self.goal();
        // What takes several bindings is lost with each: remove them one by one.
        let lost = |reach: &Reach| self.sources.iter().filter(|node| reach.certainty(**node).is_some()).count();
        match removed {
            [one] => lost(&Reach::at_least_without(&self.graph, goal, Certainty::Guarded, &|other| other == *one)),
            _ => {
                lost(&Reach::at_most_without(&self.graph, goal, Certainty::Guarded, &|other| removed.contains(&other)))
            }
        }
    }

    fn bindings(&self) -> Vec<BindingId> {
        let all = self.graph.nodes().filter_map(|(_, node)| match node {
            Node::Binding(binding) if is_removable(*binding) => Some(*binding),
            _ => None,
        });
        all.collect()
    }

    fn dominated(&mut self) -> BTreeMap<BindingId, usize> {
        let goal = self.goal();
        Connections::new(&self.graph, &question(goal, &self.sources)).dominated()
    }

    fn minimum(&mut self) -> Option<Vec<BindingId>> {
        let goal = self.goal();
        Connections::new(&self.graph, &question(goal, &self.sources)).minimum(4)
    }
}

fn question(goal: NodeId, sources: &[NodeId]) -> Question<'_> {
    Question { goal, sources, certainty: Certainty::Guarded, removable: &is_removable }
}

fn is_removable(binding: BindingId) -> bool {
    binding.index() != 0
}

fn grant(number: usize) -> Grant {
    Grant { binding: Some(BindingId::new(number)), role: RoleId::new(0), rule: 0 }
}

/// Edges, sources, what each binding cuts, and the minimum cut.
type Row = (&'static str, &'static str, &'static [(usize, usize)], Option<&'static [usize]>);

const TABLE: &[Row] = &[
    ("x b1, y b1, b1 goal", "x y", &[(1, 2)], Some(&[1])),
    ("x b1, x b2, b1 goal, b2 goal", "x", &[], Some(&[1, 2])),
    // Of two in a row, the one nearest the goal.
    ("x b1, b1 y, y b2, b2 goal", "x", &[(1, 1), (2, 1)], Some(&[2])),
    ("x b1, b1 y, y b2, b2 goal", "x y", &[(1, 1), (2, 2)], Some(&[2])),
    // A fixed binding cannot be removed, and a source that needs no other is left out.
    ("x b0, b0 goal, y b1, b1 goal", "x y", &[(1, 1)], Some(&[1])),
    ("x goal", "x", &[], Some(&[])),
    // The second unit takes the first one's way back.
    ("x b1, x b2, b1 b3, b1 b4, b2 b3, b3 goal, b4 goal", "x", &[], Some(&[3, 4])),
    // Five ways are more than four.
    ("x b1, x b2, x b3, x b4, x b5, b1 goal, b2 goal, b3 goal, b4 goal, b5 goal", "x", &[], None),
    // A join takes all of its parts: each alone cuts it.
    ("x b1, x b2, b1 p, b2 q, + goal p q", "x", &[(1, 1), (2, 1)], Some(&[1])),
    // What takes two bindings is cut with the one that more such edges take.
    ("x goal 1 2, y goal 1 3", "x y", &[(1, 2), (2, 1), (3, 1)], Some(&[1])),
    ("x goal 0 2", "x", &[(2, 1)], Some(&[2])),
];

#[test]
fn what_each_binding_cuts_and_what_they_cut_together() {
    for (edges, sources, cuts, minimum) in TABLE {
        let mut world = World::of(edges, sources);
        let cuts: BTreeMap<BindingId, usize> = cuts.iter().map(|&(id, count)| (BindingId::new(id), count)).collect();
        assert_eq!(world.dominated(), cuts, "{edges}");
        let minimum = minimum.map(|ids| ids.iter().map(|&id| BindingId::new(id)).collect::<Vec<_>>());
        assert_eq!(world.minimum(), minimum, "{edges}");
    }
}

/// Numbers that look random (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((value ^ (value >> 31)) % u64::try_from(limit).unwrap()).unwrap()
    }

    fn world(&mut self, joins: usize) -> World {
        let mut world = World::default();
        let mut nodes: Vec<NodeId> = (0..6).map(|number| world.node(&format!("b{number}"))).collect();
        world.sources = (0..4).map(|number| world.node(&format!("s{number}"))).collect();
        nodes.extend(&world.sources);
        nodes.extend((0..4).map(|number| world.graph.add(Node::Hub(Hub::HoldsRole(Name::from(number.to_string()))))));
        nodes.push(world.goal());
        for _ in 0..20 {
            let (from, to) = (nodes[self.below(nodes.len() - 1)], nodes[self.below(nodes.len())]);
            world.graph.connect(from, to, Edge::structure());
        }
        for _ in 0..joins {
            let parts = [nodes[self.below(nodes.len() - 1)], nodes[self.below(nodes.len() - 1)]];
            if parts[0] != parts[1] {
                let join = world.graph.join(&parts);
                world.graph.connect(join, nodes[self.below(nodes.len())], Edge::structure());
            }
        }
        world
    }
}

#[test]
fn without_joins_dominators_and_cuts_are_exact() {
    let mut random = Random(1);
    for _ in 0..2_000 {
        let mut world = random.world(0);
        let bindings = world.bindings();
        let all = world.left(&[]);
        let stay = world.left(&bindings);
        let dominated = world.dominated();
        for &binding in &bindings {
            assert_eq!(dominated.get(&binding).copied().unwrap_or_default(), all - world.left(&[binding]));
        }
        // Every set of the five, the smallest that leaves only what needs no binding.
        let sets = (0..32_usize).map(|bits| {
            let chosen = bindings.iter().filter(|binding| bits >> (binding.index() - 1) & 1 == 1);
            chosen.copied().collect::<Vec<_>>()
        });
        let least = sets.filter(|set| world.left(set) == stay).map(|set| set.len()).min().unwrap();
        let cut = world.minimum();
        assert_eq!(cut.as_ref().map(Vec::len), (least <= 4).then_some(least));
        if let Some(cut) = cut {
            assert_eq!(world.left(&cut), stay);
        }
    }
}

#[test]
fn with_joins_no_claim_is_too_large() {
    let mut random = Random(2);
    let (mut claimed, mut real, mut separated, mut bound) = (0, 0, 0, 0);
    for _ in 0..2_000 {
        let mut world = random.world(3);
        let goal = world.goal();
        // Without AND a source may lead here that does not really: whoever asks names those that do.
        let reach = Reach::to(&world.graph, goal);
        world.sources.retain(|source| reach.certainty(*source).is_some());
        let (all, stay) = (world.left(&[]), world.left(&world.bindings()));
        let dominated = world.dominated();
        for binding in world.bindings() {
            let claims = dominated.get(&binding).copied().unwrap_or_default();
            let really = all - world.left(&[binding]);
            assert!(claims <= really, "{binding:?}: {claims} of {really}");
            (claimed, real) = (claimed + claims, real + really);
        }
        if let Some(cut) = world.minimum() {
            separated += all - world.left(&cut);
            bound += all - stay;
        }
    }
    // What is missed is little.
    assert!(claimed > real * 9 / 10, "{claimed} of {real}");
    assert!(separated > bound * 9 / 10, "{separated} of {bound}");
}

#[test]
fn a_binding_that_is_back_gives_no_more_than_a_search_with_it_and_without_joins_all_of_it() {
    let mut random = Random(3);
    let (mut told, mut all) = ([0, 0], [0, 0]);
    for (kind, joins) in [0, 3].into_iter().enumerate() {
        for _ in 0..1_000 {
            let mut world = random.world(joins);
            let (goal, bindings) = (world.goal(), world.bindings());
            let without = |removed: &[BindingId]| {
                Reach::at_most_without(&world.graph, goal, Certainty::Guarded, &|other| removed.contains(&other))
            };
            let none = without(&bindings);
            for &back in &bindings {
                let is_removed = |binding| bindings.contains(&binding);
                let regained = none.regained(&world.graph, Certainty::Guarded, &is_removed, back);
                let others: Vec<BindingId> = bindings.iter().copied().filter(|other| *other != back).collect();
                let with = without(&others);
                let is_new = |node: &NodeId| with.certainty(*node).is_some() && none.certainty(*node).is_none();
                assert!(regained.iter().all(is_new), "{back:?}: {regained:?}");
                told[kind] += regained.len();
                let nodes = world.graph.nodes().map(|(id, _)| id).filter(|id| !world.graph.is_join(*id));
                all[kind] += nodes.filter(is_new).count();
            }
        }
    }
    assert_eq!(told[0], all[0]);
    assert!(told[1] > all[1] / 2, "{told:?} of {all:?}");
}

#[test]
fn what_is_less_sure_than_asked_is_no_way() {
    let mut world = World::of("x b1, b1 goal, y b2", "x y");
    let (goal, b2) = (world.goal(), world.node("b2"));
    world.graph.connect(b2, goal, Edge::structure().with(Certainty::Guarded));
    let sure = Question { certainty: Certainty::Unknown, ..question(goal, &world.sources) };
    assert_eq!(Connections::new(&world.graph, &sure).minimum(4), Some(vec![BindingId::new(1)]));
    assert_eq!(
        Connections::new(&world.graph, &question(goal, &world.sources)).minimum(4).map(|cut| cut.len()),
        Some(2)
    );
}
