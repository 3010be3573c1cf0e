//! What is said on stderr: errors, warnings, notes. The one place that writes there; stdout is for data.

use std::io::{IsTerminal, Write as _};

use anstyle::{AnsiColor, Style};

use super::visible::sentence;

/// An error: the run, or a part of it, failed.
pub fn error(text: &str) {
    say("error", AnsiColor::Red, &[text]);
}

/// An error of several lines that kubescan wrote itself; a name in it must not hold a line end.
pub fn errors(text: &str) {
    say("error", AnsiColor::Red, &text.lines().collect::<Vec<_>>());
}

/// Something that the user should look at.
pub fn warning(text: &str) {
    say("warning", AnsiColor::Yellow, &[text]);
}

/// Something worth knowing.
pub fn note(text: &str) {
    say("note", AnsiColor::Cyan, &[text]);
}

/// Whether a person is watching.
#[must_use]
pub fn is_watched() -> bool {
    std::io::stderr().is_terminal()
}

fn say(word: &str, color: AnsiColor, lines: &[&str]) {
    let style = Style::new().fg_color(Some(color.into())).bold();
    let mut stderr = anstream::stderr().lock();
    for (place, line) in lines.iter().enumerate() {
        let line = sentence(line);
        // Nobody can be told that stderr is gone.
        let _ = if place == 0 {
            writeln!(stderr, "kubescan: {style}{word}{style:#}: {line}")
        } else {
            writeln!(stderr, "  {line}")
        };
    }
}
