//! What one subject, role or binding holds.

use super::ask;
use crate::run::assert_current;

#[test]
fn what_people_see_is_current() {
    for (file, question) in [
        ("permissions.txt", "permissions sa:shop/web"),
        ("permissions-user.json", "permissions user:anna -o json"),
        ("permissions-role.txt", "permissions clusterrole:auditor"),
        ("permissions-role.json", "permissions clusterrole:auditor -o json"),
        ("permissions-binding.txt", "permissions rolebinding:bank/wide"),
        ("permissions-wide.txt", "permissions user:olga -o wide"),
        ("permissions-effective.txt", "permissions user:root --effective"),
        ("permissions-diff.txt", "permissions user:root --diff-with user:greta"),
        ("permissions-diff.json", "permissions user:greta --diff-with user:root -o json"),
        ("permissions-diff-file.txt", "permissions sa:shop/api --diff-with tests/fixtures/queries/dangling.yaml"),
        ("permissions-kind.txt", "permissions --kind sa"),
        ("permissions-kind.name", "permissions --kind user -o name"),
    ] {
        assert_current(&format!("tests/fixtures/queries/expected/{file}"), &ask(question).stdout);
    }
}

#[test]
fn mistakes_say_what_to_do() {
    for (question, code, said) in [
        ("permissions alice", 2, "write user:NAME, group:NAME, sa:NAMESPACE/NAME, clusterrole:NAME"),
        ("permissions sa:shop", 2, "has no namespace"),
        ("permissions clusterrolebinding:wide --effective", 2, "go with a subject or a role"),
        ("permissions user:olga --effective -o name", 2, "-o name has no names"),
        ("permissions user:olga --diff-with nowhere", 2, "is no name, no file and no context:NAME"),
        ("permissions user:nobody", 0, "no binding names user:nobody"),
        ("permissions sa:shop/none", 0, "no such account was read"),
        ("permissions group:system:masters", 0, "may do everything, whatever the bindings say"),
        ("permissions user:system:node:n1", 0, "a node may do more by the Node authorizer"),
        ("permissions clusterrole:audtor", 2, "did you mean clusterrole:auditor?"),
        ("permissions rolebinding:shop/wide", 2, "there is no rolebinding:shop/wide"),
        ("permissions --kind sa user:x", 2, "cannot be used with"),
    ] {
        let run = ask(question);
        assert_eq!(run.code, code, "{question}: {}", run.stderr);
        assert!(run.stderr.contains(said), "{question}: {}", run.stderr);
    }
}

#[test]
fn a_service_account_has_several_spellings() {
    let plain = ask("permissions sa:shop/web").stdout;
    for spelling in ["sa:shop:web", "serviceaccount:shop/web", "system:serviceaccount:shop:web"] {
        assert_eq!(ask(&format!("permissions {spelling}")).stdout, plain, "{spelling}");
    }
}

#[test]
fn roles_are_compared_and_merged_like_subjects() {
    let same = ask("permissions clusterrole:auditor --diff-with clusterrole:audit-jobs");
    assert_eq!(same.stdout, "clusterrole:auditor and clusterrole:audit-jobs: no difference\n", "{}", same.stderr);
    let other = ask("permissions clusterrole:auditor --diff-with clusterrole:wide -o json").json();
    assert_eq!(other["onlyLeft"][0]["resources"][0], "jobs");
    assert_eq!(other["onlyRight"].as_array().unwrap().len(), 2);
    let merged = ask("permissions clusterrole:subresources --effective -o json").json();
    assert_eq!(merged["effective"].as_array().unwrap().len(), 1, "what matches nothing is left out: {merged:#}");
}

#[test]
fn what_matches_nothing_is_told_where_it_is_granted() {
    let through_binding = ask("permissions rolebinding:bank/wide -o json").json();
    assert_eq!(through_binding["rules"][0]["dead"], true, "URLs through a RoleBinding");
    let parts = through_binding["rules"][1]["deadParts"].as_array().unwrap();
    assert!(parts.iter().any(|part| part.as_str().unwrap().starts_with("resources \"nodes\": ")), "{parts:?}");
    let role = ask("permissions clusterrole:wide -o json").json();
    assert!(role["rules"][0].get("dead").is_none(), "a ClusterRoleBinding may grant them");
}

#[test]
fn a_kind_is_listed_for_one_namespace() {
    assert_eq!(ask("permissions --kind sa -n bank -o name").stdout, "sa:bank/teller\nsa:shop/api\n");
    assert_eq!(ask("permissions --kind group -n shop -o name").stdout, "group:system:serviceaccounts:bank\n");
}
