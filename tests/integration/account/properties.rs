//! What holds of every account: what a change to it may do, and what it may not.

use std::collections::BTreeMap;

use fastrand::Rng;
use serde_json::Value;

use super::export::Export;
use super::labels::{paths, reach, scan};
use super::{Reach, random};

const ROUNDS: u64 = 25;

/// How surely each principal of an export reaches the account.
fn reached(export: &Export) -> BTreeMap<String, Reach> {
    let report = scan(&[export.json()]).json();
    paths(&report).into_iter().map(|(who, path)| (who, reach(path))).collect()
}

/// Compares every principal before and after a change of a random account.
fn compare(change: impl Fn(&mut Export, &mut Rng), holds: impl Fn(u8, u8) -> bool) {
    let rank = |reached: &BTreeMap<String, Reach>, who: &str| match reached.get(who) {
        Some(Reach::Sure) => 2,
        Some(Reach::Unknown) => 1,
        _ => 0,
    };
    for seed in 0..ROUNDS {
        let mut random = Rng::with_seed(seed);
        let before = random::account(&mut random);
        let mut after = before.clone();
        change(&mut after, &mut random);
        let (was, is) = (reached(&before), reached(&after));
        for who in was.keys().chain(is.keys()) {
            let (was, is) = (rank(&was, who), rank(&is, who));
            assert!(holds(was, is), "seed {seed}: {who} {was} -> {is}\n{}\n{}", before.json(), after.json());
        }
    }
}

#[test]
fn a_deny_more_adds_no_way() {
    let deny = |export: &mut Export, random: &mut Rng| {
        let statement = random::statement(random, true);
        random::add(export, statement, random);
    };
    compare(deny, |was, is| is <= was);
}

#[test]
fn an_allow_more_takes_no_way() {
    let allow = |export: &mut Export, random: &mut Rng| {
        let statement = random::statement(random, false);
        random::add(export, statement, random);
    };
    compare(allow, |was, is| is >= was);
}

#[test]
fn an_operator_that_nobody_knows_hides_no_way() {
    compare(random::blur, |was, is| is >= was.min(1));
}

/// A report without the names of the files it comes from, and without places in them.
fn report(files: &[Value]) -> String {
    let mut report = scan(files).json();
    report["source"].take();
    let findings = report["findings"].as_array_mut().unwrap();
    findings.iter_mut().for_each(|finding| drop(finding["locations"].take()));
    report.to_string()
}

#[test]
fn the_order_of_lists_and_files_changes_nothing() {
    for seed in 0..ROUNDS {
        let mut random = Rng::with_seed(seed);
        let export = random::account(&mut random);
        let mut shuffled = export.clone();
        for list in [&mut shuffled.users, &mut shuffled.groups, &mut shuffled.roles, &mut shuffled.policies] {
            random.shuffle(list);
        }
        let (mut one, mut other) = (shuffled.clone(), Export::default());
        (other.users, other.policies) = (one.users.split_off(1), one.policies.split_off(2));
        let whole = report(&[export.json()]);
        assert_eq!(whole, report(&[shuffled.json()]), "seed {seed}");
        assert_eq!(whole, report(&[other.json(), one.json()]), "seed {seed}");
    }
}
