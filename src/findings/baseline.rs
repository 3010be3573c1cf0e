//! A baseline: what an earlier judgement found. Only what is new or worse since makes noise.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::template::Severity;

use super::Findings;
use super::types::{Finding, FindingKind, Fingerprint, SeverityWord, Since};

/// What an earlier judgement found.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Baseline {
    seen: BTreeMap<Fingerprint, Seen>,
}

/// One finding of it.
#[derive(Clone, PartialEq, Debug)]
struct Seen {
    id: String,
    kind: FindingKind,
    severity: Severity,
    /// Whether it counted: see [`Finding::counts`].
    counted: bool,
}

/// A finding of the baseline that is there no more.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
pub struct Gone {
    /// How bad it was.
    pub severity: SeverityWord,
    /// Its kind.
    pub kind: FindingKind,
    /// Its id.
    pub id: String,
    /// Its fingerprint.
    pub fingerprint: Fingerprint,
}

/// A finding of a report, as far as it is compared.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Recorded {
    id: String,
    kind: FindingKind,
    severity: SeverityWord,
    fingerprint: Fingerprint,
    #[serde(default)]
    built_in: bool,
    #[serde(default)]
    guarded: bool,
    #[serde(default, deserialize_with = "is_there")]
    suppressed: bool,
}

impl Baseline {
    /// What was found just now.
    #[must_use]
    pub fn of(findings: &Findings) -> Self {
        let seen = findings.all.iter().map(|finding| {
            let Finding { kind, severity, .. } = *finding;
            let seen = Seen { id: finding.id.clone(), kind, severity: severity.0, counted: finding.counts() };
            (finding.fingerprint, seen)
        });
        Baseline { seen: seen.collect() }
    }

    /// What a report tells.
    #[must_use]
    pub fn recorded(findings: Vec<Recorded>) -> Self {
        let seen = findings.into_iter().map(|finding| {
            let counted = !finding.built_in && !finding.guarded && !finding.suppressed;
            let Recorded { id, kind, severity, fingerprint, .. } = finding;
            (fingerprint, Seen { id, kind, severity: severity.0, counted })
        });
        Baseline { seen: seen.collect() }
    }

    /// How a finding compares with it.
    #[must_use]
    pub fn since(&self, finding: &Finding) -> Since {
        match self.seen.get(&finding.fingerprint) {
            None => Since::New,
            Some(seen) if finding.severity.0 > seen.severity => Since::Worse,
            Some(seen) if finding.counts() && !seen.counted => Since::Worse,
            Some(_) => Since::Known,
        }
    }

    /// What counted in it and is there no more, worst first.
    #[must_use]
    pub fn gone(&self, findings: &Findings) -> Vec<Gone> {
        let there: BTreeSet<Fingerprint> = findings.all.iter().map(|finding| finding.fingerprint).collect();
        let gone = self.seen.iter().filter(|(fingerprint, seen)| seen.counted && !there.contains(fingerprint));
        let mut gone: Vec<Gone> = gone
            .map(|(&fingerprint, seen)| Gone {
                severity: SeverityWord(seen.severity),
                kind: seen.kind,
                id: seen.id.clone(),
                fingerprint,
            })
            .collect();
        gone.sort_unstable_by(|left, right| {
            (right.severity, left.kind, &left.id).cmp(&(left.severity, right.kind, &right.id))
        });
        gone
    }
}

fn is_there<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Option::<serde::de::IgnoredAny>::deserialize(deserializer).map(|value| value.is_some())
}
