//! Joins by what they take: "all of: run a pod in shop + relabel namespaces in shop".

use crate::graph::NodeId;

/// Parts that are named; of more, how many more there are and the join's number tell joins apart.
const NAMED: usize = 3;

/// What a join takes, all of it; parts are named as their figures are. Joins of the same parts are reached by the same, and
/// are one figure.
pub(super) fn join_name(id: NodeId, mut parts: Vec<String>) -> String {
    parts.sort_unstable();
    parts.dedup();
    let more = parts.len().saturating_sub(NAMED);
    parts.truncate(NAMED);
    let rest = if more > 0 { format!(" + {more} more ({})", id.index()) } else { String::new() };
    format!("all of: {}{rest}", parts.join(" + "))
}
