//! A way to an objective: its hops, each with its evidence.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use crate::graph::Certainty;
use crate::model::Name;

use super::{Marks, SeverityWord};

/// A grant as evidence: subject holds this rule of this role through this binding.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
pub struct GrantRef {
    /// The binding; null for one that the actor would make itself.
    pub binding: Option<Name>,
    /// The role.
    pub role: Name,
    /// The rule of the role, from 0.
    pub rule: usize,
}

/// One step of a path.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Hop {
    /// Who takes it.
    pub from: Name,
    /// What it gets.
    pub to: Name,
    /// The entry of the template, or an id of the family `identity`.
    pub entry: Name,
    /// The grants that allow it.
    pub grants: Vec<GrantRef>,
    /// The role that it makes, rewrites or binds, where that is not what it gets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<Name>,
    /// What else must be true, and is.
    pub facts: Vec<String>,
    /// The other escapes of the same pod: as long as there is one, closing this one stops nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<WayOut>,
    /// What blocks it.
    pub blocked_by: Vec<String>,
    /// The guards that may refuse it, where that cannot be known: webhooks, mostly. The facts say why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub may_refuse: Vec<String>,
    /// Whether the API server, asked by `--confirm`, allows it. Nothing where it was not asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<bool>,
    /// Where it takes several requests together, perhaps of several identities: each of them as a hop of its own, whose
    /// `to` is what it acts on. Then `from` and `entry` are those of the first, `grants` and `facts` those of all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Hop>,
}

impl Hop {
    /// The requests of this hop, each by itself: its parts, or the hop where it has none.
    pub fn requests(&self) -> impl Iterator<Item = &Hop> {
        let whole = self.parts.is_empty().then_some(self);
        self.parts.iter().chain(whole)
    }

    /// Who takes it: everybody who takes a part, each once.
    #[must_use]
    pub fn actors(&self) -> Vec<&str> {
        let mut actors: Vec<&str> = Vec::new();
        for part in self.requests() {
            if !actors.contains(&part.from.as_str()) {
                actors.push(&part.from);
            }
        }
        actors
    }

    /// The entries that it takes: `admission/relabel-namespace + pods/create`.
    #[must_use]
    pub fn entries(&self) -> String {
        self.requests().map(|part| part.entry.as_str()).collect::<Vec<_>>().join(" + ")
    }
}

/// Another escape of a pod.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct WayOut {
    /// The id of the escape.
    pub entry: String,
    /// Where it is seen, and what weakens it.
    pub facts: Vec<String>,
}

/// A way from a source to an objective.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Path {
    /// Its id; stable as long as source and objective are the same.
    pub id: String,
    /// How bad it is.
    pub severity: SeverityWord,
    /// The source.
    pub from: Name,
    /// The objective.
    pub to: Name,
    /// `proven-rights`, `guarded` or `unknown`.
    pub certainty: &'static str,
    /// The steps.
    // Paths that come together share them from there on.
    pub hops: Vec<Arc<Hop>>,
    /// The path that this one goes on in, when it is longer than the limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub continues: Option<String>,
    /// The path to cluster-admin of the same source that this one follows from: who may do everything also does this. It
    /// counts as no finding of its own.
    #[serde(skip_serializing_if = "Option::is_none", rename = "impliedBy")]
    pub implied_by: Option<String>,
    /// What to change.
    pub fix: Arc<str>,
    /// Whether every grant of it is what the API server installs.
    #[serde(rename = "builtIn")]
    pub built_in: bool,
    /// Whether it is suppressed, and how it compares with the baseline.
    #[serde(flatten)]
    pub marks: Marks,
}

impl Path {
    /// Whether a guard blocks it.
    #[must_use]
    pub fn is_guarded(&self) -> bool {
        self.certainty == Certainty::Guarded.word()
    }
}
