//! Policies that are weighed together: those of an identity, a boundary, a session.

use crate::model::cloud::Effect;

use super::concern::Concern;
use super::document::Documents;
use super::facts::Facts;
use super::held::HeldPolicy;
use super::statement::Compiled;
use super::truth::{Doubts, Truth};
use super::{Doubt, PolicySource, Witness};

/// The statements of some policies that concern the request.
#[derive(Default)]
pub(super) struct Layer<'a> {
    pub(super) applied: Vec<Applied<'a>>,
    /// Policies of which nothing is known.
    pub(super) doubts: Doubts,
}

/// A statement, and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Applied<'a> {
    pub(super) statement: &'a Compiled,
    pub(super) source: &'a PolicySource,
    pub(super) about: Option<&'a Doubt>,
}

/// What the statements of a layer make of a request.
pub(super) struct Weighed {
    pub(super) allowed: Truth,
    pub(super) denied: Truth,
    pub(super) allowed_by: Vec<Witness>,
    pub(super) denied_by: Vec<Witness>,
}

impl<'a> Layer<'a> {
    /// The statements of a policy that concern an action.
    pub(super) fn add(&mut self, policy: &'a HeldPolicy, documents: &'a Documents, concern: &Concern) {
        let statements = documents.statements(policy.document);
        let concerned = concern.of(policy.document).iter().filter_map(|index| statements.get(*index));
        let about = policy.about.as_ref();
        self.applied.extend(concerned.map(|statement| Applied { statement, source: &policy.source, about }));
    }

    /// Whether no policy of it can have a say.
    pub(super) fn is_silent(&self) -> bool {
        self.applied.is_empty() && self.doubts.is_empty()
    }

    pub(super) fn weigh(&self, facts: &Facts<'_>) -> Weighed {
        let undecided = Truth::undecided(&self.doubts);
        let mut weighed =
            Weighed { allowed: undecided.clone(), denied: undecided, allowed_by: Vec::new(), denied_by: Vec::new() };
        for applied in &self.applied {
            weighed.add(applied, applied.applies(facts));
        }
        weighed
    }
}

impl Applied<'_> {
    pub(super) fn witness(&self) -> Witness {
        let (statement, sid) = (self.statement.index, self.statement.sid.clone());
        Witness { policy: self.source.clone(), statement, sid }
    }

    pub(super) fn applies(&self, facts: &Facts<'_>) -> Truth {
        let about = self.about.map_or(Truth::Yes, |doubt| Truth::maybe(doubt.clone()));
        self.statement.applies(facts).and(about)
    }
}

impl Weighed {
    fn add(&mut self, applied: &Applied<'_>, applies: Truth) {
        if applies == Truth::No {
            return;
        }
        let (truth, witnesses) = match applied.statement.effect {
            Effect::Allow => (&mut self.allowed, &mut self.allowed_by),
            Effect::Deny => (&mut self.denied, &mut self.denied_by),
        };
        witnesses.push(applied.witness());
        *truth = std::mem::replace(truth, Truth::No).or(applies);
    }
}
