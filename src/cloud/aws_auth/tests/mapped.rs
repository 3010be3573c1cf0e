//! What the graph is told.

use crate::cloud::aws_auth::Mappings;
use crate::model::{AwsAuth, MappedName, Mapping, MappingSource, Subject};

fn fixed(text: &str) -> MappedName {
    MappedName::Fixed(text.into())
}

fn chosen(before: &str, after: &str) -> MappedName {
    MappedName::Chosen(before.into(), after.into())
}

const NODES: &str = "arn:aws:iam::111122223333:role/nodes";

fn mappings() -> Mappings {
    Mappings::parse(&AwsAuth {
        map_roles: format!(
            "- {{rolearn: '{NODES}', username: 'system:node:{{{{EC2PrivateDNSName}}}}', groups: ['system:nodes']}}\n\
             - {{rolearn: 'ARN:aws:IAM::111122223333:Role/Dev', username: '{{{{AccountID}}}}:{{{{SessionName}}}}/{{{{SessionNameRaw}}}}-x', groups: ['k-{{{{AccessKeyID}}}}']}}\n\
             - {{rolearn: 'arn:aws:iam::111122223333:role/path/dead', username: dead}}\n\
             - {{sso: {{permissionSetName: View, accountID: '111122223333'}}, username: sso}}\n"
        ),
        map_users: "- {userarn: 'arn:aws:iam::111122223333:user/a/Alice', username: alice, groups: [g]}".to_owned(),
        map_accounts: "- 444455556666".to_owned(),
    })
}

fn mapping(arn: &str, username: MappedName, groups: &[MappedName]) -> Mapping {
    Mapping { subject: Subject::aws(arn), source: MappingSource::AwsAuth, username, groups: groups.to_vec() }
}

#[test]
fn who_is_named_is_told_without_being_asked_for() {
    let expected = [
        mapping("arn:aws:iam::111122223333:role/Dev", chosen("111122223333:", "-x"), &[fixed("k-{{AccessKeyID}}")]),
        mapping(NODES, chosen("system:node:", ""), &[fixed("system:nodes")]),
        mapping("arn:aws:iam::111122223333:user/a/Alice", fixed("alice"), &[fixed("g")]),
    ];
    assert_eq!(mappings().named(), expected);
}

#[test]
fn who_is_asked_for_keeps_the_own_name() {
    for (arn, username) in [
        ("arn:aws:iam::111122223333:role/a/b/nodes", chosen("system:node:", "")),
        ("arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_View_1", fixed("sso")),
        ("arn:aws:iam::444455556666:role/a/R", fixed("arn:aws:iam::444455556666:role/R")),
    ] {
        let found = mappings().mapping(arn).unwrap();
        assert_eq!((found.subject, found.username), (Subject::aws(arn), username), "{arn}");
    }
    assert_eq!(mappings().mapping("arn:aws:iam::111122223333:role/path/dead"), None);
}
