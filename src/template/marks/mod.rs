//! Marks of temporary access: how the tools that grant for a time mark their bindings, and where a binding says when it
//! ends.
//!
//! Kubernetes knows no end of a grant, so each tool writes one down in its own way; `marks.yaml` lists these as data, and a
//! template may add others. [`Mark::recognises`] and [`Mark::expiry`] read one binding by one mark; which of several counts
//! is decided in `grants`.

mod read;
#[cfg(test)]
mod tests;
mod traits;
mod value;

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

#[cfg(test)]
pub(super) use read::file as read_file;
pub(super) use read::marks as read_marks;
pub use traits::{NamePattern, Traits};
pub use value::{End, Reads};

use super::shipped;
use crate::model::{Binding, History, Labels, Name};

/// How one tool marks its bindings.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mark {
    /// Its name in the file.
    pub id: String,
    /// Who leaves it.
    pub tool: String,
    /// What tells a binding of the tool.
    pub traits: Traits,
    /// Where a binding says when it ends, by priority within one place.
    pub expiry: Vec<ExpiryField>,
    /// Where the end is, if not in the binding.
    pub elsewhere: Option<String>,
}

/// Where a binding may say when it ends, and how.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ExpiryField {
    /// Where.
    pub place: Place,
    /// As what the value is read.
    pub reads: Reads,
    /// The annotation with the instant from which a lifetime counts; the creation where it is not there.
    pub from: Option<Name>,
    /// Words for no end at all.
    pub never: Vec<Name>,
}

/// Where a binding may say when it ends.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Place {
    /// Annotations with these keys.
    Annotations(Keys),
    /// Labels with these keys.
    Labels(Keys),
    /// Its name, after one of these texts.
    NamesAfter(Vec<Name>),
}

/// Keys of annotations or labels.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Keys {
    /// These.
    Exact(Vec<Name>),
    /// Those that end in one of these words, which are written without separators here.
    Like(Vec<String>),
}

/// What one place of a binding says of its end.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Said {
    /// Where it stands.
    pub place: SaidIn,
    /// The value, as it stands there.
    pub value: Name,
    /// What it means; nothing where it cannot be understood.
    pub end: Option<End>,
}

/// Where an end stands, in the order in which such places count.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum SaidIn {
    /// The annotation with this key.
    Annotation(Name),
    /// The label with this key.
    Label(Name),
    /// The name of the binding.
    Name,
}

impl Mark {
    /// Whether a binding is the tool's, by what it bears; that it says when it ends is not looked at.
    #[must_use]
    pub fn recognises(&self, binding: &Binding) -> bool {
        self.traits.hold(binding)
    }

    /// Everything that a binding says of its end by this mark, in the order of its fields.
    #[must_use]
    pub fn expiry(&self, binding: &Binding) -> Vec<Said> {
        self.expiry.iter().flat_map(|field| field.said(binding)).collect()
    }
}

impl ExpiryField {
    fn said(&self, binding: &Binding) -> Vec<Said> {
        let history = binding.history.as_deref();
        let said = |place: SaidIn, value: &str| Said { place, value: value.into(), end: self.end(history, value) };
        let among = |keys: &Keys, map: &Labels, place: fn(Name) -> SaidIn| -> Vec<Said> {
            keys.of(map).map(|(key, value)| said(place(key.clone()), value)).collect()
        };
        match (&self.place, history) {
            (Place::NamesAfter(texts), _) => {
                let ends = texts.iter().filter_map(|text| binding.name.rsplit_once(text.as_str()));
                ends.map(|(_, end)| said(SaidIn::Name, end)).collect()
            }
            (_, None) => Vec::new(),
            (Place::Annotations(keys), Some(history)) => among(keys, &history.annotations, SaidIn::Annotation),
            (Place::Labels(keys), Some(history)) => among(keys, &history.labels, SaidIn::Label),
        }
    }

    fn end(&self, history: Option<&History>, value: &str) -> Option<End> {
        if self.never.iter().any(|word| word == value) {
            return Some(End::Never);
        }
        let start = || {
            let given = self.from.as_ref().and_then(|key| history?.annotations.get(key));
            // A start that cannot be read is not the creation.
            given.map_or(history.and_then(|history| history.created), |text| value::instant(text))
        };
        self.reads.end(value, start)
    }
}

impl Keys {
    fn of<'m>(&self, map: &'m Labels) -> impl Iterator<Item = (&'m Name, &'m Name)> {
        map.iter().filter(|(key, _)| match self {
            Keys::Exact(keys) => keys.contains(key),
            Keys::Like(words) => is_like(key, words),
        })
    }
}

/// Whether a key ends in one of these words, with its beginning or `.`, `/`, `-` before it.
fn is_like(key: &str, words: &[String]) -> bool {
    let key = key.to_lowercase();
    let starts = key.match_indices(['.', '/', '-']).map(|(place, found)| place + found.len());
    let mut ends = std::iter::once(0).chain(starts).filter_map(|place| key.get(place..));
    ends.any(|end| words.contains(&without_separators(end)))
}

/// `expires-at` as `expiresat`.
fn without_separators(text: &str) -> String {
    text.chars().filter(|letter| !"-_.".contains(*letter)).flat_map(char::to_lowercase).collect()
}

/// The marks of the file, in its order. It is read once.
pub(super) fn builtin() -> &'static [Mark] {
    static MARKS: OnceLock<Vec<Mark>> = OnceLock::new();
    MARKS.get_or_init(|| shipped::items(shipped::MARKS))
}

/// The base, with these marks in the place of those of the same id, and the others before all of it.
pub(super) fn over(base: &[Mark], own: Vec<Mark>) -> Vec<Mark> {
    let is_new = |mark: &Mark| base.iter().all(|known| known.id != mark.id);
    let (mut added, replacing): (Vec<Mark>, Vec<Mark>) = own.into_iter().partition(is_new);
    // What somebody wrote down for this cluster is more than a guess at any.
    added.extend(base.iter().map(|known| replacing.iter().find(|mark| mark.id == known.id).unwrap_or(known).clone()));
    added
}
