//! What a file of suppressions may say, and what it suppresses.

use super::super::fingerprint::{finding, grant_finding};
use super::super::types::{
    Finding, FindingKind, GrantRef, Marks, RiskyBinding, RiskyEntry, RiskyRole, RiskySubject, SeverityWord,
};
use super::super::{Findings, Threshold};
use super::Suppressions;
use crate::findings::Gate;
use crate::model::Time;
use crate::template::Severity;

const HIGH: SeverityWord = SeverityWord(Severity::High);

/// A subject with these entries, by one binding and one role that allow the same.
fn findings(entries: &[&str]) -> Findings {
    let names = || entries.iter().map(|id| (*id).into()).collect();
    let entry = |id: &&str| RiskyEntry {
        id: (*id).into(),
        severity: HIGH,
        guarded: false,
        scope: "cluster".into(),
        names: None,
        grants: vec![GrantRef { binding: None, role: "clusterrole:r".into(), rule: 0 }],
    };
    let flags = (false, false, Marks::default());
    let (guarded, built_in, marks) = flags;
    let mut found = Findings {
        risky_subjects: vec![RiskySubject {
            subject: "sa:shop/web".into(),
            severity: HIGH,
            entries: entries.iter().map(entry).collect(),
            guarded,
            built_in,
            marks: marks.clone(),
        }],
        risky_roles: vec![RiskyRole {
            role: "clusterrole:r".into(),
            severity: HIGH,
            entries: names(),
            rules: Vec::new(),
            bound_by: vec!["clusterrolebinding:b".into()],
            guarded,
            built_in,
            marks: marks.clone(),
        }],
        risky_bindings: vec![RiskyBinding {
            binding: "clusterrolebinding:b".into(),
            role: "clusterrole:r".into(),
            severity: HIGH,
            subjects: vec!["sa:shop/web".into()],
            entries: names(),
            guarded,
            built_in,
            marks,
        }],
        ..Findings::default()
    };
    found.all = super::super::fingerprint::list(&found, Vec::new());
    found
}

/// How many findings these lines of YAML leave, and which of them were of use.
fn left(entries: &[&str], lines: &str) -> (usize, Vec<bool>) {
    let mut found = findings(entries);
    let text = format!("version: 1\nsuppressions:\n{lines}");
    let suppressions = Suppressions::read("s.yaml", &text).map_err(|error| error.to_string()).unwrap();
    let used = found.suppress(&suppressions);
    (found.all.iter().filter(|finding| finding.counts()).count(), used)
}

#[test]
fn an_id_means_one_finding_and_an_entry_all_that_it_alone_makes() {
    let rows = [
        ("- {id: subject sa:shop/web, reason: r}", 2, vec![true]),
        ("- {id: subject sa:shop/we, reason: r}", 3, vec![false]),
        ("- {id: secrets/list, reason: r}", 0, vec![true]),
        ("- {id: secrets/get, reason: r}", 3, vec![false]),
        ("- {id: secrets/list, subject: 'sa:shop/*', reason: r}", 0, vec![true]),
        ("- {id: secrets/list, subject: 'sa:shop/we?', reason: r}", 0, vec![true]),
        ("- {id: secrets/list, subject: 'sa:sho*x', reason: r}", 3, vec![false]),
        ("- {id: secrets/list, subject: clusterrole:r, reason: r}", 2, vec![true]),
        ("- {id: subject sa:shop/web, subject: 'sa:dev/*', reason: r}", 3, vec![false]),
    ];
    for (lines, expected, used) in rows {
        assert_eq!(left(&["secrets/list"], lines), (expected, used), "{lines}");
    }
}

#[test]
fn what_several_entries_make_stays_until_each_of_them_is_accepted() {
    let one = "- {id: secrets/list, reason: r}";
    assert_eq!(left(&["secrets/list", "pods/exec"], one), (3, vec![true]));
    let both = "- {id: secrets/list, reason: r}\n- {id: pods/exec, reason: r}";
    assert_eq!(left(&["secrets/list", "pods/exec"], both), (0, vec![true, true]));
}

#[test]
fn rows_of_the_lists_bear_the_marks_of_their_findings() {
    let mut found = findings(&["secrets/list"]);
    let fingerprint = found.all.iter().find(|finding| finding.kind == FindingKind::Role).unwrap().fingerprint;
    let text = format!("version: 1\nsuppressions: [{{fingerprint: '{fingerprint}', reason: r, owner: me}}]");
    assert_eq!(found.suppress(&Suppressions::read("s.yaml", &text).unwrap()), [true]);
    assert!(found.risky_subjects[0].marks.suppressed.is_none());
    assert_eq!(found.risky_roles[0].marks.suppressed.as_ref().unwrap().owner.as_deref(), Some("me"));
    assert_eq!(found.summary().high, 2);
    let gate =
        Gate { thresholds: vec![Threshold { kind: Some(FindingKind::Role), severity: Severity::Low }], guarded: true };
    assert!(!gate.trips(&found.all));
}

#[test]
fn a_check_is_meant_by_its_id_and_the_names_of_what_it_found() {
    let found =
        |marks| Finding { marks, ..grant_finding("grant/expired", "rolebinding:shop/web", HIGH, String::new()) };
    let rows = [
        ("id: grant/expired", true),
        ("id: grant/unused", false),
        ("id: grant/expired, subject: 'rolebinding:shop/*'", true),
        ("id: grant/expired, subject: 'rolebinding:dev/*'", false),
    ];
    for (line, suppressed) in rows {
        let mut findings = Findings { all: vec![found(Marks::default())], ..Findings::default() };
        let text = format!("version: 1\nsuppressions: [{{{line}, reason: r}}]");
        findings.suppress(&Suppressions::read("s.yaml", &text).unwrap());
        assert_eq!(!findings.all[0].counts(), suppressed, "{line}");
    }
}

#[test]
fn a_suppression_holds_to_the_end_of_its_last_day() {
    let text = "version: 1\nsuppressions:\n- {id: a/b, reason: r, expires: 2027-01-31}\n- {id: a/c, reason: r}";
    let at = |now: &str| {
        let mut suppressions = Suppressions::read("s.yaml", text).unwrap();
        let expired = suppressions.expire(Time::parse(now).unwrap());
        (expired.iter().map(super::Suppression::target).collect::<Vec<_>>(), suppressions.len())
    };
    assert_eq!(at("2027-01-31T23:59:59Z"), (vec![], 2));
    assert_eq!(at("2027-02-01T00:00:00Z"), (vec!["a/b".to_owned()], 1));
}

#[test]
fn a_mistake_is_refused_with_its_place() {
    let rows = [
        ("- {id: a/b}", "s.yaml:3:3: a suppression lacks `reason`"),
        ("- {reason: r}", "s.yaml:3:3: a suppression lacks what it suppresses"),
        (
            "- {id: a/b, fingerprint: x, reason: r}",
            "s.yaml:3:3: a suppression has an `id` or a `fingerprint`, not both",
        ),
        ("- {fingerprint: abc, reason: r}", "s.yaml:3:17: a fingerprint has 32 hex digits"),
        ("- {id: '*', reason: r}", "s.yaml:3:8: this is no id"),
        ("- {id: 'secrets/*', reason: r}", "s.yaml:3:8: this is no id"),
        ("- {id: a/b, reason: ''}", "s.yaml:3:21: `reason` is empty"),
        ("- {id: a/b, reason: r, expires: tomorrow}", "s.yaml:3:33: `expires` must be a date"),
        ("- {id: a/b, reasons: r}", "s.yaml:3:13: unknown key `reasons` in a suppression; did you mean `reason`?"),
        ("  x: 1", "s.yaml:3:3: `suppressions` must be a list"),
    ];
    for (lines, expected) in rows {
        let text = format!("version: 1\nsuppressions:\n{lines}");
        let error = Suppressions::read("s.yaml", &text).unwrap_err().to_string();
        assert!(error.contains(expected), "{lines}: {error}");
    }
    let severity = finding(FindingKind::Path, HIGH, false, &["a", "b"], String::new());
    let lines = format!("- {{id: '{}', reason: r}}\n- {{id: path-0123456789ab, reason: r}}", severity.id);
    assert_eq!(Suppressions::read("s.yaml", &format!("version: 1\nsuppressions:\n{lines}")).unwrap().len(), 2);
}
