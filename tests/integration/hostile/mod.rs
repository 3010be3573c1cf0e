//! Clusters that somebody has shaped to take forever: the answer is right, and twice the cluster is twice the work.
//!
//! What is counted is the same on every machine: nodes and edges of the graph, and the labels that its search gives out.
//! `benches/hostile.sh` takes the same clusters as far as the issue asks, with a clock.

mod clusters;
mod products;

use kubescan::authz::Access;
use kubescan::collect::files::{self, Input, Limits};
use kubescan::escalation::{self, Escalation};
use kubescan::findings;
use kubescan::graph::{Certainty, Node, Objective, Reach};
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
        + snapshot.nodes.len()
        + snapshot.pods.len()
}

/// A cluster that grows with a number, how far `benches/hostile.sh` takes it, and how many subjects reach cluster-admin
/// with no guard in their way, `system:masters` among them.
type Row = (&'static str, fn(usize) -> Objects, usize, Reaching);

/// All of that number and some more, or some only.
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
    // Who is bound and may make the role too.
    ("missing-roles", products::missing_roles, 10_000, Only(2)),
    ("roles-to-rewrite", products::roles_to_rewrite, 10_000, Only(3)),
    ("missing-accounts", products::missing_accounts, 10_000, AllAnd(2)),
    ("one-name", products::one_name, 10_000, AllAnd(2)),
    ("workloads-to-change", products::workloads_to_change, 10_000, AllAnd(2)),
    ("logs-to-read", products::logs_to_read, 10_000, Only(2)),
    ("daemons-but-on-one", products::daemons_but_on_one, 10_000, Only(2)),
    ("pods-for-any-node", products::pods_for_any_node, 10_000, Only(2)),
    ("halves-for-everybody", products::halves_for_everybody, 10_000, AllAnd(2)),
    ("aggregation", products::aggregation, 3_000, Only(2)),
    ("levels-to-lift", products::levels_to_lift, 10_000, Only(2)),
    ("roles-to-bind", products::roles_to_bind, 10_000, AllAnd(2)),
    ("bindings-by-name", products::bindings_by_name, 10_000, Only(2)),
];

/// Large enough that what grows with the square shows, small enough for a build without optimisation.
const SMALL: usize = 100;

#[test]
fn hostile_clusters_cost_twice_as_much_when_twice_as_large() {
    let mut wrong = Vec::new();
    for (name, make, _, expected) in TABLE {
        let [small, large] = [SMALL, 2 * SMALL].map(|count| cost(name, *make, count, *expected));
        // It is chance for how few joins labels flow: less than the graph itself is nothing.
        for (what, small, large, nothing) in [("size", small.0, large.0, 0), ("labels", small.1, large.1, large.0)] {
            if large > nothing.max(2 * small + small / 5) {
                wrong.push(format!("{name}: {what} {small}, then {large}"));
            }
        }
        wrong.extend([small.2, large.2].into_iter().flatten());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// How large the graph is and how many labels it takes to search it; and what is wrong with them.
fn cost(name: &str, make: fn(usize) -> Objects, count: usize, expected: Reaching) -> (usize, usize, Option<String>) {
    let snapshot = snapshot(name, make(count));
    let escalation = escalation::draw(&snapshot, &Access::new(&snapshot), template::builtin());
    let ((nodes, edges), input) = (escalation.graph.size(), input(&snapshot));
    let (labels, reaching) = search(&escalation);
    let expected = match expected {
        AllAnd(more) => count + more,
        Only(few) => few,
    };
    let wrong = format!("{name}: {nodes} nodes and {edges} edges of {input}; {reaching} of {expected} reach it");
    // A list of all but one has as many spans as its length has bits.
    let right = nodes + edges <= 16 * input && reaching == expected;
    (nodes + edges, labels, (!right).then_some(wrong))
}

/// The labels given out, and the subjects that reach cluster-admin.
fn search(escalation: &Escalation<'_>) -> (usize, usize) {
    let graph = &escalation.graph;
    let goal = graph.find(&Node::Objective(Objective::ClusterAdmin)).unwrap();
    let reach = Reach::to(graph, goal);
    assert!(reach.complete());
    let open = |id| reach.certainty(id).is_some_and(|certainty| certainty < Certainty::Guarded);
    let reaches = |id, node: &Node| matches!(node, Node::Subject(_)) && open(id);
    (reach.labels(), graph.nodes().filter(|(id, node)| reaches(*id, node)).count())
}

#[test]
fn one_binding_separates_a_hostile_cluster() {
    for (name, make, _, _) in &TABLE[..10] {
        let snapshot = snapshot(&format!("{name}-judged"), make(SMALL));
        let findings = kubescan::scan(&snapshot, template::builtin(), &findings::Limits::default());
        let Some(separation) = findings.separation else { panic!("{name}") };
        assert_eq!(separation.separated, separation.sources, "{name}");
        // Two of those who rewrite need no other.
        let bindings = if *name == "rewriting" { 2 } else { 1 };
        assert_eq!(separation.bindings.len(), bindings, "{name}: {:?}", separation.bindings);
        assert!(findings.paths.iter().all(|path| path.hops.len() <= 20), "{name}");
    }
}

/// As far as the issue asks: minutes without optimisation, so only when `KUBESCAN_HOSTILE` says by which part of it.
#[test]
fn hostile_clusters_are_scanned_at_full_size() {
    let Some(parts) = std::env::var("KUBESCAN_HOSTILE").ok().and_then(|text| text.parse::<usize>().ok()) else {
        return;
    };
    println!(
        "{:<22} {:>7} {:>9} {:>9} {:>9} {:>7} {:>7} {:>7}",
        "cluster", "count", "nodes", "edges", "labels", "draw s", "search s", "scan s"
    );
    let only = std::env::var("KUBESCAN_HOSTILE_ROW").unwrap_or_default();
    for (name, make, most, _) in TABLE.iter().filter(|row| row.0.contains(&only)) {
        for part in [4, 2, 1] {
            let count = most / parts / part;
            let snapshot = snapshot(&format!("{name}-full"), make(count));
            let start = std::time::Instant::now();
            let escalation = escalation::draw(&snapshot, &Access::new(&snapshot), template::builtin());
            let (drawn, (nodes, edges)) = (start.elapsed(), escalation.graph.size());
            let (labels, _) = search(&escalation);
            let searched = start.elapsed() - drawn;
            let start = std::time::Instant::now();
            let _ = kubescan::scan(&snapshot, template::builtin(), &findings::Limits::default());
            let scanned = start.elapsed().as_secs_f64();
            println!(
                "{name:<22} {count:>7} {nodes:>9} {edges:>9} {labels:>9} {:>7.2} {:>7.2} {scanned:>7.2}",
                drawn.as_secs_f64(),
                searched.as_secs_f64()
            );
        }
    }
}
