//! What could not be read: an error when nothing else could, else a gap.

use std::fmt;

use crate::collect::kind::Kind;
use crate::model::{Gap, Reason};

/// What to do about what is written wrong.
pub(super) const CORRECT: &str = "correct it";

/// What a folder is in which nothing is to be read.
pub(super) const NO_INPUT: &str = "no input";

/// Something that could not be read, where, why, and what to do about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// What happened: `cannot read Role`, `no objects`.
    pub(super) what: String,
    /// The kind if it is known, else `file`.
    pub(super) resource: &'static str,
    /// The path as the user wrote it or the walk found it.
    pub(super) file: Box<str>,
    /// Line and column.
    pub(super) place: Option<(u32, u32)>,
    /// Which document, where a file has several.
    pub(super) document: Option<u32>,
    /// Why.
    pub(super) why: String,
    /// What to do about it.
    pub(super) remedy: &'static str,
    pub(super) reason: Reason,
    /// Nothing in it says that it is a Kubernetes object.
    pub(super) foreign: bool,
}

impl Fault {
    /// A file as a whole.
    pub(in crate::collect) fn of_file(
        file: &str,
        reason: Reason,
        why: impl Into<String>,
        remedy: &'static str,
    ) -> Self {
        Fault {
            what: "cannot read the file".to_owned(),
            resource: "file",
            file: file.into(),
            place: None,
            document: None,
            why: why.into(),
            remedy,
            reason,
            foreign: false,
        }
    }

    /// A part of a file: a document or an object.
    pub(in crate::collect) fn of_part(what: &str, file: &str, place: (u32, u32), why: impl Into<String>) -> Self {
        Fault {
            what: format!("cannot read {what}"),
            place: Some(place),
            ..Fault::of_file(file, Reason::Malformed, why, CORRECT)
        }
    }

    /// The same with another word on what to do about it.
    pub(in crate::collect) fn remedied(self, remedy: &'static str) -> Self {
        Fault { remedy, ..self }
    }

    /// The same of what says in no way that it is a Kubernetes object.
    pub(super) fn foreign(self) -> Self {
        Fault { foreign: true, ..self }
    }

    /// Whether there was nothing to read.
    pub(in crate::collect) fn is_of_nothing(&self) -> bool {
        self.what == NO_INPUT
    }

    /// An object of a kind that kubescan reads.
    pub(super) fn of_kind(kind: Kind, file: &str, place: (u32, u32), why: String) -> Self {
        Fault { resource: kind.resource(), ..Fault::of_part(kind.name(), file, place, why) }
    }

    fn at(&self) -> String {
        let place = self.place.map(|(line, column)| format!(":{line}:{column}"));
        let document = self.document.map(|number| format!(" (document {number})"));
        format!("{}{}{}", self.file, place.unwrap_or_default(), document.unwrap_or_default())
    }

    pub(super) fn into_gap(self) -> Gap {
        let effect =
            format!("{} at {}: {}; what stands there is missing from the answer", self.what, self.at(), self.why);
        Gap { resource: self.resource.to_owned(), scope: self.file.into(), reason: self.reason, effect }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} at {}: {}", self.what, self.at(), self.why)?;
        // Some reasons say already what to do.
        if self.remedy == CORRECT && self.why.contains("; ") {
            return Ok(());
        }
        write!(formatter, "; {}", self.remedy)
    }
}

/// Why there is no snapshot. File names and keys in the message are untrusted.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FilesError {
    /// Nothing could be read; this is the first fault.
    #[error("{0}")]
    Unreadable(Box<Fault>),
    /// Everything was read, and no object in it is of a kind that kubescan judges.
    #[error("no objects in {0}; name files with Kubernetes manifests, or a snapshot")]
    NoObjects(String),
    /// Everything was read, and there is nothing in it at all.
    #[error("no objects in {0}; name files with Kubernetes manifests, or a snapshot")]
    Nothing(String),
    /// A snapshot beside other input.
    #[error("cannot read snapshot at {0}: a snapshot is a whole cluster and stands alone; name it without other files")]
    SnapshotAmongFiles(String),
}
