//! GraphML, which graph databases and editors (Gephi, yEd, `NetworkX`) read.

use std::io;

use crate::query::Picture;

use super::super::visible::inert;

/// Writes a picture.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, picture: &Picture) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">")?;
    for (id, of) in [("kind", "node"), ("entries", "edge"), ("certainty", "edge"), ("blockedBy", "edge")] {
        writeln!(out, "  <key id=\"{id}\" for=\"{of}\" attr.name=\"{id}\" attr.type=\"string\"/>")?;
    }
    writeln!(out, "  <graph id=\"kubescan\" edgedefault=\"directed\">")?;
    for node in &picture.nodes {
        writeln!(out, "    <node id=\"{}\"><data key=\"kind\">{}</data></node>", text(&node.id), text(&node.kind))?;
    }
    for arrow in &picture.edges {
        writeln!(out, "    <edge source=\"{}\" target=\"{}\">", text(&arrow.from), text(&arrow.to))?;
        let fields = [
            ("entries", arrow.entries.join(", ")),
            ("certainty", arrow.certainty.clone()),
            ("blockedBy", arrow.blocked_by.join("; ")),
        ];
        for (key, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
            writeln!(out, "      <data key=\"{key}\">{}</data>", text(value))?;
        }
        writeln!(out, "    </edge>")?;
    }
    writeln!(out, "  </graph>\n</graphml>")
}

/// Text as it may stand in an element or an attribute. What XML cannot hold at all is made visible first.
fn text(text: &str) -> String {
    let mut safe = String::new();
    for character in inert(text).chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&apos;"),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn a_name_is_text_and_nothing_else() {
        assert_eq!(text("<a href='x'>&\"\u{0}"), "&lt;a href=&apos;x&apos;&gt;&amp;&quot;\\u{0}");
    }
}
