//! What the caller chooses must satisfy the Allow and dodge the Deny at once.

use super::account::Fixture;
use super::{ALLOW, CONDITIONAL, Context, DENY, Request, Target, user_may};
use crate::cloud::iam::{ContextValue, Verdict};

const ROLE: &str = "arn:aws:iam::111122223333:role/r";

fn allow(condition: &str) -> String {
    format!(r#"{{"Effect":"Allow","Action":"iam:*","Resource":"*","Condition":{{{condition}}}}}"#)
}

fn deny(condition: &str) -> String {
    format!(r#"{{"Effect":"Deny","Action":"iam:*","Resource":"*","Condition":{{{condition}}}}}"#)
}

fn check(rows: Vec<(Vec<String>, Verdict)>) {
    for (statements, expected) in rows {
        let statements = statements.join(",");
        let decision = user_may(&statements, "iam:AttachRolePolicy", Target::Arn(ROLE), Context::new());
        assert_eq!(decision.verdict, expected, "{statements}: {decision:?}");
    }
}

#[test]
fn one_choice_must_do_for_all() {
    let ours = r#""ArnLike":{"iam:PolicyARN":"arn:aws:iam::*:policy/P0*"}"#;
    let exact = r#""ArnEquals":{"iam:PolicyARN":["arn:aws:iam::1:policy/a","arn:aws:iam::1:policy/b"]}"#;
    check(vec![
        (vec![allow(ours)], ALLOW),
        (vec![allow(ours), deny(ours)], DENY),
        (vec![allow(exact), deny(r#""ArnEquals":{"iam:PolicyARN":"arn:aws:iam::1:policy/a"}"#)], ALLOW),
        (vec![allow(exact), deny(exact)], DENY),
        (vec![allow(r#""Null":{"iam:PolicyARN":"true"}"#)], DENY),
        (vec![allow(r#""StringEquals":{"aws:RequestTag/t":"x"}"#)], ALLOW),
        (
            vec![
                allow(r#""StringEquals":{"aws:RequestTag/t":"x"}"#),
                deny(r#""StringEquals":{"aws:RequestTag/t":"x"}"#),
            ],
            DENY,
        ),
        (
            vec![
                allow(r#""StringEquals":{"aws:RequestTag/t":["x","y"]}"#),
                deny(r#""StringNotEquals":{"aws:RequestTag/t":"y"}"#),
            ],
            ALLOW,
        ),
        (
            vec![allow(r#""StringNotEquals":{"aws:RequestTag/t":"x"}"#), deny(r#""Null":{"aws:RequestTag/t":"true"}"#)],
            ALLOW,
        ),
    ]);
}

#[test]
fn several_patterns_may_be_matched_at_once() {
    check(vec![
        (
            vec![allow(r#""StringLike":{"aws:RequestTag/t":"x*"}"#), deny(r#""StringLike":{"aws:RequestTag/t":"*"}"#)],
            DENY,
        ),
        (
            vec![
                allow(r#""StringLike":{"aws:RequestTag/t":"a*"}"#),
                deny(r#""StringNotLike":{"aws:RequestTag/t":"*z"}"#),
            ],
            ALLOW,
        ),
        (
            vec![
                allow(r#""StringEquals":{"aws:RequestTag/t":"x"}"#),
                deny(r#""StringNotEquals":{"aws:RequestTag/u":"y"}"#),
            ],
            ALLOW,
        ),
        (
            vec![
                allow(r#""StringLike":{"aws:RequestTag/t":"a*"}"#),
                deny(r#""StringNotLike":{"aws:RequestTag/t":"*z"}"#),
                deny(r#""StringNotLike":{"aws:RequestTag/t":"*9*"}"#),
            ],
            CONDITIONAL,
        ),
        (
            vec![
                allow(r#""StringLike":{"aws:RequestTag/t":"a*"}"#),
                deny(r#""StringNotLike":{"aws:RequestTag/t":"*z"}"#),
                deny(r#""StringLike":{"aws:RequestTag/t":"*"}"#),
            ],
            DENY,
        ),
        (vec![allow(""), deny(r#""StringLike":{"aws:RequestTag/t":"*-name"}"#)], ALLOW),
        (vec![allow(""), deny(r#""StringLike":{"iam:PolicyARN":"*-name"}"#)], CONDITIONAL),
        (vec![allow(r#""ForAnyValue:StringEquals":{"aws:TagKeys":["a"]}"#)], ALLOW),
        (vec![allow(r#""ForAllValues:StringEquals":{"aws:TagKeys":["a"]}"#)], ALLOW),
    ]);
}

#[test]
fn keys_belong_to_actions() {
    let of = |effect: &str, condition: &str| {
        format!(r#"{{"Effect":"{effect}","Action":"eks:*","Resource":"*","Condition":{{{condition}}}}}"#)
    };
    let view = r#""StringEquals":{"eks:policyArn":"arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"}"#;
    let not_ours = r#""ArnNotLike":{"eks:principalArn":"arn:aws:iam::*:role/Controller*"}"#;
    let ours = Context::new().with_text("eks:principalArn", "arn:aws:iam::111122223333:role/Controller1");
    let viewers = r#""ForAllValues:StringEquals":{"eks:kubernetesGroups":["viewers"]}"#;
    let groups = ContextValue::Known(vec!["viewers".into(), "admins".into()]);
    let policy = |name: &str| {
        Context::new().with_text("eks:policyArn", &format!("arn:aws:eks::aws:cluster-access-policy/{name}"))
    };
    let table = [
        ("eks:AssociateAccessPolicy", view, Context::new(), ALLOW),
        ("eks:AssociateAccessPolicy", view, policy("AmazonEKSViewPolicy"), ALLOW),
        ("eks:AssociateAccessPolicy", view, policy("AmazonEKSClusterAdminPolicy"), DENY),
        ("eks:CreateAccessEntry", view, Context::new(), DENY),
        ("eks:CreateAccessEntry", not_ours, Context::new(), ALLOW),
        ("eks:CreateAccessEntry", not_ours, ours, DENY),
        ("eks:UpdateAccessEntry", not_ours, Context::new(), CONDITIONAL),
        ("eks:CreateAccessEntry", viewers, Context::new(), ALLOW),
        ("eks:CreateAccessEntry", viewers, Context::new().with("eks:kubernetesGroups", groups), DENY),
    ];
    for (action, condition, context, expected) in table {
        let statement = of("Allow", condition);
        let decision = user_may(&statement, action, Target::All, context);
        assert_eq!(decision.verdict, expected, "{action} by {statement}: {decision:?}");
    }
}

#[test]
fn the_choice_is_part_of_the_answer() {
    let statement = allow(r#""StringEquals":{"aws:RequestTag/Team":"x"}"#);
    let decision = user_may(&statement, "iam:AttachRolePolicy", Target::Arn(ROLE), Context::new());
    let choice = &decision.choices[0];
    assert_eq!((choice.key.as_str(), choice.value.clone()), ("aws:requesttag/team", Some("x".into())));
}

#[test]
fn what_the_question_settles_is_not_chosen() {
    let statement = allow(r#""StringEquals":{"iam:PassedToService":"ec2.amazonaws.com"}"#);
    let ask = |context| user_may(&statement, "iam:PassRole", Target::Arn(ROLE), context).verdict;
    assert_eq!(ask(Context::new()), ALLOW);
    assert_eq!(ask(Context::new().with_text("iam:PassedToService", "ec2.amazonaws.com")), ALLOW);
    assert_eq!(ask(Context::new().with_text("iam:PassedToService", "lambda.amazonaws.com")), DENY);
    assert_eq!(ask(Context::new().with("iam:passedtoservice", ContextValue::Absent)), DENY);
}

#[test]
fn more_choices_than_are_tried_are_not_refused() {
    let values: Vec<String> = (0..20).map(|number| format!(r#""v{number}""#)).collect();
    let values = values.join(",");
    let keys: Vec<String> = (0..3).map(|number| format!(r#""aws:RequestTag/t{number}":[{values}]"#)).collect();
    let condition = format!(r#""StringEquals":{{{}}}"#, keys.join(","));
    let last = r#""StringNotEquals":{"aws:RequestTag/t2":"v9"}"#;
    let statements = format!("{},{}", allow(&condition), deny(last));
    let decision = user_may(&statements, "iam:CreateUser", Target::All, Context::new());
    assert_eq!(decision.verdict, CONDITIONAL);
}

#[test]
fn the_boundary_of_the_target_counts() {
    let boundary = "arn:aws:iam::111122223333:policy/limit";
    let statement = allow(&format!(r#""StringEquals":{{"iam:PermissionsBoundary":"{boundary}"}}"#));
    let mut fixture = Fixture::new();
    fixture.user("ann", &[&statement]);
    fixture.policy("limit", &[r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#]);
    let trust = r#"{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}"#;
    fixture.role("free", trust, &[]);
    fixture.role("bound", trust, &[]).boundary = crate::model::cloud::Arn::parse(boundary);
    let role = |name: &str| format!("arn:aws:iam::111122223333:role/{name}");
    for (action, name, expected) in [
        ("iam:PutRolePolicy", "free", DENY),
        ("iam:PutRolePolicy", "bound", ALLOW),
        ("iam:CreateRole", "free", ALLOW),
        ("iam:PutRolePolicy", "elsewhere", CONDITIONAL),
        ("iam:UpdateAssumeRolePolicy", "bound", ALLOW),
        ("iam:PassRole", "bound", DENY),
    ] {
        let arn = role(name);
        let decision = fixture.decide("user/ann", &Request::new(action, Target::Arn(&arn)));
        assert_eq!(decision.verdict, expected, "{action} on {name}");
    }
}
