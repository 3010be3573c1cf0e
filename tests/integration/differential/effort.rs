//! How much is asked, and from which seed.

use std::sync::OnceLock;

/// Where the seeds of an ordinary run begin.
const FIRST_SEED: u64 = 1;

/// How much each test asks.
pub(super) struct Effort {
    nightly: bool,
    first_seed: u64,
}

impl Effort {
    /// As the environment says: `KUBESCAN_NIGHTLY` for other seeds and more questions, `KUBESCAN_SEED` for the first seed.
    #[expect(
        clippy::print_stderr,
        reason = "whoever runs it at night wants to know the seed of a run that ends well, too"
    )]
    pub(super) fn of_this_run() -> &'static Self {
        static EFFORT: OnceLock<Effort> = OnceLock::new();
        EFFORT.get_or_init(|| {
            let nightly = std::env::var("KUBESCAN_NIGHTLY").is_ok_and(|value| value == "1");
            let given = std::env::var("KUBESCAN_SEED").ok().map(|seed| seed.parse().unwrap());
            // Seeds stay short enough to be read out, and far enough from the end to count up.
            let other = || if nightly { fastrand::u64(..1 << 40) } else { FIRST_SEED };
            let first_seed = given.unwrap_or_else(other);
            eprintln!("differential tests: seeds from {first_seed}, nightly: {nightly}");
            Effort { nightly, first_seed }
        })
    }

    /// How many: in an ordinary run, or at night.
    pub(super) fn count(&self, ordinary: usize, nightly: usize) -> usize {
        if self.nightly { nightly } else { ordinary }
    }

    /// The seeds of so many clusters, in groups of at most some.
    pub(super) fn seeds(&self, clusters: usize, at_once: usize) -> Vec<Vec<u64>> {
        let seeds: Vec<u64> = (self.first_seed..).take(clusters).collect();
        seeds.chunks(at_once).map(<[u64]>::to_vec).collect()
    }
}
