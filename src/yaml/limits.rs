//! How much YAML is too much.

/// What a text may cost, whether `<<` merges, and whether a key may stand twice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// How deep lists and objects may nest.
    pub depth: usize,
    /// How many nodes all documents may have; more are allowed in a large text, see [`Limits::for_text`].
    pub nodes: usize,
    /// How many aliases one document may have.
    pub aliases: usize,
    /// How many nodes the aliases of one document may stand for.
    pub replayed: usize,
    /// How many documents there may be.
    pub documents: usize,
    /// Whether the key `<<` merges an object; an error otherwise.
    pub merge_keys: bool,
    /// Whether a key may stand twice in an object, the last one winning; an error otherwise.
    pub repeated_keys: bool,
}

const LEAST_NODES: usize = 250_000;
const MOST_NODES: usize = 20_000_000;
const BYTES_A_NODE: usize = 4;
const DOCUMENTS_A_MEBIBYTE: usize = 1024;

impl Limits {
    /// The limits for a text of this many bytes, for manifests: `<<` merges.
    #[must_use]
    pub fn for_text(bytes: usize) -> Self {
        Limits {
            depth: 64,
            nodes: (bytes / BYTES_A_NODE).clamp(LEAST_NODES, MOST_NODES),
            aliases: 1_000,
            replayed: 100_000,
            documents: (bytes / (1024 * 1024) + 1) * DOCUMENTS_A_MEBIBYTE,
            merge_keys: true,
            repeated_keys: false,
        }
    }

    /// The same, with `<<` an error.
    #[must_use]
    pub fn without_merge_keys(self) -> Self {
        Limits { merge_keys: false, ..self }
    }

    /// The same, with a key that stands twice read as lenient programs do: the last one wins.
    #[must_use]
    pub fn with_repeated_keys(self) -> Self {
        Limits { repeated_keys: true, ..self }
    }
}
