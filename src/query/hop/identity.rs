//! How steps that need no permission are done: what is run in the pod or on the node.

use crate::cloud::eks;
use crate::findings::quoted;
use crate::model::Snapshot;

/// The command of such a step; nothing where there is nothing to run.
pub(super) fn command(snapshot: &Snapshot, id: &str, to: &str) -> Option<String> {
    if id == "identity/kubelet-rights" && to.starts_with("sa:") {
        return Some(TOKEN_OF_KUBELET.to_owned());
    }
    if id == "identity/node-role" && to.starts_with("user:") {
        let cluster = eks::cluster_name(snapshot);
        return Some(match cluster {
            Some(name) => KUBELET_BY_ROLE.replace(" CLUSTER ", &format!(" {} ", quoted(&name))),
            None => KUBELET_BY_ROLE.to_owned(),
        });
    }
    COMMANDS.iter().find(|(known, _)| *known == id).map(|(_, command)| (*command).to_owned())
}

/// How a kubelet gets the token of an account rather than a Secret.
const TOKEN_OF_KUBELET: &str = "kubectl --kubeconfig=/etc/kubernetes/kubelet.conf create token NAME -n NAMESPACE \
                                --bound-object-kind=Pod --bound-object-name=POD --bound-object-uid=UID";

/// How the session of an instance is the kubelet of its node.
const KUBELET_BY_ROLE: &str =
    "kubectl --token=\"$(aws eks get-token --cluster-name CLUSTER --query status.token --output text)\" auth whoami";

/// What the audit log shows of such a step; nothing where no request is made.
pub(super) fn audit(id: &str, to: &str) -> Option<&'static str> {
    match id {
        "identity/kubelet-rights" if to.starts_with("sa:") => {
            Some("verb=create objectRef.resource=serviceaccounts objectRef.subresource=token user.groups=system:nodes")
        }
        "identity/kubelet-rights" => Some("objectRef.resource=secrets user.groups=system:nodes"),
        "identity/control-plane" => Some("user.groups=system:masters"),
        "identity/node-role" if to.starts_with("user:") => Some("user.groups=system:nodes"),
        "identity/node-kubelet" => Some("user.groups=system:nodes"),
        "identity/secret-token" => Some("user.groups=system:serviceaccounts"),
        "nodes/self-label" => Some("verb=patch objectRef.resource=nodes user.groups=system:nodes"),
        _ => None,
    }
}

const COMMANDS: &[(&str, &str)] = &[
    ("escape/var-log", "ln -sf FILE MOUNTPATH/pods/NAMESPACE_POD_UID/CONTAINER/0.log"),
    ("identity/control-plane", "kubectl --kubeconfig=/etc/kubernetes/super-admin.conf get secrets -A"),
    ("identity/kubelet-rights", "kubectl --kubeconfig=/etc/kubernetes/kubelet.conf get secret NAME -n NAMESPACE"),
    ("identity/node-kubelet", "kubectl --kubeconfig=/etc/kubernetes/kubelet.conf auth whoami"),
    ("identity/node-pods", "cat /var/lib/kubelet/pods/*/volumes/kubernetes.io~projected/*/token"),
    ("identity/node-role", "aws sts get-caller-identity"),
    ("identity/pod-legacy-token", "cat MOUNTPATH/token"),
    ("identity/pod-secret", "cat MOUNTPATH/*"),
    ("identity/pod-token", "cat /var/run/secrets/kubernetes.io/serviceaccount/token"),
    ("identity/secret-token", "kubectl --token=TOKEN auth whoami"),
    ("nodes/self-label", "kubectl --kubeconfig=/etc/kubernetes/kubelet.conf label node NAME KEY=VALUE"),
];
