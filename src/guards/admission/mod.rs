//! Admission: which requests policies refuse that the authorizer allows, and which webhooks have a say.
//!
//! A [`Judge`] is made once of a snapshot. It rules on an [`Attempt`], one concrete write: the [`Ruling`] says who refuses it,
//! who may refuse it without that being known here, and who was asked at all. [`flaws()`] says what makes a guard hollow
//! before any request is made. Upstream: `k8s.io/apiserver/pkg/admission/plugin/policy/{generic,matching,validating}` and
//! `plugin/webhook/{generic,predicates,matchconditions}` of 1.36.
//!
//! A validating policy is evaluated as the server evaluates it. A webhook's logic cannot be seen, and a mutating policy may
//! change the object before the others judge it: both are doubts, unless they are surely not asked.
//!
//! Cost: one lookup for a request that nobody is asked about; else what the expressions of the policies cost that are.

mod attempt;
mod conditions;
mod equivalent;
mod exempt;
mod expression;
mod facts;
mod flaws;
mod index;
mod judge;
mod matching;
mod namespaces;
mod outcome;
mod params;
mod policy;
mod request;
mod rules;
mod ruling;
mod selection;
mod validation;
mod versions;
mod webhook;

#[cfg(test)]
mod tests;

pub use attempt::{Attempt, GroupVersionKind, NamespaceLabels, Operation, User};
pub use flaws::{Flaw, flaw_ids, flaws};
pub use judge::Judge;
pub use ruling::{Asked, Denial, Doubt, Guard, Ruling, State};
