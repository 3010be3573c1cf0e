//! Which statements can be about an action: found out once for each action that is asked about.

use std::sync::{Arc, Mutex, PoisonError};

use crate::model::{HashMap, Name};

use super::document::{DocumentId, Documents};

/// For each document the statements that are about one action, by their place in it.
pub(super) struct Concern(Vec<Box<[usize]>>);

/// What was found out so far.
#[derive(Default)]
pub(super) struct Concerns(Mutex<HashMap<Name, Arc<Concern>>>);

impl Concern {
    /// The statements of a document that are about the action.
    pub(super) fn of(&self, id: DocumentId) -> &[usize] {
        self.0.get(id.index()).map(AsRef::as_ref).unwrap_or_default()
    }

    fn new(documents: &Documents, action: &str) -> Self {
        let concerned = documents.all().map(|statements| {
            let about = statements.iter().enumerate().filter(|(_, statement)| statement.concerns(action));
            about.map(|(index, _)| index).collect()
        });
        Concern(concerned.collect())
    }
}

impl Concerns {
    /// The statements that are about an action, in lower case.
    pub(super) fn about(&self, action: &Name, documents: &Documents) -> Arc<Concern> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(action.clone()).or_insert_with(|| Arc::new(Concern::new(documents, action))).clone()
    }
}
