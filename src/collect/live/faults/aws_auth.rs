//! The ConfigMap that is read by its name.

use super::server::Hits::Always;
use super::server::{Action, Rule, when};
use super::trial::Trial;
use crate::collect::live::Breadth;
use crate::collect::live::aws_auth::PATH;
use crate::model::{AwsAuth, Reason};

fn answers(action: Action) -> Rule {
    when(|asked| asked.path == PATH, Always, action)
}

const MAP: &str = r#"{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"aws-auth","namespace":"kube-system","uid":"1",
    "annotations":{"x":"CANARY"}},"data":{"mapRoles":"- rolearn: a","mapUsers":"","other":"CANARY"}}"#;

fn map() -> Option<AwsAuth> {
    Some(AwsAuth { map_roles: "- rolearn: a".to_owned(), ..AwsAuth::default() })
}

#[test]
fn it_is_asked_for_by_name_whatever_the_namespace_of_the_scan() {
    for namespace in [None, Some("alpha")] {
        let mut trial = Trial::new(vec![answers(Action::json(200, MAP))]);
        trial.connection.namespace = namespace.map(str::to_owned);
        let ended = trial.run();
        let snapshot = &ended.collected().snapshot;
        assert_eq!((snapshot.aws_auth.clone(), snapshot.complete()), (map(), true), "{:?}", ended.gaps());
        let log = trial.server.log();
        let asked: Vec<&str> =
            log.iter().map(|asked| asked.path.as_str()).filter(|path| path.contains("configmaps")).collect();
        assert_eq!(asked, [PATH]);
    }
}

#[test]
fn where_there_is_none_nothing_is_missing() {
    let ended = Trial::new(Vec::new()).run();
    assert_eq!((ended.collected().snapshot.aws_auth.clone(), ended.gaps().len()), (None, 0));
    assert!(!ended.noted("aws-auth"));
}

#[test]
fn one_that_cannot_be_read_is_a_gap() {
    let other = MAP.replace("kube-system", "default");
    let list = MAP.replace(r#""- rolearn: a""#, "[]");
    for (action, reason) in [
        (Action::status(403), Reason::Forbidden),
        (Action::status(500), Reason::ServerError),
        (Action::json(200, r#"{"kind":"Status","code":403}"#), Reason::Forbidden),
        (Action::json(200, "{"), Reason::Malformed),
        (Action::json(200, &other), Reason::Malformed),
        (Action::json(200, &list), Reason::Malformed),
    ] {
        let ended = Trial::new(vec![answers(action)]).run();
        assert_eq!(ended.gaps(), [("configmaps", "namespace/kube-system", reason)]);
        let effect = &ended.collected().snapshot.gaps[0].effect;
        assert_eq!(effect, "Which AWS identities sign in by the ConfigMap aws-auth, and as whom, is unknown.");
        assert_eq!(ended.noted("the ConfigMap aws-auth: "), reason != Reason::Forbidden);
    }
}

#[test]
fn a_question_about_permissions_does_not_ask_for_it() {
    let mut trial = Trial::new(vec![answers(Action::status(403))]);
    trial.connection.breadth = Breadth::Permissions;
    assert_eq!(trial.run().gaps(), []);
    assert_eq!(trial.server.count("configmaps"), 0);
}
