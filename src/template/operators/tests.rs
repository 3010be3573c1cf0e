//! The table as it ships, what its rows match, and every message that a table can cause.

use super::read::table;
use super::{CustomKinds, GroupPattern, Operator, OperatorClass, OperatorGift, operators};
use crate::model::{Name, Pattern, ResourcePattern, Rule, Scope};
use crate::template::{EntryScope, Need, builtin};

fn need(class: OperatorClass) -> &'static Need {
    let id = format!("operators/{}", class.word());
    let entry = builtin().entries.iter().find(|entry| entry.id == id);
    &entry.unwrap_or_else(|| panic!("{id}")).needs[0]
}

fn rule(verb: &str, group: &str, resource: &str) -> Rule {
    Rule {
        verbs: vec![Pattern::from(Name::from(verb))],
        api_groups: vec![Pattern::from(Name::from(group))],
        resources: vec![ResourcePattern::from(Name::from(resource))],
        resource_names: vec![],
        non_resource_urls: vec![],
    }
}

fn written(class: OperatorClass, rule: Rule, scope: &Scope) -> Vec<&'static str> {
    let rules = [rule];
    need(class).operators_written(&rules, scope).map(|operator| operator.id.as_str()).collect()
}

fn shop() -> Scope {
    Scope::Namespace("shop".into())
}

/// A group and resource of these kinds.
fn sample(kinds: &CustomKinds) -> (String, String) {
    let group = match &kinds.api_groups[0] {
        GroupPattern::Exact(name) => name.as_str().to_owned(),
        GroupPattern::Suffix(end) => format!("some{}", end.as_str()),
    };
    let resource = match &kinds.resources[0] {
        ResourcePattern::Exact(name) => name.as_str().to_owned(),
        _ => "things".to_owned(),
    };
    (group, resource)
}

#[test]
fn every_class_has_an_entry_and_rows() {
    for class in OperatorClass::ALL {
        let rows = operators().iter().filter(|operator| operator.class == class).count();
        assert!(rows > 0, "{class:?}");
        assert_eq!(need(class).operators.len(), rows, "{class:?}");
    }
}

#[test]
fn every_kind_of_every_row_is_met_where_it_stands_and_not_beside_it() {
    for operator in operators() {
        for kinds in &operator.kinds {
            let (group, resource) = sample(kinds);
            assert!(kinds.hold(&group, &resource), "{operator:?}");
            let everywhere = written(operator.class, rule("patch", &group, &resource), &Scope::Cluster);
            assert!(everywhere.contains(&operator.id.as_str()), "{group}/{resource}: {everywhere:?}");
            let by_role_binding = written(operator.class, rule("patch", &group, &resource), &shop());
            if kinds.scope == EntryScope::Namespace {
                assert!(by_role_binding.contains(&operator.id.as_str()), "{group}/{resource}");
            } else {
                assert!(!kinds.are_reached(&rule("patch", &group, &resource), true), "{group}/{resource}");
            }
            for near in [rule("patch", "example.com", &resource), rule("list", &group, &resource)] {
                assert!(!written(operator.class, near, &Scope::Cluster).contains(&operator.id.as_str()));
            }
        }
    }
}

#[test]
fn rules_meet_rows_as_the_authorizer_would() {
    let apply = OperatorClass::Apply;
    let named = |verb: &str| Rule {
        resource_names: vec!["site".into()],
        ..rule(verb, "kustomize.toolkit.fluxcd.io", "kustomizations")
    };
    let table: &[(Rule, &[&str])] = &[
        (rule("create", "kustomize.toolkit.fluxcd.io", "kustomizations"), &["flux-kustomizations"]),
        (rule("*", "kustomize.toolkit.fluxcd.io", "*"), &["flux-kustomizations"]),
        (rule("create", "*", "kustomizations"), &["flux-kustomizations"]),
        (named("update"), &["flux-kustomizations"]),
        (named("create"), &[]),
        (rule("get", "kustomize.toolkit.fluxcd.io", "kustomizations"), &[]),
        (rule("create", "kustomize.toolkit.fluxcd.io", "kustomizations/status"), &[]),
        (rule("create", "kustomize.toolkit.fluxcd.io", "*/status"), &[]),
        (rule("create", "fluxcd.io", "kustomizations"), &[]),
        (rule("create", "argoproj.io", "kustomizations"), &[]),
        (rule("create", "argoproj.io", "workflows"), &[]),
    ];
    for (rule, expected) in table {
        assert_eq!(written(apply, rule.clone(), &shop()), *expected, "{rule:?}");
    }
}

#[test]
fn a_row_of_whole_groups_is_met_only_where_the_rule_names_the_group() {
    let infra = OperatorClass::Infra;
    let aws = ["aws-controllers"].as_slice();
    let table: &[(&str, &str, &[&str])] = &[
        ("iam.services.k8s.aws", "roles", aws),
        ("iam.services.k8s.aws", "*", aws),
        ("iam.services.k8s.aws", "roles/status", &[]),
        ("services.k8s.aws", "roles", &[]),
        ("iam.services.k8s.aws.example.com", "roles", &[]),
        // The roles of RBAC are meant as much.
        ("*", "roles", &[]),
    ];
    for (group, resource, expected) in table {
        assert_eq!(written(infra, rule("create", group, resource), &shop()), *expected, "{group}/{resource}");
    }
    assert!(written(infra, rule("create", "*", "*"), &shop()).contains(&"aws-controllers"));
}

const ROW: &str = "\
version: 1
operators:
  - id: widgets
    class: apply
    kinds:
      - {apiGroups: [example.com], resources: [widgets]}
    controller: {images: [acme/widgets], accounts: [acme/widgets]}
    gives: controller
    what: It applies widgets.
";

#[test]
fn a_row_is_read_whole() {
    let rows = table(ROW).expect("a table");
    let [Operator { id, class, kinds, controller, gives, settles, .. }] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!((id.as_str(), *class, *gives), ("widgets", OperatorClass::Apply, OperatorGift::Controller));
    assert!(kinds[0].hold("example.com", "widgets") && !kinds[0].hold("example.com", "gadgets"));
    assert_eq!(kinds[0].scope, EntryScope::Namespace, "unless it says otherwise");
    assert_eq!(controller.accounts, [("acme".into(), "widgets".into())]);
    assert_eq!(*settles, None);
}

#[test]
fn the_table_that_ships_loads() {
    assert!(operators().len() >= 40, "{}", operators().len());
}

#[test]
fn tables_with_mistakes_are_refused_with_their_places() {
    let whole = ROW.split_once("operators:\n").expect("rows").1;
    let cases = [
        ("class: apply", "class: aply", "operators.yaml:4:12: unknown class `aply`; did you mean `apply`?"),
        (
            "gives: controller",
            "gives: all",
            "operators.yaml:8:12: unknown gift `all`; use `controller`, `run-as`, `accounts`, `secrets`, `controller-secrets`, `mutation` or `nothing`",
        ),
        ("    gives: controller\n", "", "operators.yaml:3:5: an operator lacks `gives`; add it"),
        ("images:", "image:", "operators.yaml:7:18: unknown key `image` in `controller`; did you mean `images`?"),
        (
            "[acme/widgets]}\n    gives",
            "[acme]}\n    gives",
            "operators.yaml:7:53: an account is written as `NAMESPACE/NAME`",
        ),
        (
            "[example.com]",
            "[widgets]",
            "operators.yaml:6:22: `widgets` is no group of custom resources; write `example.com` or `*.example.com`",
        ),
        (
            "[example.com]",
            "[\"example.*\"]",
            "operators.yaml:6:22: `example.*` is no group of custom resources; write `example.com` or `*.example.com`",
        ),
        (
            "resources: [widgets]",
            "resources: [widgets/status]",
            "operators.yaml:6:48: the table holds whole resources; write the plural name, or `\"*\"` for all of the group",
        ),
        ("id: widgets", "id: Widgets", "operators.yaml:3:9: the id `Widgets` is not in lower case with hyphens"),
        ("[acme/widgets], acc", "[], acc", "operators.yaml:7:26: `images` is empty; leave the key out"),
    ];
    for (from, to, message) in cases {
        assert!(ROW.contains(from), "{from}");
        assert_eq!(table(&ROW.replace(from, to)).expect_err(to).to_string(), message);
    }
    let twice = format!("{ROW}{whole}");
    let message = "operators.yaml:10:9: the id `widgets` stands twice, first in line 3";
    assert_eq!(table(&twice).expect_err("twice").to_string(), message);
    assert_eq!(
        table("").expect_err("empty").to_string(),
        "operators.yaml:1:1: the operator table is empty; write `version: 1` and `operators`"
    );
    assert!(table("version: 1\nversion: 1\noperators: []\n").expect_err("keys").to_string().contains("stands twice"));
}
