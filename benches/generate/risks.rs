//! Risky grants, one for each user: tokens of named accounts, code in named pods, and halves of what takes two steps, which
//! only others complete. A few users may write RBAC everywhere: whether there is one or none changes all paths of a cluster,
//! so clusters of every size have them.

use serde_json::{Value, json};

use crate::random::Random;
use crate::{Size, account, namespace};

const RBAC: &str = "rbac.authorization.k8s.io";

/// Each kind of grant: the role's name, its verb, its API group, its resource; one with a trailing `!` names an object.
const KINDS: [(&str, &str, &str, &str); 8] = [
    ("run-pods", "create", "", "pods"),
    ("make-secrets", "create", "", "secrets"),
    ("read-secrets", "get", "", "secrets"),
    ("any-token", "create", "", "serviceaccounts/token"),
    ("change-deployments", "patch", "apps", "deployments"),
    ("exec", "create", "", "pods/exec"),
    ("token!", "create", "", "serviceaccounts/token"),
    ("rewrite!", "update,escalate", RBAC, "roles"),
];

/// What somebody may do in all namespaces: the role's name, its verb, its resource, all of the RBAC group.
const EVERYWHERE: [(&str, &str, &str); 3] =
    [("bind-covered", "create", "rolebindings"), ("write-roles", "*", "roles"), ("join-any", "patch", "rolebindings")];

pub(crate) fn write(size: &Size, random: &mut Random, out: &mut dyn FnMut(Value)) {
    if size.risky == 0 {
        return;
    }
    let rule = |(_, verbs, group, resource, names): (&str, &str, &str, &str, Value)| {
        let verbs: Vec<&str> = verbs.split(',').collect();
        json!({"apiGroups": [group], "resources": [resource], "verbs": verbs, "resourceNames": names})
    };
    for (name, verbs, group, resource) in KINDS.into_iter().filter(|(name, ..)| !name.ends_with('!')) {
        out(
            json!({"apiVersion": format!("{RBAC}/v1"), "kind": "ClusterRole", "metadata": {"name": format!("risk-{name}")},
            "rules": [rule((name, verbs, group, resource, json!([])))]}),
        );
    }
    for (name, verb, resource) in EVERYWHERE {
        let (role, rules) = (format!("risk-{name}"), [rule((name, verb, RBAC, resource, json!([])))]);
        out(
            json!({"apiVersion": format!("{RBAC}/v1"), "kind": "ClusterRole", "metadata": {"name": role}, "rules": rules}),
        );
        let subject = json!({"kind": "User", "apiGroup": RBAC, "name": format!("{name}@example.com")});
        let role_ref = json!({"apiGroup": RBAC, "kind": "ClusterRole", "name": role});
        out(
            json!({"apiVersion": format!("{RBAC}/v1"), "kind": "ClusterRoleBinding", "metadata": {"name": role}, "roleRef": role_ref, "subjects": [subject]}),
        );
    }
    for index in 0..size.risky {
        let place = namespace(random.below(size.namespaces));
        let (name, verbs, group, resource) = KINDS.get(random.below(KINDS.len())).copied().unwrap_or_default();
        let mut role = json!({"apiGroup": RBAC, "kind": "ClusterRole", "name": format!("risk-{name}")});
        if name.ends_with('!') {
            let own = format!("risk-{index}");
            let target = if resource == "roles" { own.clone() } else { account(random.below(size.accounts), size) };
            let metadata = json!({"name": own, "namespace": place});
            let rules = [rule((name, verbs, group, resource, json!([target])))];
            out(json!({"apiVersion": format!("{RBAC}/v1"), "kind": "Role", "metadata": metadata, "rules": rules}));
            role = json!({"apiGroup": RBAC, "kind": "Role", "name": own});
        }
        let metadata = json!({"name": format!("risk-{index}"), "namespace": place});
        let subject = json!({"kind": "User", "apiGroup": RBAC, "name": format!("risky-{index}@example.com")});
        out(
            json!({"apiVersion": format!("{RBAC}/v1"), "kind": "RoleBinding", "metadata": metadata, "roleRef": role, "subjects": [subject]}),
        );
    }
}
