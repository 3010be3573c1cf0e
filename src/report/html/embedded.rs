//! The one way by which data comes into the page: JSON within a script element that is never run.
//!
//! Nothing in it ends the element, and the file holds no character that acts: these are written as codes, which give the
//! program of the page each text as it was read. What people see of it the page makes visible (`page/shown.js`).

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

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
            if let Some(character) = characters.next() {
                code(writer, character)?;
            }
            rest = characters.as_str();
        }
        writer.write_all(rest.as_bytes())
    }
}

/// What ends an element or opens one, and what acts on whoever reads it.
fn acts(character: char) -> bool {
    matches!(character, '<' | '>' | '&') || is_hostile(character)
}

/// A character as JSON codes of UTF-16.
fn code(writer: &mut (impl io::Write + ?Sized), character: char) -> io::Result<()> {
    character.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(writer, "\\u{unit:04x}"))
}

#[cfg(test)]
mod tests {
    use super::embedded;

    #[test]
    fn nothing_leaves_the_element_and_texts_stay_what_they_are() {
        let names = [
            "</script><!--",
            "a & b",
            "\u{2028}\u{2029}",
            "x\u{1b}[31m\u{7f}\u{202e}",
            "a\nb\tc\\d\"e/é",
            "\\u{202e}",
            "\u{f0000}",
        ];
        for name in names {
            let text = String::from_utf8(embedded(&name).unwrap()).unwrap();
            assert!(!text.contains(['<', '>', '&', '\n', '\u{7f}', '\u{202e}', '\u{2028}']), "{text}");
            assert_eq!(serde_json::from_str::<String>(&text).unwrap(), *name, "{text}");
        }
    }
}
