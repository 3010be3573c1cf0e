//! The one way by which data comes into the page: JSON within a script element that is never run.
//!
//! Nothing in it ends the element, and no text holds a character that acts: such characters come out as the marks that
//! [`super::super::visible`] gives to people. Texts of several lines are handed over line by line.

use std::io;

use serde::Serialize;
use serde_json::ser::{CharEscape, Formatter, Serializer};

use super::super::visible::is_hostile;

/// A value as JSON that may stand in a script element.
///
/// # Errors
/// When a value cannot be written as JSON.
pub(super) fn embedded(value: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut text = Vec::with_capacity(1 << 16);
    value.serialize(&mut Serializer::with_formatter(&mut text, Embedded))?;
    Ok(text)
}

struct Embedded;

impl Formatter for Embedded {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(place) = rest.find(acts) {
            let (before, from) = rest.split_at(place);
            writer.write_all(before.as_bytes())?;
            let mut characters = from.chars();
            match characters.next() {
                Some(character @ ('<' | '>' | '&')) => write!(writer, "\\u{:04x}", u32::from(character))?,
                Some(character) => mark(writer, u32::from(character))?,
                None => {}
            }
            rest = characters.as_str();
        }
        writer.write_all(rest.as_bytes())
    }

    fn write_char_escape<W: ?Sized + io::Write>(&mut self, writer: &mut W, escape: CharEscape) -> io::Result<()> {
        match escape {
            CharEscape::Quote => writer.write_all(b"\\\""),
            CharEscape::Solidus => writer.write_all(b"/"),
            // No two texts look the same.
            CharEscape::ReverseSolidus => writer.write_all(b"\\\\\\\\"),
            CharEscape::Backspace => mark(writer, 0x8),
            CharEscape::FormFeed => mark(writer, 0xc),
            CharEscape::LineFeed => mark(writer, 0xa),
            CharEscape::CarriageReturn => mark(writer, 0xd),
            CharEscape::Tab => mark(writer, 0x9),
            CharEscape::AsciiControl(byte) => mark(writer, u32::from(byte)),
        }
    }
}

/// What ends an element or opens one, and what acts on whoever reads it.
fn acts(character: char) -> bool {
    matches!(character, '<' | '>' | '&') || is_hostile(character)
}

fn mark(writer: &mut (impl io::Write + ?Sized), code: u32) -> io::Result<()> {
    write!(writer, "\\\\u{{{code:x}}}")
}

#[cfg(test)]
mod tests {
    use super::embedded;
    use crate::report::visible::inert;

    #[test]
    fn nothing_leaves_the_element_and_what_acts_is_seen() {
        let names =
            ["</script><!--", "a & b", "\u{2028}\u{2029}", "x\u{1b}[31m\u{7f}\u{202e}", "a\nb\tc\\d\"e/é", "\\u{202e}"];
        for name in names {
            let text = String::from_utf8(embedded(&name).unwrap()).unwrap();
            assert!(!text.contains(['<', '>', '&', '\n', '\u{2028}']), "{text}");
            assert_eq!(serde_json::from_str::<String>(&text).unwrap(), inert(name), "{text}");
        }
    }
}
