//! `-o json`. Names are whole and lossless; what would act on the terminal of whoever prints the file is written as
//! `\uXXXX`.

use std::io::{self, Write as _};

use serde::Serialize;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, PrettyFormatter, Serializer};

use super::visible::is_hostile;

mod whole;

pub use whole::write_report;

/// Writes a value as indented JSON with a line end.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, value: &impl Serialize) -> io::Result<()> {
    let mut out = io::BufWriter::with_capacity(1 << 16, out);
    value.serialize(&mut Serializer::with_formatter(&mut out, inert(PrettyFormatter::new())))?;
    out.write_all(b"\n")?;
    out.flush()
}

/// Writes a value as one line of JSON.
///
/// # Errors
/// When writing fails.
pub fn write_line(out: &mut dyn io::Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut *out, inert(CompactFormatter)))?;
    out.write_all(b"\n")
}

/// A formatter whose output may be shown on a terminal.
fn inert<F>(inner: F) -> Inert<F> {
    Inert { inner, write: code_unit, backslash: false }
}

/// Writes hostile characters by this function.
type WriteHostile = fn(&mut dyn io::Write, char) -> io::Result<()>;

/// `\uXXXX`, as a pair of surrogates where it takes one.
fn code_unit(out: &mut dyn io::Write, character: char) -> io::Result<()> {
    let mut units = [0; 2];
    character.encode_utf16(&mut units).iter().try_for_each(|unit| write!(out, "\\u{unit:04x}"))
}

/// A formatter that writes no character that acts.
pub(super) struct Inert<F> {
    pub(super) inner: F,
    pub(super) write: WriteHostile,
    /// Whether a backslash is written that way too.
    pub(super) backslash: bool,
}

impl<F> Inert<F> {
    fn write_text(&self, writer: &mut dyn io::Write, text: &str, hostile: impl Fn(char) -> bool) -> io::Result<()> {
        let mut rest = text;
        while let Some(place) = rest.find(&hostile) {
            let (before, from) = rest.split_at(place);
            writer.write_all(before.as_bytes())?;
            let mut characters = from.chars();
            if let Some(character) = characters.next() {
                (self.write)(writer, character)?;
            }
            rest = characters.as_str();
        }
        writer.write_all(rest.as_bytes())
    }
}

impl<F: Formatter> Formatter for Inert<F> {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, mut writer: &mut W, fragment: &str) -> io::Result<()> {
        // Almost every name is plain ASCII, and most of a report is names. Of ASCII's controls serde_json leaves only one.
        if fragment.is_ascii() && !fragment.as_bytes().contains(&0x7f) {
            return writer.write_all(fragment.as_bytes());
        }
        self.write_text(&mut writer, fragment, is_hostile)
    }

    /// JSON that is passed on as it came: white space stands between its strings, anything hostile within them.
    fn write_raw_fragment<W: ?Sized + io::Write>(&mut self, mut writer: &mut W, fragment: &str) -> io::Result<()> {
        self.write_text(&mut writer, fragment, |character| is_hostile(character) && !character.is_ascii_whitespace())
    }

    fn write_char_escape<W: ?Sized + io::Write>(&mut self, mut writer: &mut W, escape: CharEscape) -> io::Result<()> {
        match escape {
            // serde_json takes the ASCII controls itself; the YAML writer wants them as its own marks too.
            CharEscape::AsciiControl(byte) => (self.write)(&mut writer, char::from(byte)),
            CharEscape::ReverseSolidus if self.backslash => (self.write)(&mut writer, '\\'),
            other => self.inner.write_char_escape(writer, other),
        }
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.inner.begin_array(writer)
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.inner.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.inner.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.inner.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.inner.begin_object(writer)
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.inner.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.inner.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.inner.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.inner.end_object_value(writer)
    }
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn hostile_characters_are_written_as_code_units_and_read_back_whole() {
        let name = "x\u{1b}[31m\u{7f}\u{9b}\u{202e}\u{e0041}\u{2028}é\n";
        let mut out = Vec::new();
        write(&mut out, &name).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, "\"x\\u001b[31m\\u007f\\u009b\\u202e\\udb40\\udc41\\u2028é\\n\"\n");
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), name);
    }
}
