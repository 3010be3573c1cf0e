//! Everything that kubescan knows of one cluster.

use serde::{Deserialize, Serialize};

use super::cloud::Cloud;
use super::{
    AdmissionBinding, AdmissionPolicy, AwsAuth, Binding, BindingId, EnginePolicy, Gap, Ingress, Mapping, Name,
    Namespace, Node, Note, Param, PersistentVolume, PersistentVolumeClaim, Pod, PodSpec, PodSpecId, Resource,
    ResourceQuota, Role, RoleId, Secret, Service, ServiceAccount, Subject, Time, Version, Webhook, Workload,
};

/// Everything that kubescan knows of one cluster.
///
/// INVARIANT: every table is sorted by namespace and name and holds no object twice, so that neither the order of the
/// input nor its layout shows in a report. `pod_specs` holds each distinct spec once.
///
/// Serialised it lacks the tables that grow with the cluster: a snapshot file has them apart, so that they are read side by
/// side.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Snapshot {
    /// Where it came from.
    pub source: Source,
    /// What could not be read.
    pub gaps: Vec<Gap>,
    /// What is worth knowing without being a gap.
    pub notes: Vec<Note>,
    /// Roles and ClusterRoles; ClusterRoles first.
    #[serde(default, skip_serializing)]
    pub roles: Vec<Role>,
    /// RoleBindings and ClusterRoleBindings; ClusterRoleBindings first.
    #[serde(default, skip_serializing)]
    pub bindings: Vec<Binding>,
    /// Namespaces.
    #[serde(default, skip_serializing)]
    pub namespaces: Vec<Namespace>,
    /// ServiceAccounts.
    #[serde(default, skip_serializing)]
    pub service_accounts: Vec<ServiceAccount>,
    /// Pods, and the templates of workloads without one.
    #[serde(default, skip_serializing)]
    pub pods: Vec<Pod>,
    /// The distinct specs of `pods`.
    #[serde(default, skip_serializing)]
    pub pod_specs: Vec<PodSpec>,
    /// Objects with a pod template.
    #[serde(default, skip_serializing)]
    pub workloads: Vec<Workload>,
    /// Nodes.
    #[serde(default, skip_serializing)]
    pub nodes: Vec<Node>,
    /// Secrets, without data; of a live cluster they are never listed.
    #[serde(default, skip_serializing)]
    pub secrets: Vec<Secret>,
    /// PersistentVolumes.
    #[serde(default, skip_serializing)]
    pub persistent_volumes: Vec<PersistentVolume>,
    /// PersistentVolumeClaims.
    #[serde(default, skip_serializing)]
    pub persistent_volume_claims: Vec<PersistentVolumeClaim>,
    /// ResourceQuotas.
    #[serde(default, skip_serializing)]
    pub resource_quotas: Vec<ResourceQuota>,
    /// ValidatingAdmissionPolicies, then MutatingAdmissionPolicies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub admission_policies: Vec<AdmissionPolicy>,
    /// Their bindings, in the same order of kinds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub admission_bindings: Vec<AdmissionBinding>,
    /// What the bindings hand to the policies, by kind, namespace and name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub params: Vec<Param>,
    /// The webhooks of ValidatingWebhookConfigurations, then of MutatingWebhookConfigurations; of each configuration in its
    /// own order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub webhooks: Vec<Webhook>,
    /// Policies and exceptions of policy engines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub engine_policies: Vec<EnginePolicy>,
    /// The ConfigMap `aws-auth`; nothing where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aws_auth: Option<AwsAuth>,
    /// Services.
    #[serde(default, skip_serializing)]
    pub services: Vec<Service>,
    /// Ingresses.
    #[serde(default, skip_serializing)]
    pub ingresses: Vec<Ingress>,
    /// Resources that kubescan does not know by itself, by API group and name: of CustomResourceDefinitions in files, or
    /// what a server's discovery told. Names and scope of a question depend on them, and whether an operator acts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub custom_resources: Vec<Resource>,
    /// Whether a server told all that it serves, so that a custom resource that is not here does not exist.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub resources_known: bool,
    /// What exports of the cloud tell that the cluster runs in.
    #[serde(default, skip_serializing_if = "Cloud::is_empty")]
    pub cloud: Cloud,
    /// Who cloud identities are in the cluster, by identity, each once. Made of other facts, so not kept in files.
    #[serde(skip)]
    pub mappings: Vec<Mapping>,
    /// How many objects of each kind were read. Assumed objects are not counted.
    pub counts: Counts,
}

/// Where a snapshot came from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Source {
    /// A live cluster or files.
    pub kind: SourceKind,
    /// The kubeconfig context, or the paths as the user gave them.
    pub name: String,
    /// The server's minor version; for files the one that was asked for.
    pub server_version: Version,
    /// Whether the objects carry a uid, that is, were stored by a server: a dump or a live cluster. Plain manifests do
    /// not, and then what they leave out is unknown rather than absent.
    pub stored: bool,
    /// The namespace that the scan is limited to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<Name>,
    /// How many files of directories were ignored: nothing in them says that it is a Kubernetes object.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub ignored_files: usize,
    /// The identity that read a live cluster: the user of the kubeconfig.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// The server's host and port.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// When reading began, by the server's own clock; nothing for files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Time>,
    /// False when the kubeconfig told to accept any certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls_verified: Option<bool>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// The kinds of source.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// A live API server.
    Cluster,
    /// Files: manifests, dumps.
    Files,
}

/// How many objects of each kind were read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(missing_docs, reason = "each field is the kind that it counts")]
pub struct Counts {
    pub roles: u64,
    pub cluster_roles: u64,
    pub role_bindings: u64,
    pub cluster_role_bindings: u64,
    pub namespaces: u64,
    pub service_accounts: u64,
    pub pods: u64,
    pub workloads: u64,
    pub nodes: u64,
    pub secrets: u64,
    pub persistent_volumes: u64,
    pub persistent_volume_claims: u64,
    pub resource_quotas: u64,
    pub validating_admission_policies: u64,
    pub validating_admission_policy_bindings: u64,
    pub mutating_admission_policies: u64,
    pub mutating_admission_policy_bindings: u64,
    pub validating_webhook_configurations: u64,
    pub mutating_webhook_configurations: u64,
    pub services: u64,
    pub ingresses: u64,
}

#[expect(clippy::indexing_slicing, reason = "typed ids are made for the table that they index")]
impl Snapshot {
    /// Whether it is known which custom resources there are: a server told, or definitions were read.
    #[must_use]
    pub fn knows_custom_resources(&self) -> bool {
        self.resources_known || !self.custom_resources.is_empty()
    }

    /// The role with this id.
    #[must_use]
    pub fn role(&self, id: RoleId) -> &Role {
        &self.roles[id.index()]
    }

    /// The binding with this id.
    #[must_use]
    pub fn binding(&self, id: BindingId) -> &Binding {
        &self.bindings[id.index()]
    }

    /// The pod spec with this id.
    #[must_use]
    pub fn pod_spec(&self, id: PodSpecId) -> &PodSpec {
        &self.pod_specs[id.index()]
    }

    /// Who a cloud identity is in the cluster.
    #[must_use]
    pub fn mapping(&self, subject: &Subject) -> Option<&Mapping> {
        let place = self.mappings.binary_search_by(|mapping| mapping.subject.cmp(subject)).ok()?;
        self.mappings.get(place)
    }

    /// All roles with their ids.
    pub fn role_ids(&self) -> impl Iterator<Item = (RoleId, &Role)> {
        self.roles.iter().enumerate().map(|(index, role)| (RoleId::new(index), role))
    }

    /// All bindings with their ids.
    pub fn binding_ids(&self) -> impl Iterator<Item = (BindingId, &Binding)> {
        self.bindings.iter().enumerate().map(|(index, binding)| (BindingId::new(index), binding))
    }

    /// What concerns one namespace: its own objects and the cluster-scoped ones.
    #[must_use]
    pub fn in_namespace(mut self, namespace: &str) -> Self {
        let here = |name: &Name| name == namespace;
        self.roles.retain(|role| role.namespace.as_ref().is_none_or(here));
        self.bindings.retain(|binding| binding.namespace.as_ref().is_none_or(here));
        self.service_accounts.retain(|account| here(&account.namespace));
        self.pods.retain(|pod| here(&pod.namespace));
        self.workloads.retain(|workload| here(&workload.namespace));
        self.secrets.retain(|secret| here(&secret.namespace));
        self.persistent_volume_claims.retain(|claim| here(&claim.namespace));
        self.resource_quotas.retain(|quota| here(&quota.namespace));
        self.services.retain(|service| here(&service.namespace));
        self.ingresses.retain(|ingress| here(&ingress.namespace));
        self.source.namespace = Some(namespace.into());
        self
    }

    /// Whether there is this namespace, or anything in it. Where namespaces could not be listed it may be.
    #[must_use]
    pub fn knows_namespace(&self, namespace: &str) -> bool {
        let here = |name: &Name| name == namespace;
        self.gaps.iter().any(|gap| gap.resource == "namespaces")
            || self.namespaces.iter().any(|known| here(&known.name))
            || self.roles.iter().filter_map(|role| role.namespace.as_ref()).any(here)
            || self.bindings.iter().filter_map(|binding| binding.namespace.as_ref()).any(here)
            || self.service_accounts.iter().any(|account| here(&account.namespace))
            || self.pods.iter().any(|pod| here(&pod.namespace))
    }

    /// True when nothing was left unread.
    #[must_use]
    pub fn complete(&self) -> bool {
        self.gaps.is_empty()
    }
}
