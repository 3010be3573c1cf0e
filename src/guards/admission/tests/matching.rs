//! Who is asked: rules, scopes, names, selectors, other versions, exemptions.

use super::cluster::{about, binding, empty, policy, refusing, rule, selector};
use super::{State, attempt, ruling};
use crate::guards::cel::Value;
use crate::model::{AdmissionScope, MatchResources, Resource};

/// Whether a policy of one rule is asked about a request.
#[track_caller]
fn check(rows: &[(&str, &str, State)]) {
    for (written, request, expected) in rows {
        let snapshot = refusing(about(written));
        assert_eq!(ruling(&snapshot, &attempt(request)).state(), *expected, "{written}: {request}");
    }
}

use State::{Blocked, Open, Unknown};

#[test]
fn resources_and_operations() {
    check(&[
        ("CREATE -/v1 pods", "CREATE -/v1/pods shop/web", Blocked),
        ("CREATE -/v1 pods", "UPDATE -/v1/pods shop/web", Open),
        ("UPDATE,DELETE -/v1 pods", "DELETE -/v1/pods shop/web", Blocked),
        ("* -/v1 pods", "CONNECT -/v1/pods/exec shop/web", Open),
        ("* -/v1 pods/exec", "CONNECT -/v1/pods/exec shop/web", Blocked),
        ("* -/v1 pods/exec", "UPDATE -/v1/pods shop/web", Open),
        ("* -/v1 pods/*", "UPDATE -/v1/pods/ephemeralcontainers shop/web", Blocked),
        ("* -/v1 pods/*", "UPDATE -/v1/pods shop/web", Blocked),
        ("* -/v1 pods/*", "UPDATE -/v1/services/status shop/web", Open),
        ("* /* *", "UPDATE -/v1/pods shop/web", Blocked),
        ("* /* *", "UPDATE -/v1/pods/status shop/web", Open),
        ("* /* */*", "UPDATE -/v1/pods/status shop/web", Blocked),
        ("* /* */scale", "UPDATE apps/v1/deployments/scale shop/web", Blocked),
        ("* /* */scale", "UPDATE apps/v1/deployments shop/web", Open),
        ("* apps/v1 deployments", "UPDATE apps/v1/deployments shop/web", Blocked),
        ("* apps/v1 deployments", "UPDATE extensions/v1/deployments shop/web", Open),
        ("* apps/v1 deployments,daemonsets", "UPDATE apps/v1/daemonsets shop/web", Blocked),
    ]);
}

#[test]
fn other_versions_of_the_same_objects() {
    check(&[
        (
            "* autoscaling/v1 horizontalpodautoscalers",
            "UPDATE autoscaling/v2/horizontalpodautoscalers shop/web",
            Blocked,
        ),
        ("* -/v1 events", "CREATE events.k8s.io/v1/events shop/web", Blocked),
        ("* events.k8s.io/v1 events", "CREATE -/v1/events shop/web", Blocked),
        ("* -/v1 pods", "CREATE metrics.k8s.io/v1/pods shop/web", Open),
        // Nobody serves it, so nothing can be written by it.
        ("* rbac.authorization.k8s.io/v1beta1 roles", "CREATE rbac.authorization.k8s.io/v1/roles shop/web", Open),
        // Only a server that is told to serves it.
        ("* coordination.k8s.io/v1beta1 leases", "CREATE coordination.k8s.io/v1/leases shop/web", Unknown),
        // Which versions a custom resource has is not read.
        ("* example.com/v1 widgets", "CREATE example.com/v1/widgets shop/web", Blocked),
        ("* example.com/v1 widgets", "CREATE example.com/v2/widgets shop/web", Unknown),
        ("* example.org/v1 widgets", "CREATE example.com/v2/widgets shop/web", Open),
    ]);
    let exact = MatchResources { exact: true, ..about("* -/v1 events") };
    let snapshot = refusing(exact);
    assert_eq!(ruling(&snapshot, &attempt("CREATE -/v1/events shop/web")).state(), Blocked);
    assert_eq!(ruling(&snapshot, &attempt("CREATE events.k8s.io/v1/events shop/web")).state(), Open);
}

#[test]
fn a_converted_object_is_known_by_its_metadata_only() {
    let criteria = about("* -/v1 events");
    for (expression, expected) in [
        ("object.apiVersion != 'v1'", Blocked),
        ("object.metadata.name == 'web'", Open),
        ("object.reason == 'x'", Unknown),
        ("request.resource.group == '' && request.requestResource.group == 'events.k8s.io'", Open),
    ] {
        let mut snapshot = empty();
        snapshot.admission_policies.push(policy("p", criteria.clone(), &[expression]));
        snapshot.admission_bindings.push(binding("p"));
        let mut attempt = attempt("CREATE events.k8s.io/v1/events shop/web");
        attempt.object =
            serde_json::from_str(r#"{"apiVersion":"events.k8s.io/v1","metadata":{"name":"web"},"reason":"x"}"#)
                .unwrap();
        assert_eq!(ruling(&snapshot, &attempt).state(), expected, "{expression}");
    }
}

#[test]
fn scopes() {
    let namespaced = AdmissionScope::Namespaced;
    let cluster = AdmissionScope::Cluster;
    for (scope, request, expected) in [
        (namespaced, "CREATE -/v1/pods shop/web", Blocked),
        (cluster, "CREATE -/v1/pods shop/web", Open),
        (namespaced, "CREATE -/v1/nodes -/web", Open),
        (cluster, "CREATE -/v1/nodes -/web", Blocked),
        (namespaced, "UPDATE -/v1/namespaces shop/shop", Open),
        (cluster, "UPDATE -/v1/namespaces shop/shop", Blocked),
    ] {
        let mut criteria = about("* /* *");
        criteria.rules[0].scope = scope;
        assert_eq!(ruling(&refusing(criteria), &attempt(request)).state(), expected, "{scope:?}: {request}");
    }
}

#[test]
fn names_and_exclusions() {
    let mut named = about("* /* *");
    named.rules[0].resource_names = vec!["web".into()];
    let excluding = MatchResources { excluded: vec![rule("UPDATE -/v1 pods")], ..about("* /* *") };
    let unsure = MatchResources { excluded: vec![rule("* example.com/v1 widgets")], ..about("* /* *") };
    for (criteria, request, expected) in [
        (&named, "DELETE -/v1/pods shop/web", Blocked),
        (&named, "DELETE -/v1/pods shop/other", Open),
        (&named, "DELETE -/v1/pods shop/-", Open),
        (&excluding, "UPDATE -/v1/pods shop/web", Open),
        (&excluding, "CREATE -/v1/pods shop/web", Blocked),
        (&unsure, "CREATE example.com/v2/widgets shop/web", Unknown),
    ] {
        assert_eq!(ruling(&refusing(criteria.clone()), &attempt(request)).state(), expected, "{request}");
    }
    let mut created = attempt("CREATE -/v1/pods shop/-");
    created.object = serde_json::from_str(r#"{"metadata":{"name":"web"}}"#).unwrap();
    assert_eq!(ruling(&refusing(named), &created).state(), Blocked, "a created object brings its name");
}

#[test]
fn labels_of_namespaces() {
    let labelled = r#"{"metadata":{"labels":{"env":"prod"}}}"#;
    for (written, request, object, expected) in [
        ("env=prod", "CREATE -/v1/pods shop/web", "null", Blocked),
        ("env=prod", "CREATE -/v1/pods dev/web", labelled, Open),
        ("env!=prod", "CREATE -/v1/pods dev/web", "null", Blocked),
        ("kubernetes.io/metadata.name=shop", "CREATE -/v1/pods shop/web", "null", Blocked),
        ("kubernetes.io/metadata.name=shop", "CREATE -/v1/pods dev/web", "null", Open),
        // A namespace that was not read has its name, and perhaps other labels.
        ("kubernetes.io/metadata.name=new", "CREATE -/v1/pods new/web", "null", Blocked),
        ("env=prod", "CREATE -/v1/pods new/web", "null", Unknown),
        // What is in no namespace is never left out.
        ("env=prod", "CREATE -/v1/nodes -/web", "null", Blocked),
        // A Namespace is judged by what it would be; when it is deleted, by what it is.
        ("env=prod", "UPDATE -/v1/namespaces dev/dev", labelled, Blocked),
        ("env=prod", "UPDATE -/v1/namespaces shop/shop", r#"{"metadata":{}}"#, Open),
        ("env=prod", "DELETE -/v1/namespaces shop/shop", "null", Blocked),
        // It is in itself, whoever says so.
        ("env=prod", "DELETE -/v1/namespaces -/shop", "null", Blocked),
        ("env=prod", "DELETE -/v1/namespaces -/dev", "null", Open),
        ("env=prod", "UPDATE -/v1/namespaces/status shop/shop", r#"{"metadata":{}}"#, Blocked),
    ] {
        let criteria = MatchResources { namespaces: selector(written), ..about("* /* */*") };
        let mut attempt = attempt(request);
        attempt.object = serde_json::from_str(object).unwrap();
        assert_eq!(ruling(&refusing(criteria), &attempt).state(), expected, "{written}: {request} {object}");
    }
}

#[test]
fn labels_of_objects() {
    let labelled = r#"{"metadata":{"labels":{"app":"web"}}}"#;
    let bare = r#"{"metadata":{}}"#;
    for (written, operation, new, old, expected) in [
        ("app=web", "CREATE", labelled, "null", Blocked),
        ("app=web", "CREATE", bare, "null", Open),
        ("app=web", "UPDATE", bare, labelled, Blocked),
        ("app=web", "UPDATE", bare, bare, Open),
        ("app=web", "DELETE", "null", labelled, Blocked),
        ("!app", "DELETE", "null", labelled, Open),
        ("!app", "CREATE", bare, "null", Blocked),
        ("!app", "CONNECT", bare, "null", Open),
    ] {
        let criteria = MatchResources { objects: selector(written), ..about("* /* *") };
        let mut attempt = attempt(&format!("{operation} -/v1/pods shop/web"));
        attempt.object = serde_json::from_str(new).unwrap();
        attempt.old_object = serde_json::from_str(old).unwrap();
        assert_eq!(ruling(&refusing(criteria), &attempt).state(), expected, "{written}: {operation} {new} {old}");
    }
    let criteria = MatchResources { objects: selector("app=web"), ..about("* /* *") };
    let mut attempt = attempt("CREATE -/v1/pods shop/web");
    attempt.object = Value::object([("metadata", Value::unknown())]);
    assert_eq!(ruling(&refusing(criteria), &attempt).state(), Unknown);
}

#[test]
fn a_binding_narrows_its_policy() {
    for (narrowed, request, expected) in [
        (
            MatchResources { namespaces: selector("env=prod"), ..Default::default() },
            "CREATE -/v1/pods shop/web",
            Blocked,
        ),
        (MatchResources { namespaces: selector("env=prod"), ..Default::default() }, "CREATE -/v1/pods dev/web", Open),
        (about("UPDATE /* *"), "CREATE -/v1/pods shop/web", Open),
        (MatchResources::default(), "CREATE -/v1/services shop/web", Open),
    ] {
        let mut snapshot = refusing(about("* -/v1 pods"));
        snapshot.admission_bindings[0].matches = Some(narrowed);
        assert_eq!(ruling(&snapshot, &attempt(request)).state(), expected, "{request}");
    }
}

#[test]
fn nobody_is_asked_about_what_is_exempt() {
    let registration = "admissionregistration.k8s.io/v1";
    check(&[
        ("* /* */*", &format!("DELETE {registration}/validatingadmissionpolicies -/p"), Open),
        ("* /* */*", &format!("UPDATE {registration}/mutatingadmissionpolicybindings -/p"), Open),
        ("* /* */*", &format!("DELETE {registration}/validatingwebhookconfigurations -/p"), Blocked),
        ("* /* */*", "CREATE authentication.k8s.io/v1/tokenreviews -/-", Open),
        ("* /* */*", "CREATE authorization.k8s.io/v1/subjectaccessreviews -/-", Open),
        ("* /* */*", "CREATE -/v1/serviceaccounts/token shop/web", Blocked),
    ]);
}

#[test]
fn a_namesake_of_a_built_in_resource_is_another_resource() {
    let mut snapshot = refusing(about("* -/v1 secrets"));
    snapshot.custom_resources.push(Resource {
        api_group: "example.com".into(),
        name: "secrets".into(),
        ..Resource::default()
    });
    assert_eq!(ruling(&snapshot, &attempt("CREATE example.com/v1/secrets shop/web")).state(), Open);
}
