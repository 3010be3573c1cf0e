//! Several outputs of one run: each in its format, to stdout or to a file of its own.

use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::atomic::{Pending, Readers};
use crate::cli::{DiffFormat, Format, Output, TestFormat};
use crate::exit::Exit;
use crate::report::{grid, talk};

use super::output;

/// A format of some command.
pub(super) trait Written: Copy {
    /// Whether it is text with colours for a terminal.
    fn is_styled(self) -> bool;

    /// Who may read a file of it: what is found is a map for an attacker.
    fn readers(self) -> Readers {
        Readers::Owner
    }
}

impl Written for Format {
    fn is_styled(self) -> bool {
        matches!(self, Format::Table | Format::Wide)
    }

    fn readers(self) -> Readers {
        // Another program picks up metrics.
        if self == Format::Prometheus { Readers::Umask } else { Readers::Owner }
    }
}

impl Written for TestFormat {
    fn is_styled(self) -> bool {
        matches!(self, TestFormat::Table | TestFormat::Wide)
    }
}

impl Written for DiffFormat {
    fn is_styled(self) -> bool {
        matches!(self, DiffFormat::Table | DiffFormat::Wide)
    }
}

/// The outputs that were asked for; each file was found to be writable before the work began.
pub(super) struct Outputs<F> {
    files: Vec<(F, PathBuf, Pending)>,
    stdout: Option<F>,
}

impl Outputs<Format> {
    /// Whether a file of this path will hold a report that can be read back.
    pub(super) fn will_report_to(&self, path: &Path) -> bool {
        self.files.iter().any(|(format, file, _)| *format == Format::Json && file == path)
    }

    /// Leaves the file of this path as it is.
    pub(super) fn spare(&mut self, path: &Path) {
        self.files.retain(|(_, file, _)| file != path);
    }
}

impl<F: Written> Outputs<F> {
    /// Makes sure that all can be written; what cannot has been said.
    pub(super) fn begin(asked: &[Output<F>]) -> Result<Self, Exit> {
        check(asked)?;
        let mut outputs = Outputs { files: Vec::new(), stdout: None };
        for Output { format, file } in asked {
            match file {
                None => outputs.stdout = Some(*format),
                Some(path) => {
                    let pending = Pending::begin(path, format.readers()).map_err(|error| refuse(path, &error))?;
                    outputs.files.push((*format, path.clone(), pending));
                }
            }
        }
        Ok(outputs)
    }

    /// Whether a person reads what goes to stdout, gaps included.
    pub(super) fn are_read(&self) -> bool {
        self.stdout.is_some_and(Written::is_styled)
    }

    /// Writes them, files first, and ends as `exit` says unless one could not be delivered.
    pub(super) fn deliver(self, exit: Exit, write: impl Writes<F>) -> Exit {
        let mut ends = exit;
        for (format, path, pending) in self.files {
            if let Err(error) = to_file(pending, format, &write) {
                ends = refuse(&path, &error);
            }
        }
        match self.stdout {
            None => ends,
            Some(format) if format.is_styled() => {
                output::deliver_styled(ends, |out| write(out, format, grid::terminal_width()))
            }
            Some(format) => output::deliver(ends, |out| write(out, format, None)),
        }
    }
}

/// Writes one format, into so many columns where there is a terminal.
pub(super) trait Writes<F>: Fn(&mut dyn Write, F, Option<u16>) -> io::Result<()> {}

impl<F, W: Fn(&mut dyn Write, F, Option<u16>) -> io::Result<()>> Writes<F> for W {}

fn to_file<F: Written>(mut pending: Pending, format: F, write: &impl Writes<F>) -> io::Result<()> {
    match format.is_styled() {
        true => whole(output::plain(pending.file()), format, write)?,
        false => whole(pending.file(), format, write)?,
    }
    pending.finish()
}

fn whole<F>(out: impl Write, format: F, write: &impl Writes<F>) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    write(&mut out, format, None)?;
    out.flush()
}

/// Stdout takes one output, and each file too.
fn check<F>(asked: &[Output<F>]) -> Result<(), Exit> {
    let mut places = BTreeSet::new();
    for Output { file, .. } in asked {
        if !places.insert(file) {
            talk::error(&match file {
                None => "two outputs go to stdout; write one of them to a file: -o json=report.json".to_owned(),
                Some(path) => format!("two outputs go to {}; give each a file of its own", path.display()),
            });
            return Err(Exit::Usage);
        }
    }
    Ok(())
}

fn refuse(path: &Path, error: &io::Error) -> Exit {
    let what = "name a file in a folder that exists and is writable";
    talk::error(&format!("the report could not be written to {}: {error}; {what}", path.display()));
    Exit::Failed
}
