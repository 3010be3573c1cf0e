//! Random writes, each a dry run but for `CONNECT`, with what admission will see of it.

use serde_json::{Value, json};

use super::world::{self, RBAC, groups_of, namespace_of, pod, rbac, rbac_path, scaler, user_of};
use crate::differential::random::Random;

/// A write as it is sent, and as it is put to admission.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) group: usize,
    method: &'static str,
    path: String,
    media: &'static str,
    body: Value,
    pub(super) operation: &'static str,
    /// Group, version, plural name, subresource.
    pub(super) resource: [&'static str; 4],
    /// Group, version and kind of the object.
    pub(super) kind: [String; 3],
    pub(super) namespace: String,
    pub(super) name: String,
    /// What is stored, where it is there.
    pub(super) old: Option<String>,
    pub(super) object: Object,
}

/// How the new object is known.
#[derive(Clone, Debug)]
pub(super) enum Object {
    /// There is none.
    None,
    /// The server shows what it would store.
    Shown,
    /// So much of it is known; what a server adds is not.
    Partly(Value),
}

impl Request {
    /// What is sent, as the user of its group.
    pub(super) fn line(&self) -> String {
        json!({"method": self.method, "path": self.path, "type": self.media, "body": self.body, "show": true,
            "user": user_of(self.group), "groups": [groups_of(self.group)]})
        .to_string()
    }

    pub(super) fn dry_run(&self) -> bool {
        self.operation != "CONNECT"
    }
}

const JSON: &str = "application/json";
const MERGE: &str = "application/merge-patch+json";
const STRATEGIC: &str = "application/strategic-merge-patch+json";

/// A write by a group's user.
pub(super) fn request(random: &mut Random, group: usize) -> Request {
    match random.below(14) {
        0 | 1 => config_map(random, group),
        2 => new_pod(random, group),
        3 => pod_change(random, group),
        4 => ephemeral(group),
        5 => eviction(group),
        6 => exec(random, group),
        7 => token(random, group),
        8 => namespace(random, group),
        9 | 10 => rbac_write(random, group),
        11 => scaling(random, group),
        12 => event(random, group),
        _ => collection(random, group),
    }
}

fn base(group: usize, resource: [&'static str; 4], kind: &str) -> Request {
    Request {
        group,
        method: "POST",
        path: String::new(),
        media: JSON,
        body: Value::Null,
        operation: "CREATE",
        resource,
        kind: [resource[0].to_owned(), resource[1].to_owned(), kind.to_owned()],
        namespace: namespace_of(group),
        name: String::new(),
        old: None,
        object: Object::Shown,
    }
}

/// Creates, replaces, patches or deletes an object; `all` is the path of its kind.
fn write(random: &mut Random, mut request: Request, all: &str, there: &str, mut object: Value) -> Request {
    let one = format!("{all}/{there}");
    match random.below(4) {
        0 => {
            request.path = format!("{all}?dryRun=All");
            if random.chance(20) {
                object["metadata"] = json!({"generateName": "gen-", "labels": object["metadata"]["labels"]});
            }
            request.name = object["metadata"]["name"].as_str().unwrap_or_default().to_owned();
        }
        1 => {
            object["metadata"]["name"] = json!(there);
            (request.method, request.operation, request.path) = ("PUT", "UPDATE", format!("{one}?dryRun=All"));
        }
        2 => {
            (request.method, request.operation, request.media) = ("PATCH", "UPDATE", MERGE);
            request.path = format!("{one}?dryRun=All");
            object = random.pick(&[
                json!({"metadata": {"labels": {"app": "web"}}}),
                json!({"metadata": {"labels": {"app": null}}}),
                json!({"metadata": {"annotations": {"note": "x"}}}),
            ]);
        }
        _ => {
            (request.method, request.operation, request.path) = ("DELETE", "DELETE", format!("{one}?dryRun=All"));
            (object, request.object) = (deletion(), Object::None);
        }
    }
    if request.operation != "CREATE" {
        (request.name, request.old) = (there.to_owned(), Some(one));
    }
    request.body = object;
    request
}

/// Options in a body take the place of those in the path.
fn deletion() -> Value {
    json!({"apiVersion": "v1", "kind": "DeleteOptions", "dryRun": ["All"]})
}

fn config_map(random: &mut Random, group: usize) -> Request {
    let data = random.pick(&[Value::Null, json!({"x": "y"}), json!({"x": "y", "z": "1"})]);
    let labels = random.pick(&[json!({}), json!({"app": "web"}), json!({"app": "db"})]);
    let object =
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "new", "labels": labels}, "data": data});
    let all = format!("/api/v1/namespaces/{}/configmaps", namespace_of(group));
    let there = random.pick(&["a", "b"]);
    write(random, base(group, ["", "v1", "configmaps", ""], "ConfigMap"), &all, there, object)
}

fn new_pod(random: &mut Random, group: usize) -> Request {
    let mut object = pod("new");
    match random.below(4) {
        0 => object["spec"]["hostNetwork"] = json!(true),
        1 => object["spec"]["containers"][0]["securityContext"] = json!({"privileged": true}),
        2 => object["metadata"]["labels"] = json!({}),
        _ => {}
    }
    Request {
        path: format!("/api/v1/namespaces/{}/pods?dryRun=All", namespace_of(group)),
        name: "new".to_owned(),
        body: object,
        ..base(group, ["", "v1", "pods", ""], "Pod")
    }
}

fn pod_path(group: usize) -> String {
    format!("/api/v1/namespaces/{}/pods/p", namespace_of(group))
}

fn pod_change(random: &mut Random, group: usize) -> Request {
    let change = random.pick(&[
        json!({"metadata": {"labels": {"app": null}}}),
        json!({"metadata": {"labels": {"app": "db"}}}),
        json!({"spec": {"containers": [{"name": "c", "image": "other"}]}}),
    ]);
    let changed = Request {
        method: "PATCH",
        media: STRATEGIC,
        path: format!("{}?dryRun=All", pod_path(group)),
        body: change,
        operation: "UPDATE",
        name: "p".to_owned(),
        old: Some(pod_path(group)),
        ..base(group, ["", "v1", "pods", ""], "Pod")
    };
    if random.chance(70) {
        return changed;
    }
    Request { method: "DELETE", operation: "DELETE", body: deletion(), media: JSON, object: Object::None, ..changed }
}

fn ephemeral(group: usize) -> Request {
    Request {
        method: "PATCH",
        media: STRATEGIC,
        path: format!("{}/ephemeralcontainers?dryRun=All", pod_path(group)),
        body: json!({"spec": {"ephemeralContainers": [{"name": "debug", "image": "i"}]}}),
        operation: "UPDATE",
        name: "p".to_owned(),
        old: Some(pod_path(group)),
        ..base(group, ["", "v1", "pods", "ephemeralcontainers"], "Pod")
    }
}

fn eviction(group: usize) -> Request {
    let metadata = json!({"name": "p", "namespace": namespace_of(group)});
    let body = json!({"apiVersion": "policy/v1", "kind": "Eviction", "metadata": metadata,
        "deleteOptions": {"dryRun": ["All"]}});
    Request {
        path: format!("{}/eviction?dryRun=All", pod_path(group)),
        body: body.clone(),
        kind: ["policy", "v1", "Eviction"].map(str::to_owned),
        name: "p".to_owned(),
        object: Object::Partly(body),
        ..base(group, ["", "v1", "pods", "eviction"], "Eviction")
    }
}

/// No node answers it: it is refused by admission, or for want of a node.
fn exec(random: &mut Random, group: usize) -> Request {
    let command = random.pick(&["ls", "sh"]);
    Request {
        path: format!("{}/exec?command={command}&stdout=true", pod_path(group)),
        operation: "CONNECT",
        name: "p".to_owned(),
        object: Object::Partly(
            json!({"apiVersion": "v1", "kind": "PodExecOptions", "command": [command], "stdout": true}),
        ),
        ..base(group, ["", "v1", "pods", "exec"], "PodExecOptions")
    }
}

fn token(random: &mut Random, group: usize) -> Request {
    let spec = random.pick(&[json!({}), json!({"audiences": ["x"]})]);
    let body = json!({"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": spec});
    Request {
        path: format!("/api/v1/namespaces/{}/serviceaccounts/a/token?dryRun=All", namespace_of(group)),
        object: Object::Partly(body.clone()),
        body,
        kind: ["authentication.k8s.io", "v1", "TokenRequest"].map(str::to_owned),
        name: "a".to_owned(),
        ..base(group, ["", "v1", "serviceaccounts", "token"], "TokenRequest")
    }
}

fn namespace(random: &mut Random, group: usize) -> Request {
    let name = namespace_of(group);
    let path = format!("/api/v1/namespaces/{name}");
    let label = random.pick(&[json!("prod"), json!("dev"), Value::Null]);
    let resource = ["", "v1", "namespaces", ""];
    if random.chance(40) {
        // The server itself puts it into itself.
        let name = format!("{name}-new");
        let labels = if label.is_null() { json!({}) } else { json!({"env": label}) };
        return Request {
            path: "/api/v1/namespaces?dryRun=All".to_owned(),
            body: json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}}),
            namespace: String::new(),
            ..base(group, resource, "Namespace")
        };
    }
    Request {
        method: "PATCH",
        media: MERGE,
        path: format!("{path}?dryRun=All"),
        body: json!({"metadata": {"labels": {"env": label}}}),
        operation: "UPDATE",
        name,
        old: Some(path),
        ..base(group, resource, "Namespace")
    }
}

fn rbac_write(random: &mut Random, group: usize) -> Request {
    let (kind, plural) = random.pick(&[
        ("Role", "roles"),
        ("ClusterRole", "clusterroles"),
        ("RoleBinding", "rolebindings"),
        ("ClusterRoleBinding", "clusterrolebindings"),
    ]);
    let namespace = namespace_of(group);
    let of_cluster = kind.starts_with("Cluster");
    let named = |name: &str| if of_cluster { format!("{namespace}-{name}") } else { name.to_owned() };
    let mut object = rbac(kind, &named("new"));
    if random.chance(40) {
        match kind.ends_with("Binding") {
            true => object["subjects"] = json!([{"apiGroup": RBAC, "kind": "User", "name": "mallory"}]),
            false => object["rules"] = json!([{"apiGroups": [""], "resources": ["pods"], "verbs": ["*"]}]),
        }
    }
    let mut request = base(group, [RBAC, "v1", plural, ""], kind);
    if of_cluster {
        request.namespace = String::new();
    }
    write(random, request, &rbac_path(kind, &namespace), &named("a"), object)
}

fn scaling(random: &mut Random, group: usize) -> Request {
    let version = random.pick(&["v1", "v2"]);
    let namespace = namespace_of(group);
    if random.chance(30) {
        let one = format!("/apis/apps/v1/namespaces/{namespace}/deployments/d/scale");
        return Request {
            method: "PATCH",
            media: MERGE,
            path: format!("{one}?dryRun=All"),
            body: json!({"spec": {"replicas": 2}}),
            operation: "UPDATE",
            kind: ["autoscaling", "v1", "Scale"].map(str::to_owned),
            name: "d".to_owned(),
            old: Some(one),
            ..base(group, ["apps", "v1", "deployments", "scale"], "Scale")
        };
    }
    let all = format!("/apis/autoscaling/{version}/namespaces/{namespace}/horizontalpodautoscalers");
    let request = base(group, ["autoscaling", version, "horizontalpodautoscalers", ""], "HorizontalPodAutoscaler");
    write(random, request, &all, "h", scaler("new", version))
}

fn event(random: &mut Random, group: usize) -> Request {
    let namespace = namespace_of(group);
    let metadata = json!({"name": "new", "namespace": namespace});
    let about = json!({"kind": "ConfigMap", "name": "a", "namespace": namespace, "apiVersion": "v1"});
    if random.chance(50) {
        return Request {
            path: format!("/api/v1/namespaces/{namespace}/events?dryRun=All"),
            name: "new".to_owned(),
            body: json!({"apiVersion": "v1", "kind": "Event", "metadata": metadata, "involvedObject": about, "reason": "r", "type": "Normal"}),
            ..base(group, ["", "v1", "events", ""], "Event")
        };
    }
    Request {
        path: format!("/apis/events.k8s.io/v1/namespaces/{namespace}/events?dryRun=All"),
        name: "new".to_owned(),
        body: json!({"apiVersion": "events.k8s.io/v1", "kind": "Event", "metadata": metadata, "regarding": about, "reason": "r", "type": "Normal",
            "action": "a", "reportingController": "example.com/c", "reportingInstance": "i", "eventTime": "2026-01-01T00:00:00.000000Z"}),
        ..base(group, ["events.k8s.io", "v1", "events", ""], "Event")
    }
}

/// Deletes all of one name: admission is asked about each without a name.
fn collection(random: &mut Random, group: usize) -> Request {
    let name = random.pick(&["a", "b"]);
    let all = format!("/api/v1/namespaces/{}/configmaps", namespace_of(group));
    Request {
        method: "DELETE",
        path: format!("{all}?dryRun=All&fieldSelector=metadata.name%3D{name}"),
        operation: "DELETE",
        body: deletion(),
        old: Some(format!("{all}/{name}")),
        object: Object::None,
        ..base(group, ["", "v1", "configmaps", ""], "ConfigMap")
    }
}

/// All that requests start from, by path.
pub(super) fn stored(
    plane: &crate::cluster::ControlPlane,
    requests: &[Request],
) -> std::collections::BTreeMap<String, Value> {
    let paths: std::collections::BTreeSet<&String> =
        requests.iter().filter_map(|request| request.old.as_ref()).collect();
    let get = |path: &&String| json!({"method": "GET", "path": path, "show": true}).to_string();
    let answers = plane.request(paths.iter().map(get));
    paths.iter().zip(answers).map(|(path, answer)| ((*path).clone(), answer.object)).collect()
}

/// Creates something that only a marker refuses.
pub(super) fn marker(name: &str) -> String {
    let body = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}});
    let path = format!("/api/v1/namespaces/{}/configmaps?dryRun=All", world::namespace_of(0));
    json!({"method": "POST", "path": path, "type": JSON, "body": body}).to_string()
}
