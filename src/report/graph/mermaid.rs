//! Mermaid, which GitHub and GitLab draw in Markdown. Names stand in labels only; nodes have numbers.

use std::collections::HashMap;
use std::io;

use crate::query::{Arrow, Picture};

use super::super::visible::inert;
use super::{is_blocked, label};

/// Writes a picture.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, picture: &Picture) -> io::Result<()> {
    writeln!(out, "flowchart LR")?;
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    for (number, node) in picture.nodes.iter().enumerate() {
        numbers.insert(&node.id, number);
        let (open, close) = shape(&node.kind);
        writeln!(out, "  n{number}{open}{}{close}", quoted(&node.id))?;
    }
    for arrow in &picture.edges {
        if let (Some(from), Some(to)) = (numbers.get(arrow.from.as_str()), numbers.get(arrow.to.as_str())) {
            writeln!(out, "  n{from} {} n{to}", line(arrow))?;
        }
    }
    Ok(())
}

fn line(arrow: &Arrow) -> String {
    let line = if is_blocked(arrow) {
        "-.-x"
    } else if arrow.certainty == "unknown" {
        "-.->"
    } else {
        "-->"
    };
    if arrow.entries.is_empty() { line.to_owned() } else { format!("{line}|{}|", quoted(&label(arrow))) }
}

fn shape(kind: &str) -> (&'static str, &'static str) {
    match kind {
        "objective" => ("{{", "}}"),
        "hub" => ("([", "])"),
        "join" => ("{", "}"),
        "secret" => ("[(", ")]"),
        _ => ("[", "]"),
    }
}

/// A quoted label: whatever Mermaid, Markdown or HTML would act on is an entity code.
fn quoted(text: &str) -> String {
    let mut label = String::from("\"");
    for character in inert(text).chars() {
        let code = u32::from(character);
        match character {
            '"' | '#' | '<' | '>' | '&' | '`' | ';' | '\\' | '*' | '_' => label.push_str(&format!("#{code};")),
            other => label.push(other),
        }
    }
    label.push('"');
    label
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_name_cannot_leave_its_quotes() {
        assert_eq!(quoted(r#"a"] --> b"#), r#""a#34;] --#62; b""#);
        assert_eq!(quoted("#quot;<b>`x`"), r##""#35;quot#59;#60;b#62;#96;x#96;""##);
    }
}
