//! Choices that a seed decides.

/// A source of choices: the same for the same seed, on every machine.
pub(super) struct Random(fastrand::Rng);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Random(fastrand::Rng::with_seed(seed))
    }

    /// Yes, in so many of a hundred cases.
    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.0.usize(..100) < percent
    }

    /// A number from 0, less than the limit.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0.usize(..limit)
    }

    /// One of these; a word that stands there twice is chosen twice as often.
    pub(super) fn pick<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())].clone()
    }

    /// One to `most` of these, in no order, some perhaps twice.
    pub(super) fn some(&mut self, choices: &[&str], most: usize) -> Vec<String> {
        let count = 1 + self.below(most);
        (0..count).map(|_| self.pick(choices).to_owned()).collect()
    }
}
