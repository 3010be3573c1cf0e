//! What guards answered, kept by the question: for a scan, and for all clusters that differ from its own in anything but guards.
//!
//! Whoever looks for fixes scans the same cluster again and again, each time with one role or pod changed, and puts the same
//! writes to the same guards. Cost: a digest of each question, and of an answer the digest and what was said, not what was asked.

use std::hash::{BuildHasher, Hash, Hasher, RandomState};
use std::sync::Arc;

use crate::model::Snapshot;

use super::memo::Memo;
use super::ruled::Ruled;

/// So many answers are kept, the first ones: whoever has more questions asks some of them again.
const MOST: usize = 200_000;

/// What the guards of a cluster answered.
pub struct Answers<'s> {
    snapshot: &'s Snapshot,
    kept: Arc<Kept>,
}

impl<'s> Answers<'s> {
    /// None yet, of the guards of this cluster.
    #[must_use]
    pub fn new(snapshot: &'s Snapshot) -> Self {
        Answers { snapshot, kept: Arc::default() }
    }

    /// What is known of the guards of a changed cluster: these answers where its guards, their parameters and the namespaces
    /// are the same. A change of a cluster never goes further: which kinds it serves, and what was not read of it.
    pub(super) fn about(&self, changed: &Snapshot) -> Arc<Kept> {
        let same = self.snapshot.admission_policies == changed.admission_policies
            && self.snapshot.admission_bindings == changed.admission_bindings
            && self.snapshot.params == changed.params
            && self.snapshot.webhooks == changed.webhooks
            && self.snapshot.namespaces == changed.namespaces;
        if same { Arc::clone(&self.kept) } else { Arc::default() }
    }
}

/// Answers by the digests of their questions.
#[derive(Default)]
pub(super) struct Kept {
    keys: [RandomState; 2],
    known: Memo<Digest, Ruled>,
}

/// Two keyed hashes: whoever does not know the keys, which no two runs share, finds no two questions with one digest.
type Digest = [u64; 2];

impl Kept {
    /// What is known, or what `find` finds out. Questions of different kinds begin with a word of their own.
    pub(super) fn or(&self, question: &impl Hash, find: impl FnOnce() -> Ruled) -> Ruled {
        let mut bytes = Bytes(Vec::with_capacity(1024));
        question.hash(&mut bytes);
        let digest = self.keys.each_ref().map(|key| key.hash_one(bytes.0.as_slice()));
        self.known.get(&digest).unwrap_or_else(|| {
            let found = find();
            self.known.keep_up_to(MOST, digest, found.clone());
            found
        })
    }
}

/// The bytes of a question in one piece, which is hashed twice: the question itself is walked through once.
struct Bytes(Vec<u8>);

impl Hasher for Bytes {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// Never asked for: the bytes are hashed.
    fn finish(&self) -> u64 {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::test_cluster::{add_account, empty};
    use super::*;
    use crate::model::Namespace;

    #[test]
    fn a_question_is_asked_once_and_others_are_asked() {
        let kept = Kept::default();
        let mut asked = 0;
        for question in ["a", "b", "a", "ab"] {
            kept.or(&question, || {
                asked += 1;
                Ruled::open()
            });
        }
        assert_eq!(asked, 3);
    }

    #[test]
    fn answers_hold_for_as_long_as_guards_and_namespaces_are_the_same() {
        let namespace = |label: &str| Namespace {
            name: "shop".into(),
            labels: [("team".into(), label.into())].into(),
            terminating: false,
            allowed_roles: None,
        };
        let before = Snapshot { namespaces: vec![namespace("a")], ..empty() };
        let answers = Answers::new(&before);
        let mut changed = before.clone();
        add_account(&mut changed, "shop/web");
        assert!(Arc::ptr_eq(&answers.about(&changed), &answers.kept));
        changed.namespaces = vec![namespace("b")];
        assert!(!Arc::ptr_eq(&answers.about(&changed), &answers.kept));
    }
}
