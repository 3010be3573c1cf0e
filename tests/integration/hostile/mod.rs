//! Clusters that somebody has shaped to take forever: the answer is right, and the graph stays linear in the input.
//!
//! None of these may take the square of its number; that shows as a test that does not end.

mod clusters;

use kubescan::authz::Access;
use kubescan::collect::files::{self, Input, Limits};
use kubescan::escalation::{self, Escalation};
use kubescan::findings;
use kubescan::graph::{Node, Objective, Reach};
use kubescan::model::{Snapshot, Version};
use kubescan::template;

use clusters::Objects;

fn snapshot(name: &str, objects: Objects) -> Snapshot {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("hostile-{name}.json"));
    std::fs::write(&path, objects.list().to_string()).unwrap();
    let read = files::read(&[Input::Path(path.clone())], &Limits::default(), Version::NEWEST, None).unwrap();
    std::fs::remove_file(path).unwrap();
    read
}

/// How many words there are to read: objects, subjects, names.
fn input(snapshot: &Snapshot) -> usize {
    let rules = snapshot.roles.iter().flat_map(|role| &role.rules).map(|rule| 1 + rule.resource_names.len());
    let subjects = snapshot.bindings.iter().map(|binding| 1 + binding.subjects.len());
    snapshot.roles.len()
        + rules.sum::<usize>()
        + subjects.sum::<usize>()
        + snapshot.service_accounts.len()
        + snapshot.namespaces.len()
        + snapshot.pods.len()
}

/// A cluster that grows with a number; how far it is taken; and how many subjects reach cluster-admin, `system:masters`
/// among them: all of it, or so many.
type Row = (&'static str, fn(usize) -> Objects, usize, Reaching);

#[derive(Clone, Copy)]
enum Reaching {
    AllAnd(usize),
    Only(usize),
}

use Reaching::{AllAnd, Only};

const TABLE: &[Row] = &[
    ("chain", clusters::chain, 100_000, AllAnd(2)),
    ("chain-of-namespaces", clusters::chain_of_namespaces, 100_000, AllAnd(2)),
    ("clique", clusters::clique, 3_000, AllAnd(1)),
    ("names-and-subjects", clusters::names_and_subjects, 10_000, AllAnd(2)),
    ("names-of-pods", clusters::names_of_pods, 10_000, AllAnd(1)),
    // The group, whom it becomes, and the members of the built-in group.
    ("group-in-namespaces", clusters::group_in_namespaces, 10_000, Only(3)),
    ("rewriting", clusters::rewriting, 10_000, Only(3)),
    // One of them has both halves.
    ("halves", clusters::halves, 3_000, Only(3)),
    ("halves-in-namespaces", clusters::halves_in_namespaces, 3_000, Only(3)),
    ("many-bindings", clusters::many_bindings, 10_000, Only(3)),
];

#[test]
fn hostile_clusters_are_drawn_in_a_graph_as_small_as_they_are() {
    for (name, make, count, expected) in TABLE {
        let snapshot = snapshot(name, make(*count));
        let escalation = escalation::draw(&snapshot, &Access::new(&snapshot), template::builtin());
        let ((nodes, edges), input) = (escalation.graph.size(), input(&snapshot));
        assert!(nodes + edges <= 12 * input, "{name}: {nodes} nodes and {edges} edges of {input}");
        let expected = match expected {
            AllAnd(more) => count + more,
            Only(few) => *few,
        };
        assert_eq!(reaching(&escalation), expected, "{name}");
    }
}

/// Findings are written out, so fewer are enough; the ratio would show.
#[test]
fn one_binding_separates_a_hostile_cluster() {
    for (name, make, count, _) in TABLE {
        let snapshot = snapshot(&format!("{name}-judged"), make(count / 20));
        let findings = kubescan::scan(&snapshot, template::builtin(), &findings::Limits::default());
        let Some(separation) = findings.separation else { panic!("{name}") };
        assert_eq!(separation.separated, separation.sources, "{name}");
        // Two of those who rewrite need no other.
        let bindings = if *name == "rewriting" { 2 } else { 1 };
        assert_eq!(separation.bindings.len(), bindings, "{name}: {:?}", separation.bindings);
        assert!(findings.paths.iter().all(|path| path.hops.len() <= 20), "{name}");
    }
}

fn reaching(escalation: &Escalation<'_>) -> usize {
    let graph = &escalation.graph;
    let goal = graph.find(&Node::Objective(Objective::ClusterAdmin)).unwrap();
    let reach = Reach::to(graph, goal);
    assert!(reach.complete());
    graph.nodes().filter(|(id, node)| matches!(node, Node::Subject(_)) && reach.certainty(*id).is_some()).count()
}
