//! Roles and bindings: a few hundred distinct rule lists, copied into many namespaces, some of them risky.

use serde_json::{Value, json};

use crate::random::Random;
use crate::{Size, account, namespace};

const RBAC: &str = "rbac.authorization.k8s.io";

pub(crate) fn write(size: &Size, random: &mut Random, out: &mut dyn FnMut(Value)) {
    let shared = size.roles / 10;
    for index in 0..shared {
        let metadata = json!({"name": format!("app-{index}"), "labels": {"app.kubernetes.io/managed-by": "Helm"}});
        out(
            json!({"apiVersion": format!("{RBAC}/v1"), "kind": "ClusterRole", "metadata": metadata, "rules": rules(size, random)}),
        );
    }
    for index in shared..size.roles {
        let metadata = json!({"name": format!("role-{}", index / size.namespaces), "namespace": namespace(index % size.namespaces)});
        out(
            json!({"apiVersion": format!("{RBAC}/v1"), "kind": "Role", "metadata": metadata, "rules": rules(size, random)}),
        );
    }
    for index in 0..size.bindings {
        out(binding(index, size, shared, random));
    }
}

/// Of so many roles and bindings that would lead on, one does in a calm cluster.
const CALM: usize = 40;

/// Whether what is made next may lead on.
fn leads(size: &Size, random: &mut Random) -> bool {
    !size.calm || random.below(CALM) == 0
}

/// The rules of one of about 300 kinds of role.
fn rules(size: &Size, random: &mut Random) -> Value {
    let mut rules =
        vec![json!({"apiGroups": [""], "resources": ["configmaps", "services"], "verbs": ["get", "list", "watch"]})];
    let kind = random.below(300);
    if kind.is_multiple_of(3) {
        rules.push(json!({"apiGroups": ["apps"], "resources": ["deployments", "statefulsets"], "verbs": ["get", "list", "watch"]}));
    }
    if kind.is_multiple_of(5) {
        rules.push(json!({"apiGroups": [""], "resources": ["secrets"], "resourceNames": [format!("config-{kind}")], "verbs": ["get"]}));
    }
    let leads = leads(size, random);
    if leads && kind.is_multiple_of(7) {
        rules
            .push(json!({"apiGroups": ["batch"], "resources": ["jobs"], "verbs": ["create", "delete", "get", "list"]}));
    }
    if leads && kind.is_multiple_of(11) {
        rules.push(json!({"apiGroups": [""], "resources": ["pods/log", "pods/exec"], "verbs": ["create", "get"]}));
    }
    if leads && kind == 13 {
        rules.push(json!({"apiGroups": ["*"], "resources": ["*"], "verbs": ["get", "list", "watch"]}));
    }
    if leads && kind == 17 {
        rules.push(json!({"apiGroups": [RBAC], "resources": ["roles", "rolebindings"], "verbs": ["*"]}));
    }
    let custom = format!("group{}.example.com", kind % 40);
    rules.push(
        json!({"apiGroups": [custom], "resources": ["widgets", "widgets/status"], "verbs": ["get", "list", "update"]}),
    );
    Value::Array(rules)
}

fn binding(index: usize, size: &Size, shared: usize, random: &mut Random) -> Value {
    let cluster_wide = index.is_multiple_of(20);
    let place = namespace(index % size.namespaces);
    let local = (size.roles - shared) / size.namespaces;
    let role = match (cluster_wide, random.below(10)) {
        (true, _) | (false, 0..=2) => {
            json!({"apiGroup": RBAC, "kind": "ClusterRole", "name": format!("app-{}", random.below(shared))})
        }
        (false, 3) => {
            let names: &[&str] = if leads(size, random) { &["view", "edit", "admin"] } else { &["view"] };
            json!({"apiGroup": RBAC, "kind": "ClusterRole", "name": random.pick(names)})
        }
        _ => {
            json!({"apiGroup": RBAC, "kind": "Role", "name": format!("role-{}", shared / size.namespaces + 1 + random.below(local.max(2) - 1))})
        }
    };
    let subject = match random.below(8) {
        0 => json!({"kind": "User", "apiGroup": RBAC, "name": format!("user-{}@example.com", random.below(500))}),
        1 => json!({"kind": "Group", "apiGroup": RBAC, "name": format!("team-{}", random.below(60))}),
        _ => {
            let holder = random.below(size.accounts);
            json!({"kind": "ServiceAccount", "name": account(holder, size), "namespace": namespace(holder % size.namespaces)})
        }
    };
    let kind = if cluster_wide { "ClusterRoleBinding" } else { "RoleBinding" };
    let mut metadata = json!({"name": format!("binding-{index}")});
    if let (false, Some(metadata)) = (cluster_wide, metadata.as_object_mut()) {
        metadata.insert("namespace".into(), place.into());
    }
    json!({"apiVersion": format!("{RBAC}/v1"), "kind": kind, "metadata": metadata, "roleRef": role, "subjects": [subject]})
}
