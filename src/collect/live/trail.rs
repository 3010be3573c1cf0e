//! Where a list has been, to notice when it goes in a circle.
//!
//! A server may repeat a token, or send the same objects under ever new ones. The first is a circle at once; of the
//! second a few pages are borne, since an empty page in between is legal.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

/// So many pages in a row without anything new are a circle.
const STALE_PAGES: u32 = 3;

/// The pages of one list so far.
#[derive(Default)]
pub(super) struct Trail {
    /// The continue tokens that were followed.
    tokens: HashSet<String>,
    /// Hashes of the pages' items.
    contents: HashSet<u64>,
    hasher: RandomState,
    /// How many pages in a row brought nothing new.
    stale: u32,
}

impl Trail {
    /// Whether this token was followed before.
    pub(super) fn knows(&self, token: &str) -> bool {
        self.tokens.contains(token)
    }

    /// Remembers what the items of a page look like.
    pub(super) fn notice(&mut self, items: &[u8]) {
        let fresh = self.contents.insert(self.hasher.hash_one(items));
        self.stale = if fresh { 0 } else { self.stale + 1 };
    }

    /// Follows a token; false where that would be a circle.
    pub(super) fn follow(&mut self, token: &str) -> bool {
        self.stale < STALE_PAGES && self.tokens.insert(token.to_owned())
    }
}
