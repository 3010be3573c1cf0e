//! What must hold of every policy: random ones, of few words, so that they collide.

use std::sync::Arc;

use fastrand::Rng;

use super::account::Fixture;
use super::{Context, Decision, Request, Target};
use crate::cloud::iam::{FreshKind, Verdict};
use crate::model::cloud::{Document, PolicyDocument};

const ACTIONS: &[&str] =
    &["iam:PassRole", "iam:CreateRole", "iam:*", "*", "iam:Attach*", "s3:*", "iam:AttachRolePolicy"];
const RESOURCES: &[&str] = &[
    "*",
    "arn:aws:iam::111122223333:role/a",
    "arn:aws:iam::111122223333:role/b",
    "arn:aws:iam::*:role/a*",
    "arn:aws:iam::*:role/*b",
    "arn:aws:iam::*:user/${aws:username}",
    "${aws:SourceVpc}",
];
const OPERATORS: &[&str] = &[
    "StringEquals",
    "StringNotEquals",
    "StringLike",
    "StringNotLike",
    "ArnLike",
    "ArnNotLike",
    "Null",
    "Bool",
    "StringEqualsIfExists",
    "ForAnyValue:StringLike",
    "ForAllValues:StringNotEquals",
    "Odd",
    "DateLessThan",
];
const KEYS: &[&str] = &[
    "aws:username",
    "aws:RequestTag/t",
    "iam:PolicyARN",
    "aws:PrincipalArn",
    "aws:SourceIp",
    "aws:MultiFactorAuthPresent",
    "aws:CurrentTime",
    "aws:PrincipalTag/t",
];
const VALUES: &[&str] = &[
    "ann",
    "true",
    "false",
    "a*",
    "*b",
    "x",
    "arn:aws:iam::*:policy/a*",
    "2020-01-01",
    "2030-01-01",
    "${aws:username}",
];
const REQUESTS: &[&str] = &["iam:PassRole", "iam:CreateRole", "iam:AttachRolePolicy", "s3:GetObject"];

fn one(random: &mut Rng, words: &[&'static str]) -> &'static str {
    words[random.usize(..words.len())]
}

fn statement(random: &mut Rng, effect: &str, operators: &[&'static str]) -> String {
    let (no_action, no_resource) = (random.u8(..6) == 0, random.u8(..6) == 0);
    let mut text = format!(
        r#"{{"Effect":"{effect}","{}Action":"{}","{}Resource":"{}""#,
        if no_action { "Not" } else { "" },
        one(random, ACTIONS),
        if no_resource { "Not" } else { "" },
        one(random, RESOURCES),
    );
    if random.bool() {
        let (operator, key) = (one(random, operators), one(random, KEYS));
        let values = [one(random, VALUES), one(random, VALUES)];
        text += &format!(r#","Condition":{{"{operator}":{{"{key}":["{}","{}"]}}}}"#, values[0], values[1]);
    }
    text + "}"
}

fn statements(random: &mut Rng) -> Vec<String> {
    let effects = ["Allow", "Allow", "Deny"];
    (0..random.usize(1..5))
        .map(|_| {
            let effect = one(random, &effects);
            statement(random, effect, OPERATORS)
        })
        .collect()
}

/// What ann may do, who holds one policy for each of these lists.
fn ann(policies: &[Vec<String>], action: &str, place: u8) -> Decision {
    let mut fixture = Fixture::new();
    let texts: Vec<String> = policies.iter().map(|statements| statements.join(",")).collect();
    fixture.user("ann", &texts.iter().map(String::as_str).collect::<Vec<_>>());
    let target = match place {
        0 => Target::fresh(FreshKind::Role, &fixture.cloud.accounts[0]),
        1 => Target::Arn("arn:aws:iam::111122223333:role/a"),
        2 => Target::Arn("arn:aws:iam::111122223333:role/ab"),
        _ => Target::All,
    };
    fixture.decide("user/ann", &Request::new(action, target).with(Context::new()))
}

/// Random policies and a question, each with its own seed.
fn cases(of: u64) -> impl Iterator<Item = (Rng, Vec<Vec<String>>, &'static str, u8)> {
    (0..1_500).map(move |seed| {
        let mut random = Rng::with_seed(of * 1_000_000 + seed);
        let policies = (0..random.usize(1..4)).map(|_| statements(&mut random)).collect();
        let (action, place) = (one(&mut random, REQUESTS), random.u8(..4));
        (random, policies, action, place)
    })
}

#[test]
fn the_cases_are_of_all_verdicts() {
    let mut counts = [0; 3];
    for (_, policies, action, place) in cases(1) {
        counts[match ann(&policies, action, place).verdict {
            Verdict::Deny => 0,
            Verdict::Conditional => 1,
            Verdict::Allow => 2,
        }] += 1;
    }
    assert!(counts.iter().all(|count| *count > 100), "{counts:?}");
}

#[test]
fn a_deny_never_helps_and_an_allow_never_hurts() {
    for (mut random, policies, action, place) in cases(2) {
        let before = ann(&policies, action, place).verdict;
        for (effect, wrong) in [("Deny", std::cmp::Ordering::Greater), ("Allow", std::cmp::Ordering::Less)] {
            let mut more = policies.clone();
            let index = random.usize(..more.len());
            more[index].push(statement(&mut random, effect, OPERATORS));
            let after = ann(&more, action, place).verdict;
            assert_ne!(after.cmp(&before), wrong, "{effect} in {more:#?} turned {before:?} into {after:?}");
        }
    }
}

#[test]
fn order_changes_nothing() {
    for (mut random, policies, action, place) in cases(3) {
        let before = ann(&policies, action, place);
        let mut shuffled = policies.clone();
        random.shuffle(&mut shuffled);
        for statements in &mut shuffled {
            random.shuffle(statements);
        }
        let after = ann(&shuffled, action, place);
        assert_eq!((before.verdict, &before.doubts), (after.verdict, &after.doubts), "{policies:#?}");
        assert_eq!(before.choices, after.choices, "{policies:#?}");
        assert_eq!(before.allowed_by.len(), after.allowed_by.len(), "{policies:#?}");
    }
}

#[test]
fn an_unknown_operator_never_turns_yes_into_no() {
    for (_, policies, action, place) in cases(4) {
        let before = ann(&policies, action, place).verdict;
        let made_odd: Vec<Vec<String>> = policies
            .iter()
            .map(|statements| {
                statements.iter().map(|text| text.replace("Condition\":{\"", "Condition\":{\"Odd")).collect()
            })
            .collect();
        let after = ann(&made_odd, action, place).verdict;
        let verdicts = [before, after];
        let turned = verdicts.contains(&Verdict::Allow) && verdicts.contains(&Verdict::Deny);
        assert!(!turned, "{policies:#?}: {before:?} became {after:?}");
    }
}

#[test]
fn equal_documents_are_kept_once() {
    let known = Fixture::new().iam().documents.all().count();
    let mut fixture = Fixture::new();
    let text = r#"{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}"#;
    for number in 0..50 {
        fixture.user(&format!("u{number}"), &[text]);
    }
    let document = |policy: &PolicyDocument| match policy {
        PolicyDocument::Readable(document) => Arc::<Document>::clone(document),
        PolicyDocument::Unreadable(why) => panic!("{why:?}"),
    };
    let users = &fixture.cloud.accounts[0].users;
    assert_eq!(document(&users[0].identity.inline[0].document), document(&users[1].identity.inline[0].document));
    assert_eq!(fixture.iam().documents.all().count(), known + 1);
}
