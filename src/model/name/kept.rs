//! The texts of all names: each once, and as long as the process runs.
//!
//! A text is looked for in one of several tables, by its hash, so that threads seldom wait for each other. The tables grow as
//! they fill: a process that meets a few thousand names touches a few pages for them.

use std::hash::BuildHasher;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashTable};

/// A text; where this lies is its name.
pub(super) type Text = &'static str;

/// Texts with their hashes: a table that grows, and a look at another text of the same place, read no text.
type Table = HashTable<(u64, &'static Text)>;

/// All tables but the last.
const TABLES: usize = 63;

struct Kept {
    builder: DefaultHashBuilder,
    tables: [Mutex<Table>; TABLES],
    last: Mutex<Table>,
}

static KEPT: LazyLock<Kept> = LazyLock::new(|| Kept {
    builder: DefaultHashBuilder::default(),
    tables: std::array::from_fn(|_| Mutex::default()),
    last: Mutex::default(),
});

/// This text, if it was kept.
pub(super) fn find(text: &str) -> Option<&'static Text> {
    let hash = KEPT.hash(text);
    KEPT.table(hash).find(hash, |known| is_it(known, hash, text)).map(|(_, known)| *known)
}

/// This text, kept from now on.
pub(super) fn keep(text: &str) -> &'static Text {
    let hash = KEPT.hash(text);
    match KEPT.table(hash).entry(hash, |known| is_it(known, hash, text), |(hash, _)| *hash) {
        Entry::Occupied(known) => known.get().1,
        Entry::Vacant(place) => {
            let text: Text = Box::leak(Box::from(text));
            place.insert((hash, Box::leak(Box::new(text)))).get().1
        }
    }
}

fn is_it((known_hash, known): &(u64, &'static Text), hash: u64, text: &str) -> bool {
    *known_hash == hash && **known == text
}

impl Kept {
    fn hash(&self, text: &str) -> u64 {
        self.builder.hash_one(text)
    }

    /// The table for this hash, by bits that the table itself looks at last.
    fn table(&self, hash: u64) -> MutexGuard<'_, Table> {
        let [_, _, place, ..] = hash.to_be_bytes();
        let table = self.tables.get(usize::from(place >> 2)).unwrap_or(&self.last);
        table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
