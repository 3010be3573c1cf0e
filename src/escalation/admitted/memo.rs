//! What is known already, shared by all drawings of a scan and their threads.

use crate::model::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Answers by their questions. It is locked for as long as it takes to look, never while an answer is being found.
pub(super) struct Memo<K, V>(Mutex<HashMap<K, V>>);

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Memo(Mutex::default())
    }
}

impl<K: Eq + Hash, V> Memo<K, V> {
    pub(super) fn get(&self, question: &K) -> Option<V>
    where
        V: Clone,
    {
        self.lock().get(question).cloned()
    }

    pub(super) fn keep(&self, question: K, answer: V) {
        self.lock().insert(question, answer);
    }

    /// The same as long as there are fewer answers than this.
    pub(super) fn keep_up_to(&self, most: usize, question: K, answer: V) {
        let mut known = self.lock();
        if known.len() < most {
            known.insert(question, answer);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<K, V>> {
        // What a thread wrote before it died is true.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Eq + Hash> Memo<K, usize> {
    /// The number of something, which is its own for good.
    pub(super) fn number(&self, of: K) -> usize {
        let mut known = self.lock();
        let next = known.len();
        *known.entry(of).or_insert(next)
    }
}
