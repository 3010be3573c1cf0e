//! The parts that all texts have.

use std::fmt::Write as _;

/// A titled paragraph.
pub(super) fn section(text: &mut String, title: &str, body: &str) {
    let _ = writeln!(text, "\n{title}");
    for line in wrap(body, 96) {
        let _ = writeln!(text, "  {line}");
    }
}

/// Breaks a paragraph between words.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.len() + 1 + word.len() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The frameworks that name it, if any does.
pub(super) fn controls<S: AsRef<str>>(text: &mut String, controls: &[S]) {
    if !controls.is_empty() {
        let names: Vec<&str> = controls.iter().map(AsRef::as_ref).collect();
        let _ = writeln!(text, "\nControls\n  {}", names.join(", "));
    }
}
