//! Trust policies over a cluster of three namespaces.

use super::{Annotated, IrsaFindingId as Id};
use crate::cloud::iam::tests::account::{Fixture, arn};
use crate::cloud::iam::{Verdict, WebIdentity};

const ISSUER: &str = "oidc.eks.eu-west-1.amazonaws.com/id/AB12";

/// The service accounts: two of the shop, one for development, one of another team whose name begins alike.
const ACCOUNTS: [(&str, &str); 5] =
    [("shop", "web"), ("shop", "db"), ("team-a", "deployer"), ("team-evil", "x"), ("team-evil", "deployer")];

const WEB: u8 = 0b00001;
const SHOP: u8 = 0b00011;
const TEAMS: u8 = 0b11100;
const DEPLOYERS: u8 = 0b10100;
const ALL: u8 = 0b11111;
const NONE: u8 = 0;

/// By an operator that the conditions on subjects do not use: no key may stand twice.
const AUD: &str = r#""StringEqualsIgnoreCase":{"ISSUER:aud":"sts.amazonaws.com"}"#;

fn provider() -> String {
    format!("arn:aws:iam::111122223333:oidc-provider/{ISSUER}")
}

/// A trust statement of this effect for the issuer, with these conditions.
fn trust(effect: &str, conditions: &str) -> String {
    format!(
        r#"{{"Effect":"{effect}","Principal":{{"Federated":"PROVIDER"}},"Action":"sts:AssumeRoleWithWebIdentity",
            "Condition":{{{conditions}}}}}"#
    )
}

fn allow(conditions: &str) -> String {
    trust("Allow", &format!("{AUD},{conditions}"))
}

fn deny(conditions: &str) -> String {
    trust("Deny", conditions)
}

fn fixture(trust: &str) -> Fixture {
    let mut fixture = Fixture::new();
    fixture.role("r", &trust.replace("PROVIDER", &provider()).replace("ISSUER", ISSUER), &[]);
    fixture
}

fn accounts(annotated: Option<&str>) -> Vec<Annotated> {
    let one = |(namespace, name): &(&str, &str)| Annotated {
        namespace: (*namespace).into(),
        name: (*name).into(),
        role: annotated.map(Into::into),
    };
    ACCOUNTS.iter().map(one).collect()
}

/// Which of the service accounts get in, and whether for sure.
fn let_in(fixture: &Fixture) -> (u8, bool) {
    let iam = fixture.iam();
    let role = iam.find(arn("role/r").as_str()).unwrap();
    let (mut found, mut sure) = (0, true);
    for (index, (namespace, name)) in ACCOUNTS.iter().enumerate() {
        let token = WebIdentity {
            issuer: ISSUER.into(),
            subject: format!("system:serviceaccount:{namespace}:{name}").into(),
            audience: "sts.amazonaws.com".into(),
        };
        let verdict = iam.trusts(role, &token).verdict;
        found |= u8::from(verdict != Verdict::Deny) << index;
        sure &= verdict != Verdict::Conditional;
    }
    (found, sure)
}

fn findings(fixture: &Fixture) -> Vec<Id> {
    let iam = fixture.iam();
    iam.irsa(iam.find(arn("role/r").as_str()).unwrap(), ISSUER).findings.iter().map(|finding| finding.id).collect()
}

fn sub(operator: &str, value: &str) -> String {
    let values = if value.starts_with('[') { value.to_owned() } else { format!("\"{value}\"") };
    format!(r#""{operator}":{{"ISSUER:sub":{values}}}"#)
}

/// A trust policy, which service accounts it lets in, and what is wrong with it.
type Row = (String, u8, Vec<Id>);

const ONE: &str = "system:serviceaccount:shop:web";

fn check(rows: Vec<Row>) {
    for (trust, expected, ids) in rows {
        let fixture = fixture(&trust);
        assert_eq!(let_in(&fixture), (expected, true), "{trust}");
        assert_eq!(findings(&fixture), ids, "{trust}");
    }
}

#[test]
fn trust_policies_let_in_whom_their_patterns_match() {
    let web = ONE;
    check(vec![
        (trust("Allow", AUD), ALL, vec![Id::NoSub]),
        (allow(&sub("StringEquals", web)), WEB, vec![]),
        (
            allow(&sub("StringEquals", r#"["system:serviceaccount:shop:web","system:serviceaccount:shop:db"]"#)),
            SHOP,
            vec![],
        ),
        (allow(&sub("StringLike", web)), WEB, vec![]),
        (
            trust(
                "Allow",
                r#""StringEqualsIgnoreCase":{"ISSUER:aud":"sts.amazonaws.com","ISSUER:sub":"system:serviceaccount:shop:Web"}"#,
            ),
            WEB,
            vec![],
        ),
        (allow(&sub("StringLike", "*")), ALL, vec![Id::SubStar]),
        (allow(&sub("StringLike", "system:serviceaccount:*")), ALL, vec![Id::SubStar]),
        (allow(&sub("StringLike", "system:serviceaccount:*:*")), ALL, vec![Id::SubStar]),
        (allow(&sub("StringLike", "system:serviceaccount:shop:*")), SHOP, vec![Id::SubNs]),
        (allow(&sub("StringLike", "system:serviceaccount:*:deployer")), DEPLOYERS, vec![Id::SubAnyns]),
        (allow(&sub("StringLike", "system:serviceaccount:team-*")), TEAMS, vec![Id::SubPrefix]),
        (allow(&sub("StringLike", "system:serviceaccount:team-*:deployer")), DEPLOYERS, vec![Id::SubPrefix]),
        (allow(&sub("StringEquals", "system:serviceaccount:shop:*")), NONE, vec![Id::LiteralStar]),
        (allow(&sub("ForAllValues:StringEquals", web)), WEB, vec![Id::WeakOp]),
        (allow(&sub("ForAnyValue:StringEquals", web)), WEB, vec![]),
        (allow(&sub("StringEqualsIfExists", web)), WEB, vec![Id::WeakOp]),
        (allow(&sub("StringNotEquals", web)), ALL & !WEB, vec![Id::Negated]),
        (allow(&sub("StringNotLike", "system:serviceaccount:team-*")), SHOP, vec![Id::Negated]),
        (trust("Allow", &sub("StringEquals", web)), WEB, vec![Id::NoAud]),
        (trust("Allow", &format!(r#""StringLike":{{"ISSUER:aud":"*","ISSUER:sub":"{web}"}}"#)), WEB, vec![Id::NoAud]),
        (trust("Allow", r#""StringEquals":{"ISSUER:aud":"other"}"#), NONE, vec![Id::NoSub]),
    ]);
}

#[test]
fn denials_and_odd_elements_are_honoured() {
    let web = ONE;
    check(vec![
        (
            format!("{},{}", trust("Allow", AUD), deny(&sub("StringNotLike", "system:serviceaccount:shop:*"))),
            SHOP,
            vec![Id::SubNs],
        ),
        (format!("{},{}", trust("Allow", AUD), deny(&sub("StringNotEquals", web))), WEB, vec![]),
        (format!("{},{}", trust("Allow", AUD), deny(&sub("ForAnyValue:StringNotLike", web))), WEB, vec![]),
        (format!("{},{}", trust("Allow", AUD), deny(&sub("StringLike", "*:shop:*"))), TEAMS, vec![Id::Negated]),
        (format!("{},{}", trust("Allow", AUD), trust("Deny", "")), NONE, vec![]),
        (
            format!(
                "{},{}",
                allow(&sub("StringEquals", web)),
                allow(&sub("StringLike", "system:serviceaccount:shop:*"))
            ),
            SHOP,
            vec![Id::SubNs],
        ),
        (allow(&sub("StringEquals", web)).replace("PROVIDER", "PROVIDERx"), NONE, vec![]),
        (allow(&sub("StringEquals", web)).replace("ISSUER", &ISSUER.to_ascii_uppercase()), WEB, vec![]),
        (allow(&sub("StringEquals", web)).replace(r#"{"Federated":"PROVIDER"}"#, r#""*""#), WEB, vec![]),
        (
            allow(&sub("StringEquals", web))
                .replace("\"Action\":\"sts:AssumeRoleWithWebIdentity\"", "\"NotAction\":\"sts:TagSession\""),
            WEB,
            vec![],
        ),
        (allow(&sub("StringEquals", web)).replace("\"Action\"", "\"NotAction\""), NONE, vec![]),
        (allow(&sub("StringEquals", web)).replace("WithWebIdentity", ""), NONE, vec![]),
        (allow(&sub("StringEquals", web)).replace("Principal", "NotPrincipal"), NONE, vec![]),
        ("{\"Statement\":[]}".to_owned(), NONE, vec![]),
    ]);
}

#[test]
fn what_is_not_known_lets_in_perhaps() {
    let web = sub("StringEquals", "system:serviceaccount:shop:web");
    let table = [
        (allow(&sub("StringMatches", "x")), ALL),
        (allow(&format!(r#"{web},"IpAddress":{{"aws:SourceIp":"10.0.0.0/8"}}"#)), WEB),
        (allow(&web).replace("Federated", "AWS").replace("PROVIDER", "*"), WEB),
        (allow(&web).replace("PROVIDER", &provider().replace("1111", "9999")), WEB),
        (r#"{"Effect":"Odd"}"#.to_owned(), ALL),
        (format!("{},{}", allow(&web), deny(&sub("StringMatches", "x"))), WEB),
    ];
    for (trust, expected) in table {
        assert_eq!(let_in(&fixture(&trust)), (expected, false), "{trust}");
    }
}

#[test]
fn annotations_are_compared_with_trust() {
    let web = allow(&sub("StringEquals", "system:serviceaccount:shop:web"));
    let fixture = fixture(&web);
    let iam = fixture.iam();
    let role = arn("role/r");
    let ids = |annotated: Option<&str>| -> Vec<(Id, String)> {
        let findings = iam.irsa_findings(ISSUER, &accounts(annotated));
        findings.iter().map(|finding| (finding.id, finding.subject.as_deref().unwrap_or_default().to_owned())).collect()
    };
    assert_eq!(ids(None), [(Id::Unannotated, "system:serviceaccount:shop:web".to_owned())]);
    let annotated = ids(Some(role.as_str()));
    assert_eq!(annotated.len(), 4);
    assert!(annotated.iter().all(|(id, subject)| *id == Id::AnnotOnly && !subject.ends_with(":web")));
    let elsewhere = ids(Some("arn:aws:iam::111122223333:role/gone"));
    assert_eq!(elsewhere.iter().filter(|(id, _)| *id == Id::AnnotOnly).count(), ACCOUNTS.len());
}

#[test]
fn subjects_that_the_cluster_lacks_are_found() {
    for (pattern, is_found) in [
        ("system:serviceaccount:shop:gone", true),
        ("system:serviceaccount:gone:*", true),
        ("system:serviceaccount:shop:*", false),
        ("system:serviceaccount:*:gone", false),
    ] {
        let fixture = fixture(&allow(&sub("StringLike", pattern)));
        let findings = fixture.iam().irsa_findings(ISSUER, &accounts(None));
        let found = findings.iter().find(|finding| finding.id == Id::Dangling);
        assert_eq!(found.and_then(|finding| finding.subject.as_deref()), is_found.then_some(pattern));
    }
}

#[test]
fn every_id_is_its_own() {
    let ids: std::collections::BTreeSet<&str> = Id::ALL.iter().map(|id| id.id()).collect();
    assert_eq!((ids.len(), Id::ALL.len()), (12, 12));
    assert!(ids.iter().all(|id| id.starts_with("irsa-")));
}
