//! The writes that the hops of a path make, as an API server would take them: in the plainest way, with new objects of a name
//! that nobody uses. Only what is of Kubernetes' own groups, and what a request without the object at hand can say.

use serde_json::json;

use crate::authz::implied_groups;
use crate::findings::Hop;
use crate::model::Subject;

use super::request::ApiRequest;
use super::thing::thing;

/// The name of what a dry run would make.
const NEW: &str = "kubescan-dry-run";

const RBAC: &str = "rbac.authorization.k8s.io";

/// A write, in somebody's name.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct DryRun {
    /// `POST`, `PUT`, `PATCH` (a merge patch) or `DELETE`.
    pub method: &'static str,
    /// The path of the request.
    pub path: String,
    /// The object or the patch, as JSON; empty for none.
    pub body: String,
    /// In whose name; a group needs a member.
    pub user: String,
    /// As a member of these groups, beside those that the server adds.
    pub groups: Vec<String>,
}

/// What is sent: an object of any kind.
#[expect(clippy::disallowed_types, reason = "nothing is decoded into it: it is made here, of any kind that there is")]
type Object = serde_json::Value;

/// The ways to make this request, of which one is enough; none where it is no write, or cannot be made up. A binding may name
/// the actor as what it is, as a user, and by its groups.
pub(super) fn dry_runs(request: &ApiRequest, hop: &Hop) -> Vec<DryRun> {
    let Some(actor) = Subject::of_id(&hop.from) else { return Vec::new() };
    let binds = matches!(request.resource.as_str(), "rolebindings" | "clusterrolebindings");
    let named = named(&actor).into_iter().take(if binds { usize::MAX } else { 1 });
    named.filter_map(|named| dry_run(request, hop, &actor, &named)).collect()
}

fn dry_run(request: &ApiRequest, hop: &Hop, actor: &Subject, named: &Object) -> Option<DryRun> {
    let (method, name, body) = write(request, hop, named)?;
    let (user, groups) = match actor {
        Subject::Group(group) => (NEW.to_owned(), vec![group.as_str().to_owned()]),
        _ => (actor.username()?, Vec::new()),
    };
    let body = if method == "DELETE" { String::new() } else { body.to_string() };
    Some(DryRun { method, path: path(request, hop, name)?, body, user, groups })
}

/// How a binding may name somebody.
fn named(actor: &Subject) -> Vec<Object> {
    let of = |kind: &str, name: &str| json!({"kind": kind, "apiGroup": RBAC, "name": name});
    let own = match actor {
        Subject::ServiceAccount { namespace, name } => {
            vec![json!({"kind": "ServiceAccount", "namespace": namespace.as_str(), "name": name.as_str()})]
        }
        Subject::User(_) | Subject::Cloud { .. } => Vec::new(),
        Subject::Group(name) => vec![of("Group", name)],
    };
    let user = actor.username().map(|name| of("User", &name));
    let groups = implied_groups(actor).into_iter().filter_map(|group| match group {
        Subject::Group(name) => Some(of("Group", &name)),
        _ => None,
    });
    own.into_iter().chain(user).chain(groups).collect()
}

/// The method, the object's name where the path has one, and what is sent.
fn write<'r>(request: &'r ApiRequest, hop: &Hop, named: &Object) -> Option<(&'static str, Option<&'r str>, Object)> {
    let name = request.name.as_deref().filter(|name| !name.contains('*'));
    if request.url.is_some() || !request.subresource.is_empty() {
        return None;
    }
    let (verb, resource) = (request.verb.as_str(), request.resource.as_str());
    match (verb, resource) {
        ("create", _) => Some(("POST", None, made(request, hop, named)?)),
        ("delete", _) => Some(("DELETE", Some(name?), Object::Null)),
        ("update", "roles" | "clusterroles") if !request.creates => {
            let mut role = with_all_rights();
            put(&mut role, "apiVersion", json!(format!("{RBAC}/v1")));
            put(&mut role, "kind", json!(if resource == "roles" { "Role" } else { "ClusterRole" }));
            put(&mut role, "metadata", json!({"name": name?}));
            Some(("PUT", Some(name?), role))
        }
        ("patch", "roles" | "clusterroles") if !request.creates => Some(("PATCH", Some(name?), with_all_rights())),
        ("patch", "namespaces") => {
            let labels = json!({"pod-security.kubernetes.io/enforce": "privileged"});
            Some(("PATCH", Some(name?), json!({"metadata": {"labels": labels}})))
        }
        ("patch", "deployments" | "daemonsets" | "statefulsets" | "replicasets") if !request.creates => {
            Some(("PATCH", Some(name?), json!({"spec": {"template": {"spec": {"serviceAccountName": account(hop)}}}})))
        }
        _ => None,
    }
}

/// A new object.
fn made(request: &ApiRequest, hop: &Hop, named: &Object) -> Option<Object> {
    let (group, kind, rest) = match (request.group.as_str(), request.resource.as_str()) {
        (RBAC, "clusterrolebindings") => (RBAC, "ClusterRoleBinding", binding(hop, named)),
        (RBAC, "rolebindings") => (RBAC, "RoleBinding", binding(hop, named)),
        (RBAC, "clusterroles") => (RBAC, "ClusterRole", with_all_rights()),
        (RBAC, "roles") => (RBAC, "Role", with_all_rights()),
        ("", "pods") => ("", "Pod", json!({"spec": pod(hop)})),
        ("", "secrets") => ("", "Secret", json!({})),
        ("", "serviceaccounts") => ("", "ServiceAccount", json!({})),
        ("", "namespaces") => ("", "Namespace", json!({})),
        ("apps", "deployments") => ("apps", "Deployment", controller(hop)),
        ("apps", "daemonsets") => ("apps", "DaemonSet", controller(hop)),
        ("apps", "statefulsets") => ("apps", "StatefulSet", controller(hop)),
        ("apps", "replicasets") => ("apps", "ReplicaSet", controller(hop)),
        _ => return None,
    };
    let mut object = rest;
    put(&mut object, "apiVersion", json!(if group.is_empty() { "v1".to_owned() } else { format!("{group}/v1") }));
    put(&mut object, "kind", json!(kind));
    put(&mut object, "metadata", json!({"name": NEW}));
    Some(object)
}

/// A binding of the role that the hop is about, or of all.
fn binding(hop: &Hop, named: &Object) -> Object {
    let about = [hop.about.as_deref(), Some(hop.to.as_str())].into_iter().flatten().map(thing);
    let role = about.into_iter().find(|thing| matches!(thing.kind, "role" | "clusterrole") && thing.name != "*");
    let kind = if role.is_some_and(|role| role.kind == "role") { "Role" } else { "ClusterRole" };
    let name = role.map_or("cluster-admin", |role| role.name);
    json!({"roleRef": {"apiGroup": RBAC, "kind": kind, "name": name}, "subjects": [named]})
}

fn with_all_rights() -> Object {
    json!({"rules": [{"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]}]})
}

fn controller(hop: &Hop) -> Object {
    let labels = json!({"app": NEW});
    json!({"spec": {
        "selector": {"matchLabels": labels},
        "template": {"metadata": {"labels": labels}, "spec": pod(hop)},
    }})
}

fn pod(hop: &Hop) -> Object {
    json!({"serviceAccountName": account(hop), "containers": [{"name": "new", "image": NEW}]})
}

/// The account that the hop is to give.
fn account(hop: &Hop) -> &str {
    let to = thing(&hop.to);
    if to.kind == "sa" && to.name != "*" { to.name } else { "default" }
}

fn put(object: &mut Object, field: &str, value: Object) {
    if let Some(fields) = object.as_object_mut() {
        fields.insert(field.to_owned(), value);
    }
}

/// The path of the request; a grant that holds everywhere is used where the hop leads.
fn path(request: &ApiRequest, hop: &Hop, name: Option<&str>) -> Option<String> {
    let root = match request.group.as_str() {
        "" => "/api/v1".to_owned(),
        group @ (RBAC | "apps" | "batch") => format!("/apis/{group}/v1"),
        _ => return None,
    };
    let of_cluster =
        matches!(request.resource.as_str(), "namespaces" | "clusterroles" | "clusterrolebindings" | "nodes");
    let to = thing(&hop.to).namespace.filter(|namespace| *namespace != "*");
    let place = if of_cluster {
        String::new()
    } else {
        format!("/namespaces/{}", request.namespace.as_deref().or(to).unwrap_or("default"))
    };
    let object = name.map(|name| format!("/{name}")).unwrap_or_default();
    let path = format!("{root}{place}/{}{object}", request.resource);
    // Some names of RBAC are no part of a URL as they are.
    path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-._:".contains(&byte)).then_some(path)
}
