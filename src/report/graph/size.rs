//! Whether a picture is small enough: for people, and for Mermaid, which draws nothing of one that is too large.

use crate::query::Picture;

/// A picture of more nodes than this nobody can read, and layout programs take long.
const READABLE: usize = 300;

/// Edges that Mermaid draws, unless whoever shows the picture allows more. GitHub does not.
const MERMAID_EDGES: usize = 500;

/// UTF-16 units of a text that Mermaid draws, in the same way.
const MERMAID_TEXT: usize = 50_000;

/// What is wrong with the size of a picture, for whoever asked for it; the text is what it is in Mermaid's language, if that
/// is what was asked for.
#[must_use]
pub fn complaint(picture: &Picture, mermaid: Option<&str>) -> Option<String> {
    let (nodes, edges) = (picture.nodes.len(), picture.edges.len());
    // What stands in front of the chart itself is not counted.
    let chart = |text: &str| text.split_once("\n---\n").map_or(0, |(_, chart)| chart.encode_utf16().count());
    let characters = mermaid.map_or(0, chart);
    let what = if characters > MERMAID_TEXT || mermaid.is_some() && edges > MERMAID_EDGES {
        format!(
            "{edges} edges in {characters} characters are more than Mermaid draws ({MERMAID_EDGES}, {MERMAID_TEXT}), as on \
             GitHub; -o dot has no such limit, or"
        )
    } else if nodes > READABLE {
        format!("{nodes} nodes and {edges} edges are more than a person can read;")
    } else {
        return None;
    };
    Some(format!("{what} narrow it with --from, --to or -n"))
}
