//! What the gate counts where guards stand: what is open, and what is blocked only when asked for.

use serde_json::Value;

use crate::run::{Run, kubescan, kubescan_with_input};

/// Somebody who may bind any role, and no more.
const BINDER: &str = "\
{apiVersion: v1, kind: Namespace, metadata: {name: access, labels: {pod-security.kubernetes.io/enforce: restricted}}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restricted}}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: controller, namespace: access}}
---
apiVersion: v1
kind: Pod
metadata: {name: controller, namespace: access}
spec: {serviceAccountName: controller, containers: [{name: web, image: web}]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: binder}
rules:
- {apiGroups: [rbac.authorization.k8s.io], resources: [clusterrolebindings, rolebindings], verbs: [create]}
- {apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles, roles], verbs: [bind]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: binder}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: binder}
subjects: [{kind: ServiceAccount, name: controller, namespace: access}]
";

/// Refuses what it writes of RBAC, where this is true.
fn policy(place: &str) -> String {
    format!(
        "---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {{name: p}}
spec:
  matchConstraints:
    resourceRules:
    - {{apiGroups: [rbac.authorization.k8s.io], apiVersions: ['*'], operations: ['*'], resources: ['*']}}
  matchConditions:
  - {{name: binder, expression: request.userInfo.username == 'system:serviceaccount:access:controller'}}
  validations: [{{expression: '!({place})', message: it binds nothing}}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {{name: p}}
spec: {{policyName: p, validationActions: [Deny]}}
"
    )
}

fn scan(input: &str, more: &[&str]) -> Run {
    kubescan_with_input(&[&["scan", "-f", "-"], more].concat(), input.as_bytes())
}

/// Severity, name and whether it is guarded, of what is about rights.
fn found(report: &Value) -> Vec<String> {
    let kinds = ["hot-pod", "subject", "role", "binding"];
    let all = report["findings"].as_array().unwrap().iter();
    let about = all.filter(|it| kinds.iter().any(|kind| it["kind"] == *kind) && it["builtIn"] == false);
    about
        .map(|it| {
            let word = |key: &str| it[key].as_str().unwrap();
            format!("{} {}{}", word("severity"), word("id"), if it["guarded"] == true { " guarded" } else { "" })
        })
        .collect()
}

#[test]
fn what_guards_block_as_a_whole_is_lower_and_trips_no_gate() {
    let input = format!("{BINDER}{}", policy("true"));
    let report = scan(&input, &["-o", "json", "--fail-on", "low"]);
    assert_eq!(report.code, 0, "{}", report.stdout);
    let expected = [
        "medium hot-pod access/Pod/controller sa:access/controller guarded",
        "medium subject sa:access/controller guarded",
        "medium role clusterrole:binder guarded",
        "medium binding clusterrolebinding:binder guarded",
    ];
    assert_eq!(found(&report.json()), expected);
    assert_eq!(report.json()["summary"]["medium"], 0);
    assert_eq!(report.json()["riskySubjects"][0]["entries"][0]["guarded"], true);
    assert_eq!(scan(&input, &["--fail-on", "medium", "--fail-on-guarded"]).code, 1);
    assert_eq!(scan(&input, &["--fail-on", "high", "--fail-on-guarded"]).code, 0);
    insta::assert_snapshot!(scan(&input, &[]).stdout, @r"
    files - (Kubernetes 1.36): 1 role, 1 binding, 1 service account, 1 pod, 0 workloads
    no risky permissions found but for what a guard blocks

    6 findings are blocked by a guard; --include-guarded shows them
    ");
    let all = scan(&input, &["--include-guarded"]).stdout;
    assert!(all.contains("medium    sa:access/controller  cluster  rbac/bind-clusterrole"), "{all}");
}

#[test]
fn what_is_open_in_one_place_stays_as_bad_as_it_is() {
    // A namespace is more than it has, although no objective lies behind it.
    let but_shop = format!("{BINDER}{}", policy("request.?namespace.orValue(\"\") != \"shop\""));
    let report = scan(&but_shop, &["-o", "json", "--fail-on", "high"]);
    assert_eq!(report.code, 1);
    let report = report.json();
    let entries = report["riskySubjects"][0]["entries"].as_array().unwrap();
    let of = |id: &str| entries.iter().find(|entry| entry["id"] == id).unwrap();
    assert_eq!(of("rbac/bind-in-namespace")["guarded"], false, "{entries:?}");
    assert_eq!(of("rbac/bind-clusterrole")["severity"], "medium", "{entries:?}");
    assert!(found(&report).iter().all(|finding| !finding.ends_with("guarded")), "{:?}", found(&report));
}

#[test]
fn a_role_is_as_bad_as_to_the_one_whom_no_guard_stops() {
    let other = BINDER.replace("subjects: [", "subjects: [{kind: User, name: jo}, ");
    let report = scan(&format!("{other}{}", policy("true")), &["-o", "json", "--fail-on", "high"]);
    assert_eq!(report.code, 1);
    let expected = [
        "critical subject user:jo",
        "critical role clusterrole:binder",
        "critical binding clusterrolebinding:binder",
        "medium hot-pod access/Pod/controller sa:access/controller guarded",
        "medium subject sa:access/controller guarded",
    ];
    assert_eq!(found(&report.json()), expected);
}

#[test]
fn the_examples_trip_the_gate_where_their_guards_do() {
    for (example, code) in [("access-open", 1), ("access-hollow", 1), ("access-guarded", 0)] {
        let run = kubescan(&["scan", "-f", &format!("examples/{example}"), "--fail-on", "high"]);
        assert_eq!(run.code, code, "{example}\n{}", run.stdout);
    }
    // It may still take access away from others.
    let run = kubescan(&["scan", "-f", "examples/access-guarded", "--fail-on", "medium"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(run.stdout.contains("rbac/remove-access"), "{}", run.stdout);
}
