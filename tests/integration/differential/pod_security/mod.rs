//! Pod Security: kubescan lets in what the PodSecurity admission plugin lets in, for the same reasons.
//!
//! Random pods, most of them one or two steps from a modest one, meet random labels of a namespace: every level, every
//! version in which a check changes, and what is neither. The plugin's own checks judge them by thousands, and an API
//! server some hundreds of those that it would store.

mod deviations; // what may be wrong with a pod
mod labels; // the labels of namespaces
mod ours; // kubescan's answers
mod pods; // random pods

mod evaluator; // the checks alone
mod server; // a real API server
