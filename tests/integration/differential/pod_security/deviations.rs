//! What may be wrong with a pod, or right in another way.

use serde_json::Value;

use crate::differential::random::Random;

/// Fields, and the values that they may have; `null` takes the field away.
type Fields = &'static [(&'static str, &'static [&'static str])];

const PROFILES: &[&str] = &[
    r#"{"type": "Unconfined"}"#,
    r#"{"type": "RuntimeDefault"}"#,
    r#"{"type": "Localhost", "localhostProfile": "file"}"#,
    "null",
];

const SE_LINUX: &[&str] = &[
    r#"{"level": "s0:c1"}"#,
    r#"{"type": "spc_t"}"#,
    r#"{"type": "container_t"}"#,
    r#"{"type": "container_kvm_t"}"#,
    r#"{"type": "container_engine_t"}"#,
    r#"{"type": ""}"#,
    r#"{"user": "u"}"#,
    r#"{"role": "r"}"#,
    r#"{"user": "", "role": ""}"#,
];

const HOST_PROCESS: &[&str] = &[r#"{"hostProcess": true}"#, r#"{"hostProcess": false}"#, "{}"];

const SYSCTLS: &[&str] = &[
    r#"[{"name": "kernel.shm_rmid_forced", "value": "1"}]"#,
    r#"[{"name": "net.ipv4.ip_local_reserved_ports", "value": "1"}]"#,
    r#"[{"name": "net.ipv4.tcp_keepalive_time", "value": "1"}]"#,
    r#"[{"name": "net.ipv4.tcp_rmem", "value": "1"}]"#,
    r#"[{"name": "net/ipv4/tcp_syncookies", "value": "1"}]"#,
    r#"[{"name": "net.ipv4.tcp_syncookies", "value": "1"}, {"name": "kernel.msgmax", "value": "1"}]"#,
    "[]",
];

const HOST_PATHS: &[&str] = &[
    r#"[{"name": "v", "hostPath": {"path": "/"}}]"#,
    r#"[{"name": "w", "emptyDir": {}}, {"name": "v", "hostPath": {"path": "/var/log", "type": "Directory"}}]"#,
];

const VOLUMES: &[&str] = &[
    r#"[{"name": "v", "nfs": {"server": "s", "path": "/"}}]"#,
    r#"[{"name": "v", "iscsi": {"targetPortal": "p", "iqn": "iqn.2001-04.com.example:a", "lun": 0}}]"#,
    r#"[{"name": "v", "gcePersistentDisk": {"pdName": "d"}}]"#,
    r#"[{"name": "v", "awsElasticBlockStore": {"volumeID": "d"}}]"#,
    r#"[{"name": "v", "gitRepo": {"repository": "r"}}]"#,
    r#"[{"name": "v", "glusterfs": {"endpoints": "e", "path": "p"}}]"#,
    r#"[{"name": "v", "rbd": {"monitors": ["m"], "image": "i"}}]"#,
    r#"[{"name": "v", "flexVolume": {"driver": "example.com/d"}}]"#,
    r#"[{"name": "v", "cinder": {"volumeID": "d"}}]"#,
    r#"[{"name": "v", "cephfs": {"monitors": ["m"]}}]"#,
    r#"[{"name": "v", "flocker": {"datasetName": "d"}}]"#,
    r#"[{"name": "v", "fc": {"targetWWNs": ["w"], "lun": 0}}]"#,
    r#"[{"name": "v", "azureFile": {"secretName": "s", "shareName": "s"}}]"#,
    r#"[{"name": "v", "azureDisk": {"diskName": "d", "diskURI": "https://d"}}]"#,
    r#"[{"name": "v", "vsphereVolume": {"volumePath": "p"}}]"#,
    r#"[{"name": "v", "quobyte": {"registry": "a:1", "volume": "v"}}]"#,
    r#"[{"name": "v", "portworxVolume": {"volumeID": "d"}}]"#,
    r#"[{"name": "v", "photonPersistentDisk": {"pdID": "d"}}]"#,
    r#"[{"name": "v", "scaleIO": {"gateway": "g", "system": "s", "secretRef": {"name": "s"}, "volumeName": "v"}}]"#,
    r#"[{"name": "v", "storageos": {"volumeName": "v", "volumeNamespace": "n"}}]"#,
    r#"[{"name": "v", "emptyDir": {}}, {"name": "w", "configMap": {"name": "c"}}]"#,
    r#"[{"name": "v", "downwardAPI": {"items": []}}]"#,
    r#"[{"name": "v", "secret": {"secretName": "s"}}, {"name": "w", "persistentVolumeClaim": {"claimName": "c"}}]"#,
    r#"[{"name": "v", "projected": {"sources": [{"serviceAccountToken": {"path": "t"}}]}}]"#,
    r#"[{"name": "v", "csi": {"driver": "d.example.com"}}]"#,
    r#"[{"name": "v", "ephemeral": {"volumeClaimTemplate": {"spec":
        {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}}}]"#,
    r#"[{"name": "v", "image": {"reference": "i", "pullPolicy": "Always"}}]"#,
];

const POD: Fields = &[
    ("spec/hostNetwork", &["true", "true", "false"]),
    ("spec/hostPID", &["true"]),
    ("spec/hostIPC", &["true"]),
    ("spec/hostUsers", &["true", "false"]),
    ("spec/shareProcessNamespace", &["true"]),
    ("spec/os", &[r#"{"name": "windows"}"#, r#"{"name": "linux"}"#]),
    ("spec/securityContext", &["null", "{}"]),
    ("spec/securityContext/runAsNonRoot", &["true", "false", "null"]),
    ("spec/securityContext/runAsUser", &["0", "1000"]),
    ("spec/securityContext/seccompProfile", PROFILES),
    ("spec/securityContext/appArmorProfile", PROFILES),
    ("spec/securityContext/seLinuxOptions", SE_LINUX),
    ("spec/securityContext/windowsOptions", HOST_PROCESS),
    ("spec/securityContext/sysctls", SYSCTLS),
    ("spec/volumes", HOST_PATHS),
    ("spec/volumes", VOLUMES),
    ("spec/volumes", VOLUMES),
];

const CONTAINER: Fields = &[
    ("securityContext", &["null", "{}"]),
    ("securityContext/privileged", &["true", "false"]),
    ("securityContext/allowPrivilegeEscalation", &["true", "null"]),
    ("securityContext/capabilities/add", CAPABILITIES),
    ("securityContext/capabilities/add", CAPABILITIES),
    ("securityContext/capabilities/drop", &["null", "[]", r#"["NET_RAW"]"#, r#"["all"]"#, r#"["NET_RAW", "ALL"]"#]),
    ("securityContext/procMount", &[r#""Unmasked""#, r#""Default""#]),
    ("securityContext/runAsNonRoot", &["true", "false", "null"]),
    ("securityContext/runAsUser", &["0", "1000"]),
    ("securityContext/seccompProfile", PROFILES),
    ("securityContext/appArmorProfile", PROFILES),
    ("securityContext/seLinuxOptions", SE_LINUX),
    ("securityContext/windowsOptions", HOST_PROCESS),
    (
        "ports",
        &[
            r#"[{"containerPort": 80, "hostPort": 80}]"#,
            r#"[{"containerPort": 80}, {"containerPort": 81, "hostPort": 0}]"#,
        ],
    ),
    ("livenessProbe", PROBES),
    ("readinessProbe", PROBES),
    ("startupProbe", PROBES),
    ("lifecycle/postStart", HANDLERS),
    ("lifecycle/preStop", HANDLERS),
];

const CAPABILITIES: &[&str] = &[
    r#"["NET_BIND_SERVICE"]"#,
    r#"["CHOWN"]"#,
    r#"["KILL", "SYS_CHROOT"]"#,
    r#"["CHOWN", "NET_RAW"]"#,
    r#"["SYS_ADMIN"]"#,
    r#"["CAP_CHOWN"]"#,
    r#"["ALL"]"#,
    "[]",
];

const PROBES: &[&str] = &[
    r#"{"httpGet": {"port": 80, "host": "10.0.0.1"}}"#,
    r#"{"tcpSocket": {"port": 80, "host": "10.0.0.1"}}"#,
    r#"{"httpGet": {"port": 80}}"#,
    r#"{"tcpSocket": {"port": 80, "host": ""}}"#,
    r#"{"exec": {"command": ["true"]}}"#,
];

const HANDLERS: &[&str] = &[
    r#"{"httpGet": {"port": 80, "host": "10.0.0.1"}}"#,
    r#"{"tcpSocket": {"port": 80, "host": "10.0.0.1"}}"#,
    r#"{"httpGet": {"port": 80}}"#,
];

/// Annotations: the key, to which the name of a container may belong, and values.
const ANNOTATIONS: Fields = &[
    ("seccomp.security.alpha.kubernetes.io/pod", SECCOMP),
    ("container.seccomp.security.alpha.kubernetes.io/", SECCOMP),
    (
        "container.apparmor.security.beta.kubernetes.io/",
        &["unconfined", "runtime/default", "localhost/file", "docker/default", ""],
    ),
];

const SECCOMP: &[&str] = &["unconfined", "runtime/default", "docker/default", "localhost/file", "localhost", ""];

/// A setting of the pod as a whole.
pub(super) fn of_pod(random: &mut Random, pod: &mut Value) {
    one_of(random, POD, pod);
}

/// A setting of one container.
pub(super) fn of_container(random: &mut Random, container: &mut Value) {
    one_of(random, CONTAINER, container);
}

/// An annotation about the pod or one of its containers: no server stores one about a container that is not there.
pub(super) fn annotation(random: &mut Random, pod: &mut Value, containers: &[String]) {
    let (key, values) = random.pick(ANNOTATIONS);
    let name = if key.ends_with('/') { random.pick(containers) } else { String::new() };
    pod["metadata"]["annotations"][key.to_owned() + &name] = random.pick(values).into();
}

fn one_of(random: &mut Random, fields: Fields, object: &mut Value) {
    let (path, values) = random.pick(fields);
    let value: Value = serde_json::from_str(random.pick(values)).unwrap();
    *path.split('/').fold(object, |object, key| &mut object[key]) = value;
}
