//! Layer 0, checked YAML: text becomes a tree in which every node knows its line and column.
//!
//! Three steps, each of which may refuse. [`documents()`] reads events and builds one tree for each document, within the
//! [`Limits`]: depth, nodes, aliases, documents. The tree holds no duplicate key (where the limits allow one, the last
//! wins), no application tag and no key that is not a scalar. [`from_node`] decodes a node into a typed value: unknown keys are errors, and so is an unquoted `no`
//! or `012` where a string is due, which two YAML versions read as two things. [`from_node_lenient`] reports unknown
//! keys instead.
//!
//! Cost: linear in the text; an alias shares the node that it stands for. The only door to the YAML parser.

mod access;
mod build;
mod decode;
mod documents;
mod error;
mod limits;
mod map;
mod nearest;
mod node;
mod plain;

pub use decode::{from_node, from_node_lenient};
pub use documents::{Document, Documents, documents};
pub use error::{UnknownKey, YamlError};
pub use limits::Limits;
pub use nearest::{distance, nearest};
pub use node::{Entry, Node};

#[cfg(test)]
mod tests;
