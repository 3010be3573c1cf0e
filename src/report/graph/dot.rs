//! Graphviz's language: `dot -Tsvg`.

use std::io;

use crate::query::{Arrow, Picture};

use super::super::visible::inert;
use super::{is_blocked, label};

/// Writes a picture.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, picture: &Picture) -> io::Result<()> {
    writeln!(out, "digraph kubescan {{\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];")?;
    for node in &picture.nodes {
        writeln!(out, "  {} [{}];", quoted(&node.id), style(&node.kind))?;
    }
    if picture.nodes.iter().any(|node| node.kind == "join") {
        writeln!(out, "  label=\"A diamond is reached only by all that leads to it, together.\"; labelloc=b;")?;
    }
    for arrow in &picture.edges {
        writeln!(out, "  {} -> {}{};", quoted(&arrow.from), quoted(&arrow.to), attributes(arrow))?;
    }
    writeln!(out, "}}")
}

fn attributes(arrow: &Arrow) -> String {
    let mut parts = Vec::new();
    if !arrow.entries.is_empty() {
        parts.push(format!("label={}", quoted(&label(arrow))));
    }
    match arrow.certainty.as_str() {
        "unknown" => parts.push("style=dashed".to_owned()),
        _ if is_blocked(arrow) => {
            parts.push(format!("style=dotted, color=gray, tooltip={}", quoted(&arrow.blocked_by.join("; "))));
        }
        _ => {}
    }
    if parts.is_empty() { String::new() } else { format!(" [{}]", parts.join(", ")) }
}

fn style(kind: &str) -> &'static str {
    match kind {
        "objective" => "shape=doubleoctagon, color=red",
        "hub" => "shape=ellipse, style=dashed",
        "join" => "shape=diamond",
        "pod" | "workload" => "shape=component",
        "node" => "shape=box3d",
        "secret" => "shape=note",
        "rolebinding" | "clusterrolebinding" => "shape=cds",
        "role" | "clusterrole" => "shape=folder",
        _ => "shape=box",
    }
}

/// A quoted string. `inert` has doubled every backslash already, so none starts an escape of dot's own.
fn quoted(text: &str) -> String {
    format!("\"{}\"", inert(text).replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_name_cannot_leave_its_quotes() {
        assert_eq!(quoted(r#"a"]; b"#), r#""a\"]; b""#);
        assert_eq!(quoted(r#"a\"#), r#""a\\""#);
        assert_eq!(quoted(r#"\""#), r#""\\\"""#);
        assert_eq!(quoted("a\nb\u{1b}"), r#""a\\u{a}b\\u{1b}""#.replace(r"\\u", r"\u"));
    }
}
