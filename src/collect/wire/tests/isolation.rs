//! What isolates a pod from its node.

use crate::collect::found::FoundSpec;
use crate::collect::kind::Kind;
use crate::collect::wire::{Keep, read_tree};
use crate::model::{Container, ContainerKind, Exposure, Name, PodSecurity, SeLinux, SecurityContext};
use crate::yaml;

use super::{Found, object, refused};

/// The spec of a pod with this metadata and spec, which JSON and YAML must agree on.
fn pod(metadata: &str, spec: &str) -> FoundSpec {
    let text = format!(r#"{{"metadata":{{"name":"p"{metadata}}},"spec":{{{spec}}}}}"#);
    let mut from_yaml = Found::default();
    let document = yaml::documents(&text, yaml::Limits::for_text(text.len())).next().unwrap().unwrap();
    let mut keep = Keep::new(&mut from_yaml, Kind::Pod, "default");
    assert!(read_tree(document.root(), &mut keep).is_ok());
    let mut from_json = object(Kind::Pod, &text);
    assert_eq!(from_json.pods, from_yaml.pods);
    (*from_json.pods.remove(0).spec).clone()
}

fn container(fields: &str) -> Container {
    let mut spec = pod("", &format!(r#""containers":[{{"name":"c",{fields}}}]"#));
    spec.containers.remove(0)
}

fn names(texts: &[&str]) -> Vec<Name> {
    texts.iter().map(|text| Name::from(*text)).collect()
}

#[test]
fn each_setting_of_a_pod_is_its_own_field() {
    let unset = PodSecurity::default();
    let some = |context: SecurityContext| PodSecurity { context, ..PodSecurity::default() };
    for (fields, expected) in [
        ("", unset.clone()),
        (
            r#""hostNetwork":false,"hostPID":null,"securityContext":{},"os":{"name":"linux"},"runtimeClassName":"""#,
            unset.clone(),
        ),
        // What only a container can set: a server drops it.
        (
            r#""securityContext":{"privileged":true,"capabilities":{"add":["ALL"]},"procMount":"Unmasked"}"#,
            unset.clone(),
        ),
        (r#""hostNetwork":true"#, PodSecurity { host_network: true, ..unset.clone() }),
        (r#""hostPID":true"#, PodSecurity { host_pid: true, ..unset.clone() }),
        (r#""hostIPC":true"#, PodSecurity { host_ipc: true, ..unset.clone() }),
        (r#""hostUsers":false"#, PodSecurity { host_users: Some(false), ..unset.clone() }),
        (r#""shareProcessNamespace":true"#, PodSecurity { share_processes: true, ..unset.clone() }),
        (r#""os":{"name":"windows"}"#, PodSecurity { windows: true, ..unset.clone() }),
        (r#""runtimeClassName":"gvisor""#, PodSecurity { runtime_class: Some("gvisor".into()), ..unset.clone() }),
        (
            r#""securityContext":{"sysctls":[{"name":"net.b","value":"1"},{"name":"kernel.a","value":"2"}]}"#,
            PodSecurity { sysctls: names(&["net.b", "kernel.a"]), ..unset.clone() },
        ),
        (
            r#""securityContext":{"runAsUser":0,"fsGroup":1}"#,
            some(SecurityContext { run_as_user: Some(0), ..SecurityContext::default() }),
        ),
    ] {
        assert_eq!(pod("", fields).security, expected, "{fields}");
    }
}

#[test]
fn each_setting_of_a_container_is_its_own_field() {
    let unset = SecurityContext::default();
    let se_linux = |kind: Option<&str>, user: Option<&str>, role: Option<&str>| SecurityContext {
        se_linux: Some(SeLinux { kind: kind.map(Name::from), user: user.map(Name::from), role: role.map(Name::from) }),
        ..SecurityContext::default()
    };
    for (fields, expected) in [
        (r#""sysctls":[{"name":"a"}],"readOnlyRootFilesystem":true,"capabilities":null"#, unset.clone()),
        (r#""privileged":false"#, SecurityContext { privileged: Some(false), ..unset.clone() }),
        (
            r#""allowPrivilegeEscalation":true"#,
            SecurityContext { allow_privilege_escalation: Some(true), ..unset.clone() },
        ),
        (
            r#""capabilities":{"add":["SYS_ADMIN","cap_kill"]}"#,
            SecurityContext { added_capabilities: names(&["SYS_ADMIN", "cap_kill"]), ..unset.clone() },
        ),
        (
            r#""capabilities":{"drop":["ALL"],"add":null}"#,
            SecurityContext { dropped_capabilities: names(&["ALL"]), ..unset.clone() },
        ),
        (r#""procMount":"Unmasked""#, SecurityContext { proc_mount: Some("Unmasked".into()), ..unset.clone() }),
        (r#""runAsNonRoot":true"#, SecurityContext { run_as_non_root: Some(true), ..unset.clone() }),
        (r#""runAsUser":-1"#, SecurityContext { run_as_user: Some(-1), ..unset.clone() }),
        (
            r#""seccompProfile":{"type":"Localhost","localhostProfile":"x"}"#,
            SecurityContext { seccomp: Some("Localhost".into()), ..unset.clone() },
        ),
        (r#""seccompProfile":{}"#, SecurityContext { seccomp: Some("".into()), ..unset.clone() }),
        (
            r#""appArmorProfile":{"type":"Unconfined"}"#,
            SecurityContext { app_armor: Some("Unconfined".into()), ..unset.clone() },
        ),
        (r#""seLinuxOptions":{"type":"spc_t","level":"s0"}"#, se_linux(Some("spc_t"), None, None)),
        (r#""seLinuxOptions":{"user":"u","role":"r","type":""}"#, se_linux(None, Some("u"), Some("r"))),
        (
            r#""windowsOptions":{"hostProcess":true,"runAsUserName":"x"}"#,
            SecurityContext { host_process: Some(true), ..unset.clone() },
        ),
    ] {
        let context = container(&format!(r#""securityContext":{{{fields}}}"#)).security;
        assert_eq!(context, expected, "{fields}");
    }
}

#[test]
fn containers_of_every_kind_are_read_alike() {
    let one = r#"[{"name":"c","image":"i:1","securityContext":{"privileged":true},"ports":[{"hostPort":80}]}]"#;
    let spec = pod("", &format!(r#""containers":{one},"initContainers":{one},"ephemeralContainers":{one}"#));
    let expected = |kind| Container {
        kind,
        image: "i:1".into(),
        security: SecurityContext { privileged: Some(true), ..SecurityContext::default() },
        exposure: Exposure { host_ports: vec![80], probe_hosts: Vec::new() },
        aws_role: None,
        ..container("")
    };
    let kinds = [ContainerKind::Main, ContainerKind::Init, ContainerKind::Ephemeral];
    assert_eq!(spec.containers, kinds.map(expected));
}

#[test]
fn a_host_port_is_any_number_but_zero() {
    for (ports, expected) in [
        (r#"{"containerPort":80}"#, vec![]),
        (r#"{"hostPort":0},{"hostPort":null}"#, vec![]),
        (r#"{"hostPort":8080},{"hostPort":80}"#, vec![8080, 80]),
        (r#"{"hostPort":65535}"#, vec![65535]),
        (r#"{"hostPort":65536},{"hostPort":-1},{"hostPort":9223372036854775807}"#, vec![65535; 3]),
    ] {
        assert_eq!(container(&format!(r#""ports":[{ports}]"#)).exposure.host_ports, expected, "{ports}");
    }
}

#[test]
fn probes_and_hooks_tell_the_hosts_that_they_name() {
    let handler =
        |host: &str| format!(r#"{{"httpGet":{{"host":"{host}","port":1}},"tcpSocket":{{"host":"{host}-tcp"}}}}"#);
    let all = format!(
        r#""lifecycle":{{"preStop":{},"postStart":{}}},"startupProbe":{},"livenessProbe":{},"readinessProbe":{}"#,
        handler("stop"),
        handler("start"),
        handler("startup"),
        handler("live"),
        handler("ready")
    );
    let expected =
        ["live", "live-tcp", "ready", "ready-tcp", "startup", "startup-tcp", "start", "start-tcp", "stop", "stop-tcp"];
    assert_eq!(container(&all).exposure.probe_hosts, expected);
    let none = r#""livenessProbe":{"httpGet":{"host":"","port":"http"},"grpc":{"port":1}},"lifecycle":{"preStop":{"exec":{}}}"#;
    assert!(container(none).exposure.is_unset());
}

#[test]
fn annotations_of_old_clusters_reach_the_pod_and_the_container_that_they_name() {
    let annotations = r#","annotations":{"seccomp.security.alpha.kubernetes.io/pod":"unconfined","x/secret":"canary",
        "container.seccomp.security.alpha.kubernetes.io/a":"","container.apparmor.security.beta.kubernetes.io/b":"localhost/x",
        "container.apparmor.security.beta.kubernetes.io/gone":"unconfined","kubernetes.io/config.mirrors":"x"}"#;
    let spec = pod(annotations, r#""containers":[{"name":"a"}],"initContainers":[{"name":"b"}]"#);
    assert_eq!(spec.security.seccomp_annotation, Some("unconfined".into()));
    let [a, b] = spec.containers.as_slice() else { panic!("{:?}", spec.containers) };
    // An empty profile is one that no level allows.
    assert_eq!((&a.seccomp_annotation, &a.app_armor_annotation), (&Some("".into()), &None));
    assert_eq!((&b.seccomp_annotation, &b.app_armor_annotation), (&None, &Some("localhost/x".into())));
    assert!(!format!("{spec:?}").contains("canary"));
    assert_eq!(pod("", "").security.seccomp_annotation, None);
}

#[test]
fn a_value_of_the_wrong_shape_is_refused_by_its_path() {
    let of = |spec: &str| refused(Kind::Pod, &format!(r#"{{"metadata":{{"name":"p"}},"spec":{{{spec}}}}}"#));
    let context = |field: &str| of(&format!(r#""containers":[{{"securityContext":{{{field}}}}}]"#));
    let path = "spec.containers[0].securityContext";
    let huge = context(r#""runAsUser":99999999999999999999"#);
    assert!(huge.starts_with(&format!("{path}.runAsUser: expected a number")), "{huge}");
    assert_eq!(context(r#""privileged":1"#), format!("{path}.privileged: expected true or false, found a number"));
    assert_eq!(
        context(r#""capabilities":{"add":"ALL"}"#),
        format!("{path}.capabilities.add: expected a list, found a string")
    );
    assert_eq!(of(r#""hostPID":"true""#), "spec.hostPID: expected true or false, found a string");
}
