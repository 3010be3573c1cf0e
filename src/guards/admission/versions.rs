//! The versions of Kubernetes' own API groups: a rule that names none of them never matches.
//!
//! Upstream: `pkg/controlplane/instance.go` and `pkg/controlplane/apiserver` of 1.36. A test compares the table with a server.

/// Groups with what a server serves, and what it serves only when it is told to.
const VERSIONS: &[(&str, &[&str], &[&str])] = &[
    ("", &["v1"], &[]),
    ("admissionregistration.k8s.io", &["v1"], &["v1beta1", "v1alpha1"]),
    ("apiextensions.k8s.io", &["v1"], &[]),
    ("apiregistration.k8s.io", &["v1"], &[]),
    ("apps", &["v1"], &[]),
    ("authentication.k8s.io", &["v1"], &["v1beta1", "v1alpha1"]),
    ("authorization.k8s.io", &["v1"], &[]),
    ("autoscaling", &["v2", "v1"], &[]),
    ("batch", &["v1"], &[]),
    ("certificates.k8s.io", &["v1"], &["v1beta1", "v1alpha1"]),
    ("coordination.k8s.io", &["v1"], &["v1beta1", "v1alpha2"]),
    ("discovery.k8s.io", &["v1"], &[]),
    ("events.k8s.io", &["v1"], &[]),
    ("flowcontrol.apiserver.k8s.io", &["v1"], &["v1beta3", "v1beta2", "v1beta1"]),
    ("internal.apiserver.k8s.io", &[], &["v1alpha1"]),
    ("networking.k8s.io", &["v1"], &["v1beta1"]),
    ("node.k8s.io", &["v1"], &[]),
    ("policy", &["v1"], &[]),
    ("rbac.authorization.k8s.io", &["v1"], &[]),
    ("resource.k8s.io", &["v1"], &["v1beta2", "v1beta1", "v1alpha3"]),
    ("scheduling.k8s.io", &["v1"], &["v1alpha2"]),
    ("storage.k8s.io", &["v1"], &["v1beta1", "v1alpha1"]),
    ("storagemigration.k8s.io", &[], &["v1beta1"]),
];

/// The versions of a group of Kubernetes itself: those that are served, and those that may be; nothing for other groups.
pub(super) fn of_group(group: &str) -> Option<(&'static [&'static str], &'static [&'static str])> {
    let place = VERSIONS.binary_search_by(|(known, _, _)| (*known).cmp(group)).ok()?;
    VERSIONS.get(place).map(|(_, served, optional)| (*served, *optional))
}

/// Whether a group of Kubernetes itself is served in a version; nothing where that is not known.
pub(super) fn is_served(group: &str, version: &str) -> Option<bool> {
    let (served, optional) = of_group(group)?;
    if served.contains(&version) {
        return Some(true);
    }
    (!optional.contains(&version)).then_some(false)
}
