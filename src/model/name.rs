//! Names: shared strings that came from a cluster or a file.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ustr::Ustr;

/// A string from a cluster: the name of an object, a verb, a label value.
///
/// It is untrusted, so it has no `Display`: it reaches a person only through `report`, which escapes it.
///
/// Every text is kept once and as long as the process runs, side by side in memory with its hash: a name is a pointer,
/// cloning it and comparing two costs nothing, and the ten thousandth `default` takes no memory. What looks for a text that
/// may be no name asks [`Name::known`], which keeps nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Name(#[schemars(with = "String")] Ustr);

impl Name {
    /// The text, unescaped.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of this text, if anything ever had it.
    #[must_use]
    pub fn known(text: &str) -> Option<Self> {
        Ustr::from_existing(text).map(Name)
    }

    /// True for the empty string.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0.precomputed_hash());
    }
}

impl Ord for Name {
    /// By the text, which nobody looks at where both are one.
    fn cmp(&self, other: &Self) -> Ordering {
        if self.0 == other.0 { Ordering::Equal } else { self.as_str().cmp(other.as_str()) }
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Default for Name {
    fn default() -> Self {
        Name::from("")
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Name(Ustr::from(text))
    }
}

impl From<String> for Name {
    fn from(text: String) -> Self {
        Name::from(text.as_str())
    }
}

impl std::ops::Deref for Name {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Name {
    fn as_ref(&self) -> &str {
        self
    }
}

impl PartialEq<str> for Name {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Name {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl std::fmt::Debug for Name {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The Debug form of a string escapes control characters.
        write!(formatter, "{:?}", self.as_str())
    }
}
