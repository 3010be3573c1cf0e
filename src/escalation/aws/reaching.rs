//! What a principal of IAM reaches, for whoever asks about one: the methods, asked without drawing a graph.

use std::collections::BTreeSet;

use crate::cloud::iam::{Iam, PrincipalId, Standing, Verdict};
use crate::graph::Step;
use crate::model::cloud::{Account, Cloud};
use crate::template::Method;

use super::asking::Asking;
use super::{Drawn, Reach};

/// An account, ready to be asked whom its principals become.
pub struct Reaching<'a, 'c>(Asking<'a, 'c>);

/// Something that a principal reaches.
#[derive(Clone, Debug)]
pub struct Reached<'a> {
    /// By which method.
    pub method: &'a Method,
    /// Whom it becomes; nothing where it comes to administer the account.
    pub to: Option<PrincipalId>,
    /// How surely: never `Deny`.
    pub verdict: Verdict,
    /// What that rests on, in words.
    pub facts: Vec<String>,
}

impl<'a, 'c> Reaching<'a, 'c> {
    /// Makes ready to ask about an account.
    #[must_use]
    pub fn new(iam: &'a Iam<'c>, cloud: &'c Cloud, account: &'c Account, methods: &'a [Method]) -> Self {
        Reaching(Asking::new(iam, cloud, account, methods))
    }

    /// Whether a principal administers the account as it stands.
    #[must_use]
    pub fn administers(&self, standing: &Standing<'c>) -> Verdict {
        self.0.administers(standing).verdict
    }

    /// By which methods a principal raises itself until it administers the account.
    #[must_use]
    pub fn raised(&self, standing: &Standing<'c>) -> Vec<Reached<'a>> {
        self.told(self.0.raised(standing))
    }

    /// Whom a principal takes.
    #[must_use]
    pub fn taken(&self, own: PrincipalId) -> Vec<Reached<'a>> {
        // Whoever takes an administrator is asked about the others all the same.
        self.told(self.0.taken(own, &BTreeSet::new()))
    }

    fn told(&self, drawn: Vec<Drawn>) -> Vec<Reached<'a>> {
        let told = drawn.into_iter().filter_map(|Drawn { to, step, verdict, facts }| {
            let Step::Method(place) = step else { return None };
            let to = match to {
                Reach::Account => None,
                Reach::Principal(other) => Some(other),
            };
            Some(Reached { method: self.0.methods.get(place)?, to, verdict, facts })
        });
        told.collect()
    }
}
