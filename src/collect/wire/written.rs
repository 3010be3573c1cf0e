//! An object of a kind that is not fixed, as text or as a checked tree, decoded into what owns its parts.

use serde::de::DeserializeOwned;

use crate::yaml::{self, Node};

use super::keep::Refused;

/// One object. Places in what is said of it are relative to its text.
#[derive(Clone, Copy)]
pub(in crate::collect) enum Written<'a> {
    /// The text of a JSON object.
    Json(&'a str),
    /// A node of a YAML document.
    Tree(&'a Node<'a>),
}

impl Written<'_> {
    pub(super) fn decode<T: DeserializeOwned>(self) -> Result<T, Refused> {
        match self {
            // What is refused is read again as a tree, which knows places.
            Written::Json(text) => serde_json::from_str(text).or_else(|_| from_tree_of(text)),
            Written::Tree(node) => from_node(node),
        }
    }
}

fn from_tree_of<T: DeserializeOwned>(text: &str) -> Result<T, Refused> {
    match yaml::documents(text, yaml::Limits::for_text(text.len())).next() {
        Some(Ok(document)) => from_node(document.root()),
        Some(Err(error)) => Err(error.into()),
        None => Err(Refused::new("it is empty")),
    }
}

fn from_node<T: DeserializeOwned>(node: &Node<'_>) -> Result<T, Refused> {
    let refused = yaml::from_node_lenient(node, &mut Vec::new()).map_err(Refused::from);
    refused.map_err(|refused| Refused { place: refused.place.or(Some((node.line(), node.column()))), ..refused })
}
