//! A path as one line.

use crate::query::PathView;

use crate::report::way::way;

/// The names along a path, and how sure it is where it is not.
#[must_use]
pub fn line(path: &PathView) -> String {
    let mut text = way(&path.from, path.hops.iter().map(|view| &view.hop), false);
    if path.certainty != "proven-rights" {
        text.push_str(&format!(" [{}]", path.certainty));
    }
    text
}
