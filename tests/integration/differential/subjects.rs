//! Random subjects of bindings, and who asks.

use serde_json::{Value, json};

use super::random::Random;
use super::words::{GROUPS, USERS};

/// Who asks: a user, if any, and groups.
#[derive(Clone, Debug)]
pub(super) struct Asker {
    pub(super) user: Option<String>,
    pub(super) groups: Vec<String>,
}

/// A subject that a real API server takes. `here` is the namespace of a RoleBinding.
pub(super) fn valid(random: &mut Random, namespaces: &[String], here: Option<&str>) -> Value {
    let namespace = random.pick(namespaces);
    match random.below(10) {
        0..4 => {
            let own = format!("system:serviceaccount:{namespace}:{}", random.pick(&["s", "t"]));
            let name = if random.chance(15) { own } else { random.pick(USERS).to_owned() };
            json!({"kind": "User", "apiGroup": "rbac.authorization.k8s.io", "name": name})
        }
        4..7 => {
            let own = format!("system:serviceaccounts:{namespace}");
            let name = if random.chance(15) { own } else { random.pick(GROUPS).to_owned() };
            json!({"kind": "Group", "apiGroup": "rbac.authorization.k8s.io", "name": name})
        }
        _ => {
            let mut subject = json!({"kind": "ServiceAccount", "name": random.pick(&["s", "t", "default"])});
            if here.is_none() || random.chance(60) {
                // The server looks at the name of an account, but not at its namespace.
                let odd = ["x:y".to_owned(), "A b".to_owned()];
                subject["namespace"] = json!(if random.chance(10) { random.pick(&odd) } else { namespace });
            }
            subject
        }
    }
}

/// A subject that no server takes: of an unknown kind or group or, in a ClusterRoleBinding, without a namespace. All have a
/// name: kubescan refuses a binding with a subject that has none, and says so.
pub(super) fn invalid(random: &mut Random, namespaces: &[String]) -> Value {
    let namespace = random.pick(namespaces);
    random.pick(&[
        json!({"kind": "ServiceAccount", "name": "s"}),
        json!({"kind": "ServiceAccount", "name": "s", "namespace": ""}),
        json!({"kind": "ServiceAccount", "name": "s:t", "namespace": namespace}),
        json!({"kind": "Foo", "name": "alice"}),
        json!({"kind": "user", "name": "alice"}),
        json!({"kind": "User", "apiGroup": "other.example.com", "name": "alice"}),
        json!({"kind": "User", "name": "bob", "namespace": namespace}),
    ])
}

/// Somebody whom this subject names, with the groups of a real request or not, and perhaps some more.
pub(super) fn asker(random: &mut Random, subject: &Value, here: Option<&str>) -> Asker {
    let name = subject["name"].as_str().unwrap_or_default();
    let namespace =
        subject["namespace"].as_str().filter(|namespace| !namespace.is_empty()).or(here).unwrap_or_default();
    let account = format!("system:serviceaccount:{namespace}:{name}");
    let (user, mut groups) = match subject["kind"].as_str() {
        Some("Group") => (random.chance(60).then(|| random.pick(USERS).to_owned()), vec![name.to_owned()]),
        Some("ServiceAccount") if random.chance(60) => {
            let implied = vec!["system:serviceaccounts".to_owned(), format!("system:serviceaccounts:{namespace}")];
            (Some(account), implied)
        }
        Some("ServiceAccount") => (Some(account), Vec::new()),
        _ if name.starts_with("system:node:") && random.chance(70) => {
            (Some(name.to_owned()), vec!["system:nodes".to_owned()])
        }
        _ => (Some(name.to_owned()), Vec::new()),
    };
    if random.chance(50) {
        groups.push("system:authenticated".to_owned());
    }
    if random.chance(20) {
        // Members of system:masters may do everything, so a few are enough.
        let other = random.pick(GROUPS);
        groups.extend((other != "system:masters" || random.chance(20)).then(|| other.to_owned()));
    }
    Asker { user, groups }
}
