//! A container with the settings that it has in effect: its own, else those of its pod.

use crate::model::{Container, ContainerKind, Name, PodSecurity};

/// A container, and what it inherits.
#[derive(Clone, Copy)]
pub(super) struct Confined<'a> {
    pub pod: &'a PodSecurity,
    pub container: &'a Container,
}

impl<'a> Confined<'a> {
    /// The container's kind and name.
    pub(super) fn words(&self) -> String {
        let kind = match self.container.kind {
            ContainerKind::Main => "container",
            ContainerKind::Init => "init container",
            ContainerKind::Ephemeral => "ephemeral container",
        };
        format!("{kind} {}", self.container.name.as_str())
    }

    pub(super) fn is_privileged(&self) -> bool {
        self.container.security.privileged == Some(true)
    }

    /// Whether this capability is added, by name or with `ALL`.
    ///
    /// Runtimes first add `ALL`, then drop `ALL`, then add and then drop single ones: containerd's
    /// CRI plugin and CRI-O (`setupCapabilities`) alike. So `drop: [ALL]` takes no capability away that is added by name.
    pub(super) fn adds(&self, capability: &str) -> bool {
        let names = |list: &[Name], wanted: &str| list.iter().any(|name| bare(name) == wanted);
        let security = &self.container.security;
        let (added, dropped) = (&security.added_capabilities, &security.dropped_capabilities);
        let all = names(added, "ALL") && !names(dropped, "ALL");
        (all || names(added, capability)) && !names(dropped, capability)
    }

    /// Those of these capabilities that are added.
    pub(super) fn added_of(&self, capabilities: &[&'static str]) -> Vec<&'static str> {
        capabilities.iter().copied().filter(|capability| self.adds(capability)).collect()
    }

    /// Why it surely does not run as root. Where nothing is set the image decides, which may well say root.
    pub(super) fn other_user(&self) -> Option<String> {
        let (own, pod) = (&self.container.security, &self.pod.context);
        match own.run_as_user.or(pod.run_as_user) {
            Some(0) => None,
            Some(user) => Some(format!("{} runs as user {user}, not as root", self.words())),
            None => {
                let refused = own.run_as_non_root.or(pod.run_as_non_root) == Some(true);
                refused.then(|| format!("{} may not run as root (runAsNonRoot)", self.words()))
            }
        }
    }

    /// The seccomp profile's type, or what an annotation of old clusters says.
    pub(super) fn seccomp(&self) -> Option<&'a Name> {
        let own = self.container.security.seccomp.as_ref().or(self.container.seccomp_annotation.as_ref());
        own.or(self.pod.context.seccomp.as_ref()).or(self.pod.seccomp_annotation.as_ref())
    }

    /// The same for AppArmor.
    pub(super) fn app_armor(&self) -> Option<&'a Name> {
        let own = self.container.security.app_armor.as_ref().or(self.container.app_armor_annotation.as_ref());
        own.or(self.pod.context.app_armor.as_ref())
    }

    /// The SELinux type.
    pub(super) fn se_linux_type(&self) -> Option<&'a Name> {
        let options = self.container.security.se_linux.as_ref().or(self.pod.context.se_linux.as_ref());
        options.and_then(|options| options.kind.as_ref())
    }

    /// `windowsOptions.hostProcess`.
    pub(super) fn is_host_process(&self) -> bool {
        self.container.security.host_process.or(self.pod.context.host_process) == Some(true)
    }

    /// A profile that was asked for and may refuse what a capability allows. The default profile of a node without
    /// AppArmor is none, so only what is written counts; the runtime's own seccomp profile follows the capabilities.
    pub(super) fn profile(&self) -> Option<String> {
        let app_armor = self.app_armor().filter(|profile| !is_unconfined(profile)).map(|profile| ("AppArmor", profile));
        let own = |profile: &&Name| *profile == "Localhost" || profile.starts_with("localhost/");
        let seccomp = self.seccomp().filter(own).map(|profile| ("seccomp", profile));
        let (kind, profile) = app_armor.or(seccomp)?;
        Some(format!("{} has the {kind} profile {}, which may refuse it", self.words(), profile.as_str()))
    }
}

/// Whether a profile is none: fields say `Unconfined`, annotations `unconfined`.
pub(super) fn is_unconfined(profile: &Name) -> bool {
    profile.eq_ignore_ascii_case("unconfined")
}

/// A capability as the table spells it: runtimes ignore case, and some take the kernel's `CAP_` too.
pub(super) fn bare(capability: &Name) -> String {
    let upper = capability.to_ascii_uppercase();
    upper.strip_prefix("CAP_").map(str::to_owned).unwrap_or(upper)
}
