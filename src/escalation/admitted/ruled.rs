//! What admission says to a step: let in, refused or not to be known, by whom, and in which way.

use std::cmp::Ordering;

use crate::graph::{Certainty, Remarks};
use crate::guards::admission::{Guard, State};

use super::objections::Objections;

/// What admission says to a step, in the way that gets furthest.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::escalation) struct Ruled {
    pub(in crate::escalation) state: State,
    /// Who refuses it, or may.
    pub(super) by: Objections,
    /// The way that gets through, where the plainest does not.
    pub(in crate::escalation) way: Option<String>,
}

impl Ruled {
    pub(in crate::escalation) fn open() -> Self {
        Ruled { state: State::Open, by: Objections::default(), way: None }
    }

    /// Surely refused.
    pub(super) fn blocked(by: Objections) -> Self {
        Ruled { state: State::Blocked, by, way: None }
    }

    /// How bad it is for the attacker.
    pub(super) fn state_rank(&self) -> u8 {
        match self.state {
            State::Open => 0,
            State::Unknown => 1,
            State::Blocked => 2,
        }
    }

    /// Says it of an edge; how sure that can be taken.
    pub(in crate::escalation) fn tell(&self, remarks: &mut Remarks) -> Certainty {
        match self.state {
            State::Open => {}
            State::Unknown => remarks.unseen.extend_from_slice(self.by.told()),
            State::Blocked => remarks.blocked_by.extend_from_slice(self.by.told()),
        }
        if self.state != State::Blocked {
            remarks.facts.extend(self.way.iter().map(|way| format!("past admission: {way}")));
        }
        match self.state {
            State::Open => Certainty::ProvenRights,
            State::Unknown => Certainty::Unknown,
            State::Blocked => Certainty::Guarded,
        }
    }

    /// Who blocks it, or may.
    pub(in crate::escalation) fn guards(&self) -> Vec<Guard> {
        self.by.guards().cloned().collect()
    }

    /// Whether it is surely let in.
    pub(in crate::escalation) fn is_open(&self) -> bool {
        self.state == State::Open
    }

    /// Whether it is surely refused.
    pub(in crate::escalation) fn is_blocked(&self) -> bool {
        self.state == State::Blocked
    }

    /// The better of two ways.
    pub(in crate::escalation) fn or(self, other: Self) -> Self {
        if other.state_rank() < self.state_rank() { other } else { self }
    }

    /// The same, told so where nothing else is.
    pub(super) fn by_way_of(self, told: impl FnOnce() -> Option<String>) -> Self {
        Ruled { way: self.way.or_else(told), ..self }
    }

    /// Both are needed.
    pub(super) fn and(self, other: Self) -> Self {
        let order = other.state_rank().cmp(&self.state_rank());
        let way = self.way.or(other.way);
        match order {
            Ordering::Greater => Ruled { way, state: other.state, by: other.by },
            Ordering::Equal => Ruled { way, state: self.state, by: self.by.and(other.by) },
            Ordering::Less => Ruled { way, state: self.state, by: self.by },
        }
    }
}

/// The best of these ways; none is asked about after one that is open.
pub(super) fn first_open(mut ways: impl Iterator<Item = Ruled>) -> Ruled {
    let Some(mut best) = ways.next() else { return Ruled::open() };
    while best.state != State::Open
        && let Some(next) = ways.next()
    {
        best = best.or(next);
    }
    best
}
