//! Each text once: names stand in hops, grants and rows by their number.

use serde::Serialize;

use crate::model::HashMap;

/// A text, by its number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
pub(super) struct Text(usize);

/// All texts.
#[derive(Default)]
pub(super) struct Texts<'t> {
    numbers: HashMap<&'t str, Text>,
    /// In the order of their numbers.
    pub(super) all: Vec<&'t str>,
}

impl<'t> Texts<'t> {
    /// The number of a text.
    pub(super) fn add(&mut self, text: &'t str) -> Text {
        *self.numbers.entry(text).or_insert_with(|| {
            self.all.push(text);
            Text(self.all.len() - 1)
        })
    }

    /// The numbers of several.
    pub(super) fn add_all<S: AsRef<str>>(&mut self, texts: &'t [S]) -> Vec<Text> {
        texts.iter().map(|text| self.add(text.as_ref())).collect()
    }
}
