//! The texts of all names: each once, and as long as the process runs.
//!
//! A text is looked for in one of several tables, by its hash, so that threads seldom wait for each other. The tables grow as
//! they fill: a process that meets a few thousand names touches a few pages for them. Most of what a thread asks for it has
//! asked for just before: a verb, a namespace, a label. That it has at hand.

use std::cell::RefCell;
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

thread_local! {
    /// What this thread kept last, of those whose hashes end alike.
    static AT_HAND: RefCell<[Option<&'static Text>; 256]> = const { RefCell::new([None; 256]) };
}

/// This text, if it was kept.
pub(super) fn find(text: &str) -> Option<&'static Text> {
    let hash = KEPT.hash(text);
    KEPT.table(hash).find(hash, |known| is_it(known, hash, text)).map(|(_, known)| *known)
}

/// This text, kept from now on.
pub(super) fn keep(text: &str) -> &'static Text {
    let hash = KEPT.hash(text);
    let [.., last] = hash.to_be_bytes();
    AT_HAND.with_borrow_mut(|texts| match texts.get_mut(usize::from(last)) {
        Some(Some(known)) if **known == text => known,
        Some(other) => other.insert(KEPT.keep(text, hash)),
        None => KEPT.keep(text, hash),
    })
}

fn is_it((known_hash, known): &(u64, &'static Text), hash: u64, text: &str) -> bool {
    *known_hash == hash && **known == text
}

impl Kept {
    fn hash(&self, text: &str) -> u64 {
        self.builder.hash_one(text)
    }

    fn keep(&self, text: &str, hash: u64) -> &'static Text {
        match self.table(hash).entry(hash, |known| is_it(known, hash, text), |(hash, _)| *hash) {
            Entry::Occupied(known) => known.get().1,
            Entry::Vacant(place) => {
                let text: Text = Box::leak(Box::from(text));
                place.insert((hash, Box::leak(Box::new(text)))).get().1
            }
        }
    }

    /// The table for this hash, by bits that the table itself looks at last.
    fn table(&self, hash: u64) -> MutexGuard<'_, Table> {
        let [_, _, place, ..] = hash.to_be_bytes();
        let table = self.tables.get(usize::from(place >> 2)).unwrap_or(&self.last);
        table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::{Text, find, keep};

    /// More texts than a thread has at hand.
    const TEXTS: usize = 5000;

    fn text(number: usize) -> String {
        format!("kept-by-a-test-{number}")
    }

    #[test]
    fn a_text_is_kept_once_whichever_thread_asks() {
        let all = |turn: usize| -> Vec<&'static Text> {
            let mut kept = vec![keep(""); TEXTS];
            (0..TEXTS)
                .map(|number| (number + turn * 1000) % TEXTS)
                .for_each(|number| kept[number] = keep(&text(number)));
            kept
        };
        let kept: Vec<Vec<&Text>> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|turn| scope.spawn(move || all(turn))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        for (number, first) in kept[0].iter().enumerate() {
            assert_eq!(**first, text(number));
            assert!(kept.iter().all(|other| std::ptr::eq(other[number], *first)), "{number}");
        }
    }

    #[test]
    fn who_only_looks_keeps_nothing() {
        let never = "no test keeps this but one";
        assert!(find(never).is_none() && find(never).is_none());
        let kept = keep(never);
        assert!(find(never).is_some_and(|found| std::ptr::eq(found, kept)));
    }
}
