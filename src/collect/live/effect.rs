//! What can be missing from the answer when a kind could not be read: one sentence each, for people.

use crate::collect::kind::Kind;

/// What can now be missing from the answer.
pub(super) fn effect(kind: Kind) -> &'static str {
    match kind {
        Kind::ClusterRole => "What bindings to a ClusterRole grant is unknown.",
        Kind::ClusterRoleBinding => "Grants that hold in the whole cluster are unknown.",
        Kind::Role => "What bindings to a Role grant is unknown.",
        Kind::RoleBinding => "Grants that hold in one namespace are unknown.",
        Kind::ServiceAccount => {
            "Service accounts that no binding and no pod names are missing, and what they mount by default is a guess."
        }
        Kind::Namespace => "Namespaces that hold nothing else are missing, and Pod Security levels are unknown.",
        Kind::Node => "Nodes without pods are missing, and which ones are control-plane nodes is unknown.",
        Kind::Pod => "Hot pods, and every path that starts at a pod or node, can be missing.",
        Kind::Deployment
        | Kind::ReplicaSet
        | Kind::StatefulSet
        | Kind::DaemonSet
        | Kind::Job
        | Kind::CronJob
        | Kind::ReplicationController
        | Kind::PodTemplate => "Workloads that have no pod now are missing, and pods may be shown without their owner.",
        Kind::PersistentVolume => "Pods that reach a node's files through a volume are missed.",
        Kind::PersistentVolumeClaim => "Which pods reach a node's files through a claim is unknown.",
        Kind::ResourceQuota => "Steps that a quota of no pods stops are shown as open.",
        Kind::ValidatingAdmissionPolicy
        | Kind::ValidatingAdmissionPolicyBinding
        | Kind::MutatingAdmissionPolicy
        | Kind::MutatingAdmissionPolicyBinding
        | Kind::ValidatingWebhookConfiguration
        | Kind::MutatingWebhookConfiguration => "Guards are unknown: a path that a policy blocks is reported as open.",
        Kind::Service => "Which pods can be reached from outside is unknown.",
        Kind::Ingress => "Which services an ingress exposes is unknown.",
        Kind::CustomResourceDefinition => {
            "Which custom resources there are, and which of them live in namespaces, is unknown."
        }
        Kind::Secret => "Tokens kept in Secrets are known only where a pod or service account names them.",
    }
}
