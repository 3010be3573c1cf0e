//! What isolates a pod from its node, and what does not: the fields that pod security levels and escapes look at.

use serde::{Deserialize, Serialize};

use super::Name;

/// The settings of a pod as a whole.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PodSecurity {
    /// `hostNetwork`: it uses the network of its node.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub host_network: bool,
    /// `hostPID`: it sees the processes of its node.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub host_pid: bool,
    /// `hostIPC`: it shares memory with its node.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub host_ipc: bool,
    /// `hostUsers`: false gives it a user namespace of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_users: Option<bool>,
    /// `shareProcessNamespace`: its containers see each other's processes.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub share_processes: bool,
    /// `os.name` is `windows`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub windows: bool,
    /// `runtimeClassName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runtime_class: Option<Name>,
    /// The names of `securityContext.sysctls`, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sysctls: Vec<Name>,
    /// The rest of `securityContext`; containers inherit what they do not set themselves.
    #[serde(skip_serializing_if = "SecurityContext::is_unset")]
    pub context: SecurityContext,
    /// The annotation `seccomp.security.alpha.kubernetes.io/pod` of old clusters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seccomp_annotation: Option<Name>,
    /// The kinds of volume (`nfs`, `iscsi`, …) that the level `restricted` does not allow, but `hostPath`; sorted, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub other_volumes: Vec<Name>,
}

/// `securityContext` of a pod or of a container, as far as both have it; unset means unset.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SecurityContext {
    /// `privileged`; containers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privileged: Option<bool>,
    /// `allowPrivilegeEscalation`; containers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_privilege_escalation: Option<bool>,
    /// `capabilities.add`, as written; containers only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub added_capabilities: Vec<Name>,
    /// `capabilities.drop`, as written; containers only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dropped_capabilities: Vec<Name>,
    /// `procMount`; containers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proc_mount: Option<Name>,
    /// `runAsNonRoot`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_as_non_root: Option<bool>,
    /// `runAsUser`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_as_user: Option<i64>,
    /// `seccompProfile.type`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seccomp: Option<Name>,
    /// `appArmorProfile.type`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_armor: Option<Name>,
    /// `seLinuxOptions`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub se_linux: Option<SeLinux>,
    /// `windowsOptions.hostProcess`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_process: Option<bool>,
}

/// `seLinuxOptions`; the level does not matter.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "each field is the one of its name")]
pub struct SeLinux {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Name>,
}

impl SecurityContext {
    /// Whether nothing is set.
    #[must_use]
    pub fn is_unset(&self) -> bool {
        *self == SecurityContext::default()
    }
}

/// The settings of one container beside its `securityContext`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Exposure {
    /// The `hostPort`s that are not 0, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub host_ports: Vec<u16>,
    /// The `host` of probes and lifecycle handlers (`httpGet`, `tcpSocket`) that set one, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub probe_hosts: Vec<Name>,
}

impl Exposure {
    /// Whether nothing is set.
    #[must_use]
    pub fn is_unset(&self) -> bool {
        *self == Exposure::default()
    }
}
