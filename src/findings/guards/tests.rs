//! The table of flaws is whole. Hits and near misses stand in `tests/integration/hygiene/guards.rs`.

use std::collections::BTreeSet;

use super::platforms::fails_open_by_default;
use super::{ALL, row};
use crate::guards::admission::flaw_ids;
use crate::template::Severity;

#[test]
fn every_flaw_has_its_row() {
    let ids: Vec<&str> = ALL.iter().map(super::HollowGuard::flaw).collect();
    assert_eq!(ids, flaw_ids().collect::<Vec<_>>());
    assert!(ALL.iter().all(|of| row(of.id).is_some_and(|found| found.title == of.title)));
}

#[test]
fn every_text_is_present_and_says_something_of_its_own() {
    let texts: Vec<&str> = ALL.iter().flat_map(|row| [row.title, row.why, row.fix]).collect();
    assert!(texts.iter().all(|text| text.len() > 10 && !text.contains("  ")), "{texts:?}");
    assert_eq!(texts.iter().collect::<BTreeSet<_>>().len(), texts.len());
}

#[test]
fn no_flaw_is_worse_where_the_guard_is_no_boundary() {
    assert!(ALL.iter().all(|row| row.elsewhere <= row.severity && row.severity <= Severity::Medium));
}

#[test]
fn only_known_names_fail_open_by_default() {
    for (configuration, webhook, expected) in [
        ("gatekeeper-validating-webhook-configuration", "validation.gatekeeper.sh", true),
        ("warden-validating.config.common-webhooks.networking.gke.io", "warden", true),
        ("kyverno-resource-validating-webhook-cfg", "validate.kyverno.svc-ignore", true),
        ("kyverno-resource-validating-webhook-cfg", "validate.kyverno.svc-fail", false),
        ("my-gatekeeper-validating-webhook-configuration", "validation.gatekeeper.sh", false),
    ] {
        assert_eq!(fails_open_by_default(configuration, webhook), expected, "{configuration} {webhook}");
    }
}
