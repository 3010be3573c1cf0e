//! What a finding is. These are the fields of the report, by its contract: they may grow, but none is renamed.

mod choke_point;
mod finding;
mod fingerprint;
mod hot_pod;
mod marks;
mod node_view;
mod path;
mod place;
mod risky;
mod severity_word;
mod standing;

pub(super) use choke_point::ChokeGrant;
pub use choke_point::{ChokePoint, PodChokePoint, Separation, Unbound};
pub use finding::{Finding, FindingKind, Summary};
pub use fingerprint::Fingerprint;
pub use hot_pod::{HotPod, TokenKind, Workload};
pub use marks::{Marks, Since, Suppressed};
pub use node_view::NodeView;
pub use path::{GrantRef, Hop, Path, WayOut};
pub use place::Place;
pub use risky::{RiskyBinding, RiskyEntry, RiskyRole, RiskySubject};
pub use severity_word::SeverityWord;
pub use standing::Standing;
