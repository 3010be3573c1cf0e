//! Sets the stage of a run: its namespace, its objects, and an attacker with its grants and nothing else.

use std::collections::{BTreeMap, HashMap};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::caller::{Caller, Credential, Request};
use super::fixture::{ACCOUNT, Grant, User};
use crate::cluster::ControlPlane;

const RBAC: &str = "rbac.authorization.k8s.io";

/// Who manages the fields of the objects.
const MANAGER: &str = "fieldManager=stage&force=true";

/// All objects of a run but those that Kubernetes makes: the namespace, the attacker, the manifests, the grants.
pub(super) fn objects(namespace: &str, manifests: &[Value], attacker: Option<&User>, grants: &[Grant]) -> Vec<Value> {
    let own = json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace}});
    let account = json!({"apiVersion": "v1", "kind": "ServiceAccount",
        "metadata": {"name": ACCOUNT, "namespace": namespace}});
    // What lives in a namespace comes after it. A manifest may say more of the run's own namespace.
    let (namespaces, others): (Vec<&Value>, Vec<&Value>) =
        manifests.iter().partition(|object| object["kind"] == "Namespace");
    let named = namespaces.iter().any(|object| object["metadata"]["name"] == namespace);
    let first = namespaces.into_iter().cloned().chain((!named).then_some(own));
    let mut objects: Vec<Value> = first.chain([account]).chain(others.into_iter().cloned()).collect();
    for (number, grant) in grants.iter().enumerate() {
        objects.extend(granted(namespace, number, grant, attacker));
    }
    objects
}

/// The role and the binding of a grant.
fn granted(namespace: &str, number: usize, grant: &Grant, attacker: Option<&User>) -> [Value; 2] {
    let name = format!("{namespace}-attacker-{number}");
    let place = grant.place.as_deref().unwrap_or(namespace);
    let (kind, metadata) = match place {
        "cluster" => ("ClusterRole", json!({"name": name})),
        place => ("Role", json!({"name": name, "namespace": place})),
    };
    let subject = match attacker {
        Some(user) => json!({"apiGroup": RBAC, "kind": "User", "name": user.user}),
        None => json!({"kind": "ServiceAccount", "name": ACCOUNT, "namespace": namespace}),
    };
    let version = format!("{RBAC}/v1");
    [
        json!({"apiVersion": version, "kind": kind, "metadata": metadata, "rules": [grant.rule]}),
        json!({"apiVersion": version, "kind": format!("{kind}Binding"), "metadata": metadata, "subjects": [subject],
            "roleRef": {"apiGroup": RBAC, "kind": kind, "name": name}}),
    ]
}

/// Makes the objects, and returns the attacker.
pub(super) fn set(
    plane: &ControlPlane,
    administrator: &Caller,
    namespace: &str,
    objects: &[Value],
    attacker: Option<&User>,
) -> Result<Caller, String> {
    for object in objects {
        apply(administrator, object)?;
    }
    let Some(User { user, groups }) = attacker else {
        let path = format!("/api/v1/namespaces/{namespace}/serviceaccounts/{ACCOUNT}/token");
        let body = json!({"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {}});
        let reply = send(administrator, "POST", &path, "application/json", Some(&body));
        let reply = reply.map_err(|why| format!("no token: {why}"))?;
        let token = reply["status"]["token"].as_str().unwrap_or_default();
        return Ok(Caller::new(&plane.kubeconfig, &Credential::Token(token)));
    };
    let groups: Vec<&str> = groups.iter().map(String::as_str).collect();
    Ok(Caller::new(&plane.kubeconfig_for(user, &groups), &Credential::Kubeconfig))
}

/// Makes an object, and its status too where it has one.
fn apply(administrator: &Caller, object: &Value) -> Result<(), String> {
    let (version, kind) = (text(&object["apiVersion"]), text(&object["kind"]));
    let resource = resource(administrator, version, kind)?;
    let name = text(&object["metadata"]["name"]);
    let path = match object["metadata"]["namespace"].as_str() {
        Some(namespace) => format!("{}/namespaces/{namespace}/{resource}/{name}", root(version)),
        None => format!("{}/{resource}/{name}", root(version)),
    };
    let parts = if object.get("status").is_some() { &["", "/status"][..] } else { &[""][..] };
    for part in parts {
        let path = format!("{path}{part}?{MANAGER}");
        send(administrator, "PATCH", &path, "application/apply-patch+yaml", Some(object))
            .map_err(|why| format!("{kind} {name} cannot be made: {why}"))?;
    }
    Ok(())
}

/// The plural of a kind, as the server tells it.
fn resource(administrator: &Caller, version: &str, kind: &str) -> Result<String, String> {
    static KNOWN: LazyLock<Mutex<HashMap<String, Value>>> = LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if !known.contains_key(version) {
        known.insert(version.to_owned(), send(administrator, "GET", &root(version), "", None)?);
    }
    let served = known[version]["resources"].as_array().cloned().unwrap_or_default();
    let mut names = served.iter().filter(|served| served["kind"] == kind).map(|served| text(&served["name"]));
    names.find(|name| !name.contains('/')).map(str::to_owned).ok_or_else(|| format!("no {kind} of {version} is served"))
}

fn root(version: &str) -> String {
    if version.contains('/') { format!("/apis/{version}") } else { format!("/api/{version}") }
}

/// Waits until the server acts on each grant: it learns of new roles and bindings some time after it stored them.
pub(super) fn wait_for(attacker: &Caller, namespace: &str, grants: &[Grant]) -> Result<(), String> {
    for grant in grants {
        let review = json!({"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview",
            "spec": question(namespace, grant)});
        let path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
        let start = Instant::now();
        while send(attacker, "POST", path, "application/json", Some(&review))?["status"]["allowed"] != true {
            if start.elapsed() > Duration::from_secs(20) {
                return Err(format!("a grant does not hold: {review}"));
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }
    Ok(())
}

/// One request that the grant allows.
fn question(namespace: &str, grant: &Grant) -> Value {
    let first = |key: &str| grant.rule[key][0].as_str().unwrap_or_default();
    if grant.rule.get("nonResourceURLs").is_some() {
        return json!({"nonResourceAttributes": {"verb": first("verbs"), "path": first("nonResourceURLs")}});
    }
    let (resource, subresource) = first("resources").split_once('/').unwrap_or((first("resources"), ""));
    let place = grant.place.as_deref().unwrap_or(namespace);
    let place = if place == "cluster" { "" } else { place };
    json!({"resourceAttributes": {"verb": first("verbs"), "group": first("apiGroups"), "resource": resource,
        "subresource": subresource, "name": first("resourceNames"), "namespace": place}})
}

fn send(caller: &Caller, method: &str, path: &str, content_type: &str, body: Option<&Value>) -> Result<Value, String> {
    let reply = caller.send(&Request { method, path, content_type, headers: &BTreeMap::new(), body });
    if (200..300).contains(&reply.status) { Ok(reply.json()) } else { Err(format!("{} {}", reply.status, reply.text)) }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
