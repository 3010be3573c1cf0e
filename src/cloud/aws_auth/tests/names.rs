//! What names come out of templates.

use super::{Finding, Mappings, becomes, findings, roles, users};
use crate::cloud::aws_auth::Template;

fn role(username: &str, group: &str) -> Mappings {
    roles(&format!("- rolearn: arn:aws:iam::111122223333:role/R\n  username: '{username}'\n  groups: ['{group}']\n"))
}

const ROLE: &str = "arn:aws:iam::111122223333:role/R";

#[test]
fn what_is_known_of_the_caller_is_filled_in() {
    let session = |name: &str| format!("arn:aws:sts::111122223333:assumed-role/R/{name}");
    for (template, caller, expected) in [
        ("admin", ROLE, "admin [g]"),
        ("aws:{{AccountID}}:x", ROLE, "aws:111122223333:x [g]"),
        ("{{SessionName}}", ROLE, "<SessionName> [g]"),
        ("{{SessionNameRaw}}", ROLE, "<SessionNameRaw> [g]"),
        ("k-{{AccessKeyID}}", ROLE, "k-<AccessKeyId> [g]"),
        ("system:node:{{EC2PrivateDNSName}}", ROLE, "system:node:<PrivateDnsName> [g]"),
        ("a:{{SessionName}}", &session("b@c"), "a:b-c [g]"),
        ("a:{{SessionNameRaw}}", &session("b@c"), "a:b@c [g]"),
        ("{{EC2PrivateDNSName}}", &session("i-0123456789abcdef0"), "<PrivateDnsName> [g]"),
        ("{{EC2PrivateDNSName}}", &session("alice"), "-"),
        ("{{Session}}{{sessionname}}{{{AccountID}}}", ROLE, "{{Session}}{{sessionname}}{111122223333} [g]"),
        ("{{", ROLE, "{{ [g]"),
    ] {
        assert_eq!(becomes(&role(template, "g"), caller), expected, "{template}");
    }
    assert_eq!(becomes(&role("u", "{{AccountID}}-{{SessionName}}"), ROLE), "u [111122223333-<SessionName>]");
}

#[test]
fn a_user_has_no_session() {
    let user = |template: &str| users(&format!("- userarn: arn:aws:iam::1:user/a\n  username: 'u{template}'\n"));
    assert_eq!(becomes(&user("{{SessionName}}"), "arn:aws:iam::1:user/a"), "u []");
    assert_eq!(becomes(&user("{{EC2PrivateDNSName}}"), "arn:aws:iam::1:user/a"), "-", "signing in fails");
    assert_eq!(findings(&user("{{SessionName}}")), []);
}

#[test]
fn a_name_that_the_caller_chooses_is_found() {
    for (username, group, expected) in [
        ("u", "g", vec![]),
        ("{{AccountID}}{{AccessKeyID}}", "{{AccountID}}", vec![]),
        ("system:node:{{EC2PrivateDNSName}}", "system:nodes", vec![]),
        ("x:{{SessionName}}", "g", vec![Finding::SessionUsername]),
        ("x:{{SessionNameRaw}}", "g", vec![Finding::SessionUsername]),
        ("u", "{{SessionName}}", vec![Finding::SessionGroup]),
        ("u", "{{EC2PrivateDNSName}}", vec![Finding::SessionGroup]),
        ("{{SessionName}}", "a{{SessionNameRaw}}", vec![Finding::SessionUsername, Finding::SessionGroup]),
    ] {
        assert_eq!(findings(&role(username, group)), expected, "{username} {group}");
    }
    assert_eq!(Finding::SessionGroup.id(), "awsauth-session-template");
    let dead = roles("- rolearn: arn:aws:iam::1:role/p/R\n  username: '{{SessionName}}'\n");
    assert_eq!(findings(&dead), [Finding::PathDead], "nobody chooses it");
}

#[test]
fn a_template_stands_for_the_names_that_can_come_out() {
    for (template, name, expected) in [
        ("admin", "admin", true),
        ("admin", "admins", false),
        ("", "", true),
        ("", "x", false),
        ("dev:{{SessionName}}", "dev:alice", true),
        ("dev:{{SessionName}}", "dev:a", false),
        ("dev:{{SessionName}}", "dev:system:masters", false),
        ("dev:{{SessionName}}", "dev:alice@example.com", false),
        ("dev:{{SessionNameRaw}}", "dev:alice@example.com", true),
        ("{{SessionName}}", "system:masters", false),
        ("system:{{SessionName}}", "system:masters", true),
        ("{{SessionName}}-{{SessionName}}", "ab-c-de", true),
        ("{{AccountID}}", "111122223333", true),
        ("{{AccountID}}", "11112222333x", false),
        ("system:node:{{EC2PrivateDNSName}}", "system:node:ip-10-0-0-1.ec2.internal", true),
        ("system:node:{{EC2PrivateDNSName}}", "system:node:a:b", false),
        ("{{SessionName}}x", "aü", false),
    ] {
        assert_eq!(Template::read(template).can_be(name), expected, "{template} {name}");
    }
}

#[test]
fn a_name_without_placeholders_is_one() {
    assert_eq!(Template::read("a{b").name(), Some("a{b".into()));
    assert_eq!(Template::read("").name(), Some("".into()));
    assert_eq!(Template::read("a{{SessionName}}").name(), None);
}
