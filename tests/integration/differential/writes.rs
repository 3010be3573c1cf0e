//! What may be handed on: a real API server accepts and refuses writes of roles and bindings as kubescan says.
//!
//! All of it is a dry run, which goes through the escalation check and leaves nothing behind.

use std::collections::BTreeMap;

use kubescan::authz::{Access, Authorizer, Object, Permission, Refusal, Request, RoleWrite, Selectors, impersonated};
use kubescan::model::{Name, RoleKind, RoleRef, Rule, Scope, Subject};
use serde_json::Value;

use super::attempts::{Attempt, Method, attempt};
use super::cluster::{Cluster, namespace_of, text};
use super::coverage::rule_of;
use super::effort::Effort;
use super::loaded::Loaded;
use super::random::Random;
use super::subjects::Asker;
use super::{counter_example, ours};
use crate::cluster::Answer;

/// How a server answers, and kubescan expects it to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Verdict {
    Accepted,
    Forbidden,
    /// The role to bind is not there, so its rules cannot be compared.
    NotFound,
}

#[test]
fn the_api_server_accepts_what_kubescan_says_may_be_written() {
    let loaded = Loaded::shared();
    let each = Effort::of_this_run().count(600, 10_000);
    let stored = loaded.dump();
    let attempts = attempts(&loaded.clusters, &stored, each);
    let answers = loaded.plane.request(attempts.iter().map(|attempt| attempt.request().to_string()));

    let snapshot = ours::snapshot(&stored.list());
    let authorizer = Authorizer::new(&snapshot);
    let mut wrong = Vec::new();
    let mut counts = BTreeMap::new();
    for (attempt, answer) in attempts.iter().zip(&answers) {
        let (expected, why) = expected(&authorizer, attempt);
        *counts.entry((expected, attempt.method == Method::Post)).or_insert(0) += 1;
        if Some(expected) != verdict(answer) {
            wrong.push(describe(&stored, attempt, &format!("{expected:?}: {why}; the server: {answer:?}")));
        }
    }
    let seed = loaded.clusters[0].seed;
    assert!(wrong.is_empty(), "seeds from {seed}: {} of {}, first {}", wrong.len(), attempts.len(), wrong[0]);
    let enough = |count: &usize| *count > attempts.len() / 500;
    assert!(counts.len() == 6 && counts.values().all(enough), "the attempts are of one kind: {counts:?}");
    let kinds = ["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"];
    let left = [&stored, &loaded.dump()].map(|cluster| cluster.of_kind(&kinds).count());
    assert_eq!(left[0], left[1], "a dry run left something behind");
}

fn attempts(clusters: &[Cluster], stored: &Cluster, each: usize) -> Vec<Attempt> {
    let of_cluster = |cluster: &Cluster| {
        let mut random = Random::new(cluster.seed.wrapping_mul(43));
        (0..each).map(|_| attempt(&mut random, cluster, stored)).collect::<Vec<_>>()
    };
    clusters.iter().flat_map(of_cluster).collect()
}

/// What a failure prints: an attempt and what it changes, what came of it, and what whoever made it holds.
fn describe(stored: &Cluster, attempt: &Attempt, what: &str) -> String {
    let Asker { user, groups } = &attempt.asker;
    let held = counter_example::held(stored, user.as_deref().unwrap_or_default(), groups);
    let old = attempt.old.as_ref().map(Value::to_string).unwrap_or_default();
    format!("{}\non {old}\nkubescan expects {what}\nwith these objects:\n{held}", attempt.request())
}

fn verdict(answer: &Answer) -> Option<Verdict> {
    match answer.status? {
        200 | 201 => Some(Verdict::Accepted),
        403 => Some(Verdict::Forbidden),
        404 => Some(Verdict::NotFound),
        _ => None,
    }
}

/// The plain permission for the request, then the escalation check, then the permission to create by other means.
fn expected(authorizer: &Authorizer<'_>, attempt: &Attempt) -> (Verdict, String) {
    let identity = impersonated(attempt.asker.user.as_deref(), &attempt.asker.groups);
    let name = text(&attempt.new["metadata"], "name");
    let (verb, name_in_path) = match attempt.method {
        Method::Post => ("create", ""),
        Method::Put => ("update", name),
        Method::Apply | Method::Merge => ("patch", name),
    };
    let may = |verb: &str, name: &str| {
        authorizer.decide(&identity, &request(&attempt.new, verb, name), &Selectors::default()).is_some()
    };
    if !may(verb, name_in_path) {
        return (Verdict::Forbidden, format!("no {verb}"));
    }
    let creates = attempt.old.is_none() && attempt.method != Method::Post;
    // Who applies is asked before anything else; who puts, only once all else is settled.
    if creates && attempt.method == Method::Apply && !may("create", name) {
        return (Verdict::Forbidden, "no create by name".to_owned());
    }
    if attempt.old.as_ref().is_none_or(|old| !only_for_garbage_collection(old, &attempt.new)) {
        let permission = escalation_check(authorizer.access(), &identity, attempt, name_in_path);
        let why = format!("{permission:?}");
        match permission {
            Permission::Refused(Refusal::NoRole) => return (Verdict::NotFound, why),
            Permission::Refused(_) => return (Verdict::Forbidden, why),
            _ => {}
        }
    }
    if creates && attempt.method == Method::Put && !may("create", name) {
        return (Verdict::Forbidden, "no create by name".to_owned());
    }
    (Verdict::Accepted, "nothing stands against it".to_owned())
}

fn request<'r>(object: &'r Value, verb: &'r str, name: &'r str) -> Request<'r> {
    let resource = match text(object, "kind") {
        "Role" => "roles",
        "ClusterRole" => "clusterroles",
        "RoleBinding" => "rolebindings",
        _ => "clusterrolebindings",
    };
    let namespace = namespace_of(object).unwrap_or_default();
    let api_group = "rbac.authorization.k8s.io";
    Request { verb, object: Object::Resource { api_group, resource, subresource: "", namespace, name } }
}

/// Changes that are not checked: none at all, or of what garbage collection needs.
fn only_for_garbage_collection(old: &Value, new: &Value) -> bool {
    let essence = |object: &Value| {
        let mut object = object.clone();
        object["metadata"]["ownerReferences"] = Value::Null;
        // An empty list is as good as none.
        for list in ["rules", "subjects"] {
            if object[list].as_array().is_some_and(Vec::is_empty) {
                object[list] = Value::Null;
            }
        }
        object
    };
    essence(old) == essence(new)
}

fn escalation_check(access: &Access<'_>, identity: &[Subject], attempt: &Attempt, name: &str) -> Permission {
    let new = &attempt.new;
    let scope = Scope::from(namespace_of(new).map(Name::from));
    if text(new, "kind").ends_with("Binding") {
        let kind = if text(&new["roleRef"], "kind") == "Role" { RoleKind::Role } else { RoleKind::ClusterRole };
        let role_ref = RoleRef { kind: Some(kind), name: text(&new["roleRef"], "name").into() };
        return access.can_bind(identity, &scope, &role_ref);
    }
    let rules: Vec<Rule> = new["rules"].as_array().into_iter().flatten().map(rule_of).collect();
    let aggregates = |object: &Value| !object["aggregationRule"].is_null();
    let aggregated = aggregates(new) || attempt.old.as_ref().is_some_and(aggregates);
    access.can_set_rules(identity, RoleWrite { scope: &scope, name, rules: &rules, aggregated })
}
