//! Who may become whom.

use super::account::{Fixture, arn, document};
use super::{ALLOW, CONDITIONAL, Context, DENY, OTHER, Verdict};
use crate::cloud::iam::{Caller, Decision, Doubt};
use crate::model::cloud::Arn;

const MAY: &str = r#"{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}"#;
const MAY_NOT: &str = r#"{"Effect":"Deny","Action":"sts:*","Resource":"*"}"#;

/// A trust statement for these principals.
pub(super) fn trust(principal: &str) -> String {
    trust_if(principal, "")
}

pub(super) fn trust_if(principal: &str, condition: &str) -> String {
    format!(r#"{{"Effect":"Allow","Principal":{principal},"Action":"sts:AssumeRole"{condition}}}"#)
}

/// Whether `ann`, who holds these policies, may assume a role of this trust.
fn ann(policies: &[&str], trust: &str) -> Decision {
    let mut fixture = Fixture::new();
    fixture.user("ann", policies);
    fixture.role("r", trust, &[]);
    fixture.assume("user/ann", "role/r")
}

#[test]
fn both_sides_have_a_say() {
    let me = r#"{"AWS":"arn:aws:iam::111122223333:user/ann"}"#;
    let bob = r#"{"AWS":"arn:aws:iam::111122223333:user/bob"}"#;
    let root = r#"{"AWS":"arn:aws:iam::111122223333:root"}"#;
    let bare = r#"{"AWS":"111122223333"}"#;
    let table: [(&[&str], &str, Verdict); 26] = [
        (&[MAY], root, ALLOW),
        (&[MAY], bare, ALLOW),
        (&[], root, DENY),
        (&[], bare, DENY),
        (&[MAY], bob, DENY),
        (&[], me, ALLOW),
        (&[MAY_NOT], me, DENY),
        (&[MAY, MAY_NOT], root, DENY),
        (&[MAY], r#"{"AWS":"444455556666"}"#, DENY),
        (&[MAY], r#"{"AWS":["444455556666","111122223333"]}"#, ALLOW),
        (&[MAY], r#"{"AWS":"arn:aws-cn:iam::111122223333:root"}"#, DENY),
        (&[MAY], r#"{"AWS":"arn:aws:iam::111122223333:user/*"}"#, DENY),
        (&[MAY], r#"{"AWS":"arn:aws:iam::111122223333:user/Ann"}"#, DENY),
        (&[MAY], r#""*""#, ALLOW),
        (&[], r#""*""#, CONDITIONAL),
        (&[MAY], r#"{"AWS":"*"}"#, ALLOW),
        (&[], r#"{"AWS":"AIDAANN"}"#, ALLOW),
        (&[MAY], r#"{"AWS":"AIDAGONE"}"#, DENY),
        (&[MAY], r#"{"Service":"ec2.amazonaws.com"}"#, DENY),
        (&[MAY], r#"{"Federated":"accounts.google.com"}"#, DENY),
        (&[MAY], r#"{"CanonicalUser":"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}"#, DENY),
        (&[r#"{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*:role/other"}"#], root, DENY),
        (&[r#"{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*:role/r"}"#], root, ALLOW),
        (&[r#"{"Effect":"Allow","Action":"iam:*","Resource":"*"}"#], root, DENY),
        (&[r#"{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}"#], root, ALLOW),
        (&[r#"{"Effect":"Allow","Action":"sts:AssumeRoleWith*","Resource":"*"}"#], root, DENY),
    ];
    for (policies, principal, expected) in table {
        let decision = ann(policies, &trust(principal));
        assert_eq!(decision.verdict, expected, "{policies:?} and {principal}: {decision:?}");
    }
}

#[test]
fn trust_policies_have_conditions_and_denials() {
    let root = r#"{"AWS":"111122223333"}"#;
    let table = [
        (trust_if(root, r#","Condition":{"StringEquals":{"sts:ExternalId":"x"}}"#), CONDITIONAL),
        (trust_if(root, r#","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}"#), CONDITIONAL),
        (trust_if(root, r#","Condition":{"StringEquals":{"sts:RoleSessionName":"${aws:username}"}}"#), ALLOW),
        (trust_if(root, r#","Condition":{"ArnEquals":{"aws:PrincipalArn":"*:user/bob"}}"#), CONDITIONAL),
        (trust_if(root, r#","Condition":{"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::*:user/bob"}}"#), DENY),
        (trust_if(root, r#","Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/a*"}}"#), ALLOW),
        (trust_if(root, r#","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}"#), CONDITIONAL),
        (format!("{},{}", trust(root), r#"{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"}"#), DENY),
        (
            format!(
                "{},{}",
                trust(root),
                r#"{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"sts:AssumeRoleWithSAML"}"#
            ),
            ALLOW,
        ),
        (
            format!(
                "{},{}",
                trust(root),
                r#"{"Effect":"Deny","NotPrincipal":{"AWS":["111122223333","arn:aws:iam::111122223333:user/ann"]},"Action":"*"}"#
            ),
            ALLOW,
        ),
        (
            format!(
                "{},{}",
                trust(root),
                r#"{"Effect":"Deny","NotPrincipal":{"AWS":"arn:aws:iam::111122223333:user/bob"},"Action":"*"}"#
            ),
            DENY,
        ),
        (
            format!("{},{}", trust(root), r#"{"Effect":"Deny","NotPrincipal":{"AWS":"111122223333"},"Action":"*"}"#),
            CONDITIONAL,
        ),
        (
            r#"{"Effect":"Allow","NotPrincipal":{"AWS":"arn:aws:iam::111122223333:user/bob"},"Action":"*"}"#.into(),
            ALLOW,
        ),
        (r#"{"Effect":"Allow","NotPrincipal":{"AWS":"arn:aws:iam::111122223333:user/ann"},"Action":"*"}"#.into(), DENY),
        (r#"{"Effect":"Allow","Principal":{"AWS":"111122223333"},"NotAction":"sts:TagSession"}"#.into(), ALLOW),
        (r#"{"Effect":"Allow","Principal":{"AWS":"111122223333"},"NotAction":"sts:*"}"#.into(), DENY),
        (
            r#"{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole","Extra":1}"#.into(),
            CONDITIONAL,
        ),
        (r#"{"Statement":[]}"#.into(), DENY),
    ];
    for (trust, expected) in table {
        let decision = ann(&[MAY], &trust);
        assert_eq!(decision.verdict, expected, "{trust}: {decision:?}");
    }
}

#[test]
fn a_boundary_stops_a_role_that_is_named_and_not_a_user() {
    let mut fixture = Fixture::new();
    let limit = fixture.policy("limit", &[r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#]);
    let hard = fixture.policy("hard", &[r#"{"Effect":"Deny","Action":"sts:*","Resource":"*"}"#]);
    let service = trust(r#"{"Service":"ec2.amazonaws.com"}"#);
    fixture.user("ann", &[]).boundary = Some(limit.clone());
    fixture.user("bob", &[]).boundary = Some(hard);
    fixture.role("app", &service, &[]).boundary = Some(limit);
    fixture.role("free", &service, &[]);
    let names = r#"{"AWS":["arn:aws:iam::111122223333:user/ann","arn:aws:iam::111122223333:user/bob",
        "arn:aws:iam::111122223333:role/app","arn:aws:iam::111122223333:role/free"]}"#;
    fixture.role("r", &trust(names), &[]);
    for (caller, expected) in [("user/ann", ALLOW), ("user/bob", DENY), ("role/app", DENY), ("role/free", ALLOW)] {
        assert_eq!(fixture.assume(caller, "role/r").verdict, expected, "{caller}");
    }
}

#[test]
fn users_are_named_with_their_paths() {
    let mut fixture = Fixture::new();
    fixture.user("ops/ann", &[]);
    fixture.role("r", &trust(r#"{"AWS":"arn:aws:iam::111122223333:user/ops/ann"}"#), &[]);
    fixture.role("s", &trust(r#"{"AWS":"arn:aws:iam::111122223333:user/ann"}"#), &[]);
    assert_eq!(fixture.assume("user/ops/ann", "role/r").verdict, ALLOW);
    assert_eq!(fixture.assume("user/ops/ann", "role/s").verdict, DENY);
}

#[test]
fn roles_are_named_by_arn_and_by_session() {
    let mut fixture = Fixture::new();
    let service = trust(r#"{"Service":"ec2.amazonaws.com"}"#);
    fixture.role("path/app", &service, &[]);
    let table = [
        ("arn:aws:iam::111122223333:role/path/app", ALLOW),
        ("arn:aws:iam::111122223333:role/app", DENY),
        ("arn:aws:sts::111122223333:assumed-role/app/one", CONDITIONAL),
        ("arn:aws:sts::111122223333:assumed-role/other/one", DENY),
        ("arn:aws:sts::111122223333:assumed-role/app", DENY),
        ("AROAAPP", ALLOW),
    ];
    for (index, (name, _)) in table.iter().enumerate() {
        fixture.role(&format!("r{index}"), &trust(&format!(r#"{{"AWS":"{name}"}}"#)), &[]);
    }
    for (index, (name, expected)) in table.iter().enumerate() {
        let decision = fixture.assume("role/path/app", &format!("role/r{index}"));
        assert_eq!(decision.verdict, *expected, "{name}: {decision:?}");
    }
}

#[test]
fn a_role_does_not_trust_itself() {
    let mut fixture = Fixture::new();
    fixture.role("r", &trust(r#"{"Service":"ec2.amazonaws.com"}"#), &[MAY]);
    fixture.role("s", &trust(r#"{"AWS":"arn:aws:iam::111122223333:role/s"}"#), &[]);
    assert_eq!(fixture.assume("role/r", "role/r").verdict, DENY);
    assert_eq!(fixture.assume("role/s", "role/s").verdict, ALLOW);
}

#[test]
fn accounts_are_crossed_only_where_both_sides_allow_it() {
    let there = format!(r#"{{"AWS":["arn:aws:iam::{OTHER}:user/eve","{OTHER}"]}}"#);
    let mut fixture = Fixture::new();
    fixture.role("r", &trust(&there), &[]);
    fixture.user_of(OTHER, "eve", &[]);
    fixture.user_of(OTHER, "fay", &[MAY]);
    let who = |name: &str| format!("arn:aws:iam::{OTHER}:user/{name}");
    assert_eq!(fixture.assume(&who("eve"), "role/r").verdict, DENY);
    assert_eq!(fixture.assume(&who("fay"), "role/r").verdict, ALLOW);
    fixture.role("own", &trust(r#"{"AWS":"arn:aws:iam::111122223333:root"}"#), &[]);
    assert_eq!(fixture.assume(&who("fay"), "role/own").verdict, DENY);
    let iam = fixture.iam();
    let role = iam.find(arn("role/r").as_str()).unwrap();
    let stranger = |text: &str| {
        let arn = Arn::parse(text).unwrap();
        iam.admits(role, Caller::Stranger(&arn), &Context::new())
    };
    let decision = stranger(&who("gus"));
    assert_eq!((decision.verdict, decision.doubts), (CONDITIONAL, vec![Doubt::OtherAccount(OTHER.into())]));
    assert_eq!(stranger("arn:aws:iam::777788889999:user/gus").verdict, DENY);
}

#[test]
fn an_unreadable_trust_policy_may_let_anybody_in() {
    let mut fixture = Fixture::new();
    fixture.role("r", "{}", &[]);
    fixture.role("r", &trust("\"*\""), &[]).trust = document("{}");
    let iam = fixture.iam();
    let role = iam.find(arn("role/r").as_str()).unwrap();
    assert_eq!(iam.service_trusted(role, "ec2.amazonaws.com").verdict, CONDITIONAL);
}
