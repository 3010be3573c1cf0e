//! What holds, what fails and by what: each with its near miss.

use super::{outcome, reasons};

const CLUSTER: &[&str] = &["-f", "tests/fixtures/queries/cluster.yaml"];
const PATHS: &[&str] = &["-f", "tests/fixtures/paths/cluster.yaml"];

/// Assertions that hold have no reason.
fn check(rows: &[(&str, &[&str])], files: &[&str]) {
    let mut wrong = Vec::new();
    for (assertion, expected) in rows {
        let outcome = outcome(assertion, files);
        let word = if expected.is_empty() { "holds" } else { "fails" };
        if outcome["outcome"] != word || reasons(&outcome) != *expected {
            wrong.push(format!("{assertion}\n  {} {:?}", outcome["outcome"], reasons(&outcome)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_to_be_allowed_must_be_allowed_in_every_combination() {
    let rows: &[(&str, &[&str])] = &[
        ("allow: [{subject: sa:shop/web, verb: get, resource: secrets, name: db, namespace: shop}]", &[]),
        (
            "allow: [{subject: sa:shop/web, verb: get, resource: secrets, names: [db, other], namespaces: [shop, bank]}]",
            &[
                "sa:shop/web may not get secrets \"db\" in namespace bank",
                "sa:shop/web may not get secrets \"other\" in namespace shop",
                "sa:shop/web may not get secrets \"other\" in namespace bank",
            ],
        ),
        // Without a name any object, without a namespace every one.
        (
            "allow: [{subject: sa:shop/web, verb: get, resource: secrets, namespace: shop}]",
            &["sa:shop/web may not get secrets in namespace shop"],
        ),
        (
            "allow: [{subject: user:anna, verb: list, resource: jobs}]",
            &["user:anna may not list jobs.batch in all namespaces at once"],
        ),
        ("allow: [{subject: user:anna, verbs: [get, list], resource: job, namespaces: [shop, bank]}]", &[]),
        ("allow: [{subject: sa:shop/api, verb: update, resources: [deploy/scale, sts/scale]}]", &[]),
        ("allow: [{subject: sa:bank/teller, verb: watch, resource: deployments.apps}]", &[]),
        ("allow: [{subject: user:olga, verb: get, urls: [/metrics, /logs/a], because: she looks after it}]", &[]),
        ("allow: [{subject: user:olga, verb: get, url: /healthz}]", &["user:olga may not get /healthz"]),
        // A group of one's own, in the namespace that the object is.
        ("allow: [{subject: user:x, groups: [tellers], verb: delete, resource: namespaces, name: bank}]", &[]),
        (
            "allow: [{subject: user:x, verb: delete, resource: namespaces, name: bank}]",
            &["user:x may not delete namespaces \"bank\" in namespace bank"],
        ),
        // To the API server a star is a word that only a star matches.
        ("allow: [{subject: user:x, groups: [system:masters], verb: '*', resource: '*'}]", &[]),
        ("allow: [{subject: user:olga, verb: '*', resource: nodes}]", &["user:olga may not * nodes"]),
    ];
    check(rows, CLUSTER);
}

#[test]
fn what_is_denied_may_be_granted_nowhere_and_by_no_name() {
    let rows: &[(&str, &[&str])] = &[
        ("deny: [{subject: sa:shop/web, verb: get, resource: secrets, name: other}]", &[]),
        ("deny: [{subject: sa:shop/web, verb: get, resource: secrets, namespace: bank}]", &[]),
        (
            "deny: [{subject: sa:shop/web, verb: get, resource: secrets}]",
            &["sa:shop/web may get secrets \"db\" in namespace shop"],
        ),
        // Nothing is created by name alone.
        ("deny: [{subject: sa:shop/web, verb: create, resource: secrets}]", &[]),
        (
            "deny: [{subjects: [user:anna, user:olga], verb: list, resource: jobs}]",
            &["user:anna may list jobs.batch in namespace bank", "user:anna may list jobs.batch in namespace shop"],
        ),
        ("deny: [{subject: user:anna, verb: delete, resource: jobs}]", &[]),
        // In the cluster is said once, though it holds in each namespace.
        (
            "deny: [{subject: sa:shop/api, verb: update, resource: deployments/scale}]",
            &["sa:shop/api may update deployments.apps/scale in all namespaces at once"],
        ),
        (
            "deny: [{subject: sa:shop/api, verb: update, resource: deployments/scale, namespace: bank}]",
            &["sa:shop/api may update deployments.apps/scale in namespace bank"],
        ),
        // `pods/*` and `*/*` match nothing.
        ("deny: [{subject: sa:shop/api, verb: get, resources: [pods, pods/log]}]", &[]),
        (
            "deny: [{subject: group:system:serviceaccounts:bank, verb: watch, resource: deploy}]",
            &["group:system:serviceaccounts:bank may watch deployments.apps in all namespaces at once"],
        ),
        // A RoleBinding grants no nodes, and of namespaces its own.
        ("deny: [{subject: group:tellers, verb: get, resource: nodes}]", &[]),
        (
            "deny: [{subject: group:tellers, verb: get, resource: namespaces}]",
            &["group:tellers may get namespaces in namespace bank"],
        ),
        ("deny: [{subject: group:tellers, verb: get, resource: namespaces, name: shop}]", &[]),
        (
            "deny: [{subject: user:x, groups: [system:masters], verb: get, resource: secrets}]",
            &["user:x in group:system:masters may get secrets in all namespaces at once"],
        ),
    ];
    check(rows, CLUSTER);
}

#[test]
fn a_star_that_is_denied_stands_for_everything() {
    let rows: &[(&str, &[&str])] = &[
        (
            "deny: [{subject: sa:shop/web, verb: '*', resource: secrets}]",
            &["sa:shop/web may get secrets \"db\" in namespace shop"],
        ),
        ("deny: [{subject: sa:shop/web, verb: '*', resource: pods}]", &[]),
        (
            "deny: [{subject: user:anna, verb: get, resource: '*', namespace: shop}]",
            &["user:anna may get jobs.batch in namespace shop"],
        ),
        ("deny: [{subject: user:anna, verb: get, resource: '*.apps'}]", &[]),
        (
            "deny: [{subject: user:anna, verb: get, resource: '*.batch', namespace: bank}]",
            &["user:anna may get jobs.batch in namespace bank"],
        ),
        // Of what is asked in a namespace, only what is there; nodes are in none.
        (
            "deny: [{subject: user:olga, verb: get, resource: '*', namespace: shop}]",
            &["user:olga may get namespaces in namespace shop"],
        ),
        ("deny: [{subject: user:olga, verb: get, url: '/*'}]", &["user:olga may get /metrics"]),
        ("deny: [{subject: user:olga, verb: get, url: '/logs/a/*'}]", &["user:olga may get /logs/a/*"]),
        ("deny: [{subject: user:olga, verb: get, url: '/debug/*'}]", &[]),
        ("deny: [{subject: user:olga, verb: post, url: '/*'}]", &[]),
        (
            "deny: [{subject: sa:shop/api, verb: '*', resource: '*/scale'}]",
            &["sa:shop/api may update */scale in all namespaces at once"],
        ),
        ("deny: [{subject: sa:shop/api, verb: '*', resource: '*/log'}]", &[]),
    ];
    check(rows, CLUSTER);
}

#[test]
fn paths_are_there_or_not() {
    let rows: &[(&str, &[&str])] = &[
        ("noReach: [{from: user:ann, to: cluster-admin}]", &[]),
        ("noReach: [{from: user:ann, to: all-secrets}]", &["user:ann reaches objective:all-secrets"]),
        (
            "noReach: [{from: [user:ann, sa:shop/web], to: [objective:cluster-admin, sa:ops/deployer]}]",
            &["sa:shop/web reaches objective:cluster-admin", "sa:shop/web reaches sa:ops/deployer"],
        ),
        (
            "noReach: [{from: exposed, to: cluster-admin}]",
            &["workload:shop/Deployment/web reaches objective:cluster-admin"],
        ),
        ("reach: [{from: [sa:shop/web, deploy/shop/web], to: cluster-admin}]", &[]),
        (
            "reach: [{from: [sa:shop/web, user:ann], to: cluster-admin}]",
            &["no path leads from user:ann to objective:cluster-admin"],
        ),
    ];
    check(rows, PATHS);
}

/// bob runs pods, and a pod security level keeps him in.
const CONFINED: &str = "\
{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restricted}}}
---
{apiVersion: v1, kind: Node, metadata: {name: worker}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: run, namespace: shop}
rules: [{apiGroups: [''], resources: [pods], verbs: [create]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: bob, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: run}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: bob}]
";

#[test]
fn a_path_that_is_blocked_reaches_nothing_and_its_guard_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cluster.yaml");
    std::fs::write(&file, CONFINED).unwrap();
    let files = &["-f", file.to_str().unwrap()];
    let rows: &[(&str, &[&str])] = &[
        ("noReach: [{from: user:bob, to: node:worker}]", &[]),
        ("noReach: [{from: user:bob, to: node:worker, guarded: true}]", &["user:bob reaches node:worker"]),
    ];
    check(rows, files);
    let blocked = outcome("reach: [{from: user:bob, to: node:worker}]", files);
    assert_eq!(blocked["outcome"], "fails");
    let why = reasons(&blocked)[0];
    assert!(why.starts_with("the only path from user:bob to node:worker is blocked: "), "{why}");
    assert!(why.contains("restricted"), "{why}");
}

#[test]
fn a_reason_holds_its_evidence() {
    let denied = outcome("deny: [{subject: user:anna, verb: list, resource: jobs, namespace: shop}]", CLUSTER);
    let reason = &denied["reasons"][0];
    assert_eq!((&reason["kind"], &reason["subject"]), (&"allowed".into(), &"user:anna".into()));
    assert_eq!(reason["evidence"]["binding"], "rolebinding:shop/audit");
    assert_eq!(reason["evidence"]["from"]["role"], "clusterrole:audit-jobs");
    assert_eq!(reason["request"]["namespace"], "shop");
    let refused = outcome("allow: [{subject: user:anna, verb: list, resource: jobs}]", CLUSTER);
    let nearest = &refused["reasons"][0]["nearest"][0];
    assert_eq!(
        (&nearest["binding"], &nearest["lacks"][0]["kind"]),
        (&"rolebinding:bank/audit".into(), &"scope".into())
    );
    let path = outcome("noReach: [{from: user:ann, to: all-secrets}]", PATHS);
    let path = &path["reasons"][0]["path"];
    assert_eq!((&path["certainty"], &path["hops"][0]["entry"]), (&"proven-rights".into(), &"secrets/list".into()));
}
