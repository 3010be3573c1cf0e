//! Delivering what was asked for: to stdout, and to files.

use std::fs::File;
use std::io::{self, Write};

use crate::exit::Exit;
use crate::report::talk;

/// Writes to stdout and ends as `exit` says. A closed pipe is success: the reader has seen enough, and the exit code is
/// the gate. Any other failure means that the report was not delivered.
pub(super) fn deliver(exit: Exit, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Exit {
    deliver_to(io::BufWriter::with_capacity(1 << 16, io::stdout().lock()), exit, write)
}

/// The same for text with colours, which are taken out where no terminal shows them.
pub(super) fn deliver_styled(exit: Exit, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Exit {
    deliver_to(io::BufWriter::new(anstream::stdout().lock()), exit, write)
}

/// A file in which text with colours is plain.
pub(super) fn plain(file: &mut File) -> impl Write {
    anstream::StripStream::new(file)
}

fn deliver_to(mut out: impl Write, exit: Exit, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Exit {
    match write(&mut out).and_then(|()| out.flush()) {
        Ok(()) => exit,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => exit,
        Err(error) => {
            talk::error(&format!("the report could not be written: {error}"));
            Exit::Failed
        }
    }
}
