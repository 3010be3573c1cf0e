//! Which kubeconfig is meant, and what it says.
//!
//! In this order: the one named on the command line, those in `KUBECONFIG`, the default file, the pod that kubescan
//! runs in. A named file that is missing is an error: nobody wants another cluster scanned instead.

use std::path::{Path, PathBuf};

use kube::config::{Kubeconfig, KubeconfigError};

use super::LiveError;
use super::connection::Connection;
use super::surroundings::Surroundings;
use crate::model::Note;

/// A kubeconfig, as far as it has been read.
pub(super) struct Chosen {
    /// Its content, merged as kubectl merges several.
    pub(super) content: Kubeconfig,
    /// The files that it came from, for messages.
    pub(super) path: String,
    /// Whether it is the file that the user's own tools write.
    pub(super) is_default: bool,
    /// Missing files, files that others may change.
    pub(super) notes: Vec<Note>,
}

/// The kubeconfig that is meant; nothing when the pod's own credential is.
pub(super) fn choose(connection: &Connection, around: &Surroundings) -> Result<Option<Chosen>, LiveError> {
    if connection.in_cluster {
        return Ok(None);
    }
    if let Some(path) = &connection.kubeconfig {
        return read(std::slice::from_ref(path), false).map(Some);
    }
    let named = around.kubeconfig.iter().flat_map(std::env::split_paths);
    let named: Vec<PathBuf> = named.filter(|path| !path.as_os_str().is_empty()).collect();
    if !named.is_empty() {
        return read(&named, false).map(Some);
    }
    match around.home.as_ref().map(|home| home.join(".kube/config")) {
        Some(path) if path.exists() => read(&[path], true).map(Some),
        _ => Ok(None),
    }
}

/// Reads and merges these files. Missing ones are skipped, unless none is there.
fn read(paths: &[PathBuf], is_default: bool) -> Result<Chosen, LiveError> {
    let (found, missing): (Vec<_>, Vec<_>) = paths.iter().partition(|path| path.exists());
    if found.is_empty() {
        let path = display(paths);
        let why = "no such file".to_owned();
        return Err(LiveError::Kubeconfig { path, why });
    }
    let content = found.iter().try_fold(Kubeconfig::default(), |merged, path| {
        let next = Kubeconfig::read_from(path);
        next.and_then(|next| merged.merge(next)).map_err(|error| unreadable(path, &error))
    })?;
    let mut notes: Vec<Note> = missing.into_iter().map(|path| absent(path)).collect();
    notes.extend(found.iter().filter_map(|path| exposed(path)));
    Ok(Chosen { content, path: display(paths), is_default, notes })
}

fn display(paths: &[PathBuf]) -> String {
    let shown: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
    shown.join(", ")
}

fn absent(path: &Path) -> Note {
    Note { warning: false, text: format!("{}, named in KUBECONFIG, does not exist", path.display()) }
}

/// A warning when others could have put their own cluster or program into the file.
fn exposed(path: &Path) -> Option<Note> {
    use std::os::unix::fs::MetadataExt;
    const WRITABLE_BY_OTHERS: u32 = 0o002;
    let mode = path.metadata().ok()?.mode();
    (mode & WRITABLE_BY_OTHERS != 0).then(|| Note {
        warning: true,
        text: format!("{} can be changed by every user of this machine", path.display()),
    })
}

/// Of a syntax error only the place survives: the text around it may be a token.
fn unreadable(path: &Path, error: &KubeconfigError) -> LiveError {
    let why = match error {
        KubeconfigError::ReadConfig(error, _) => error.kind().to_string(),
        KubeconfigError::Parse(error) => match error.location() {
            Some(place) => format!("not a kubeconfig, at line {} column {}", place.line(), place.column()),
            None => "not a kubeconfig".to_owned(),
        },
        KubeconfigError::KindMismatch | KubeconfigError::ApiVersionMismatch => {
            "of another kind than the files before it".to_owned()
        }
        _ => "not a kubeconfig".to_owned(),
    };
    let path = path.display().to_string();
    LiveError::Kubeconfig { path, why }
}
