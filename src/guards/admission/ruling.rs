//! What admission says to a request.

use crate::model::{AdmissionKind, Name};

/// Who refuses a request, who may, and who was asked.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ruling {
    /// Who surely refuses it. One is enough: the server names the first that it finds.
    pub denials: Vec<Denial>,
    /// Who may refuse it, and why that is not known.
    pub unknown: Vec<Doubt>,
    /// Who is, or may be, asked about it, whatever the answer.
    pub asked: Vec<Asked>,
}

/// What it comes to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum State {
    /// Nobody objects.
    Open,
    /// Somebody surely refuses it.
    Blocked,
    /// Nobody surely does, and somebody may.
    Unknown,
}

/// A refusal.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Denial {
    /// Who refuses.
    pub guard: Guard,
    /// What the server says, without the guard's name; of what failed the text is not the server's own.
    pub message: String,
}

/// Somebody who may refuse.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Doubt {
    /// Who.
    pub guard: Guard,
    /// Why it is not known.
    pub reason: String,
}

/// Somebody who is asked.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Asked {
    /// Who.
    pub guard: Guard,
    /// Whether its answer can refuse: a binding without `Deny` only warns or writes to the audit log.
    pub enforces: bool,
}

/// What judges requests.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Guard {
    /// A policy through one of its bindings; without a binding it is the policy itself that fails.
    Policy {
        /// Validating or mutating.
        kind: AdmissionKind,
        /// Its name.
        policy: Name,
        /// The binding's name.
        binding: Option<Name>,
    },
    /// A webhook.
    Webhook {
        /// Validating or mutating.
        kind: AdmissionKind,
        /// Its configuration's name.
        configuration: Name,
        /// Its own name.
        name: Name,
    },
}

impl Guard {
    /// The guard in one word: `validatingadmissionpolicy:NAME`, with a binding `…:NAME/BINDING`,
    /// `validatingwebhook:CONFIGURATION/NAME`.
    #[must_use]
    pub fn id(&self) -> String {
        match self {
            Guard::Policy { kind, policy, binding: None } => {
                format!("{}admissionpolicy:{}", word(*kind), policy.as_str())
            }
            Guard::Policy { kind, policy, binding: Some(binding) } => {
                format!("{}admissionpolicy:{}/{}", word(*kind), policy.as_str(), binding.as_str())
            }
            Guard::Webhook { kind, configuration, name } => {
                format!("{}webhook:{}/{}", word(*kind), configuration.as_str(), name.as_str())
            }
        }
    }
}

fn word(kind: AdmissionKind) -> &'static str {
    match kind {
        AdmissionKind::Validating => "validating",
        AdmissionKind::Mutating => "mutating",
    }
}

impl Ruling {
    /// What it comes to: a refusal is sure whatever else is not.
    #[must_use]
    pub fn state(&self) -> State {
        match (self.denials.is_empty(), self.unknown.is_empty()) {
            (false, _) => State::Blocked,
            (true, false) => State::Unknown,
            (true, true) => State::Open,
        }
    }

    pub(super) fn deny(&mut self, guard: &Guard, message: impl Into<String>) {
        self.denials.push(Denial { guard: guard.clone(), message: message.into() });
    }

    pub(super) fn doubt(&mut self, guard: &Guard, reason: impl Into<String>) {
        self.unknown.push(Doubt { guard: guard.clone(), reason: reason.into() });
    }

    pub(super) fn ask(&mut self, guard: &Guard, enforces: bool) {
        self.asked.push(Asked { guard: guard.clone(), enforces });
    }
}
