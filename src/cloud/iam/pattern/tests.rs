use super::{FRESH, Pattern, Wildcards, instance, matches, meet, rests_after};
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
fn what_may_follow_a_beginning_is_found() {
    let table: [(&str, &str, &[&str]); 11] = [
        ("role/*", "role/", &[FRESH]),
        ("*", "role/", &[FRESH]),
        ("role/dev-*", "role/", &[&format!("dev-{FRESH}")]),
        ("role/dev", "role/", &["dev"]),
        ("*:role/dev-?", "arn:1:role/", &["dev-k"]),
        ("user/*", "role/", &[]),
        ("rol", "role/", &[]),
        ("role/", "role/", &[""]),
        ("*?", "role/", &[&format!("{FRESH}k"), ""]),
        ("*?*?", "role/", &[&format!("{FRESH}k{FRESH}k"), &format!("{FRESH}k"), ""]),
        ("*/a", "x/", &[&format!("{FRESH}/a"), "a"]),
    ];
    for (written, prefix, expected) in table {
        let pattern = pattern(written);
        let found: Vec<String> = rests_after(prefix, &pattern.pieces).iter().map(|rest| instance(rest)).collect();
        assert_eq!(found, expected, "{written} after {prefix}");
        assert!(found.iter().all(|rest| matches(&pattern.pieces, &format!("{prefix}{rest}"), false)), "{written}");
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
