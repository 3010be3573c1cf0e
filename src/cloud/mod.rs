//! Layer 2: what identities of a cloud may do, who may become them, and as whom they come into the cluster.
//!
//! Nothing here draws: what a pod or a service account has to do with a role, and where a name in the cluster leads, is the
//! business of the layers above.

pub mod aws_auth;
pub mod eks;
pub mod gke;
pub mod iam;
