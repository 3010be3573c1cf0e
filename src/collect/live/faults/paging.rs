//! Lists that expire, loop, or bring what is no list.

use super::server::Hits::{Always, First, Only};
use super::server::{Action, on};
use super::trial::Trial;
use super::world::{self, CLUSTER_ROLES, cluster_role};
use crate::model::Reason;

/// 410, with a token for an inconsistent continuation or without.
fn expired(token: &str) -> Action {
    let body = format!(r#"{{"kind":"Status","metadata":{{"continue":"{token}"}},"reason":"Expired","code":410}}"#);
    Action::json(410, &body)
}

const PAGE_2: &str = "/clusterroles?limit=2&continue=page2";

#[test]
fn d07_an_expired_list_is_read_again() {
    let trial = Trial::new(vec![on(PAGE_2, First(1), expired(""))]);
    let ended = trial.run();
    assert!(ended.collected().snapshot.complete(), "{:?}", ended.gaps());
    assert_eq!(ended.collected().snapshot.counts.cluster_roles, CLUSTER_ROLES);
    assert_eq!(trial.server.count("/clusterroles?limit=2&"), 4, "two pages twice at most");
}

#[test]
fn d07_a_list_that_keeps_expiring_is_finished_across_the_change() {
    let trial = Trial::new(vec![on(PAGE_2, Always, expired("page4"))]);
    let ended = trial.run();
    assert_eq!(ended.gaps(), [("clusterroles", "cluster", Reason::Torn)]);
    assert_eq!(trial.server.count(PAGE_2), 3);
    assert_eq!(trial.server.count("/clusterroles?limit=2&continue=page4"), 1);
}

#[test]
fn d07_without_a_token_what_was_read_is_kept() {
    let ended = Trial::new(vec![on(PAGE_2, Always, expired(""))]).run();
    assert_eq!(ended.gaps(), [("clusterroles", "cluster", Reason::Torn)]);
    assert!(ended.noted("clusterroles: the list expired"));
}

#[test]
fn a_token_that_comes_again_ends_the_list() {
    let same = || world::page("clusterroles", "page2", &[cluster_role("again")]);
    let trial = Trial::new(vec![on("/clusterroles", Always, same())]);
    let ended = trial.run();
    assert_eq!(ended.gaps(), [("clusterroles", "cluster", Reason::PagingLoop)]);
    assert_eq!(ended.collected().snapshot.counts.cluster_roles, 1);
    assert_eq!(trial.server.count("/clusterroles"), 2);
}

#[test]
fn pages_that_bring_nothing_new_end_the_list() {
    let page = |number: usize| {
        let token = format!("t{number}");
        on("/clusterroles", Only(number), world::page("clusterroles", &token, &[cluster_role("again")]))
    };
    // Each rule counts on its own, so each one sees the requests that the ones before it let pass.
    let trial = Trial::new((1..20).map(|_| page(1)).collect());
    assert_eq!(trial.run().gaps(), [("clusterroles", "cluster", Reason::PagingLoop)]);
    assert!(trial.server.count("/clusterroles") < 6);
}

#[test]
fn d14_items_null_are_none_and_no_items_are_a_gap() {
    let null = r#"{"kind":"NodeList","apiVersion":"v1","metadata":{},"items":null}"#;
    assert!(Trial::new(vec![on("/nodes", Always, Action::json(200, null))]).run().collected().snapshot.complete());
    let missing = r#"{"kind":"NodeList","apiVersion":"v1","metadata":{}}"#;
    let ended = Trial::new(vec![on("/nodes", Always, Action::json(200, missing))]).run();
    assert_eq!(ended.gaps(), [("nodes", "cluster", Reason::Malformed)]);
}

#[test]
fn d15_a_list_of_another_kind_is_a_gap() {
    let other = world::page("services", "", &[]);
    let ended = Trial::new(vec![on("/nodes", Always, other)]).run();
    assert_eq!(ended.gaps(), [("nodes", "cluster", Reason::Malformed)]);
}

#[test]
fn d23_compression_that_nobody_asked_for_is_not_undone() {
    let zipped = Action::json(200, "CANARY").with("Content-Encoding", "gzip");
    let ended = Trial::new(vec![on("/nodes", Always, zipped)]).run();
    assert_eq!(ended.gaps(), [("nodes", "cluster", Reason::Malformed)]);
}

#[test]
fn a_broken_page_is_fetched_once_more() {
    let broken = || Action::json(200, r#"{"kind":"NodeList","apiVersion":"v1","metadata":{},"items":[{"CANARY"#);
    let trial = Trial::new(vec![on("/nodes", First(1), broken())]);
    assert!(trial.run().collected().snapshot.complete());
    let trial = Trial::new(vec![on("/nodes", Always, broken())]);
    assert_eq!(trial.run().gaps(), [("nodes", "cluster", Reason::Malformed)]);
    assert_eq!(trial.server.count("/nodes"), 2);
}

#[test]
fn a_malformed_item_is_a_gap_and_the_others_are_kept() {
    let items = [cluster_role("good"), r#"{"metadata":{"name":7}}"#.to_owned()];
    let ended = Trial::new(vec![on("/clusterroles", Always, world::page("clusterroles", "", &items))]).run();
    assert_eq!(ended.gaps(), [("clusterroles", "cluster", Reason::Malformed)]);
    assert_eq!(ended.collected().snapshot.counts.cluster_roles, 1);
}
