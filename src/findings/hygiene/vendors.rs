//! Names with the prefix `system:` that others than the API server are known to use: a courtesy list, by name alone.

/// Addons and distributions, by the whole name.
const NAMES: &[&str] = &[
    "system:addon-manager",
    "system:aggregated-metrics-reader",
    "system:aws-cloud-provider",
    "system:azure-cloud-provider",
    "system:azure-cloud-provider-secret-getter",
    "system:cloud-controller-manager",
    "system:cloud-node-controller",
    "system:clustermetrics",
    "system:controller:glbc",
    "system:coredns",
    "system:coredns-autoscaler",
    "system:gcp-controller-manager",
    "system:glbc-status",
    "system:konnectivity-server",
    "system:kube-dns-autoscaler",
    "system:kubestore-collector",
    "system:managed-certificate-controller",
    "system:metrics-server",
    "system:metrics-server-nanny",
    "system:resource-tracker",
];

/// The same, by how the name begins.
const PREFIXES: &[&str] = &[
    "system:gke-",
    "system:image-",
    "system:k3s-",
    "system:kops:",
    "system:openshift:",
    "system:rke2-",
    "system:sdn-",
];

/// Whether somebody else than the API server is known to install objects of this name.
pub(super) fn is_known(name: &str) -> bool {
    NAMES.contains(&name) || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}
