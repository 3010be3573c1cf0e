//! The rows: hits, and what only looks like one.

use super::objects::{
    BARE, DAEMONS, FRONT, FRONT_ON_N1, FRONT_ON_N2, INSIDE, LISTED, LOOKER, OUTSIDE, POD, READER, TO_ALICE, TO_WEB,
    TOKEN, TOKEN_USER, WEB,
};
use super::row::{Row, row};

pub(super) const TABLE: &[Row] = &[
    row(
        "cluster-admin-bound",
        "a user and an account",
        &["ClusterRoleBinding b roleRef: {$RBAC, kind: ClusterRole, name: cluster-admin}, \
            subjects: [{$RBAC, kind: User, name: alice}, {kind: ServiceAccount, namespace: shop, name: web}]"],
        &["high clusterrolebinding:b sa:shop/web", "high clusterrolebinding:b user:alice"],
    ),
    row(
        "cluster-admin-bound",
        "a role as wide by another name",
        &["ClusterRole r rules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]", TO_ALICE],
        &["high clusterrolebinding:b user:alice"],
    ),
    row(
        "cluster-admin-bound",
        "what kubeadm installs",
        &["ClusterRoleBinding kubeadm:cluster-admins roleRef: {$RBAC, kind: ClusterRole, name: cluster-admin}, \
            subjects: [{$RBAC, kind: Group, name: 'kubeadm:cluster-admins'}]"],
        &["built-in high clusterrolebinding:kubeadm:cluster-admins group:kubeadm:cluster-admins"],
    ),
    row(
        "cluster-admin-bound",
        "somebody who joined kubeadm's binding",
        &["ClusterRoleBinding kubeadm:cluster-admins roleRef: {$RBAC, kind: ClusterRole, name: cluster-admin}, \
            subjects: [{$RBAC, kind: User, name: eve}]"],
        &["high clusterrolebinding:kubeadm:cluster-admins user:eve"],
    ),
    row(
        "cluster-admin-bound",
        "system:masters, one API group, one namespace",
        &[
            "ClusterRoleBinding a roleRef: {$RBAC, kind: ClusterRole, name: cluster-admin}, subjects: [{$RBAC, kind: Group, name: 'system:masters'}]",
            "ClusterRole r rules: [{apiGroups: [apps], resources: ['*'], verbs: ['*']}]",
            TO_ALICE,
            "RoleBinding shop/c roleRef: {$RBAC, kind: ClusterRole, name: cluster-admin}, subjects: [{$RBAC, kind: User, name: bob}]",
        ],
        &[],
    ),
    row(
        "admin-bound",
        "in a namespace and everywhere",
        &[
            "RoleBinding shop/a roleRef: {$RBAC, kind: ClusterRole, name: edit}, subjects: [{$RBAC, kind: User, name: bob}]",
            "RoleBinding shop/b roleRef: {$RBAC, kind: ClusterRole, name: cluster-admin}, subjects: [{$RBAC, kind: User, name: bob}]",
            "ClusterRoleBinding c roleRef: {$RBAC, kind: ClusterRole, name: admin}, subjects: [{$RBAC, kind: User, name: bob}]",
        ],
        &["high clusterrolebinding:c", "medium rolebinding:shop/a", "medium rolebinding:shop/b"],
    ),
    row(
        "admin-bound",
        "view, an own Role called admin, nobody, and cluster-admin everywhere",
        &[
            "RoleBinding shop/a roleRef: {$RBAC, kind: ClusterRole, name: view}, subjects: [{$RBAC, kind: User, name: bob}]",
            "Role shop/admin rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]",
            "RoleBinding shop/b roleRef: {$RBAC, kind: Role, name: admin}, subjects: [{$RBAC, kind: User, name: bob}]",
            "RoleBinding shop/c roleRef: {$RBAC, kind: ClusterRole, name: edit}",
            "ClusterRoleBinding d roleRef: {$RBAC, kind: ClusterRole, name: cluster-admin}, subjects: [{$RBAC, kind: User, name: bob}]",
        ],
        &[],
    ),
    row(
        "masters-bound",
        "an own binding",
        &[
            LOOKER,
            "ClusterRoleBinding b roleRef: {$RBAC, kind: ClusterRole, name: r}, subjects: [{$RBAC, kind: Group, name: 'system:masters'}]",
        ],
        &["medium clusterrolebinding:b"],
    ),
    row(
        "masters-bound",
        "the shipped binding, and a user of that name",
        &[
            "ClusterRoleBinding cluster-admin roleRef: {$RBAC, kind: ClusterRole, name: cluster-admin}, subjects: [{$RBAC, kind: Group, name: 'system:masters'}]",
            "ClusterRoleBinding b roleRef: {$RBAC, kind: ClusterRole, name: view}, subjects: [{$RBAC, kind: User, name: 'system:masters'}]",
        ],
        &[],
    ),
    row(
        "wildcard",
        "verbs that lead nowhere",
        &["ClusterRole r rules: [{apiGroups: [example.com], resources: [tenants], verbs: ['*']}]", TO_ALICE],
        &["low clusterrole:r"],
    ),
    row(
        "wildcard",
        "as bad as what it leads to",
        &["ClusterRole r rules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]", TO_ALICE],
        &["critical clusterrole:r"],
    ),
    row(
        "wildcard",
        "API groups alone add little",
        &[
            "ClusterRole r rules: [{apiGroups: ['*'], resources: [pods], verbs: [get, list]}]",
            TO_ALICE,
            "ClusterRole s rules: [{apiGroups: ['*'], resources: [secrets, pods/exec, 'serviceaccounts/token'], verbs: [get, list, create]}]",
            "ClusterRoleBinding s roleRef: {$RBAC, kind: ClusterRole, name: s}, subjects: [{$RBAC, kind: User, name: alice}]",
            "ClusterRole t rules: [{apiGroups: ['*'], resources: ['*'], verbs: [create]}]",
            "ClusterRoleBinding t roleRef: {$RBAC, kind: ClusterRole, name: t}, subjects: [{$RBAC, kind: User, name: alice}]",
        ],
        &["critical clusterrole:t", "low clusterrole:r", "medium clusterrole:s"],
    ),
    row(
        "wildcard",
        "what other rules lead to does not count",
        &[
            "ClusterRole r rules: [{apiGroups: [example.com], resources: [tenants], verbs: ['*']}, {apiGroups: [''], resources: [secrets], verbs: [list]}]",
            TO_ALICE,
        ],
        &["low clusterrole:r"],
    ),
    row(
        "wildcard",
        "one subresource, a shipped role, and bound nowhere",
        &[
            "ClusterRole r rules: [{apiGroups: [apps], resources: ['*/scale'], verbs: [get]}]",
            TO_ALICE,
            "ClusterRole s rules: [{apiGroups: [''], resources: ['*'], verbs: [get]}]",
            "RoleBinding shop/c roleRef: {$RBAC, kind: ClusterRole, name: cluster-admin}, subjects: [{$RBAC, kind: User, name: bob}]",
        ],
        &[],
    ),
    row(
        "anonymous-binding",
        "the user and the group",
        &[
            LOOKER,
            "ClusterRoleBinding b roleRef: {$RBAC, kind: ClusterRole, name: r}, \
            subjects: [{$RBAC, kind: User, name: 'system:anonymous'}, {$RBAC, kind: Group, name: 'system:unauthenticated'}]",
        ],
        &["high clusterrolebinding:b group:system:unauthenticated", "high clusterrolebinding:b user:system:anonymous"],
    ),
    row(
        "anonymous-binding",
        "kubeadm's cluster-info",
        &[
            "Role kube-public/kubeadm:bootstrap-signer-clusterinfo rules: [{apiGroups: [''], resources: [configmaps], resourceNames: [cluster-info], verbs: [get]}]",
            "RoleBinding kube-public/kubeadm:bootstrap-signer-clusterinfo roleRef: {$RBAC, kind: Role, name: 'kubeadm:bootstrap-signer-clusterinfo'}, \
                subjects: [{$RBAC, kind: User, name: 'system:anonymous'}]",
        ],
        &["built-in high rolebinding:kube-public/kubeadm:bootstrap-signer-clusterinfo user:system:anonymous"],
    ),
    row(
        "anonymous-binding",
        "the same Role with more in it",
        &[
            "Role kube-public/kubeadm:bootstrap-signer-clusterinfo rules: [{apiGroups: [''], resources: [configmaps], verbs: [get]}]",
            "RoleBinding kube-public/kubeadm:bootstrap-signer-clusterinfo roleRef: {$RBAC, kind: Role, name: 'kubeadm:bootstrap-signer-clusterinfo'}, \
                subjects: [{$RBAC, kind: User, name: 'system:anonymous'}]",
        ],
        &["high rolebinding:kube-public/kubeadm:bootstrap-signer-clusterinfo user:system:anonymous"],
    ),
    row(
        "anonymous-binding",
        "public information by another binding, and everybody else",
        &[
            "ClusterRoleBinding b roleRef: {$RBAC, kind: ClusterRole, name: 'system:public-info-viewer'}, subjects: [{$RBAC, kind: Group, name: 'system:unauthenticated'}]",
            "ClusterRoleBinding c roleRef: {$RBAC, kind: ClusterRole, name: view}, subjects: [{$RBAC, kind: User, name: anonymous}]",
        ],
        &[],
    ),
    row(
        "authenticated-binding",
        "what only looks",
        &[
            LOOKER,
            "ClusterRoleBinding b roleRef: {$RBAC, kind: ClusterRole, name: r}, \
            subjects: [{$RBAC, kind: Group, name: 'system:authenticated'}, {$RBAC, kind: Group, name: 'system:serviceaccounts:shop'}]",
        ],
        &[
            "medium clusterrolebinding:b group:system:authenticated",
            "medium clusterrolebinding:b group:system:serviceaccounts:shop",
        ],
    ),
    row(
        "authenticated-binding",
        "on GKE everybody with a Google account has logged in, which makes nobody a service account",
        &[
            LOOKER,
            "Node n {labels: {cloud.google.com/gke-nodepool: a}}",
            "ClusterRoleBinding b roleRef: {$RBAC, kind: ClusterRole, name: r}, \
            subjects: [{$RBAC, kind: Group, name: 'system:authenticated'}, {$RBAC, kind: Group, name: 'system:serviceaccounts:shop'}]",
        ],
        &[
            "high clusterrolebinding:b group:system:authenticated",
            "medium clusterrolebinding:b group:system:serviceaccounts:shop",
        ],
    ),
    row(
        "authenticated-binding",
        "a node elsewhere",
        &[
            LOOKER,
            "Node n {labels: {eks.amazonaws.com/nodegroup: a, example.com/gke-nodepool: a}}",
            "ClusterRoleBinding b roleRef: {$RBAC, kind: ClusterRole, name: r}, subjects: [{$RBAC, kind: Group, name: 'system:authenticated'}]",
        ],
        &["medium clusterrolebinding:b group:system:authenticated"],
    ),
    row(
        "authenticated-binding",
        "what writes, or reads Secrets",
        &[
            READER,
            "ClusterRoleBinding b roleRef: {$RBAC, kind: ClusterRole, name: r}, subjects: [{$RBAC, kind: Group, name: 'system:serviceaccounts'}]",
            "Role shop/w rules: [{apiGroups: [''], resources: [configmaps], verbs: [patch]}]",
            "RoleBinding shop/c roleRef: {$RBAC, kind: Role, name: w}, subjects: [{$RBAC, kind: Group, name: 'system:serviceaccounts:shop'}]",
        ],
        &[
            "high clusterrolebinding:b group:system:serviceaccounts",
            "high rolebinding:shop/c group:system:serviceaccounts:shop",
        ],
    ),
    row(
        "nodes-binding",
        "what only looks, and what writes",
        &[
            LOOKER,
            "ClusterRoleBinding b roleRef: {$RBAC, kind: ClusterRole, name: r}, subjects: [{$RBAC, kind: Group, name: 'system:nodes'}]",
            "Role shop/w rules: [{apiGroups: [''], resources: [configmaps], verbs: [patch]}]",
            "RoleBinding shop/c roleRef: {$RBAC, kind: Role, name: w}, subjects: [{$RBAC, kind: Group, name: 'system:nodes'}]",
        ],
        &["high rolebinding:shop/c group:system:nodes", "medium clusterrolebinding:b group:system:nodes"],
    ),
    row(
        "nodes-binding",
        "what kubeadm gives them",
        &[
            "Role kube-system/kubeadm:kubelet-config rules: [{apiGroups: [''], resources: [configmaps], resourceNames: [kubelet-config], verbs: [get]}]",
            "RoleBinding kube-system/kubeadm:kubelet-config roleRef: {$RBAC, kind: Role, name: 'kubeadm:kubelet-config'}, \
                subjects: [{$RBAC, kind: Group, name: 'system:nodes'}, {$RBAC, kind: Group, name: 'system:bootstrappers:kubeadm:default-node-token'}]",
        ],
        &["built-in medium rolebinding:kube-system/kubeadm:kubelet-config group:system:nodes"],
    ),
    row(
        "nodes-binding",
        "other groups, and a user of that name",
        &[
            "ClusterRoleBinding b roleRef: {$RBAC, kind: ClusterRole, name: view}, subjects: [{$RBAC, kind: Group, name: 'system:authenticated'}, {$RBAC, kind: User, name: 'system:nodes'}]",
        ],
        &[],
    ),
    row(
        "authenticated-binding",
        "all nodes are a check of their own",
        &[
            LOOKER,
            "ClusterRoleBinding b roleRef: {$RBAC, kind: ClusterRole, name: r}, subjects: [{$RBAC, kind: Group, name: 'system:nodes'}]",
        ],
        &[],
    ),
    row(
        "authenticated-binding",
        "a question is no write, nor is a rule that a RoleBinding does not reach",
        &[
            "ClusterRole q rules: [{apiGroups: [authorization.k8s.io], resources: [subjectaccessreviews], verbs: [create]}]",
            "ClusterRoleBinding b roleRef: {$RBAC, kind: ClusterRole, name: q}, subjects: [{$RBAC, kind: Group, name: 'system:authenticated'}]",
            "!ClusterRole cut rules: [{apiGroups: [''], resources: [nodes], verbs: [delete]}]",
            "RoleBinding shop/c roleRef: {$RBAC, kind: ClusterRole, name: cut}, subjects: [{$RBAC, kind: Group, name: 'system:authenticated'}]",
        ],
        &[
            "medium clusterrolebinding:b group:system:authenticated",
            "medium rolebinding:shop/c group:system:authenticated",
        ],
    ),
    row(
        "authenticated-binding",
        "the shipped binding, and a group of one's own",
        &[
            "ClusterRoleBinding system:discovery roleRef: {$RBAC, kind: ClusterRole, name: 'system:discovery'}, subjects: [{$RBAC, kind: Group, name: 'system:authenticated'}]",
            "ClusterRoleBinding b roleRef: {$RBAC, kind: ClusterRole, name: view}, subjects: [{$RBAC, kind: Group, name: 'system:serviceaccountsx'}]",
        ],
        &[],
    ),
    row(
        "default-sa-bound",
        "the default account",
        &[
            LOOKER,
            "RoleBinding shop/b roleRef: {$RBAC, kind: ClusterRole, name: r}, subjects: [{kind: ServiceAccount, namespace: shop, name: default}]",
        ],
        &["medium sa:shop/default rolebinding:shop/b"],
    ),
    row(
        "default-sa-bound",
        "a user of that name, a role without rules, and another account",
        &[
            "ClusterRole r rules: []",
            "RoleBinding shop/b roleRef: {$RBAC, kind: ClusterRole, name: r}, subjects: [{kind: ServiceAccount, namespace: shop, name: default}]",
            "RoleBinding shop/c roleRef: {$RBAC, kind: ClusterRole, name: view}, subjects: [{$RBAC, kind: User, name: default}, {kind: ServiceAccount, namespace: shop, name: web}]",
        ],
        &[],
    ),
    row("token-unneeded", "an account without rights", &[WEB, POD], &["low pod:shop/api sa:shop/web"]),
    row(
        "token-unneeded",
        "an account with a cloud role",
        &["!ServiceAccount shop/web {annotations: {eks.amazonaws.com/role-arn: 'arn:aws:iam::1:role/r'}}", POD],
        &["low pod:shop/api sa:shop/web"],
    ),
    row("token-unneeded", "an account with any right", &[WEB, POD, LOOKER, TO_WEB], &[]),
    row("token-unneeded", "no token", &[WEB, BARE], &[]),
    row(
        "token-unneeded",
        "a right of all accounts",
        &[
            WEB,
            POD,
            LOOKER,
            "!ClusterRoleBinding b roleRef: {$RBAC, kind: ClusterRole, name: r}, subjects: [{$RBAC, kind: Group, name: 'system:serviceaccounts'}]",
        ],
        &[],
    ),
    row(
        "token-unneeded",
        "plain manifests: its bindings may be elsewhere",
        &["Deployment shop/api spec: {template: {spec: {containers: [{name: c, image: x}]}}}"],
        &[],
    ),
    row(
        "shared-sa",
        "one faces outside and one does not",
        &[WEB, POD, FRONT, OUTSIDE, LOOKER, TO_WEB],
        &["low sa:shop/web"],
    ),
    row("shared-sa", "none faces outside", &[WEB, POD, FRONT, INSIDE, LOOKER, TO_WEB], &[]),
    row("shared-sa", "an account without rights", &[WEB, POD, FRONT, OUTSIDE], &[]),
    row("shared-sa", "the other carries no token", &[WEB, BARE, FRONT, OUTSIDE, LOOKER, TO_WEB], &[]),
    row(
        "strong-daemonset",
        "reads every Secret",
        &[WEB, DAEMONS, READER, TO_WEB],
        &["high workload:shop/DaemonSet/agent sa:shop/web"],
    ),
    row("strong-daemonset", "only looks", &[WEB, DAEMONS, LOOKER, TO_WEB], &[]),
    row("strong-daemonset", "a pod that is no DaemonSet's", &[WEB, POD, READER, TO_WEB], &[]),
    row(
        "node-neighbours",
        "an exposed pod on the same node",
        &[WEB, POD, READER, TO_WEB, FRONT_ON_N1, OUTSIDE],
        &["medium pod:shop/api sa:shop/web"],
    ),
    row("node-neighbours", "on another node", &[WEB, POD, READER, TO_WEB, FRONT_ON_N2, OUTSIDE], &[]),
    row("node-neighbours", "not exposed", &[WEB, POD, READER, TO_WEB, FRONT_ON_N1, INSIDE], &[]),
    row("node-neighbours", "not strong", &[WEB, POD, LOOKER, TO_WEB, FRONT_ON_N1, OUTSIDE], &[]),
    row("node-neighbours", "itself", &[WEB, FRONT, OUTSIDE, READER, TO_WEB], &[]),
    row("dangling-role", "in a dump", &[WEB, TO_ALICE], &["medium clusterrolebinding:b"]),
    row(
        "dangling-role",
        "in plain manifests the role may be elsewhere",
        &[
            "ClusterRoleBinding b roleRef: {$RBAC, kind: ClusterRole, name: r}, subjects: [{$RBAC, kind: User, name: alice}]",
        ],
        &[],
    ),
    row(
        "dangling-subject",
        "an account that is not there",
        &["!ServiceAccount shop/other", LOOKER, TO_WEB],
        &["medium clusterrolebinding:b sa:shop/web"],
    ),
    row("dangling-subject", "an account that is there, and a user", &[WEB, LOOKER, TO_WEB, TO_ALICE], &[]),
    row(
        "unbound-role",
        "a role and a binding",
        &[LOOKER, "!RoleBinding shop/b roleRef: {$RBAC, kind: ClusterRole, name: view}"],
        &["info clusterrole:r", "info rolebinding:shop/b"],
    ),
    row(
        "unbound-role",
        "shipped, aggregated, bound",
        &[
            "!ClusterRole system:heapster rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]",
            "!ClusterRole part {labels: {part: 'yes'}} rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]",
            "!ClusterRole r aggregationRule: {clusterRoleSelectors: [{matchLabels: {part: 'yes'}}]}",
            TO_ALICE,
        ],
        &[],
    ),
    row("unbound-role", "plain manifests: a binding may be elsewhere", &["ClusterRole r rules: []"], &[]),
    row(
        "dead-rule",
        "no pattern",
        &["ClusterRole r rules: [{apiGroups: [''], resources: ['pods/*'], verbs: [create]}]"],
        &["low clusterrole:r create pods/*"],
    ),
    row(
        "dead-rule",
        "a custom resource, and one that only reviews ask for",
        &[
            "ClusterRole r rules: [{apiGroups: [example.com], resources: [tenants], verbs: [get]}, {apiGroups: [''], resources: [groups], verbs: [impersonate]}]",
        ],
        &[],
    ),
    row(
        "foreign-aggregation",
        "more than its own resources, and only these",
        &[
            "ClusterRole a {labels: {rbac.authorization.k8s.io/aggregate-to-view: 'true'}} rules: [{apiGroups: [''], resources: [secrets], verbs: [get]}]",
            "ClusterRole b {labels: {rbac.authorization.k8s.io/aggregate-to-edit: 'true'}} rules: [{apiGroups: [example.com], resources: [tenants], verbs: ['*']}]",
        ],
        &["info clusterrole:b", "medium clusterrole:a"],
    ),
    row(
        "foreign-aggregation",
        "a label of another value, and a shipped part",
        &[
            "ClusterRole a {labels: {rbac.authorization.k8s.io/aggregate-to-view: 'false'}} rules: [{apiGroups: [''], resources: [secrets], verbs: [get]}]",
            "ClusterRole system:aggregate-to-view {labels: {rbac.authorization.k8s.io/aggregate-to-view: 'true'}} rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]",
        ],
        &[],
    ),
    row("long-lived-token", "made by hand", &[WEB, TOKEN], &["medium secret:shop/web-token"]),
    row("long-lived-token", "made by hand, and used", &[WEB, TOKEN, TOKEN_USER], &["medium secret:shop/web-token"]),
    row("long-lived-token", "left over and unused", &[LISTED, TOKEN], &["medium secret:shop/web-token"]),
    row("long-lived-token", "made by an old server, and used", &[LISTED, TOKEN, TOKEN_USER], &[]),
    row(
        "long-lived-token",
        "another type",
        &["Secret shop/web-token {annotations: {kubernetes.io/service-account.name: web}} type: Opaque"],
        &[],
    ),
    row(
        "psa-missing",
        "no label, everything allowed, an old version",
        &[
            "Namespace a",
            "Namespace b {labels: {pod-security.kubernetes.io/enforce: privileged}}",
            "Namespace c {labels: {pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/enforce-version: v1.24}}",
            "Namespace d {labels: {pod-security.kubernetes.io/warn: restricted}}",
        ],
        &["low ns:c", "medium ns:a", "medium ns:b", "medium ns:d"],
    ),
    row(
        "psa-missing",
        "a level, by any supported version",
        &[
            "Namespace a {labels: {pod-security.kubernetes.io/enforce: baseline}}",
            "Namespace b {labels: {pod-security.kubernetes.io/enforce: restricted, pod-security.kubernetes.io/enforce-version: latest}}",
            "Namespace c {labels: {pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/enforce-version: v1.33}}",
        ],
        &[],
    ),
    row(
        "psa-missing",
        "the system's, and default as it is made",
        &["!Namespace kube-system", "!Namespace kube-public", "!Namespace kube-node-lease", "!Namespace default"],
        &[
            "built-in medium ns:default",
            "built-in medium ns:kube-node-lease",
            "built-in medium ns:kube-public",
            "built-in medium ns:kube-system",
        ],
    ),
    row(
        "psa-missing",
        "default with something in it",
        &["!Namespace default", "!Pod default/x spec: {containers: [{name: c, image: x}]}, status: {phase: Running}"],
        &["medium ns:default"],
    ),
    row(
        "missing-reference",
        "an account and pull Secrets",
        &[
            "!ServiceAccount shop/other imagePullSecrets: [{name: gone}]",
            "!Secret shop/here type: Opaque",
            "!Deployment shop/api spec: {template: {spec: {serviceAccountName: web, imagePullSecrets: [{name: lost}, {name: here}], containers: [{name: c, image: x}]}}}",
        ],
        &[
            "low sa:shop/other secret:shop/gone",
            "low workload:shop/Deployment/api sa:shop/web",
            "low workload:shop/Deployment/api secret:shop/lost",
        ],
    ),
    row(
        "missing-reference",
        "no Secret of the namespace was read, and the default account",
        &[
            "!ServiceAccount shop/other imagePullSecrets: [{name: gone}]",
            "!Deployment shop/api spec: {template: {spec: {containers: [{name: c, image: x}]}}}",
        ],
        &[],
    ),
    row(
        "missing-reference",
        "plain manifests: the account may be elsewhere",
        &["Deployment shop/api spec: {template: {spec: {serviceAccountName: web, containers: [{name: c, image: x}]}}}"],
        &[],
    ),
];
