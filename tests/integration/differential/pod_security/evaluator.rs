//! The plugin's checks alone, for volume and for pods that no server stores.

use std::collections::BTreeMap;

use kubescan::guards::pod_security::Level;
use kubescan::model::Version;
use serde_json::json;

use super::labels;
use super::ours::{Applicant, Ours, REASONS, judge, reason};
use super::pods::{Wanted, pod};
use crate::cluster::{Answer, pod_security};
use crate::differential::effort::Effort;
use crate::differential::random::Random;

/// How many pods there are of each seed.
const AT_ONCE: usize = 3_000;

#[test]
fn kubescan_lets_in_what_the_checks_let_in() {
    let effort = Effort::of_this_run();
    let mut tally = Tally::default();
    for seed in effort.seeds(effort.count(4, 100), 1).into_iter().flatten() {
        let mut random = Random::new(seed);
        let applicants: Vec<Applicant> = (0..AT_ONCE).map(|_| applicant(&mut random)).collect();
        let theirs = pod_security(applicants.iter().map(line));
        for ((applicant, ours), theirs) in applicants.iter().zip(judge(&applicants)).zip(theirs) {
            let difference = || format!("seed {seed}: {}\n{ours:?}\n{theirs:?}", line(applicant));
            assert!(agree(&ours, &theirs), "{}", difference());
            tally.count(&ours);
        }
    }
    tally.check();
}

/// A server that emulates an older one, or is as new as can be.
fn applicant(random: &mut Random) -> Applicant {
    let newest = Version::NEWEST.minor;
    let older = 23 + u16::try_from(random.below(usize::from(newest - 22))).unwrap();
    let server = if random.chance(70) { newest } else { older };
    Applicant { labels: labels::any(random), server, pod: pod(random, Wanted::Any) }
}

fn line(applicant: &Applicant) -> String {
    json!({"labels": applicant.labels, "server": applicant.server, "pod": applicant.pod}).to_string()
}

/// The same level, and the same reasons in the same order.
fn agree(ours: &Ours, theirs: &Answer) -> bool {
    let level = theirs.reason.split(':').next() == Some(ours.enforced.policy.level.as_str());
    let expected: Vec<&str> = ours.checks.iter().map(|check| reason(check)).collect();
    let reasons: Vec<&str> = theirs.reasons.iter().map(|reason| singular(reason)).collect();
    level && reasons == expected && theirs.allowed == Some(ours.checks.is_empty())
}

/// Upstream counts AppArmor profiles, and nothing else.
fn singular(reason: &str) -> &str {
    if reason.ends_with("profiles") { reason.trim_end_matches('s') } else { reason }
}

/// What was asked: where nearly all is let in, or a check refuses nothing, the pods are bad.
#[derive(Default)]
struct Tally {
    pods: usize,
    admitted: usize,
    refusals: BTreeMap<&'static str, usize>,
}

impl Tally {
    fn count(&mut self, ours: &Ours) {
        if ours.enforced.policy.level == Level::Privileged {
            return;
        }
        self.pods += 1;
        self.admitted += usize::from(ours.checks.is_empty());
        ours.checks.iter().for_each(|check| *self.refusals.entry(check).or_default() += 1);
    }

    fn check(&self) {
        let percent = self.admitted * 100 / self.pods;
        assert!((30..=70).contains(&percent), "{} of {} are let in", self.admitted, self.pods);
        for (check, _) in REASONS {
            let count = self.refusals.get(check).copied().unwrap_or_default();
            assert!(count > 50, "{check} refuses only {count} of {}", self.pods);
        }
    }
}
