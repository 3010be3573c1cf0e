//! The worst paths as a picture, folded away: GitHub and GitLab draw it, others show its text.

use crate::findings::{Hop, Path};
use crate::query::picture_of_hops;

use super::super::graph::mermaid;
use super::super::words::plural;

/// Paths that may be drawn at most; many share their steps.
const PATHS: usize = 20;

/// Nodes of a picture that is still seen at a glance.
const NODES: usize = 16;

/// Bytes of the text of a picture: a comment may hold some 60,000 in all.
const TEXT: usize = 8_000;

/// The first of these paths as a picture, as many as fit; nothing where there is none. The text of a picture holds no
/// backtick of a name, so none ends it.
pub(in crate::report) fn folded(paths: &[&Path], what: &str) -> Option<String> {
    let (count, text) = (1..=PATHS.min(paths.len())).rev().find_map(|count| text(paths, count))?;
    let which = match paths.len().saturating_sub(count) {
        0 if count == 1 => format!("The {what}"),
        0 => format!("The {}", plural(count, what)),
        _ => format!("The first {}", plural(count, what)),
    };
    Some(format!("<details><summary>{which} as a picture</summary>\n\n```mermaid\n{text}```\n\n</details>"))
}

/// So many of them, if they fit. One may have as many nodes as it likes.
fn text(paths: &[&Path], count: usize) -> Option<(usize, String)> {
    let picture = picture_of_hops(paths.iter().take(count).flat_map(|path| path.hops.iter().map(AsRef::<Hop>::as_ref)));
    let text = mermaid::text(&picture);
    ((count == 1 || picture.nodes.len() <= NODES) && text.len() <= TEXT).then_some((count, text))
}
