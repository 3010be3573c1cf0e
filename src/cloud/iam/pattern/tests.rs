use super::{FRESH, Pattern, Wildcards, instance, matches, meet, rest_after};
use crate::model::cloud::PolicyVersion::{Of2008, Of2012};

fn pattern(text: &str) -> Pattern {
    Pattern::new(text, Of2012, Wildcards::Meant)
}

#[test]
fn wildcards_match_any_run_and_nothing_is_special() {
    let table = [
        ("*", "", true),
        ("*", "a/b:c", true),
        ("a*", "a", true),
        ("a*c", "abc/c", true),
        ("a*c", "abcd", false),
        ("a?c", "a/c", true),
        ("a?c", "ac", false),
        ("?", "", false),
        ("*a*b*", "xaybz", true),
        ("*a*b*", "xbya", false),
        ("[ab]", "a", false),
        ("[ab]", "[ab]", true),
        ("a.c", "abc", false),
        ("arn:aws:iam::*:role/dev-*", "arn:aws:iam::1:role/path/dev-1", false),
        ("arn:aws:iam::*:role/*dev-*", "arn:aws:iam::1:role/path/dev-1", true),
        ("${*}", "*", true),
        ("${*}", "x", false),
        ("a${?}", "a?", true),
        ("a${$}b", "a$b", true),
        ("${", "${", true),
        ("", "", true),
        ("", "a", false),
        ("é?", "éü", true),
    ];
    for (written, text, expected) in table {
        assert_eq!(matches(&pattern(written).pieces, text, false), expected, "{written} and {text}");
    }
    assert!(matches(&pattern("AbC*").pieces, "aBcD", true));
    assert!(!matches(&pattern("AbC").pieces, "abc", false));
}

#[test]
fn old_documents_have_no_variables() {
    let old = Pattern::new("${aws:username}", Of2008, Wildcards::Meant);
    assert!(!old.has_variables && matches(&old.pieces, "${aws:username}", false));
    assert!(pattern("a/${aws:username}").has_variables);
    let literal = Pattern::new("a*", Of2012, Wildcards::Literal);
    assert!(matches(&literal.pieces, "a*", false) && !matches(&literal.pieces, "ab", false));
}

#[test]
fn a_text_can_be_found_that_begins_so() {
    let table = [
        ("role/*", "role/", Some(format!("role/{FRESH}"))),
        ("*", "role/", Some(format!("role/{FRESH}"))),
        ("role/dev-*", "role/", Some(format!("role/dev-{FRESH}"))),
        ("role/dev", "role/", Some("role/dev".to_owned())),
        ("*:role/dev-?", "arn:1:role/", Some("arn:1:role/dev-k".to_owned())),
        ("user/*", "role/", None),
        ("rol", "role/", None),
        ("role/", "role/", Some("role/".to_owned())),
    ];
    for (written, prefix, expected) in table {
        let found = rest_after(prefix, &pattern(written).pieces).map(|rest| format!("{prefix}{}", instance(rest)));
        assert_eq!(found, expected, "{written} after {prefix}");
        if let Some(text) = found {
            assert!(matches(&pattern(written).pieces, &text, false));
        }
    }
}

#[test]
fn a_text_can_be_found_that_two_patterns_match() {
    let table = [
        ("a*", "*b", true),
        ("a*", "b*", false),
        ("a*c", "ab*", true),
        ("a?c", "ab*", true),
        ("*x*", "*y*", true),
        ("a*", "a", true),
        ("??", "a*", true),
        ("??", "abc*", false),
        ("", "*", true),
    ];
    for (one, other, is_found) in table {
        let (one, other) = (pattern(one), pattern(other));
        let found = meet(&one.pieces, &other.pieces);
        assert_eq!(found.is_some(), is_found, "{one:?} and {other:?}");
        if let Some(text) = found {
            assert!(matches(&one.pieces, &text, false) && matches(&other.pieces, &text, false), "{text}");
        }
    }
}
