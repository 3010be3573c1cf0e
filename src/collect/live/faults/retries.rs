//! Faults that may pass.

use std::time::Duration;

use super::server::Hits::{Always, First, Only};
use super::server::{Action, on};
use super::trial::Trial;
use crate::model::Reason;

#[test]
fn d08_a_busy_server_is_waited_for() {
    let busy = Action::status(429).with("Retry-After", "1");
    let ended = Trial::new(vec![on("/pods", First(3), busy)]).run();
    assert!(ended.collected().snapshot.complete(), "{:?}", ended.gaps());
    assert!(ended.noted("requests that had to be repeated: 3"));
}

#[test]
fn d09_a_server_that_stays_busy_is_given_up() {
    let trial = Trial::new(vec![on("/pods", Always, Action::status(429))]);
    assert_eq!(trial.run().gaps(), [("pods", "cluster", Reason::ServerError)]);
    assert_eq!(trial.server.count("/pods"), 5);
    let busy = Action::status(429).with("Retry-After", "3600");
    let trial = Trial::new(vec![on("/pods", Always, busy)]);
    assert_eq!(trial.run().gaps(), [("pods", "cluster", Reason::ServerError)]);
    assert_eq!(trial.server.count("/pods"), 1);
}

#[test]
fn d10_each_passing_failure_is_tried_again() {
    for code in [500, 502, 503, 504] {
        let ended = Trial::new(vec![
            on("/version", First(1), Action::status(code)),
            on("/pods", Only(2), Action::status(code)),
        ])
        .run();
        assert!(ended.collected().snapshot.complete(), "{code}: {:?}", ended.gaps());
    }
}

#[test]
fn d11_a_kind_that_always_fails_is_a_gap() {
    let ended = Trial::new(vec![on("/nodes", Always, Action::status(503))]).run();
    assert_eq!(ended.gaps(), [("nodes", "cluster", Reason::ServerError)]);
    assert_eq!(ended.collected().snapshot.counts.cluster_roles, 7);
    assert!(ended.noted("nodes: the server kept answering with status 503"));
}

#[test]
fn d12_a_body_that_ends_too_early_is_fetched_again() {
    let short = || {
        Action::Bytes(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n{\"kind\":\"NodeList\""
                .to_vec(),
        )
    };
    assert!(Trial::new(vec![on("/nodes", First(1), short())]).run().collected().snapshot.complete());
    let trial = Trial::new(vec![on("/nodes", Always, short())]);
    assert_eq!(trial.run().gaps(), [("nodes", "cluster", Reason::Connection)]);
    assert_eq!(trial.server.count("/nodes"), 5);
}

#[test]
fn d12_a_body_longer_than_announced_breaks_no_other_list() {
    let long =
        Action::Bytes(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}{}{}".to_vec());
    let ended = Trial::new(vec![on("/nodes", Always, long)]).run();
    assert_eq!(ended.gaps(), [("nodes", "cluster", Reason::Malformed)]);
}

#[test]
fn d16_headers_without_end_are_a_gap() {
    let mut head = b"HTTP/1.1 200 OK\r\n".to_vec();
    head.extend(b"X-Filler: CANARY\r\n".repeat(60_000));
    let ended = Trial::new(vec![on("/nodes", Always, Action::Bytes(head))]).run();
    assert_eq!(ended.gaps(), [("nodes", "cluster", Reason::Connection)]);
}

#[test]
fn a_silent_server_is_asked_twice() {
    let mut trial = Trial::new(vec![on("/nodes", Always, Action::Hang)]);
    trial.connection.request_timeout = Duration::from_millis(300);
    assert_eq!(trial.run().gaps(), [("nodes", "cluster", Reason::Timeout)]);
    assert_eq!(trial.server.count("/nodes"), 2);
}
