use super::{Document, Effect, PolicyVersion, PrincipalPattern, Selection};

fn document(text: &str) -> Document {
    serde_json::from_str(text).unwrap()
}

#[test]
fn one_may_stand_for_a_list_of_one() {
    let short = r#"{"Statement": {"Effect": "Allow", "Action": "a:b", "Resource": "*",
        "Condition": {"Bool": {"k": true}, "NumericEquals": {"n": [1, "2"]}}}}"#;
    let long = r#"{"Version": "2008-10-17", "Statement": [{"Effect": "Allow", "Action": ["a:b"], "Resource": ["*"],
        "Condition": {"NumericEquals": {"n": ["1", "2"]}, "Bool": {"k": ["true"]}}}]}"#;
    assert_eq!(document(short), document(long));
    assert_eq!(document(short).version, PolicyVersion::Of2008);
}

#[test]
fn principals_have_many_forms() {
    let table = [
        (r#""*""#, vec![PrincipalPattern::Anyone]),
        (r#"{"AWS": "*"}"#, vec![PrincipalPattern::Aws("*".into())]),
        (r#"{"AWS": ["1", "2"]}"#, vec![PrincipalPattern::Aws("1".into()), PrincipalPattern::Aws("2".into())]),
        (
            r#"{"Service": "s", "Federated": "f", "CanonicalUser": "c"}"#,
            vec![
                PrincipalPattern::Service("s".into()),
                PrincipalPattern::Federated("f".into()),
                PrincipalPattern::CanonicalUser("c".into()),
            ],
        ),
    ];
    for (text, patterns) in table {
        for (element, selection) in
            [("Principal", Selection::Only(patterns.clone())), ("NotPrincipal", Selection::AllBut(patterns.clone()))]
        {
            let text = format!(r#"{{"Statement": {{"Effect": "Deny", "Action": "*", "{element}": {text}}}}}"#);
            assert_eq!(document(&text).statements[0].principals, Some(selection), "{text}");
        }
    }
}

#[test]
fn what_is_written_is_read_again() {
    let text = r#"{"Version":"2012-10-17","Id":"i","Statement":[{"Sid":"s","Effect":"Allow","Principal":"*","NotAction":"a:*",
        "NotResource":["x","y"],"Condition":{"ForAnyValue:StringLikeIfExists":{"k":["a","b"],"l":"c"}}},
        {"Effect":"Deny","NotPrincipal":{"AWS":["1","2"],"Service":"s"},"Action":"*","Condition":{"Odd":{"k":"v"}}}]}"#;
    let document = document(text);
    let written = serde_json::to_string(&document).unwrap();
    assert_eq!(written, text.replace("\n        ", ""));
    assert_eq!(serde_json::from_str::<super::Document>(&written).unwrap(), document);
    assert_eq!(document.statements[1].effect, Effect::Deny);
}

#[test]
fn nothing_is_left_out() {
    let table = [
        (r#"{}"#, "missing field `Statement`"),
        (r#"{"Statement": [], "Extra": 1}"#, "unknown field `Extra`"),
        (r#"{"Version": "2020-01-01", "Statement": []}"#, "unknown variant `2020-01-01`"),
        (r#"{"Statement": {"Effect": "Allow", "Action": "*", "Principals": "*"}}"#, "unknown field `Principals`"),
        (r#"{"Statement": {"Action": "*"}}"#, "without `Effect`"),
        (r#"{"Statement": {"Effect": "Permit", "Action": "*"}}"#, "unknown variant `Permit`"),
        (r#"{"Statement": {"Effect": "Allow"}}"#, "without `Action`"),
        (r#"{"Statement": {"Effect": "Allow", "Action": "*", "NotAction": "*"}}"#, "`Action` and `NotAction`"),
        (r#"{"Statement": {"Effect": "Allow", "Action": "*", "Action": "a"}}"#, "duplicate field `Action`"),
        (r#"{"Statement": {"Effect": "Allow", "Action": [["*"]]}}"#, "invalid type"),
        (r#"{"Statement": {"Effect": "Allow", "Action": 1}}"#, "invalid type"),
        (r#"{"Statement": {"Effect": "Allow", "Action": "*", "Principal": "me"}}"#, "without its kind"),
        (r#"{"Statement": {"Effect": "Allow", "Action": "*", "Principal": {"Azure": "x"}}}"#, "`Azure` is no kind"),
        (
            r#"{"Statement": {"Effect": "Allow", "Action": "*", "Condition": {"Bool": {"k": "a", "k": "b"}}}}"#,
            "`k` stands twice",
        ),
    ];
    for (text, why) in table {
        let error = serde_json::from_str::<Document>(text).unwrap_err().to_string();
        assert!(error.contains(why), "{text}: {error}");
    }
}
