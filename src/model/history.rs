//! What a binding tells of how it came to be and how long it should stay.

use serde::{Deserialize, Serialize};

use super::{Labels, Name, Time};

/// What a binding's metadata tells of how it came to be and how long it should stay.
///
/// About 150 bytes, and 90 for each writer, behind one pointer; a binding of a plain manifest has none. Upstream:
/// `ObjectMeta` of `k8s.io/apimachinery/pkg/apis/meta/v1`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct History {
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<Time>,
    /// When it was deleted. It still grants until its finalizers are gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted: Option<Time>,
    /// What must happen before it is gone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub finalizers: Vec<Name>,
    /// The objects that it belongs to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<Owner>,
    /// Its labels.
    #[serde(skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
    /// Its annotations, as far as they may tell an expiry: without those of kubectl and of the API server itself, and of
    /// each value no more than the first 64 characters.
    #[serde(skip_serializing_if = "Labels::is_empty")]
    pub annotations: Labels,
    /// Who wrote which part of it. Not every source tells: kubectl leaves them out unless asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub writers: Vec<Writer>,
}

impl History {
    /// Whether it tells nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == History::default()
    }
}

/// An object that another one belongs to: the garbage collector deletes what belongs to nothing any more.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Owner {
    /// Its API group; `""` is the core group.
    pub api_group: Name,
    /// Its kind.
    pub kind: Name,
    /// Its name.
    pub name: Name,
    /// Its uid: another object may have its name by now.
    pub uid: Name,
    /// Whether it says that it controls the other.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub controller: bool,
    /// Whether it is there, by its uid.
    #[serde(default)]
    pub presence: Presence,
}

/// Whether an object that another one names is there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Presence {
    /// An object with its uid was read.
    Present,
    /// All objects of its kind were read, and none has its uid.
    Absent,
    /// Its kind was not read, or not wholly.
    #[default]
    Unknown,
}

/// A program that wrote a part of an object, by an entry of `managedFields`. Programs, not users: anybody may write with
/// any program's name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Writer {
    /// The name that the program gave itself: `kubectl-edit`, `helm`.
    pub manager: Name,
    /// When it last changed what it owns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Time>,
    /// Whether it owns `roleRef`, which never changes: whoever made the binding does.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub role_ref: bool,
    /// Whether it owns `subjects`, as a whole.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub subjects: bool,
    /// The labels that it owns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Name>,
    /// The annotations that it owns, of those that are kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub annotations: Vec<Name>,
}
