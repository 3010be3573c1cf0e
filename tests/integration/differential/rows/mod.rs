//! The rows of the table: each a decision with a name.
//!
//! A rule is `VERBS GROUPS RESOURCES [NAMES]` or `VERBS url URLS`, each a list with commas; `''` is the empty word.

mod rules;
mod subjects;

pub(super) use rules::RULES;
pub(super) use subjects::SUBJECTS;

/// Through what somebody holds a rule.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Through {
    /// A ClusterRoleBinding.
    Cluster,
    /// A RoleBinding in the namespace `table-here`, to a ClusterRole.
    Here,
}

/// `VERB GROUP RESOURCE SUBRESOURCE NAMESPACE NAME`, the last ones left out where they are empty; or `VERB url PATH`.
pub(super) type Asked = &'static str;

/// Who asks with which groups, for what, and whether that is allowed; by no binding of these tables.
pub(super) type PlainRow = (&'static str, &'static str, &'static [&'static str], Asked, bool);

/// What the installation of Kubernetes allows, or the server whatever is installed.
pub(super) const PLAIN: &[PlainRow] = &[
    ("masters may do everything", "alice", &["system:masters"], "delete '' nodes '' '' n", true),
    ("masters may get every URL", "alice", &["system:masters"], "get url /table", true),
    ("a user called masters may not", "system:masters", &[], "delete '' nodes '' '' n", false),
    (
        "what all may who have logged in",
        "alice",
        &["system:authenticated"],
        "create authorization.k8s.io selfsubjectaccessreviews",
        true,
    ),
    ("nobody is taken to have logged in", "alice", &[], "create authorization.k8s.io selfsubjectaccessreviews", false),
    ("a node without its group", "system:node:n", &["system:authenticated"], "get '' services '' table-here s", false),
];

/// A ClusterRoleBinding that no server stores: its `roleRef` and subject, and whether it grants alice the right.
pub(super) type RefusedRow = (&'static str, [&'static str; 3], [&'static str; 2], bool);

/// What the authorizers alone make of bindings that a server refuses: API group, kind and name of the role, kind and name
/// of the subject.
pub(super) const REFUSED: &[RefusedRow] = &[
    (
        "an ordinary binding, to compare with",
        ["rbac.authorization.k8s.io", "ClusterRole", "reader"],
        ["User", "alice"],
        true,
    ),
    ("an unknown kind of role is skipped", ["rbac.authorization.k8s.io", "Foo", "reader"], ["User", "alice"], false),
    ("kinds know upper case", ["rbac.authorization.k8s.io", "clusterrole", "reader"], ["User", "alice"], false),
    // Found by differential::decisions, seed 7: kubescan skipped the binding.
    (
        "the API group of a role is not looked at",
        ["other.example.com", "ClusterRole", "reader"],
        ["User", "alice"],
        true,
    ),
    ("the cluster has no Role", ["rbac.authorization.k8s.io", "Role", "reader"], ["User", "alice"], false),
    (
        "an account of no namespace is nobody",
        ["rbac.authorization.k8s.io", "ClusterRole", "reader"],
        ["ServiceAccount", "alice"],
        false,
    ),
    (
        "an unknown kind of subject is nobody",
        ["rbac.authorization.k8s.io", "ClusterRole", "reader"],
        ["Foo", "alice"],
        false,
    ),
    ("a missing role is skipped", ["rbac.authorization.k8s.io", "ClusterRole", "missing"], ["User", "alice"], false),
];

/// A name, a rule that alice holds through a ClusterRoleBinding, verb and resource, namespace, and whether who-can names her.
pub(super) type WhoCanRow = (&'static str, &'static str, [&'static str; 2], &'static str, bool);

/// Whom who-can names.
pub(super) const WHO_CAN: &[WhoCanRow] = &[
    ("a rule for all names", "update '' namespaces", ["update", "namespaces"], "table-here", true),
    ("a rule for this name", "update '' namespaces table-here", ["update", "namespaces"], "table-here", true),
    ("a rule for another name", "update '' namespaces table-there", ["update", "namespaces"], "table-here", false),
    // Found by differential::who_can, seed 22: a Namespace object is never asked for without its name.
    ("a rule for no name", "update '' namespaces ''", ["update", "namespaces"], "table-here", false),
    ("a rule for no name, of what has none", "list '' secrets ''", ["list", "secrets"], "table-here", true),
];
