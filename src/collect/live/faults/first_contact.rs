//! What the first request can meet.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use super::server::Hits::Always;
use super::server::{Action, Server, on};
use super::trial::{Trial, kubeconfig};
use crate::collect::live::stop::{Cause, Signal};
use crate::collect::live::{LiveError, needed_rights};
use crate::collect::wire::ENGINE_GROUPS;
use crate::model::{Reason, Time, Version};

#[test]
fn a_healthy_cluster_is_read_whole() {
    let trial = Trial::new(Vec::new());
    let ended = trial.run();
    let snapshot = &ended.collected().snapshot;
    assert!(snapshot.complete(), "{:?}", snapshot.gaps);
    assert_eq!(snapshot.source.server_version, Version { major: 1, minor: 34 });
    assert_eq!((snapshot.source.name.as_str(), snapshot.source.identity.as_deref()), ("here", Some("robot")));
    assert_eq!(snapshot.source.server, Some(trial.server.address.to_string()));
    let counts = snapshot.counts;
    assert_eq!((counts.cluster_roles, counts.roles, counts.pods, counts.nodes, counts.workloads), (7, 5, 5, 2, 10));
    assert!(ended.noted("Secrets are not listed"));
    // A server without policy engines is not asked for what they hold.
    for (_, resource, _) in needed_rights().into_iter().filter(|(group, ..)| !ENGINE_GROUPS.contains(group)) {
        assert!(trial.server.count(&format!("/{resource}?")) > 0, "{resource}");
    }
    let bearer = trial.server.log().iter().all(|asked| asked.header("authorization") == Some("Bearer CANARY-token"));
    assert!(bearer);
}

#[test]
fn the_clock_is_the_servers() {
    let answer = |date: &str| Action::json(200, r#"{"gitVersion":"v1.36.0"}"#).with("Date", date);
    for (date, time) in [("Sat, 31 Jan 2026 12:00:00 GMT", Time::parse("2026-01-31T12:00:00Z")), ("noon", None)] {
        let trial = Trial::new(vec![on("/version", Always, answer(date))]);
        assert_eq!(trial.run().collected().snapshot.source.time, time, "{date}");
    }
}

#[test]
fn d01_a_rejected_credential_is_asked_about_once() {
    let trial = Trial::new(vec![on("", Always, Action::status(401))]);
    assert!(trial.run().error().starts_with("credential rejected by 127.0.0.1:"));
    assert_eq!(trial.server.log().len(), 1);
}

#[test]
fn d13_a_login_page_is_no_kubernetes_api() {
    let page = Action::Answer(200, vec![("Content-Type", "text/html".to_owned())], b"<html>CANARY</html>".to_vec());
    let error = Trial::new(vec![on("", Always, page)]).run().error();
    assert!(
        error.contains(r#"is not a Kubernetes API: it answers with content type "text/html", beginning with '<'"#),
        "{error}"
    );
}

#[test]
fn d17_a_redirect_is_not_followed() {
    let other = Server::start(Vec::new());
    let redirect = || Action::status(302).with("Location", &format!("http://{}/version", other.address));
    let error = Trial::new(vec![on("", Always, redirect())]).run().error();
    assert!(error.contains("status 302"), "{error}");
    let later = Trial::new(vec![on("/pods", Always, redirect())]);
    assert_eq!(later.run().gaps(), [("pods", "cluster", Reason::ServerError)]);
    assert_eq!(other.log().len(), 0);
}

#[test]
fn d18_a_server_without_tls_is_told_from_a_bad_certificate() {
    let trial = Trial::bare(Server::start(Vec::new()));
    trial.write("config", &kubeconfig(&format!("https://{}", trial.server.address), "token: CANARY"));
    let error = trial.run().error();
    assert!(error.contains("it does not speak TLS"), "{error}");
}

#[test]
fn d19_a_closed_port_and_an_unknown_name_are_told_soon() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for (url, expected) in [
        (format!("http://{closed}"), "nothing listens there"),
        ("http://kubescan.invalid".to_owned(), "its name is not known"),
    ] {
        let trial = Trial::bare(Server::start(Vec::new()));
        trial.write("config", &kubeconfig(&url, "token: CANARY"));
        let start = Instant::now();
        let error = trial.run().error();
        assert!(error.contains(expected), "{error}");
        assert!(start.elapsed() < Duration::from_secs(15));
    }
}

#[test]
fn a_version_that_may_not_be_read_is_assumed() {
    let ended = Trial::new(vec![on("/version", Always, Action::status(403))]).run();
    assert_eq!(ended.collected().snapshot.source.server_version, Version::NEWEST);
    assert!(ended.noted("does not tell its version"));
}

#[test]
fn an_interrupted_collection_keeps_what_it_has() {
    let mut trial = Trial::new(vec![on("/pods", Always, Action::Hang)]);
    trial.stop = Some((Duration::from_millis(500), Cause::Signal(Signal::Interrupt)));
    let ended = trial.run();
    assert_eq!(ended.collected().interrupted, Some(Signal::Interrupt));
    // Policy engines are asked for last.
    let expected = ["enginepolicies", "pods"].map(|resource| (resource, "cluster", Reason::Interrupted));
    assert_eq!(ended.gaps(), expected);
    assert_eq!(ended.collected().snapshot.counts.cluster_roles, 7);
}

#[test]
fn a_signal_during_the_first_request_ends_it() {
    let mut trial = Trial::new(vec![on("", Always, Action::Hang)]);
    trial.stop = Some((Duration::from_millis(50), Cause::Signal(Signal::Terminate)));
    assert_eq!(trial.run().result.unwrap_err(), LiveError::Interrupted(Signal::Terminate));
}

#[test]
fn the_deadline_of_the_whole_is_a_gap() {
    let mut trial = Trial::new(vec![on("/nodes", Always, Action::Hang)]);
    trial.stop = Some((Duration::from_millis(500), Cause::Deadline));
    let ended = trial.run();
    assert_eq!(ended.gaps(), ["enginepolicies", "nodes"].map(|resource| (resource, "cluster", Reason::Limit)));
    assert_eq!(ended.collected().interrupted, None);
}
