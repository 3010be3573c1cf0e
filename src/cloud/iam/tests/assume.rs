//! Who may become whom.

use super::account::{Fixture, arn, document};
use super::{ALLOW, CONDITIONAL, Context, DENY, OTHER, Verdict};
use crate::cloud::iam::{Caller, Decision, Doubt, WebIdentity};
use crate::model::cloud::Arn;

const MAY: &str = r#"{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}"#;
const MAY_NOT: &str = r#"{"Effect":"Deny","Action":"sts:*","Resource":"*"}"#;

/// A trust statement for these principals.
fn trust(principal: &str) -> String {
    trust_if(principal, "")
}

fn trust_if(principal: &str, condition: &str) -> String {
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
fn services_and_providers_are_let_in_by_name() {
    let mut fixture = Fixture::new();
    fixture.role("pods", &trust(r#"{"Service":["pods.eks.amazonaws.com","ec2.amazonaws.com"]}"#), &[]);
    let saml = "arn:aws:iam::111122223333:saml-provider/corp";
    let federated = format!(
        r#"{{"Effect":"Allow","Principal":{{"Federated":"{saml}"}},"Action":"sts:AssumeRoleWithSAML"}},
           {{"Effect":"Allow","Principal":{{"Federated":"accounts.google.com"}},"Action":"sts:AssumeRoleWithWebIdentity",
             "Condition":{{"StringEquals":{{"accounts.google.com:aud":"1"}}}}}}"#
    );
    fixture.role("people", &federated, &[]);
    fixture.user("ann", &[]);
    let iam = fixture.iam();
    let [pods, people, ann] =
        ["role/pods", "role/people", "user/ann"].map(|name| iam.find(arn(name).as_str()).unwrap());
    assert_eq!(iam.service_trusted(pods, "pods.eks.amazonaws.com").verdict, ALLOW);
    assert_eq!(iam.service_trusted(pods, "lambda.amazonaws.com").verdict, DENY);
    assert_eq!(iam.service_trusted(people, "ec2.amazonaws.com").verdict, DENY);
    assert_eq!(iam.service_trusted(ann, "ec2.amazonaws.com").verdict, DENY);
    let provider = Arn::parse(saml).unwrap();
    assert_eq!(iam.admits(people, Caller::Saml(&provider), &Context::new()).verdict, ALLOW);
    let token = |audience: &str| WebIdentity {
        issuer: "accounts.google.com".into(),
        subject: "x".into(),
        audience: audience.into(),
    };
    assert_eq!(iam.trusts(people, &token("1")).verdict, ALLOW);
    assert_eq!(iam.trusts(people, &token("2")).verdict, DENY);
    assert_eq!(iam.trusts(pods, &token("1")).verdict, DENY);
}

#[test]
fn pods_may_be_told_apart_by_their_tags() {
    let mut fixture = Fixture::new();
    let condition = r#","Condition":{"StringEquals":{"aws:RequestTag/kubernetes-namespace":"shop"}}"#;
    fixture.role("r", &trust_if(r#"{"Service":"pods.eks.amazonaws.com"}"#, condition), &[]);
    let iam = fixture.iam();
    let role = iam.find(arn("role/r").as_str()).unwrap();
    for (namespace, expected) in [("shop", ALLOW), ("dev", DENY)] {
        let context = Context::new().with_text("aws:RequestTag/kubernetes-namespace", namespace);
        let decision = iam.admits(role, Caller::Service("pods.eks.amazonaws.com"), &context);
        assert_eq!(decision.verdict, expected, "{namespace}");
    }
}

#[test]
fn sessions_of_roles_have_names_and_perhaps_tags() {
    let statement =
        |condition: &str| format!(r#"{{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{{{condition}}}}}"#);
    let service = trust(r#"{"Service":"ec2.amazonaws.com"}"#);
    let tagging = r#"{"Effect":"Allow","Principal":{"Service":"pods.eks.amazonaws.com"},
        "Action":["sts:AssumeRole","sts:TagSession"]}"#;
    let table = [
        (r#""StringLike":{"aws:userid":"AROAR:*"}"#, ALLOW, ALLOW),
        (r#""StringLike":{"aws:userid":"AROAX:*"}"#, DENY, DENY),
        (r#""StringEquals":{"aws:userid":"AROAR:bob"}"#, CONDITIONAL, CONDITIONAL),
        (r#""StringNotLike":{"aws:userid":"AROAX:*"}"#, ALLOW, ALLOW),
        (r#""StringEquals":{"aws:username":"r"}"#, DENY, DENY),
        (r#""StringEquals":{"aws:PrincipalTag/team":"x"}"#, ALLOW, CONDITIONAL),
        (r#""StringEquals":{"aws:PrincipalTag/none":"x"}"#, DENY, CONDITIONAL),
        (r#""ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/r"}"#, ALLOW, ALLOW),
    ];
    for (condition, plain, tagged) in table {
        for (trust, expected) in [(service.as_str(), plain), (tagging, tagged)] {
            let mut fixture = Fixture::new();
            fixture.role("r", trust, &[&statement(condition)]).tags.insert("team".into(), "x".into());
            let request = super::Request::new("s3:GetObject", super::Target::All);
            assert_eq!(fixture.decide("role/r", &request).verdict, expected, "{condition}");
        }
    }
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
