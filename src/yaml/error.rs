//! What is wrong with a YAML text, and where.

use std::fmt;

use super::node::Node;

/// What is wrong with a YAML text, and where. Never quotes a value, which may be a secret.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct YamlError {
    /// What is wrong; a lowercase fragment.
    pub message: String,
    /// The field, as `rules[0].verbs`; empty for the document as a whole.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

/// A key that the type decoded does not have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownKey {
    /// The key.
    pub key: String,
    /// The keys that it has.
    pub known: &'static [&'static str],
    /// The line of the key, from 1.
    pub line: u32,
    /// The column of the key, from 1.
    pub column: u32,
}

impl UnknownKey {
    /// The known key that was probably meant. Most keys that are left out nobody asks about.
    #[must_use]
    pub fn nearest(&self) -> Option<&'static str> {
        super::nearest(&self.key, self.known)
    }
}

impl YamlError {
    pub(super) fn new(message: impl Into<String>, line: u32, column: u32) -> Self {
        YamlError { message: message.into(), path: String::new(), line, column }
    }

    /// An error about this node.
    #[must_use]
    pub fn at(node: &Node<'_>, message: impl Into<String>) -> Self {
        YamlError::new(message, node.line(), node.column())
    }

    /// Gives an error from inside a visitor, which knows no node, the place of the node being decoded.
    pub(super) fn placed(mut self, node: &Node<'_>) -> Self {
        if self.line == 0 {
            self.line = node.line();
            self.column = node.column();
        }
        self
    }

    /// The same error, seen from the object that holds the field.
    pub(super) fn within_key(mut self, key: &str) -> Self {
        let joint = match self.path.as_bytes().first() {
            None | Some(b'[') => "",
            Some(_) => ".",
        };
        self.path = format!("{key}{joint}{}", self.path);
        self
    }

    /// The same error, seen from the list that holds the item.
    pub(super) fn within_item(mut self, index: usize) -> Self {
        let joint = match self.path.as_bytes().first() {
            None | Some(b'[') => "",
            Some(_) => ".",
        };
        self.path = format!("[{index}]{joint}{}", self.path);
        self
    }
}

impl fmt::Display for YamlError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            formatter.write_str(&self.message)
        } else {
            write!(formatter, "{}: {}", self.path, self.message)
        }
    }
}

impl std::error::Error for YamlError {}

impl serde::de::Error for YamlError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        YamlError::new(message.to_string(), 0, 0)
    }

    // The default would print the value.
    fn invalid_type(_: serde::de::Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        YamlError::custom(format_args!("expected {expected}"))
    }

    fn invalid_value(_: serde::de::Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        YamlError::custom(format_args!("expected {expected}"))
    }

    fn missing_field(field: &'static str) -> Self {
        YamlError::custom(format_args!("`{field}` is missing"))
    }

    fn unknown_field(field: &str, known: &'static [&'static str]) -> Self {
        YamlError::custom(unknown("key", field, known))
    }

    fn unknown_variant(variant: &str, known: &'static [&'static str]) -> Self {
        YamlError::custom(unknown("value", variant, known))
    }
}

fn unknown(what: &str, word: &str, known: &'static [&'static str]) -> String {
    match super::nearest(word, known) {
        Some(nearest) => format!("unknown {what} `{word}`; did you mean `{nearest}`?"),
        None => format!("unknown {what} `{word}`; expected one of: {}", known.join(", ")),
    }
}
