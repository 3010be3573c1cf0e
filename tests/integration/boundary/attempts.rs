//! What a subject sends to get more, by a list of its own: nothing here is what kubescan thinks of.
//!
//! Every attempt is a dry run, but for those of a variant's own that go in several steps.

use serde_json::{Value, json};

use super::case::{Case, RBAC, Send, Way};

const RBAC_PATH: &str = "/apis/rbac.authorization.k8s.io/v1";
const GUARD_PATH: &str = "/apis/admissionregistration.k8s.io/v1";

/// The roles that everybody like this holds in any cluster.
const EVERYBODYS: &[&str] =
    &["system:basic-user", "system:discovery", "system:public-info-viewer", "system:service-account-issuer-discovery"];

/// All that this subject tries.
pub(super) fn attempts(case: &Case) -> Vec<Way> {
    let mut all = Vec::new();
    let plain = json!({});
    for mark in std::iter::once(&plain).chain(&case.marks) {
        all.extend(new_bindings(case, mark));
        all.extend(additions(case, mark));
        all.extend(roles(case, mark));
    }
    all.extend(guards(case));
    all.extend(tokens(case));
    all.extend(case.ways.iter().cloned());
    all
}

/// Ways to name the subject in a binding: every one for the cluster, and of a namespace those that differ there.
fn spellings(case: &Case, namespace: Option<&str>) -> Vec<Vec<Value>> {
    let group = |name: &str| json!({"kind": "Group", "apiGroup": RBAC, "name": name});
    let user = |name: &str| json!({"kind": "User", "apiGroup": RBAC, "name": name});
    let account = case.user.strip_prefix("system:serviceaccount:").and_then(|rest| rest.split_once(':'));
    let mut one = vec![match account {
        Some((home, name)) => json!({"kind": "ServiceAccount", "namespace": home, "name": name}),
        None => user(&case.user),
    }];
    one.extend(case.groups.iter().map(|name| group(name)));
    match (namespace, account) {
        (None, _) => {
            one.extend([user(&case.user), user("system:anonymous")]);
            one.extend([group("system:unauthenticated"), group("system:authenticated")]);
        }
        (Some(here), Some((home, name))) if here == home => one.push(json!({"kind": "ServiceAccount", "name": name})),
        _ => {}
    }
    let other = user("somebody");
    let between = vec![other.clone(), one[0].clone(), other];
    one.into_iter().map(|subject| vec![subject]).chain([between]).collect()
}

fn places(case: &Case) -> Vec<Option<String>> {
    let namespaces = case.objects.iter().filter(|object| object["kind"] == "Namespace");
    let names = namespaces.map(|object| object["metadata"]["name"].as_str().unwrap().to_owned());
    std::iter::once(None).chain(names.filter(|name| name != "kube-system").map(Some)).collect()
}

fn path(namespace: Option<&str>, plural: &str) -> String {
    match namespace {
        Some(namespace) => format!("{RBAC_PATH}/namespaces/{namespace}/{plural}"),
        None => format!("{RBAC_PATH}/{plural}"),
    }
}

fn dry(method: &'static str, path: &str, body: Value) -> Send {
    let and = if path.contains('?') { '&' } else { '?' };
    Send { method, path: format!("{path}{and}dryRun=All"), body }
}

fn way(told: impl Into<String>, sends: Vec<Send>) -> Way {
    Way { told: told.into(), sends }
}

fn marked(metadata: Value, mark: &Value) -> Value {
    let mut metadata = metadata;
    metadata.as_object_mut().unwrap().extend(mark.as_object().unwrap().clone());
    metadata
}

fn new_bindings(case: &Case, mark: &Value) -> Vec<Way> {
    let mut all = Vec::new();
    for place in places(case) {
        let plural = if place.is_some() { "rolebindings" } else { "clusterrolebindings" };
        let path = path(place.as_deref(), plural);
        for (number, subjects) in spellings(case, place.as_deref()).into_iter().enumerate() {
            let told = json!(subjects);
            let metadata = marked(json!({"name": "attempt"}), mark);
            let body = json!({"metadata": metadata, "subjects": subjects,
                "roleRef": {"apiGroup": RBAC, "kind": "ClusterRole", "name": "cluster-admin"}});
            all.push(way(format!("POST {path} {told} {mark}"), vec![dry("POST", &path, body.clone())]));
            if number == 0 && mark.get("name").is_none() {
                let path = format!("{path}/attempt");
                all.push(way(format!("PUT {path} {told} {mark}"), vec![dry("PUT", &path, body.clone())]));
                all.push(way(format!("apply {path} {told} {mark}"), vec![applied(&path, body)]));
            }
        }
    }
    all
}

/// A server-side apply, which creates what is not there.
fn applied(path: &str, mut body: Value) -> Send {
    let kind = if path.contains("/clusterrolebindings") { "ClusterRoleBinding" } else { "RoleBinding" };
    body["apiVersion"] = format!("{RBAC}/v1").into();
    body["kind"] = kind.into();
    dry("APPLY", &format!("{path}?fieldManager=attempt"), body)
}

/// One subject more in the bindings that are there.
fn additions(case: &Case, mark: &Value) -> Vec<Way> {
    let bindings = case.objects.iter().filter(|object| object["kind"].as_str().unwrap().ends_with("RoleBinding"));
    let mut all = Vec::new();
    let admins = json!({"kind": "ClusterRoleBinding", "metadata": {"name": "cluster-admin"}, "subjects": []});
    for binding in bindings.chain(std::iter::once(&admins)).filter(|binding| !is_own(case, binding)) {
        let namespace = binding["metadata"]["namespace"].as_str();
        let plural = format!("{}s", binding["kind"].as_str().unwrap().to_lowercase());
        let path = format!("{}/{}", path(namespace, &plural), binding["metadata"]["name"].as_str().unwrap());
        for subjects in spellings(case, namespace) {
            let told = json!(subjects);
            let subjects = [binding["subjects"].as_array().unwrap().clone(), subjects].concat();
            let body = json!({"metadata": unnamed(mark), "subjects": subjects});
            all.push(way(format!("PATCH {path} {told} {mark}"), vec![dry("PATCH", &path, body)]));
        }
    }
    all
}

/// Whether a binding grants what the subject has anyway.
fn is_own(case: &Case, binding: &Value) -> bool {
    let subjects = binding["subjects"].as_array().unwrap();
    subjects.iter().any(|subject| names(case, binding, subject))
}

/// Whether a subject of a binding is the attacker.
fn names(case: &Case, binding: &Value, subject: &Value) -> bool {
    let name = subject["name"].as_str().unwrap();
    match subject["kind"].as_str().unwrap() {
        "Group" => name == "system:authenticated" || case.groups.iter().any(|group| group == name),
        "User" => name == case.user,
        _ => {
            let namespace = subject["namespace"].as_str().or(binding["metadata"]["namespace"].as_str()).unwrap_or("");
            case.user == format!("system:serviceaccount:{namespace}:{name}")
        }
    }
}

fn unnamed(mark: &Value) -> Value {
    let mut mark = mark.clone();
    mark.as_object_mut().unwrap().remove("name");
    mark
}

/// What a role may hold that makes its holder strong.
fn strong() -> [Value; 6] {
    let of = |group: &str, resources: &[&str], verbs: &[&str]| json!([{"apiGroups": [group], "resources": resources, "verbs": verbs}]);
    [
        of("*", &["*"], &["*"]),
        of(RBAC, &["clusterroles", "clusterrolebindings"], &["create", "update", "bind", "escalate"]),
        of("", &["users", "groups"], &["impersonate"]),
        of("", &["secrets"], &["get", "list"]),
        of("", &["serviceaccounts/token", "pods", "pods/exec"], &["create"]),
        of("admissionregistration.k8s.io", &["validatingadmissionpolicies"], &["delete"]),
    ]
}

/// Rewrites of what the subject holds, or their like after a deletion.
fn roles(case: &Case, mark: &Value) -> Vec<Way> {
    let mut held: Vec<(Option<String>, String)> = Vec::new();
    for binding in case.objects.iter().filter(|object| object["kind"].as_str().unwrap().ends_with("RoleBinding")) {
        if is_own(case, binding)
            && case
                .find(binding["roleRef"]["kind"].as_str().unwrap(), binding["roleRef"]["name"].as_str().unwrap())
                .is_some()
        {
            let namespace = binding["metadata"]["namespace"].as_str().filter(|_| binding["roleRef"]["kind"] == "Role");
            held.push((namespace.map(str::to_owned), binding["roleRef"]["name"].as_str().unwrap().to_owned()));
        }
    }
    let account = case.groups.iter().any(|group| group == "system:serviceaccounts");
    let everybodys = EVERYBODYS.iter().filter(|role| account || !role.contains("issuer"));
    held.extend(everybodys.map(|role| (None, (*role).to_owned())));
    let held_first = held[0].1.clone();
    let mut all = Vec::new();
    for (namespace, name) in held {
        let plural = if namespace.is_some() { "roles" } else { "clusterroles" };
        let collection = path(namespace.as_deref(), plural);
        let one = format!("{collection}/{name}");
        // One role is enough to see which rights a guard looks for.
        let some = if name == held_first { strong().len() } else { 1 };
        for rules in strong().into_iter().take(some) {
            let rewritten = json!({"metadata": unnamed(mark), "rules": rules});
            all.push(way(format!("PATCH {one} {rules} {mark}"), vec![dry("PATCH", &one, rewritten)]));
        }
        let rules = &strong()[0];
        let metadata = marked(json!({"name": name}), &unnamed(mark));
        let anew = || dry("POST", &collection, json!({"metadata": metadata, "rules": rules}));
        all.push(way(format!("DELETE and POST {one} {mark}"), vec![dry("DELETE", &one, Value::Null), anew()]));
        let named = format!("{collection}?fieldSelector=metadata.name={name}");
        all.push(way(format!("DELETE {named} and POST {mark}"), vec![dry("DELETE", &named, Value::Null), anew()]));
        if namespace.is_none() {
            let all_others = json!({"metadata": unnamed(mark), "aggregationRule": {"clusterRoleSelectors": [{}]}});
            all.push(way(format!("PATCH {one} aggregationRule {mark}"), vec![dry("PATCH", &one, all_others)]));
        }
        all.extend(aggregated(case, &name, mark));
    }
    all
}

/// Where a role that is held takes others over: a new one, and one that is there.
fn aggregated(case: &Case, held: &str, mark: &Value) -> Vec<Way> {
    let Some(role) = case.find("ClusterRole", held) else { return Vec::new() };
    let labels = &role["aggregationRule"]["clusterRoleSelectors"][0]["matchLabels"];
    if labels.is_null() {
        return Vec::new();
    }
    let metadata = |name: &str| marked(json!({"name": name, "labels": labels}), mark);
    let path = path(None, "clusterroles");
    let anew = json!({"metadata": metadata("attempt"), "rules": strong()[0]});
    let there = json!({"metadata": {"labels": labels}});
    vec![
        way(format!("POST {path} {labels}"), vec![dry("POST", &path, anew)]),
        way(
            format!("PATCH {path}/cluster-admin {labels}"),
            vec![dry("PATCH", &format!("{path}/cluster-admin"), there)],
        ),
    ]
}

/// The guard itself.
fn guards(case: &Case) -> Vec<Way> {
    let mut all = Vec::new();
    for (kind, plural) in [
        ("ValidatingAdmissionPolicy", "validatingadmissionpolicies"),
        ("ValidatingAdmissionPolicyBinding", "validatingadmissionpolicybindings"),
    ] {
        if case.find(kind, "jit-boundary").is_none() && !case.objects.iter().any(|object| object["kind"] == kind) {
            continue;
        }
        for object in case.objects.iter().filter(|object| object["kind"] == kind) {
            let path = format!("{GUARD_PATH}/{plural}/{}", object["metadata"]["name"].as_str().unwrap());
            let owner = json!([{"apiVersion": "v1", "kind": "Node", "name": "gone", "uid": "gone"}]);
            let orphan = json!({"metadata": {"ownerReferences": owner}});
            all.push(way(format!("DELETE {path}"), vec![dry("DELETE", &path, Value::Null)]));
            all.push(way(format!("PATCH {path}"), vec![dry("PATCH", &path, orphan)]));
        }
    }
    all
}

/// A strong account: a token of it, or a pod that runs as it.
fn tokens(case: &Case) -> Vec<Way> {
    let deployer = |object: &&Value| object["kind"] == "ServiceAccount" && object["metadata"]["name"] == "deployer";
    let namespace = case.objects.iter().find(deployer).unwrap()["metadata"]["namespace"].as_str().unwrap();
    let core = format!("/api/v1/namespaces/{namespace}");
    let token = json!({"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {}});
    let pod = json!({"metadata": {"name": "attempt"}, "spec": {"serviceAccountName": "deployer", "containers": [{"name": "c", "image": "i"}]}});
    vec![
        way("a token of the deployer", vec![dry("POST", &format!("{core}/serviceaccounts/deployer/token"), token)]),
        way("a pod that runs as the deployer", vec![dry("POST", &format!("{core}/pods"), pod)]),
        way("Secrets", vec![Send { method: "GET", path: "/api/v1/secrets".to_owned(), body: Value::Null }]),
    ]
}
