//! A whole report as JSON: its long lists on all cores, a few thousand items at a time, so that no text of it is held.

use std::io;

use rayon::prelude::*;
use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};

use super::super::Report;
use super::super::fields::Fields;
use super::inert;

/// How many items one core writes at a time.
const CHUNK: usize = 128;

/// The same as [`super::write`] does.
///
/// # Errors
/// When writing fails.
pub fn write_report(out: &mut dyn io::Write, report: &Report) -> io::Result<()> {
    let mut members = Members { out, first: true };
    members.out.write_all(b"{")?;
    report.fields(&mut members)?;
    members.out.write_all(b"\n}\n")
}

/// The members of an object.
struct Members<'o> {
    out: &'o mut dyn io::Write,
    first: bool,
}

impl Members<'_> {
    fn name(&mut self, name: &str) -> io::Result<()> {
        let comma = if std::mem::take(&mut self.first) { "" } else { "," };
        write!(self.out, "{comma}\n  \"{name}\": ")
    }
}

impl Fields for Members<'_> {
    type Error = io::Error;

    fn one(&mut self, name: &'static str, value: &impl Serialize) -> io::Result<()> {
        self.name(name)?;
        let mut text = Vec::new();
        append(&mut text, value, 1)?;
        self.out.write_all(&text)
    }

    fn list(&mut self, name: &'static str, items: &[impl Serialize + Sync]) -> io::Result<()> {
        if items.is_empty() {
            return self.one(name, &[(); 0]);
        }
        self.name(name)?;
        let mut before: &[u8] = b"[";
        for items in items.chunks(CHUNK.saturating_mul(rayon::current_num_threads())) {
            let texts: Vec<io::Result<Vec<u8>>> = items.par_chunks(CHUNK).map(elements).collect();
            for text in texts {
                self.out.write_all(before)?;
                self.out.write_all(&text?)?;
                before = b",";
            }
        }
        self.out.write_all(b"\n  ]")
    }
}

/// Elements of a list that is a member.
fn elements(items: &[impl Serialize]) -> io::Result<Vec<u8>> {
    let mut text = Vec::with_capacity(1 << 16);
    for (place, item) in items.iter().enumerate() {
        text.extend_from_slice(if place == 0 { b"\n    " } else { b",\n    " });
        append(&mut text, item, 2)?;
    }
    Ok(text)
}

/// Appends a value that stands so deep in the object.
fn append(text: &mut Vec<u8>, value: &impl Serialize, depth: usize) -> io::Result<()> {
    let mut indented = PrettyFormatter::new();
    for _ in 0..depth {
        indented.begin_object(&mut io::sink())?;
    }
    value.serialize(&mut Serializer::with_formatter(text, inert(indented)))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io;

    use serde::ser::{Serialize, SerializeMap, Serializer};

    use super::{CHUNK, Fields, Members};

    /// An object with an empty list and one that takes several turns of all cores.
    struct Object(Vec<Vec<String>>);

    impl Object {
        fn fields<F: Fields>(&self, out: &mut F) -> Result<(), F::Error> {
            out.one("one", &["a\u{1b}", "b"])?;
            out.list("none", &[(); 0])?;
            out.list("many", &self.0)
        }
    }

    impl Serialize for Object {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(None)?;
            map.serialize_entry("one", &["a\u{1b}", "b"])?;
            map.serialize_entry("none", &[(); 0])?;
            map.serialize_entry("many", &self.0)?;
            map.end()
        }
    }

    #[test]
    fn it_is_the_same_text_as_that_of_one_core() {
        let turn = CHUNK * rayon::current_num_threads();
        for count in [1, 2, CHUNK, CHUNK + 1, turn, turn + 1, 3 * turn - 1] {
            let object = Object((0..count).map(|item| vec![format!("item {item}"); item % 3]).collect());
            let (mut all, mut one) = (Vec::new(), Vec::new());
            let mut members = Members { out: &mut all, first: true };
            io::Write::write_all(members.out, b"{").unwrap();
            object.fields(&mut members).unwrap();
            io::Write::write_all(members.out, b"\n}\n").unwrap();
            super::super::write(&mut one, &object).unwrap();
            assert!(all == one, "{count}");
        }
    }
}
