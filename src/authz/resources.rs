//! Which resources have no namespace, so that a RoleBinding cannot reach them.

/// The cluster-scoped resources that Kubernetes itself serves or authorizes, as (API group, resource).
///
/// Virtual ones, which no discovery lists, stand here too: `users`, `groups`, `signers`, … An unknown resource is taken
/// to be namespaced: a custom resource may be either.
const CLUSTER_SCOPED: &[(&str, &str)] = &[
    ("", "componentstatuses"),
    ("", "groups"),
    ("", "namespaces"),
    ("", "nodes"),
    ("", "persistentvolumes"),
    ("", "users"),
    ("admissionregistration.k8s.io", "mutatingadmissionpolicies"),
    ("admissionregistration.k8s.io", "mutatingadmissionpolicybindings"),
    ("admissionregistration.k8s.io", "mutatingwebhookconfigurations"),
    ("admissionregistration.k8s.io", "validatingadmissionpolicies"),
    ("admissionregistration.k8s.io", "validatingadmissionpolicybindings"),
    ("admissionregistration.k8s.io", "validatingwebhookconfigurations"),
    ("apiextensions.k8s.io", "customresourcedefinitions"),
    ("apiregistration.k8s.io", "apiservices"),
    ("authentication.k8s.io", "groups"),
    ("authentication.k8s.io", "nodes"),
    ("authentication.k8s.io", "selfsubjectreviews"),
    ("authentication.k8s.io", "tokenreviews"),
    ("authentication.k8s.io", "uids"),
    ("authentication.k8s.io", "users"),
    ("authorization.k8s.io", "selfsubjectaccessreviews"),
    ("authorization.k8s.io", "selfsubjectrulesreviews"),
    ("authorization.k8s.io", "subjectaccessreviews"),
    ("certificates.k8s.io", "certificatesigningrequests"),
    ("certificates.k8s.io", "clustertrustbundles"),
    ("certificates.k8s.io", "signers"),
    ("flowcontrol.apiserver.k8s.io", "flowschemas"),
    ("flowcontrol.apiserver.k8s.io", "prioritylevelconfigurations"),
    ("internal.apiserver.k8s.io", "storageversions"),
    ("networking.k8s.io", "ingressclasses"),
    ("networking.k8s.io", "ipaddresses"),
    ("networking.k8s.io", "servicecidrs"),
    ("node.k8s.io", "runtimeclasses"),
    ("policy", "podsecuritypolicies"),
    ("rbac.authorization.k8s.io", "clusterrolebindings"),
    ("rbac.authorization.k8s.io", "clusterroles"),
    ("resource.k8s.io", "deviceclasses"),
    ("resource.k8s.io", "devicetaintrules"),
    ("resource.k8s.io", "resourceslices"),
    ("scheduling.k8s.io", "priorityclasses"),
    ("storage.k8s.io", "csidrivers"),
    ("storage.k8s.io", "csinodes"),
    ("storage.k8s.io", "storageclasses"),
    ("storage.k8s.io", "volumeattachments"),
    ("storage.k8s.io", "volumeattributesclasses"),
    ("storagemigration.k8s.io", "storageversionmigrations"),
];

/// Whether a real request for this verb on this resource can carry a namespace, so that a RoleBinding can allow it.
///
/// Two cluster-scoped things are asked for with a namespace: the Namespace object itself, in its own (but not listed,
/// watched, created), and `bind` on a ClusterRole when a RoleBinding is made. `resource` may have a subresource.
#[must_use]
pub fn reached_by_role_binding(verb: &str, api_group: &str, resource: &str) -> bool {
    let plural = resource.split('/').next().unwrap_or_default();
    if CLUSTER_SCOPED.binary_search(&(api_group, plural)).is_err() {
        return !(api_group == "authentication.k8s.io" && plural == "userextras");
    }
    match (api_group, plural) {
        ("", "namespaces") => !matches!(verb, "list" | "watch" | "create" | "deletecollection"),
        ("rbac.authorization.k8s.io", "clusterroles") => verb == "bind",
        // Which policy a pod may run under was asked in the pod's namespace.
        ("policy", "podsecuritypolicies") => verb == "use",
        _ => false,
    }
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

/// Where the well-known resources live that share entries with those of other groups.
const HOMES: &[(&str, &[&str])] = &[
    ("configmaps", &[""]),
    ("cronjobs", &["batch"]),
    ("daemonsets", &["apps"]),
    ("deployments", &["apps"]),
    ("endpoints", &[""]),
    ("endpointslices", &["discovery.k8s.io"]),
    ("events", &["", "events.k8s.io"]),
    ("jobs", &["batch"]),
    ("namespaces", &[""]),
    ("nodes", &["", "authentication.k8s.io"]),
    ("persistentvolumeclaims", &[""]),
    ("persistentvolumes", &[""]),
    ("pods", &[""]),
    ("replicasets", &["apps"]),
    ("replicationcontrollers", &[""]),
    ("secrets", &[""]),
    ("serviceaccounts", &["", "authentication.k8s.io"]),
    ("services", &[""]),
    ("statefulsets", &["apps"]),
];

/// Whether this group can serve this resource: `deployments` of the core group are nobody's. A custom resource may share
/// the name of a built-in one, but no entry of several groups means it.
#[must_use]
pub fn can_be_served(api_group: &str, resource: &str) -> bool {
    let plural = resource.split('/').next().unwrap_or_default();
    let home = HOMES.binary_search_by_key(&plural, |(name, _)| name).ok().and_then(|place| HOMES.get(place));
    home.is_none_or(|(_, groups)| groups.contains(&api_group) || api_group == "*")
}

#[cfg(test)]
mod tests {
    use super::{CLUSTER_SCOPED, CREATED_BY_UPDATE, HOMES, can_be_served, reached_by_role_binding};

    #[test]
    fn tables_are_sorted() {
        assert!(CLUSTER_SCOPED.is_sorted());
        assert!(CREATED_BY_UPDATE.is_sorted());
        assert!(HOMES.is_sorted());
        assert!(can_be_served("apps", "deployments/scale") && !can_be_served("", "deployments"));
    }

    #[test]
    fn a_role_binding_reaches_its_own_namespace_object_and_bind() {
        let rbac = "rbac.authorization.k8s.io";
        assert!(reached_by_role_binding("patch", "", "namespaces"));
        assert!(!reached_by_role_binding("list", "", "namespaces"));
        assert!(reached_by_role_binding("bind", rbac, "clusterroles"));
        assert!(!reached_by_role_binding("patch", rbac, "clusterroles"));
        assert!(!reached_by_role_binding("get", "", "nodes/proxy"));
        assert!(reached_by_role_binding("impersonate", "", "serviceaccounts"));
        assert!(reached_by_role_binding("get", "example.com", "widgets"));
    }
}
