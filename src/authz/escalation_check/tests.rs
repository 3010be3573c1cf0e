//! The escalation check on small clusters: each write that passes beside one that does not.

use super::{Permission, Refusal, RoleWrite};
use crate::authz::written_rules::rules;
use crate::authz::{Access, Grant};
use crate::model::{BindingId, RoleId, RoleKind, RoleRef, Rule, Scope, Subject};

mod cluster;
use cluster::cluster;

const RBAC: &str = "rbac.authorization.k8s.io";
const CLUSTER: Scope = Scope::Cluster;

fn shop() -> Scope {
    Scope::Namespace("shop".into())
}

fn alice() -> Subject {
    Subject::user("alice")
}

fn cluster_role(name: &str) -> RoleRef {
    RoleRef { kind: Some(RoleKind::ClusterRole), name: name.into() }
}

fn role_in_namespace(name: &str) -> RoleRef {
    RoleRef { kind: Some(RoleKind::Role), name: name.into() }
}

fn write<'a>(scope: &'a Scope, name: &'a str, rules: &'a [Rule]) -> RoleWrite<'a> {
    RoleWrite { scope, name, rules, aggregated: false }
}

/// What alice may do with one ClusterRole bound to her in the whole cluster.
fn holding(text: &str, asks: impl Fn(&Access<'_>) -> Permission) -> Permission {
    let snapshot = cluster(&[("own", text), ("view", "get '' pods")], &[("", "own", alice())]);
    asks(&Access::new(&snapshot))
}

#[test]
fn a_role_is_written_by_who_holds_all_its_rules() {
    let wanted = rules("get '' pods");
    let covered = holding("get,list '' pods", |access| access.can_set_rules(&[alice()], write(&CLUSTER, "x", &wanted)));
    let grant = Grant { binding: Some(BindingId::new(0)), role: RoleId::new(0), rule: 0 };
    assert_eq!(covered, Permission::Covered(vec![grant]));

    let refused = holding("list '' pods", |access| access.can_set_rules(&[alice()], write(&CLUSTER, "x", &wanted)));
    assert_eq!(refused, Permission::Refused(Refusal::Uncovered(wanted)));
}

#[test]
fn a_label_of_a_role_is_not_changed_without_holding_its_rules() {
    let snapshot =
        cluster(&[("editor", &format!("patch {RBAC} clusterroles")), ("big", "* * *")], &[("", "editor", alice())]);
    let unchanged = &snapshot.role(RoleId::new(0)).rules;
    let permission = Access::new(&snapshot).can_set_rules(&[alice()], write(&CLUSTER, "big", unchanged));
    assert_eq!(permission, Permission::Refused(Refusal::Uncovered(rules("* * *"))));
}

#[test]
fn a_role_that_allows_nothing_is_written_by_anybody() {
    let permission = holding("get '' pods", |access| access.can_set_rules(&[], write(&CLUSTER, "x", &[])));
    assert_eq!(permission, Permission::Covered(vec![]));
}

#[test]
fn an_aggregated_role_needs_more_than_its_rules() {
    let wanted = rules("get '' pods");
    let aggregated = |text: &str| {
        let asked = RoleWrite { aggregated: true, ..write(&CLUSTER, "x", &wanted) };
        holding(text, |access| access.can_set_rules(&[alice()], asked))
    };
    for held in ["get '' pods", "get,list '' *; * url *", "* '',apps *; * url *"] {
        assert_eq!(aggregated(held), Permission::Refused(Refusal::Aggregation), "{held}");
    }
    for held in ["* * *", "* * *; * url *", &format!("escalate {RBAC} clusterroles")] {
        assert!(matches!(aggregated(held), Permission::ByVerb(_)), "{held}");
    }
    assert_eq!(aggregated("* url *"), Permission::Refused(Refusal::Uncovered(rules("get '' pods"))));
}

#[test]
fn escalate_by_name_helps_where_the_request_has_a_name() {
    let wanted = rules("* * *");
    let asked = |held: &str, name: &str| {
        holding(held, |access| access.can_set_rules(&[alice()], write(&CLUSTER, name, &wanted))).is_allowed()
    };
    let named = format!("escalate {RBAC} clusterroles x");
    assert!(asked(&named, "x"));
    assert!(!asked(&named, ""), "a POST has no name");
    assert!(!asked(&named, "y"));
    assert!(asked(&format!("escalate {RBAC} clusterroles"), ""));
    assert!(asked(&format!("escalate {RBAC} clusterroles ''"), ""));
    assert!(!asked(&format!("escalate {RBAC} roles"), "x"));
    assert!(!asked("escalate '' clusterroles", "x"));
}

#[test]
fn escalate_in_a_namespace_is_for_its_roles_only() {
    let snapshot = cluster(&[("own", &format!("escalate {RBAC} roles,clusterroles"))], &[("shop", "own", alice())]);
    let access = Access::new(&snapshot);
    let wanted = rules("* * *");
    let asked = |scope: &Scope| access.can_set_rules(&[alice()], write(scope, "x", &wanted));
    assert!(matches!(asked(&shop()), Permission::ByVerb(_)));
    assert!(!asked(&Scope::Namespace("other".into())).is_allowed());
    assert!(!asked(&CLUSTER).is_allowed());
}

#[test]
fn bind_is_asked_for_the_role_in_the_scope_of_the_binding() {
    let snapshot = cluster(
        &[
            ("shop/big", "* * *"),
            ("shop/other", "* * *"),
            ("shop/binder", &format!("bind {RBAC} roles big; bind {RBAC} clusterroles")),
        ],
        &[("shop", "shop/binder", alice())],
    );
    let access = Access::new(&snapshot);
    let asked = |scope: &Scope, role: &RoleRef| access.can_bind(&[alice()], scope, role);
    let by_verb = |rule| Permission::ByVerb(Grant { binding: Some(BindingId::new(0)), role: RoleId::new(1), rule });
    assert_eq!(asked(&shop(), &role_in_namespace("big")), by_verb(0));
    assert_eq!(asked(&shop(), &cluster_role("view")), by_verb(1), "with bind the role need not exist");
    assert!(matches!(asked(&shop(), &role_in_namespace("other")), Permission::Refused(Refusal::Uncovered(_))));
    assert_eq!(asked(&CLUSTER, &cluster_role("view")), Permission::Refused(Refusal::NoRole));
    assert_eq!(
        asked(&Scope::Namespace("other".into()), &role_in_namespace("big")),
        Permission::Refused(Refusal::NoRole)
    );
}

#[test]
fn a_role_is_bound_by_who_holds_all_its_rules_there() {
    let snapshot = cluster(
        &[("view", "get '' pods"), ("own", "get '' pods,secrets"), ("shop/view", "list '' pods")],
        &[("shop", "own", alice())],
    );
    let access = Access::new(&snapshot);
    let asked = |scope: &Scope, role: &RoleRef| access.can_bind(&[alice()], scope, role);
    assert!(matches!(asked(&shop(), &cluster_role("view")), Permission::Covered(_)));
    let uncovered = |text: &str| Permission::Refused(Refusal::Uncovered(rules(text)));
    assert_eq!(asked(&CLUSTER, &cluster_role("view")), uncovered("get '' pods"));
    assert_eq!(asked(&shop(), &role_in_namespace("view")), uncovered("list '' pods"));
    assert_eq!(asked(&shop(), &cluster_role("gone")), Permission::Refused(Refusal::NoRole));
}

#[test]
fn rules_that_no_request_can_use_are_held_all_the_same() {
    let snapshot = cluster(
        &[("cluster-admin", "* * *; * url *"), ("nodes", "get '' nodes")],
        &[("shop", "cluster-admin", alice()), ("shop", "nodes", Subject::user("bob"))],
    );
    let access = Access::new(&snapshot);
    let asked = |who: &Subject, scope: &Scope, role: &str| {
        access.can_bind(std::slice::from_ref(who), scope, &cluster_role(role)).is_allowed()
    };
    assert!(asked(&alice(), &shop(), "cluster-admin"));
    assert!(!asked(&alice(), &CLUSTER, "cluster-admin"));
    assert!(asked(&Subject::user("bob"), &shop(), "nodes"));
    assert!(!asked(&Subject::user("bob"), &CLUSTER, "nodes"));
}

#[test]
fn masters_pass_everything_but_what_is_invalid() {
    let snapshot = cluster(&[], &[]);
    let access = Access::new(&snapshot);
    let root = [alice(), Subject::group("system:masters")];
    let wanted = rules("* * *");
    assert_eq!(access.can_set_rules(&root, write(&CLUSTER, "", &wanted)), Permission::Masters);
    assert_eq!(access.can_bind(&root, &CLUSTER, &cluster_role("gone")), Permission::Masters);
    let invalid = Permission::Refused(Refusal::InvalidRole);
    assert_eq!(access.can_bind(&root, &CLUSTER, &role_in_namespace("view")), invalid);
    assert_eq!(access.can_bind(&root, &shop(), &RoleRef { kind: None, name: "view".into() }), invalid);
    assert!(!access.can_set_rules(&[Subject::user("system:masters")], write(&CLUSTER, "", &wanted)).is_allowed());
}

#[test]
fn what_an_identity_holds_comes_from_its_groups_too_and_once() {
    let group = Subject::group("dev");
    let mut snapshot = cluster(
        &[("a", "get '' pods; list '' pods"), ("shop/b", "get '' secrets")],
        &[
            ("", "a", group.clone()),
            ("shop", "shop/b", alice()),
            ("shop", "gone", alice()),
            ("", "a", Subject::user("z")),
        ],
    );
    snapshot.bindings[0].subjects.push(alice());
    let access = Access::new(&snapshot);
    let held = |scope: &Scope| {
        let grants = access.rules_for(&[alice(), group.clone()], scope);
        grants.iter().map(|grant| (grant.role.index(), grant.rule)).collect::<Vec<_>>()
    };
    assert_eq!(held(&CLUSTER), [(0, 0), (0, 1)]);
    assert_eq!(held(&shop()), [(0, 0), (0, 1), (1, 0)]);
    assert_eq!(held(&Scope::Namespace("other".into())), [(0, 0), (0, 1)]);
}
