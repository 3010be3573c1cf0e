//! What a pod that does not exist yet could be allowed to do.

use crate::model::{
    Container, ContainerKind, Exposure, Name, PodSecurity, PodSpec, SecurityContext, Volume, VolumeKind,
};

use super::{Policy, Violation, violations};

/// Something that a new pod may want beside its service account.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Freedom {
    /// A privileged container.
    Privileged,
    /// A path of the node as a volume.
    HostPath,
    /// The network of the node.
    HostNetwork,
    /// The processes of the node.
    HostPid,
    /// The shared memory of the node.
    HostIpc,
    /// A port of the node.
    HostPort,
    /// This capability, by the name that is written.
    Capability(Name),
    /// Root in the container.
    Root,
    /// All of `/proc`, in a user namespace of its own: a server lets nobody else have it.
    UnmaskedProc,
    /// To be a process of a Windows node.
    HostProcess,
}

/// What keeps out a pod that takes all these freedoms and no other; nothing lets it in.
#[must_use]
pub fn forbids(policy: &Policy, freedoms: &[Freedom]) -> Vec<Violation> {
    let mut wanted = modest_pod();
    for freedom in freedoms {
        freedom.take(&mut wanted);
    }
    violations(policy, &wanted)
}

/// A pod with one container that every level lets in, in all versions.
#[must_use]
pub fn modest_pod() -> PodSpec {
    let context = SecurityContext {
        allow_privilege_escalation: Some(false),
        dropped_capabilities: vec!["ALL".into()],
        run_as_non_root: Some(true),
        seccomp: Some("RuntimeDefault".into()),
        ..SecurityContext::default()
    };
    PodSpec {
        service_account: "default".into(),
        volumes: Vec::new(),
        containers: vec![container(context)],
        references: Vec::new(),
        security: PodSecurity::default(),
        placement: Default::default(),
        labels: Default::default(),
        aws_role: None,
    }
}

fn container(security: SecurityContext) -> Container {
    Container {
        name: "main".into(),
        kind: ContainerKind::Main,
        mounts: Vec::new(),
        env_secrets: Vec::new(),
        devices: Vec::new(),
        image: "image".into(),
        security,
        app_armor_annotation: None,
        seccomp_annotation: None,
        exposure: Exposure::default(),
        aws_role: None,
    }
}

impl Freedom {
    fn take(&self, pod: &mut PodSpec) {
        let security = &mut pod.security;
        match self {
            Freedom::HostNetwork => security.host_network = true,
            Freedom::HostPid => security.host_pid = true,
            Freedom::HostIpc => security.host_ipc = true,
            Freedom::UnmaskedProc => security.host_users = Some(false),
            // Validation lets a pod of host processes have no network of its own.
            Freedom::HostProcess => (security.windows, security.host_network) = (true, true),
            Freedom::HostPath => {
                pod.volumes.push(Volume {
                    name: "node".into(),
                    kind: VolumeKind::HostPath("/".into()),
                    read_only: false,
                    path_type: None,
                });
            }
            Freedom::Privileged | Freedom::HostPort | Freedom::Capability(_) | Freedom::Root => {}
        }
        pod.containers.iter_mut().for_each(|container| self.take_in(container));
    }

    fn take_in(&self, container: &mut Container) {
        let context = &mut container.security;
        match self {
            Freedom::Privileged => {
                // Validation refuses a privileged container that may not escalate.
                context.privileged = Some(true);
                context.allow_privilege_escalation = None;
            }
            Freedom::HostPort => container.exposure.host_ports.push(80),
            Freedom::Capability(name) => context.added_capabilities.push(name.clone()),
            Freedom::Root => (context.run_as_non_root, context.run_as_user) = (None, Some(0)),
            Freedom::UnmaskedProc => context.proc_mount = Some("Unmasked".into()),
            Freedom::HostProcess => context.host_process = Some(true),
            Freedom::HostPath | Freedom::HostNetwork | Freedom::HostPid | Freedom::HostIpc => {}
        }
    }
}
