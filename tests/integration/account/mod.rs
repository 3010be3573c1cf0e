//! A whole account: who reaches its administration, by which method and how surely, and who only seems to.

mod export;
mod hidden;
mod labels;
mod methods;
mod outside;
mod properties;
mod random;
mod stage;
mod traps;

use labels::{Labelled, Reach};
use stage::stage;

#[test]
fn every_method_is_found_by_its_name() {
    let mut account = stage();
    methods::one_of_each(&mut account);
    assert!(account.export.users.len() >= 45 && account.export.roles.len() >= 75);
    account.check();
}

#[test]
fn what_only_looks_like_a_way_is_none() {
    let mut account = stage();
    traps::add(&mut account);
    account.check();
}

#[test]
fn a_policy_of_aws_that_is_left_out_is_a_gap_and_no_way() {
    let mut account = Labelled::default();
    let user = account.user("queues", &[], Reach::Never, "");
    export::attach(user, &export::of_aws("AmazonSQSFullAccess"));
    export::attach(user, &export::of_aws("ReadOnlyAccess"));
    account.check();
    let notes = labels::scan(&[account.export.json()]).json()["notes"].to_string();
    assert!(notes.contains("AmazonSQSFullAccess") && !notes.contains("ReadOnlyAccess"), "{notes}");
}

#[test]
fn what_is_easily_overlooked_is_found() {
    let mut account = stage();
    hidden::add(&mut account);
    account.check();
}
