//! What to change first: the bindings whose removal cuts the most.

use schemars::JsonSchema;
use serde::Serialize;

/// A grant whose removal cuts paths.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChokePoint {
    /// The binding and its role.
    pub grant: ChokeGrant,
    /// How many pairs of source and objective are no longer connected at all without it. In a cluster too large to be
    /// judged again without the binding: at least so many.
    pub cuts_paths: usize,
    /// What to change.
    pub fix: String,
    /// The command that removes it.
    pub change: String,
    /// Whether it is one of the bindings of `separation`.
    pub cut: bool,
    /// The ids of the paths that it cuts, where they were told apart and not only counted.
    #[serde(skip)]
    pub paths: Vec<String>,
}

/// The few bindings that, removed together, separate sources from an objective: all of them where so few can, else as many
/// as could be found. Ways that a guard blocks do not count.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Separation {
    /// From what.
    pub objective: String,
    /// The bindings. Each is among the choke points, with the change to make.
    pub bindings: Vec<String>,
    /// How many sources reach the objective by bindings that could be removed.
    pub sources: usize,
    /// How many of them no longer do without these.
    pub separated: usize,
    /// How many more reach it without any such binding: by a pod that gets out, say.
    pub need_no_binding: usize,
    /// Which these are, and by what.
    pub without_binding: Vec<Unbound>,
}

/// A source that reaches an objective without any binding that could be removed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Unbound {
    /// Who.
    pub source: String,
    /// The first step of its way: an escape, mostly.
    pub by: String,
}

/// A workload whose way out of its pods cuts paths when it is closed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PodChokePoint {
    /// The workload.
    pub workload: String,
    /// How many pairs of source and objective are no longer connected at all when none of its pods gets out.
    pub cuts_paths: usize,
    /// What to remove from its spec.
    pub fix: String,
}

/// The grant of a choke point.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct ChokeGrant {
    /// The binding.
    pub binding: String,
    /// Its role.
    pub role: String,
}
