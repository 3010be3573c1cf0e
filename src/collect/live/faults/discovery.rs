//! Discovery against servers that do not aggregate, or tell only a part.

use super::server::Hits::Always;
use super::server::{Action, Rule, when};
use super::trial::Trial;
use crate::collect::live::{Discovery, aws_auth};
use crate::collect::wire::ENGINE_GROUPS;
use crate::model::Reason;

fn at(path: &'static str, action: Action) -> Rule {
    when(move |asked| asked.path == path, Always, action)
}

fn answers(path: &'static str, body: &str) -> Rule {
    at(path, Action::json(200, body))
}

fn core() -> Rule {
    answers("/api", r#"{"kind":"APIVersions","versions":["v1"]}"#)
}

const AGGREGATED: &str = r#"{"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2","items":[
    {"metadata":{"name":"example.com"},"versions":[
        {"version":"v1","freshness":"Current","resources":[{"resource":"widgets","scope":"Namespaced",
            "singularResource":"widget","verbs":["get"],"shortNames":["wd"],
            "responseKind":{"group":"example.com","version":"v1","kind":"Widget"},
            "subresources":[{"subresource":"status","verbs":["get"]}]}]}]},
    {"metadata":{"name":"gone.example.com"},"versions":[{"version":"v1","freshness":"Stale"}]}]}"#;

#[test]
fn a_server_that_does_not_aggregate_is_asked_group_by_group() {
    let trial = Trial::new(vec![
        core(),
        answers(
            "/api/v1",
            r#"{"kind":"APIResourceList","resources":[
                {"name":"pods","singularName":"","namespaced":true,"kind":"Pod","verbs":["get"],"shortNames":["po"]},
                {"name":"pods/log","singularName":"","namespaced":true,"kind":"Pod","verbs":["get"]}]}"#,
        ),
        answers(
            "/apis",
            r#"{"kind":"APIGroupList","groups":[{"name":"apps","versions":[{"version":"v1"},{"version":"v2"}]}]}"#,
        ),
        answers(
            "/apis/apps/v1",
            r#"{"resources":[{"name":"deployments","namespaced":true,"kind":"Deployment","verbs":null}]}"#,
        ),
        at("/apis/apps/v2", Action::status(403)),
    ]);
    let found = trial.discover().unwrap();
    let names: Vec<_> = found.resources.iter().map(|known| (known.api_group.as_str(), known.name.as_str())).collect();
    assert_eq!(names, [("", "pods"), ("apps", "deployments")]);
    assert_eq!(found.resources[0].short_names, ["po"]);
    assert_eq!(found.resources[0].verbs_of("log").unwrap(), ["get"]);
    let gaps: Vec<_> = found.gaps.iter().map(|gap| (gap.resource.as_str(), gap.reason)).collect();
    assert_eq!(gaps, [("/apis/apps/v2", Reason::Forbidden)]);
}

#[test]
fn an_aggregating_server_is_asked_twice_and_owns_up_to_what_is_stale() {
    let trial = Trial::new(vec![core(), answers("/api/v1", r#"{"resources":[]}"#), answers("/apis", AGGREGATED)]);
    let found = trial.discover().unwrap();
    assert_eq!(found.resources.len(), 1);
    let widgets = &found.resources[0];
    assert_eq!((widgets.kind.as_str(), widgets.singular.as_str(), widgets.namespaced), ("Widget", "widget", true));
    assert_eq!(widgets.verbs_of("status").unwrap(), ["get"]);
    assert_eq!(widgets.verbs_of("scale"), None);
    assert_eq!(found.gaps.len(), 1);
    assert_eq!(found.gaps[0].resource, "/apis/gone.example.com/v1");
    let asked = trial.server.log();
    let accepted = asked.iter().find(|asked| asked.path == "/apis").unwrap().header("accept").unwrap();
    assert!(accepted.starts_with("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"));
    assert!(accepted.ends_with(",application/json"), "an older server answers too");
}

#[test]
fn whatever_else_is_answered_is_a_gap() {
    let trial = Trial::new(vec![answers("/api", r#"{"kind":"PodList","items":[]}"#), at("/apis", Action::status(403))]);
    let found = trial.discover().unwrap();
    assert!(found.resources.is_empty());
    let reasons: Vec<_> = found.gaps.iter().map(|gap| gap.reason).collect();
    assert_eq!(reasons, [Reason::Malformed, Reason::Forbidden]);
}

/// What a scan learns beside its lists from this answer for `/apis`: resources, gaps, and whether one request was enough.
fn learned(answer: Action) -> (Vec<String>, Vec<(String, Reason)>, usize) {
    let mut trial = Trial::new(vec![at("/apis", answer)]);
    trial.discover = Discovery::Groups;
    let ended = trial.run();
    let collected = ended.collected();
    assert!(collected.snapshot.complete(), "what discovery lacks is no gap of a scan");
    let resources = collected.known.resources.iter().map(|known| known.name.as_str().to_owned()).collect();
    let gaps = collected.known.gaps.iter().map(|gap| (gap.resource.clone(), gap.reason)).collect();
    // Lists carry a limit, one object is asked for by its name, and whether a policy engine is there is asked for its own
    // groups alone.
    let read = |path: &str| path.contains('?') || path == aws_auth::PATH;
    let whole = |path: &str| !read(path) && !ENGINE_GROUPS.iter().any(|group| path.ends_with(group));
    let asked = trial.server.log().into_iter().filter(|asked| asked.path.starts_with("/api") && whole(&asked.path));
    (resources, gaps, asked.count())
}

#[test]
fn a_scan_asks_once_for_what_an_aggregating_server_has() {
    let stale = vec![("/apis/gone.example.com/v1".to_owned(), Reason::ServerError)];
    assert_eq!(learned(Action::json(200, AGGREGATED)), (vec!["widgets".to_owned()], stale, 1));
}

#[test]
fn a_scan_asks_no_server_group_by_group() {
    let groups = r#"{"kind":"APIGroupList","groups":[{"name":"example.com","versions":[{"version":"v1"}]}]}"#;
    let all = |reason| vec![("/apis".to_owned(), reason)];
    assert_eq!(learned(Action::json(200, groups)), (vec![], all(Reason::NotRead), 1));
    assert_eq!(learned(Action::status(403)), (vec![], all(Reason::Forbidden), 1));
}
