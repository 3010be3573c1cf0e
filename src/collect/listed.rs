//! What a list of a live server is of: a kind that is fixed, or one that only this server has.

use super::kind::Kind;
use crate::model::Name;

/// What a list is of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Listed {
    /// A kind that every server has.
    Kind(Kind),
    /// Objects that a binding hands to an admission policy.
    Params(ObjectKind),
    /// Objects of a policy engine.
    Engine(ObjectKind),
}

/// A kind of object that discovery told of.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct ObjectKind {
    /// Group and version: `kyverno.io/v1`.
    pub(super) api_version: Name,
    /// `ClusterPolicy`.
    pub(super) kind: Name,
    /// `clusterpolicies`.
    pub(super) resource: Name,
    pub(super) namespaced: bool,
}

impl Listed {
    /// `Role`.
    pub(super) fn name(&self) -> &str {
        match self {
            Listed::Kind(kind) => kind.name(),
            Listed::Params(of) | Listed::Engine(of) => &of.kind,
        }
    }

    /// The word for a gap, and for a person who waits: what only some servers have is not told apart.
    pub(super) fn resource(&self) -> &'static str {
        match self {
            Listed::Kind(kind) => kind.resource(),
            Listed::Params(_) => PARAMS,
            Listed::Engine(_) => ENGINE_POLICIES,
        }
    }
}

/// The word for parameters of admission policies, of whatever kind.
pub(super) const PARAMS: &str = "params";
/// The word for objects of policy engines, of whatever kind.
pub(super) const ENGINE_POLICIES: &str = "enginepolicies";

impl ObjectKind {
    /// Its API group; `""` is the core group.
    pub(super) fn group(&self) -> &str {
        self.api_version.split_once('/').map_or("", |(group, _)| group)
    }
}
