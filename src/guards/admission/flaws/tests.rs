//! Each flaw with a near miss.

use super::{flaw_ids, flaws};
use crate::guards::admission::tests::cluster::{about, binding, empty, expression, policy, rule, selector, webhook};
use crate::model::{AdmissionKind, MatchResources, Owner, Param, ParamKind, ParamRef, Snapshot};

/// A bound policy about all of ConfigMaps.
fn sound() -> Snapshot {
    let mut snapshot = empty();
    snapshot.admission_policies.push(policy("p", about("CREATE,UPDATE,DELETE -/v1 configmaps"), &["true"]));
    snapshot.admission_bindings.push(binding("p"));
    snapshot
}

fn found(snapshot: &Snapshot) -> String {
    let found: Vec<&str> = flaws(snapshot).iter().map(|flaw| flaw.id).collect();
    found.join(" ")
}

#[track_caller]
fn check(expected: &str, change: impl FnOnce(&mut Snapshot)) {
    let mut snapshot = sound();
    change(&mut snapshot);
    assert_eq!(found(&snapshot), expected, "{:?}", flaws(&snapshot));
}

/// The same with other rules.
#[track_caller]
fn rules(expected: &str, written: &[&str]) {
    check(expected, |snapshot| {
        snapshot.admission_policies[0].matches.rules = written.iter().map(|text| rule(text)).collect();
    });
}

#[test]
fn ids_are_sorted() {
    assert!(flaw_ids().is_sorted());
}

#[test]
fn what_is_put_to_work() {
    check("", |_| ());
    check("unbound no-policy", |snapshot| snapshot.admission_bindings[0].policy = "q".into());
    check("never-denies", |snapshot| snapshot.admission_bindings[0].actions = vec!["Warn".into()]);
    check("", |snapshot| snapshot.admission_bindings[0].actions = vec!["Audit".into(), "Deny".into()]);
    check("fails-open", |snapshot| snapshot.admission_policies[0].ignores_failure = true);
    let owner = r#"{"api_group":"","kind":"ConfigMap","name":"c","uid":"1"}"#;
    let owner = || serde_json::from_str::<Owner>(owner).unwrap();
    check("owned", |snapshot| snapshot.admission_policies[0].owners = vec![owner()]);
    check("owned", |snapshot| snapshot.admission_bindings[0].owners = vec![owner()]);
}

#[test]
fn expressions() {
    check("does-not-compile", |snapshot| snapshot.admission_policies[0].variables = vec![expression("v", "1 +")]);
    check("", |snapshot| snapshot.admission_policies[0].conditions = vec![expression("c", "has(object.x)")]);
    check("type-warnings", |snapshot| snapshot.admission_policies[0].warnings = vec!["undefined field 'x'".into()]);
}

#[test]
fn versions() {
    rules("unserved-version", &["* -/v2 configmaps"]);
    rules("", &["* -/v2,v1 configmaps"]);
    rules("", &["* example.com/v2 widgets"]);
    rules("unserved-version", &["* rbac.authorization.k8s.io/v1beta1 *"]);
    let exact = |expected: &str, written: &[&str]| {
        check(expected, |snapshot| {
            let rules = written.iter().map(|text| rule(text)).collect();
            snapshot.admission_policies[0].matches = MatchResources { exact: true, rules, ..MatchResources::default() };
        });
    };
    exact("", &["* -/v1 configmaps"]);
    exact("exact-match", &["* autoscaling/v1 horizontalpodautoscalers"]);
    exact("", &["* autoscaling/v1,v2 horizontalpodautoscalers"]);
    exact("exact-match", &["* -/v1 events"]);
    exact("", &["* -/v1 events", "* events.k8s.io/v1 events"]);
    exact("exact-match", &["* example.com/v1 widgets"]);
    rules("", &["* autoscaling/v1 horizontalpodautoscalers"]);
}

#[test]
fn operations_kinds_and_subresources() {
    rules("deletion-left-out", &["CREATE,UPDATE -/v1 configmaps"]);
    rules("operation-left-out", &["CREATE -/v1 configmaps"]);
    rules("operation-left-out", &["CREATE,UPDATE -/v1 configmaps", "CREATE,DELETE -/v1 secrets"]);
    rules("operation-left-out", &["UPDATE,DELETE -/v1 configmaps"]);
    rules("", &["DELETE -/v1 configmaps"]);
    rules("", &["CREATE,UPDATE -/v1 configmaps", "DELETE -/v1 configmaps"]);
    rules("", &["CONNECT -/v1 pods/exec"]);
    rules("rbac-kind-left-out", &["* rbac.authorization.k8s.io/v1 roles,rolebindings"]);
    rules("", &["* rbac.authorization.k8s.io/v1 roles,rolebindings", "* /* clusterroles,clusterrolebindings"]);
    rules("", &["* rbac.authorization.k8s.io/* *"]);
    rules("subresource-left-out", &["* -/v1 pods"]);
    rules("", &["* -/v1 pods,pods/ephemeralcontainers"]);
    rules("", &["* -/v1 pods/*"]);
    rules("subresource-left-out", &["* -/v1 namespaces,namespaces/status"]);
    rules("", &["* -/v1 namespaces,namespaces/*"]);
}

#[test]
fn labels() {
    let selected = |namespaces: &str, objects: &str| MatchResources {
        namespaces: if namespaces.is_empty() { Default::default() } else { selector(namespaces) },
        objects: if objects.is_empty() { Default::default() } else { selector(objects) },
        ..MatchResources::default()
    };
    for (namespaces, objects, expected) in [
        ("env=prod", "", "namespace-label"),
        ("kubernetes.io/metadata.name!=kube-system", "", ""),
        ("", "app", "object-label"),
        ("", "!app", "object-label"),
    ] {
        check(expected, |snapshot| snapshot.admission_bindings[0].matches = Some(selected(namespaces, objects)));
    }
}

#[test]
fn params() {
    let with = |expected: &str, name: &str, allows: bool, change: &dyn Fn(&mut Snapshot)| {
        check(expected, |snapshot| {
            let kind = ParamKind { api_version: "v1".into(), kind: "ConfigMap".into() };
            snapshot.admission_policies[0].param_kind = Some(kind.clone());
            snapshot.params.push(Param {
                kind,
                namespace: Some("shop".into()),
                name: "limits".into(),
                labels: Default::default(),
                json: "{}".to_owned(),
            });
            snapshot.admission_bindings[0].params =
                Some(ParamRef { name: Some(name.into()), allows_absence: allows, ..ParamRef::default() });
            change(snapshot);
        });
    };
    with("", "limits", false, &|_| ());
    with("absent-param-allows", "limits", true, &|_| ());
    with("no-params", "gone", true, &|_| ());
    with("no-params", "gone", false, &|_| ());
    with("unserved-params no-params", "limits", false, &|snapshot| {
        snapshot.admission_policies[0].param_kind.as_mut().unwrap().api_version = "v2".into();
    });
}

#[test]
fn webhooks() {
    let with = |expected: &str, change: &dyn Fn(&mut crate::model::Webhook)| {
        let mut snapshot = empty();
        snapshot
            .services
            .push(serde_json::from_str(r#"{"namespace":"shop","name":"hook","kind":"ClusterIP"}"#).unwrap());
        let mut webhook = webhook(AdmissionKind::Validating);
        change(&mut webhook);
        snapshot.webhooks.push(webhook);
        assert_eq!(found(&snapshot), expected);
    };
    with("", &|_| ());
    with("fails-open", &|webhook| webhook.ignores_failure = true);
    with("", &|webhook| webhook.service = Some(("shop".into(), "hook".into())));
    with("no-service", &|webhook| webhook.service = Some(("dev".into(), "hook".into())));
    with("namespace-label", &|webhook| webhook.matches.namespaces = selector("!ignore"));
}

#[test]
fn the_map_of_aws_identities() {
    let mode = |snapshot: &mut Snapshot, mode: &str| {
        let cluster = serde_json::json!({
            "arn": "arn:aws:eks:eu-west-1:111122223333:cluster/prod", "name": "prod", "authentication_mode": mode
        });
        snapshot.cloud.clusters = vec![serde_json::from_value(cluster).unwrap()];
    };
    let about = |snapshot: &mut Snapshot, text: &str| snapshot.admission_policies[0].matches.rules = vec![rule(text)];
    let all = "* rbac.authorization.k8s.io/* *";
    for (text, with, expected) in [
        (all, "CONFIG_MAP", "aws-auth-left-out"),
        (all, "API_AND_CONFIG_MAP", "aws-auth-left-out"),
        (all, "API", ""),
        ("* */* *", "CONFIG_MAP", "subresource-left-out"),
        ("* -/v1 configmaps", "CONFIG_MAP", ""),
        ("* -/v1 secrets", "CONFIG_MAP", ""),
    ] {
        check(expected, |snapshot| {
            about(snapshot, text);
            mode(snapshot, with);
        });
    }
    check("", |snapshot| about(snapshot, all));
    check("aws-auth-left-out", |snapshot| {
        about(snapshot, all);
        snapshot.aws_auth = Some(serde_json::from_str("{}").unwrap());
    });
    // Another guard looks.
    check("", |snapshot| {
        about(snapshot, all);
        mode(snapshot, "CONFIG_MAP");
        snapshot.admission_policies.push(policy("q", maps(), &["true"]));
        snapshot.admission_bindings.push(binding("q"));
    });
}

/// All writes of ConfigMaps.
fn maps() -> MatchResources {
    about("CREATE,UPDATE,DELETE -/v1 configmaps")
}
