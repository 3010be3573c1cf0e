//! Choices beside a twin that tries every short value there is.

use fastrand::Rng;

use super::account::Fixture;
use super::{ALLOW, Context, DENY, Decision, Request, Target};
use crate::cloud::iam::ContextValue;

const KEY: &str = "aws:RequestTag/t";
const OPERATORS: &[&str] = &[
    "StringEquals",
    "StringNotEquals",
    "StringLike",
    "StringNotLike",
    "StringEqualsIgnoreCase",
    "Null",
    "StringLikeIfExists",
    "ForAllValues:StringLike",
    "ForAnyValue:StringNotLike",
];
const PATTERNS: &[&str] = &["a", "b", "ab", "a*", "*b", "*a*", "?", "??", "a?", "*", "true", "false", "*m*", "?*?"];

fn one(random: &mut Rng, words: &[&'static str]) -> &'static str {
    words[random.usize(..words.len())]
}

fn statement(random: &mut Rng, effect: &str) -> String {
    let (operator, values) = (one(random, OPERATORS), [one(random, PATTERNS), one(random, PATTERNS)]);
    let condition = format!(r#""{operator}":{{"{KEY}":["{}","{}"]}}"#, values[0], values[1]);
    format!(r#"{{"Effect":"{effect}","Action":"iam:*","Resource":"*","Condition":{{{condition}}}}}"#)
}

fn decide(fixture: &Fixture, context: Context) -> Decision {
    fixture.decide("user/ann", &Request::new("iam:CreateUser", Target::All).with(context))
}

/// Every text of up to three of these characters.
fn texts() -> Vec<String> {
    let letters = ["", "a", "b", "m", "z"];
    let pairs = letters.iter().flat_map(|one| letters.iter().map(move |other| format!("{one}{other}")));
    pairs.flat_map(|text| letters.iter().map(move |last| format!("{text}{last}"))).chain(["true".into()]).collect()
}

fn fixed(value: Option<&str>) -> Context {
    match value {
        Some(text) => Context::new().with_text(KEY, text),
        None => Context::new().with(KEY, ContextValue::Absent),
    }
}

#[test]
fn a_deny_means_that_no_choice_helps_and_a_choice_that_is_shown_does() {
    let texts = texts();
    for seed in 0..600 {
        let mut random = Rng::with_seed(seed);
        let effects = ["Allow", "Deny", "Deny"];
        let statements: Vec<String> = (0..random.usize(1..5))
            .map(|index| statement(&mut random, if index == 0 { "Allow" } else { effects[index % 3] }))
            .collect();
        let mut fixture = Fixture::new();
        fixture.user("ann", &[&statements.join(",")]);
        let decision = decide(&fixture, Context::new());
        if decision.verdict == ALLOW {
            let shown = decision.choices[0].value.as_deref();
            assert_eq!(decide(&fixture, fixed(shown)).verdict, ALLOW, "{shown:?}: {statements:#?}");
        }
        if decision.verdict == DENY {
            let helps = |value: &Option<&str>| decide(&fixture, fixed(*value)).verdict != DENY;
            let found = texts.iter().map(|text| Some(text.as_str())).chain([None]).find(helps);
            assert_eq!(found, None, "{statements:#?}");
        }
    }
}

const PREFIXES: &[&str] = &["arn:aws:iam::111122223333:role/", "arn:aws:iam::*:role/", "*:role/", "*", "arn:*/"];

fn about_roles(random: &mut Rng, effect: &str) -> String {
    let element = if random.u8(..4) == 0 { "NotResource" } else { "Resource" };
    let resource = format!("{}{}", one(random, PREFIXES), one(random, PATTERNS));
    format!(r#"{{"Effect":"{effect}","Action":"iam:*","{element}":"{resource}"}}"#)
}

#[test]
fn the_same_holds_for_the_names_of_what_is_new() {
    const ROLE: &str = "arn:aws:iam::111122223333:role/";
    let names: Vec<String> = texts().into_iter().filter(|name| !name.is_empty()).collect();
    for seed in 0..600 {
        let mut random = Rng::with_seed(seed);
        let effects = ["Allow", "Deny", "Deny"];
        let statements: Vec<String> = (0..random.usize(1..5))
            .map(|index| about_roles(&mut random, if index == 0 { "Allow" } else { effects[index % 3] }))
            .collect();
        let mut fixture = Fixture::new();
        fixture.user("ann", &[&statements.join(",")]);
        let ask = |arn: &str| fixture.decide("user/ann", &Request::new("iam:CreateRole", Target::Arn(arn))).verdict;
        let decision = fixture.decide("user/ann", &Request::new("iam:CreateRole", Target::Fresh(ROLE.to_owned())));
        if decision.verdict == ALLOW {
            let shown = decision.choices[0].value.as_deref().unwrap_or_default();
            assert!(shown.starts_with(ROLE) && ask(shown) == ALLOW, "{shown}: {statements:#?}");
        }
        if decision.verdict == DENY {
            let found = names.iter().find(|name| ask(&format!("{ROLE}{name}")) != DENY);
            assert_eq!(found, None, "{statements:#?}");
        }
    }
}
