//! `-o yaml`: the same data as JSON, written as it is made: no copy of the report is held.
//!
//! The YAML writer leaves characters as they are that act on a terminal. So they are first replaced by marks that it must
//! escape, and the marks in its output become the escapes of the characters: YAML's own `\UXXXXXXXX`. Marks are made by the
//! JSON writer, so there is JSON in between: one thread writes it into a pipe, and this one reads it from there.

use std::io;

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Serializer};

use super::json::Inert;

mod unmark;

use unmark::Unmark;

/// The mark around a code: a control character, which only stands in the JSON for one of our own.
const MARK: &str = "\\u0001";

/// Writes a value as YAML.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, value: &(impl Serialize + Sync)) -> io::Result<()> {
    let (reader, writer) = io::pipe()?;
    std::thread::scope(|scope| {
        let marking = scope.spawn(move || marked(writer, value));
        let written = transcoded(reader, out);
        // A reader that stopped early closed the pipe: then its own failure is the one to tell.
        let marking = marking.join().unwrap_or_else(|_| Err(io::Error::other("the report could not be serialized")));
        written.and(marking)
    })
}

/// Writes the JSON with marks.
fn marked(pipe: io::PipeWriter, value: &impl Serialize) -> io::Result<()> {
    let mut pipe = io::BufWriter::with_capacity(1 << 16, pipe);
    // A backslash is marked as well: then every backslash of the YAML is its writer's own.
    let formatter = Inert { inner: CompactFormatter, write: mark, backslash: true };
    value.serialize(&mut Serializer::with_formatter(&mut pipe, formatter))?;
    io::Write::flush(&mut pipe)
}

/// Reads the JSON and writes the YAML.
fn transcoded(pipe: io::PipeReader, out: &mut dyn io::Write) -> io::Result<()> {
    let mut source = serde_json::Deserializer::from_reader(io::BufReader::with_capacity(1 << 16, pipe));
    let mut out = Unmark::new(out);
    let written = serde_yaml::to_io_writer(&mut out, &serde_transcode::Transcoder::new(&mut source));
    // What the YAML writer makes of a failure does not tell a closed pipe from a full disk.
    out.finish()?;
    written.map_err(io::Error::other)
}

fn mark(out: &mut dyn io::Write, character: char) -> io::Result<()> {
    write!(out, "{MARK}{:08X}{MARK}", u32::from(character))
}

#[cfg(test)]
mod tests {
    use std::io;

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

    /// A terminal that is gone.
    struct Gone;

    impl io::Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_closed_pipe_is_told_as_that_and_ends_the_writing() {
        let long = vec!["x".repeat(100); 100_000];
        assert_eq!(write(&mut Gone, &long).unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }
}
