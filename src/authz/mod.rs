//! Layer 1, the authorizer: is this allowed, and by which grants.
//!
//! Every answer is the API server's own: the semantics are those of Kubernetes' RBAC and Node authorizers, and a decision
//! returns its evidence (a [`Grant`], a [`NodeGrant`]), never a bare yes. What an identity could *become* is not asked here.

mod access;
mod asked;
mod authorizer;
mod coverage;
mod dead;
mod escalation_check;
mod groups;
mod identity;
mod matching;
mod matrix;
mod meet;
mod minimal;
mod names;
mod node;
#[cfg(test)]
mod random_rules;
mod request;
mod resources;
mod verbs;
#[cfg(test)]
pub(crate) mod written_rules;

pub use access::{Access, Grant, representative};
pub use asked::{Asked, AskedError, AskedResource, AskedUrl, asked};
pub use authorizer::{Authorizer, Evidence, is_master};
pub use coverage::{Coverage, Held, coverage, uncovered};
pub use dead::{Dead, DeadPart, DeadReason, GrantedIn, Part, Served, alive, dead};
pub use escalation_check::{Binder, Permission, Refusal, RoleWrite};
pub use groups::{
    ANONYMOUS, AUTHENTICATED, MASTERS, NODE_PREFIX, NODES, SERVICE_ACCOUNTS, UNAUTHENTICATED, implied_groups,
};
pub use identity::{identity_exactly, identity_of, impersonated};
pub(crate) use matching::{any_named, any_pattern, name_matches, resource_matches, url_matches};
pub use matching::{rule_allows, rule_concerns};
pub use matrix::{Row, STANDARD_VERBS, Target, VerbMarks, matrix};
pub use meet::meet;
pub use minimal::{minimal, subtract};
pub use names::NameSet;
pub use node::{NodeAuthorizer, NodeGrant, Selectors};
pub use request::{Object, Request};
pub(crate) use resources::is_version;
pub use resources::{
    Standing, can_be_served, created_by_update, find, is_built_in_group, known, known_resources,
    reached_by_role_binding,
};
pub use verbs::{RESOURCE_VERBS, SPECIAL_VERBS, SpecialVerb, URL_VERBS, special_verb};
