//! A text of the ConfigMap as Go reads it: YAML, made JSON, decoded into structs.
//!
//! What that does: keys count without regard to case, and of several that are the same so the one that sorts last wins; a
//! value of a wrong type is left out and the rest is read; the text after the first document is not looked at.

use crate::yaml::{self, Node};

use super::principal::folded;
use super::scalar;

/// Why a value is left out.
pub(super) const NO_TEXT: &str = "a value is no text, and taken for empty; quote it";
const NO_LIST: &str = "its text is no list";
const NO_YAML: &str = "its text is no valid YAML";
pub(super) const NO_GROUPS: &str = "its groups are no list, and taken for none";

/// What `isSkippable` upstream and we take for nothing.
fn is_nothing(text: &str) -> bool {
    matches!(text.trim(), "" | "``" | "\"\"" | "''")
}

/// Hands the items of the list that this text is to somebody; or says why there are none.
pub(super) fn each_item(text: &str, mut take: impl FnMut(usize, &Node<'_>)) -> Result<(), &'static str> {
    if is_nothing(text) {
        return Ok(());
    }
    let limits = yaml::Limits::for_text(text.len()).with_repeated_keys();
    let document = match yaml::documents(text, limits).next() {
        None => return Ok(()),
        Some(document) => document.map_err(|_| NO_YAML)?,
    };
    if document.root().is_null() {
        return Ok(());
    }
    let items = document.root().as_sequence().ok_or(NO_LIST)?;
    items.iter().enumerate().for_each(|(index, item)| take(index, item));
    Ok(())
}

/// A text as it is decoded into a string: nothing for null, a fault for anything else.
pub(super) fn string<'n>(node: &'n Node<'_>) -> Result<Option<&'n str>, &'static str> {
    let text = node.as_str().ok_or(NO_TEXT)?;
    match node.plain() {
        Some(_) if node.is_null() => Ok(None),
        Some(plain) if !scalar::is_text(plain) => Err(NO_TEXT),
        _ => Ok(Some(text)),
    }
}

/// The fields of an object, with what was wrong with them.
pub(super) struct Fields<'n, 'a> {
    node: &'n Node<'a>,
    pub(super) faults: Vec<&'static str>,
}

impl<'n, 'a> Fields<'n, 'a> {
    /// Those of this node; none if it is no object.
    pub(super) fn of(node: &'n Node<'a>) -> Self {
        Fields { node, faults: Vec::new() }
    }

    /// All values of a key, which is given in lower case; the last one counts.
    fn values(&self, key: &str) -> Vec<&'n Node<'a>> {
        let entries = self.node.as_mapping().unwrap_or_default().iter();
        let name = |entry: &'n yaml::Entry<'a>| entry.key.as_str().unwrap_or_default();
        let mut found: Vec<_> = entries.filter(|entry| folded(name(entry)) == key).collect();
        found.sort_by_key(|entry| name(entry));
        found.into_iter().map(|entry| &entry.value).collect()
    }

    /// A text; empty where there is none.
    pub(super) fn text(&mut self, key: &str) -> &'n str {
        let mut last = "";
        for value in self.values(key) {
            match string(value) {
                Ok(text) => last = text.unwrap_or(last),
                Err(fault) => self.faults.push(fault),
            }
        }
        last
    }

    /// An object, unless it is null.
    pub(super) fn object(&mut self, key: &str) -> Option<&'n Node<'a>> {
        self.values(key).into_iter().rfind(|value| value.as_mapping().is_some())
    }

    /// A list of texts. An item that is none is an empty one, as Go leaves it.
    pub(super) fn texts(&mut self, key: &str) -> Vec<&'n str> {
        let mut last = Vec::new();
        for value in self.values(key) {
            match value.as_sequence() {
                Some(items) => last = items.iter().map(|item| self.item(item)).collect(),
                None if value.is_null() => last = Vec::new(),
                None => self.faults.push(NO_GROUPS),
            }
        }
        last
    }

    fn item(&mut self, item: &'n Node<'a>) -> &'n str {
        string(item)
            .unwrap_or_else(|fault| {
                self.faults.push(fault);
                None
            })
            .unwrap_or_default()
    }
}
