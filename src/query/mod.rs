//! Layer 5, queries: one question about permissions, answered with evidence.
//!
//! [`who_can()`] asks for everybody who may do one thing, [`decide`] whether one identity may, [`permissions()`] for all that
//! one subject holds. All are total: they return data, and a question that makes no sense has been refused before.
//!
//! Cost: a question looks at every rule list and every binding once, and at every known subject once for its groups.
//! Nothing is kept for a pair of subject and rule.

mod can_i;
mod effective;
mod gaps;
mod grant;
mod known;
mod lifeless;
mod nearest;
mod permissions;
mod question;
mod review;
mod roles;
mod rule;
mod runs;
mod subjects;
mod who_can;

pub use can_i::{Decision, EvidenceInfo, decide};
pub use effective::{
    Difference, Effective, RulesByScope, ScopedRule, difference, effective, matrices, rules_by_scope, rules_of_role,
};
pub use gaps::{gaps_of_decisions, gaps_of_subjects, is_node, never_read};
pub use grant::{GrantInfo, Origins, RuleInfo};
pub use known::known_subjects;
pub use lifeless::DeadInfo;
pub use nearest::{Lack, LackKind, Near};
pub use permissions::{Held, PermissionInfo, Permissions, held, permissions};
pub use question::{Question, RequestInfo, Target};
pub use review::{Reviewed, Reviewer, Status};
pub use roles::{BindingView, RoleRule, RoleView, binding_view, find_binding, find_role, role_view, rules_of_binding};
pub use rule::RuleText;
pub use runs::Runs;
pub use subjects::{SubjectKind, SubjectTotals, subjects};
pub use who_can::{ByName, Holder, Holding, Holdings, NodeHolding, ScopeGrants, WhoCan, who_can};
