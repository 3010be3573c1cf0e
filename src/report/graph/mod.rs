//! Pictures of the graph for other programs: one file for each format, each with one function through which every name
//! passes.

pub mod dot;
pub mod graphml;
pub mod mermaid;

use crate::query::Arrow;

/// A picture of more nodes than this nobody can read, and layout programs take long.
pub const READABLE: usize = 300;

/// Entries named on one arrow.
const NAMED: usize = 3;

/// What stands at an arrow: its first entries, and how many more there are.
fn label(arrow: &Arrow) -> String {
    super::words::shortened(&arrow.entries, NAMED)
}

/// Whether a guard blocks all of an arrow.
fn is_blocked(arrow: &Arrow) -> bool {
    arrow.certainty == "guarded"
}
