//! Layer 5, assertions: what a team pins of its RBAC, and whether it holds. It may name `query`, whose answers it compares.
//!
//! [`read()`] makes assertions of a file: strictly, with every mistake located. [`judge()`] decides them: `allow` and `deny`
//! by the authorizer that `can-i` asks, `reach` and `noReach` by the paths that `paths` finds. Nothing is told of an
//! assertion but its [`Outcome`], which is plain data for whatever shows it.
//!
//! An assertion says less than a request asks: `deny` is about whatever it leaves open (every namespace, every name, a verb
//! `*`), `allow` about a right that holds whatever is left open.
//!
//! Cost: a decision for each combination of subject, verb, resource, name and namespace; a search backwards for each target
//! of paths, whoever asks for it.

mod assertion;
mod judge;
mod outcome;
mod read;

pub use assertion::{Assertion, Claim, Kind, Place, Rights, Spelled, Understood, Ways, Who, Words};
pub use judge::{Basis, Judged, Said, judge};
pub use outcome::{Outcome, Reason, Summary, Verdict};
pub use read::read;
