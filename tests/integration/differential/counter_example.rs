//! What a failure prints: the seed, the question, and the few objects that make the difference.

use std::fmt::Write;

use serde_json::{Value, json};

use super::cluster::{Cluster, namespace_of};
use super::evidence::names;

/// The difference, with the objects that it needs. `differs` tells whether it is still there with fewer of them.
pub(super) fn describe(cluster: &Cluster, what: &str, differs: impl Fn(&Cluster) -> bool) -> String {
    let mut text = format!("seed {}: {what}\n", cluster.seed);
    if !differs(cluster) {
        let _ = writeln!(text, "the API server's authorizers alone agree with kubescan about the same objects");
        return text;
    }
    let needed = minimal(cluster, &differs);
    let _ = writeln!(text, "with these objects:");
    for object in &needed.objects {
        let _ = writeln!(text, "{}", essence(object));
    }
    text
}

/// The bindings that name a user or one of the groups, each with its role: what a difference has to do with at most.
pub(super) fn held(cluster: &Cluster, user: &str, groups: &[String]) -> String {
    let who = json!({"user": user, "groups": groups});
    let names_them = |binding: &&Value| {
        let subjects = binding["subjects"].as_array().into_iter().flatten();
        subjects.into_iter().any(|subject| names(subject, namespace_of(binding), &who))
    };
    let mut text = String::new();
    for binding in cluster.bindings().into_iter().filter(names_them) {
        for object in std::iter::once(binding).chain(cluster.role_of(binding)) {
            let _ = writeln!(text, "{}", essence(object));
        }
    }
    text
}

/// Drops objects while the difference stays: half of them, a quarter, and so on down to one by one.
fn minimal(cluster: &Cluster, differs: &impl Fn(&Cluster) -> bool) -> Cluster {
    let mut kept = cluster.clone();
    let mut size = kept.objects.len() / 2;
    while size > 0 {
        let mut from = 0;
        while from < kept.objects.len() {
            let mut fewer = kept.clone();
            fewer.objects.drain(from..(from + size).min(kept.objects.len()));
            if comparable(cluster, &fewer) && differs(&fewer) {
                kept = fewer;
            } else {
                from += size;
            }
        }
        size /= 2;
    }
    kept
}

/// Whether kubescan takes the objects that are left as they are: it refuses to read none at all, and takes a default role
/// that a binding refers to for there, so a binding keeps its role.
fn comparable(all: &Cluster, fewer: &Cluster) -> bool {
    let keeps_role = |binding: &&Value| fewer.role_of(binding).is_some() == all.role_of(binding).is_some();
    !fewer.objects.is_empty() && fewer.bindings().iter().all(keeps_role)
}

/// An object without what a server adds to it.
fn essence(object: &Value) -> Value {
    let mut object = object.clone();
    let metadata = &object["metadata"];
    let kept = ["name", "namespace", "labels"].iter().filter(|field| !metadata[**field].is_null());
    let kept: serde_json::Map<_, _> = kept.map(|field| ((*field).to_owned(), metadata[*field].clone())).collect();
    object["metadata"] = json!(kept);
    object
}

#[test]
fn only_the_objects_that_make_the_difference_are_kept() {
    let object = |name: &str| json!({"kind": "Role", "metadata": {"name": name, "uid": "1"}});
    let objects: Vec<Value> = ["a", "b", "c", "d", "e", "f", "g"].map(object).to_vec();
    let cluster = Cluster { seed: 7, objects };
    let needed = |cluster: &Cluster| ["b", "g"].iter().all(|name| cluster.objects.contains(&object(name)));
    let text = describe(&cluster, "differs", needed);
    let of = |name: &str| json!({"kind": "Role", "metadata": {"name": name}}).to_string();
    assert_eq!(text, format!("seed 7: differs\nwith these objects:\n{}\n{}\n", of("b"), of("g")));
}
