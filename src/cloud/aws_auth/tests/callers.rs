//! Who matches which entry.

use super::{Finding, Mappings, becomes, findings, roles, users};
use crate::model::AwsAuth;

fn role(arn: &str) -> Mappings {
    roles(&format!("- rolearn: '{arn}'\n  username: u\n"))
}

const ROLE: &str = "arn:aws:iam::111122223333:role/Deploy";

#[test]
fn a_role_is_compared_without_path_and_without_case() {
    for (entry, caller, expected) in [
        (ROLE, ROLE, true),
        (ROLE, "arn:aws:iam::111122223333:role/deploy", true),
        ("ARN:AWS:IAM::111122223333:ROLE/DEPLOY", ROLE, true),
        (ROLE, "arn:aws:iam::111122223333:role/team/a/Deploy", true),
        (ROLE, "arn:aws:sts::111122223333:assumed-role/Deploy/alice@example.com", true),
        (ROLE, "arn:aws-cn:iam::111122223333:role/Deploy", false),
        (ROLE, "arn:aws:iam::444455556666:role/Deploy", false),
        (ROLE, "arn:aws:iam::111122223333:user/Deploy", false),
        (ROLE, "arn:aws:sts::111122223333:assumed-role/Deploy", false),
        (ROLE, "arn:aws:iam::111122223333:group/Deploy", false),
        (ROLE, "Deploy", false),
        // A path in the entry matches nobody, the very role included.
        ("arn:aws:iam::111122223333:role/team/Deploy", "arn:aws:iam::111122223333:role/team/Deploy", false),
        ("arn:aws:iam::111122223333:role/team/Deploy", ROLE, false),
        // Nor does the ARN of a session.
        (
            "arn:aws:sts::111122223333:assumed-role/Deploy/alice",
            "arn:aws:sts::111122223333:assumed-role/Deploy/alice",
            false,
        ),
        ("arn:aws:iam::111122223333:role/*", ROLE, false),
    ] {
        assert_eq!(role(entry).map(caller).is_some(), expected, "{entry} {caller}");
    }
}

#[test]
fn what_matches_nobody_is_found() {
    for (entry, expected) in [
        (ROLE, None),
        ("arn:aws:iam::111122223333:user/team/alice", None),
        ("arn:aws:iam::111122223333:root", None),
        ("arn:aws:sts::111122223333:federated-user/alice", None),
        ("arn:aws:iam::111122223333:role/team/Deploy", Some(Finding::PathDead)),
        ("arn:aws:iam::111122223333:Role/team/Deploy", Some(Finding::PathDead)),
        ("arn:aws:sts::111122223333:assumed-role/Deploy/alice", Some(Finding::SessionDead)),
        ("arn:aws:iam::111122223333:role/dev-*", Some(Finding::WildcardDead)),
        ("arn:aws:iam::111122223333:group/admins", Some(Finding::ForeignDead)),
        ("arn:aws:iam::111122223333:role/", Some(Finding::ForeignDead)),
        ("Deploy", Some(Finding::ForeignDead)),
    ] {
        assert_eq!(findings(&role(entry)), Vec::from_iter(expected), "{entry}");
    }
    assert_eq!(Finding::PathDead.id(), "awsauth-path-dead");
    assert!(role("arn:aws:iam::111122223333:role/team/Deploy").entries[0].is_dead());
}

#[test]
fn users_are_compared_with_their_path_and_lists_are_not_told_apart() {
    let user = |arn: &str| users(&format!("- userarn: '{arn}'\n  username: u\n"));
    let alice = "arn:aws:iam::111122223333:user/team/alice";
    assert!(
        user(alice).map(&alice.to_uppercase().replace("ARN:AWS:IAM", "arn:aws:iam").replace("USER", "user")).is_some()
    );
    assert!(user(alice).map("arn:aws:iam::111122223333:user/alice").is_none());
    assert!(user("arn:aws:iam::111122223333:root").map("arn:aws:iam::111122223333:root").is_some());
    assert!(user(ROLE).map(ROLE).is_some(), "a role among the users");
    assert!(role(alice).map(alice).is_some(), "a user among the roles");
}

#[test]
fn roles_come_before_users_and_both_before_accounts() {
    let all = AwsAuth {
        map_roles: format!("- rolearn: {ROLE}\n  username: as-role\n"),
        map_users: format!(
            "- userarn: {ROLE}\n  username: as-user\n- userarn: arn:aws:iam::111122223333:user/a\n  username: a\n  groups: [g]\n"
        ),
        map_accounts: "- 111122223333\n- '000011112222'\n".to_owned(),
    };
    let mappings = Mappings::parse(&all);
    for (arn, expected) in [
        (ROLE, "as-role []"),
        ("arn:aws:iam::111122223333:user/a", "a [g]"),
        ("arn:aws:iam::111122223333:user/x/B", "arn:aws:iam::111122223333:user/x/B []"),
        ("arn:aws:iam::111122223333:role/x/B", "arn:aws:iam::111122223333:role/B []"),
        ("arn:aws:sts::000011112222:assumed-role/B/s", "arn:aws:iam::000011112222:role/B []"),
        ("arn:aws:iam::444455556666:user/a", "-"),
    ] {
        assert_eq!(becomes(&mappings, arn), expected, "{arn}");
    }
    assert_eq!(mappings.identities(ROLE).len(), 1, "what an entry is about is about nobody else");
}

#[test]
fn a_permission_set_is_any_of_its_roles() {
    let set = |more: &str| {
        roles(&format!("- sso: {{permissionSetName: ViewOnly, accountID: '012345678912'{more}}}\n  username: sso\n"))
    };
    for (arn, expected) in [
        ("arn:aws:iam::012345678912:role/AWSReservedSSO_ViewOnly_0a1b", true),
        ("arn:aws:iam::012345678912:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_ViewOnly_0a1b", true),
        ("arn:aws:iam::012345678912:role/awsreservedsso_viewonly_0a1b", true),
        ("arn:aws:iam::012345678912:role/AWSReservedSSO_ViewOnly", false),
        ("arn:aws:iam::012345678912:role/AWSReservedSSO_Billing_0a1b", false),
        ("arn:aws:iam::999999999999:role/AWSReservedSSO_ViewOnly_0a1b", false),
        ("arn:aws-cn:iam::012345678912:role/AWSReservedSSO_ViewOnly_0a1b", false),
    ] {
        assert_eq!(set("").map(arn).is_some(), expected, "{arn}");
        assert!(set(", partition: aws").map(arn).is_none(), "the partition is lost upstream: {arn}");
    }
    assert_eq!(findings(&set("")), [Finding::PermissionSetGate]);
    assert_eq!(findings(&set(", partition: aws")), [Finding::PartitionDead]);
}

#[test]
fn where_the_gate_decides_both_outcomes_are_told() {
    let arn = "arn:aws:iam::012345678912:role/AWSReservedSSO_View_1";
    let all = AwsAuth {
        map_roles: "- sso: {permissionSetName: View, accountID: '012345678912'}\n  username: sso\n".to_owned(),
        map_users: String::new(),
        map_accounts: "- 012345678912\n".to_owned(),
    };
    let identities = Mappings::parse(&all).identities(arn);
    let names: Vec<String> = identities.iter().map(|identity| super::shown(&identity.username)).collect();
    assert_eq!(names, ["sso", arn]);
}
