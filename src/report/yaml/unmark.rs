//! Turns the marks in YAML into the escapes that they stand for, on the way to the writer.

use std::io;

/// How the YAML writer escapes a mark, within double quotes.
const ESCAPED: &[u8] = b"\\x01";

/// A writer of YAML with marks.
pub(super) struct Unmark<'o> {
    out: &'o mut dyn io::Write,
    /// How much of a mark has been seen at the end of what was written.
    seen: usize,
    /// Whether a code was opened and not closed.
    open: bool,
    /// Why writing failed.
    failure: Option<io::Error>,
}

impl<'o> Unmark<'o> {
    pub(super) fn new(out: &'o mut dyn io::Write) -> Self {
        Unmark { out, seen: 0, open: false, failure: None }
    }

    /// Writes what was held back.
    ///
    /// # Errors
    /// When this or any writing before failed.
    pub(super) fn finish(mut self) -> io::Result<()> {
        match self.failure.take() {
            Some(failure) => Err(failure),
            None => self.out.write_all(ESCAPED.get(..self.seen).unwrap_or_default()),
        }
    }

    /// Writes a part of which nothing but the end may be a part of a mark.
    fn pass(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut clean = 0;
        for (place, byte) in bytes.iter().enumerate() {
            if ESCAPED.get(self.seen) == Some(byte) {
                if self.seen == 0 {
                    self.out.write_all(bytes.get(clean..place).unwrap_or_default())?;
                }
                self.seen += 1;
                clean = place + 1;
                if self.seen == ESCAPED.len() {
                    self.mark()?;
                }
            } else if self.seen > 0 {
                self.out.write_all(ESCAPED.get(..self.seen).unwrap_or_default())?;
                // The backslash that begins a mark stands nowhere else in one.
                self.seen = usize::from(Some(byte) == ESCAPED.first());
                clean = place + self.seen;
            }
        }
        self.out.write_all(bytes.get(clean..).unwrap_or_default())
    }

    /// A mark is complete: the first opens a code, the next closes it.
    fn mark(&mut self) -> io::Result<()> {
        self.seen = 0;
        self.open = !self.open;
        if self.open { self.out.write_all(b"\\U") } else { Ok(()) }
    }
}

impl io::Write for Unmark<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.pass(bytes).map(|()| bytes.len()).inspect_err(|error| self.failure = Some(error.kind().into()))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::Unmark;

    #[test]
    fn a_mark_is_found_however_the_text_is_cut() {
        let text = br#"a: "\x010000001B\x01[31m\\x02\x" b"#;
        for size in 1..=text.len() {
            let mut out = Vec::new();
            let mut writer = Unmark::new(&mut out);
            text.chunks(size).for_each(|part| writer.write_all(part).unwrap());
            writer.finish().unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), r#"a: "\U0000001B[31m\\x02\x" b"#, "in parts of {size}");
        }
    }
}
