//! `-o yaml`: the same data as JSON.
//!
//! The YAML writer leaves characters as they are that act on a terminal. So they are first replaced by marks that it must
//! escape, and the marks in its output become the escapes of the characters: YAML's own `\UXXXXXXXX`.

use std::io;

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Serializer};

use super::json::Inert;

/// The mark around a code: a control character, which only stands in the JSON for one of our own.
const MARK: &str = "\\u0001";

/// Writes a value as YAML.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, value: &impl Serialize) -> io::Result<()> {
    let mut marked = Vec::new();
    // A backslash is marked as well: then every backslash of the output is the writer's own.
    let formatter = Inert { inner: CompactFormatter, write: mark, backslash: true };
    value.serialize(&mut Serializer::with_formatter(&mut marked, formatter))?;
    let mut source = serde_json::Deserializer::from_slice(&marked);
    let yaml = serde_yaml::to_string(&serde_transcode::Transcoder::new(&mut source)).map_err(io::Error::other)?;
    out.write_all(unmarked(&yaml).as_bytes())
}

fn mark(out: &mut dyn io::Write, character: char) -> io::Result<()> {
    write!(out, "{MARK}{:08X}{MARK}", u32::from(character))
}

/// The YAML writer escapes the mark as `\x01`, within double quotes.
fn unmarked(yaml: &str) -> String {
    let mut text = String::with_capacity(yaml.len());
    for (place, part) in yaml.split("\\x01").enumerate() {
        if place % 2 == 1 {
            text.push_str("\\U");
        }
        text.push_str(part);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn hostile_characters_are_escaped_and_backslashes_are_not_confused() {
        let mut out = Vec::new();
        write(&mut out, &["x\u{1b}[31m\u{202e}", "\\x01", "plain", "two\nlines"]).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{1}']), "{text}");
        assert!(text.contains("x\\U0000001B[31m\\U0000202E"), "{text}");
        assert!(text.contains("\\U0000005Cx01"), "{text}");
        assert!(text.contains("- plain\n"), "{text}");
    }
}
