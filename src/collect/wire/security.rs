//! `securityContext` of pods and containers.

use serde::Deserialize;

use crate::model::{Name, SeLinux, SecurityContext};

use super::keep::Keep;
use super::meta::ObjectName;
use super::text::{List, Text};

/// The `securityContext` of a pod or a container. What only one of the two has is left out of the other, as a server
/// drops it.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct SecurityWire<'a> {
    privileged: Option<bool>,
    allow_privilege_escalation: Option<bool>,
    #[serde(borrow)]
    capabilities: Option<Capabilities<'a>>,
    proc_mount: Option<Text<'a>>,
    run_as_non_root: Option<bool>,
    run_as_user: Option<i64>,
    seccomp_profile: Option<Profile<'a>>,
    app_armor_profile: Option<Profile<'a>>,
    se_linux_options: Option<SeLinuxWire<'a>>,
    windows_options: Option<WindowsWire>,
    sysctls: List<ObjectName<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Capabilities<'a> {
    #[serde(borrow)]
    add: List<Text<'a>>,
    drop: List<Text<'a>>,
}

#[derive(Deserialize)]
struct Profile<'a> {
    #[serde(borrow, rename = "type")]
    kind: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct SeLinuxWire<'a> {
    #[serde(borrow, rename = "type")]
    kind: Option<Text<'a>>,
    user: Option<Text<'a>>,
    role: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WindowsWire {
    host_process: Option<bool>,
}

impl SecurityWire<'_> {
    /// The context of a pod, and the names of its sysctls.
    pub(super) fn of_pod(mut self, keep: &mut Keep<'_>) -> (SecurityContext, Vec<Name>) {
        let sysctls = std::mem::take(&mut self.sysctls).into_iter();
        let sysctls = sysctls.map(|sysctl| keep.name(sysctl.name.as_deref().unwrap_or_default())).collect();
        (self.of_both(keep), sysctls)
    }

    /// The context of a container.
    pub(super) fn of_container(mut self, keep: &mut Keep<'_>) -> SecurityContext {
        let capabilities = self.capabilities.take().unwrap_or_default();
        SecurityContext {
            privileged: self.privileged,
            allow_privilege_escalation: self.allow_privilege_escalation,
            added_capabilities: keep.list(capabilities.add),
            dropped_capabilities: keep.list(capabilities.drop),
            proc_mount: self.proc_mount.take().map(|kind| keep.name(&kind)),
            ..self.of_both(keep)
        }
    }

    fn of_both(self, keep: &mut Keep<'_>) -> SecurityContext {
        SecurityContext {
            run_as_non_root: self.run_as_non_root,
            run_as_user: self.run_as_user,
            seccomp: self.seccomp_profile.map(|profile| profile.kind(keep)),
            app_armor: self.app_armor_profile.map(|profile| profile.kind(keep)),
            se_linux: self.se_linux_options.map(|options| options.options(keep)),
            host_process: self.windows_options.and_then(|options| options.host_process),
            ..SecurityContext::default()
        }
    }
}

impl Profile<'_> {
    /// A profile without a type is none that a pod security level knows, which is not the same as no profile.
    fn kind(self, keep: &mut Keep<'_>) -> Name {
        keep.name(self.kind.as_deref().unwrap_or_default())
    }
}

impl SeLinuxWire<'_> {
    fn options(self, keep: &mut Keep<'_>) -> SeLinux {
        SeLinux { kind: keep.optional(self.kind), user: keep.optional(self.user), role: keep.optional(self.role) }
    }
}
