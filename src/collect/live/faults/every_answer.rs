//! The sweep: whichever answer goes wrong in whichever way, a scan that says it is complete is complete.

use std::time::Duration;

use super::server::Hits::{Always, Only};
use super::server::{Action, on};
use super::trial::Trial;

fn faults() -> Vec<(&'static str, Action)> {
    let html = Action::Answer(200, vec![("Content-Type", "text/html".to_owned())], b"<html>CANARY".to_vec());
    vec![
        ("401", Action::status(401)),
        ("403", Action::status(403)),
        ("404", Action::status(404)),
        ("410", Action::status(410)),
        ("429", Action::status(429).with("Retry-After", "-1")),
        ("500", Action::status(500)),
        ("302", Action::status(302).with("Location", "http://CANARY.invalid/")),
        ("html", html),
        ("empty", Action::json(200, "")),
        ("null", Action::json(200, "null")),
        ("object", Action::json(200, "{}")),
        ("garbage", Action::Bytes(b"\x00\x01CANARY".to_vec())),
        ("cut", Action::Bytes(Vec::new())),
        ("gzip", Action::json(200, "CANARY").with("Content-Encoding", "gzip")),
        (
            "loop",
            Action::json(200, r#"{"kind":"PodList","apiVersion":"v1","metadata":{"continue":"CANARY"},"items":[]}"#),
        ),
    ]
}

#[test]
fn d25_a_scan_is_whole_or_says_what_is_missing() {
    let whole = Trial::new(Vec::new()).run().collected().snapshot.counts;
    for (name, fault) in faults() {
        for number in [1, 2, 3, 5, 8, 13, 21, 30] {
            let mut trial = Trial::new(vec![on("", Only(number), fault.clone())]);
            trial.connection.request_timeout = Duration::from_secs(2);
            if let Ok(collected) = trial.run().result {
                // A kind that is not served is not missing.
                let excused =
                    name == "404" && collected.snapshot.notes.iter().any(|note| note.text.contains("does not serve"));
                let claims = collected.snapshot.complete() && !excused;
                assert!(!claims || collected.snapshot.counts == whole, "{name} as answer {number}");
            }
        }
    }
}

#[test]
fn d25_a_server_that_only_fails_gives_no_snapshot() {
    for (name, fault) in faults() {
        let after_contact = vec![on("/api", Always, fault)];
        let mut trial = Trial::new(after_contact);
        trial.connection.request_timeout = Duration::from_secs(2);
        let result = trial.run().result;
        assert!(result.is_err(), "{name}: {:?}", result.map(|collected| collected.snapshot.gaps));
    }
}
