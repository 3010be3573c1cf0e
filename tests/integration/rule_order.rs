//! How the rules of a role are laid out changes nothing: neither their order, nor whether one rule says what several could.

use std::collections::BTreeSet;
use std::path::Path;

use fastrand::Rng;
use kubescan::collect::files::{self, Input, Limits};
use kubescan::findings::{self, Findings};
use kubescan::model::{Rule, Rules, Snapshot, Version};
use kubescan::template::builtin;

const INPUTS: [&str; 7] = [
    "examples/shop",
    "examples/platform",
    "examples/access-open",
    "tests/fixtures/paths/cluster.yaml",
    "tests/fixtures/live/risky.yaml",
    "tests/fixtures/live/every-kind.yaml",
    "tests/fixtures/rules/kinds.yaml",
];

#[test]
fn the_layout_of_rules_changes_nothing() {
    for input in INPUTS {
        let snapshot = read(input);
        let expected = said(&snapshot);
        assert!(!expected.is_empty(), "{input}");
        for seed in 0..2 {
            let mut random = Rng::with_seed(seed);
            let laid_out = with_rules(&snapshot, |rules| {
                let mut rules: Vec<Rule> = if seed % 2 == 0 { rules.to_vec() } else { atoms(rules) };
                random.shuffle(&mut rules);
                rules
            });
            let found = said(&laid_out);
            let gone: Vec<_> = expected.difference(&found).collect();
            let new: Vec<_> = found.difference(&expected).collect();
            assert!(gone.is_empty() && new.is_empty(), "{input}, seed {seed}: gone {gone:#?}, new {new:#?}");
        }
    }
}

fn read(input: &str) -> Snapshot {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(input);
    files::read(&[Input::Path(path)], &Limits::default(), Version::NEWEST, None).unwrap()
}

fn with_rules(snapshot: &Snapshot, mut change: impl FnMut(&Rules) -> Vec<Rule>) -> Snapshot {
    let mut changed = snapshot.clone();
    changed.roles.iter_mut().for_each(|role| role.rules = change(&role.rules).into());
    changed
}

/// A rule for each verb on each resource of each group.
fn atoms(rules: &[Rule]) -> Vec<Rule> {
    let mut atoms = Vec::new();
    for rule in rules {
        for verb in &rule.verbs {
            let one = Rule { verbs: vec![verb.clone()], ..rule.clone() };
            if rule.resources.is_empty() {
                atoms.push(one);
                continue;
            }
            for group in &rule.api_groups {
                let of = |resource: &_| Rule {
                    api_groups: vec![group.clone()],
                    resources: vec![Clone::clone(resource)],
                    ..one.clone()
                };
                atoms.extend(rule.resources.iter().map(of));
            }
        }
    }
    atoms
}

/// What a scan says, without the rules that it names as evidence.
fn said(snapshot: &Snapshot) -> BTreeSet<String> {
    let Findings { paths, risky_subjects, hot_pods, .. } =
        kubescan::scan(snapshot, builtin(), &findings::Limits::default());
    let paths =
        paths.iter().map(|path| format!("{:?} {:?} {:?} {:?}", path.from, path.to, path.severity, path.certainty));
    let subjects = risky_subjects.iter().map(|subject| {
        let entries: BTreeSet<String> =
            subject.entries.iter().map(|held| format!("{} {:?}", held.id.as_str(), held.scope)).collect();
        format!("{:?} {:?} {entries:?}", subject.subject, subject.severity)
    });
    let pods = hot_pods.iter().map(|pod| format!("{:?} {:?} {:?}", pod.workload, pod.severity, pod.reaches));
    paths.chain(subjects).chain(pods).collect()
}
