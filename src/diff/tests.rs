//! What is a difference in effect, and what only looks like one.

use crate::authz::Access;
use crate::authz::written_rules::rules;
use crate::escalation::test_cluster::{empty, role};
use crate::findings::{Findings, Limits};
use crate::model::defaults::defaults;
use crate::model::{Binding, Name, Pattern, Role, RoleKind, RoleRef, Snapshot, Subject, Version};
use crate::template::builtin;

use super::grants::{GrantChange, GrantChanges};
use super::{Diff, Side, diff};

/// A cluster of statements with ` | ` between them: `[NS/]ROLE = RULES`, or `[NS/]BINDING [NS/]ROLE SUBJECT`.
fn cluster(text: &str) -> Snapshot {
    let mut snapshot = empty();
    for statement in text.split(" | ").filter(|statement| !statement.is_empty()) {
        match statement.split_once(" = ") {
            Some((name, text)) => snapshot.roles.push(role_of(name, text)),
            None => snapshot.bindings.push(binding(statement)),
        }
    }
    snapshot.roles.sort_by(|one, other| (&one.namespace, &one.name).cmp(&(&other.namespace, &other.name)));
    snapshot.bindings.sort_by(|one, other| (&one.namespace, &one.name).cmp(&(&other.namespace, &other.name)));
    snapshot
}

fn role_of(name: &str, text: &str) -> Role {
    match name.split_once('/') {
        Some((namespace, name)) => Role { namespace: Some(namespace.into()), ..role(name, text) },
        None => role(name, text),
    }
}

fn binding(statement: &str) -> Binding {
    let [name, role, subject] = statement.split(' ').collect::<Vec<_>>()[..] else { panic!("{statement}") };
    let (namespace, name) = name.split_once('/').map_or((None, name), |(namespace, name)| (Some(namespace), name));
    let (kind, role) = role.rsplit_once('/').map_or((RoleKind::ClusterRole, role), |(_, name)| (RoleKind::Role, name));
    Binding {
        namespace: namespace.map(Into::into),
        name: name.into(),
        role_ref: RoleRef { kind: Some(kind), name: role.into() },
        subjects: vec![Subject::of_id(subject).unwrap()],
        history: None,
        location: None,
    }
}

fn changes(old: &str, new: &str) -> GrantChanges {
    let [old, new] = [cluster(old), cluster(new)];
    let [before, after] = [Access::new(&old), Access::new(&new)];
    let findings = Findings::default();
    diff(&Side { access: &before, findings: &findings }, &Side { access: &after, findings: &findings }, false).grants
}

/// `SUBJECT SCOPE VERBS on OBJECTS`.
fn told(changes: &[GrantChange]) -> String {
    let one = |change: &GrantChange| {
        format!("{} {} {} on {}", change.subject, change.scope, change.rule.verbs.join(","), change.rule.objects())
    };
    changes.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// What was, what is, what was gained, what was lost.
const TABLE: &[(&str, &str, &str, &str)] = &[
    // The same said otherwise.
    ("r = get '' pods; list '' jobs | b r user:u", "r = list '' jobs; get '' pods | b r user:u", "", ""),
    ("r = get,list '' pods | b r user:u", "r = get '' pods | s = list '' pods | b r user:u | c s user:u", "", ""),
    ("r = get '' pods | b r user:u", "s = get '' pods | c s user:u", "", ""),
    ("a/r = get '' pods | a/b a/r user:u", "r = get '' pods | a/b r user:u", "", ""),
    ("r = get '' pods; get '' pods,jobs | b r user:u", "r = get '' jobs,pods | b r user:u", "", ""),
    ("r = get '' pods | b r sa:a/s", "r = get '' pods | b r user:system:serviceaccount:a:s", "", ""),
    // Held already.
    ("r = * '' pods | b r user:u", "r = *,get '' pods | b r user:u", "", ""),
    ("r = * '' pods | b r user:u", "r = * '' pods | s = get '' pods | b r user:u | c s user:u", "", ""),
    ("r = get '' pods | b r user:u", "r = get '' pods | b r user:u | a/c r user:u", "", ""),
    ("r = get '' */log | b r user:u", "r = get '' */log | s = get '' pods/log | b r user:u | c s user:u", "", ""),
    ("r = get '' pods | b r user:u | c r user:u", "r = get '' pods | b r user:u", "", ""),
    (
        "r = get '' pods | b r group:system:authenticated",
        "r = get '' pods | b r group:system:authenticated | c r user:u",
        "",
        "",
    ),
    (
        "r = get '' pods | b r group:system:serviceaccounts:a",
        "r = get '' pods | b r group:system:serviceaccounts:a | c r sa:a/s",
        "",
        "",
    ),
    ("", "r = get '' pods | b r group:system:masters", "", ""),
    // What allows no request.
    ("", "r = get '' nodes | a/b r user:u", "", ""),
    ("", "r = Get '' pods; get '' pods/*; get v1 pods | b r user:u", "", ""),
    ("", "b r user:u", "", ""),
    ("", "r = get '' pods", "", ""),
    // Near misses.
    ("r = get '' pods | b r user:u", "r = get,list '' pods | b r user:u", "user:u cluster list on pods", ""),
    (
        "r = get '' pods | b r user:u",
        "r = get '' pods/log | b r user:u",
        "user:u cluster get on pods/log",
        "user:u cluster get on pods",
    ),
    ("r = get '' pods/log | b r user:u", "r = get '' */log | b r user:u", "user:u cluster get on */log", ""),
    ("r = get,list,watch '' pods | b r user:u", "r = * '' pods | b r user:u", "user:u cluster * on pods", ""),
    ("r = get '' secrets a | b r user:u", "r = get '' secrets | b r user:u", "user:u cluster get on secrets", ""),
    (
        "r = get '' secrets a | b r user:u",
        "r = get '' secrets a,b | b r user:u",
        "user:u cluster get on secrets named b",
        "",
    ),
    ("r = get '' secrets | b r user:u", "r = get '' secrets a | b r user:u", "", "user:u cluster get on secrets"),
    (
        "r = get '' secrets a | b r user:u",
        "r = get '' secrets | a/b r user:u",
        "user:u namespace/a get on secrets",
        "user:u cluster get on secrets named a",
    ),
    ("r = get '' pods | a/b r user:u", "r = get '' pods | b r user:u", "user:u cluster get on pods", ""),
    ("r = get '' pods | b r user:u", "r = get '' pods | a/b r user:u", "", "user:u cluster get on pods"),
    (
        "r = get '' pods | a/b r user:u",
        "r = get '' pods | b/b r user:u",
        "user:u namespace/b get on pods",
        "user:u namespace/a get on pods",
    ),
    ("", "r = get '' pods | b r user:u | a/c r user:u", "user:u cluster get on pods", ""),
    ("r = get url /a/* | b r user:u", "r = get url /a* | b r user:u", "user:u cluster get on /a*", ""),
    (
        "r = get url /a* | b r user:u",
        "r = get url /a/b,/b | b r user:u",
        "user:u cluster get on /b",
        "user:u cluster get on /a*",
    ),
    ("r = get '' pods | a/b r user:u", "r = get,list '' pods | a/b r user:u", "user:u namespace/a list on pods", ""),
    // Who has it.
    (
        "r = get '' pods | b r user:u",
        "r = get '' pods | b r group:g",
        "group:g cluster get on pods",
        "user:u cluster get on pods",
    ),
    (
        "r = get '' pods | b r user:u",
        "r = get '' pods | b r user:u | c r group:system:authenticated",
        "group:system:authenticated cluster get on pods",
        "",
    ),
    ("r = get '' pods | b r group:g", "r = get '' pods | b r group:g | c r user:u", "user:u cluster get on pods", ""),
    (
        "r = get '' pods | b r sa:a/s",
        "r = get '' pods | b r sa:b/s",
        "sa:b/s cluster get on pods",
        "sa:a/s cluster get on pods",
    ),
    (
        "r = get '' pods | b r user:u",
        "r = get '' pods | b r user:U",
        "user:U cluster get on pods",
        "user:u cluster get on pods",
    ),
    ("r = get '' pods | b r user:u", "b r user:u", "", "user:u cluster get on pods"),
];

#[test]
fn what_is_told_is_what_changed_in_effect() {
    for (old, new, gained, lost) in TABLE {
        let there = changes(old, new);
        assert_eq!((told(&there.gained).as_str(), told(&there.lost).as_str()), (*gained, *lost), "{old} -> {new}");
        let back = changes(new, old);
        assert_eq!((told(&back.gained).as_str(), told(&back.lost).as_str()), (*lost, *gained), "{new} -> {old}");
    }
}

#[test]
fn a_gain_names_every_rule_that_it_rests_on_and_no_other() {
    let old = "r = get '' jobs | b r user:u";
    let new =
        "r = get '' jobs; get '' pods | s = list '' pods | t = list '' pods | b r user:u | c s user:u | d t user:u";
    let gained = changes(old, new).gained;
    assert_eq!(told(&gained), "user:u cluster get,list on pods");
    let by: Vec<String> = gained[0].grants.iter().map(|by| format!("{} {} {}", by.binding, by.role, by.rule)).collect();
    assert_eq!(by, ["clusterrolebinding:b clusterrole:r 1", "clusterrolebinding:c clusterrole:s 0"]);
}

#[test]
fn names_of_a_rule_about_urls_change_nothing() {
    let mut mixed = rules("get '' pods a").remove(0);
    mixed.non_resource_urls = rules("get url /x").remove(0).non_resource_urls;
    let with = |order: [usize; 2]| {
        let both = [mixed.clone(), rules("list '' jobs").remove(0)];
        let mut snapshot = cluster("r = get '' pods | b r user:u");
        snapshot.roles[0].rules = order.map(|place| both[place].clone()).into_iter().collect();
        snapshot
    };
    let [old, new] = [with([0, 1]), with([1, 0])];
    let [before, after] = [Access::new(&old), Access::new(&new)];
    let findings = Findings::default();
    let side = |access| Side { access, findings: &findings };
    assert!(diff(&side(&before), &side(&after), true).is_empty());
}

/// What a server installs, where this rule of `system:basic-user` is said so.
fn installed(version: &str, verbs: &str) -> Snapshot {
    let defaults = defaults(Version::NEWEST).unwrap();
    let mut snapshot = empty();
    snapshot.source.server_version = Version::parse(version).unwrap();
    (snapshot.roles, snapshot.bindings) = (defaults.roles.clone(), defaults.bindings.clone());
    let basic = snapshot.roles.iter_mut().find(|role| role.name == "system:basic-user").unwrap();
    if !verbs.is_empty() {
        basic.rules.to_mut()[0].verbs = vec![Pattern::from(Name::from(verbs))];
    }
    snapshot
}

fn found(old: &Snapshot, new: &Snapshot, include_builtin: bool) -> Diff {
    let [before, after] = [Access::new(old), Access::new(new)];
    let findings = [old, new].map(|snapshot| crate::scan(snapshot, builtin(), &Limits::default()));
    let [of_old, of_new] = &findings;
    diff(&Side { access: &before, findings: of_old }, &Side { access: &after, findings: of_new }, include_builtin)
}

#[test]
fn what_an_upgrade_changes_is_told_on_request_and_what_somebody_changes_always() {
    let newest = Version::NEWEST.to_string();
    let [as_shipped, other, of_older] = [(newest.as_str(), ""), (newest.as_str(), "*"), ("1.35", "*")]
        .map(|(version, verbs)| installed(version, verbs));
    let upgrade = found(&of_older, &as_shipped, false);
    assert!(upgrade.is_empty(), "{upgrade:?}");
    let told = found(&of_older, &as_shipped, true);
    assert!(!told.grants.lost.is_empty(), "{told:?}");
    for (old, new) in [(&as_shipped, &other), (&other, &as_shipped), (&as_shipped, &of_older)] {
        let changed = found(old, new, false);
        assert!(!changed.is_empty());
        let grants = changed.grants.gained.iter().chain(&changed.grants.lost);
        assert!(grants.map(|change| change.subject.as_str()).eq(["group:system:authenticated"]), "{changed:?}");
    }
}
