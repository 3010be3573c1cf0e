//! The kinds of object that kubescan reads, and where an API server lists them.
//!
//! One list for every source: the live collector asks for these, files are searched for these, and anything else is
//! counted as unknown.

/// A kind that kubescan reads.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(super) enum Kind {
    ClusterRole,
    ClusterRoleBinding,
    Role,
    RoleBinding,
    Namespace,
    ServiceAccount,
    Pod,
    Node,
    Secret,
    PersistentVolume,
    PersistentVolumeClaim,
    ResourceQuota,
    Service,
    Ingress,
    Deployment,
    ReplicaSet,
    StatefulSet,
    DaemonSet,
    Job,
    CronJob,
    ReplicationController,
    PodTemplate,
    CustomResourceDefinition,
    ValidatingAdmissionPolicy,
    ValidatingAdmissionPolicyBinding,
    MutatingAdmissionPolicy,
    MutatingAdmissionPolicyBinding,
    ValidatingWebhookConfiguration,
    MutatingWebhookConfiguration,
}

/// What is fixed for a kind: name, plural, API group (all are read as `v1`), whether it lives in a namespace.
type Facts = (&'static str, &'static str, &'static str, bool);

const RBAC: &str = "rbac.authorization.k8s.io";
const ADMISSION: &str = "admissionregistration.k8s.io";

impl Kind {
    /// Every kind, RBAC first.
    pub(super) const ALL: &[Kind] = &[
        Kind::ClusterRole,
        Kind::ClusterRoleBinding,
        Kind::Role,
        Kind::RoleBinding,
        Kind::Namespace,
        Kind::ServiceAccount,
        Kind::Pod,
        Kind::Node,
        Kind::Secret,
        Kind::PersistentVolume,
        Kind::PersistentVolumeClaim,
        Kind::ResourceQuota,
        Kind::Service,
        Kind::Ingress,
        Kind::Deployment,
        Kind::ReplicaSet,
        Kind::StatefulSet,
        Kind::DaemonSet,
        Kind::Job,
        Kind::CronJob,
        Kind::ReplicationController,
        Kind::PodTemplate,
        Kind::CustomResourceDefinition,
        Kind::ValidatingAdmissionPolicy,
        Kind::ValidatingAdmissionPolicyBinding,
        Kind::MutatingAdmissionPolicy,
        Kind::MutatingAdmissionPolicyBinding,
        Kind::ValidatingWebhookConfiguration,
        Kind::MutatingWebhookConfiguration,
    ];

    const fn facts(self) -> Facts {
        match self {
            Kind::ClusterRole => ("ClusterRole", "clusterroles", RBAC, false),
            Kind::ClusterRoleBinding => ("ClusterRoleBinding", "clusterrolebindings", RBAC, false),
            Kind::Role => ("Role", "roles", RBAC, true),
            Kind::RoleBinding => ("RoleBinding", "rolebindings", RBAC, true),
            Kind::Namespace => ("Namespace", "namespaces", "", false),
            Kind::ServiceAccount => ("ServiceAccount", "serviceaccounts", "", true),
            Kind::Pod => ("Pod", "pods", "", true),
            Kind::Node => ("Node", "nodes", "", false),
            Kind::Secret => ("Secret", "secrets", "", true),
            Kind::PersistentVolume => ("PersistentVolume", "persistentvolumes", "", false),
            Kind::PersistentVolumeClaim => ("PersistentVolumeClaim", "persistentvolumeclaims", "", true),
            Kind::ResourceQuota => ("ResourceQuota", "resourcequotas", "", true),
            Kind::Service => ("Service", "services", "", true),
            Kind::Ingress => ("Ingress", "ingresses", "networking.k8s.io", true),
            Kind::Deployment => ("Deployment", "deployments", "apps", true),
            Kind::ReplicaSet => ("ReplicaSet", "replicasets", "apps", true),
            Kind::StatefulSet => ("StatefulSet", "statefulsets", "apps", true),
            Kind::DaemonSet => ("DaemonSet", "daemonsets", "apps", true),
            Kind::Job => ("Job", "jobs", "batch", true),
            Kind::CronJob => ("CronJob", "cronjobs", "batch", true),
            Kind::ReplicationController => ("ReplicationController", "replicationcontrollers", "", true),
            Kind::PodTemplate => ("PodTemplate", "podtemplates", "", true),
            Kind::CustomResourceDefinition => {
                ("CustomResourceDefinition", "customresourcedefinitions", "apiextensions.k8s.io", false)
            }
            Kind::ValidatingAdmissionPolicy => {
                ("ValidatingAdmissionPolicy", "validatingadmissionpolicies", ADMISSION, false)
            }
            Kind::ValidatingAdmissionPolicyBinding => {
                ("ValidatingAdmissionPolicyBinding", "validatingadmissionpolicybindings", ADMISSION, false)
            }
            Kind::MutatingAdmissionPolicy => ("MutatingAdmissionPolicy", "mutatingadmissionpolicies", ADMISSION, false),
            Kind::MutatingAdmissionPolicyBinding => {
                ("MutatingAdmissionPolicyBinding", "mutatingadmissionpolicybindings", ADMISSION, false)
            }
            Kind::ValidatingWebhookConfiguration => {
                ("ValidatingWebhookConfiguration", "validatingwebhookconfigurations", ADMISSION, false)
            }
            Kind::MutatingWebhookConfiguration => {
                ("MutatingWebhookConfiguration", "mutatingwebhookconfigurations", ADMISSION, false)
            }
        }
    }

    /// `ClusterRole`.
    pub(super) fn name(self) -> &'static str {
        self.facts().0
    }

    /// `clusterroles`: the resource of a request, and of a gap.
    pub(super) fn resource(self) -> &'static str {
        self.facts().1
    }

    /// `rbac.authorization.k8s.io`; empty for the core group.
    pub(super) fn group(self) -> &'static str {
        self.facts().2
    }

    /// Whether its objects live in a namespace.
    pub(super) fn namespaced(self) -> bool {
        self.facts().3
    }

    /// Whether it is one of the four RBAC kinds.
    pub(super) fn is_rbac(self) -> bool {
        self.group() == RBAC
    }

    /// Whether every key of its objects is known, so that a misspelt one is seen, and whether their places are kept: a
    /// grant and a guard are what a person looks up.
    pub(super) fn is_strict(self) -> bool {
        self.is_rbac() || self.group() == ADMISSION
    }

    /// The versions that a server may have where it lacks `v1`, newest first. `pkg/controlplane/instance.go` upstream:
    /// validating policies are `v1` since 1.30, mutating ones since 1.36, and betas are off unless asked for.
    pub(super) fn older_versions(self) -> &'static [&'static str] {
        match self {
            Kind::ValidatingAdmissionPolicy
            | Kind::ValidatingAdmissionPolicyBinding
            | Kind::MutatingAdmissionPolicy
            | Kind::MutatingAdmissionPolicyBinding => &["v1beta1", "v1alpha1"],
            _ => &[],
        }
    }

    /// Where a server lists all of them: `/apis/rbac.authorization.k8s.io/v1/clusterroles`.
    pub(super) fn list_path(self, version: &str) -> String {
        format!("{}/{}", self.prefix(version), self.resource())
    }

    /// Where a server lists those of one namespace.
    pub(super) fn list_path_in(self, version: &str, namespace: &str) -> String {
        format!("{}/namespaces/{namespace}/{}", self.prefix(version), self.resource())
    }

    fn prefix(self, version: &str) -> String {
        match self.group() {
            "" => format!("/api/{version}"),
            group => format!("/apis/{group}/{version}"),
        }
    }

    /// `rbac.authorization.k8s.io/v1`, as an object names it.
    pub(super) fn api_version(self) -> String {
        match self.group() {
            "" => "v1".to_owned(),
            group => format!("{group}/v1"),
        }
    }

    /// The kind of an object with these two fields, whatever the version: other versions are read as `v1`.
    ///
    /// What once was in the group `extensions` is recognised there too.
    pub(super) fn for_group_kind(api_version: &str, kind: &str) -> Option<Kind> {
        Kind::of_group(api_version.split_once('/').map_or("", |(group, _)| group), kind)
    }

    /// The kind of this name in an API group, or in the group that it once was in.
    pub(super) fn of_group(group: &str, kind: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|known| {
            let moved = group == "extensions" && matches!(known.group(), "apps" | "networking.k8s.io");
            known.name() == kind && (known.group() == group || moved)
        })
    }
}

#[cfg(test)]
mod tests;
