//! Tables by hash, with a hash that is quick for what is small: names, which are pointers, and numbers.
//!
//! The tables are those of std, so that the lint holds which keeps their order out of results. The hash is seeded anew by
//! each process, as that of std is: who chooses the names in a cluster cannot choose ones that collide.

use hashbrown::DefaultHashBuilder;

/// A table of values by key.
pub type HashMap<K, V> = std::collections::HashMap<K, V, DefaultHashBuilder>;

/// A set of keys.
pub type HashSet<K> = std::collections::HashSet<K, DefaultHashBuilder>;
