//! Layer 5, fixes: for what was found the change that cuts it, tried before it is offered.
//!
//! A fix is a change of a few objects: a role that allows less, a binding that becomes others, a workload without its token,
//! on a node of its own or without its ways out, a namespace with a level. Each is applied to a copy of the cluster and
//! judged again, from the template on: it says which paths it cuts and which rights go, and none is offered that opens a
//! path, gives anybody a right, or cuts nothing.
//!
//! Phases: for each choke point, then for each path that is left, what costs the subjects least ([`bindings`]: a change
//! grows until its paths are cut, [`attempt`]); then what can be done about pods and namespaces ([`workloads`],
//! [`closing`]). Every object is changed by one fix at most, so each works by itself, and all of them in any order; that
//! they do together is tried at last.
//!
//! Cost: all of the analysis for each trial. There are at most some hundred, and fewer in a larger cluster ([`court`]).

mod attempt;
mod bindings;
mod change;
mod closing;
mod court;
mod find;
mod ground;
mod jointly;
mod left;
mod losses;
mod manifest;
mod naming;
mod needs;
mod offer;
mod plan;
mod pod_part;
mod pods;
mod reduction;
mod rules;
mod scopes;
mod spec_change;
mod spread;
mod stays;
mod types;
mod words;
mod workloads;

pub use court::is_quick;
pub use find::find;
pub use left::{Guarded, Joint, Stay};
pub use manifest::{JobTemplate, Manifest, Metadata, RoleRefText, Spec, SubjectText, Template};
pub use types::{Cut, Fix, FixKind, Fixes, How, Loss, Undo};
