//! What removing a binding cuts, and what it only seems to: the other way is found.

use crate::run::kubescan_with_input;

const WORLD: &str = "
{apiVersion: v1, kind: ServiceAccount, metadata: {name: root, namespace: kube-system, uid: u1}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: root, uid: u2}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: ServiceAccount, name: root, namespace: kube-system}]
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: make, uid: u3}, rules: [{apiGroups: [''], resources: [secrets], verbs: [create]}]}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: read, uid: u4}, rules: [{apiGroups: [''], resources: [secrets], verbs: [get]}]}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: token, uid: u5}, rules: [{apiGroups: [''], resources: [serviceaccounts/token], verbs: [create]}]}
";

/// Bindings as `name role subject`, and what each binding that cuts anything cuts.
type Row = (&'static [&'static str], &'static [(&'static str, u64)], usize);

const TABLE: &[Row] = &[
    // Both halves are needed; the account itself is a source too. What follows from cluster-admin does not count.
    (&["make make eve", "read read eve"], &[("root", 2), ("make", 1), ("read", 1)], 1),
    // Either of two may be the other half, so neither cuts.
    (&["make make eve", "read read eve", "again read eve"], &[("root", 2), ("make", 1)], 1),
    // A way of its own.
    (&["make make eve", "read read eve", "token token eve"], &[("root", 2)], 1),
    // Two who do not need each other.
    (&["token token eve", "more token bob"], &[("root", 3), ("more", 1), ("token", 1)], 1),
];

#[test]
fn a_binding_cuts_what_has_no_other_way() {
    for (bindings, expected, together) in TABLE {
        let mut text = WORLD.to_owned();
        for (index, binding) in bindings.iter().enumerate() {
            let [name, role, subject] = binding.split(' ').collect::<Vec<_>>().try_into().unwrap();
            text += &format!(
                "---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {{name: {name}, namespace: kube-system, uid: b{index}}}
roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: {role}}}
subjects: [{{kind: User, apiGroup: rbac.authorization.k8s.io, name: {subject}}}]
"
            );
        }
        let report = kubescan_with_input(&["scan", "-f", "-", "-o", "json"], text.as_bytes()).json();
        let points = report["chokePoints"].as_array().unwrap().iter().map(|point| {
            let binding = point["grant"]["binding"].as_str().unwrap();
            let name = binding.split([':', '/']).next_back().unwrap().to_owned();
            assert_eq!(point["cut"], name == "root", "{bindings:?}");
            (name, point["cutsPaths"].as_u64().unwrap())
        });
        let expected: Vec<(String, u64)> = expected.iter().map(|(name, cuts)| ((*name).to_owned(), *cuts)).collect();
        assert_eq!(points.collect::<Vec<_>>(), expected, "{bindings:?}");
        let separation = &report["separation"];
        assert_eq!(separation["bindings"].as_array().map(Vec::len), Some(*together), "{bindings:?}");
        assert_eq!(separation["separated"], separation["sources"], "{bindings:?}");
    }
}
