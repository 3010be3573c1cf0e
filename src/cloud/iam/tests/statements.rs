//! Actions, resources and effects.

use super::{ALLOW, CONDITIONAL, Context, DENY, Target, user_may};
use crate::cloud::iam::tests::account::Fixture;
use crate::cloud::iam::{Doubt, FreshKind};

const ROLE: &str = "arn:aws:iam::111122223333:role/ops/deployer";

#[test]
fn actions_and_resources_match_as_they_do_at_aws() {
    let table = [
        (r#"{"Effect":"Allow","Action":"iam:PassRole","Resource":"*"}"#, ALLOW),
        (r#"{"Effect":"Allow","Action":"IAM:passrole","Resource":"*"}"#, ALLOW),
        (r#"{"Effect":"Allow","Action":["s3:*","iam:Pass*"],"Resource":["*"]}"#, ALLOW),
        (r#"{"Effect":"Allow","Action":"iam:P?ssRole","Resource":"*"}"#, ALLOW),
        (r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#, ALLOW),
        (r#"{"Effect":"Allow","Action":"*:PassRole","Resource":"*"}"#, ALLOW),
        (r#"{"Effect":"Allow","Action":"iam:Pass","Resource":"*"}"#, DENY),
        (r#"{"Effect":"Allow","Action":"iam:UpdateRole*","Resource":"*"}"#, DENY),
        (r#"{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}"#, DENY),
        (r#"{"Effect":"Allow","NotAction":["s3:*","ec2:*"],"Resource":"*"}"#, ALLOW),
        (
            r#"{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::111122223333:role/ops/deployer"}"#,
            ALLOW,
        ),
        (r#"{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::111122223333:role/deployer"}"#, DENY),
        (r#"{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::*:role/Ops/*"}"#, DENY),
        (r#"{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::*:*deployer"}"#, ALLOW),
        (r#"{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::1111222233??:role/o*r"}"#, ALLOW),
        (r#"{"Effect":"Allow","Action":"iam:PassRole","NotResource":"arn:aws:iam::*:role/ops/*"}"#, DENY),
        (r#"{"Effect":"Allow","Action":"iam:PassRole","NotResource":"arn:aws:iam::*:role/dev/*"}"#, ALLOW),
        (r#"{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"*"}"#, DENY),
        (
            r#"{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","NotAction":"iam:*","Resource":"*"}"#,
            ALLOW,
        ),
        (
            r#"{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"iam:*","NotResource":"*:role/ops/*"}"#,
            ALLOW,
        ),
        (
            r#"{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"iam:*","Resource":"*:role/ops/*"}"#,
            DENY,
        ),
        (r#"{"Effect":"Deny","Action":"*","Resource":"*"}"#, DENY),
        (r#"{"Effect":"Allow","Action":"*","Resource":[]}"#, DENY),
    ];
    for (statements, expected) in table {
        let decision = user_may(statements, "iam:PassRole", Target::Arn(ROLE), Context::new());
        assert_eq!(decision.verdict, expected, "{statements}: {decision:?}");
    }
}

#[test]
fn variables_are_those_of_the_caller() {
    let table = [
        ("${aws:username}", ALLOW),
        ("${AWS:UserName}", ALLOW),
        ("${aws:userid}", DENY),
        ("${aws:PrincipalTag/nick}", ALLOW),
        ("${aws:PrincipalTag/Nick}", ALLOW),
        ("${aws:PrincipalTag/none}", DENY),
        ("${aws:PrincipalTag/none, 'ann'}", ALLOW),
        ("${aws:SourceVpc}", CONDITIONAL),
        ("${*}", DENY),
        ("a${?}n", DENY),
    ];
    for (pattern, expected) in table {
        let statement = format!(
            r#"{{"Effect":"Allow","Action":"iam:*","Resource":"arn:aws:iam::${{aws:PrincipalAccount}}:user/{pattern}"}}"#
        );
        let mut fixture = Fixture::new();
        fixture.user("ann", &[&statement]).tags.insert("nick".into(), "ann".into());
        let target = Target::Arn("arn:aws:iam::111122223333:user/ann");
        let decision = fixture.decide("user/ann", &super::Request::new("iam:CreateAccessKey", target));
        assert_eq!(decision.verdict, expected, "{pattern}: {decision:?}");
    }
}

#[test]
fn documents_of_2008_have_no_variables() {
    let statement = r#"{"Effect":"Allow","Action":"iam:*","Resource":"*:user/${aws:username}"}"#;
    for (version, expected) in [("", DENY), (r#""Version":"2008-10-17","#, DENY), (r#""Version":"2012-10-17","#, ALLOW)]
    {
        let document = format!(r#"{{{version} "Statement": {statement}}}"#);
        let target = Target::Arn("arn:aws:iam::111122223333:user/ann");
        assert_eq!(user_may(&document, "iam:CreateAccessKey", target, Context::new()).verdict, expected, "{version}");
    }
}

#[test]
fn what_is_new_may_have_any_name() {
    let table = [
        (r#"{"Effect":"Allow","Action":"iam:CreateRole","Resource":"*"}"#, ALLOW),
        (r#"{"Effect":"Allow","Action":"iam:CreateRole","Resource":"arn:aws:iam::*:role/dev-*"}"#, ALLOW),
        (r#"{"Effect":"Allow","Action":"iam:CreateRole","Resource":"arn:aws:iam::111122223333:role/one"}"#, ALLOW),
        (r#"{"Effect":"Allow","Action":"iam:CreateRole","Resource":"arn:aws:iam::*:user/*"}"#, DENY),
        (r#"{"Effect":"Allow","Action":"iam:CreateRole","Resource":"arn:aws:iam::444455556666:role/*"}"#, DENY),
        (
            r#"{"Effect":"Allow","Action":"iam:CreateRole","Resource":"*"},
               {"Effect":"Deny","Action":"iam:CreateRole","Resource":"arn:aws:iam::*:role/admin*"}"#,
            ALLOW,
        ),
        (
            r#"{"Effect":"Allow","Action":"iam:CreateRole","Resource":"*"},
               {"Effect":"Deny","Action":"iam:CreateRole","NotResource":"arn:aws:iam::*:role/dev-*"}"#,
            ALLOW,
        ),
        (
            r#"{"Effect":"Allow","Action":"iam:CreateRole","Resource":"arn:aws:iam::*:role/dev-*"},
               {"Effect":"Deny","Action":"iam:CreateRole","Resource":"arn:aws:iam::*:role/*"}"#,
            DENY,
        ),
        (
            r#"{"Effect":"Allow","Action":"iam:CreateRole","Resource":"arn:aws:iam::*:role/*-a"},
               {"Effect":"Deny","Action":"iam:CreateRole","NotResource":"arn:aws:iam::*:role/b-*"}"#,
            ALLOW,
        ),
    ];
    for (statements, expected) in table {
        let fixture = Fixture::new();
        let target = Target::fresh(FreshKind::Role, &fixture.cloud.accounts[0]);
        let decision = user_may(statements, "iam:CreateRole", target, Context::new());
        assert_eq!(decision.verdict, expected, "{statements}: {decision:?}");
    }
}

#[test]
fn an_action_without_resources_needs_a_star() {
    for (resource, expected) in [("*", ALLOW), ("arn:aws:iam::*:*", DENY)] {
        let statement = format!(r#"{{"Effect":"Allow","Action":"iam:List*","Resource":"{resource}"}}"#);
        assert_eq!(user_may(&statement, "iam:ListRoles", Target::All, Context::new()).verdict, expected);
    }
}

#[test]
fn what_cannot_be_read_may_say_anything() {
    let decision = user_may(r#"{"Effect":"Permit"}"#, "iam:ListRoles", Target::All, Context::new());
    assert_eq!(decision.verdict, CONDITIONAL);
    assert!(matches!(decision.doubts.as_slice(), [Doubt::Unreadable(_)]));
}
