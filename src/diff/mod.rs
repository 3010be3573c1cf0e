//! Layer 5, two snapshots compared: what subjects may do in effect, which paths there are, what was found.
//!
//! Text plays no part: a rule that is split, moved to another role or said twice is no difference, nor is another name of a
//! role or a binding, another order, or another replica. What the API server and kubeadm install is left out unless it was
//! changed; it counts as held all the same.
//!
//! Phases: the rule lists of both sides are numbered by content, and what is bound to a subject is compared by number; only
//! where that differs, rules are compared ([`grants`]). Paths are compared by their ends ([`paths`]), other findings by
//! fingerprint, and what is left of them by the names that roles and bindings had before ([`findings`], [`renamed`]).
//!
//! Cost: linear in roles, bindings and findings where nothing changed. Never subject × subject.

mod findings;
mod grants;
mod paths;
mod renamed;
mod side;
#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::Serialize;

use crate::findings::{Finding, SeverityWord};
use crate::template::Severity;

pub use findings::{ChangedFinding, FindingChanges, WasFinding};
pub use grants::{GrantChange, GrantChanges};
pub use paths::{ChangedPath, PathChanges, WasPath};
pub use renamed::Renamed;
pub use side::Side;

/// What differs between two snapshots.
#[derive(Clone, PartialEq, Debug, Default, Serialize, JsonSchema)]
pub struct Diff {
    /// What subjects may do now and could not before, and what they no longer may.
    pub grants: GrantChanges,
    /// Which paths there are now, which are gone, and which are worse or better than before.
    pub paths: PathChanges,
    /// The same of all other findings.
    pub findings: FindingChanges,
    /// Roles and bindings whose findings are the same under another name.
    pub renamed: Vec<Renamed>,
}

/// Compares two snapshots.
#[must_use]
pub fn diff(old: &Side<'_>, new: &Side<'_>, include_builtin: bool) -> Diff {
    let names = renamed::renamed(old.access, new.access);
    let (findings, renamed) = findings::changes(old, new, &names, include_builtin);
    Diff {
        grants: grants::changes(old, new, include_builtin),
        paths: paths::changes(&old.findings.paths, &new.findings.paths, include_builtin),
        findings,
        renamed,
    }
}

impl Diff {
    /// Whether nothing differs in effect.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.has_come() && !self.has_gone()
    }

    /// Whether anything is there that was not, or is worse than it was.
    #[must_use]
    pub fn has_come(&self) -> bool {
        let Diff { grants, paths, findings, .. } = self;
        let paths = !paths.opened.is_empty() || !paths.worse.is_empty();
        !grants.gained.is_empty() || paths || !findings.new.is_empty() || !findings.worse.is_empty()
    }

    /// Whether anything is no longer there that was, or is better than it was.
    #[must_use]
    pub fn has_gone(&self) -> bool {
        let Diff { grants, paths, findings, .. } = self;
        let paths = !paths.closed.is_empty() || !paths.better.is_empty();
        !grants.lost.is_empty() || paths || !findings.gone.is_empty() || !findings.better.is_empty()
    }

    /// Whether a path or another finding is new or worse, at least this bad, and not blocked by a guard.
    #[must_use]
    pub fn is_worse(&self, least: Severity) -> bool {
        let bad = |severity: SeverityWord, guarded: bool| severity.0 >= least && !guarded;
        let finding = |finding: &Finding| bad(finding.severity, finding.guarded);
        self.paths.opened.iter().any(|path| bad(path.severity, path.is_guarded()))
            || self.paths.worse.iter().any(|changed| bad(changed.path.severity, changed.path.is_guarded()))
            || self.findings.new.iter().any(finding)
            || self.findings.worse.iter().any(|changed| finding(&changed.finding))
    }
}
