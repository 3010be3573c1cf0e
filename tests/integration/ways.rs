//! `paths`, `blast-radius`, `graph` and `scan --objective`, as a user runs them.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::run::{Run, assert_current, kubescan, kubescan_with_input};

/// What faces outside reaches cluster-admin by two bindings; bob is kept in by a pod security level; ann reads every
/// Secret by an aggregated role.
const CLUSTER: &str = "tests/fixtures/paths/cluster.yaml";

fn run(command: &str) -> Run {
    let words: Vec<&str> = command.split(' ').chain(["-f", CLUSTER]).collect();
    kubescan(&words)
}

/// The answer to a command that must succeed.
fn answer(command: &str) -> Value {
    let run = run(&format!("{command} -o json"));
    assert_eq!(run.code, 0, "{command}: {}", run.stderr);
    run.json()
}

fn words<'v>(list: &'v Value, field: &str) -> Vec<&'v str> {
    list.as_array().unwrap().iter().map(|item| item[field].as_str().unwrap()).collect()
}

/// Sources of the paths.
fn sources(answer: &Value) -> BTreeSet<&str> {
    words(&answer["paths"], "from").into_iter().collect()
}

#[test]
fn what_people_see_is_current() {
    let runs = [
        ("paths", "paths --from exposed -k 2"),
        ("blocked", "paths --from user:bob --blocked --without role:ops/token"),
        ("without", "paths --without role:ops/token"),
        ("blast-radius", "blast-radius pod:shop/web-6d4c-x1"),
        ("graph.dot", "graph"),
        ("graph.mermaid", "graph --from exposed -o mermaid"),
        ("graph.graphml", "paths --from exposed -o graphml"),
    ];
    for (file, command) in runs {
        let run = run(command);
        assert_eq!(run.code, 0, "{command}: {}", run.stderr);
        let file = if file.contains('.') { file.to_owned() } else { format!("{file}.txt") };
        assert_current(&format!("tests/fixtures/paths/expected/{file}"), &run.stdout);
    }
}

#[test]
fn the_ids_are_those_of_the_scan_and_another_way_has_a_number() {
    let scan = answer("scan");
    let of_scan: BTreeSet<&str> = words(&scan["paths"], "id").into_iter().collect();
    let found = answer("paths --from sa:shop/web -k 9");
    let ids = words(&found["paths"], "id");
    assert!(ids.len() == 2 && of_scan.contains(ids[0]), "{ids:?}");
    let (ends, way) = ids[1].split_at(ids[0].len());
    assert!(ends == ids[0] && way.len() == 7, "{ids:?}");
    // Both may be asked for again.
    for (place, id) in ids.iter().enumerate() {
        let again = answer(&format!("paths {id}"));
        assert_eq!(again["paths"].as_array().unwrap(), &found["paths"].as_array().unwrap()[place..=place]);
        assert!(!answer(&format!("graph {id}"))["edges"].as_array().unwrap().is_empty(), "{id}");
    }
    assert_eq!(sources(&answer(&format!("paths --from {}", ids[0]))), BTreeSet::from(["sa:shop/web"]));
    let bindings: BTreeSet<&str> = found["paths"]
        .as_array()
        .unwrap()
        .iter()
        .map(|path| path["hops"][0]["grants"][0]["binding"].as_str().unwrap())
        .collect();
    assert_eq!(bindings, BTreeSet::from(["rolebinding:ops/web", "rolebinding:ops/web-again"]));
}

#[test]
fn a_hop_says_because_of_what_by_which_command_and_what_the_audit_log_shows() {
    let found = answer("paths --from sa:shop/web");
    let hop = &found["paths"][0]["hops"][0];
    assert_eq!(hop["entry"], "tokens/request");
    assert_eq!(hop["rules"][0], "create serviceaccounts/token named deployer");
    assert_eq!(hop["commands"][0], "kubectl create token deployer -n ops");
    let audit = hop["audit"][0].as_str().unwrap();
    for part in ["verb=create", "objectRef.subresource=token", "user.username=system:serviceaccount:shop:web"] {
        assert!(audit.split(' ').any(|condition| condition == part), "{part} in {audit}");
    }
    let carried = answer("paths --from pod:shop/web");
    assert_eq!(
        carried["paths"][0]["hops"][0]["audit"],
        serde_json::json!([]),
        "a token that is carried is not asked for"
    );
}

/// What is left out, how many paths are gone or blocked then, how many go another way, how many remain.
const WHAT_IF: &[(&str, usize, usize, usize)] = &[
    ("rolebinding:ops/web", 0, 4, 5),
    ("rolebinding:ops/web --without rolebinding:ops/web-again", 4, 0, 1),
    ("role:ops/token", 4, 0, 1),
    ("role:ops/token#0", 4, 0, 1),
    ("clusterrole:rewrite#1", 5, 0, 0),
    ("clusterrole:rewrite#0", 0, 0, 5),
    ("clusterrolebinding:ann", 0, 0, 5),
];

#[test]
fn without_a_grant_is_what_the_cluster_would_be_without_it() {
    for (grant, gone, changed, remain) in WHAT_IF {
        let found = answer(&format!("paths --without {grant}"));
        let without = &found["without"];
        let count = |key: &str| without[key].as_array().unwrap().len();
        assert_eq!(count("gone") + count("guarded"), *gone, "{grant}");
        assert_eq!(without["changed"], *changed, "{grant}");
        assert_eq!(found["paths"].as_array().unwrap().len(), *remain, "{grant}");
    }
}

#[test]
fn an_aggregated_role_loses_what_it_has_from_the_role_that_is_left_out() {
    for (grant, left) in
        [("clusterrole:auditor-secrets", 0), ("clusterrole:auditor-secrets#0", 0), ("clusterrole:rewrite", 1)]
    {
        let found = answer(&format!("paths --from user:ann --to objective:all-secrets --without {grant}"));
        assert_eq!(found["paths"].as_array().unwrap().len(), left, "{grant}");
    }
}

#[test]
fn what_a_guard_blocks_is_shown_on_request_with_what_blocks_it() {
    let hidden = answer("paths --from user:bob --without role:ops/token");
    assert_eq!((hidden["paths"].as_array().unwrap().len(), &hidden["notShown"]["blocked"]), (0, &Value::from(1)));
    let shown = answer("paths --from user:bob --without role:ops/token --blocked");
    assert_eq!(shown["paths"][0]["certainty"], "guarded");
    let hops = shown["paths"][0]["hops"].as_array().unwrap();
    let blocks: Vec<&str> = hops.iter().filter_map(|hop| hop["blockedBy"][0].as_str()).collect();
    assert!(blocks.len() == 1 && blocks[0].contains("restricted"), "{blocks:?}");
}

#[test]
fn a_name_of_a_node_may_be_written_in_several_ways_and_finds_the_same() {
    let names = [
        "pod:shop/web-6d4c-x1",
        "pod/shop/web",
        "po/web -n shop",
        "workload:shop/Deployment/web",
        "deployment:shop/web",
        "deploy/shop/web",
        "deployment.apps/web -n shop",
        "exposed",
    ];
    for name in names {
        // With -n there is less of the cluster, so another target.
        let found = answer(&format!("blast-radius {name}").replace("blast-radius exposed", "paths --from exposed"));
        let from = found["from"].as_str().or(found["from"][0].as_str()).unwrap();
        assert_eq!(BTreeSet::from([from]), BTreeSet::from(["workload:shop/Deployment/web"]), "{name}");
    }
    for name in [
        "sa:shop/web",
        "serviceaccount:shop/web",
        "system:serviceaccount:shop:web",
        "user:system:serviceaccount:shop:web",
    ] {
        assert_eq!(sources(&answer(&format!("paths --from {name}"))), BTreeSet::from(["sa:shop/web"]), "{name}");
    }
    for name in
        ["clusterrole:rewrite", "role:ops/token", "rolebinding:ops/web", "clusterrolebinding:deployer", "node:worker"]
    {
        assert_eq!(sources(&answer(&format!("paths --from {name}"))), BTreeSet::from([name]), "{name}");
    }
}

/// A command, and what is said.
const MISTAKES: &[(&str, &str)] = &[
    ("paths --from sa:shop/wep", "--from: there is no sa:shop/wep; did you mean sa:shop/web?"),
    ("paths --from pod:web", "--from: there is no pod:web; did you mean pod:shop/web?"),
    ("paths --from deploy/web", "did you mean workload:shop/Deployment/web?"),
    ("paths --to objective:al-secrets", "the objectives are cluster-admin, all-secrets, all-nodes, control-plane-node"),
    ("paths --from deployer", "; did you mean clusterrolebinding:deployer or sa:ops/deployer?"),
    ("paths --from gadget/web", "write sa:NS/NAME"),
    ("paths --from user:carol", "whoever has logged in is group:system:authenticated"),
    ("paths --without clusterrole:rewrit", "there is no clusterrole:rewrit; did you mean clusterrole:rewrite?"),
    ("paths --without clusterrole:rewrite#3", "has 3 rules, numbered from 0"),
    ("paths --without clusterrolebinding:deployer#1", "write clusterrole:rewrite#1"),
    ("paths --without node:worker", "node:worker cannot be left out: it is no grant, and nothing that runs"),
    ("paths --without sa:shop/web", "name the binding that gives it something"),
    ("paths path-000000000000", "no path has the id path-000000000000"),
    ("paths sa:shop/web", "\"sa:shop/web\" is no id of a path"),
    ("blast-radius node:workr", "did you mean node:worker?"),
    ("graph --from sa:shop/wep", "did you mean sa:shop/web?"),
    ("scan --objective secret:shop/x", "--objective: there is no secret:shop/x"),
    ("permissions clusterrole:rewrit", "there is no clusterrole:rewrit; did you mean clusterrole:rewrite?"),
    ("permissions pod:shop/web", "has the rights of its service account"),
    ("man scna", "there is no subcommand"),
];

#[test]
fn a_name_that_nothing_has_is_an_error_with_the_nearest_that_something_has() {
    for (command, said) in MISTAKES {
        // A page has no input.
        let run =
            if command.starts_with("man") { kubescan(&command.split(' ').collect::<Vec<_>>()) } else { run(command) };
        assert_eq!(run.code, 2, "{command}: {}", run.stderr);
        assert!(run.stderr.contains(said), "{command}: {}", run.stderr);
        assert!(run.stdout.is_empty(), "{command}: {}", run.stdout);
    }
}

#[test]
fn an_objective_of_ones_own_has_paths_in_the_scan() {
    let to_deployer =
        |report: &Value| words(&report["paths"], "to").iter().filter(|to| **to == "sa:ops/deployer").count();
    assert_eq!(to_deployer(&answer("scan")), 0);
    assert!(to_deployer(&answer("scan --objective sa:ops/deployer")) >= 3);
}

#[test]
fn a_blast_radius_counts_what_it_lists_and_not_itself() {
    let found = answer("blast-radius user:ann");
    assert_eq!(words(&found["reached"], "node"), ["objective:all-secrets"]);
    assert_eq!(found["counts"]["objectives"], 1);
    let all = answer("blast-radius pod:shop/web");
    let counted: u64 = all["counts"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
    let names = words(&all["reached"], "node");
    assert_eq!(counted, u64::try_from(names.len()).unwrap());
    assert!(!names.contains(&"workload:shop/Deployment/web"));
    assert_eq!(names[0], "objective:cluster-admin", "the worst comes first");
    let blocked = |more: &str| words(&answer(&format!("blast-radius user:bob{more}"))["reached"], "node").len();
    assert!(blocked(" --blocked") >= blocked(""));
}

#[test]
fn every_format_draws_the_same_nodes_and_edges() {
    for part in ["graph", "graph --all-ways", "graph --from exposed --to sa:ops/deployer"] {
        let json = answer(part);
        let (nodes, edges) = (json["nodes"].as_array().unwrap().len(), json["edges"].as_array().unwrap().len());
        assert!(nodes > 0 && edges > 0, "{part}");
        let dot = run(&format!("{part} -o dot")).stdout;
        assert_eq!(dot_statements(&dot), (nodes, edges), "{part}\n{dot}");
        let mermaid = run(&format!("{part} -o mermaid")).stdout;
        let arrows = mermaid.lines().filter(|line| line.contains("-->") || line.contains("-.-")).count();
        assert_eq!((mermaid.matches(":::").count(), arrows), (nodes, edges), "{part}\n{mermaid}");
        let graphml = run(&format!("{part} -o graphml")).stdout;
        assert_eq!((graphml.matches("<node ").count(), graphml.matches("<edge ").count()), (nodes, edges), "{part}");
    }
}

#[test]
fn between_two_nodes_lies_nothing_else() {
    let found = answer("graph --from sa:ops/deployer --to cluster-admin");
    let ids: BTreeSet<&str> = words(&found["nodes"], "id").into_iter().collect();
    let expected = ["sa:ops/deployer", "clusterrolebinding:deployer", "clusterrole:rewrite", "objective:cluster-admin"];
    assert_eq!(ids, BTreeSet::from(expected));
}

#[test]
fn what_the_page_on_paths_shows_is_what_is_printed() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/paths.md")).unwrap();
    let shown: Vec<&str> = page.split("```console\n$ kubescan ").skip(1).collect();
    assert!(shown.len() >= 4);
    for block in shown {
        let (command, rest) = block.split_once('\n').unwrap();
        let words: Vec<&str> = command.split(' ').collect();
        let output = kubescan(&words).stdout;
        // What is to be drawn stands in a fence of its own.
        let rest = rest.strip_prefix("```\n\n```mermaid\n").unwrap_or(rest);
        assert_eq!(output, rest.split("```").next().unwrap(), "docs/paths.md: {command}");
    }
}

/// How many nodes and edges a text in dot's language has: names and lists of attributes are read as quoted strings.
fn dot_statements(text: &str) -> (usize, usize) {
    let body = text.strip_prefix("digraph kubescan {\n").unwrap().strip_suffix("}\n").unwrap();
    let (mut nodes, mut edges) = (0, 0);
    for line in body.lines().map(str::trim).filter(|line| line.starts_with('"')) {
        let rest = after_string(line);
        let rest = match rest.strip_prefix(" -> ") {
            Some(to) => {
                edges += 1;
                after_string(to)
            }
            None => {
                nodes += 1;
                rest
            }
        };
        assert!(rest == ";" || (rest.starts_with(" [") && rest.ends_with("];")), "{line}");
    }
    (nodes, edges)
}

/// What stands behind a quoted string.
fn after_string(text: &str) -> &str {
    let mut escaped = true;
    let end = text.char_indices().position(|(_, character)| {
        let ends = character == '"' && !escaped;
        escaped = character == '\\' && !escaped;
        ends
    });
    let end = text.char_indices().nth(end.unwrap()).unwrap().0;
    &text[end + 1..]
}

#[test]
fn no_path_in_one_namespace_is_said_to_be_of_that_namespace() {
    // The account of `a` may create pods in `b` by a binding there.
    let input = "
{apiVersion: v1, kind: ServiceAccount, metadata: {name: builder, namespace: a, uid: u1}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: strong, namespace: b, uid: u2}}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: r, namespace: b, uid: u3}, rules: [{apiGroups: [''], resources: [pods], verbs: [create]}]}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: r, namespace: b, uid: u4}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: r}, subjects: [{kind: ServiceAccount, name: builder, namespace: a}]}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: strong, uid: u5}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}, subjects: [{kind: ServiceAccount, name: strong, namespace: b}]}
";
    let answer =
        |words: &[&str]| kubescan_with_input(&[&["paths", "-f", "-", "-o", "json"], words].concat(), input.as_bytes());
    let narrowed = |words: &[&str]| answer(words).json()["notes"].to_string().contains("only namespace a");
    let builder = ["--from", "sa:a/builder"];
    assert_eq!(answer(&builder).json()["paths"].as_array().unwrap().len(), 1);
    assert!(!narrowed(&builder), "all namespaces were judged");
    assert!(narrowed(&[&builder[..], &["-n", "a"]].concat()));
    assert!(!narrowed(&["--from", "sa:b/strong", "-n", "b"]), "there is a path");
}
