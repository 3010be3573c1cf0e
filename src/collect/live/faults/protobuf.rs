//! Lists in protobuf, and whatever takes them back to JSON.

use super::server::Hits::{Always, First};
use super::server::{Action, Asked, Rule, on, when};
use super::trial::Trial;
use super::world::CLUSTER_ROLES;
use crate::collect::kind::Kind;
use crate::collect::wire::encode_protobuf::{field, list, wrapped};
use crate::model::Reason;

const PROTOBUF: &str = "application/vnd.kubernetes.protobuf";

fn wants_protobuf(asked: &Asked) -> bool {
    asked.header("accept").is_some_and(|accepted| accepted.starts_with(PROTOBUF))
}

fn protobuf(code: u16, body: Vec<u8>) -> Action {
    Action::Answer(code, vec![("Content-Type", PROTOBUF.to_owned())], body)
}

/// A rule for requests that would have protobuf.
fn on_protobuf(part: &'static str, action: Action) -> Rule {
    when(move |asked| wants_protobuf(asked) && asked.path.contains(part), Always, action)
}

fn cluster_roles(names: &[&str], next: &str) -> Action {
    let roles: Vec<Vec<u8>> = names.iter().map(|name| field(1, &field(1, name.as_bytes()))).collect();
    let roles: Vec<&[u8]> = roles.iter().map(Vec::as_slice).collect();
    protobuf(200, list(Kind::ClusterRole, &roles, next))
}

#[test]
fn lists_are_read_in_protobuf_page_by_page() {
    let rules = vec![
        on_protobuf("/clusterroles?limit=2&continue=t", cluster_roles(&["c"], "")),
        on_protobuf("/clusterroles", cluster_roles(&["a", "b"], "t")),
    ];
    let trial = Trial::new(rules);
    let ended = trial.run();
    assert!(ended.collected().snapshot.complete(), "{:?}", ended.gaps());
    assert_eq!(ended.collected().snapshot.counts.cluster_roles, 3);
    assert_eq!(trial.server.count("/clusterroles"), 2);
}

#[test]
fn only_what_is_built_in_is_asked_for_in_protobuf() {
    let trial = Trial::new(Vec::new());
    trial.run();
    for asked in trial.server.log() {
        let built_in = asked.path.contains("limit=");
        assert_eq!(wants_protobuf(&asked), built_in, "{}", asked.path);
    }
}

#[test]
fn a_server_that_refuses_protobuf_is_asked_for_json() {
    let whole = Trial::new(Vec::new()).run().collected().snapshot.counts;
    for code in [406, 415] {
        let trial = Trial::new(vec![on_protobuf("", Action::status(code))]);
        let ended = trial.run();
        assert!(ended.collected().snapshot.complete(), "{:?}", ended.gaps());
        assert_eq!(ended.collected().snapshot.counts, whole);
        assert_eq!(trial.server.count("/nodes"), 2);
        let trial = Trial::new(vec![on("/ingresses", Always, Action::status(code))]);
        assert_eq!(trial.run().gaps(), [("ingresses", "cluster", Reason::ServerError)]);
    }
}

#[test]
fn protobuf_that_cannot_be_read_is_read_again_as_json_from_the_first_page() {
    let news = field(2, &field(6, b"new"));
    let newer = [field(1, &field(1, b"c")), news].concat();
    for second in [b"k8s\0CANARY".to_vec(), list(Kind::ClusterRole, &[&newer], "")] {
        let rules = vec![
            on_protobuf("/clusterroles?limit=2&continue=t", protobuf(200, second)),
            on_protobuf("/clusterroles", cluster_roles(&["a", "b"], "t")),
        ];
        let trial = Trial::new(rules);
        let ended = trial.run();
        assert!(ended.collected().snapshot.complete(), "{:?}", ended.gaps());
        assert_eq!(ended.collected().snapshot.counts.cluster_roles, CLUSTER_ROLES);
    }
}

#[test]
fn a_refusal_in_protobuf_is_understood() {
    let status = |code: u16| {
        // A number of two bytes, seven bits each.
        let code = vec![6 << 3, u8::try_from(code & 0x7f).unwrap() | 0x80, u8::try_from(code >> 7).unwrap()];
        wrapped("v1", "Status", &[field(1, &field(3, b"t2")), field(2, b"Failure"), code].concat())
    };
    let forbidden = status(403);
    for action in [protobuf(403, forbidden.clone()), protobuf(200, forbidden)] {
        let ended = Trial::new(vec![on_protobuf("/nodes", action)]).run();
        assert_eq!(ended.gaps(), [("nodes", "cluster", Reason::Forbidden)]);
    }
    let expired = protobuf(410, status(410));
    let rules = vec![
        on_protobuf("/clusterroles?limit=2&continue=t2", cluster_roles(&["c"], "")),
        on_protobuf("/clusterroles?limit=2&continue=t1", expired),
        on_protobuf("/clusterroles", cluster_roles(&["a", "b"], "t1")),
    ];
    let ended = Trial::new(rules).run();
    assert_eq!(ended.gaps(), [("clusterroles", "cluster", Reason::Torn)]);
    assert_eq!(ended.collected().snapshot.counts.cluster_roles, 3);
}

#[test]
fn protobuf_that_nobody_asked_for_is_no_answer() {
    let answer = || cluster_roles(&["a"], "");
    let mut trial = Trial::new(vec![on("/clusterroles", Always, answer())]);
    trial.connection.protobuf = false;
    assert_eq!(trial.run().gaps(), [("clusterroles", "cluster", Reason::Malformed)]);
    let named_json = Action::json(200, "k8s\0CANARY");
    let ended = Trial::new(vec![on("/clusterroles", First(1), named_json)]).run();
    assert_eq!(ended.gaps(), [("clusterroles", "cluster", Reason::Malformed)]);
}

#[test]
fn pages_that_bring_nothing_new_end_a_list_in_protobuf_too() {
    let trial = Trial::new(vec![
        on_protobuf("continue=t1", cluster_roles(&["a"], "t2")),
        on_protobuf("continue=t2", cluster_roles(&["a"], "t3")),
        on_protobuf("continue=t3", cluster_roles(&["a"], "t4")),
        on_protobuf("continue=t4", cluster_roles(&["a"], "t5")),
        on_protobuf("/clusterroles", cluster_roles(&["a"], "t1")),
    ]);
    assert_eq!(trial.run().gaps(), [("clusterroles", "cluster", Reason::PagingLoop)]);
}
