//! Callers that are no principals of IAM, and sessions of roles.

use super::account::{Fixture, arn};
use super::assume::{trust, trust_if};
use super::{ALLOW, CONDITIONAL, Context, DENY, Request, Target};
use crate::cloud::iam::{Caller, WebIdentity};
use crate::model::cloud::Arn;

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
    // EKS sets the tags, not whoever wants the role.
    assert_eq!(iam.service_trusted(role, "pods.eks.amazonaws.com").verdict, CONDITIONAL);
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
            let request = Request::new("s3:GetObject", Target::All);
            assert_eq!(fixture.decide("role/r", &request).verdict, expected, "{condition}");
        }
    }
}
