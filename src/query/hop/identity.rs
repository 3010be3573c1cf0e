//! Steps that are true without using any permission.

/// A step that needs no permission.
pub(super) struct IdentityStep {
    id: &'static str,
    /// What it is.
    pub(super) title: &'static str,
    /// How it is done; empty when there is nothing to do.
    pub(super) command: &'static str,
    /// What would stop it; empty when nothing does.
    pub(super) stop: &'static str,
}

/// The step of this id.
pub(super) fn find(id: &str) -> Option<&'static IdentityStep> {
    STEPS.iter().find(|step| step.id == id)
}

const fn step(id: &'static str, title: &'static str, command: &'static str, stop: &'static str) -> IdentityStep {
    IdentityStep { id, title, command, stop }
}

const TOKEN: &str = "cat /var/run/secrets/kubernetes.io/serviceaccount/token";

const STEPS: &[IdentityStep] = &[
    step("identity/cluster-admin", "Whoever may do everything has everything", "", ""),
    step(
        "identity/control-plane",
        "Read the keys of the control plane on its node",
        "kubectl --kubeconfig=/etc/kubernetes/super-admin.conf get secrets -A",
        "Let nothing run on nodes of the control plane but the control plane.",
    ),
    step(
        "identity/daemonset",
        "Take the identity of a DaemonSet that runs on every such node",
        "",
        "Give the DaemonSet's account no more than reading what its node needs.",
    ),
    step(
        "identity/kubelet-rights",
        "Ask as the kubelet for what the pods on its node use",
        "kubectl --kubeconfig=/etc/kubernetes/kubelet.conf get secret NAME -n NAMESPACE",
        "Keep pods with strong accounts or Secrets on nodes of their own.",
    ),
    step(
        "identity/masters",
        "Members of system:masters may do everything",
        "",
        "Give nobody a certificate of this group.",
    ),
    step("identity/namespace-admin", "Whoever may do everything in a namespace has what is in it", "", ""),
    step(
        "identity/node-kubelet",
        "Use the kubelet's certificate, which lies on the node",
        "kubectl --kubeconfig=/etc/kubernetes/kubelet.conf auth whoami",
        "",
    ),
    step(
        "identity/node-pods",
        "Read the tokens of the pods on the node",
        "cat /var/lib/kubelet/pods/*/volumes/kubernetes.io~projected/*/token",
        "Keep pods with strong accounts on nodes of their own.",
    ),
    step(
        "identity/pod-legacy-token",
        "Read a token Secret that the pod mounts",
        "cat MOUNTPATH/token",
        "Take the Secret out of the pod; use projected tokens, which end.",
    ),
    step(
        "identity/pod-secret",
        "Read a Secret that the pod uses",
        "cat MOUNTPATH/*",
        "Take the Secret out of the pod.",
    ),
    step(
        "identity/pod-token",
        "Read the token that the pod carries",
        TOKEN,
        "Set automountServiceAccountToken: false, or give the pod an account of its own with less.",
    ),
    step(
        "identity/secret-token",
        "Use the token that the Secret holds",
        "kubectl --token=TOKEN auth whoami",
        "Delete the token Secret; use projected tokens, which end.",
    ),
    step(
        "secrets/mount",
        "Mount a Secret of the namespace into a pod",
        "",
        "Keep Secrets in a namespace where nobody else runs pods.",
    ),
];
