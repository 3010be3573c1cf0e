//! What is merged and what must not be, and that nothing changes.

use fastrand::Rng;

use super::{minimal, subtract};
use crate::authz::random_rules::{self, API_GROUPS};
use crate::authz::written_rules::rules;
use crate::authz::{Object, Request, coverage, rule_allows, uncovered};
use crate::model::{Name, Rule};

#[test]
fn rules_are_written_in_as_few_as_say_the_same() {
    let table: &[(&str, &str)] = &[
        ("get '' pods; list '' pods", "get,list '' pods"),
        ("get '' pods; get '' secrets", "get '' pods,secrets"),
        ("get '' pods; get apps pods", "get '',apps pods"),
        ("get '' pods b; get '' pods a", "get '' pods a,b"),
        ("get '' pods a; get '' pods", "get '' pods"),
        ("get '' pods; list '' pods; get,list '' pods a", "get,list '' pods"),
        ("bind,list '' pods; get '' pods; bind,get '' pods a; get,list '' pods a", "bind,get,list '' pods"),
        ("get '' pods a; list '' pods", "get '' pods a; list '' pods"),
        ("get url /a; get url /b", "get url /a,/b"),
        ("get url /a; list url /a", "get,list url /a"),
        ("get '' pods; get url /a", "get '' pods; get url /a"),
        // A product of two dimensions would allow more.
        ("get '' pods; get apps jobs", "get '' pods; get apps jobs"),
        ("get '' pods; list '' jobs", "list '' jobs; get '' pods"),
        ("get '' pods a; get '' jobs b", "get '' jobs b; get '' pods a"),
        // All four corners of a product are one rule.
        ("get '' pods; get apps jobs; get apps pods; get '' jobs", "get '',apps jobs,pods"),
        ("get '' pods; list '' jobs; get '' jobs; list '' pods", "get,list '' jobs,pods"),
        // One rule covers another.
        ("get '' pods; get,list '',apps pods", "get,list '',apps pods"),
        ("get '' pods; * * *", "* * *"),
        ("get '' pods/log; get apps */log", "get '' pods/log; get apps */log"),
        ("get '' pods/log; get '',apps */log", "get '',apps */log"),
        // One item covers another.
        ("list,get,get '' pods", "get,list '' pods"),
        ("get,* '',* pods,*", "* * *"),
        ("get '' */log,pods,pods/log,pods/exec", "get '' */log,pods,pods/exec"),
        ("get '' a/b/c,*/c", "get '' */c,a/b/c"),
        ("get '' a/b/c,*/b/c", "get '' */b/c"),
        ("get '' pods b,a,b", "get '' pods a,b"),
        ("get '' pods *,a", "get '' pods *,a"),
        ("get url /a/b,/a*,/a,/ab/*,/b", "get url /a*,/b"),
        ("get url /a/*,/a,/a/b", "get url /a/*,/a"),
        ("get url /a**", "get url /a*"),
        ("get url **,/a", "get url *"),
        ("get url /a*; get url /a/b", "get url /a*"),
        // What allows nothing is gone.
        ("- '' pods; get - pods; get '' -; get url -", ""),
    ];
    for (given, expected) in table {
        assert_eq!(minimal(&rules(given)), rules(expected), "{given}");
    }
}

#[test]
fn a_mixed_rule_is_split() {
    let mixed = Rule { non_resource_urls: vec![Name::from("/a").into()], ..rules("get '' pods").remove(0) };
    assert_eq!(minimal(&[mixed]), rules("get '' pods; get url /a"));
}

#[test]
fn the_order_is_by_group_resource_and_verbs() {
    let given = "get url /z; list b pods a; get a pods c; get '' pods,jobs,secrets b; list a jobs d";
    let expected = "get '' jobs,pods,secrets b; list a jobs d; get a pods c; list b pods a; get url /z";
    assert_eq!(minimal(&rules(given)), rules(expected));
}

#[test]
fn subtraction_leaves_what_no_single_rule_covers() {
    let table: &[(&str, &str, &str)] = &[
        ("get,list '' pods,secrets", "get '' pods", "list '' pods; get,list '' secrets"),
        ("get '' pods", "* * *", ""),
        ("get '' pods", "", "get '' pods"),
        ("get,list '' pods", "get '' pods; list '' pods", ""),
        ("get '' pods a,b", "get '' pods a", "get '' pods b"),
        ("get '' pods", "get '' pods a", "get '' pods"),
        // Nobody knows what else a wildcard holds.
        ("* '' pods", "get,list,watch,create,update,patch,delete,deletecollection '' pods", "* '' pods"),
        ("get '' *", "get '' pods", "get '' *"),
        ("get '' */log", "get '' pods/log", "get '' */log"),
        ("get '' *", "get * *", ""),
        ("get url /a*,/b", "get url /a/*,/b", "get url /a*"),
    ];
    for (held, other, expected) in table {
        assert_eq!(subtract(&rules(held), &rules(other)), rules(expected), "{held} without {other}");
    }
}

/// Requests as paths make them: neither a resource nor a subresource holds a slash.
fn request(random: &mut Rng) -> Request<'static> {
    let mut one_of = |words: &[&'static str]| words[random.usize(..words.len())];
    let verb = one_of(&["get", "list", "bind", "other"]);
    let url = one_of(&["", "", "", "/a", "/ab", "/a/", "/a/b", "/x/b", "/*/b"]);
    let object = if url.is_empty() {
        Object::Resource {
            api_group: one_of(&API_GROUPS[..2]),
            resource: one_of(&["pods", "jobs", "a", ""]),
            subresource: one_of(&["", "", "log", "b", "*"]),
            namespace: "",
            name: one_of(&["", "a", "b", "*", "c"]),
        }
    } else {
        Object::Url(url)
    };
    Request { verb, object }
}

/// Whether each covers the other: the same may be written in several ways.
fn same(one: &[Rule], two: &[Rule]) -> bool {
    uncovered(one, two).is_empty() && uncovered(two, one).is_empty()
}

#[test]
fn random_rules_allow_and_cover_the_same_afterwards() {
    let mut random = Rng::with_seed(36);
    let (mut fewer, mut allowed) = (0, 0);
    for _ in 0..2_000 {
        let mut before = random_rules::rules(&mut random, 6);
        let after = minimal(&before);
        fewer += before.len().saturating_sub(after.len());
        for _ in 0..20 {
            let request = request(&mut random);
            let allows = |rules: &[Rule]| rules.iter().any(|rule| rule_allows(rule, &request));
            assert_eq!(allows(&before), allows(&after), "{request:?} {before:?} {after:?}");
            allowed += usize::from(allows(&after));
        }
        let other = random_rules::rules(&mut random, 3);
        let (one, two) = (uncovered(&before, &other), uncovered(&after, &other));
        assert!(same(&one, &two), "as owner: {before:?} {after:?} {other:?}");
        let holds = |owner: &[Rule], wanted: &[Rule]| uncovered(owner, wanted).is_empty();
        assert_eq!(holds(&other, &before), holds(&other, &after), "as wanted: {before:?} {after:?} {other:?}");

        assert_eq!(minimal(&after), after);
        random.shuffle(&mut before);
        assert_eq!(minimal(&before), after, "the order of the input does not show");
    }
    assert!(fewer > 1_000 && allowed > 4_000, "{fewer} rules fewer, {allowed} requests allowed");
}

#[test]
fn random_subtraction_leaves_nothing_out_and_nothing_held() {
    let mut random = Rng::with_seed(37);
    for _ in 0..10_000 {
        let (held, other) = (random_rules::rules(&mut random, 3), random_rules::rules(&mut random, 3));
        let left = subtract(&held, &other);
        let both: Vec<Rule> = other.iter().chain(&left).cloned().collect();
        assert_eq!(uncovered(&both, &held), [], "{held:?} {other:?} {left:?}");
        // A URL rule with names covers not even itself.
        let valid = held.iter().all(|rule| rule.non_resource_urls.is_empty() || rule.resource_names.is_empty());
        assert!(!valid || uncovered(&held, &left).is_empty(), "{held:?} {other:?} {left:?}");
        assert!(coverage(&other, &left).covered_by.is_empty(), "{held:?} {other:?} {left:?}");
    }
}
