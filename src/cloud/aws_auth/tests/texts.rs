//! What is read of a text: odd keys, broken entries, values of wrong types.

use super::{List, Mappings, Principal, accounts, becomes, remarked, roles, shown, users};
use crate::model::AwsAuth;

const NODE: &str = "arn:aws:iam::555555555555:role/workers";
const ADMIN: &str = "arn:aws:iam::555555555555:user/admin";

#[test]
fn keys_count_whatever_their_case() {
    for [arn, name, groups] in
        [["rolearn", "username", "groups"], ["roleARN", "userName", "Groups"], ["rOlEaRn", "UsErNaMe", "gRoUpS"]]
    {
        let text = format!(
            "- {arn}: {NODE}\n  {name}: system:node:{{{{EC2PrivateDNSName}}}}\n  {groups}:\n    - system:bootstrappers\n    - system:nodes\n"
        );
        let mappings = roles(&text);
        let expected = "system:node:<PrivateDnsName> [system:bootstrappers, system:nodes]";
        assert_eq!(becomes(&mappings, NODE), expected, "{arn}");
        assert_eq!(mappings.remarks, []);
    }
    let text = format!("- uSeRaRn: {ADMIN}\n  UsErNaMe: admin\n  gRoUpS: [system:masters]\n");
    assert_eq!(becomes(&users(&text), ADMIN), "admin [system:masters]");
    let text = "- SSO: {PermissionSetName: View, accountId: '012345678912'}\n  username: u\n";
    assert_eq!(roles(text).entries.len(), 1);
}

#[test]
fn of_keys_that_are_the_same_the_one_that_sorts_last_counts() {
    let text = format!("- rolearn: {NODE}\n  username: lower\n  userName: upper\n  USERNAME: shout\n");
    assert_eq!(becomes(&roles(&text), NODE), "lower []");
    let text = format!("- rolearn: {NODE}\n  username: first\n  groups: [a]\n  username: second\n");
    assert_eq!(becomes(&roles(&text), NODE), "second [a]", "a key that stands twice");
    // Kelvin and the long s are what Go takes for k and s.
    let text = format!("- rolearn: {NODE}\n  u\u{17f}ername: u\n");
    assert_eq!(becomes(&roles(&text), NODE), "u []");
}

#[test]
fn a_space_too_many_makes_two_groups_one() {
    let text =
        format!("- rolearn: {NODE}\n  username: node\n  groups:\n    - system:bootstrappers\n     - system:nodes\n");
    assert_eq!(becomes(&roles(&text), NODE), "node [system:bootstrappers - system:nodes]");
}

#[test]
fn an_invalid_entry_is_dropped_and_told_and_the_rest_is_kept() {
    let good = |name: &str| format!("{{rolearn: 'arn:aws:iam::555555555555:role/{name}', username: {name}}}");
    let set = |set: &str| format!("{{sso: {{{set}}}, username: x}}");
    for bad in [
        "{}".to_owned(),
        "null".to_owned(),
        "text".to_owned(),
        "[a]".to_owned(),
        "{username: x, groups: [system:masters]}".to_owned(),
        "{rolearn: '', username: x}".to_owned(),
        "{rolearn: 5, username: x}".to_owned(),
        "{rolearn: {a: b}}".to_owned(),
        "{rolearn: a, sso: {permissionSetName: A, accountID: '012345678912'}}".to_owned(),
        "{sso: text}".to_owned(),
        set("permissionSetName: A"),
        set("permissionSetName: A, accountID: 111122223333"),
        set("permissionSetName: A, accountID: '1234'"),
        set("permissionSetName: A*, accountID: '012345678912'"),
        set("permissionSetName: '', accountID: '012345678912'"),
        set("permissionSetName: A, accountID: '012345678912', partition: aws-nk"),
    ] {
        let mappings = roles(&format!("[{}, {bad}, {}]", good("one"), good("two")));
        let kept: Vec<usize> = mappings.entries.iter().map(|entry| entry.index).collect();
        assert_eq!(kept, [0, 2], "{bad}");
        assert_eq!(remarked(&mappings), [(List::Roles, Some(1), true)], "{bad}");
    }
    let mappings = users(&format!("[{{username: x}}, {{userarn: '{ADMIN}', username: admin}}]"));
    assert_eq!(becomes(&mappings, ADMIN), "admin []");
    assert_eq!(
        mappings.remarks[0].text(),
        "entry 1 of mapUsers in the ConfigMap aws-auth is ignored: it names no user (`userarn`)"
    );
}

#[test]
fn a_value_of_a_wrong_type_is_empty_and_the_entry_stays() {
    for (fields, expected) in [
        ("username: 5, groups: [g]", " [g]"),
        ("username: yes, groups: [g]", " [g]"),
        ("username: '5', groups: [g]", "5 [g]"),
        ("username: !!str 5, groups: [g]", "5 [g]"),
        ("username: u, groups: g", "u []"),
        ("username: u, groups: [a, 5, b]", "u [a, , b]"),
        ("username: u, groups: [a, [b]]", "u [a, ]"),
    ] {
        let mappings = roles(&format!("[{{rolearn: '{NODE}', {fields}}}]"));
        assert_eq!(becomes(&mappings, NODE), expected, "{fields}");
        let told = !fields.contains('\'') && !fields.contains("!!");
        assert_eq!(remarked(&mappings), [(List::Roles, Some(0), false)][..usize::from(told)], "{fields}");
    }
    for quiet in ["username: u, groups: null", "username: u", "username: u, groups: []", "username: u, other: 5"] {
        let mappings = roles(&format!("[{{rolearn: '{NODE}', {quiet}}}]"));
        assert_eq!((becomes(&mappings, NODE).as_str(), mappings.remarks.len()), ("u []", 0), "{quiet}");
    }
}

#[test]
fn a_text_that_cannot_be_read_leaves_the_others() {
    let map = |text: &str| AwsAuth {
        map_roles: text.to_owned(),
        map_users: format!("- userarn: {ADMIN}\n  username: admin\n"),
        map_accounts: "- 111122223333".to_owned(),
    };
    for bad in ["- {", "text", "{a: b}", "- rolearn: x\n  username: {{SessionName}}\n"] {
        let mappings = Mappings::parse(&map(bad));
        assert_eq!(remarked(&mappings), [(List::Roles, None, true)], "{bad}");
        assert_eq!(becomes(&mappings, ADMIN), "admin []", "{bad}");
        assert_eq!(mappings.entries.len(), 2);
    }
    for empty in ["", " \n", "''", "\"\"", "``", "null", "# nothing", "[]", "[]\n---\nfoo"] {
        assert_eq!(Mappings::parse(&map(empty)).remarks, [], "{empty:?}");
    }
}

#[test]
fn accounts_are_texts_even_where_they_look_like_numbers() {
    assert!(accounts("- 12345678912").entries[0].is_dead(), "its leading zero is lost");
    let mappings = accounts("- 012345678912\n- 017000000000\n- \"000000000001\"\n- 111122223333\n- [x]\n");
    let read: Vec<_> = mappings.entries.iter().map(|entry| entry.principal.clone()).collect();
    let expected = ["012345678912", "017000000000", "000000000001", "111122223333"];
    assert_eq!(read, expected.map(|account| Principal::Account(account.into())));
    assert_eq!(remarked(&mappings), [(List::Accounts, Some(4), true)]);
    assert_eq!(shown(&mappings.entries[0].username), "<Arn>");
}

#[test]
fn of_entries_about_the_same_the_last_one_counts() {
    let entry = |key: &str, arn: &str, name: &str| format!("- {key}: {arn}\n  username: {name}\n");
    let upper = NODE.replace("workers", "WORKERS");
    let mappings = roles(&(entry("rolearn", NODE, "one") + &entry("rolearn", &upper, "two")));
    assert_eq!(becomes(&mappings, NODE), "two []");
    assert_eq!(remarked(&mappings), [(List::Roles, Some(0), true)]);
    // Users are kept by their ARN as it is written, and found whatever its case.
    let upper = ADMIN.replace("admin", "ADMIN");
    let mappings = users(&(entry("userarn", ADMIN, "one") + &entry("userarn", &upper, "two")));
    let names: Vec<String> = mappings.identities(ADMIN).iter().map(|identity| shown(&identity.username)).collect();
    assert_eq!(names, ["one", "two"], "either, at random");
    assert_eq!(mappings.remarks, []);
}
