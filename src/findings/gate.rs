//! The gate: which findings fail a run.

use crate::template::Severity;

use super::types::{Finding, FindingKind};

/// From which severity on findings trip the gate: all of them, or those of one kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Threshold {
    /// The kind; nothing for every kind that has no threshold of its own.
    pub kind: Option<FindingKind>,
    /// At least this bad.
    pub severity: Severity,
}

/// Which findings fail a run. Filters on what is shown play no part in it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Gate {
    /// Without any, nothing trips it. Of several for one kind the strictest counts.
    pub thresholds: Vec<Threshold>,
    /// Whether what a guard blocks counts too.
    pub guarded: bool,
}

impl Gate {
    /// Whether one of these trips it.
    pub fn trips<'f>(&self, findings: impl IntoIterator<Item = &'f Finding>) -> bool {
        findings.into_iter().any(|finding| self.counts(finding) && self.is_reached(finding))
    }

    fn counts(&self, finding: &Finding) -> bool {
        !finding.built_in && finding.marks.are_loud() && (self.guarded || !finding.guarded)
    }

    fn is_reached(&self, finding: &Finding) -> bool {
        let least = |kind: Option<FindingKind>| {
            let of_kind = self.thresholds.iter().filter(|threshold| threshold.kind == kind);
            of_kind.map(|threshold| threshold.severity).min()
        };
        least(Some(finding.kind)).or_else(|| least(None)).is_some_and(|least| finding.severity.0 >= least)
    }
}

#[cfg(test)]
mod tests {
    use super::super::fingerprint::finding;
    use super::super::types::{FindingKind, Marks, SeverityWord, Since};
    use super::{Finding, Gate, Threshold};
    use crate::template::Severity;

    fn found(kind: FindingKind, severity: Severity) -> Finding {
        finding(kind, SeverityWord(severity), false, &["x"], String::new())
    }

    #[test]
    fn a_kind_of_its_own_threshold_does_not_look_at_the_others() {
        let all = Threshold { kind: None, severity: Severity::Critical };
        let paths = Threshold { kind: Some(FindingKind::Path), severity: Severity::Medium };
        let (path, role) = (found(FindingKind::Path, Severity::Medium), found(FindingKind::Role, Severity::High));
        let worst = found(FindingKind::Role, Severity::Critical);
        let rows: [(&[Threshold], &Finding, bool); 8] = [
            (&[], &worst, false),
            (&[all], &worst, true),
            (&[all], &role, false),
            (&[all], &path, false),
            (&[paths], &path, true),
            (&[paths], &worst, false),
            (&[all, paths], &path, true),
            (&[all, paths], &role, false),
        ];
        for (thresholds, finding, trips) in rows {
            let gate = Gate { thresholds: thresholds.to_vec(), guarded: false };
            assert_eq!(gate.trips([finding]), trips, "{thresholds:?} {}", finding.id);
        }
        let strict = Threshold { kind: None, severity: Severity::Low };
        assert!(Gate { thresholds: vec![all, strict], guarded: false }.trips([&role]), "the strictest of two");
    }

    #[test]
    fn what_is_built_in_blocked_or_known_does_not_count() {
        let gate = |guarded| Gate { thresholds: vec![Threshold { kind: None, severity: Severity::Info }], guarded };
        let plain = found(FindingKind::Role, Severity::High);
        let guarded = Finding { guarded: true, ..plain.clone() };
        let since = |since| Finding { marks: Marks { baseline: Some(since), ..Marks::default() }, ..plain.clone() };
        assert!(gate(false).trips([&plain]));
        assert!(!gate(false).trips([&Finding { built_in: true, ..plain.clone() }]));
        assert!(!gate(false).trips([&guarded]));
        assert!(gate(true).trips([&guarded]));
        assert!(!gate(false).trips([&since(Since::Known)]));
        assert!(gate(false).trips([&since(Since::New)]) && gate(false).trips([&since(Since::Worse)]));
    }
}
