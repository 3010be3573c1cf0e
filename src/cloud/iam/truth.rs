//! Three values: yes, no, and maybe with the reasons for it.

use std::collections::BTreeSet;

use super::Doubt;

/// Why something is not known.
pub(super) type Doubts = BTreeSet<Doubt>;

/// Whether something is so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Truth {
    No,
    /// INVARIANT: there is at least one doubt.
    Maybe(Doubts),
    Yes,
}

impl Truth {
    pub(super) fn of(known: bool) -> Self {
        if known { Truth::Yes } else { Truth::No }
    }

    pub(super) fn maybe(doubt: Doubt) -> Self {
        Truth::Maybe(Doubts::from([doubt]))
    }

    /// Yes where there is no doubt at all.
    pub(super) fn unless(doubts: &Doubts) -> Self {
        if doubts.is_empty() { Truth::Yes } else { Truth::Maybe(doubts.clone()) }
    }

    /// No where there is no doubt at all.
    pub(super) fn undecided(doubts: &Doubts) -> Self {
        if doubts.is_empty() { Truth::No } else { Truth::Maybe(doubts.clone()) }
    }

    pub(super) fn and(self, other: Truth) -> Self {
        match (self, other) {
            (Truth::No, _) | (_, Truth::No) => Truth::No,
            (Truth::Yes, other) | (other, Truth::Yes) => other,
            (Truth::Maybe(one), Truth::Maybe(other)) => Truth::Maybe(union(one, other)),
        }
    }

    pub(super) fn or(self, other: Truth) -> Self {
        match (self, other) {
            (Truth::Yes, _) | (_, Truth::Yes) => Truth::Yes,
            (Truth::No, other) | (other, Truth::No) => other,
            (Truth::Maybe(one), Truth::Maybe(other)) => Truth::Maybe(union(one, other)),
        }
    }

    pub(super) fn negate(self) -> Self {
        match self {
            Truth::No => Truth::Yes,
            Truth::Yes => Truth::No,
            maybe @ Truth::Maybe(_) => maybe,
        }
    }

    /// Whether all are so; yes if there are none.
    pub(super) fn all(truths: impl IntoIterator<Item = Truth>) -> Self {
        let mut whole = Truth::Yes;
        for truth in truths {
            whole = whole.and(truth);
            if whole == Truth::No {
                break;
            }
        }
        whole
    }

    /// Whether any is so; no if there are none.
    pub(super) fn any(truths: impl IntoIterator<Item = Truth>) -> Self {
        let mut whole = Truth::No;
        for truth in truths {
            whole = whole.or(truth);
            if whole == Truth::Yes {
                break;
            }
        }
        whole
    }
}

fn union(mut one: Doubts, other: Doubts) -> Doubts {
    one.extend(other);
    one
}

#[cfg(test)]
mod tests {
    use super::{Doubt, Truth};

    #[test]
    fn maybe_stands_between_no_and_yes() {
        let maybe = || Truth::maybe(Doubt::Mfa);
        for (one, other, both, either) in [
            (Truth::No, maybe(), Truth::No, maybe()),
            (Truth::Yes, maybe(), maybe(), Truth::Yes),
            (maybe(), maybe(), maybe(), maybe()),
            (Truth::Yes, Truth::No, Truth::No, Truth::Yes),
        ] {
            assert_eq!(one.clone().and(other.clone()), both);
            assert_eq!(other.clone().and(one.clone()), both);
            assert_eq!(one.clone().or(other.clone()), either);
            assert_eq!(other.or(one), either);
        }
        assert_eq!((Truth::all([]), Truth::any([])), (Truth::Yes, Truth::No));
        assert_eq!((maybe().negate(), Truth::No.negate()), (maybe(), Truth::Yes));
    }
}
