//! The other objects that decide what a grant is worth.

use serde::{Deserialize, Serialize};

use super::{AllowedRoles, CloudNames, Labels, Name, NodeTerm, Taint, cloud_names};

/// A ServiceAccount.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ServiceAccount {
    /// Its namespace.
    pub namespace: Name,
    /// Its name.
    pub name: Name,
    /// Whether pods get its token when they do not say; unset means yes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub automount: Option<bool>,
    /// The Secrets listed in `secrets`: before 1.24 its tokens.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub secrets: Vec<Name>,
    /// The Secrets listed in `imagePullSecrets`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pull_secrets: Vec<Name>,
    /// The annotation `kubernetes.io/enforce-mountable-secrets` is `true`: its pods may use the Secrets listed here only.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_listed_secrets: bool,
    /// The cloud identities that its pods are set up for, by the annotations of EKS, GKE or Azure: by a token of its own,
    /// whether or not they mount one for the API server.
    #[serde(
        default,
        alias = "cloud_identity",
        deserialize_with = "cloud_names::read",
        skip_serializing_if = "Option::is_none"
    )]
    pub cloud: Option<Box<CloudNames>>,
}

/// A Namespace.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Namespace {
    /// Its name.
    pub name: Name,
    /// Its labels: pod security levels and selectors of guards.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
    /// Its phase is `Terminating`: nothing can be created in it any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub terminating: bool,
    /// The IAM roles that kube2iam or kiam may give its pods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_roles: Option<Box<AllowedRoles>>,
}

/// A Node.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Node {
    /// Its name.
    pub name: Name,
    /// Its labels: roles and placement.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
    /// What keeps pods away that do not tolerate it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taints: Vec<Taint>,
    /// `unschedulable`: cordoned.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unschedulable: bool,
    /// `spec.providerID`: the machine that it is in its cloud, such as `aws:///ZONE/INSTANCE`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_id: Option<Name>,
}

/// A Secret, without its data, which is dropped while parsing.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Secret {
    /// Its namespace.
    pub namespace: Name,
    /// Its name.
    pub name: Name,
    /// Its type, such as `kubernetes.io/service-account-token`.
    pub kind: Name,
    /// The service account that it is, or asks for, a token of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_account: Option<Name>,
    /// Whether its data can never change again.
    #[serde(default)]
    pub immutable: bool,
}

/// A PersistentVolume, as far as it reaches a node.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PersistentVolume {
    /// Its name.
    pub name: Name,
    /// What is behind it.
    pub backing: VolumeBacking,
    /// The claim that it is bound to, as (namespace, name).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<(Name, Name)>,
    /// The Secrets that a node needs to mount it, as (namespace, name), sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub secrets: Vec<(Name, Name)>,
    /// `Available`, `Bound`, `Released`, …; nothing where no server has written it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<Name>,
    /// Its storage class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Name>,
    /// Whether its `claimRef` names one claim by its uid too: another of the same name cannot take it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub claim_fixed: bool,
    /// `nodeAffinity`: a pod that uses it must run on a node that one of these terms fits; empty where unset.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<NodeTerm>,
    /// `volumeMode: Block`: a disk rather than a file system.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub block: bool,
}

/// What is behind a PersistentVolume.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum VolumeBacking {
    /// A path of the node (`hostPath` or `local`).
    NodePath(Name),
    /// Anything else.
    Other,
}

/// A PersistentVolumeClaim.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PersistentVolumeClaim {
    /// Its namespace.
    pub namespace: Name,
    /// Its name.
    pub name: Name,
    /// The volume that it is bound to or asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volume: Option<Name>,
}

/// A ResourceQuota, as far as it keeps pods away.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ResourceQuota {
    /// Its namespace.
    pub namespace: Name,
    /// Its name.
    pub name: Name,
    /// It allows no pod at all: `pods` or `count/pods` is 0, for pods of every scope.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_pods: bool,
}

/// A Service.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Service {
    /// Its namespace.
    pub namespace: Name,
    /// Its name.
    pub name: Name,
    /// `ClusterIP`, `NodePort`, `LoadBalancer` or `ExternalName`.
    pub kind: Name,
    /// The labels of the pods behind it; empty selects none.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub selector: Labels,
    /// Whether it has `externalIPs`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub external_ips: bool,
}

/// An Ingress.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Ingress {
    /// Its namespace.
    pub namespace: Name,
    /// Its name.
    pub name: Name,
    /// The Services that it sends traffic to, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<Name>,
}
