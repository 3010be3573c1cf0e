//! Groups, managed policies and boundaries.

use super::account::{Fixture, arn, document};
use super::{ALLOW, CONDITIONAL, Context, DENY, Request, Target};
use crate::cloud::iam::{Block, Doubt, PolicySource};
use crate::model::cloud::Arn;

const ALL: &str = r#"{"Sid":"all","Effect":"Allow","Action":"*","Resource":"*"}"#;
const NOTHING: &str = r#"{"Effect":"Deny","Action":"*","Resource":"*"}"#;
const READ: &str = r#"{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}"#;

fn aws(name: &str) -> Arn {
    Arn::parse(&format!("arn:aws:iam::aws:policy/{name}")).unwrap()
}

fn get() -> Request<'static> {
    Request::new("s3:GetObject", Target::Arn("arn:aws:s3:::shop/a"))
}

fn put() -> Request<'static> {
    Request::new("s3:PutObject", Target::Arn("arn:aws:s3:::shop/a"))
}

#[test]
fn groups_give_and_take() {
    let mut fixture = Fixture::new();
    fixture.group("admins", &[ALL]);
    fixture.group("frozen", &[NOTHING]);
    fixture.user("ann", &[]).groups = vec!["admins".into()];
    fixture.user("bob", &[ALL]).groups = vec!["frozen".into()];
    fixture.user("cyd", &[ALL]).groups = vec!["gone".into()];
    assert_eq!(fixture.decide("user/ann", &put()).verdict, ALLOW);
    assert_eq!(fixture.decide("user/bob", &put()).verdict, DENY);
    let decision = fixture.decide("user/cyd", &put());
    assert_eq!((decision.verdict, decision.doubts), (CONDITIONAL, vec![Doubt::Group("gone".into())]));
}

#[test]
fn only_the_version_in_force_counts() {
    let mut fixture = Fixture::new();
    let policy = fixture.policy("p", &[ALL, READ]);
    fixture.user("ann", &[]).identity.attached = vec![policy.clone()];
    assert_eq!(fixture.decide("user/ann", &put()).verdict, DENY);
    let decision = fixture.decide("user/ann", &get());
    let [witness] = decision.allowed_by.as_slice() else { panic!("one witness: {decision:?}") };
    assert_eq!(witness.policy, PolicySource::Managed { arn: policy.name().clone(), version: "v1".into() });
}

#[test]
fn a_boundary_is_an_intersection() {
    let mut fixture = Fixture::new();
    let boundary = fixture.policy("boundary", &[READ]);
    let nothing = fixture.policy("nothing", &[r#"{"Effect":"Deny","Action":"s3:PutObject","Resource":"*"}"#]);
    fixture.user("ann", &[ALL]).boundary = Some(boundary.clone());
    fixture.user("bob", &[READ]).boundary = Some(boundary.clone());
    fixture.user("cyd", &[]).boundary = Some(boundary.clone());
    fixture.user("dan", &[ALL]).boundary = Some(nothing.clone());
    fixture.user("eve", &[ALL]).boundary = Some(arn("policy/gone"));
    fixture.user("fay", &[]).boundary = Some(arn("policy/gone"));
    for (user, may_get, may_put) in [
        ("user/ann", ALLOW, DENY),
        ("user/bob", ALLOW, DENY),
        ("user/cyd", DENY, DENY),
        ("user/dan", DENY, DENY),
        ("user/eve", CONDITIONAL, CONDITIONAL),
        ("user/fay", DENY, DENY),
    ] {
        assert_eq!(fixture.decide(user, &get()).verdict, may_get, "{user}");
        assert_eq!(fixture.decide(user, &put()).verdict, may_put, "{user}");
    }
    let blocked = fixture.decide("user/ann", &put()).blocked_by;
    assert_eq!(blocked, [Block::Boundary(boundary.name().clone())]);
    assert_eq!(fixture.decide("user/eve", &put()).doubts, [Doubt::Boundary(arn("policy/gone").name().clone())]);
}

#[test]
fn policies_of_aws_are_known_by_name_or_not_at_all() {
    let create = || Request::new("iam:CreateUser", Target::All);
    let table = [
        ("AdministratorAccess", ALLOW, ALLOW, ALLOW),
        ("PowerUserAccess", ALLOW, ALLOW, DENY),
        ("IAMFullAccess", DENY, DENY, ALLOW),
        ("ReadOnlyAccess", CONDITIONAL, DENY, DENY),
        ("job-function/Billing", CONDITIONAL, CONDITIONAL, CONDITIONAL),
    ];
    for (name, may_get, may_put, may_create) in table {
        let mut fixture = Fixture::new();
        fixture.user("ann", &[]).identity.attached = vec![aws(name)];
        assert_eq!(fixture.decide("user/ann", &get()).verdict, may_get, "{name}");
        assert_eq!(fixture.decide("user/ann", &put()).verdict, may_put, "{name}");
        assert_eq!(fixture.decide("user/ann", &create()).verdict, may_create, "{name}");
        assert_eq!(fixture.iam().unknown().is_empty(), may_put != CONDITIONAL, "{name}");
    }
}

#[test]
fn an_administrator_may_do_everything_everywhere() {
    let mut fixture = Fixture::new();
    fixture.user("ann", &[ALL]);
    fixture.user("bob", &[ALL, NOTHING]);
    fixture.user("cyd", &[r#"{"Effect":"Allow","Action":"iam:*","Resource":"*"}"#]);
    fixture.user("dan", &[r#"{"Effect":"Allow","Action":"*:*","Resource":"*"}"#]);
    let iam = fixture.iam();
    for (user, expected) in [("ann", ALLOW), ("bob", DENY), ("cyd", DENY), ("dan", ALLOW)] {
        let id = iam.find(arn(&format!("user/{user}")).as_str()).unwrap();
        assert_eq!(iam.administers(id).verdict, expected, "{user}");
    }
}

#[test]
fn a_session_policy_is_an_intersection() {
    let mut fixture = Fixture::new();
    fixture.user("ann", &[ALL]);
    let (read, nothing, broken) = (document(READ), document(NOTHING), document("{}"));
    for (session, may_get, may_put) in
        [(&read, ALLOW, DENY), (&nothing, DENY, DENY), (&broken, CONDITIONAL, CONDITIONAL)]
    {
        let with = |request: Request<'static>| Request { session: Some(session), ..request };
        assert_eq!(fixture.decide("user/ann", &with(get())).verdict, may_get);
        assert_eq!(fixture.decide("user/ann", &with(put())).verdict, may_put);
    }
}

#[test]
fn evidence_names_statements() {
    let mut fixture = Fixture::new();
    fixture.user("ann", &[ALL]);
    fixture.user("bob", &[ALL, r#"{"Sid":"no","Effect":"Deny","Action":"s3:Put*","Resource":"*"}"#]);
    let decision = fixture.decide("user/ann", &put());
    assert_eq!(decision.allowed_by[0].sid, Some("all".into()));
    let decision = fixture.decide("user/bob", &put().with(Context::new()));
    let [Block::Denied(witness)] = decision.blocked_by.as_slice() else { panic!("{decision:?}") };
    assert_eq!((witness.sid.clone(), witness.statement), (Some("no".into()), 0));
    assert!(decision.allowed_by.is_empty());
}
