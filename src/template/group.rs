//! The API group of a resource, for formats that name resources without their group.

/// The groups of resources that an item may name without its group; all others are taken to be in the core group.
const GROUPS: &[(&str, &[&str])] = &[
    ("apps", &["daemonsets", "deployments", "replicasets", "statefulsets", "controllerrevisions"]),
    ("batch", &["jobs", "cronjobs"]),
    ("rbac.authorization.k8s.io", &["roles", "rolebindings", "clusterroles", "clusterrolebindings"]),
    ("certificates.k8s.io", &["certificatesigningrequests", "signers", "clustertrustbundles"]),
    ("networking.k8s.io", &["ingresses", "ingressclasses", "networkpolicies"]),
    ("storage.k8s.io", &["storageclasses", "volumeattachments", "csidrivers", "csinodes"]),
    ("policy", &["poddisruptionbudgets", "podsecuritypolicies"]),
    ("autoscaling", &["horizontalpodautoscalers"]),
    ("coordination.k8s.io", &["leases"]),
    ("apiextensions.k8s.io", &["customresourcedefinitions"]),
    ("apiregistration.k8s.io", &["apiservices"]),
    (
        "admissionregistration.k8s.io",
        &[
            "mutatingwebhookconfigurations",
            "validatingwebhookconfigurations",
            "validatingadmissionpolicies",
            "validatingadmissionpolicybindings",
            "mutatingadmissionpolicies",
            "mutatingadmissionpolicybindings",
        ],
    ),
    ("authentication.k8s.io", &["tokenreviews", "uids", "userextras"]),
    ("authorization.k8s.io", &["subjectaccessreviews", "selfsubjectaccessreviews", "localsubjectaccessreviews"]),
];

/// The groups of these resources; `*` if any resource is meant.
pub(super) fn groups_of(resources: &[&str]) -> Vec<&'static str> {
    let mut groups: Vec<&'static str> = resources.iter().map(|resource| group_of(resource)).collect();
    groups.sort_unstable();
    groups.dedup();
    groups
}

fn group_of(resource: &str) -> &'static str {
    let kind = resource.split('/').next().unwrap_or_default();
    if kind == "*" {
        return "*";
    }
    let group = GROUPS.iter().find(|(_, resources)| resources.contains(&kind));
    group.map_or("", |(group, _)| group)
}
