//! What a verdict rests on must not come from whoever is judged.

use std::path::{Path, PathBuf};

use crate::exit::Exit;
use crate::report::talk;

/// Warns where this file lies in a directory that is scanned.
pub(super) fn check(what: &str, file: &Path, scanned: &[PathBuf]) {
    if scanned.iter().any(|input| input.is_dir() && is_inside(file, input)) {
        talk::warning(&format!(
            "{what} lies inside a directory that is scanned: whoever changes the manifests may change it too"
        ));
    }
}

/// The text of a file that the command line names; on failure it has been said.
pub(super) fn read(what: &str, file: &Path) -> Result<String, Exit> {
    std::fs::read_to_string(file).map_err(|error| {
        talk::error(&format!("{what} {} could not be read: {error}", file.display()));
        Exit::Usage
    })
}

fn is_inside(file: &Path, folder: &Path) -> bool {
    match (file.canonicalize(), folder.canonicalize()) {
        (Ok(file), Ok(folder)) => file.starts_with(folder),
        _ => false,
    }
}
