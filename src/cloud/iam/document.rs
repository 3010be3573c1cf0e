//! Distinct documents, each compiled once.

use std::sync::Arc;

use crate::model::HashMap;
use crate::model::cloud::{Document, PolicyVersion};

use super::statement::Compiled;

/// A distinct document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct DocumentId(usize);

/// The documents of all policies, equal ones once.
#[derive(Default)]
pub(super) struct Documents {
    table: Vec<Vec<Compiled>>,
    known: HashMap<Arc<Document>, DocumentId>,
}

impl Documents {
    /// The id of a document, which is compiled if it is new.
    pub(super) fn add(&mut self, document: &Arc<Document>) -> DocumentId {
        if let Some(id) = self.known.get(document) {
            return *id;
        }
        let id = DocumentId(self.table.len());
        self.table.push(compile(document));
        self.known.insert(document.clone(), id);
        id
    }

    /// The id of a document, if it is known.
    pub(super) fn find(&self, document: &Document) -> Option<DocumentId> {
        self.known.get(document).copied()
    }

    /// The statements of a document.
    pub(super) fn statements(&self, id: DocumentId) -> &[Compiled] {
        self.table.get(id.0).map(Vec::as_slice).unwrap_or_default()
    }

    /// Every document, in the order of ids.
    pub(super) fn all(&self) -> impl Iterator<Item = &[Compiled]> {
        self.table.iter().map(Vec::as_slice)
    }
}

impl DocumentId {
    pub(super) fn index(self) -> usize {
        self.0
    }
}

/// Compiles the statements of a document.
pub(super) fn compile(document: &Document) -> Vec<Compiled> {
    let version: PolicyVersion = document.version;
    let statements = document.statements.iter().enumerate();
    statements.map(|(index, statement)| Compiled::new(statement, index, version)).collect()
}
