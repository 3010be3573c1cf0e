//! The parts of a pod template that a fix changes, as a strategic merge patch: lists are merged by the keys that Kubernetes
//! gives them, and null takes a field away.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Name, Toleration};

/// What changes of a pod template. Null takes a field away.
#[derive(Clone, PartialEq, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct PodPart {
    /// Whether its pods get the token of their account.
    #[serde(rename = "automountServiceAccountToken", skip_serializing_if = "Option::is_none")]
    pub(super) automount: Option<Option<bool>>,
    /// The labels that it asks of its node.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) node_selector: Option<BTreeMap<Name, Option<Name>>>,
    /// The taints that it puts up with: all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tolerations: Option<Option<Vec<TolerationText>>>,
    /// Whether its pods see the processes of their node.
    #[serde(rename = "hostPID", skip_serializing_if = "Option::is_none")]
    pub(super) host_pid: Option<bool>,
    /// The init containers that change.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) init_containers: Vec<ContainerPart>,
    /// The containers that change.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) containers: Vec<ContainerPart>,
    /// The volumes that change.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) volumes: Vec<VolumePart>,
}

/// A taint that a pod puts up with.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub(super) struct TolerationText {
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    operator: Option<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    effect: Option<Name>,
}

impl From<&Toleration> for TolerationText {
    fn from(toleration: &Toleration) -> Self {
        let Toleration { key, operator, value, effect } = toleration.clone();
        TolerationText { key, operator, value, effect }
    }
}

/// What changes of a container.
#[derive(Clone, PartialEq, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ContainerPart {
    /// Its name.
    pub(super) name: Name,
    /// What it is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) security_context: Option<ContextPart>,
    /// The mounts that change.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) volume_mounts: Vec<MountPart>,
}

/// What a container is allowed.
#[derive(Clone, PartialEq, Debug, Default, Serialize, JsonSchema)]
pub(super) struct ContextPart {
    /// Whether it is privileged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) privileged: Option<bool>,
    /// Its capabilities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) capabilities: Option<CapabilitiesPart>,
}

/// Capabilities, each list as a whole.
#[derive(Clone, PartialEq, Debug, Default, Serialize, JsonSchema)]
pub(super) struct CapabilitiesPart {
    /// Those that are added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) add: Option<Option<Vec<Name>>>,
    /// Those that are dropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) drop: Option<Option<Vec<Name>>>,
}

/// What changes of a mount.
#[derive(Clone, PartialEq, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct MountPart {
    /// Where in the container.
    pub(super) mount_path: Name,
    /// Whether the container may not write to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) read_only: Option<Option<bool>>,
    /// Whether mounts below it are shared with the node.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) mount_propagation: Option<Option<&'static str>>,
}

/// A volume that becomes another.
#[derive(Clone, PartialEq, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct VolumePart {
    /// Its name.
    pub(super) name: Name,
    /// A path of the node.
    pub(super) host_path: Option<HostPathText>,
    /// An empty directory.
    pub(super) empty_dir: Option<EmptyDir>,
}

/// A path of the node.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub(super) struct HostPathText {
    pub(super) path: Name,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<Name>,
}

/// An empty directory.
#[derive(Clone, PartialEq, Debug, Default, Serialize, JsonSchema)]
pub(super) struct EmptyDir {}
