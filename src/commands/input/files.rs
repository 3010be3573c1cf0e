//! Files as the source of a snapshot.

use std::io::IsTerminal;
use std::path::PathBuf;

use crate::cli::{FilesArgs, InputArgs};
use crate::collect::files::{self, Input, Limits};
use crate::collect::live::Known;
use crate::exit::Exit;
use crate::model::Version;
use crate::report::talk;

use super::{Read, cloud};

/// Reads them; on failure it has been said why.
pub(super) fn from_files(input: &InputArgs) -> Result<Read, Exit> {
    let (paths, limits) = self::files(input);
    if paths.iter().any(|path| matches!(path, Input::Stdin)) && std::io::stdin().is_terminal() {
        talk::error("-f - reads from stdin, which is a terminal; pipe manifests into it");
        return Err(Exit::Usage);
    }
    let version = input.files.server_version.unwrap_or(Version::NEWEST);
    let snapshot = match files::read(&paths, &limits, version, input.namespace.as_deref()) {
        Ok(snapshot) => snapshot,
        Err(error) => return cloud::alone_in(input, &error),
    };
    if snapshot.source.ignored_files > 0 {
        let count = snapshot.source.ignored_files;
        let files = if count == 1 { "1 file that holds".to_owned() } else { format!("{count} files that hold") };
        talk::note(&format!("ignored {files} neither apiVersion nor kind; a file that is named is not ignored"));
    }
    let known = Known { namespace: "default".to_owned(), resources: Vec::new(), gaps: Vec::new() };
    Ok(Read { snapshot, interrupted: None, known, answers: Vec::new() })
}

/// The files that the command line names, and how much of them is read.
pub(in crate::commands) fn files(input: &InputArgs) -> (Vec<Input>, Limits) {
    let named = |path: &PathBuf| if path.as_os_str() == "-" { Input::Stdin } else { Input::Path(path.clone()) };
    let FilesArgs { follow_symlinks, max_input, max_objects, .. } = input.files;
    let mut limits = Limits { follow_symlinks, ..Limits::default() };
    if let Some(bytes) = max_input {
        (limits.json_bytes, limits.other_bytes) = (bytes, bytes);
    }
    if let Some(objects) = max_objects {
        limits.objects = objects;
    }
    (input.filename.iter().map(named).collect(), limits)
}
