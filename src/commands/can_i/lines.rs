//! The lines of a file of reviews, or of stdin.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read as _};
use std::path::Path;

use crate::exit::Exit;
use crate::report::talk;

/// No review is longer.
const LONGEST: u64 = 1 << 20;

/// The lines of a file or of stdin, empty ones left out.
pub(super) struct Lines {
    pub(super) name: String,
    /// How many were read, empty ones too.
    read: usize,
    reader: Box<dyn BufRead>,
}

/// One line, not understood yet.
pub(super) struct Line {
    /// From 1.
    pub(super) number: usize,
    /// Its text, or why it has none.
    pub(super) text: Result<String, &'static str>,
}

impl Lines {
    /// Opens a file, or stdin for `-`; on failure it has been said why.
    pub(super) fn open(file: &Path) -> Result<Self, Exit> {
        let name = file.display().to_string();
        if name == "-" {
            if io::stdin().is_terminal() {
                talk::error("--reviews - reads from stdin, which is a terminal; pipe reviews into it");
                return Err(Exit::Usage);
            }
            return Ok(Lines { name: "stdin".to_owned(), read: 0, reader: Box::new(BufReader::new(io::stdin())) });
        }
        match File::open(file) {
            Ok(file) => Ok(Lines { name, read: 0, reader: Box::new(BufReader::with_capacity(1 << 18, file)) }),
            Err(error) => Err(unreadable(&name, &error)),
        }
    }

    /// The next lines, at most this many; none at the end. On failure it has been said why.
    pub(super) fn batch(&mut self, most: usize) -> Result<Vec<Line>, Exit> {
        let mut lines = Vec::new();
        while lines.len() < most {
            match self.next() {
                Ok(Some(line)) => lines.push(line),
                Ok(None) => break,
                Err(error) => return Err(unreadable(&self.name, &error)),
            }
        }
        Ok(lines)
    }

    /// The next line that is not empty.
    fn next(&mut self) -> io::Result<Option<Line>> {
        loop {
            let mut bytes = Vec::new();
            if (&mut self.reader).take(LONGEST).read_until(b'\n', &mut bytes)? == 0 {
                return Ok(None);
            }
            self.read += 1;
            let whole = bytes.last() == Some(&b'\n') || !self.skip_rest()?;
            let text = match String::from_utf8(bytes) {
                _ if !whole => Err("the line is longer than 1 MiB"),
                Ok(text) => Ok(text.trim().to_owned()),
                Err(_) => Err("the line is not UTF-8"),
            };
            if text.as_deref() != Ok("") {
                return Ok(Some(Line { number: self.read, text }));
            }
        }
    }

    /// Reads to the end of a line of which a part was read; whether there was more of it.
    fn skip_rest(&mut self) -> io::Result<bool> {
        let mut more = false;
        loop {
            let mut rest = Vec::new();
            let read = (&mut self.reader).take(LONGEST).read_until(b'\n', &mut rest)?;
            if read == 0 || rest.last() == Some(&b'\n') {
                return Ok(more || read > 0);
            }
            more = true;
        }
    }
}

fn unreadable(name: &str, error: &io::Error) -> Exit {
    talk::error(&format!("the reviews {name} could not be read: {error}"));
    Exit::Failed
}
