//! Files as a source: manifests and dumps in YAML or JSON, directories of them, stdin, and kubescan's own snapshots.
//!
//! In this order: paths become a list of files; each file becomes bytes, within its limits and unpacked; bytes become
//! text; text becomes objects. What cannot be read is a fault: the only thing there was, it is an error, beside anything
//! readable a gap. Nothing is decided by a file's name once it is open, only by what it holds.

mod bytes;
mod fault;
mod file;
mod json;
mod limits;
mod manifest;
mod object;
mod object_places;
mod packed;
mod text;
mod texts;
mod walk;

use std::path::PathBuf;

use rayon::prelude::*;

use crate::model::{Note, Reason, Snapshot, Source, SourceKind, Version};

use super::found::Found;
use super::kind::Kind;
use super::settle::settle;

pub use fault::{Fault, FilesError};
use file::{Outcome, read_file};
pub(super) use json::Places as JsonPlaces;
pub use limits::Limits;
pub use object_places::{ObjectPlace, ObjectPlaces};
pub(super) use texts::{FileText, texts};
use walk::{Entry, Walk};

/// One thing to read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Input {
    /// A file or a directory.
    Path(PathBuf),
    /// Standard input.
    Stdin,
}

/// The namespace of objects that name none, unless told otherwise.
const DEFAULT_NAMESPACE: &str = "default";

/// How many files are read before their objects are added up.
const BATCH: usize = 64;

/// Reads files into a snapshot. A lone snapshot file gives the very snapshot that was written.
///
/// # Errors
/// When nothing in them could be used: see [`FilesError`]. Anything less is a gap of the snapshot.
pub fn read(
    paths: &[Input],
    limits: &Limits,
    server_version: Version,
    namespace_default: Option<&str>,
) -> Result<Snapshot, FilesError> {
    let namespace = namespace_default.unwrap_or(DEFAULT_NAMESPACE);
    let mut walk = Walk::new(limits.follow_symlinks);
    for input in paths {
        walk.add(input);
    }
    let mut found = Found::default();
    found.notes.append(&mut walk.notes());
    let mut faults = walk.faults;
    if let Some(snapshot) = read_all(&walk.entries, limits, namespace, &mut found, &mut faults)? {
        return Ok(snapshot);
    }
    let mut names: Vec<String> = paths.iter().map(Input::name).collect();
    names.sort_unstable();
    let name = names.join(", ");
    if found.is_empty() {
        return Err(nothing_in(&name, &found, faults));
    }
    found.gaps.extend(faults.into_iter().map(Fault::into_gap));
    object::add_notes(&mut found, namespace);
    let source = source(name, server_version, &found);
    Ok(settle(found, source))
}

/// A cluster that holds nothing.
#[must_use]
pub fn nothing(name: &str, server_version: Version) -> Snapshot {
    let found = Found::default();
    let source = source(name.to_owned(), server_version, &found);
    settle(found, source)
}

fn source(name: String, server_version: Version, found: &Found) -> Source {
    Source {
        kind: SourceKind::Files,
        name,
        server_version,
        stored: found.stored,
        namespace: None,
        ignored_files: found.ignored_files,
        identity: None,
        server: None,
        time: None,
        tls_verified: None,
    }
}

/// Reads the files in their order; a lone snapshot ends it.
fn read_all(
    entries: &[Entry],
    limits: &Limits,
    namespace: &str,
    found: &mut Found,
    faults: &mut Vec<Fault>,
) -> Result<Option<Snapshot>, FilesError> {
    for batch in entries.chunks(BATCH) {
        let outcomes: Vec<Outcome> = batch.par_iter().map(|entry| read_file(entry, limits, namespace)).collect();
        for (entry, mut outcome) in batch.iter().zip(outcomes) {
            if let Some(mut snapshot) = outcome.snapshot {
                if entries.len() > 1 {
                    return Err(FilesError::SnapshotAmongFiles(entry.name.clone()));
                }
                snapshot.notes.append(&mut outcome.found.notes);
                return Ok(Some(*snapshot));
            }
            faults.append(&mut outcome.faults);
            if found.objects() + outcome.found.objects() > limits.objects {
                faults.push(too_many(entry, limits));
                return Ok(None);
            }
            found.append(outcome.found);
        }
    }
    Ok(None)
}

fn too_many(entry: &Entry, limits: &Limits) -> Fault {
    let why = format!("with it there would be more than {} objects; it and what follows is left out", limits.objects);
    Fault::of_file(&entry.name, Reason::Limit, why, "read fewer files, or raise --max-objects")
}

fn nothing_in(name: &str, found: &Found, mut faults: Vec<Fault>) -> FilesError {
    if faults.is_empty() {
        let definitions = (!found.custom_resources.is_empty()).then(|| Kind::CustomResourceDefinition.name());
        let unknown = found.unknown_kinds.keys().map(String::as_str);
        let kinds: Vec<&str> = definitions.into_iter().chain(unknown).collect();
        return match kinds.as_slice() {
            [] if found.ignored_files > 0 => {
                FilesError::NoObjects(format!("{name} (files without apiVersion and kind: {})", found.ignored_files))
            }
            [] => FilesError::Nothing(name.to_owned()),
            kinds => FilesError::NoObjects(format!("{name} that kubescan judges (only {})", kinds.join(", "))),
        };
    }
    FilesError::Unreadable(Box::new(faults.swap_remove(0)))
}

impl Input {
    /// The input as the user wrote it.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Input::Path(path) => path.to_string_lossy().into_owned(),
            Input::Stdin => "-".to_owned(),
        }
    }
}

fn information(text: String) -> Note {
    Note { warning: false, text }
}

#[cfg(test)]
mod tests;
