use super::Reach;
use crate::graph::{Certainty, Edge, Graph, Hub, Move, Node};
use crate::model::{RoleKind, Scope, Subject};

fn named(graph: &mut Graph, name: &str) -> crate::graph::NodeId {
    graph.add(Node::Subject(Subject::user(name)))
}

fn unsure() -> Edge {
    Edge::identity("test").with(Certainty::Unknown)
}

#[test]
fn a_sure_way_is_taken_even_if_longer() {
    let mut graph = Graph::default();
    let [a, b, goal] = ["a", "b", "goal"].map(|name| named(&mut graph, name));
    graph.connect(a, goal, unsure());
    graph.connect(a, b, Edge::identity("test"));
    graph.connect(b, goal, Edge::identity("test"));
    let reach = Reach::to(&graph, goal);
    assert_eq!(reach.certainty(a), Some(Certainty::ProvenRights));
    assert_eq!(reach.hops(a), Some(2));
    assert_eq!(reach.path(&graph, a, 9).len(), 2);
}

#[test]
fn an_unsure_way_is_better_than_none_and_structure_is_free() {
    let mut graph = Graph::default();
    let [a, b, goal, alone] = ["a", "b", "goal", "alone"].map(|name| named(&mut graph, name));
    graph.connect(a, b, Edge::structure());
    graph.connect(b, goal, unsure());
    let reach = Reach::to(&graph, goal);
    assert_eq!((reach.certainty(a), reach.hops(a)), (Some(Certainty::Unknown), Some(1)));
    assert_eq!(reach.certainty(alone), None);
}

#[test]
fn cycles_end_and_a_long_chain_does_not_overflow() {
    let mut graph = Graph::default();
    let chain: Vec<_> = (0..100_000).map(|index| named(&mut graph, &index.to_string())).collect();
    for pair in chain.windows(2) {
        graph.connect(pair[0], pair[1], Edge::identity("test"));
        graph.connect(pair[1], pair[0], Edge::identity("test"));
    }
    let reach = Reach::to(&graph, chain[chain.len() - 1]);
    assert_eq!(reach.hops(chain[0]), Some(99_999));
    assert_eq!(reach.path(&graph, chain[0], 200_000).len(), 99_999);
}

/// `all` holds `half` and `rest`, `mixed` reaches both through others, `poor` only one.
fn with_join(sure: Certainty) -> (Graph, [crate::graph::NodeId; 6], crate::graph::NodeId) {
    let mut graph = Graph::default();
    let [all, mixed, poor, other, half, rest, goal] =
        ["all", "mixed", "poor", "other", "half", "rest", "goal"].map(|name| named(&mut graph, name));
    graph.connect(all, half, Edge::identity("test"));
    graph.connect(all, rest, Edge::identity("test"));
    graph.connect(poor, half, Edge::identity("test"));
    graph.connect(other, rest, Edge::identity("test").with(sure));
    graph.connect(mixed, poor, Edge::structure());
    graph.connect(mixed, other, Edge::identity("test"));
    let join = graph.join(&[half, rest]);
    graph.connect(join, goal, Edge::identity("test"));
    (graph, [all, mixed, poor, other, half, rest], goal)
}

#[test]
fn a_join_takes_all_of_its_parts() {
    let (graph, [all, mixed, poor, other, half, rest], goal) = with_join(Certainty::ProvenRights);
    let reach = Reach::to(&graph, goal);
    assert_eq!(reach.hops(all), Some(3));
    assert_eq!(reach.hops(mixed), Some(4));
    for alone in [poor, other, half, rest] {
        assert_eq!(reach.certainty(alone), None);
    }
    let moves = reach.path(&graph, mixed, 9);
    let edges = moves.iter().filter(|step| matches!(step, Move::Edge(_))).count();
    let backs: Vec<&Move> = moves.iter().filter(|step| matches!(step, Move::Back(_))).collect();
    assert_eq!((edges, backs), (5, vec![&Move::Back(mixed); 2]));
}

#[test]
fn a_join_is_as_sure_as_its_least_sure_part() {
    let (graph, [all, mixed, ..], goal) = with_join(Certainty::Guarded);
    let reach = Reach::to(&graph, goal);
    assert_eq!(reach.certainty(all), Some(Certainty::ProvenRights));
    assert_eq!(reach.certainty(mixed), Some(Certainty::Guarded));
}

#[test]
fn joins_nested_deeply_are_walked_without_a_stack() {
    let mut graph = Graph::default();
    let [start, goal] = ["start", "goal"].map(|name| named(&mut graph, name));
    let mut last = named(&mut graph, "seed");
    graph.connect(start, last, Edge::identity("test"));
    for index in 0..50_000 {
        let half = named(&mut graph, &index.to_string());
        graph.connect(start, half, Edge::identity("test"));
        let join = graph.join(&[half, last]);
        last = graph.add(Node::Hub(Hub::Claim(RoleKind::Role, Scope::Cluster, index.to_string().into())));
        graph.connect(join, last, Edge::structure());
    }
    graph.connect(last, goal, Edge::identity("test"));
    let reach = Reach::to(&graph, goal);
    assert!(reach.certainty(start).is_some());
    assert!(reach.path(&graph, start, usize::MAX).len() > 100_000);
}

#[test]
fn what_a_join_gives_is_a_part_of_another() {
    let mut graph = Graph::default();
    let [start, a, b, won, c, goal] = ["start", "a", "b", "won", "c", "goal"].map(|name| named(&mut graph, name));
    for part in [a, b, c] {
        graph.connect(start, part, Edge::identity("test"));
    }
    let first = graph.join(&[a, b]);
    graph.connect(first, won, Edge::identity("test"));
    let second = graph.join(&[won, c]);
    graph.connect(second, goal, Edge::identity("test"));
    let reach = Reach::to(&graph, goal);
    assert!(reach.certainty(start).is_some());
    assert_eq!(reach.path(&graph, start, 9).iter().filter(|step| matches!(step, Move::Join(_))).count(), 2);
    assert_eq!(reach.certainty(c), None);
}

#[test]
fn a_join_of_one_part_is_that_part_and_one_of_equal_parts_too() {
    let mut graph = Graph::default();
    let [start, half, goal] = ["start", "half", "goal"].map(|name| named(&mut graph, name));
    graph.connect(start, half, Edge::identity("test"));
    for parts in [vec![half], vec![half, half]] {
        let join = graph.join(&parts);
        let end = graph.add(Node::Hub(Hub::Claim(RoleKind::Role, Scope::Cluster, parts.len().to_string().into())));
        graph.connect(join, end, Edge::structure());
        assert!(Reach::to(&graph, end).certainty(start).is_some());
        graph.connect(end, goal, Edge::structure());
    }
}

#[test]
fn a_part_of_many_joins_fires_the_one_whose_other_part_is_held() {
    let mut graph = Graph::default();
    let [start, shared, goal, none] = ["start", "shared", "goal", "none"].map(|name| named(&mut graph, name));
    graph.connect(start, shared, Edge::identity("test"));
    graph.connect(none, shared, Edge::identity("test"));
    for index in 0..20 {
        let half = named(&mut graph, &index.to_string());
        if index == 7 {
            graph.connect(start, half, Edge::identity("test"));
        }
        let join = graph.join(&[shared, half]);
        graph.connect(join, goal, Edge::structure());
    }
    let reach = Reach::to(&graph, goal);
    assert_eq!((reach.hops(start), reach.hops(none)), (Some(2), None));
}

#[test]
fn what_a_relay_keeps_counts_for_all_who_lead_to_it() {
    let mut graph = Graph::default();
    let [group, goal] = ["group", "goal"].map(|name| named(&mut graph, name));
    let mut others = Vec::new();
    for index in 0..50 {
        let [half, other] = ["half", "other"].map(|word| named(&mut graph, &format!("{word}{index}")));
        graph.connect(group, half, Edge::identity("test"));
        let join = graph.join(&[half, other]);
        graph.connect(join, goal, Edge::structure());
        others.push(other);
    }
    let members: Vec<_> = (0..50).map(|index| named(&mut graph, &format!("member{index}"))).collect();
    members.iter().for_each(|&member| graph.connect(member, group, Edge::structure()));
    // The first labels pass the group, those of the last it keeps.
    for place in [0, 49] {
        graph.connect(members[place], others[place], Edge::identity("test"));
    }
    let reach = Reach::to(&graph, goal);
    for (place, member) in members.iter().enumerate() {
        assert_eq!(reach.hops(*member), [0, 49].contains(&place).then_some(2), "{place}");
    }
    let hops = |step: &Move| matches!(step, Move::Edge(edge) if graph.edge(*edge).unwrap().2.step.is_hop());
    for place in [0, 49] {
        let path = reach.path(&graph, members[place], 9);
        assert_eq!(path.iter().filter(|step| hops(step)).count(), 2, "{path:?}");
    }
    assert!(reach.labels() < 3 * 1000, "{} labels for 50 halves and 50 members", reach.labels());
}

#[test]
fn the_way_to_what_a_relay_of_relays_keeps_is_whole() {
    let mut graph = Graph::default();
    let [group, goal] = ["group", "goal"].map(|name| named(&mut graph, name));
    let mut members = Vec::new();
    for run in 0..20 {
        let span = graph.add(Node::Hub(Hub::Span(run, 4)));
        graph.connect(group, span, Edge::structure());
        for index in 0..12 {
            let named = |word| Node::Subject(Subject::user(&format!("{word}{run}-{index}")));
            let [half, other, member] = ["half", "other", "member"].map(|word| graph.add(named(word)));
            graph.connect(span, half, Edge::identity("test"));
            graph.connect(member, group, Edge::structure());
            graph.connect(member, other, Edge::identity("test"));
            let join = graph.join(&[half, other]);
            graph.connect(join, goal, Edge::structure());
            members.push(member);
        }
    }
    let reach = Reach::to(&graph, goal);
    for member in members {
        let path = reach.path(&graph, member, 9);
        // To the group, its span and the half; to the other half; from the join.
        let edges = path.iter().filter(|step| matches!(step, Move::Edge(_))).count();
        assert_eq!((reach.hops(member), edges), (Some(2), 5), "{path:?}");
    }
}
