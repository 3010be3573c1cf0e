//! Mermaid, which GitHub and GitLab draw in Markdown. Names stand in labels only; nodes have numbers.

use std::collections::{BTreeSet, HashMap};

use crate::query::{Arrow, Picture};

use super::lines::lines as lines_of;
use super::{Class, is_blocked, label, legend};

/// Only labels of HTML show what an entity code stands for, and versions look for that in either place. Names are in lines
/// already: none is broken within a word, however narrow the library makes its figures.
const SETTINGS: &str = "config:
  htmlLabels: true
  flowchart:
    htmlLabels: true
    wrappingWidth: 600
";

/// A picture as text.
#[must_use]
pub fn text(picture: &Picture) -> String {
    // From above to below: a page is narrow, and a chain may be long.
    let title = legend(picture).map_or_else(String::new, |legend| format!("title: \"{legend}\"\n"));
    let mut lines = vec![format!("---\n{title}{SETTINGS}---\nflowchart TB")];
    if picture.nodes.is_empty() {
        // A diagram of nothing looks as if it were broken.
        lines.push(format!("  n0[{}]", quoted(&["nothing to draw: no path, and nothing that leads anywhere"])));
    }
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    for (number, node) in picture.nodes.iter().enumerate() {
        numbers.insert(&node.id, number);
        let (open, close) = shape(&node.kind);
        let class = Class::of(&node.kind).word();
        lines.push(format!("  n{number}{open}{}{close}:::{class}", quoted(&lines_of(&node.id))));
    }
    for arrow in &picture.edges {
        if let (Some(from), Some(to)) = (numbers.get(arrow.from.as_str()), numbers.get(arrow.to.as_str())) {
            lines.push(format!("  n{from} {} n{to}", line(arrow)));
        }
    }
    let classes: BTreeSet<Class> = picture.nodes.iter().map(|node| Class::of(&node.kind)).collect();
    lines.extend(classes.into_iter().map(|class| format!("  classDef {} {}", class.word(), style(class))));
    lines.join("\n") + "\n"
}

fn line(arrow: &Arrow) -> String {
    let line = if is_blocked(arrow) {
        "-.-x"
    } else if arrow.certainty == "unknown" {
        "-.->"
    } else {
        "-->"
    };
    if arrow.entries.is_empty() { line.to_owned() } else { format!("{line}|{}|", quoted(&[label(arrow)])) }
}

fn shape(kind: &str) -> (&'static str, &'static str) {
    match kind {
        "objective" => ("{{", "}}"),
        "hub" => ("([", "])"),
        "join" => ("{", "}"),
        "secret" => ("[(", ")]"),
        "user" | "group" | "sa" => ("(", ")"),
        "pod" | "workload" => ("[[", "]]"),
        _ => ("[", "]"),
    }
}

/// A strong line and a hint of the same colour, and the text in the colour of the page: so it can be read on light pages and
/// on dark ones.
fn style(class: Class) -> String {
    let color = class.color();
    let line = match class {
        Class::Goal => ",stroke-width:3px",
        Class::Set => ",stroke-dasharray:4 3",
        _ => "",
    };
    format!("fill:{color}22,stroke:{color}{line}")
}

/// A quoted label of lines: whatever Mermaid, Markdown or HTML could act on is an entity code.
fn quoted(lines: &[impl AsRef<str>]) -> String {
    let text: String = lines.iter().map(AsRef::as_ref).collect();
    // The library takes the last `;` off a line with such a word, and makes icons of `fa:fa-…`, also within a label.
    let styles = text.contains("style") || text.contains("classDef");
    let suspects: &[char] = if styles { &['s', 'c', ':'] } else { &[':'] };
    let suspects = if styles || text.contains(":fa-") { suspects } else { &[] };
    let coded = |character: char, before: Option<char>| {
        let plain = is_plain(character, before) && !suspects.contains(&character);
        match character {
            _ if plain => character.to_string(),
            // The code of a blank is a blank again.
            ' ' => "#160;".to_owned(),
            _ => format!("#{};", u32::from(character)),
        }
    };
    let coded_line = |line: &str| -> String {
        let before = std::iter::once(None).chain(line.chars().map(Some));
        line.chars().zip(before).map(|(character, before)| coded(character, before)).collect()
    };
    let lines: Vec<String> = lines.iter().map(|line| coded_line(&unmarked(line.as_ref()))).collect();
    // A tag would have the library take the codes for what they stand for before it looks for Markdown.
    let label = lines.join("\n");
    // A blank at the end would not be seen.
    let label = label.strip_suffix(' ').map_or_else(|| label.clone(), |rest| format!("{rest}#160;"));
    format!("\"{label}\"")
}

/// The library's own marks of entity codes, made visible: wherever they stand, it takes them for its own.
fn unmarked(line: &str) -> String {
    line.replace("ﬂ°", "\\u{fb02}°").replace("¶ß", "\\u{b6}ß")
}

/// Whether a character is only itself, behind another of its line or at its start.
fn is_plain(character: char, before: Option<char>) -> bool {
    match character {
        ':' | ',' => true,
        // `https://` makes a link, as `www.` does.
        '/' => before != Some(':'),
        // Blanks side by side would be one.
        ' ' => before.is_some_and(|before| before != ' '),
        // `- x`, `+ x` and `1. x` are lists.
        '-' | '+' | '0'..='9' => before.is_some(),
        '.' => !matches!(before, Some('w' | 'W')),
        other => other.is_alphabetic(),
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_name_cannot_leave_its_quotes() {
        assert_eq!(quoted(&[r#"a"] --> b"#]), r#""a#34;#93; --#62; b""#);
        assert_eq!(quoted(&["#quot;<b>`x`"]), r##""#35;quot#59;#60;b#62;#96;x#96;""##);
    }

    #[test]
    fn nothing_is_markdown_a_link_or_an_icon() {
        for (name, label) in [
            ("user:a@b.example", "user:a#64;b.example"),
            ("user:https://www.example", "user:https:#47;/www#46;example"),
            ("user:fa:fa-car", "user#58;fa#58;fa-car"),
            ("user:*x*_y_~z~$$1$$", "user:#42;x#42;#95;y#95;#126;z#126;#36;#36;1#36;#36;"),
            ("user:system:a", "user:system:a"),
            ("1. x", "#49;. x"),
            ("a  b ", "a #160;b#160;"),
            ("user:ﬂ°°60¶ß", "user:#92;u#123;fb02#125;#176;#176;60#92;u#123;b6#125;ß"),
            ("user:style:a@b", "u#115;er#58;#115;tyle#58;a#64;b"),
        ] {
            assert_eq!(quoted(&[name]), format!("\"{label}\""));
        }
        assert_eq!(quoted(&["a-", "-b"]), "\"a-\n#45;b\"");
    }
}
