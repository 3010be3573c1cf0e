//! Reads nodes strictly and collects what is wrong with them: for whatever a user writes in a form of kubescan's own.
//!
//! Every method reports a problem and then returns something harmless, so that one run finds all problems of a file.
//! Nothing read is used unless [`Reader::finish`] finds no problem.

use serde::Deserialize;

use super::error::{Problem, TemplateError};
use crate::model::Name;
use crate::yaml::{self, Node, YamlError};

/// What is known of a file while it is read.
pub(crate) struct Reader<'f> {
    file: &'f str,
    problems: Vec<Problem>,
}

/// The values of a mapping whose keys are fixed.
pub(crate) struct Fields<'n> {
    node: &'n Node<'n>,
    what: &'static str,
}

impl<'n> Fields<'n> {
    pub(crate) fn get(&self, key: &str) -> Option<&'n Node<'n>> {
        self.node.get(key)
    }
}

impl<'f> Reader<'f> {
    pub(crate) fn new(file: &'f str) -> Self {
        Reader { file, problems: Vec::new() }
    }

    /// The value, if nothing was wrong.
    pub(crate) fn finish<T>(self, value: T) -> Result<T, TemplateError> {
        if self.problems.is_empty() { Ok(value) } else { Err(TemplateError::new(self.file, self.problems)) }
    }

    pub(crate) fn wrong(&mut self, node: &Node<'_>, message: impl Into<String>) {
        self.wrong_at(node.line(), node.column(), message);
    }

    pub(crate) fn wrong_at(&mut self, line: u32, column: u32, message: impl Into<String>) {
        let message = message.into();
        self.problems.push(Problem { line, column, message });
    }

    /// Whether a problem found now is still told: what is costly to say may be left out otherwise.
    pub(crate) fn is_told(&self) -> bool {
        TemplateError::has_room(&self.problems)
    }

    /// A mapping; keys that are not among these are problems. `what` names it, with an article.
    pub(crate) fn fields<'n>(
        &mut self,
        node: &'n Node<'n>,
        what: &'static str,
        keys: &[&'static str],
    ) -> Option<Fields<'n>> {
        let Some(entries) = node.as_mapping() else {
            self.wrong(node, format!("{what} must be a mapping; write `key: value` pairs"));
            return None;
        };
        for entry in entries {
            let key = entry.key.as_str().unwrap_or_default();
            if !keys.contains(&key) {
                let advice = advice(key, keys);
                self.wrong(&entry.key, format!("unknown key `{}` in {what}; {advice}", key.escape_debug()));
            }
        }
        Some(Fields { node, what })
    }

    /// The value of a key that must be there.
    pub(crate) fn required<'n>(&mut self, fields: &Fields<'n>, key: &str) -> Option<&'n Node<'n>> {
        let value = fields.get(key);
        if value.is_none() {
            self.wrong(fields.node, format!("{} lacks `{key}`; add it", fields.what));
        }
        value
    }

    /// One value of a plain type; a string must be quoted where YAML may read it as something else.
    pub(crate) fn value<'n, T: Deserialize<'n>>(&mut self, node: &'n Node<'n>, key: &str) -> Option<T> {
        match yaml::from_node(node) {
            Ok(value) => Some(value),
            Err(YamlError { message, .. }) => {
                self.wrong(node, format!("`{key}`: {message}"));
                None
            }
        }
    }

    /// A text that says something.
    pub(crate) fn text(&mut self, node: &Node<'_>, key: &str) -> String {
        let text = self.value::<&str>(node, key).map(str::trim);
        if text == Some("") {
            self.wrong(node, format!("`{key}` is empty; write what it should say"));
        }
        text.unwrap_or_default().to_owned()
    }

    /// A required text.
    pub(crate) fn required_text(&mut self, fields: &Fields<'_>, key: &str) -> String {
        let node = self.required(fields, key);
        node.map(|node| self.text(node, key)).unwrap_or_default()
    }

    /// One of a fixed list of words.
    pub(crate) fn word<T: Clone>(&mut self, node: &Node<'_>, key: &str, words: &[(&'static str, T)]) -> Option<T> {
        let word = self.value::<&str>(node, key)?;
        let known = words.iter().find(|(known, _)| *known == word);
        if known.is_none() {
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let advice = advice(word, &words);
            self.wrong(node, format!("unknown {key} `{}`; {advice}", word.escape_debug()));
        }
        known.map(|(_, value)| value.clone())
    }

    /// A list of strings with their nodes; must not be empty if `needed` says what to do then.
    pub(crate) fn texts<'n>(
        &mut self,
        node: &'n Node<'n>,
        key: &str,
        needed: Option<&str>,
    ) -> Vec<(&'n Node<'n>, &'n str)> {
        let Some(items) = node.as_sequence() else {
            self.wrong(node, format!("`{key}` must be a list; write `{key}: […]`"));
            return Vec::new();
        };
        if let (true, Some(needed)) = (items.is_empty(), needed) {
            self.wrong(node, format!("`{key}` is empty; {needed}"));
        }
        items.iter().filter_map(|item| Some((item, self.value::<&str>(item, key)?))).collect()
    }

    /// A list of names.
    pub(crate) fn names<'n>(&mut self, node: &'n Node<'n>, key: &str, needed: Option<&str>) -> Vec<Name> {
        let texts = self.texts(node, key, needed);
        texts.into_iter().map(|(_, text)| Name::from(text)).collect()
    }

    pub(crate) fn name(&mut self, text: &str) -> Name {
        Name::from(text)
    }
}

/// What to write instead of a word that is not known.
pub(crate) fn advice(word: &str, known: &[&str]) -> String {
    match yaml::nearest(word, known) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("use `{}`", or(known, "`, `")),
    }
}

/// A list that ends in "or".
fn or(words: &[&str], joint: &str) -> String {
    match words.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, first)) => {
            let end = joint.replacen(',', " or", 1);
            format!("{}{end}{last}", first.join(joint))
        }
        None => String::new(),
    }
}
