//! Who comes into an account from another one.

use serde_json::{Value, json};

use super::export::{ELSEWHERE, Export, allow, arn, document, only_if, trust, trust_account};
use super::labels::{Labelled, Reach, paths, reach, scan};

fn root() -> String {
    format!("arn:aws:iam::{ELSEWHERE}:root")
}

fn under(trust: &Value, operator: &str, key: &str, value: &str) -> Value {
    document(&[only_if(trust["Statement"][0].clone(), operator, key, value)])
}

/// An account with one role that administers it.
fn with_role(trusted: Value) -> Labelled {
    let mut account = Labelled::default();
    account.user("idle", &[], Reach::Never, "");
    account.export.role("guests", trusted, &[allow("*", "*")]);
    account
}

#[test]
fn a_trust_in_another_account_is_a_way_in() {
    let person = format!("arn:aws:iam::{ELSEWHERE}:role/person");
    let (named, everyone) = (trust("AWS", &root()), trust("AWS", "*"));
    for (trusted, who, expected) in [
        (named.clone(), root(), Reach::Sure),
        (trust("AWS", ELSEWHERE), root(), Reach::Sure),
        (under(&named, "StringEquals", "sts:ExternalId", "s3cret"), root(), Reach::Unknown),
        (under(&named, "Bool", "aws:MultiFactorAuthPresent", "true"), root(), Reach::Unknown),
        (under(&named, "DateLessThan", "aws:CurrentTime", "2020-01-01T00:00:00Z"), root(), Reach::Never),
        (trust("AWS", &person), person.clone(), Reach::Unknown),
        (trust("AWS", &person), root(), Reach::Never),
        (under(&everyone, "StringEquals", "aws:PrincipalOrgID", "o-1"), "*".to_owned(), Reach::Unknown),
        (under(&everyone, "StringEquals", "aws:PrincipalArn", &arn("user/x")), "*".to_owned(), Reach::Never),
        (trust_account(), root(), Reach::Never),
    ] {
        let mut account = with_role(trusted);
        // Who trusts everyone may mean those of the account too.
        account.labels.clear();
        account.expect(&who, expected, if expected == Reach::Never { "" } else { "sts-001" });
        account.check();
    }
}

#[test]
fn who_trusts_everyone_is_open_to_everyone() {
    let mut account = with_role(trust("AWS", "*"));
    account.labels.clear();
    account.expect("*", Reach::Sure, "sts-001");
    account.user("asks", &[allow("sts:AssumeRole", "*")], Reach::Sure, "sts-001");
    account.expect("user/idle", Reach::Unknown, "sts-001");
    account.check();
}

#[test]
fn the_secret_of_a_third_party_is_named() {
    let trusted = under(&trust("AWS", &root()), "StringEquals", "sts:ExternalId", "s3cret");
    let report = scan(&[with_role(trusted).export.json()]).json();
    let facts = paths(&report)[&root()]["hops"][0]["facts"].to_string();
    assert!(facts.contains("only with the external id, a secret"), "{facts}");
}

#[test]
fn of_two_exports_both_sides_must_allow_it() {
    let here = with_role(trust("AWS", &root()));
    let mut there = Export::default();
    there.user("may", &[allow("sts:AssumeRole", &arn("role/guests"))]);
    there.user("may-not", &[allow("sts:AssumeRole", &arn("role/others"))]);
    there.user("administers", &[allow("*", "*")]);
    let there: Value =
        serde_json::from_str(&there.json().to_string().replace(super::export::ACCOUNT, ELSEWHERE)).unwrap();
    // What the other account may do names the role here.
    let mut there = there;
    there["UserDetailList"][0]["UserPolicyList"][0]["PolicyDocument"]["Statement"][0]["Resource"] =
        json!(arn("role/guests"));
    let report = scan(&[here.export.json(), there]).json();
    let paths = paths(&report);
    let user = |name: &str| paths.get(&format!("arn:aws:iam::{ELSEWHERE}:user/{name}")).map(|path| reach(path));
    assert_eq!([user("may"), user("administers"), user("may-not")], [Some(Reach::Sure), Some(Reach::Sure), None]);
    assert!(!paths.contains_key(&root()), "those of the account are known");
}
