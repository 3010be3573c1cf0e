//! What the escalation check is asked, and its answers.

use crate::authz::Grant;
use crate::model::{Rule, Scope};

/// A write of a Role or a ClusterRole, as the escalation check sees it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RoleWrite<'a> {
    /// The namespace of a Role, or the cluster for a ClusterRole.
    pub scope: &'a Scope,
    /// The name in the request's path: `""` for POST, the role's for PUT and PATCH even when they create it.
    pub name: &'a str,
    /// All rules of the role that results.
    pub rules: &'a [Rule],
    /// Whether the role selects others to aggregate, after the write or before it.
    pub aggregated: bool,
}

/// Whether the escalation check lets a write pass, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Permission {
    /// The writer is a member of `system:masters`.
    Masters,
    /// It holds the verb `escalate` on the role that it writes, or `bind` on the role that it binds.
    ByVerb(Grant),
    /// It holds all that is handed on, through these grants together; none where the role allows nothing.
    Covered(Vec<Grant>),
    /// It may not.
    Refused(Refusal),
}

/// Why the escalation check refuses a write.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// These rules are not held. Each stands for atoms none of which a single rule held covers.
    Uncovered(Vec<Rule>),
    /// The rules are held, but a role that aggregates others can gather anything, so that its writer must hold
    /// everything (`fullAuthority` upstream) or `escalate`.
    Aggregation,
    /// The role to bind cannot be compared: it is not in the snapshot. With `bind` it need not exist.
    NoRole,
    /// No binding of this scope may name such a role: a Role in a ClusterRoleBinding, or an unknown kind.
    InvalidRole,
}

impl Permission {
    /// Whether the write passes.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        !matches!(self, Permission::Refused(_))
    }
}
