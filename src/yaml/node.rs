//! The tree of one document.

use std::borrow::Cow;
use std::sync::Arc;

/// A value of a document, with its place. Cloning is cheap: lists and objects are shared.
#[derive(Clone, Debug)]
pub struct Node<'a> {
    pub(super) content: Content<'a>,
    pub(super) line: u32,
    pub(super) column: u32,
}

#[derive(Clone, Debug)]
pub(super) enum Content<'a> {
    /// Text; plain when it stood there without quotes and tag, so that it may be meant as a number.
    Scalar {
        text: Cow<'a, str>,
        plain: bool,
    },
    Sequence(Arc<[Node<'a>]>),
    Mapping(Arc<[Entry<'a>]>),
}

/// One key of an object, and its value.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// The key: always a scalar.
    pub key: Node<'a>,
    /// The value.
    pub value: Node<'a>,
}

impl<'a> Node<'a> {
    /// The line, from 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.line
    }

    /// The column in characters, from 1.
    #[must_use]
    pub fn column(&self) -> u32 {
        self.column
    }

    /// The text of a scalar, as it is after unquoting.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.content {
            Content::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The items of a list.
    #[must_use]
    pub fn as_sequence(&self) -> Option<&[Node<'a>]> {
        match &self.content {
            Content::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The entries of an object, in the order of the text; no key stands twice.
    #[must_use]
    pub fn as_mapping(&self) -> Option<&[Entry<'a>]> {
        match &self.content {
            Content::Mapping(entries) => Some(entries),
            _ => None,
        }
    }

    /// The value of this key of an object.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node<'a>> {
        let entry = self.as_mapping()?.iter().find(|entry| entry.key.as_str() == Some(key))?;
        Some(&entry.value)
    }

    /// True for `null`, `~` and nothing at all.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.plain().is_some_and(super::plain::is_null)
    }

    /// The text of a scalar without quotes and tag, which may be meant as a number or the like.
    #[must_use]
    pub fn plain(&self) -> Option<&str> {
        match &self.content {
            Content::Scalar { text, plain: true } => Some(text),
            _ => None,
        }
    }

    /// What it is, for messages.
    pub(super) fn what(&self) -> &'static str {
        match &self.content {
            Content::Scalar { plain: false, .. } => "a string",
            Content::Scalar { text, .. } => super::plain::meaning(text).unwrap_or("a string"),
            Content::Sequence(_) => "a list",
            Content::Mapping(_) => "an object",
        }
    }
}
