//! What guards say of a path, as people read it: which webhook may refuse it, and which policy does.

use crate::run::kubescan_with_input;

/// `alice` may bind any ClusterRole to herself.
const BINDER: &str = "
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: binder, uid: u}
rules:
- {apiGroups: [rbac.authorization.k8s.io], resources: [clusterrolebindings], verbs: [create]}
- {apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [bind]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: b, uid: u}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: binder}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: alice}]
";

fn webhook(name: &str, resource: &str) -> String {
    format!(
        "---\n{{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {{name: {name}, uid: u}}, \
         webhooks: [{{name: h, sideEffects: None, admissionReviewVersions: [v1], clientConfig: {{url: 'https://x'}}, \
         rules: [{{apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: [{resource}]}}]}}]}}\n"
    )
}

/// A policy that refuses all bindings of the cluster.
const REFUSING: &str = "---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: p, uid: u}
spec:
  matchConstraints:
    resourceRules:
      - {apiGroups: [rbac.authorization.k8s.io], apiVersions: [v1], operations: ['*'], resources: [clusterrolebindings]}
  validations: [{expression: 'false', message: no bindings}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: b, uid: u}
spec: {policyName: p, validationActions: [Deny]}
";

/// The line of the path from `alice`, and its first hop as JSON.
fn told(guards: &str) -> (String, serde_json::Value) {
    let input = format!("{BINDER}{guards}");
    let table = kubescan_with_input(&["scan", "-f", "-", "--include-guarded", "--severity", "info"], input.as_bytes());
    let line = table.stdout.lines().find(|line| line.contains("user:alice -> cluster-admin")).unwrap_or_default();
    let line = line.split_once("user:alice").map_or(line, |(_, path)| path).to_owned();
    let report = kubescan_with_input(&["scan", "-f", "-", "-o", "json"], input.as_bytes()).json();
    let path = report["paths"].as_array().unwrap().iter().find(|path| path["to"] == "objective:cluster-admin");
    (line, path.unwrap()["hops"][0].clone())
}

#[test]
fn a_path_says_which_webhook_may_refuse_it() {
    let (line, hop) = told(&webhook("w", "clusterrolebindings"));
    assert_eq!(line, " -> cluster-admin (rbac/bind-clusterrole) [unknown: validatingwebhook:w/h may refuse it]");
    assert_eq!(hop["mayRefuse"], serde_json::json!(["validatingwebhook:w/h"]));
    let facts: Vec<&str> = hop["facts"].as_array().unwrap().iter().filter_map(|fact| fact.as_str()).collect();
    assert!(facts.contains(&"validatingwebhook:w/h may refuse it: what a webhook answers cannot be seen"), "{facts:?}");
}

#[test]
fn only_some_of_many_webhooks_are_named() {
    let all: String = ["w", "x", "z"].iter().map(|name| webhook(name, "'*'")).collect();
    let (line, hop) = told(&all);
    assert!(
        line.ends_with("[unknown: validatingwebhook:w/h, validatingwebhook:x/h and 1 more may refuse it]"),
        "{line}"
    );
    assert_eq!(hop["mayRefuse"].as_array().unwrap().len(), 3, "JSON names all");
}

#[test]
fn a_webhook_that_is_asked_about_other_things_is_not_named() {
    let (line, hop) = told(&webhook("w", "configmaps"));
    assert_eq!(line, " -> cluster-admin (rbac/bind-clusterrole)");
    assert!(hop.get("mayRefuse").is_none(), "{hop}");
}

#[test]
fn a_blocked_path_says_which_policy_blocks_it_and_no_doubt() {
    let (line, hop) = told(&format!("{REFUSING}{}", webhook("w", "clusterrolebindings")));
    assert_eq!(
        line,
        " -> cluster-admin (rbac/bind-clusterrole) [guarded by validatingadmissionpolicy:p/b: no bindings]"
    );
    assert!(hop.get("mayRefuse").is_none(), "{hop}");
}
