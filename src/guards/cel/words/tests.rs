//! Which strings are found, and where they come from.

use super::super::value::Value;
use super::{Path, Texts, Word};

const LABELS: &[Path] = &[&["object", "metadata", "labels"]];

fn words(expression: &str, variables: &[(&str, &str)], paths: &[Path]) -> Vec<String> {
    let texts = Texts::read([expression].into_iter(), variables.iter().copied());
    let text = |word| match word {
        Word::Plain(text) | Word::Prefix(text) | Word::Suffix(text) => text,
        Word::Pattern(text) => format!("/{text}/"),
    };
    texts.words(paths).into_iter().map(text).collect()
}

#[test]
fn strings_that_are_held_against_labels() {
    for (expression, expected) in [
        ("object.metadata.labels['a'] == 'b'", &["a", "b"][..]),
        ("object.metadata.?labels.team.orValue('x') == 'b' || request.name == 'c'", &["x", "team"][..]),
        ("'a' in object['metadata']['labels']", &["a"]),
        ("object.metadata.name == 'a' && object.kind in ['b', 'c']", &[]),
        ("object.metadata == oldObject.metadata || 'a' == request.name", &[]),
        ("object.metadata.labels.all(k, k.startsWith('a') && request.name != 'b')", &["a"]),
        ("['a', 'b'].exists(k, k in object.metadata.labels)", &["a", "b"]),
        ("['a', 'b'].exists(k, k == request.name)", &[]),
        ("object.metadata.labels.exists(k, k.matches('^a+$'))", &["/^a+$/"]),
        ("object.metadata.?labels.orValue({'d': 'e'})[request.name] == 'a'", &["a"]),
    ] {
        let found = words(expression, &[], LABELS);
        for word in expected {
            assert!(found.contains(&(*word).to_owned()), "{word} of {expression}: {found:?}");
        }
        assert_eq!(found.is_empty(), expected.is_empty(), "{expression}: {found:?}");
    }
}

#[test]
fn each_comparison_is_by_itself() {
    let expression = "!(request.name != 'x' && object.metadata.?labels.a.orValue('') == 'b' && \
        object.metadata.?labels['c'].orValue('').startsWith('d'))";
    let texts = Texts::read([expression].into_iter(), std::iter::empty());
    let plain = |text: &str| Word::Plain(text.to_owned());
    let expected = [vec![plain("a"), plain("b")], vec![plain("c"), Word::Prefix("d".to_owned())]];
    assert_eq!(texts.comparisons(LABELS), expected);
}

#[test]
fn parameters_are_read_whole_and_in_parts() {
    let data: Value = serde_json::from_str(r#"{"metadata": {"name": "p"}, "data": {"names": "a, b"}}"#).unwrap();
    let expression = "object.metadata.labels.exists(k, k in params.data.names.split(','))";
    let texts = Texts::read([expression].into_iter(), std::iter::empty()).with(vec![data]);
    let found = texts.words(LABELS);
    for word in ["a, b", "a", "b"] {
        assert!(found.contains(&Word::Plain(word.to_owned())), "{word}: {found:?}");
    }
    assert!(!found.contains(&Word::Plain("p".to_owned())));
}

#[test]
fn variables_lead_there_and_back() {
    let all = [
        ("labels", "object.metadata.?labels.orValue({})"),
        ("meta", "object.metadata"),
        ("known", "['a', 'b']"),
        ("other", "['c']"),
        ("loop", "variables.loop"),
    ];
    let found = |expression| words(expression, &all, LABELS);
    assert!(found("variables.known.exists(k, k in variables.labels)").contains(&"b".to_owned()));
    assert!(found("variables.labels['x'] in variables.known").contains(&"a".to_owned()));
    assert!(found("variables.meta.labels.team == 'x'").contains(&"team".to_owned()));
    let other = found("request.name in variables.other || variables.loop == 'd'");
    assert!(!other.contains(&"c".to_owned()) && !other.contains(&"d".to_owned()), "{other:?}");
}
