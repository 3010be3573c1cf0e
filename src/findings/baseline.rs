//! A baseline: what an earlier judgement found. Only what is new or worse since makes noise.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::template::Severity;

use super::Findings;
use super::about::About;
use super::parts::{Parts, RecordedRows, content, parts};
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
    /// What it consisted of, where that is known.
    parts: Option<Parts>,
    /// What it was by content.
    content: Option<Fingerprint>,
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

impl Recorded {
    /// Whether it counted: see [`Finding::counts`].
    #[must_use]
    pub fn counted(&self) -> bool {
        !self.built_in && !self.guarded && !self.suppressed
    }
}

impl Baseline {
    /// What was found just now.
    #[must_use]
    pub fn of(findings: &Findings) -> Self {
        let rows = findings.rows();
        let seen = findings.all.iter().map(|finding| {
            let about = About::of(finding, &rows);
            let seen = Seen {
                id: finding.id.clone(),
                kind: finding.kind,
                severity: finding.severity.0,
                counted: finding.counts(),
                parts: Some(parts(&about)),
                content: content(&about),
            };
            (finding.fingerprint, seen)
        });
        Baseline { seen: seen.collect() }
    }

    /// What a report tells.
    #[must_use]
    pub fn recorded(findings: Vec<Recorded>, rows: RecordedRows) -> Self {
        let seen = findings.into_iter().map(|finding| {
            let counted = finding.counted();
            let Recorded { id, kind, severity, fingerprint, .. } = finding;
            (fingerprint, Seen { id, kind, severity: severity.0, counted, parts: None, content: None })
        });
        let mut baseline = Baseline { seen: seen.collect() };
        for (fingerprint, parts, content) in rows.rows() {
            if let Some(seen) = baseline.seen.get_mut(&fingerprint) {
                (seen.parts, seen.content) = (Some(parts), content);
            }
        }
        baseline
    }

    /// How each finding compares with it, in order, and what counted in it and is there no more, worst first. A role or a
    /// binding that is there under another name is known.
    #[must_use]
    pub fn compare(&self, findings: &Findings) -> (Vec<Since>, Vec<Gone>) {
        let there: BTreeSet<Fingerprint> = findings.all.iter().map(|finding| finding.fingerprint).collect();
        let mut gone: BTreeMap<&Fingerprint, &Seen> =
            self.seen.iter().filter(|(fingerprint, seen)| seen.counted && !there.contains(fingerprint)).collect();
        let rows = findings.rows();
        let since = findings.all.iter().map(|finding| {
            let about = About::of(finding, &rows);
            match self.seen.get(&finding.fingerprint) {
                Some(seen) => seen.since(finding, &about),
                None if renamed(finding, &about, &mut gone) => Since::Known,
                None => Since::New,
            }
        });
        let since = since.collect();
        (since, told(&gone))
    }
}

impl Seen {
    fn since(&self, finding: &Finding, about: &About<'_>) -> Since {
        let gains = || self.parts.as_ref().is_some_and(|known| !parts(about).are_within(known));
        let worse = finding.severity.0 > self.severity || (finding.counts() && (!self.counted || gains()));
        if worse { Since::Worse } else { Since::Known }
    }
}

/// Whether a finding is one that is gone, by content and no worse; then that is gone no more.
fn renamed(finding: &Finding, about: &About<'_>, gone: &mut BTreeMap<&Fingerprint, &Seen>) -> bool {
    let Some(content) = content(about) else { return false };
    let same = |seen: &Seen| seen.content == Some(content) && seen.severity >= finding.severity.0;
    let old = gone.iter().find(|(_, seen)| same(seen)).map(|(fingerprint, _)| *fingerprint);
    old.is_some_and(|old| gone.remove(old).is_some())
}

fn told(gone: &BTreeMap<&Fingerprint, &Seen>) -> Vec<Gone> {
    let gone = gone.iter().map(|(fingerprint, seen)| Gone {
        severity: SeverityWord(seen.severity),
        kind: seen.kind,
        id: seen.id.clone(),
        fingerprint: **fingerprint,
    });
    let mut gone: Vec<Gone> = gone.collect();
    gone.sort_unstable_by(|left, right| {
        (right.severity, left.kind, &left.id).cmp(&(left.severity, right.kind, &right.id))
    });
    gone
}

fn is_there<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Option::<serde::de::IgnoredAny>::deserialize(deserializer).map(|value| value.is_some())
}
