use crate::guards::pod_security::{Enforced, Level, Policy, enforced};
use crate::model::{Labels, Version};

fn labels(pairs: &[(&str, &str)]) -> Labels {
    let prefix = "pod-security.kubernetes.io/";
    pairs.iter().map(|(key, value)| (format!("{prefix}{key}").into(), (*value).into())).collect()
}

#[track_caller]
fn check(server: u16, pairs: &[(&str, &str)], level: Level, minor: u16, labelled: bool) {
    let version = Version { major: 1, minor };
    let expected = Enforced { policy: Policy { level, version }, labelled };
    assert_eq!(enforced(&labels(pairs), Version { major: 1, minor: server }), expected, "{pairs:?}");
}

#[test]
fn a_level_is_one_of_three_words_or_the_strictest() {
    check(36, &[], Level::Privileged, 36, false);
    check(36, &[("enforce", "privileged")], Level::Privileged, 36, true);
    check(36, &[("enforce", "baseline")], Level::Baseline, 36, true);
    check(36, &[("enforce", "restricted")], Level::Restricted, 36, true);
    for text in ["", "Baseline", "none", "privileged "] {
        check(36, &[("enforce", text)], Level::Restricted, 36, true);
    }
}

#[test]
fn other_modes_enforce_nothing() {
    check(
        36,
        &[("warn", "restricted"), ("audit", "restricted"), ("warn-version", "v1.0")],
        Level::Privileged,
        36,
        false,
    );
}

#[test]
fn a_version_counts_up_to_the_servers_own() {
    for (text, minor) in [("latest", 36), ("v1.0", 0), ("v1.8", 8), ("v1.36", 36), ("v1.37", 36), ("v1.99999", 36)] {
        check(36, &[("enforce", "baseline"), ("enforce-version", text)], Level::Baseline, minor, true);
    }
    check(30, &[("enforce", "baseline"), ("enforce-version", "latest")], Level::Baseline, 30, true);
    check(30, &[("enforce", "baseline"), ("enforce-version", "v1.34")], Level::Baseline, 30, true);
    check(36, &[("enforce-version", "v1.8")], Level::Privileged, 8, false);
}

#[test]
fn what_is_no_version_is_the_latest() {
    for text in ["", "1.8", "v1.08", "v1.", "v1.8.0", "v2.0", "v1.+8", "v1.99999999999999999999", "V1.8"] {
        check(36, &[("enforce", "baseline"), ("enforce-version", text)], Level::Baseline, 36, true);
    }
}

#[test]
fn old_servers_enforce_nothing() {
    check(22, &[("enforce", "restricted")], Level::Privileged, 22, true);
    check(23, &[("enforce", "restricted")], Level::Restricted, 23, true);
}
