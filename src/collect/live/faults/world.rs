//! The small cluster behind the fake server: five namespaces, a few objects of every kind.

use super::server::Action;
use crate::collect::live::aws_auth;
use crate::collect::wire::ENGINE_GROUPS;

/// Its namespaces.
pub(super) const NAMESPACES: &[&str] = &["alpha", "beta", "delta", "gamma", "omega"];

/// How many ClusterRoles it has.
pub(super) const CLUSTER_ROLES: u64 = 7;

/// Its resources of what judges requests.
const ADMISSION: &[&str] = &[
    "validatingadmissionpolicies",
    "validatingadmissionpolicybindings",
    "mutatingadmissionpolicies",
    "mutatingadmissionpolicybindings",
    "validatingwebhookconfigurations",
    "mutatingwebhookconfigurations",
];

/// What a healthy server answers.
pub(super) fn answer(path: &str) -> Action {
    if path == "/version" {
        return Action::json(200, r#"{"major":"1","minor":"34","gitVersion":"v1.34.2"}"#);
    }
    if path == aws_auth::PATH {
        return Action::status(404);
    }
    if ENGINE_GROUPS.iter().any(|group| path == format!("/apis/{group}")) {
        return Action::status(404);
    }
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let parameter = |name: &str| {
        let pair = query.split('&').filter_map(|pair| pair.split_once('='));
        pair.clone().find(|(known, _)| *known == name).map(|(_, value)| value)
    };
    let limit: usize = parameter("limit").map_or(500, |limit| limit.parse().unwrap());
    let start: usize = parameter("continue").map_or(0, |token| token.trim_start_matches("page").parse().unwrap());
    let parts: Vec<&str> = path.split('/').collect();
    let resource = *parts.last().unwrap();
    let namespace = parts.iter().position(|part| *part == "namespaces").and_then(|place| parts.get(place + 1));
    let items = items(resource, namespace.copied());
    let end = items.len().min(start + limit);
    let next = if end < items.len() { format!("page{end}") } else { String::new() };
    page(resource, &next, &items[start..end])
}

/// One page of a list.
pub(super) fn page(resource: &str, next: &str, items: &[String]) -> Action {
    let kind = kind(resource);
    let version = match resource {
        "roles" | "rolebindings" | "clusterroles" | "clusterrolebindings" => "rbac.authorization.k8s.io/v1",
        "deployments" | "replicasets" | "statefulsets" | "daemonsets" => "apps/v1",
        "jobs" | "cronjobs" => "batch/v1",
        "ingresses" => "networking.k8s.io/v1",
        guard if ADMISSION.contains(&guard) => "admissionregistration.k8s.io/v1",
        _ => "v1",
    };
    let items = items.join(",");
    Action::json(
        200,
        &format!(
            r#"{{"kind":"{kind}List","apiVersion":"{version}","metadata":{{"resourceVersion":"7","continue":"{next}"}},"items":[{items}]}}"#
        ),
    )
}

/// A ClusterRole with this name.
pub(super) fn cluster_role(name: &str) -> String {
    format!(
        r#"{{"metadata":{{"name":"{name}","uid":"u-{name}"}},"rules":[{{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}}]}}"#
    )
}

fn items(resource: &str, namespace: Option<&str>) -> Vec<String> {
    let named = |name: &str, rest: &str| format!(r#"{{"metadata":{{"name":"{name}","uid":"u-{name}"}}{rest}}}"#);
    let each = |rest: &str| -> Vec<String> {
        let wanted = NAMESPACES.iter().filter(|known| namespace.is_none_or(|namespace| namespace == **known));
        let item =
            |known: &&str| format!(r#"{{"metadata":{{"name":"web","namespace":"{known}","uid":"u-{known}"}}{rest}}}"#);
        wanted.map(item).collect()
    };
    const SPEC: &str = r#""spec":{"containers":[{"name":"c","env":[{"name":"PASSWORD","value":"CANARY"}]}]}"#;
    let template = format!(r#","spec":{{"template":{{{SPEC}}}}}"#);
    match resource {
        "clusterroles" => (0..CLUSTER_ROLES).map(|number| cluster_role(&format!("role-{number}"))).collect(),
        "clusterrolebindings" => vec![named(
            "all",
            r#","roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"role-1"},"subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"ann"}]"#,
        )],
        "roles" => each(r#","rules":[]"#),
        "rolebindings" => each(r#","roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"web"}"#),
        "namespaces" => NAMESPACES.iter().map(|name| named(name, "")).collect(),
        "nodes" => vec![named("node-1", ""), named("node-2", "")],
        "pods" => each(&format!(",{SPEC}")),
        "deployments" => each(&template),
        "cronjobs" => each(&format!(r#","spec":{{"jobTemplate":{{"spec":{{"template":{{{SPEC}}}}}}}}}"#)),
        "replicasets" | "statefulsets" | "daemonsets" | "jobs" | "replicationcontrollers" => Vec::new(),
        "persistentvolumes" => vec![named("disk", r#","spec":{"hostPath":{"path":"/"}}"#)],
        "serviceaccounts" => each(""),
        "persistentvolumeclaims" => each(r#","spec":{"volumeName":"disk"}"#),
        "resourcequotas" => each(r#","spec":{"hard":{"pods":"9"}}"#),
        "services" => each(r#","spec":{"type":"ClusterIP","selector":{"app":"web"}}"#),
        "ingresses" => each(r#","spec":{}"#),
        "validatingadmissionpolicies" => vec![named("guard", r#","spec":{"matchConstraints":{}}"#)],
        "validatingadmissionpolicybindings" => {
            vec![named("guard", r#","spec":{"policyName":"guard","validationActions":["Deny"]}"#)]
        }
        "mutatingadmissionpolicies" | "mutatingadmissionpolicybindings" | "mutatingwebhookconfigurations" => Vec::new(),
        "validatingwebhookconfigurations" => vec![named("hook", r#","webhooks":[]"#)],
        other => panic!("{other} was asked for"),
    }
}

fn kind(resource: &str) -> &'static str {
    use crate::collect::kind::Kind;
    let known = Kind::ALL.iter().find(|kind| kind.resource() == resource);
    known.unwrap().name()
}
