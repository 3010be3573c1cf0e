//! What all levels in all versions say to one pod, in a line.

use std::collections::BTreeMap;

use crate::guards::pod_security::{Level, Policy, violations};
use crate::model::{PodSpec, Version};

/// Some versions beyond those that have checks of their own.
const NEWEST: u16 = Version::NEWEST.minor + 2;

/// `b: CHECK FIRST-LAST, r: …`: `r` where `restricted` says something else than `baseline`, `br` where they say the same;
/// `19+` is up to the newest version.
pub(super) fn verdict(pod: &PodSpec) -> String {
    let [baseline, restricted] = [Level::Baseline, Level::Restricted].map(|level| refused(level, pod));
    let mut parts = Vec::new();
    for (check, minors) in &baseline {
        let levels = if restricted.get(check) == Some(minors) { "br" } else { "b" };
        parts.push(format!("{levels}: {check} {}", range(minors)));
    }
    for (check, minors) in restricted.iter().filter(|(check, minors)| baseline.get(*check) != Some(minors)) {
        parts.push(format!("r: {check} {}", range(minors)));
    }
    parts.join(", ")
}

/// The minor versions in which each check refuses the pod.
fn refused(level: Level, pod: &PodSpec) -> BTreeMap<&'static str, Vec<u16>> {
    let mut refused: BTreeMap<&str, Vec<u16>> = BTreeMap::new();
    for minor in 0..=NEWEST {
        let version = Version { major: 1, minor };
        assert_eq!(violations(&Policy { level: Level::Privileged, version }, pod), []);
        for violation in violations(&Policy { level, version }, pod) {
            assert!(!violation.by.is_empty() && violation.level <= level, "{violation:?}");
            refused.entry(violation.check).or_default().push(minor);
        }
    }
    refused
}

fn range(minors: &[u16]) -> String {
    let (first, last) = (minors[0], minors[minors.len() - 1]);
    assert_eq!(minors, (first..=last).collect::<Vec<_>>(), "a check comes and goes");
    if last == NEWEST { format!("{first}+") } else { format!("{first}-{last}") }
}
