//! Layer 2: what identities of a cloud may do, and who may become them.
//!
//! Nothing here knows of a cluster: what a pod or a service account has to do with a role is drawn by the layers above.

pub mod iam;
