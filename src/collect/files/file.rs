//! One file, whatever it holds.

use std::path::Path;

use serde::de::IgnoredAny;

use crate::collect::found::Found;
use crate::collect::snapshot_file;
use crate::model::{Name, Note, Reason, Snapshot};

use super::fault::Fault;
use super::limits::Limits;
use super::walk::{Entry, open_fault};
use super::{bytes, json, manifest, text};

/// What a file gave.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) found: Found,
    pub(super) faults: Vec<Fault>,
    /// It was a snapshot.
    pub(super) snapshot: Option<Box<Snapshot>>,
    /// How many documents or objects there were, readable or not.
    pub(super) seen: usize,
}

/// What readers need to know of the file that a text comes from.
pub(super) struct File<'f> {
    /// Its name, as in messages.
    pub(super) name: &'f str,
    /// The same, to be shared by locations.
    pub(super) shared: Name,
    /// The namespace of objects that name none.
    pub(super) namespace: &'f str,
    /// How many objects are read at most.
    pub(super) objects: usize,
}

/// JSON that is none is tried as YAML up to this size: `{a: b}` may be YAML.
const TRIED_AGAIN: usize = 64 * 1024 * 1024;

/// Reads a file. One of a directory in which nothing says that it is a Kubernetes object is ignored and counted: charts keep
/// their values beside manifests.
pub(super) fn read_file(entry: &Entry, limits: &Limits, namespace: &str) -> Outcome {
    let failed = |fault| Outcome { seen: 1, faults: vec![fault], ..Outcome::default() };
    let mut outcome = read_content(entry, limits, namespace).unwrap_or_else(failed);
    let foreign = outcome.faults.iter().filter(|fault| fault.foreign).count();
    if !entry.named && foreign > 0 && foreign == outcome.seen && foreign == outcome.faults.len() {
        outcome.faults.clear();
        outcome.found.ignored_files = 1;
    }
    outcome
}

fn read_content(entry: &Entry, limits: &Limits, namespace: &str) -> Result<Outcome, Fault> {
    let file = File { name: &entry.name, shared: entry.name.as_str().into(), namespace, objects: limits.objects };
    if let Some(outcome) = read_large(entry, limits, &file)? {
        return Ok(outcome);
    }
    let content = bytes::read(entry, limits)?;
    let text = text::decode(content.bytes)
        .map_err(|why| Fault::of_file(&entry.name, Reason::Malformed, why, "save it as UTF-8"))?;
    if snapshot_file::is_snapshot(&text) {
        return snapshot(entry, &text, content.world_readable);
    }
    let outcome = objects(entry, &file, &text)?;
    if outcome.seen == 0 {
        let why = "it is empty, or holds only comments";
        let mut fault = Fault::of_file(&entry.name, Reason::Malformed, why, "name a file with Kubernetes manifests");
        fault.what = "no objects".to_owned();
        return Err(fault);
    }
    Ok(outcome)
}

/// Reads a large file piece by piece, if that can be done.
fn read_large(entry: &Entry, limits: &Limits, file: &File<'_>) -> Result<Option<Outcome>, Fault> {
    let Some(large) = bytes::large(entry, limits)? else { return Ok(None) };
    let outcome = json::read_list(large.stream(), file).map_err(|error| open_fault(&entry.name, &error))?;
    if outcome.is_some() {
        large.check()?;
    }
    Ok(outcome)
}

fn objects(entry: &Entry, file: &File<'_>, text: &str) -> Result<Outcome, Fault> {
    if !bytes::looks_like_json(text.as_bytes()) {
        return Ok(manifest::read(text, file));
    }
    match json::read(text, file) {
        Err(_) if text.len() <= TRIED_AGAIN && !says_json(entry) && may_be_yaml(text) => Ok(manifest::read(text, file)),
        outcome => outcome,
    }
}

/// Whether a text that looks like JSON and is none may be YAML: in braces, or several documents.
fn may_be_yaml(text: &str) -> bool {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    !matches!(values.next(), Some(Ok(_))) || text.contains("\n---")
}

/// Whether the name leaves no doubt that the content is meant to be JSON.
fn says_json(entry: &Entry) -> bool {
    let name = entry.name.strip_suffix(".gz").or(entry.name.strip_suffix(".zst"));
    let extension = Path::new(name.unwrap_or(&entry.name)).extension();
    extension.is_some_and(|extension| extension == "json" || extension == "jsonl")
}

fn snapshot(entry: &Entry, text: &str, world_readable: bool) -> Result<Outcome, Fault> {
    let snapshot = snapshot_file::parse(text).map_err(|error| {
        let mut fault = Fault::of_file(&entry.name, Reason::Malformed, error.to_string(), error.remedy());
        fault.what = "cannot read the snapshot".to_owned();
        fault
    })?;
    let mut outcome = Outcome { snapshot: Some(Box::new(snapshot)), ..Outcome::default() };
    if world_readable {
        let text = format!("{} is a map for an attacker and anybody on this machine can read it", entry.name);
        outcome.found.notes.push(Note { warning: true, text });
    }
    Ok(outcome)
}

/// A file with more objects than are read.
pub(super) fn too_many(file: &File<'_>) -> Fault {
    let why = format!("it holds more than {} objects; the rest is left out", file.objects);
    Fault::of_file(file.name, Reason::Limit, why, "split it, or raise --max-objects")
}
