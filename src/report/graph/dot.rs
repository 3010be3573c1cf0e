//! Graphviz's language: `dot -Tsvg`.

use std::io;

use crate::query::{Arrow, Figure, Picture};

use super::super::visible::inert;
use super::lines::lines;
use super::{Class, is_blocked, label, legend};

/// Fonts that programs showing SVG have, and their usual metrics, so that texts fit their figures.
const SETTINGS: &str = "  graph [nodesep=0.25, ranksep=0.5, fontname=\"Helvetica,Arial,sans-serif\", fontsize=11];
  node [shape=box, style=filled, fontname=\"Helvetica,Arial,sans-serif\", fontsize=12, margin=\"0.15,0.08\"];
  edge [color=\"#57606a\", fontname=\"Helvetica,Arial,sans-serif\", fontsize=10, arrowsize=0.7];";

/// Writes a picture.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, picture: &Picture) -> io::Result<()> {
    writeln!(out, "digraph kubescan {{\n{SETTINGS}")?;
    for node in &picture.nodes {
        writeln!(out, "  {} [{}];", quoted(&node.id), look(node))?;
    }
    if let Some(legend) = legend(picture) {
        writeln!(out, "  label=\"{legend}\";")?;
    }
    for arrow in &picture.edges {
        writeln!(out, "  {} -> {}{};", quoted(&arrow.from), quoted(&arrow.to), attributes(arrow))?;
    }
    writeln!(out, "}}")
}

fn attributes(arrow: &Arrow) -> String {
    let mut parts = Vec::new();
    if !arrow.entries.is_empty() {
        // A blank keeps it off the line.
        parts.push(format!("label=\" {}\"", shown(&label(arrow))));
    }
    match arrow.certainty.as_str() {
        "unknown" => parts.push("style=dashed".to_owned()),
        _ if is_blocked(arrow) => {
            let blocked_by = shown(&inert(&arrow.blocked_by.join("; ")));
            parts.push(format!("style=dotted, penwidth=2, arrowhead=tee, tooltip=\"{blocked_by}\""));
        }
        _ => {}
    }
    if parts.is_empty() { String::new() } else { format!(" [{}]", parts.join(", ")) }
}

fn look(node: &Figure) -> String {
    let class = Class::of(&node.kind);
    let color = class.color();
    let label = lines(&node.id).iter().map(|line| shown(line)).collect::<Vec<String>>().join("\\n");
    let shape = match node.kind.as_str() {
        "objective" => ", shape=octagon, penwidth=3",
        "join" => ", shape=diamond, style=\"filled,dashed\"",
        "hub" => ", shape=ellipse, style=\"filled,dashed\"",
        "pod" | "workload" => ", shape=component",
        "node" => ", shape=box3d",
        "secret" => ", shape=note",
        "role" | "clusterrole" | "rolebinding" | "clusterrolebinding" => "",
        _ => ", style=\"filled,rounded\"",
    };
    format!("label=\"{label}\", color=\"{color}\", fillcolor=\"{color}22\"{shape}")
}

/// A name that only programs read. Every backslash is doubled, so none takes a quote with it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", inert(name).replace('\\', "\\\\").replace('"', "\\\""))
}

/// Text that is shown: neither a backslash nor an entity says anything but itself.
fn shown(text: &str) -> String {
    text.replace('&', "&amp;").replace('\\', "\\\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::{quoted, shown};

    #[test]
    fn a_name_cannot_leave_its_quotes() {
        assert_eq!(quoted(r#"a"]; b"#), r#""a\"]; b""#);
        assert_eq!(quoted(r#"a\"#), r#""a\\""#);
        assert_eq!(quoted(r#"\""#), r#""\\\"""#);
        assert_eq!(quoted("a\nb\u{1b}"), r#""a\\u{a}b\\u{1b}""#);
    }

    #[test]
    fn what_is_shown_stands_for_itself() {
        assert_eq!(shown(r#"\N \u{1b} "&lt;""#), r#"\\N \\u{1b} \"&amp;lt;\""#);
    }
}
