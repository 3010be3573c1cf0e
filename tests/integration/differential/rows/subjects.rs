//! Whom a subject of a binding means.

use super::Through::{self, Cluster, Here};

/// A subject of a binding (kind, namespace, name), through what, who asks with which groups, and whether they are allowed.
pub(in super::super) type SubjectRow =
    (&'static str, [&'static str; 3], Through, &'static str, &'static [&'static str], bool);

/// Whom a subject of a binding means.
pub(in super::super) const SUBJECTS: &[SubjectRow] = &[
    (
        "an account without a namespace is of the binding's",
        ["ServiceAccount", "", "s"],
        Here,
        "system:serviceaccount:table-here:s",
        &[],
        true,
    ),
    (
        "an account of another namespace is another",
        ["ServiceAccount", "", "s"],
        Here,
        "system:serviceaccount:table-there:s",
        &[],
        false,
    ),
    (
        "an account's groups are not needed",
        ["ServiceAccount", "table-there", "s"],
        Cluster,
        "system:serviceaccount:table-there:s",
        &[],
        true,
    ),
    (
        "an account's groups are not enough",
        ["ServiceAccount", "table-there", "s"],
        Cluster,
        "alice",
        &["system:serviceaccounts:table-there"],
        false,
    ),
    (
        "a user may be an account",
        ["User", "", "system:serviceaccount:table-here:s"],
        Cluster,
        "system:serviceaccount:table-here:s",
        &["system:serviceaccounts"],
        true,
    ),
    (
        "an account's namespace may hold a colon",
        ["ServiceAccount", "x:y", "z"],
        Cluster,
        "system:serviceaccount:x:y:z",
        &[],
        true,
    ),
    (
        "the group of a namespace's accounts",
        ["Group", "", "system:serviceaccounts:table-here"],
        Cluster,
        "system:serviceaccount:table-here:s",
        &["system:serviceaccounts", "system:serviceaccounts:table-here"],
        true,
    ),
    (
        "the group of another namespace's accounts",
        ["Group", "", "system:serviceaccounts:table-here"],
        Cluster,
        "system:serviceaccount:table-there:s",
        &["system:serviceaccounts", "system:serviceaccounts:table-there"],
        false,
    ),
    (
        "no groups are added to a review",
        ["Group", "", "system:serviceaccounts:table-here"],
        Cluster,
        "system:serviceaccount:table-here:s",
        &[],
        false,
    ),
    ("a user that is a star", ["User", "", "*"], Cluster, "alice", &[], false),
    ("a group that is a star", ["Group", "", "*"], Cluster, "alice", &["dev"], false),
    ("users know upper case", ["User", "", "Table"], Cluster, "table", &[], false),
    ("a user is no group", ["User", "", "table-dev"], Cluster, "alice", &["table-dev"], false),
    ("a group needs no user", ["Group", "", "table-dev"], Cluster, "", &["table-dev"], true),
];
