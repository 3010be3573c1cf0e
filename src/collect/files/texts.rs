//! Files as plain text, for readers of what is no manifest.

use crate::model::{Note, Reason};

use super::walk::Walk;
use super::{Fault, Input, Limits, bytes, text};

/// A file that was read.
pub(in crate::collect) struct FileText {
    /// The path as the user wrote it, or as the walk found it.
    pub(in crate::collect) name: String,
    /// Whether the user named it, rather than a directory that it is in.
    pub(in crate::collect) named: bool,
    pub(in crate::collect) text: String,
}

/// Reads all files that the inputs stand for. What cannot be read is an error: the rest would look whole without it.
pub(in crate::collect) fn texts(
    inputs: &[Input],
    limits: &Limits,
    notes: &mut Vec<Note>,
) -> Result<Vec<FileText>, Fault> {
    let mut walk = Walk::new(limits.follow_symlinks);
    for input in inputs {
        walk.add(input);
    }
    notes.append(&mut walk.notes());
    if let Some(fault) = walk.faults.into_iter().next() {
        return Err(fault);
    }
    let read = |entry: &super::walk::Entry| {
        let content = bytes::read(entry, limits)?;
        let text = text::decode(content.bytes)
            .map_err(|why| Fault::of_file(&entry.name, Reason::Malformed, why, "save it as UTF-8"))?;
        Ok(FileText { name: entry.name.clone(), named: entry.named, text })
    };
    walk.entries.iter().map(read).collect()
}
