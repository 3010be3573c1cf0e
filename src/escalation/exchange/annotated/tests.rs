use super::exchanges;
use crate::escalation::test_cluster::{add_account, empty};
use crate::graph::Certainty;
use crate::model::cloud::{Account, Cloud};
use crate::model::{CloudNames, Name};

/// The identities of an account with these names, where these accounts of AWS were exported.
fn named(names: CloudNames, exported: &[&str]) -> Vec<String> {
    let mut snapshot = empty();
    add_account(&mut snapshot, "shop/app");
    let mut account = snapshot.service_accounts.remove(0);
    account.cloud = names.unless_empty();
    let accounts = exported
        .iter()
        .map(|id| -> Account { serde_json::from_str(&format!(r#"{{"partition":"aws","id":"{id}"}}"#)).unwrap() });
    let cloud = Cloud { accounts: accounts.collect(), ..Cloud::default() };
    let found = exchanges(&account, &cloud).map(|exchange| {
        let facts = exchange.edge.remarks.as_deref().unwrap().facts.len();
        assert_eq!((exchange.edge.certainty, facts), (Certainty::Unknown, 1), "it says what it hangs on");
        exchange.identity.id(&snapshot).unwrap()
    });
    found.collect()
}

const OWN: &str = "111122223333";

#[test]
fn what_an_account_is_annotated_with_is_an_identity() {
    let name = |text: &str| Some(Name::from(text));
    let aws = |arn: &str| CloudNames { aws_role: name(arn), ..CloudNames::default() };
    let gcp = |email: &str| CloudNames { gcp_account: name(email), ..CloudNames::default() };
    let azure = |id: &str| CloudNames { azure_client: name(id), ..CloudNames::default() };
    let id = "0A1b2c3d-0000-1111-2222-333344445555";
    let rows: [(CloudNames, Option<&str>); 25] = [
        (aws("arn:aws:iam::111122223333:role/app"), Some("aws:arn:aws:iam::111122223333:role/app")),
        (aws("arn:aws-cn:iam::111122223333:role/a/b"), Some("aws:arn:aws-cn:iam::111122223333:role/a/b")),
        (aws("arn:aws:iam::111122223333:user/app"), None),
        (aws("arn:aws:iam::111122223333:role/"), None),
        (aws("arn:aws:iam::111122223333:role/*"), None),
        (aws("arn:aws:iam::1111222233:role/app"), None),
        (aws("arn:aws:iam::${ACCOUNT}:role/app"), None),
        (aws("arn:aws:iam::111122223333:role/${ENV}-app"), None),
        (aws("arn:aws:sts::111122223333:assumed-role/app/s"), None),
        (aws("arn:aws:iam:eu-west-1:111122223333:role/app"), None),
        (aws("app"), None),
        (gcp("app@p-1.iam.gserviceaccount.com"), Some("gcp:app@p-1.iam.gserviceaccount.com")),
        (gcp("123-compute@developer.gserviceaccount.com"), Some("gcp:123-compute@developer.gserviceaccount.com")),
        (gcp("app@p.example.com.iam.gserviceaccount.com"), Some("gcp:app@p.example.com.iam.gserviceaccount.com")),
        (gcp("app@p-1.iam.gserviceaccount.com.example.com"), None),
        (gcp("app@.gserviceaccount.com"), None),
        (gcp("@p-1.iam.gserviceaccount.com"), None),
        (gcp("app@${PROJECT}.iam.gserviceaccount.com"), None),
        (gcp("a@b@p-1.iam.gserviceaccount.com"), None),
        (gcp("app"), None),
        (azure(id), Some("azure:0a1b2c3d-0000-1111-2222-333344445555")),
        (azure("0a1b2c3d-0000-1111-2222-33334444555"), None),
        (azure("0a1b2c3g-0000-1111-2222-333344445555"), None),
        (azure("<CLIENT_ID>"), None),
        (CloudNames { azure_tenant: name(id), ..CloudNames::default() }, None),
    ];
    for (names, expected) in rows {
        assert_eq!(named(names.clone(), &[]), Vec::from_iter(expected), "{names:?}");
    }
}

#[test]
fn an_account_may_be_set_up_for_several_clouds() {
    let names = CloudNames {
        aws_role: Some("arn:aws:iam::111122223333:role/app".into()),
        gcp_account: Some("app@p-1.iam.gserviceaccount.com".into()),
        azure_client: Some("0a1b2c3d-0000-1111-2222-333344445555".into()),
        ..CloudNames::default()
    };
    assert_eq!(named(names, &[]).len(), 3);
    assert!(named(CloudNames::default(), &[]).is_empty());
}

/// What the trust policy says is drawn from the export.
#[test]
fn a_role_of_an_account_that_was_exported_is_no_hint() {
    let role = |arn: &str| CloudNames { aws_role: Some(arn.into()), ..CloudNames::default() };
    let rows = [
        ("arn:aws:iam::111122223333:role/app", &[][..], true),
        ("arn:aws:iam::111122223333:role/app", &[OWN], false),
        ("arn:aws:iam::111122223333:role/app", &["444455556666"], true),
        ("arn:aws-us-gov:iam::111122223333:role/app", &[OWN], true),
    ];
    for (arn, exported, expected) in rows {
        assert_eq!(!named(role(arn), exported).is_empty(), expected, "{arn} {exported:?}");
    }
}
