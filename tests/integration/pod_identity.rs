//! EKS Pod Identity: what associations give, as far as they were described and the roles let EKS in.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::aws_role::{ACCOUNT, arn, role};
use crate::run::kubescan;

const CLUSTER: &str = "tests/fixtures/cloud/loop/cluster";
const AWS: &str = "tests/fixtures/cloud/loop/aws";
const EKS: &str = "pods.eks.amazonaws.com";

fn trusts(principal: &Value, conditions: &Value) -> Value {
    json!({
        "Effect": "Allow", "Principal": principal, "Action": ["sts:AssumeRole", "sts:TagSession"], "Condition": conditions
    })
}

fn association(role: &str, more: &Value) -> Value {
    let mut association = json!({
        "clusterName": "prod", "namespace": "shop", "serviceAccount": "batch", "associationId": "a-1",
        "associationArn": format!("arn:aws:eks:eu-west-1:{ACCOUNT}:podidentityassociation/prod/a-1"), "roleArn": arn(role)
    });
    association.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({"association": association})
}

/// The exports with these roles more, and this one of an association.
fn exported(name: &str, roles: &[Value], association: &Value) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pod-identity").join(name);
    std::fs::create_dir_all(&folder).unwrap();
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join(AWS);
    std::fs::copy(own.join("cluster.json"), folder.join("cluster.json")).unwrap();
    let mut account: Value = serde_json::from_str(&std::fs::read_to_string(own.join("iam.json")).unwrap()).unwrap();
    account["RoleDetailList"].as_array_mut().unwrap().extend(roles.iter().cloned());
    std::fs::write(folder.join("iam.json"), account.to_string()).unwrap();
    std::fs::write(folder.join("association.json"), association.to_string()).unwrap();
    folder
}

/// How surely whoever runs pods in `shop` gets to a role.
fn way(folder: &Path, role: &str) -> Option<String> {
    let to = format!("aws:{}", arn(role));
    let cloud = folder.to_str().unwrap();
    let run = kubescan(&["paths", "--from", "user:ann", "--to", &to, "-f", CLUSTER, "--cloud", cloud, "-o", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    Some(run.json()["paths"].as_array().unwrap().first()?["certainty"].as_str().unwrap().to_owned())
}

/// What is found of associations, and what is said of them on stderr.
fn told(folder: &Path) -> (Vec<String>, String) {
    let run = kubescan(&["scan", "-f", CLUSTER, "--cloud", folder.to_str().unwrap(), "-o", "json"]);
    let findings = run.json()["findings"].as_array().unwrap().clone();
    let dead = findings.iter().filter(|finding| finding["check"] == "pod-identity-dead");
    (dead.map(|finding| finding["id"].as_str().unwrap().to_owned()).collect(), run.stderr)
}

const SURE: Option<&str> = Some("proven-rights");
const UNKNOWN: Option<&str> = Some("unknown");

#[test]
fn an_association_gives_what_the_trust_policy_of_its_role_lets_it() {
    let eks = json!({"Service": EKS});
    let tag = |key: &str, value: &str| {
        let mut equals = json!({});
        equals[format!("aws:RequestTag/{key}")] = json!(value);
        json!({"StringEquals": equals})
    };
    let own = tag("kubernetes-service-account", "batch");
    let none = json!({});
    let rows = [
        ("open", trusts(&eks, &none), none.clone(), SURE),
        ("narrowed", trusts(&eks, &own), none.clone(), SURE),
        ("narrowed-to-another", trusts(&eks, &tag("kubernetes-namespace", "bank")), none.clone(), None),
        ("no-tags", json!({"Effect": "Allow", "Principal": eks, "Action": "sts:AssumeRole"}), none.clone(), None),
        (
            "no-tags-given",
            json!({"Effect": "Allow", "Principal": eks, "Action": "sts:AssumeRole"}),
            json!({"disableSessionTags": true}),
            SURE,
        ),
        ("another-service", trusts(&json!({"Service": "ec2.amazonaws.com"}), &none), none.clone(), None),
        // Without tags there is nothing that the condition could match.
        ("without-tags", trusts(&eks, &own), json!({"disableSessionTags": true}), None),
        ("undecided", trusts(&eks, &json!({"StringEquals": {"aws:SourceVpc": "vpc-1"}})), none.clone(), UNKNOWN),
        ("limited", trusts(&eks, &none), json!({"policy": "{\"Version\":\"2012-10-17\",\"Statement\":[]}"}), UNKNOWN),
    ];
    for (name, trust, more, expected) in rows {
        let folder = exported(name, &[role("given", &trust)], &association("given", &more));
        assert_eq!(way(&folder, "given").as_deref(), expected, "{name}");
        let dead = format!("pod-identity-dead aws:{} sa:shop/batch", arn("given"));
        let found = told(&folder).0;
        assert_eq!(found.iter().any(|id| id.ends_with(&dead)), expected.is_none(), "{name}: {found:?}");
    }
}

#[test]
fn a_target_role_is_assumed_from_the_first() {
    let first = role("given", &trusts(&json!({"Service": EKS}), &json!({})));
    let with_target = association("given", &json!({"targetRoleArn": arn("target")}));
    let trusting = |principal: &str| role("target", &trusts(&json!({"AWS": principal}), &json!({})));
    for (name, principal, expected) in [("target", arn("given"), SURE), ("other-target", arn("viewer"), None)] {
        let folder = exported(name, &[first.clone(), trusting(&principal)], &with_target);
        assert_eq!(way(&folder, "target").as_deref(), expected, "{name}");
        assert_eq!(way(&folder, "given"), None, "the pods get the credentials of the last role alone");
    }
}

#[test]
fn what_was_listed_and_not_described_is_told() {
    let listed = json!({"associations": [{
        "clusterName": "prod", "namespace": "shop", "serviceAccount": "batch", "associationId": "a-1",
        "associationArn": format!("arn:aws:eks:eu-west-1:{ACCOUNT}:podidentityassociation/prod/a-1")
    }]});
    let folder = exported("listed", &[role("given", &trusts(&json!({"Service": EKS}), &json!({})))], &listed);
    assert_eq!(way(&folder, "given"), None);
    let (dead, said) = told(&folder);
    assert!(dead.is_empty(), "{dead:?}");
    assert!(said.contains("describe-pod-identity-association"), "{said}");
}

/// Without an export of IAM the role is what EKS says, and unknown.
#[test]
fn a_role_that_was_not_exported_is_a_hint() {
    let folder = exported("alone", &[], &association("given", &json!({})));
    let (dead, _) = told(&folder);
    assert!(matches!(dead.as_slice(), [id] if id.contains("role/given")), "it is known not to be there: {dead:?}");
    std::fs::remove_file(folder.join("iam.json")).unwrap();
    assert_eq!(way(&folder, "given").as_deref(), UNKNOWN);
}

/// The tags of the session are handed on to the target role, which takes a permission of their own on both sides.
#[test]
fn a_target_role_is_assumed_with_the_tags_of_the_session() {
    let given = |actions: &Value| {
        let mut first = role("given", &trusts(&json!({"Service": EKS}), &json!({})));
        let statement = json!({"Effect": "Allow", "Action": actions, "Resource": arn("target")});
        let document = json!({"Version": "2012-10-17", "Statement": [statement]});
        first["RolePolicyList"] = json!([{"PolicyName": "on", "PolicyDocument": document}]);
        first
    };
    let trusting = |actions: &Value, conditions: &Value| {
        let principal = json!({"AWS": format!("arn:aws:iam::{ACCOUNT}:root")});
        let mut statement = trusts(&principal, conditions);
        statement["Action"] = actions.clone();
        role("target", &statement)
    };
    let (both, one) = (json!(["sts:AssumeRole", "sts:TagSession"]), json!("sts:AssumeRole"));
    let of = |namespace: &str| json!({"StringEquals": {"aws:RequestTag/kubernetes-namespace": namespace}});
    let (none, untagged) = (json!({}), json!({"disableSessionTags": true}));
    let rows = [
        ("both", given(&both), trusting(&both, &none), &none, SURE),
        ("first-may-not-tag", given(&one), trusting(&both, &none), &none, None),
        ("target-takes-no-tags", given(&both), trusting(&one, &none), &none, None),
        ("no-tags-to-hand-on", given(&one), trusting(&one, &none), &untagged, SURE),
        ("own-namespace", given(&both), trusting(&both, &of("shop")), &none, SURE),
        ("other-namespace", given(&both), trusting(&both, &of("bank")), &none, None),
        ("no-tag-to-compare", given(&both), trusting(&both, &of("shop")), &untagged, None),
    ];
    for (name, first, target, more, expected) in rows {
        let mut with_target = association("given", more);
        with_target["association"]["targetRoleArn"] = json!(arn("target"));
        let folder = exported(&format!("tags-{name}"), &[first, target], &with_target);
        assert_eq!(way(&folder, "target").as_deref(), expected, "{name}");
    }
}

/// The role may stand on a page that was not read.
#[test]
fn a_role_of_an_export_that_breaks_off_is_not_known_to_be_missing() {
    let folder = exported("broken", &[], &association("given", &json!({})));
    let file = folder.join("iam.json");
    let mut account: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    account["IsTruncated"] = json!(true);
    std::fs::write(&file, account.to_string()).unwrap();
    let (dead, _) = told(&folder);
    assert!(dead.is_empty(), "{dead:?}");
    let (to, cloud) = (format!("aws:{}", arn("given")), folder.to_str().unwrap());
    let run = kubescan(&["paths", "--from", "user:ann", "--to", &to, "-f", CLUSTER, "--cloud", cloud, "-o", "json"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert_eq!(run.json()["paths"][0]["certainty"], "unknown");
}
