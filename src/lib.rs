//! kubescan: who can do what in a Kubernetes cluster, who can become what, and what to change first.
//!
//! Sources become a *snapshot*; *authz* turns it into *grants*; the *template* says which grants matter and what they
//! give; that draws *edges*; edges form *paths*; paths and risky grants become *findings*; findings are *reported*.
//!
//! The modules are layers, numbered from below: each names only those of lower numbers. `tests/integration/layers.rs` holds that.

pub mod assertions; // 5  what a team pins of its RBAC, and whether it holds
pub mod atomic; // 0  files that appear whole or not at all
pub mod authz; // 1  is this allowed, and by which grants
pub mod boundary; // 5  one subject: what it could give itself, and what stands in the way
pub mod cloud; // 2  what cloud identities may do
pub mod diff; // 5  what differs between two snapshots, in effect
pub mod escalation; // 4  draws the edges
pub mod findings; // 5  what to look at, and how bad it is
pub mod fixes; // 5  for what was found the change that cuts it, tried before it is offered
pub mod grants; // 5  temporary access: what should be gone, and what will not go
pub mod graph; // 3  nodes, edges, search
pub mod guards; // 2  what can block a step
pub mod model; // 0  nouns: what a cluster is
pub mod query; // 5  one question: who can, may this one, what does it hold, which ways lead there
pub mod report; // 6  one file per format
pub mod template; // 2  which grants matter, and what they give
pub mod yaml; // 0  YAML that knows its places

pub mod collect; // edge: a cluster, files, snapshots

pub mod cli; // edge: flags and help
pub mod commands; // edge: one file per subcommand
pub mod exit; // edge: what the exit code says

use authz::Access;
use findings::{Findings, Limits};
use model::Snapshot;
use template::Template;

/// The main job, without I/O: the same snapshot and template always give the same findings.
#[must_use]
pub fn scan(snapshot: &Snapshot, template: &Template, limits: &Limits) -> Findings {
    let access = Access::new(snapshot);
    let escalation = escalation::draw(snapshot, &access, template);
    findings::find(snapshot, &access, template, &escalation, limits)
}
