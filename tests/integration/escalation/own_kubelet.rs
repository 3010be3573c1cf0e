//! Acting as the node that one's pod runs on: constrained impersonation of the associated node.

use super::{Granted, certainty, grants, scan};

/// `strong` is cluster-admin and runs on `w1`; `agent` runs on a node of a row, its token mounted or not.
fn cluster(node: &str, mounts: &str) -> String {
    let pod = |name: &str, namespace: &str, node: &str, mounts: &str| {
        format!(
            "---\n{{apiVersion: v1, kind: Pod, metadata: {{name: {name}, namespace: {namespace}, uid: k-{name}}}, \
             status: {{phase: Running}}, spec: {{{node} serviceAccountName: {name}, \
             volumes: [{{name: t, projected: {{sources: [{{serviceAccountToken: {{path: t}}}}]}}}}], \
             containers: [{{name: c, image: x, {mounts}}}]}}}}\n"
        )
    };
    let token = "volumeMounts: [{name: t, mountPath: /t}]";
    let objects = "
{apiVersion: v1, kind: Node, metadata: {name: w1, uid: k1}}
---
{apiVersion: v1, kind: Node, metadata: {name: w2, uid: k2}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: strong, uid: k3}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: ServiceAccount, name: strong, namespace: base}]
";
    objects.to_owned() + &pod("strong", "base", "nodeName: w1,", token) + &pod("agent", "open", node, mounts)
}

/// The node of the agent's pod, what its container mounts, whom it is granted to, what, and how sure.
type Row<'a> = (&'a str, &'a str, &'a str, &'a str, &'a [Granted], Option<&'a str>);

#[test]
fn a_pod_acts_as_its_own_node_and_as_no_other() {
    let token = "volumeMounts: [{name: t, mountPath: /t}]";
    let group = "{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:serviceaccounts:open'}";
    let agent = "{kind: ServiceAccount, name: agent, namespace: open}";
    let both: &[Granted] = &[
        ("*", "'impersonate:associated-node' authentication.k8s.io:nodes"),
        ("*", "'impersonate-on:associated-node:create' serviceaccounts/token"),
    ];
    let rows: [Row<'_>; 6] = [
        ("beside the strong pod", "nodeName: w1,", token, agent, both, Some("proven-rights")),
        ("by its group", "nodeName: w1,", token, group, both, Some("proven-rights")),
        ("on another node", "nodeName: w2,", token, agent, both, None),
        ("without a token", "nodeName: w1,", "volumeMounts: []", agent, both, None),
        ("on no node yet", "", token, agent, both, None),
        ("one half", "nodeName: w1,", token, agent, &both[..1], None),
    ];
    for (what, node, mounts, subject, granted, expected) in rows {
        let report = scan(&format!("{}{}", cluster(node, mounts), grants(subject, granted)));
        assert_eq!(certainty(&report, "pod:open/agent", "objective:cluster-admin").as_deref(), expected, "{what}");
    }
}
