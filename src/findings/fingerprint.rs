//! Fingerprints: the same for what a person would call the same finding.
//!
//! They are made of the names in a finding, never of its place, its order or the names of replicas.

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::model::Name;

use super::Findings;
use super::types::{
    Finding, FindingKind, Fingerprint, HotPod, Marks, Path, RiskyBinding, RiskyRole, RiskySubject, SeverityWord,
    TokenKind,
};

/// The id of the path from a source to an objective: of its ends alone, so it stays when the way between them changes.
pub(super) fn path_id(from: &str, to: &str) -> String {
    format!("path-{:012x}", hash(&["path", from, to]) >> 80)
}

/// The id of one way among several between the same ends: of its hops and the grants that they rest on, so it stays when
/// other ways come or go.
pub(super) fn way_id(path: &Path) -> String {
    let mut parts = vec!["way"];
    for hop in &path.hops {
        parts.extend([hop.from.as_str(), &hop.to, &hop.entry]);
        parts.extend(hop.parts.iter().flat_map(|part| [part.from.as_str(), &part.entry]));
        parts.extend(hop.grants.iter().flat_map(|grant| [grant.binding.as_deref().unwrap_or_default(), &grant.role]));
    }
    format!("{}-{:06x}", path_id(&path.from, &path.to), hash(&parts) >> 104)
}

/// A hash over parts; no two lists of parts are confused. The first digits of it are enough for an id.
fn hash(parts: &[&str]) -> u128 {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().take(16).fold(0, |sum, &byte| (sum << 8) | u128::from(byte))
}

/// The same as a fingerprint.
pub(super) fn digest_of(parts: &[&str]) -> Fingerprint {
    Fingerprint(hash(parts))
}

/// Eight hex digits that tell long texts apart.
#[must_use]
pub fn short_hash(text: &str) -> String {
    format!("{:08x}", hash(&[text]) >> 96)
}

/// One list of everything that was found, worst first.
pub(super) fn list(found: &Findings, of_checks: Vec<Finding>) -> Vec<Finding> {
    let lists = [found.hot_pods.len(), found.paths.len(), found.risky_subjects.len(), found.risky_roles.len()];
    let mut all = of_checks;
    all.reserve_exact(lists.into_iter().sum::<usize>() + found.risky_bindings.len());
    all.par_extend(numbered(&found.hot_pods, of_pod));
    let own = found.paths.par_iter().enumerate().filter(|(_, path)| path.implied_by.is_none());
    all.par_extend(own.map(|(row, path)| Finding { row: Some(row), ..of_path(path) }));
    all.par_extend(numbered(&found.risky_subjects, of_subject));
    all.par_extend(numbered(&found.risky_roles, of_role));
    all.par_extend(numbered(&found.risky_bindings, of_binding));
    all.par_sort_by(|left, right| (right.severity, left.kind, &left.id).cmp(&(left.severity, right.kind, &right.id)));
    all
}

/// The findings of the rows of a list.
fn numbered<T: Sync>(rows: &[T], of: fn(&T) -> Finding) -> impl IndexedParallelIterator<Item = Finding> {
    rows.par_iter().enumerate().map(move |(row, about)| Finding { row: Some(row), ..of(about) })
}

fn of_pod(pod: &HotPod) -> Finding {
    let name = [pod.namespace.as_str(), &pod.workload.kind, &pod.workload.name].join("/");
    let message = match pod.token {
        TokenKind::None if !pod.escapes.is_empty() => format!("pods of {name} reach their node"),
        TokenKind::None => match pod.cloud.first() {
            Some(identity) => format!("pods of {name} have {identity}"),
            None => format!("pods of {name} lead on by what they read"),
        },
        _ => format!("pods of {name} carry a token of {}", pod.service_account.as_str()),
    };
    let found = finding(FindingKind::HotPod, pod.severity, pod.built_in, &[&name, &pod.service_account], message);
    Finding { guarded: pod.guarded, ..found }
}

fn of_path(path: &Path) -> Finding {
    let (count, s) = (path.hops.len(), if path.hops.len() == 1 { "" } else { "s" });
    let message = format!("{} reaches {} in {count} step{s}", path.from.as_str(), path.to.as_str());
    let found = finding(FindingKind::Path, path.severity, path.built_in, &[&path.from, &path.to], message);
    Finding { guarded: path.is_guarded(), ..found }
}

fn of_subject(subject: &RiskySubject) -> Finding {
    let worst = subject.entries.first().map_or("", |entry| entry.id.as_str());
    let message = format!("{} holds {worst}", subject.subject.as_str());
    let found = finding(FindingKind::Subject, subject.severity, subject.built_in, &[&subject.subject], message);
    Finding { guarded: subject.guarded, ..found }
}

fn of_role(role: &RiskyRole) -> Finding {
    let message = format!("{} allows {}", role.role.as_str(), role.entries.first().map_or("", Name::as_str));
    let found = finding(FindingKind::Role, role.severity, role.built_in, &[&role.role], message);
    Finding { guarded: role.guarded, ..found }
}

fn of_binding(binding: &RiskyBinding) -> Finding {
    let message = format!("{} grants {}", binding.binding.as_str(), binding.role.as_str());
    let found = finding(FindingKind::Binding, binding.severity, binding.built_in, &[&binding.binding], message);
    Finding { guarded: binding.guarded, ..found }
}

/// What a check of the family `grant` found in a binding.
#[must_use]
pub fn grant_finding(check: &str, binding: &str, severity: SeverityWord, message: String) -> Finding {
    // The id begins with the kind already: `grant expired rolebinding:shop/web`.
    let name = check.strip_prefix("grant/").unwrap_or(check);
    let found = finding(FindingKind::Grant, severity, false, &[name, binding], message);
    Finding { check: Some(check.to_owned()), ..found }
}

/// A finding about these names.
pub(super) fn finding(
    kind: FindingKind,
    severity: SeverityWord,
    built_in: bool,
    names: &[&str],
    message: String,
) -> Finding {
    let parts: Vec<&str> = std::iter::once(kind.word()).chain(names.iter().copied()).collect();
    let fingerprint = Fingerprint(hash(&parts));
    Finding {
        id: parts.join(" "),
        kind,
        severity,
        fingerprint,
        built_in,
        guarded: false,
        check: None,
        marks: Marks::default(),
        message,
        row: None,
        locations: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Fingerprint, hash, path_id, short_hash};

    #[test]
    fn parts_are_not_confused() {
        assert_ne!(hash(&["a/b", "c"]), hash(&["a", "b/c"]));
        assert_ne!(hash(&["ab", "c"]), hash(&["a", "bc"]));
    }

    #[test]
    fn short_ids_are_the_first_digits_of_long_ones() {
        let whole = |parts: &[&str]| Fingerprint(hash(parts)).to_string();
        for number in 0..300 {
            let name = number.to_string();
            assert_eq!(path_id(&name, "b"), format!("path-{}", &whole(&["path", &name, "b"])[..12]));
            assert_eq!(short_hash(&name), whole(&[&name])[..8]);
        }
    }
}
