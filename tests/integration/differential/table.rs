//! Decisions with a name: what is easily got wrong, and each difference that was ever found.
//!
//! What is expected is written down, and held against kubescan, the API server's authorizers and the API server itself.

use std::time::Duration;

use kubescan::authz::{Authorizer, Object};
use kubescan::query::{Question, Target, who_can};
use serde_json::{Map, Value, json};

use super::cluster::Cluster;
use super::ours;
use super::questions::review_of;
use super::rows::{PLAIN, REFUSED, RULES, SUBJECTS, Through, WHO_CAN};
use crate::cluster::{Answer, ControlPlane, authorize};

/// A decision with a name.
struct Row {
    name: &'static str,
    review: Value,
    allowed: bool,
}

#[test]
fn every_row_is_decided_as_written_down() {
    let plane = ControlPlane::shared();
    let (objects, rows) = objects_and_rows();
    plane.apply(&Cluster { seed: 0, objects }.list().to_string());
    let kinds = "clusterroles,clusterrolebindings,roles,rolebindings";
    let dump = plane.kubectl(&["get", kinds, "--all-namespaces", "--output=json"]);
    let dump: Value = serde_json::from_str(&dump).unwrap();
    assert_eq!(disagreeing(&rows, &of_kubescan(&dump, &rows)), NOBODY, "kubescan");
    assert_eq!(disagreeing(&rows, &said(&authorize(&dump, questions(&rows)))), NOBODY, "the authorizers");

    // The API server learns of its own objects a moment later than whoever wrote them.
    let mut wrong = disagreeing(&rows, &said(&plane.review(questions(&rows))));
    for _ in 0..50 {
        if wrong.is_empty() {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
        wrong = disagreeing(&rows, &said(&plane.review(questions(&rows))));
    }
    assert_eq!(wrong, NOBODY, "the API server");
}

#[test]
fn what_no_server_stores_is_decided_as_written_down() {
    for (name, role, subject, allowed) in REFUSED {
        let reader = cluster_role("reader", rule("get '' pods"));
        let object = json!({"apiVersion": RBAC, "kind": "ClusterRoleBinding", "metadata": {"name": "binding"},
            "roleRef": {"apiGroup": role[0], "kind": role[1], "name": role[2]},
            "subjects": [{"kind": subject[0], "name": subject[1]}]});
        let list = Cluster { seed: 0, objects: vec![reader, object] }.list();
        let user = if subject[0] == "ServiceAccount" { "system:serviceaccount::alice" } else { "alice" };
        let review = review(user, &[], "get '' pods '' '' p");
        let rows = [Row { name, review, allowed: *allowed }];
        assert_eq!(disagreeing(&rows, &of_kubescan(&list, &rows)), NOBODY, "kubescan");
        assert_eq!(disagreeing(&rows, &said(&authorize(&list, questions(&rows)))), NOBODY, "the authorizers");
    }
}

#[test]
fn who_can_names_whom_it_is_written_down_to_name() {
    for (name, text, [verb, resource], namespace, expected) in WHO_CAN {
        let alice = json!({"kind": "User", "name": "alice"});
        let objects = vec![cluster_role("row", rule(text)), binding("row", "row", Through::Cluster, alice)];
        let list = Cluster { seed: 0, objects }.list();
        let [api_group, subresource, object] = [(); 3].map(|()| String::new());
        let resource = (*resource).to_owned();
        let target = Target::Resource { api_group, resource, subresource, name: object, namespaced: None };
        let question = Question { verb: (*verb).to_owned(), target };
        let snapshot = ours::snapshot(&list);
        let named = who_can(&Authorizer::new(&snapshot), &question, Some(namespace)).subjects;
        assert_eq!(named.rows().any(|row| row.subject == "user:alice"), *expected, "{name}");

        let asked = match question.request(&question.place(Some(namespace))).unwrap().object {
            Object::Resource { resource, name, .. } => format!("{verb} '' {resource} '' {namespace} {name}"),
            Object::Url(path) => panic!("{path}"),
        };
        let answer = authorize(&list, std::iter::once(review("alice", &[], &asked).to_string()));
        assert_eq!(said(&answer), [Some(*expected)], "{name}");
    }
}

const NOBODY: Vec<&str> = Vec::new();
const RBAC: &str = "rbac.authorization.k8s.io/v1";

fn questions(rows: &[Row]) -> impl Iterator<Item = String> + Send {
    rows.iter().map(|row| row.review.to_string())
}

fn of_kubescan(list: &Value, rows: &[Row]) -> Vec<Option<bool>> {
    let lines: Vec<String> = questions(rows).collect();
    ours::decide(&ours::snapshot(list), lines.iter().map(String::as_str)).into_iter().map(|ours| ours.allowed).collect()
}

fn said(answers: &[Answer]) -> Vec<Option<bool>> {
    answers.iter().map(|answer| answer.allowed).collect()
}

/// The names of the rows that are decided otherwise than written down.
fn disagreeing(rows: &[Row], allowed: &[Option<bool>]) -> Vec<&'static str> {
    assert_eq!(rows.len(), allowed.len());
    rows.iter().zip(allowed).filter(|(row, allowed)| **allowed != Some(row.allowed)).map(|(row, _)| row.name).collect()
}

/// Each row has a role and a binding of its own, and its user or its resource is nobody else's.
fn objects_and_rows() -> (Vec<Value>, Vec<Row>) {
    let namespace = |name| json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}});
    let mut objects: Vec<Value> = ["table-here", "table-there"].map(namespace).to_vec();
    let mut rows = Vec::new();
    for (number, (name, text, through, asked, allowed)) in RULES.iter().enumerate() {
        let role = format!("table-rule-{number}");
        objects.push(cluster_role(&role, rule(text)));
        objects.push(binding(&role, &role, *through, json!({"kind": "User", "name": name})));
        // A role that is not there takes nothing from one that is.
        let missing = format!("table-missing-{number}");
        objects.push(binding(&missing, "table-missing", *through, json!({"kind": "User", "name": name})));
        rows.push(Row { name, review: review(name, &[], asked), allowed: *allowed });
    }
    for (number, (name, [kind, namespace, subject], through, user, groups, allowed)) in SUBJECTS.iter().enumerate() {
        let role = format!("table-subject-{number}");
        objects.push(cluster_role(&role, json!({"verbs": ["get"], "apiGroups": [""], "resources": [role]})));
        let mut subject = json!({"kind": kind, "name": subject});
        if !namespace.is_empty() {
            subject["namespace"] = json!(namespace);
        }
        objects.push(binding(&role, &role, *through, subject));
        let here = if *through == Through::Here { "table-here" } else { "''" };
        let asked = format!("get '' {role} '' {here} one");
        rows.push(Row { name, review: review(user, groups, &asked), allowed: *allowed });
    }
    let plain = PLAIN.iter().map(|(name, user, groups, asked, allowed)| (name, review(user, groups, asked), *allowed));
    rows.extend(plain.map(|(name, review, allowed)| Row { name, review, allowed }));
    (objects, rows)
}

fn cluster_role(name: &str, rule: Value) -> Value {
    json!({"apiVersion": RBAC, "kind": "ClusterRole", "metadata": {"name": name}, "rules": [rule]})
}

fn binding(name: &str, role: &str, through: Through, subject: Value) -> Value {
    let (kind, metadata) = match through {
        Through::Cluster => ("ClusterRoleBinding", json!({"name": name})),
        Through::Here => ("RoleBinding", json!({"name": name, "namespace": "table-here"})),
    };
    json!({"apiVersion": RBAC, "kind": kind, "metadata": metadata, "subjects": [subject],
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": role}})
}

fn rule(text: &str) -> Value {
    let words: Vec<&str> = text.split(' ').collect();
    let fields = if words[1] == "url" {
        [("verbs", words[0]), ("nonResourceURLs", words[2])].to_vec()
    } else {
        ["verbs", "apiGroups", "resources", "resourceNames"].into_iter().zip(words).collect()
    };
    let list = |words: &str| words.split(',').map(|word| word.trim_matches('\'').to_owned()).collect::<Vec<_>>();
    let rule: Map<String, Value> =
        fields.into_iter().map(|(field, words)| (field.to_owned(), json!(list(words)))).collect();
    Value::Object(rule)
}

fn review(user: &str, groups: &[&str], asked: &str) -> Value {
    let words: Vec<&str> = asked.split(' ').map(|word| word.trim_matches('\'')).collect();
    let mut spec = if words[1] == "url" {
        json!({"nonResourceAttributes": {"verb": words[0], "path": words[2]}})
    } else {
        let fields = ["verb", "group", "resource", "subresource", "namespace", "name"].into_iter().zip(words);
        let attributes: Map<String, Value> = fields.map(|(field, word)| (field.to_owned(), json!(word))).collect();
        json!({"resourceAttributes": attributes})
    };
    spec["user"] = json!(user);
    spec["groups"] = json!(groups);
    review_of(&spec)
}
