//! Roles of AWS that wait for service accounts which are not there: whoever can make one and have its token has the role.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::aws_role::{ACCOUNT, arn, role};
use crate::run::kubescan;

const ISSUER: &str = "oidc.eks.eu-west-1.amazonaws.com/id/ABCDEF";
const RBAC: &str = "rbac.authorization.k8s.io";

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("dangling-trust").join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A role for tokens of these subjects.
fn trusting(name: &str, operator: &str, subject: &str) -> Value {
    let mut conditions = json!({"StringEquals": {format!("{ISSUER}:aud"): "sts.amazonaws.com"}});
    conditions[operator][format!("{ISSUER}:sub")] = json!(format!("system:serviceaccount:{subject}"));
    let provider = format!("arn:aws:iam::{ACCOUNT}:oidc-provider/{ISSUER}");
    role(
        name,
        &json!({
            "Effect": "Allow", "Principal": {"Federated": provider}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": conditions
        }),
    )
}

/// The account and the cluster there; its roles wait for accounts that are not there, but for the last two.
fn exports(name: &str) -> PathBuf {
    let folder = folder(name);
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cloud/loop/aws");
    std::fs::copy(own.join("cluster.json"), folder.join("cluster.json")).unwrap();
    let mut account: Value = serde_json::from_str(&std::fs::read_to_string(own.join("iam.json")).unwrap()).unwrap();
    let eks = json!({
        "Effect": "Allow", "Principal": {"Service": "pods.eks.amazonaws.com"}, "Action": ["sts:AssumeRole", "sts:TagSession"]
    });
    account["RoleDetailList"] = json!([
        trusting("absent", "StringEquals", "shop:gone"),
        trusting("elsewhere", "StringEquals", "gone:app"),
        trusting("whole", "StringLike", "lost:*"),
        role("associated", &eks),
        role("present", &eks),
    ]);
    std::fs::write(folder.join("iam.json"), account.to_string()).unwrap();
    for (role, account) in [("associated", "later"), ("present", "web")] {
        let association = json!({"association": {
            "clusterName": "prod", "namespace": "shop", "serviceAccount": account, "associationId": format!("a-{role}"),
            "associationArn": format!("arn:aws:eks:eu-west-1:{ACCOUNT}:podidentityassociation/prod/a-{role}"), "roleArn": arn(role)
        }});
        std::fs::write(folder.join(format!("{role}.json")), association.to_string()).unwrap();
    }
    folder
}

fn object(kind: &str, api: &str, namespace: Option<&str>, name: &str, more: &Value) -> Value {
    let mut object = json!({"apiVersion": api, "kind": kind, "metadata": {"name": name, "uid": "1"}});
    object["metadata"]["namespace"] = json!(namespace);
    object.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    object
}

/// A cluster where `dev` may create these, in `shop` or everywhere.
fn cluster(name: &str, created: &[&str], place: Option<&str>, more: Vec<Value>) -> PathBuf {
    let rules: Vec<Value> =
        created.iter().map(|what| json!({"apiGroups": [""], "resources": [what], "verbs": ["create"]})).collect();
    let (of_role, of_binding) =
        if place.is_some() { ("Role", "RoleBinding") } else { ("ClusterRole", "ClusterRoleBinding") };
    let api = format!("{RBAC}/v1");
    let bound = json!({
        "roleRef": {"apiGroup": RBAC, "kind": of_role, "name": "dev"},
        "subjects": [{"kind": "User", "apiGroup": RBAC, "name": "dev"}],
    });
    let mut items = vec![
        object("ServiceAccount", "v1", Some("shop"), "web", &json!({})),
        object(of_role, &api, place, "dev", &json!({"rules": rules})),
        object(of_binding, &api, place, "dev", &bound),
    ];
    let namespaces = ["shop", "bank"].into_iter();
    let levels = json!({"pod-security.kubernetes.io/enforce": "restricted"});
    items.extend(namespaces.map(|name| {
        let mut namespace = object("Namespace", "v1", None, name, &json!({}));
        namespace["metadata"]["labels"] = levels.clone();
        namespace
    }));
    items.extend(more);
    let file = folder("clusters").join(format!("{name}.json"));
    std::fs::write(&file, json!({"apiVersion": "v1", "kind": "List", "items": items}).to_string()).unwrap();
    file
}

/// How surely `dev` gets there.
fn way(cluster: &Path, cloud: &Path, to: &str) -> Option<String> {
    let (cluster, cloud) = (cluster.to_str().unwrap(), cloud.to_str().unwrap());
    let run = kubescan(&["paths", "--from", "user:dev", "--to", to, "-f", cluster, "--cloud", cloud, "-o", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    Some(run.json()["paths"].as_array().unwrap().first()?["certainty"].as_str().unwrap().to_owned())
}

#[test]
fn whoever_makes_the_account_and_has_its_token_has_the_role() {
    let (shop, bank) = (Some("shop"), Some("bank"));
    let cloud = exports("made");
    type Row<'r> = (&'r str, &'r [&'r str], Option<&'r str>, &'r [&'r str]);
    let rows: [Row<'_>; 10] = [
        ("runs", &["serviceaccounts", "pods"], shop, &["absent", "associated", "present"]),
        ("asks", &["serviceaccounts", "serviceaccounts/token"], shop, &["absent", "associated", "present"]),
        ("workload", &["serviceaccounts", "cronjobs"], shop, &[]),
        ("no-token", &["serviceaccounts"], shop, &[]),
        ("no-account", &["pods"], shop, &["present"]),
        ("no-namespace", &["serviceaccounts", "pods"], None, &["absent", "associated", "present"]),
        ("other-namespace", &["serviceaccounts", "pods"], bank, &[]),
        (
            "everything",
            &["namespaces", "serviceaccounts", "pods"],
            None,
            &["absent", "elsewhere", "whole", "associated", "present"],
        ),
        // The account `default` comes with the namespace.
        ("by-itself", &["namespaces", "pods"], None, &["whole", "present"]),
        ("asks-by-itself", &["namespaces", "serviceaccounts/token"], None, &["whole", "present"]),
    ];
    for (name, created, place, expected) in rows {
        let cluster = cluster(name, created, place, Vec::new());
        for role in ["absent", "elsewhere", "whole", "associated", "present"] {
            let found = way(&cluster, &cloud, &format!("aws:{}", arn(role)));
            let expected = expected.contains(&role).then_some("proven-rights");
            assert_eq!(found.as_deref(), expected, "{name}: {role}");
        }
    }
}

#[test]
fn a_token_of_one_name_is_asked_for_once_the_account_is_there() {
    let named = |name: &str| {
        let rules = json!({"rules": [
            {"apiGroups": [""], "resources": ["serviceaccounts/token"], "resourceNames": [name], "verbs": ["create"]},
            {"apiGroups": [""], "resources": ["serviceaccounts"], "verbs": ["create"]},
        ]});
        let api = format!("{RBAC}/v1");
        let bound = json!({
            "roleRef": {"apiGroup": RBAC, "kind": "Role", "name": "asks"},
            "subjects": [{"kind": "User", "apiGroup": RBAC, "name": "dev"}],
        });
        let more = vec![
            object("Role", &api, Some("shop"), "asks", &rules),
            object("RoleBinding", &api, Some("shop"), "asks", &bound),
        ];
        way(&cluster(name, &[], Some("shop"), more), &exports("named"), &format!("aws:{}", arn("absent")))
    };
    assert_eq!(named("gone").as_deref(), Some("proven-rights"));
    assert_eq!(named("other"), None);
}

#[test]
fn what_waits_is_found_and_what_is_there_is_not() {
    let file = cluster("found", &[], Some("shop"), Vec::new());
    let cloud = exports("found");
    let run = kubescan(&["scan", "-f", file.to_str().unwrap(), "--cloud", cloud.to_str().unwrap(), "-o", "json"]);
    let report = run.json();
    let checks = report["findings"].as_array().unwrap().iter().filter_map(|finding| {
        let check = finding["check"].as_str().filter(|check| check.ends_with("-dangling"))?;
        Some(format!("{check} {}", finding["id"].as_str()?.split_once(":role/")?.1))
    });
    let mut checks: Vec<String> = checks.collect();
    checks.sort_unstable();
    let expected = [
        "irsa-dangling absent system:serviceaccount:shop:gone",
        "irsa-dangling elsewhere system:serviceaccount:gone:app",
        "irsa-dangling whole system:serviceaccount:lost:*",
        "pod-identity-dangling associated sa:shop/later",
    ];
    assert_eq!(checks, expected);
}

/// A namespace that is only waited for has no level that could be missing: nobody runs a pod there before it is made.
#[test]
fn a_namespace_that_is_not_there_holds_no_pod() {
    let node = object("Node", "v1", None, "worker", &json!({}));
    for (name, created, expected) in
        [("wide", vec!["pods"], None), ("wide-with-namespaces", vec!["pods", "namespaces"], Some("proven-rights"))]
    {
        let cluster = cluster(name, &created, None, vec![node.clone()]);
        assert_eq!(way(&cluster, &exports(name), "objective:all-nodes").as_deref(), expected, "{name}");
    }
}
