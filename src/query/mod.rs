//! Layer 5, queries: one question about permissions or ways, answered with evidence. It may name `findings`, whose
//! [`crate::findings::Teller`] tells ways as paths.
//!
//! [`who_can()`] asks for everybody who may do one thing, [`decide`] whether one identity may, [`permissions()`] for all that
//! one subject holds; [`paths()`] for the ways from here to there, [`blast_radius()`] for all that one node reaches.
//! All are total: they return data, and a question that makes no sense has been refused before.
//!
//! Cost: a question looks at every rule list and every binding once, and at every known subject once for its groups.
//! Nothing is kept for a pair of subject and rule.

mod blast_radius;
mod can_i;
mod effective;
mod gaps;
mod grant;
mod hop;
mod known;
mod lifeless;
mod named;
mod nearest;
mod paths;
mod permissions;
mod picture;
mod question;
mod review;
mod roles;
mod rule;
mod runs;
mod subjects;
mod what_if;
mod who_can;

pub use blast_radius::{BlastRadius, Counts, Reached, blast_radius};
pub use can_i::{Decision, EvidenceInfo, allowed, decide};
pub use effective::{
    Difference, Effective, RulesByScope, ScopedRule, difference, effective, matrices, rules_by_scope, rules_of_role,
};
pub use gaps::{gaps_of_decisions, gaps_of_refusal, gaps_of_subjects, is_node, never_read};
pub use grant::{GrantInfo, Origins, RuleInfo};
pub use hop::{DryRun, Explainer, HopView, Known, Right, Rights};
pub use known::known_subjects;
pub use lifeless::DeadInfo;
pub use named::{
    Context, NameError, Named, SubjectError, aws_identity, canonical, exposed, identity_here, meant, named,
    role_behind, subject_named, subject_spelled,
};
pub use nearest::{Lack, LackKind, Near};
pub use paths::{Asked, MANY, NotShown, PathId, PathView, Paths, Surest, ends, paths, surest};
pub use permissions::{Held, PermissionInfo, Permissions, held, permissions};
pub use picture::{Arrow, Between, Figure, Picture, picture, picture_of_hops, picture_of_paths};
pub use question::{Question, RequestInfo, Target};
pub use review::{Reviewed, Reviewer, Status};
pub use roles::{BindingView, RoleRule, RoleView, binding_view, find_binding, find_role, role_view, rules_of_binding};
pub use rule::RuleText;
pub use runs::Runs;
pub use subjects::{SubjectKind, SubjectTotals, subjects};
pub use what_if::{Removal, removal, without};
pub use who_can::{ByName, Holder, Holding, Holdings, NodeHolding, ScopeGrants, WhoCan, who_can};
