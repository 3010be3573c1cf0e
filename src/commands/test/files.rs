//! The files of assertions that a command line names.

use std::io::{self, IsTerminal, Read as _};
use std::path::{Path, PathBuf};

use crate::assertions::{self, Assertion};
use crate::exit::Exit;
use crate::report::talk;

/// No file of assertions is longer.
const LONGEST: u64 = 16 << 20;

/// The assertions of all files, in their order; on failure it has been said why, for every file.
pub(super) fn read(files: &[PathBuf], inputs: &[PathBuf]) -> Result<Vec<Assertion>, Exit> {
    let is_stdin = |path: &&PathBuf| path.as_os_str() == "-";
    if files.iter().chain(inputs).filter(is_stdin).count() > 1 {
        talk::error("stdin is named twice: it can be read once, as a file of assertions or with -f");
        return Err(Exit::Usage);
    }
    let (mut found, mut failed) = (Vec::new(), None);
    for file in files {
        match one(file) {
            Ok(assertions) => found.extend(assertions),
            // That a file could not be read at all is worse than a mistake in another.
            Err(exit) => failed = if failed == Some(Exit::Failed) { failed } else { Some(exit) },
        }
    }
    failed.map_or(Ok(found), Err)
}

fn one(file: &Path) -> Result<Vec<Assertion>, Exit> {
    let name = if file.as_os_str() == "-" { "stdin".to_owned() } else { file.display().to_string() };
    if name == "stdin" && io::stdin().is_terminal() {
        talk::error("- reads from stdin, which is a terminal; pipe assertions into it");
        return Err(Exit::Usage);
    }
    let text = text(file).map_err(|error| {
        talk::error(&format!("the assertions {name} could not be read: {error}"));
        Exit::Failed
    })?;
    assertions::read(&name, &text).map_err(|error| {
        talk::errors(&error.to_string());
        Exit::Usage
    })
}

fn text(file: &Path) -> io::Result<String> {
    let mut text = String::new();
    let read = match file.as_os_str() == "-" {
        true => io::stdin().take(LONGEST + 1).read_to_string(&mut text)?,
        false => std::fs::File::open(file)?.take(LONGEST + 1).read_to_string(&mut text)?,
    };
    match u64::try_from(read) {
        Ok(read) if read <= LONGEST => Ok(text),
        _ => Err(io::Error::other("it is longer than 16 MiB")),
    }
}
