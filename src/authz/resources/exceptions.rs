//! Where a resource's own scope, verbs and group do not tell the whole story.

use super::table::{Standing, known};

/// Whether a real request for this verb on this resource can carry a namespace, so that a RoleBinding can allow it.
///
/// Two cluster-scoped things are asked for with a namespace: the Namespace object itself, in its own (but not listed,
/// watched, created), and `bind` on a ClusterRole when a RoleBinding is made. `resource` may have a subresource. An
/// unknown resource is taken to be namespaced: a custom resource may be either.
#[must_use]
pub fn reached_by_role_binding(verb: &str, api_group: &str, resource: &str) -> bool {
    let plural = resource.split('/').next().unwrap_or_default();
    let Some((known, _)) = known(api_group, plural) else {
        return true;
    };
    match (api_group, plural) {
        // Binding a claim is asked about for the whole cluster (`AuthorizedForBinding` upstream).
        ("resource.k8s.io", "resourceclaims") => resource != "resourceclaims/binding",
        ("", "namespaces") => !matches!(target_verb(verb), "list" | "watch" | "create" | "deletecollection"),
        ("rbac.authorization.k8s.io", "clusterroles") => verb == "bind",
        // Which policy a pod may run under was asked in the pod's namespace.
        ("policy" | "extensions", "podsecuritypolicies") => verb == "use",
        _ => known.namespaced,
    }
}

/// The verb of the request that `impersonate-on:MODE:VERB` is asked for; any other verb is its own.
fn target_verb(verb: &str) -> &str {
    let rest = verb.strip_prefix("impersonate-on:");
    rest.and_then(|rest| rest.split_once(':')).map_or(verb, |(_, target)| target)
}

/// The built-in resources that a PUT may create, so that `update` on a name creates that name
/// (`AllowCreateOnUpdate` upstream).
const CREATED_BY_UPDATE: &[(&str, &str)] = &[
    ("", "endpoints"),
    ("", "events"),
    ("", "limitranges"),
    ("", "services"),
    ("coordination.k8s.io", "leasecandidates"),
    ("coordination.k8s.io", "leases"),
    ("events.k8s.io", "events"),
    ("node.k8s.io", "runtimeclasses"),
    ("rbac.authorization.k8s.io", "clusterrolebindings"),
    ("rbac.authorization.k8s.io", "clusterroles"),
    ("rbac.authorization.k8s.io", "rolebindings"),
    ("rbac.authorization.k8s.io", "roles"),
];

/// Whether a PUT of this resource creates it when it is not there.
#[must_use]
pub fn created_by_update(api_group: &str, resource: &str) -> bool {
    CREATED_BY_UPDATE.binary_search(&(api_group, resource)).is_ok()
}

/// The well-known resources that share entries with those of other groups.
const AT_HOME: &[&str] = &[
    "configmaps",
    "cronjobs",
    "daemonsets",
    "deployments",
    "endpoints",
    "endpointslices",
    "events",
    "jobs",
    "namespaces",
    "nodes",
    "persistentvolumeclaims",
    "persistentvolumes",
    "pods",
    "replicasets",
    "replicationcontrollers",
    "secrets",
    "serviceaccounts",
    "services",
    "statefulsets",
];

/// Whether this group can serve this resource: `deployments` of the core group are nobody's. A custom resource may share
/// the name of a built-in one, but no entry of several groups means it.
#[must_use]
pub fn can_be_served(api_group: &str, resource: &str) -> bool {
    let plural = resource.split('/').next().unwrap_or_default();
    api_group == "*"
        || AT_HOME.binary_search(&plural).is_err()
        || known(api_group, plural).is_some_and(|(_, standing)| standing != Standing::Former)
}

#[cfg(test)]
mod tests {
    use super::{AT_HOME, CREATED_BY_UPDATE, can_be_served, known, reached_by_role_binding};

    #[test]
    fn lists_are_sorted_and_of_known_resources() {
        assert!(CREATED_BY_UPDATE.is_sorted());
        assert!(CREATED_BY_UPDATE.iter().all(|(group, name)| known(group, name).is_some()));
        assert!(AT_HOME.is_sorted());
        assert!(
            AT_HOME
                .iter()
                .all(|name| ["", "apps", "batch", "discovery.k8s.io"].iter().any(|group| known(group, name).is_some()))
        );
    }

    #[test]
    fn well_known_resources_are_served_at_home_only() {
        let table = [
            ("apps", "deployments/scale", true),
            ("*", "deployments", true),
            ("", "deployments", false),
            ("extensions", "deployments", false),
            ("events.k8s.io", "events", true),
            ("authentication.k8s.io", "nodes", true),
            ("", "configmaps", true),
            ("apps", "configmaps", false),
            ("crd.example.com", "networkpolicies", true),
            ("example.com", "widgets", true),
        ];
        for (group, resource, expected) in table {
            assert_eq!(can_be_served(group, resource), expected, "{group} {resource}");
        }
    }

    #[test]
    fn a_role_binding_reaches_its_own_namespace_object_and_bind() {
        let rbac = "rbac.authorization.k8s.io";
        let table = [
            ("patch", "", "namespaces", true),
            ("update", "", "namespaces/finalize", true),
            ("list", "", "namespaces", false),
            ("impersonate-on:user-info:get", "", "namespaces", true),
            ("impersonate-on:user-info:list", "", "namespaces", false),
            ("bind", rbac, "clusterroles", true),
            ("patch", rbac, "clusterroles", false),
            ("patch", rbac, "roles", true),
            ("get", "", "nodes/proxy", false),
            ("impersonate", "", "serviceaccounts", true),
            ("impersonate", "", "users", false),
            ("impersonate", "authentication.k8s.io", "userextras/scopes", false),
            ("impersonate:serviceaccount", "authentication.k8s.io", "serviceaccounts", true),
            ("sign", "certificates.k8s.io", "signers", false),
            ("use", "policy", "podsecuritypolicies", true),
            ("get", "policy", "podsecuritypolicies", false),
            ("update", "resource.k8s.io", "resourceclaims/status", true),
            ("update", "resource.k8s.io", "resourceclaims/binding", false),
            ("get", "example.com", "widgets", true),
        ];
        for (verb, group, resource, expected) in table {
            assert_eq!(reached_by_role_binding(verb, group, resource), expected, "{verb} {group} {resource}");
        }
    }
}
