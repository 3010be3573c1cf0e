//! Which fix is offered for what, and when it is not: a table of small clusters.
//!
//! The world: `deployer` in `ops` may do everything, `quiet` nothing; `shop` takes only harmless pods.

use crate::hygiene::row::document;
use crate::run::kubescan_with_input;

const WORLD: &[&str] = &[
    "!Namespace ops",
    "!Namespace shop {labels: {pod-security.kubernetes.io/enforce: baseline}}",
    "!ServiceAccount ops/deployer",
    "!ServiceAccount ops/quiet",
    "!ServiceAccount shop/quiet",
    "!ClusterRoleBinding deployer roleRef: {$RBAC, kind: ClusterRole, name: cluster-admin}, \
     subjects: [{kind: ServiceAccount, name: deployer, namespace: ops}]",
];

/// A binding of a role to eve.
macro_rules! binding {
    ($place:literal, $kind:literal, $role:literal) => {
        concat!(
            "!",
            $place,
            " roleRef: {$RBAC, kind: ",
            $kind,
            ", name: ",
            $role,
            "}, subjects: [{$RBAC, kind: User, name: eve}]"
        )
    };
}

const CONTROL_PLANE: &str = "!Node n1 {labels: {node-role.kubernetes.io/control-plane: ''}}";

/// A workload whose pods have no token.
macro_rules! agent {
    ($object:literal) => {
        concat!($object, " spec: {template: {spec: {automountServiceAccountToken: false, ")
    };
}

macro_rules! init {
    () => {
        "initContainers: [{name: i, image: x}], "
    };
}

macro_rules! privileged {
    () => {
        "containers: [{name: c, image: x, securityContext: {privileged: true}}]"
    };
}

/// What is special, what there is beside the world, and the fixes of it: their kinds, with how their titles begin.
type Row = (&'static str, &'static [&'static str], &'static [(&'static str, &'static str)]);

const TOKENS: &str = "!Role ops/r rules: [{apiGroups: [''], resources: [serviceaccounts/token], verbs: [create]}]";
const BOUND: &str = binding!("RoleBinding ops/b", "Role", "r");

const TABLE: &[Row] = &[
    (
        "names that lead nowhere stay",
        &[TOKENS, BOUND],
        &[("narrow-to-names", "role:ops/r allows create serviceaccounts/token only for those named quiet")],
    ),
    (
        "a create names nothing",
        &["!Role ops/r rules: [{apiGroups: [''], resources: [pods], verbs: [get, create]}]", BOUND],
        &[("reduce-role", "role:ops/r no longer allows create pods")],
    ),
    (
        "a wildcard verb is spelled out",
        &["!Role ops/r rules: [{apiGroups: [''], resources: [pods/exec, pods], verbs: ['*']}]", BOUND],
        &[("reduce-role", "role:ops/r no longer allows create")],
    ),
    (
        "a wildcard resource cannot be",
        &["!Role ops/r rules: [{apiGroups: [''], resources: ['*'], verbs: [create]}]", BOUND],
        &[("unbind", "rolebinding:ops/b no longer grants role:ops/r to user:eve")],
    ),
    (
        "a role that others hold is not changed",
        &[
            "!ClusterRole r rules: [{apiGroups: [''], resources: [pods], verbs: [get, create]}]",
            binding!("RoleBinding ops/b", "ClusterRole", "r"),
            "!RoleBinding shop/c roleRef: {$RBAC, kind: ClusterRole, name: r}, subjects: [{$RBAC, kind: User, name: bob}]",
        ],
        &[("split-binding", "user:eve may no longer create pods by clusterrole:r")],
    ),
    (
        "nor one that is built in",
        &[binding!("RoleBinding ops/b", "ClusterRole", "edit")],
        &[("narrow-to-names", "user:eve may no longer")],
    ),
    (
        "nor one that an aggregated role takes over",
        &[
            "!ClusterRole r {labels: {to: all}} rules: [{apiGroups: [''], resources: [pods], verbs: [get, create]}]",
            "!ClusterRole all aggregationRule: {clusterRoleSelectors: [{matchLabels: {to: all}}]}, \
             rules: [{apiGroups: [''], resources: [pods], verbs: [get, create]}]",
            binding!("RoleBinding ops/b", "ClusterRole", "r"),
        ],
        &[("split-binding", "user:eve may no longer create pods by clusterrole:r")],
    ),
    (
        "namespaces where it leads nowhere stay",
        &[
            "!ClusterRole r rules: [{apiGroups: [''], resources: [pods], verbs: [get, create]}]",
            binding!("ClusterRoleBinding b", "ClusterRole", "r"),
        ],
        &[("bind-in-namespaces", "user:eve may create pods in shop only")],
    ),
    (
        "an objective by itself is no better in each of them",
        &[
            "!ClusterRole r rules: [{apiGroups: [''], resources: [secrets], verbs: [get, list]}]",
            binding!("ClusterRoleBinding b", "ClusterRole", "r"),
        ],
        &[("reduce-role", "clusterrole:r no longer allows")],
    ),
    (
        "two ways to the same go together, where nothing that they lead to is the only one",
        &[
            "!ServiceAccount ops/deployer-2",
            "!ClusterRoleBinding deployer-2 roleRef: {$RBAC, kind: ClusterRole, name: cluster-admin}, \
             subjects: [{kind: ServiceAccount, name: deployer-2, namespace: ops}]",
            TOKENS,
            BOUND,
            "!Role ops/s rules: [{apiGroups: [''], resources: [pods], verbs: [get, create]}]",
            binding!("RoleBinding ops/c", "Role", "s"),
        ],
        &[("narrow-to-names", "role:ops/r allows create serviceaccounts/token only for those named quiet; role:ops/s")],
    ),
    (
        "a namespace takes harmless pods only",
        &[
            "!Namespace lab",
            "!Role lab/r rules: [{apiGroups: [''], resources: [pods], verbs: [get, create]}]",
            binding!("RoleBinding lab/b", "Role", "r"),
            "!Node n1",
        ],
        &[("reduce-role", "role:lab/r"), ("namespace-level", "ns:lab takes only pods of the level baseline")],
    ),
    (
        "but not where its own pods are worse",
        &[
            "!Namespace lab",
            "!Role lab/r rules: [{apiGroups: [''], resources: [pods], verbs: [get, create]}]",
            binding!("RoleBinding lab/b", "Role", "r"),
            "!Node n1",
            "!Pod lab/p spec: {hostNetwork: true, containers: [{name: c, image: x}]}, status: {phase: Running}",
        ],
        &[("reduce-role", "role:lab/r")],
    ),
    (
        "a token that admission adds",
        &[
            "Deployment ops/d spec: {template: {spec: {serviceAccountName: deployer, containers: [{name: c, image: x}]}}}",
        ],
        &[("no-automount", "workload:ops/Deployment/d runs without the token of its account")],
    ),
    (
        "a token that the template asks for",
        &[
            "Deployment ops/d spec: {template: {spec: {serviceAccountName: deployer, automountServiceAccountToken: false, \
           volumes: [{name: t, projected: {sources: [{serviceAccountToken: {path: t}}]}}], \
           containers: [{name: c, image: x, volumeMounts: [{name: t, mountPath: /t}]}]}}}",
        ],
        &[],
    ),
    (
        "a pod of its own has no template",
        &["Pod ops/d spec: {serviceAccountName: deployer, containers: [{name: c, image: x}]}"],
        &[],
    ),
    (
        "a pod that gets out to the control plane",
        &[CONTROL_PLANE, concat!(agent!("DaemonSet ops/d"), init!(), privileged!(), "}}}")],
        &[("close-escapes", "workload:ops/DaemonSet/d no longer gets out to its node")],
    ),
    (
        "the Jobs of a CronJob",
        &[
            CONTROL_PLANE,
            "CronJob ops/d spec: {schedule: '0 0 * * *', jobTemplate: {spec: {template: {spec: {restartPolicy: Never, \
             hostPID: true, containers: [{name: c, image: x, securityContext: {capabilities: {add: [SYS_PTRACE]}}}]}}}}}",
        ],
        &[("close-escapes", "workload:ops/CronJob/d no longer gets out to its node")],
    ),
    (
        "a Job does not change",
        &[CONTROL_PLANE, concat!(agent!("Job ops/d"), "restartPolicy: Never, ", privileged!(), "}}}")],
        &[],
    ),
    (
        "nor what kubeadm installs",
        &[
            "!Namespace kube-system",
            CONTROL_PLANE,
            concat!(agent!("DaemonSet kube-system/kube-proxy"), privileged!(), "}}}"),
        ],
        &[],
    ),
    (
        "one way out that stays is enough",
        &[
            CONTROL_PLANE,
            "!PersistentVolume etc spec: {hostPath: {path: /etc}, claimRef: {namespace: ops, name: etc}}",
            "!PersistentVolumeClaim ops/etc spec: {volumeName: etc}",
            concat!(
                agent!("DaemonSet ops/d"),
                "volumes: [{name: etc, persistentVolumeClaim: {claimName: etc}}], containers: [{name: c, image: x, \
                 volumeMounts: [{name: etc, mountPath: /etc/node}], securityContext: {privileged: true}}]}}}"
            ),
        ],
        &[],
    ),
    (
        "what is cut already is not worth a function",
        &[
            "!Node n1",
            "!Node n2",
            "!Pod ops/p spec: {nodeName: n1, serviceAccountName: deployer, \
             volumes: [{name: t, projected: {sources: [{serviceAccountToken: {path: t}}]}}], \
             containers: [{name: c, image: x, volumeMounts: [{name: t, mountPath: /t}]}]}, status: {phase: Running}",
            concat!(agent!("Deployment ops/agent"), "nodeName: n1, ", privileged!(), "}}}"),
        ],
        &[],
    ),
    (
        "a guarded path is none",
        &[
            "!Role shop/r rules: [{apiGroups: [''], resources: [pods], verbs: [create]}]",
            binding!("RoleBinding shop/b", "Role", "r"),
            "!Node n1",
        ],
        &[],
    ),
];

#[test]
fn what_is_offered_is_the_least_that_helps() {
    for (what, objects, expected) in TABLE {
        let text: String = WORLD.iter().chain(*objects).map(|object| document(object)).collect();
        let folder = tempfile::tempdir().unwrap();
        let arguments = ["scan", "-f", "-", "-o", "json", "--fix-dir", folder.path().to_str().unwrap()];
        let run = kubescan_with_input(&arguments, text.as_bytes());
        let report = run.json();
        let fixes = report["fixes"].as_array().unwrap().iter();
        let told = fixes.map(|fix| (fix["kind"].as_str().unwrap(), fix["title"].as_str().unwrap()));
        // The account that may do everything is the world's.
        let own: Vec<(&str, &str)> = told
            .filter(|(_, title)| {
                !title.contains("clusterrolebinding:deployer") && !title.starts_with("sa:ops/deployer")
            })
            .collect();
        assert_eq!(own.len(), expected.len(), "{what}: {own:#?}\n{}", run.stderr);
        for ((kind, title), (wanted, start)) in own.iter().zip(*expected) {
            assert!(kind == wanted && title.starts_with(start), "{what}: {kind}: {title}");
        }
    }
}

#[test]
fn what_was_not_read_is_not_taken_for_harmless() {
    let objects = [
        TOKENS,
        BOUND,
        "!ClusterRole c rules: [{apiGroups: [''], resources: [pods], verbs: [get, create]}]",
        binding!("ClusterRoleBinding c", "ClusterRole", "c"),
    ];
    let text: String = WORLD.iter().chain(&objects).map(|object| document(object)).collect();
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["scan", "-f", "-", "-n", "ops", "-o", "json", "--fix-dir", folder.path().to_str().unwrap()];
    let report = kubescan_with_input(&arguments, text.as_bytes()).json();
    let fixes = report["fixes"].as_array().unwrap().iter();
    let kinds: Vec<&str> = fixes.map(|fix| fix["kind"].as_str().unwrap()).collect();
    assert!(!kinds.is_empty(), "{kinds:?}");
    for kind in ["narrow-to-names", "bind-in-namespaces", "namespace-level"] {
        assert!(!kinds.contains(&kind), "{kinds:?}");
    }
}
