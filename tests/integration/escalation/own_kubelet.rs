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

#[test]
fn a_token_that_names_a_node_of_ones_choice_is_asked_for_or_comes_with_a_pod() {
    // The agent runs beside nobody.
    let world = cluster("nodeName: w2,", "volumeMounts: [{name: t, mountPath: /t}]");
    let open = "---
{apiVersion: v1, kind: Namespace, metadata: {name: open, uid: k4, labels: {pod-security.kubernetes.io/enforce: restricted}}}
---
{apiVersion: v1, kind: Secret, type: kubernetes.io/service-account-token, metadata: {name: agent, namespace: open, uid: k5, annotations: {kubernetes.io/service-account.name: agent}}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: other, namespace: open, uid: k6}}
";
    let own: &[Granted] = &[
        ("*", "'impersonate:associated-node' authentication.k8s.io:nodes"),
        ("*", "'impersonate-on:associated-node:create' serviceaccounts/token"),
    ];
    let sure = Some("proven-rights");
    let rows: [(&str, Granted, &[Granted], Option<&str>); 9] = [
        ("it is asked for", ("open", "create serviceaccounts/token"), own, sure),
        ("by name", ("open", "create serviceaccounts/token agent"), own, sure),
        ("by name, everywhere", ("*", "create serviceaccounts/token agent"), own, sure),
        ("that of another", ("open", "create serviceaccounts/token other"), own, None),
        ("the account may not be its node", ("open", "create serviceaccounts/token"), &own[..1], None),
        ("it comes with a pod", ("open", "create pods"), own, sure),
        ("the pod may not be its node", ("open", "create pods"), &own[1..], Some("guarded")),
        ("a token of a Secret names none", ("open", "get secrets"), own, None),
        ("nor does impersonation", ("open", "impersonate serviceaccounts agent"), own, None),
    ];
    for (what, granted, held, expected) in rows {
        let eve = grants("{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}", &[granted]);
        let agent = grants("{kind: ServiceAccount, name: agent, namespace: open}", held)
            .replace("eve-", "agent-")
            .replace("uid: g", "uid: h");
        let report = scan(&format!("{world}{open}{eve}{agent}"));
        assert_eq!(certainty(&report, "user:eve", "objective:cluster-admin").as_deref(), expected, "{what}");
    }
}
