//! What names are made of: few words, so that they meet often. A word that stands there twice is chosen twice as often.

/// Verbs in rules. `*` matches each, the empty one too; nothing else is a pattern.
pub(super) const VERBS: &[&str] = &[
    "get",
    "get",
    "get",
    "list",
    "list",
    "watch",
    "create",
    "create",
    "update",
    "patch",
    "delete",
    "deletecollection",
    "*",
    "*",
    "escalate",
    "bind",
    "impersonate",
    "impersonate-on:user-info:get",
    "use",
    "",
    "Get",
    "get*",
];

/// API groups, and what people take for them.
pub(super) const API_GROUPS: &[&str] = &[
    "",
    "",
    "",
    "",
    "apps",
    "apps",
    "rbac.authorization.k8s.io",
    "rbac.authorization.k8s.io",
    "*",
    "*",
    "v1",
    "core",
    "apps/v1",
];

/// Resources in rules, as one string with their subresource. Only `*` and `*/…` are patterns.
pub(super) const RESOURCES: &[&str] = &[
    "pods",
    "pods",
    "pods",
    "pods/exec",
    "pods/log",
    "*",
    "*",
    "*/exec",
    "*/log",
    "*/*",
    "pods/*",
    "*/",
    "*/exec/log",
    "pods/exec/log",
    "/log",
    "pods/",
    "secrets",
    "secrets",
    "configmaps",
    "nodes",
    "nodes/proxy",
    "namespaces",
    "namespaces",
    "namespaces/status",
    "serviceaccounts",
    "serviceaccounts/token",
    "deployments",
    "deployments/scale",
    "*/scale",
    "roles",
    "clusterroles",
    "clusterroles",
    "rolebindings",
    "users",
    "pod",
    "PODS",
    "",
];

/// Names of objects. `*` is one like any other, and the empty one is that of requests without a name.
pub(super) const NAMES: &[&str] = &["one", "one", "two", "a", "b", "c1", "r1", "p1", "", "*", "One"];

/// HTTP methods as verbs, and verbs that no URL knows.
pub(super) const METHODS: &[&str] = &["get", "get", "get", "post", "head", "*", "create", ""];

/// URLs in rules: only a star at the end is a pattern.
pub(super) const URL_PATTERNS: &[&str] = &[
    "/metrics",
    "/healthz",
    "/healthz/*",
    "/api*",
    "/apis/*",
    "*",
    "/*",
    "/x**",
    "**",
    "/a/*/b",
    "/a/*/*",
    "",
    "noslash",
];

/// URLs that are asked for.
pub(super) const URLS: &[&str] = &[
    "/metrics",
    "/healthz",
    "/healthz/",
    "/healthz/etcd",
    "/api",
    "/apis/apps",
    "/xyz",
    "/x*",
    "/a/c/b",
    "/a/*/b",
    "/",
    "*",
    "noslash",
];

/// Users, and names that only look like a service account, a node or a pattern.
pub(super) const USERS: &[&str] = &[
    "alice",
    "alice",
    "bob",
    "bob",
    "Alice",
    "alice ",
    "*",
    "ünï-\u{202e}code",
    "a:b",
    "system:anonymous",
    "system:serviceaccount:a",
    "system:serviceaccount::s",
    "system:serviceaccount:a:b:c",
    "system:node:n1",
    "system:node:n2",
    "system:masters",
];

/// Groups, implied and odd ones.
pub(super) const GROUPS: &[&str] = &[
    "dev",
    "dev",
    "ops",
    "Dev",
    "dev ",
    "*",
    "alice",
    "system:authenticated",
    "system:unauthenticated",
    "system:serviceaccounts",
    "system:nodes",
    "system:masters-not",
    "system:node:n1",
    "system:masters",
];
