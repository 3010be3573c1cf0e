//! Every operator, with the key present and absent, in an Allow and in a Deny.

use super::{ALLOW, CONDITIONAL, Context, DENY, Decision, Target, statement, user_may};
use crate::cloud::iam::tests::account::Fixture;
use crate::cloud::iam::{ContextValue, Doubt, Request, Verdict};
use crate::model::cloud::Test;

const ALL: &str = r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#;

fn asked(statements: &str, context: Context) -> Decision {
    user_may(statements, "s3:GetObject", Target::Arn("arn:aws:s3:::shop/a"), context)
}

/// The verdicts of a condition in an Allow, and in a Deny beside an Allow of everything.
fn both(condition: &str, context: &Context) -> (Verdict, Verdict) {
    let rest = format!(r#""Action":"*","Resource":"*","Condition":{{{condition}}}"#);
    let allow = asked(&statement("Allow", &rest), context.clone());
    let deny = asked(&format!("{ALL},{}", statement("Deny", &rest)), context.clone());
    (allow.verdict, deny.verdict)
}

/// The verdict of a Deny that holds where the Allow of the same condition does.
fn opposite(verdict: Verdict) -> Verdict {
    match verdict {
        ALLOW => DENY,
        DENY => ALLOW,
        CONDITIONAL => CONDITIONAL,
    }
}

fn known(values: &[&str]) -> Context {
    Context::new().with("k", ContextValue::Known(values.iter().map(|value| (*value).into()).collect()))
}

#[test]
fn every_operator_is_known() {
    // Operator, value of the condition, value of the request, whether they match.
    let table = [
        ("StringEquals", "a", "a", true),
        ("StringEquals", "a", "A", false),
        ("StringEquals", "a*", "ab", false),
        ("StringEquals", "a*", "a*", true),
        ("StringEquals", "${*}", "*", true),
        ("StringNotEquals", "a", "a", false),
        ("StringNotEquals", "a", "b", true),
        ("StringNotEquals", "*", "b", true),
        ("StringEqualsIgnoreCase", "a", "A", true),
        ("StringEqualsIgnoreCase", "a", "b", false),
        ("StringNotEqualsIgnoreCase", "a", "A", false),
        ("StringNotEqualsIgnoreCase", "a", "b", true),
        ("StringLike", "a*", "ab/c:d", true),
        ("StringLike", "a?", "abc", false),
        ("StringLike", "[a]", "a", false),
        ("StringNotLike", "a*", "ab", false),
        ("StringNotLike", "a*", "ba", true),
        ("ArnEquals", "arn:aws:iam::*:role/a", "arn:aws:iam::1:role/a", true),
        ("ArnEquals", "arn:aws:iam::1:role/a", "arn:aws:iam::1:role/A", false),
        ("ArnLike", "arn:aws:iam::1:role/*", "arn:aws:iam::1:role/a/b:c", true),
        ("ArnLike", "arn:*:*:*:*:role/a", "arn:aws:iam::1:role/a", true),
        ("ArnLike", "*", "arn:aws:iam::1:role/a", true),
        ("ArnLike", "arn:aws:iam::1:role/*", "role/a", false),
        ("ArnNotEquals", "arn:aws:iam::*:role/a", "arn:aws:iam::1:role/a", false),
        ("ArnNotLike", "arn:aws:iam::*:role/a", "arn:aws:iam::1:role/b", true),
        ("Bool", "true", "true", true),
        ("Bool", "TRUE", "true", true),
        ("Bool", "false", "true", false),
        ("NumericEquals", "10", "10.0", true),
        ("NumericEquals", "10", "11", false),
        ("NumericNotEquals", "10", "11", true),
        ("NumericNotEquals", "10", "1e1", false),
        ("NumericLessThan", "10", "9", true),
        ("NumericLessThan", "10", "10", false),
        ("NumericLessThanEquals", "10", "10", true),
        ("NumericGreaterThan", "9", "10", true),
        ("NumericGreaterThan", "10", "10", false),
        ("NumericGreaterThanEquals", "10", "10", true),
        ("DateEquals", "2020-01-01T00:00:00Z", "1577836800", true),
        ("DateNotEquals", "2020-01-01T00:00:00Z", "2020-01-01", false),
        ("DateLessThan", "2020-01-01T00:00:00Z", "2019-12-31T23:59:59Z", true),
        ("DateLessThanEquals", "2020-01-01", "2020-01-01T00:00:00Z", true),
        ("DateGreaterThan", "2020-01-01", "2020-01-02", true),
        ("DateGreaterThanEquals", "2020-01-02", "2020-01-01", false),
        ("BinaryEquals", "QmluYXJ5", "QmluYXJ5", true),
        ("BinaryEquals", "QmluYXJ5", "qmluyxj5", false),
    ];
    for (operator, written, text, holds) in table {
        let expected = if holds { ALLOW } else { DENY };
        let condition = format!(r#""{operator}":{{"K":"{written}"}}"#);
        assert_eq!(both(&condition, &known(&[text])), (expected, opposite(expected)), "{condition} and {text}");
        let condition = format!(r#""{operator}IfExists":{{"k":["{written}"]}}"#);
        assert_eq!(both(&condition, &known(&[text])), (expected, opposite(expected)), "{condition} and {text}");
    }
}

#[test]
fn a_key_that_is_absent_fails_unless_the_operator_is_negated() {
    let absent = Context::new().with("k", ContextValue::Absent);
    for test in Test::all().filter(|test| **test != Test::Null) {
        let name = test.name();
        let plain = if test.is_negated() { ALLOW } else { DENY };
        for (prefix, suffix, expected) in [
            ("", "", plain),
            ("", "IfExists", ALLOW),
            ("ForAllValues:", "", ALLOW),
            ("ForAnyValue:", "", DENY),
            ("ForAllValues:", "IfExists", ALLOW),
            ("ForAnyValue:", "IfExists", ALLOW),
        ] {
            let condition = format!(r#""{prefix}{name}{suffix}":{{"k":"1"}}"#);
            assert_eq!(both(&condition, &absent), (expected, opposite(expected)), "{condition}");
            assert_eq!(both(&condition, &known(&[])), (expected, opposite(expected)), "{condition} and nothing");
        }
    }
}

#[test]
fn what_is_not_known_neither_allows_nor_blocks() {
    let unknown = Context::new().with("k", ContextValue::Unknown(Doubt::Key("k".into())));
    for test in Test::all() {
        for prefix in ["", "ForAllValues:", "ForAnyValue:"] {
            let condition = format!(r#""{prefix}{}":{{"k":"true"}}"#, test.name());
            assert_eq!(both(&condition, &unknown), (CONDITIONAL, CONDITIONAL), "{condition}");
        }
    }
    for condition in [r#""StringMatches":{"k":"a"}"#, r#""NullIfExists":{"k":"a"}"#, r#""IpAddress":{"k":"0.0.0.0/0"}"#]
    {
        assert_eq!(both(condition, &known(&["a"])), (CONDITIONAL, CONDITIONAL), "{condition}");
    }
    let arn = known(&["arn:aws:iam::1:role/a"]);
    assert_eq!(both(r#""ArnLike":{"k":"arn:aws:*:role/a"}"#, &arn), (CONDITIONAL, CONDITIONAL));
    for condition in [r#""NumericEquals":{"k":"ten"}"#, r#""DateLessThan":{"k":"soon"}"#, r#""Null":{"k":"maybe"}"#] {
        assert_eq!(both(condition, &known(&["1"])), (CONDITIONAL, CONDITIONAL), "{condition}");
    }
}

#[test]
fn null_asks_whether_a_key_is_there() {
    let absent = Context::new().with("k", ContextValue::Absent);
    for (value, there, not_there) in [("true", DENY, ALLOW), ("false", ALLOW, DENY), ("TRUE", DENY, ALLOW)] {
        let condition = format!(r#""Null":{{"k":"{value}"}}"#);
        assert_eq!(both(&condition, &known(&["a"])), (there, opposite(there)));
        assert_eq!(both(&condition, &absent), (not_there, opposite(not_there)));
    }
    assert_eq!(both(r#""Null":{"k":["true","false"]}"#, &absent), (ALLOW, DENY));
}

#[test]
fn sets_of_values_are_asked_all_or_any() {
    let table: [(&str, &[&str], Verdict); 10] = [
        ("ForAllValues:StringEquals", &["a", "b"], ALLOW),
        ("ForAllValues:StringEquals", &["a", "c"], DENY),
        ("ForAnyValue:StringEquals", &["a", "c"], ALLOW),
        ("ForAnyValue:StringEquals", &["c", "d"], DENY),
        ("ForAllValues:StringNotEquals", &["c", "d"], ALLOW),
        ("ForAllValues:StringNotEquals", &["a", "d"], DENY),
        ("ForAnyValue:StringNotEquals", &["a", "d"], ALLOW),
        ("ForAnyValue:StringNotEquals", &["a", "b"], DENY),
        ("StringEquals", &["a", "b"], ALLOW),
        ("StringEquals", &["a", "c"], CONDITIONAL),
    ];
    for (operator, values, expected) in table {
        let condition = format!(r#""{operator}":{{"k":["a","b"]}}"#);
        assert_eq!(both(&condition, &known(values)), (expected, opposite(expected)), "{condition} and {values:?}");
    }
}

#[test]
fn operators_and_keys_are_anded_and_values_ored() {
    let context = known(&["a"]).with_text("l", "b");
    let table = [
        (r#""StringEquals":{"k":["x","a"]}"#, ALLOW),
        (r#""StringNotEquals":{"k":["x","a"]}"#, DENY),
        (r#""StringNotEquals":{"k":["x","y"]}"#, ALLOW),
        (r#""StringEquals":{"k":"a","l":"b"}"#, ALLOW),
        (r#""StringEquals":{"k":"a","l":"c"}"#, DENY),
        (r#""StringEquals":{"k":"a"},"StringLike":{"l":"c*"}"#, DENY),
        (r#""StringEquals":{"k":"a"},"StringNotLike":{"l":"c*"}"#, ALLOW),
        (r#""StringEquals":{"k":"a"},"Odd":{"l":"c*"}"#, CONDITIONAL),
        (r#""StringEquals":{"k":"x"},"Odd":{"l":"c*"}"#, DENY),
        (r#""StringEquals":{"k":[]}"#, DENY),
        (r#""StringNotEquals":{"k":[]}"#, ALLOW),
    ];
    for (condition, expected) in table {
        assert_eq!(both(condition, &context), (expected, opposite(expected)), "{condition}");
    }
}

#[test]
fn keys_of_the_caller_are_known() {
    let table = [
        (r#""StringEquals":{"aws:username":"ann"}"#, ALLOW),
        (r#""StringEquals":{"aws:username":"${aws:username}"}"#, ALLOW),
        (r#""StringEquals":{"aws:userid":"AIDAANN"}"#, ALLOW),
        (r#""StringEquals":{"aws:PrincipalType":"User"}"#, ALLOW),
        (r#""StringEquals":{"aws:PrincipalAccount":"111122223333"}"#, ALLOW),
        (r#""ArnLike":{"AWS:principalarn":"arn:aws:iam::*:user/ann"}"#, ALLOW),
        (r#""ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/ann"}"#, DENY),
        (r#""StringEquals":{"aws:PrincipalTag/team":"x"}"#, DENY),
        (r#""StringNotEquals":{"aws:PrincipalTag/team":"x"}"#, ALLOW),
        (r#""Bool":{"aws:PrincipalIsAWSService":"true"}"#, DENY),
        (r#""Bool":{"aws:MultiFactorAuthPresent":"true"}"#, CONDITIONAL),
        (r#""BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}"#, CONDITIONAL),
        (r#""NumericLessThan":{"aws:MultiFactorAuthAge":"3600"}"#, CONDITIONAL),
        (r#""IpAddress":{"aws:SourceIp":"10.0.0.0/8"}"#, CONDITIONAL),
        (r#""NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"}"#, CONDITIONAL),
        (r#""StringEquals":{"aws:SourceVpce":"vpce-1"}"#, CONDITIONAL),
        (r#""StringEquals":{"aws:RequestTag/team":"x"}"#, ALLOW),
        (r#""ArnLike":{"iam:PolicyARN":"*"}"#, DENY),
        (r#""DateLessThan":{"aws:CurrentTime":"2020-01-01T00:00:00Z"}"#, DENY),
        (r#""DateGreaterThan":{"aws:CurrentTime":"2020-01-01T00:00:00Z"}"#, ALLOW),
        (r#""DateLessThan":{"aws:CurrentTime":"2030-01-01T00:00:00Z"}"#, CONDITIONAL),
        (r#""DateGreaterThan":{"aws:EpochTime":"1577836800"}"#, ALLOW),
        (r#""NumericGreaterThan":{"aws:EpochTime":"1577836800"}"#, ALLOW),
        // A user has access keys, which are no session, and may have a password, which begins one.
        (r#""DateLessThan":{"aws:TokenIssueTime":"2020-01-01T00:00:00Z"}"#, DENY),
        (r#""DateGreaterThan":{"aws:TokenIssueTime":"2020-01-01T00:00:00Z"}"#, CONDITIONAL),
        (r#""DateGreaterThanIfExists":{"aws:TokenIssueTime":"2020-01-01T00:00:00Z"}"#, ALLOW),
        (r#""Null":{"aws:TokenIssueTime":"true"}"#, CONDITIONAL),
    ];
    for (condition, expected) in table {
        let rest = format!(r#""Action":"*","Resource":"*","Condition":{{{condition}}}"#);
        assert_eq!(asked(&statement("Allow", &rest), Context::new()).verdict, expected, "{condition}");
    }
    let mfa = r#""Action":"*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}"#;
    assert_eq!(asked(&statement("Allow", mfa), Context::new()).doubts, [Doubt::Mfa]);
}

#[test]
fn a_role_has_nothing_but_sessions_and_may_begin_a_new_one() {
    let table = [
        (r#""DateLessThan":{"aws:TokenIssueTime":"2020-01-01T00:00:00Z"}"#, DENY),
        (r#""DateGreaterThan":{"aws:TokenIssueTime":"2020-01-01T00:00:00Z"}"#, ALLOW),
        (r#""DateLessThan":{"aws:TokenIssueTime":"2030-01-01T00:00:00Z"}"#, CONDITIONAL),
        (r#""Null":{"aws:TokenIssueTime":"true"}"#, DENY),
        (r#""Null":{"aws:TokenIssueTime":"false"}"#, ALLOW),
    ];
    let role_may = |statements: String| {
        let mut fixture = Fixture::new();
        fixture.role("ops", "{}", &[&statements]);
        fixture.decide("role/ops", &Request::new("s3:GetObject", Target::Arn("arn:aws:s3:::shop/a"))).verdict
    };
    for (condition, expected) in table {
        let rest = format!(r#""Action":"*","Resource":"*","Condition":{{{condition}}}"#);
        assert_eq!(role_may(statement("Allow", &rest)), expected, "{condition}");
        assert_eq!(role_may(format!("{ALL},{}", statement("Deny", &rest))), opposite(expected), "{condition}");
    }
}
