//! A node of the cluster, and what its compromise gives.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::Name;

use super::SeverityWord;

/// A node of the cluster, and what its compromise gives.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NodeView {
    /// How bad that is.
    pub severity: SeverityWord,
    /// `node:NAME`.
    pub node: Name,
    /// Whether it is one of the control plane.
    pub control_plane: bool,
    /// The objectives that it reaches.
    pub reaches: Vec<Name>,
    /// The path that it starts, if any.
    pub path: Option<String>,
    /// How many pods run there.
    pub pods: usize,
    /// The service accounts whose tokens it gives.
    pub service_accounts: Vec<Name>,
    /// The Secrets that its kubelet may read.
    pub secrets: Vec<Name>,
    /// The workloads on it whose tokens lead to an objective.
    pub strong: Vec<Name>,
    /// The workloads on it that get out of their pods, or face outside of the cluster.
    pub untrusted: Vec<Name>,
    /// What to change; empty where no strong workload has such a neighbour.
    pub advice: String,
}
