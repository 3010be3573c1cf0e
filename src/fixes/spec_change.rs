//! The difference of two specs of a pod as a part of its template: the same function changes it and takes that back.

use crate::model::{Container, ContainerKind, Mount, Name, PodSpec, Volume, VolumeKind};

use super::pod_part::{
    CapabilitiesPart, ContainerPart, ContextPart, EmptyDir, HostPathText, MountPart, PodPart, VolumePart,
};

/// What makes the second of the first. Volumes that only one of them has are empty directories in the other.
pub(super) fn part(from: &PodSpec, to: &PodSpec) -> PodPart {
    let host_pid = to.security.host_pid;
    PodPart {
        host_pid: (from.security.host_pid != host_pid).then_some(host_pid),
        init_containers: containers(from, to, ContainerKind::Init),
        containers: containers(from, to, ContainerKind::Main),
        volumes: volumes(from, to),
        ..PodPart::default()
    }
}

fn containers(from: &PodSpec, to: &PodSpec, kind: ContainerKind) -> Vec<ContainerPart> {
    let of_kind = to.containers.iter().filter(|container| container.kind == kind);
    let parts = of_kind.filter_map(|container| {
        let was = from.containers.iter().find(|it| it.kind == kind && it.name == container.name)?;
        let part = ContainerPart {
            name: container.name.clone(),
            security_context: context(was, container),
            volume_mounts: was.mounts.iter().zip(&container.mounts).filter_map(|(was, is)| mount(was, is)).collect(),
        };
        (part.security_context.is_some() || !part.volume_mounts.is_empty()).then_some(part)
    });
    parts.collect()
}

fn context(from: &Container, to: &Container) -> Option<ContextPart> {
    let (was, is) = (&from.security, &to.security);
    let capabilities = CapabilitiesPart {
        add: list(&was.added_capabilities, &is.added_capabilities),
        drop: list(&was.dropped_capabilities, &is.dropped_capabilities),
    };
    let part = ContextPart {
        privileged: is.privileged.filter(|_| was.privileged != is.privileged),
        capabilities: Some(capabilities).filter(|some| *some != CapabilitiesPart::default()),
    };
    Some(part).filter(|some| *some != ContextPart::default())
}

fn list(from: &[Name], to: &[Name]) -> Option<Option<Vec<Name>>> {
    (from != to).then(|| Some(to.to_vec()).filter(|names| !names.is_empty()))
}

fn mount(from: &Mount, to: &Mount) -> Option<MountPart> {
    let shares = to.bidirectional.then_some("Bidirectional");
    let part = MountPart {
        mount_path: to.path.clone(),
        read_only: (from.read_only != to.read_only).then(|| to.read_only.then_some(true)),
        mount_propagation: (from.bidirectional != to.bidirectional).then_some(shares),
    };
    (part.read_only.is_some() || part.mount_propagation.is_some()).then_some(part)
}

fn volumes(from: &PodSpec, to: &PodSpec) -> Vec<VolumePart> {
    let emptied = from.volumes.iter().filter(|it| !to.volumes.contains(it)).map(|it| VolumePart {
        name: it.name.clone(),
        host_path: None,
        empty_dir: Some(EmptyDir {}),
    });
    let filled = to.volumes.iter().filter(|it| !from.volumes.contains(it)).filter_map(filled);
    emptied.chain(filled).collect()
}

fn filled(volume: &Volume) -> Option<VolumePart> {
    let VolumeKind::HostPath(path) = &volume.kind else { return None };
    let host_path = Some(HostPathText { path: path.clone(), kind: volume.path_type.clone() });
    Some(VolumePart { name: volume.name.clone(), host_path, empty_dir: None })
}

#[cfg(test)]
mod tests {
    use super::part;
    use crate::model::PodSpec;

    /// A pod with these volumes, and a container `c` of this kind with these fields.
    fn pod(volumes: &str, kind: &str, fields: &str) -> PodSpec {
        let beside = r#"{"name":"beside","kind":"Main","security":{"privileged":true}}"#;
        let container = format!(r#"{{"name":"c","kind":"{kind}",{fields}}}"#);
        let text = format!(r#"{{"service_account":"s","volumes":[{volumes}],"containers":[{container},{beside}]}}"#);
        serde_json::from_str(&text).unwrap()
    }

    /// What makes the second of the first, and what takes that back.
    fn both(was: &PodSpec, is: &PodSpec) -> [String; 2] {
        [part(was, is), part(is, was)].map(|part| serde_json::to_string(&part).unwrap())
    }

    #[test]
    fn only_the_container_that_changes_is_named() {
        let context = |privileged| pod("", "Init", &format!(r#""security":{{"privileged":{privileged}}}"#));
        let told =
            |value| format!(r#"{{"initContainers":[{{"name":"c","securityContext":{{"privileged":{value}}}}}]}}"#);
        assert_eq!(both(&context(true), &context(false)), [told(false), told(true)]);
    }

    #[test]
    fn a_list_of_capabilities_is_written_as_a_whole() {
        let adds = |names: &str| pod("", "Main", &format!(r#""security":{{"added_capabilities":{names}}}"#));
        let told = |names: &str| {
            let context = format!(r#"{{"capabilities":{{"add":{names}}}}}"#);
            format!(r#"{{"containers":[{{"name":"c","securityContext":{context}}}]}}"#)
        };
        let two = r#"["NET_ADMIN","SYS_ADMIN"]"#;
        for (was, is, left) in [(two, r#"["NET_ADMIN"]"#, r#"["NET_ADMIN"]"#), (two, "[]", "null")] {
            assert_eq!(both(&adds(was), &adds(is)), [told(left), told(was)]);
        }
    }

    #[test]
    fn a_path_of_the_node_becomes_an_empty_directory_and_comes_back_as_it_was() {
        let volume = r#"{"name":"v","kind":{"HostPath":"/etc"},"path_type":"Directory"}"#;
        let [was, is] = [volume, ""].map(|volumes| pod(volumes, "Main", r#""mounts":[{"volume":"v","path":"/in"}]"#));
        let told = |source: &str| format!(r#"{{"volumes":[{{"name":"v",{source}}}]}}"#);
        let back = told(r#""hostPath":{"path":"/etc","type":"Directory"},"emptyDir":null"#);
        assert_eq!(both(&was, &is), [told(r#""hostPath":null,"emptyDir":{}"#), back]);
    }

    #[test]
    fn a_mount_keeps_what_is_not_said() {
        let mount =
            |how: &str| pod("", "Main", &format!(r#""mounts":[{{"volume":"v","path":"/in","sub_path":"s",{how}}}]"#));
        let told =
            |how: &str| format!(r#"{{"containers":[{{"name":"c","volumeMounts":[{{"mountPath":"/in",{how}}}]}}]}}"#);
        let back = told(r#""readOnly":null,"mountPropagation":"Bidirectional""#);
        let goes = told(r#""readOnly":true,"mountPropagation":null"#);
        assert_eq!(both(&mount(r#""bidirectional":true"#), &mount(r#""read_only":true"#)), [goes, back]);
    }

    #[test]
    fn equal_specs_have_no_difference() {
        let spec = pod("", "Main", r#""security":{"privileged":true}"#);
        assert_eq!(both(&spec, &spec), ["{}", "{}"]);
    }
}
