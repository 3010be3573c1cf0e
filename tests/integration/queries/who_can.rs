//! Everybody who may do something, and nobody else.

use serde_json::{Value, json};

use super::ask;
use crate::run::{Run, assert_current, kubescan, kubescan_with_input};

/// What is asked, and who may, as SUBJECT@SCOPE; those who have it as members of a group with their group behind `<`.
const ANSWERS: &[(&str, &[&str])] = &[
    ("get secrets", &[]),
    ("get secrets/db", &["sa:shop/web@shop"]),
    ("get secrets/other", &[]),
    ("list secrets/db", &["sa:shop/web@shop"]),
    ("create secrets", &[]),
    ("list configmaps", &["sa:shop/web@shop"]),
    ("list cm/some", &[]),
    ("update deployments --subresource scale", &["sa:shop/api@cluster"]),
    ("update deploy --subresource scale -n bank", &["sa:shop/api@cluster"]),
    ("update deployments", &[]),
    ("get pods --subresource log", &[]),
    ("get po", &[]),
    ("get /metrics", &["user:olga@cluster"]),
    ("get /logs/a", &["user:olga@cluster"]),
    ("get /logs", &[]),
    ("get nodes", &["user:olga@cluster"]),
    ("get nodes -n bank", &["user:olga@cluster"]),
    ("list namespaces", &["user:olga@cluster"]),
    ("delete namespaces", &["group:tellers@bank", "user:olga@cluster"]),
    ("delete ns/bank", &["group:tellers@bank", "user:olga@cluster"]),
    ("delete namespaces/shop", &["user:olga@cluster"]),
    ("delete namespaces -n shop", &["user:olga@cluster"]),
    (
        "watch deploy",
        &["group:system:serviceaccounts:bank@cluster", "sa:bank/teller@cluster<group:system:serviceaccounts:bank"],
    ),
    ("watch deployments.extensions", &[]),
    ("list jobs", &["user:anna@bank", "user:anna@shop"]),
    ("list job -n bank", &["user:anna@bank"]),
    ("list jobs.batch/nightly -A", &["user:anna@bank", "user:anna@shop"]),
    ("bind clusterroles/admin", &["user:greta@shop", "user:root@cluster"]),
    ("bind clusterroles/view", &[]),
    ("bind clusterroles/admin -n bank", &["user:root@cluster"]),
    ("approve signers/example.com/any", &["user:root@cluster"]),
    ("approve signers/example.org/any", &[]),
    ("impersonate sa/web", &["user:greta@shop", "user:root@cluster"]),
    ("impersonate users", &[]),
    ("* *", &[]),
];

#[test]
fn everybody_who_may_is_named_and_nobody_else() {
    let mut wrong = Vec::new();
    for (question, expected) in ANSWERS {
        let run = ask(&format!("who-can {question} -o json"));
        assert_eq!(run.code, 0, "{question}: {}", run.stderr);
        let answer = run.json();
        let found: Vec<String> = answer["subjects"].as_array().unwrap().iter().map(holding).collect();
        if found != *expected {
            wrong.push(format!("{question}: {found:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn holding(row: &Value) -> String {
    let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
    assert!(!row["grants"].as_array().unwrap().is_empty(), "{row}");
    let via = row["via"].as_str().map_or_else(String::new, |group| format!("<{group}"));
    format!("{}@{}{via}", text("subject"), text("scope").trim_start_matches("namespace/"))
}

#[test]
fn those_who_may_by_name_only_are_told_apart() {
    let answer = ask("who-can get secrets -o json").json();
    let row = &answer["byName"][0];
    assert_eq!((&row["subjects"], &row["names"]), (&json!(["sa:shop/web"]), &json!(["db"])));
    let answer = ask("who-can create secrets -o json").json();
    assert_eq!(answer["byName"].as_array().unwrap().len(), 0, "nothing is created by name alone");
}

#[test]
fn the_source_of_an_aggregated_rule_is_named() {
    let answer = ask("who-can list jobs -n shop -o json").json();
    let grant = &answer["subjects"][0]["grants"][0];
    assert_eq!(grant["role"], "clusterrole:auditor");
    assert_eq!(grant["from"]["role"], "clusterrole:audit-jobs");
}

#[test]
fn the_source_is_the_role_that_is_not_aggregated_itself() {
    for (question, role, from) in [
        ("get secrets", "clusterrole:top", json!({"role": "clusterrole:leaf", "rule": 1})),
        ("get pods", "clusterrole:top", json!({"role": "clusterrole:near", "rule": 0})),
        ("get configmaps", "clusterrole:circle-a", json!({"role": "clusterrole:filler", "rule": 0})),
        ("get nodes", "clusterrole:stale", Value::Null),
    ] {
        let mut arguments = vec!["who-can", "-o", "json", "-f", "tests/fixtures/queries/aggregated.yaml"];
        arguments.extend(question.split(' '));
        let answer = kubescan(&arguments).json();
        let grant = &answer["subjects"][0]["grants"][0];
        assert_eq!((&grant["role"], &grant["from"]), (&json!(role), &from), "{question}: {answer}");
    }
}

#[test]
fn members_come_with_the_first_grant_of_their_group_in_each_scope() {
    let binding = |name, namespace, group| bound(name, namespace, &json!([{"kind": "Group", "name": group}]));
    let (all, accounts) = ("system:authenticated", "system:serviceaccounts");
    let objects =
        vec![account("web"), binding("one", "", all), binding("two", "", all), binding("three", "bank", accounts)];
    let answer = ask_of(objects, "get secrets -o json").json();
    let rows = answer["subjects"].as_array().unwrap();
    let found: Vec<String> = rows.iter().map(|row| format!("{} {}", holding(row), bindings(row))).collect();
    let expected = [
        "group:system:authenticated@cluster clusterrolebinding:one clusterrolebinding:two",
        "group:system:serviceaccounts@cluster<group:system:authenticated clusterrolebinding:one",
        "group:system:serviceaccounts@bank rolebinding:bank/three",
        "sa:shop/web@cluster<group:system:authenticated clusterrolebinding:one",
        "sa:shop/web@bank<group:system:serviceaccounts rolebinding:bank/three",
    ];
    assert_eq!(found, expected);
}

fn bindings(row: &Value) -> String {
    let grants = row["grants"].as_array().unwrap();
    grants.iter().map(|grant| grant["binding"].as_str().unwrap()).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_wide_table_says_how_much_it_leaves_out() {
    let group = json!([{"kind": "Group", "name": "system:authenticated"}]);
    for (bindings, accounts, more) in [(50, 99, None), (50, 100, Some("50 more; -o json has all"))] {
        let mut objects: Vec<Value> = (0..accounts).map(|place| account(&format!("account{place}"))).collect();
        objects.extend((0..bindings).map(|place| bound("all", &format!("ns{place}"), &group)));
        let table = ask_of(objects, "get secrets -o wide").stdout;
        let rows = table.lines().filter(|line| line.contains("rolebinding:")).count();
        assert_eq!((rows, table.lines().find(|line| line.contains("more"))), (5_000, more));
        assert!(table.starts_with(&format!("who can get secrets: {} subjects\n", accounts + 1)), "{table:.80}");
    }
}

#[test]
fn a_binding_that_names_objects_is_one_row_with_all_its_subjects() {
    let named = |resource: &str, name: &str| json!({"apiGroups": [""], "resources": [resource], "resourceNames": [name], "verbs": ["get"]});
    let rules = [named("secrets", "b"), named("pods", "c"), named("secrets", "a")];
    let role = json!({"apiVersion": RBAC, "kind": "ClusterRole", "metadata": {"name": "few"}, "rules": rules});
    let users = json!([{"kind": "User", "name": "zoe"}, {"kind": "User", "name": "anna"}]);
    let mut binding = bound("few", "", &users);
    binding["roleRef"]["name"] = json!("few");
    let answer = ask_of(vec![role, binding], "get secrets -o json").json();
    let rows = answer["byName"].as_array().unwrap();
    assert_eq!(rows.len(), 1, "{answer}");
    assert_eq!(rows[0]["subjects"], json!(["user:anna", "user:zoe"]));
    assert_eq!(rows[0]["names"], json!(["a", "b"]));
    let rules: Vec<&Value> = rows[0]["grants"].as_array().unwrap().iter().map(|grant| &grant["rule"]).collect();
    assert_eq!(rules, [0, 2]);
}

#[test]
fn names_are_sorted_and_hold_nodes() {
    let node = json!({"apiVersion": "v1", "kind": "Node", "metadata": {"name": "worker"}});
    let users = json!([{"kind": "User", "name": "anna"}, {"kind": "Group", "name": "ops"}]);
    let objects = vec![node, bound("one", "", &users), bound("two", "shop", &users)];
    assert_eq!(ask_of(objects.clone(), "get secrets -o name").stdout, "group:ops\nuser:anna\n");
    let names = ask_of(objects, "get nodes/worker -o name").stdout;
    assert_eq!(names, "group:ops\nnode:worker\nuser:anna\n");
}

#[test]
fn nobody_is_only_as_sure_as_what_was_read() {
    let nobody = |file: &str| kubescan(&["who-can", "get", "secrets", "-f", file]).stdout;
    let unread = nobody("tests/fixtures/queries/dangling.yaml");
    assert!(unread.contains("who can get secrets: nobody in what could be read\n"), "{unread}");
    let read = nobody("tests/fixtures/queries/cluster.yaml");
    assert!(read.contains("who can get secrets: nobody whom a binding names\n"), "{read}");
}

const RBAC: &str = "rbac.authorization.k8s.io/v1";

/// Asks of these objects and the role that [`bound`] binds, which reads secrets and nodes.
fn ask_of(mut objects: Vec<Value>, question: &str) -> Run {
    let rules = json!([{"apiGroups": [""], "resources": ["secrets", "nodes"], "verbs": ["get"]}]);
    objects.push(json!({"apiVersion": RBAC, "kind": "ClusterRole", "metadata": {"name": "reader"}, "rules": rules}));
    let list = json!({"apiVersion": "v1", "kind": "List", "items": objects}).to_string();
    let mut arguments = vec!["who-can", "-f", "-"];
    arguments.extend(question.split(' '));
    kubescan_with_input(&arguments, list.as_bytes())
}

fn account(name: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name, "namespace": "shop"}})
}

/// A binding of the reader: in a namespace, or in the cluster without one.
fn bound(name: &str, namespace: &str, subjects: &Value) -> Value {
    let role = json!({"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "reader"});
    let mut object = json!({"apiVersion": RBAC, "kind": "ClusterRoleBinding", "metadata": {"name": name},
        "roleRef": role, "subjects": subjects});
    if !namespace.is_empty() {
        object["kind"] = json!("RoleBinding");
        object["metadata"]["namespace"] = json!(namespace);
    }
    object
}

#[test]
fn what_people_see_is_current() {
    for (file, question) in [
        ("who-can.txt", "who-can get secrets/db"),
        ("who-can-by-name.txt", "who-can get secrets"),
        ("who-can-group.txt", "who-can watch deployments"),
        ("who-can-wide.txt", "who-can list jobs -o wide"),
        ("who-can.json", "who-can delete namespaces -o json"),
        ("who-can.yaml", "who-can get secrets/db -o yaml"),
        ("who-can.name", "who-can watch deployments -o name"),
    ] {
        assert_current(&format!("tests/fixtures/queries/expected/{file}"), &ask(question).stdout);
    }
}

#[test]
fn mistakes_say_what_to_do() {
    for (question, code, said) in [
        ("who-can get", 2, "RESOURCE[/NAME]"),
        ("who-can get secrets/", 2, "leave the slash out"),
        ("who-can get pods,secrets", 2, "one resource at a time"),
        ("who-can get,list pods", 2, "one verb and"),
        ("who-can get /metrics --subresource x", 2, "--subresource does not go with the URL"),
        ("who-can get pods/log", 0, "for the subresource write `pods --subresource log`"),
        ("who-can bind rolebindings", 0, "it is asked on clusterroles"),
        ("who-can get gadgets", 0, "no resource `gadgets` is known"),
        ("who-can get pods -n nowhere", 0, "nothing is in the namespace \"nowhere\""),
    ] {
        let run = ask(question);
        assert_eq!(run.code, code, "{question}: {}", run.stderr);
        assert!(run.stderr.contains(said), "{question}: {}", run.stderr);
    }
}
