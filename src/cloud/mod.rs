//! Layer 2: what identities of a cloud may do, who may become them, and as whom they come into the cluster.
//!
//! Nothing here draws: what a pod or a service account has to do with a role, and where a name in the cluster leads, is the
//! business of the layers above.

pub mod aws_auth;
pub mod eks;
pub mod gke;
pub mod iam;

/// What is not looked at wherever an account is, as no export holds it.
pub const NOT_CLAIMED: &str = "AWS may refuse steps that are told here: service and resource control policies, session policies and \
                               policies of resources other than the trust of roles are not looked at";
