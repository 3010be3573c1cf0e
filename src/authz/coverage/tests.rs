//! The decision table of coverage: each hit beside its near miss.

use super::{Coverage, coverage, uncovered};
use crate::authz::written_rules::{rule, rules};
use crate::model::Rule;

#[test]
fn coverage_is_decided_as_the_api_server_does() {
    const ALL_VERBS: &str = "get,list,watch,create,update,patch,delete,deletecollection '' pods";
    let table: &[(&str, &str, bool)] = &[
        ("* * *", "get '' pods/exec", true),
        ("* '' *", "get apps pods/exec", false),
        (ALL_VERBS, "delete '' pods", true),
        (ALL_VERBS, "* '' pods", false),
        ("get '' */log", "get '' pods/log", true),
        ("get '' */log", "get '' pods", false),
        ("get '' */log", "get '' */log", true),
        ("get '' pods/log", "get '' */log", false),
        ("get '' pods", "get '' pods/log", false),
        ("get '' pods/*", "get '' pods/log", false),
        ("get '' pods/*", "get '' pods/*", true),
        ("get '' */*", "get '' pods/*", true),
        ("get '' */b/c", "get '' a/b/c", true),
        ("get '' */c", "get '' a/b/c", false),
        ("get '' */", "get '' pods/", true),
        ("get '' pods a", "get '' pods", false),
        ("get '' pods a", "get '' pods ''", false),
        ("get '' pods", "get '' pods a", true),
        ("get '' pods a,b", "get '' pods a", true),
        ("get '' pods a", "get '' pods a,b", false),
        ("get '' pods *", "get '' pods a", false),
        ("get '' pods; list '' pods", "get,list '' pods", true),
        ("get '' pods; list '' jobs", "get,list '' pods", false),
        ("get '' pods; get apps jobs", "get '',apps pods,jobs", false),
        ("get '' pods a; get '' pods b", "get '' pods a,b", true),
        ("get url /api/*", "get url /api/v1*", true),
        ("get url /api/*", "get url /api", false),
        ("get url /api/*", "get url /api*", false),
        ("get url /api*", "get url /api**", true),
        ("get url /api**", "get url /api*", true),
        ("get url *", "get url **", true),
        ("get url **", "get url *", true),
        ("get url /a", "get url /a", true),
        ("get url /a/*/c", "get url /a/b/c", false),
        ("* url *", "get '' pods", false),
        ("* * *", "get url /metrics", false),
        ("get '',apps pods", "get '',apps pods", true),
        ("get '',apps pods", "get * pods", false),
        ("", "get '' pods", false),
        ("", "", true),
        // A rule that allows nothing asks for nothing.
        ("", "get '' -", true),
        ("", "- '' pods", true),
        ("get '' -", "get '' pods", false),
    ];
    for (owner, wanted, covered) in table {
        let missing = uncovered(&rules(owner), &rules(wanted));
        assert_eq!(missing.is_empty(), *covered, "owner {owner}, wanted {wanted}: {missing:?}");
    }
}

#[test]
fn what_is_uncovered_is_said_exactly_and_in_few_rules() {
    let owner = rules("get '' pods,jobs; * '' secrets; list '' pods");
    let wanted = rules("get,list,delete '' pods,jobs,secrets");
    let missing = uncovered(&owner, &wanted);
    assert_eq!(missing, rules("list,delete '' jobs; delete '' pods"));
}

#[test]
fn a_name_that_is_not_held_stays_uncovered_alone() {
    let missing = uncovered(&rules("get,list '' secrets a,b"), &rules("get '' secrets a,c"));
    assert_eq!(missing, rules("get '' secrets c"));
}

#[test]
fn evidence_is_the_first_rule_that_covers_all_or_one_for_each_piece() {
    let owner = rules("list '' pods; get '' pods; get,list '' pods; * * *");
    let Coverage { covered_by, uncovered } = coverage(&owner, &rules("get,list '' pods"));
    assert_eq!((covered_by.into_iter().collect(), uncovered), (vec![2], vec![]));
    let pieces = coverage(&owner[..2], &rules("get,list,delete '' pods"));
    assert_eq!(pieces.covered_by.into_iter().collect::<Vec<_>>(), [0, 1]);
    assert_eq!(pieces.uncovered, rules("delete '' pods"));
}

#[test]
fn urls_are_not_covered_by_a_rule_with_names() {
    // Such a rule is refused by the API server, and found in files.
    let mixed = Rule { resource_names: vec!["a".into()], ..rule("get url /a") };
    assert_eq!(uncovered(std::slice::from_ref(&mixed), &rules("get url /a")), rules("get url /a"));
    assert_eq!(uncovered(&rules("get url /a"), &[mixed]), []);
}

#[test]
fn a_rule_of_more_atoms_than_could_be_listed_is_decided_by_its_classes() {
    let many = |letter: &str| (0..10_000).map(|number| format!("{letter}{number}")).collect::<Vec<_>>().join(",");
    let wanted = rules(&format!("{} {} {} {}", many("v"), many("g"), many("r"), many("n")));
    let owner = rules(&format!("v1,v2 * *; * g1 r1,r2; * {} * n7", many("g")));
    let missing = coverage(&owner, &wanted);
    assert_eq!(missing.covered_by.len(), 3);
    let atoms: u128 = missing.uncovered.iter().map(atom_count).sum();
    // All but: verbs v1, v2; of the rest group g1 with r1, r2; of the rest the name n7.
    let rest = 9_998 * (10_000 * 10_000 - 2) * 9_999;
    assert_eq!(atoms, rest);
}

fn atom_count(rule: &Rule) -> u128 {
    let lengths = [rule.verbs.len(), rule.api_groups.len(), rule.resources.len(), rule.resource_names.len()];
    lengths.iter().map(|length| u128::try_from(*length).unwrap()).product()
}
