//! Annotations that name identities in a cloud.

use crate::model::{AllowedRoles, CloudNames, Name};

use super::annotations::Annotations;

/// Of a pod: the IAM role that kube2iam or kiam gives it.
pub(super) const POD_ROLE: &str = "iam.amazonaws.com/role";

const AWS_ROLE: &str = "eks.amazonaws.com/role-arn";
const AWS_AUDIENCE: &str = "eks.amazonaws.com/audience";
const GCP_ACCOUNT: &str = "iam.gke.io/gcp-service-account";
const AZURE_CLIENT: &str = "azure.workload.identity/client-id";
const AZURE_TENANT: &str = "azure.workload.identity/tenant-id";
const KUBE2IAM_ROLES: &str = "iam.amazonaws.com/allowed-roles";
const KIAM_ROLES: &str = "iam.amazonaws.com/permitted";

/// All of them, of whatever kind of object.
pub(super) const CLOUD: [&str; 8] =
    [POD_ROLE, AWS_ROLE, AWS_AUDIENCE, GCP_ACCOUNT, AZURE_CLIENT, AZURE_TENANT, KUBE2IAM_ROLES, KIAM_ROLES];

/// The identities that a ServiceAccount names.
pub(super) fn cloud_names(annotations: &Annotations<'_>) -> Option<Box<CloudNames>> {
    let names = CloudNames {
        aws_role: named(annotations, AWS_ROLE),
        aws_audience: named(annotations, AWS_AUDIENCE),
        gcp_account: named(annotations, GCP_ACCOUNT),
        azure_client: named(annotations, AZURE_CLIENT),
        azure_tenant: named(annotations, AZURE_TENANT),
    };
    names.unless_empty()
}

/// The roles that a Namespace lets its pods have.
pub(super) fn allowed_roles(annotations: &Annotations<'_>) -> Option<Box<AllowedRoles>> {
    let roles = AllowedRoles { kube2iam: named(annotations, KUBE2IAM_ROLES), kiam: named(annotations, KIAM_ROLES) };
    roles.unless_empty()
}

/// The value of an annotation; an empty one names nothing.
pub(super) fn named(annotations: &Annotations<'_>, key: &str) -> Option<Name> {
    annotations.get(key).filter(|value| !value.is_empty()).map(Name::from)
}
