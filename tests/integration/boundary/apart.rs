//! Guards that tell one object from another: each role, pod and namespace is judged by itself, however many there are.

use serde_json::{Value, json};

use super::case::RBAC;
use crate::run::kubescan_with_input;

/// More than anybody would try by hand.
const MANY: usize = 100;

pub(super) fn role(name: &str, rules: &Value) -> Value {
    json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": name}, "rules": rules})
}

pub(super) fn bound(role: &str, account: &str) -> Value {
    let subject = json!({"kind": "ServiceAccount", "namespace": "ns", "name": account});
    json!({
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "ClusterRoleBinding",
        "metadata": {"name": account},
        "roleRef": {"apiGroup": RBAC, "kind": "ClusterRole", "name": role},
        "subjects": [subject],
    })
}

fn namespace(name: &str, labels: &Value) -> Value {
    json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}})
}

fn guard(operation: &str, group: &str, resource: &str, expression: &str) -> [Value; 2] {
    let rule = json!({"apiGroups": [group], "apiVersions": ["*"], "operations": [operation], "resources": [resource]});
    let spec = json!({"matchConstraints": {"resourceRules": [rule]}, "validations": [{"expression": expression}]});
    let bound = json!({"policyName": "g", "validationActions": ["Deny"]});
    let of = |kind: &str, spec: Value| json!({"apiVersion": "admissionregistration.k8s.io/v1", "kind": kind, "metadata": {"name": "g"}, "spec": spec});
    [of("ValidatingAdmissionPolicy", spec), of("ValidatingAdmissionPolicyBinding", bound)]
}

/// What `boundary` says of the account `me`, which has these rights, in a cluster with these objects.
pub(super) fn boundary(rules: &Value, more: Vec<Value>) -> Value {
    let account = json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"namespace": "ns", "name": "me"}});
    let everything = json!([{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}]);
    let mut items = vec![account, role("me", rules), bound("me", "me"), role("cluster-admin", &everything)];
    items.extend(more);
    items.iter_mut().for_each(|item| item["metadata"]["uid"] = "1".into());
    let list = json!({"apiVersion": "v1", "kind": "List", "items": items}).to_string();
    kubescan_with_input(&["boundary", "sa:ns/me", "-f", "-", "-o", "json"], list.as_bytes()).json()
}

/// The roles that may be bound, or may not: the first of each route, and how many more.
fn bindable(boundary: &Value, state: &str) -> Vec<String> {
    let routes = boundary["routes"].as_array().unwrap().iter();
    let here = routes.filter(|route| route["entry"] == "rbac/bind-clusterrole" && route["state"] == state);
    here.map(|route| route["to"].as_str().unwrap().to_owned()).collect()
}

/// A role that is as strong as cluster-admin among many that are not, and a guard of bindings.
fn binds(many: usize, expression: &str) -> Value {
    let rules = json!([
        {"apiGroups": [RBAC], "resources": ["clusterrolebindings"], "verbs": ["create"]},
        {"apiGroups": [RBAC], "resources": ["clusterroles"], "verbs": ["bind"]},
    ]);
    let read = json!([{"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get"]}]);
    let everything = json!([{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}]);
    let mut more = vec![namespace("ns", &json!({})), role("root-too", &everything)];
    more.extend((0..many).map(|number| role(&format!("reader-{number:03}"), &read)));
    more.extend(guard("CREATE", RBAC, "clusterrolebindings", expression));
    boundary(&rules, more)
}

#[test]
fn a_guard_against_one_role_leaves_the_others() {
    for many in [1, MANY] {
        let said = binds(many, "object.roleRef.name != 'cluster-admin'");
        assert_eq!(said["verdict"], "broken", "{said:#}");
        assert_eq!(said["path"]["to"], "objective:cluster-admin");
        assert_eq!(bindable(&said, "blocked"), ["clusterrole:cluster-admin", "objective:cluster-admin"]);
        let said = binds(many, "object.roleRef.name == 'root-too'");
        assert_eq!(said["verdict"], "broken", "{said:#}");
        assert_eq!(bindable(&said, "open"), ["clusterrole:root-too"]);
        let said = binds(many, "object.roleRef.name == 'me'");
        assert_eq!(said["verdict"], "holds", "its own role is nothing new: {said:#}");
        // One may still bind what reads, but it is no way to everything.
        let said = binds(many, "!(object.roleRef.name in ['cluster-admin', 'root-too'])");
        assert_eq!(said["path"], Value::Null, "{said:#}");
        assert_eq!(bindable(&said, "open").len(), 1, "{said:#}");
    }
}

#[test]
fn a_guard_against_one_pod_leaves_the_others() {
    let pod = |name: &str, account: &str| {
        // As the server stores it: the token is a volume.
        let token = json!({"name": "token", "projected": {"sources": [{"serviceAccountToken": {"path": "token"}}]}});
        let mount = json!({"name": "token", "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount"});
        let main = json!({"name": "main", "image": "image", "volumeMounts": [mount]});
        let spec = json!({"serviceAccountName": account, "nodeName": "n", "containers": [main], "volumes": [token]});
        json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"namespace": "ns", "name": name}, "spec": spec,
            "status": {"phase": "Running"}})
    };
    let execs = |expression: &str| {
        let rules = json!([{"apiGroups": [""], "resources": ["pods/exec"], "verbs": ["create"]}]);
        let mut more = vec![namespace("ns", &json!({})), bound("cluster-admin", "root"), pod("operator-0", "root")];
        more.push(
            json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"namespace": "ns", "name": "root"}}),
        );
        more.extend((0..MANY).map(|number| pod(&format!("web-{number}"), "default")));
        more.extend(guard("CONNECT", "", "pods/exec", expression));
        boundary(&rules, more)
    };
    assert_eq!(execs("request.name != 'web-0'")["verdict"], "broken");
    assert_eq!(execs("request.name.startsWith('operator-')")["verdict"], "broken");
    assert_eq!(execs("request.name != 'operator-0'")["verdict"], "holds");
    assert_eq!(execs("request.name.startsWith('web-')")["verdict"], "holds");
}

#[test]
fn a_guard_of_labelled_namespaces_is_asked_about_each() {
    let relabels = |expression: &str| {
        let rules = json!([
            {"apiGroups": [""], "resources": ["namespaces"], "verbs": ["patch"]},
            {"apiGroups": [""], "resources": ["pods"], "verbs": ["create"]},
        ]);
        let level = "pod-security.kubernetes.io/enforce";
        let mut more = vec![namespace("ns", &json!({level: "restricted", "fixed": "true"}))];
        more.push(json!({"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n"}}));
        more.extend(guard("UPDATE", "", "namespaces", expression));
        boundary(&rules, more)
    };
    let to_node =
        |said: &Value| said["path"]["to"].as_str().is_some_and(|to| to == "objective:all-nodes" || to == "node:n");
    let said = relabels("!('fixed' in oldObject.metadata.?labels.orValue({}))");
    assert!(!to_node(&said), "{said:#}");
    let said = relabels("!('other' in oldObject.metadata.?labels.orValue({}))");
    assert!(to_node(&said), "{said:#}");
}
