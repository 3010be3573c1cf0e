//! Kinds that the server refuses or does not serve.

use super::server::Action;
use super::server::Hits::{Always, First};
use super::server::{on, when};
use super::trial::Trial;
use super::world;
use crate::collect::files::{self, Input, Limits};
use crate::collect::live::request::LISTED;
use crate::collect::live::{NAMED_RIGHTS, needed_rights};
use crate::model::{Name, Reason, Role, Version};

#[test]
fn d03_each_refused_kind_is_a_gap_with_its_own_meaning() {
    for kind in LISTED {
        let ending = format!("/{}", kind.resource());
        let refused = when(
            move |asked| asked.path.split('?').next().is_some_and(|path| path.ends_with(&ending)),
            Always,
            Action::status(403),
        );
        let ended = Trial::new(vec![refused]).run();
        assert_eq!(ended.gaps(), [(kind.resource(), "cluster", Reason::Forbidden)]);
        let effect = &ended.collected().snapshot.gaps[0].effect;
        assert_eq!(effect, crate::collect::live::effect::effect(*kind));
    }
}

#[test]
fn d04_what_is_refused_for_the_cluster_is_asked_namespace_by_namespace() {
    let refused = when(
        |asked| {
            asked.path.contains("/rolebindings") && !asked.path.contains("/beta/") && !asked.path.contains("/gamma/")
        },
        Always,
        Action::status(403),
    );
    let ended = Trial::new(vec![refused]).run();
    let expected = ["alpha", "delta", "omega"].map(|name| format!("namespace/{name}"));
    let gaps: Vec<_> = ended
        .gaps()
        .into_iter()
        .map(|(resource, scope, reason)| {
            assert_eq!((resource, reason), ("rolebindings", Reason::Forbidden));
            scope.to_owned()
        })
        .collect();
    assert_eq!(gaps, expected);
    assert_eq!(ended.collected().snapshot.counts.role_bindings, 2);
}

#[test]
fn d04_without_the_list_of_namespaces_the_own_one_is_asked() {
    let refused = when(
        |asked| asked.path != "/version" && !asked.path.contains("/namespaces/default/"),
        Always,
        Action::status(403),
    );
    let trial = Trial::new(vec![refused]);
    let ended = trial.run();
    let gaps = ended.gaps();
    assert!(gaps.contains(&("roles", "cluster", Reason::Forbidden)), "other namespaces are unknown: {gaps:?}");
    assert!(gaps.contains(&("namespaces", "cluster", Reason::Forbidden)));
    assert!(trial.server.count("/namespaces/default/roles?") == 1);
}

#[test]
fn d04_all_refused_is_an_error() {
    let refused = when(|asked| asked.path != "/version", Always, Action::status(403));
    let error = Trial::new(vec![refused]).run().error();
    assert!(error.starts_with("robot may not list anything"), "{error}");
}

#[test]
fn one_namespace_is_read_alone() {
    let mut trial = Trial::new(vec![on("/pods", Always, Action::status(403))]);
    trial.connection.namespace = Some("beta".to_owned());
    let ended = trial.run();
    assert_eq!(ended.gaps(), [("pods", "namespace/beta", Reason::Forbidden)]);
    let counts = ended.collected().snapshot.counts;
    assert_eq!((counts.cluster_roles, counts.roles, counts.namespaces), (7, 1, 5));
    assert!(ended.noted("only the namespace beta was read"));
}

#[test]
fn d05_a_kind_that_is_not_served_is_a_note() {
    let ended = Trial::new(vec![on("/nodes", Always, Action::status(404))]).run();
    assert!(ended.collected().snapshot.complete());
    assert!(ended.noted("nodes: the server does not serve it"));
}

#[test]
fn d06_a_server_without_rbac_is_an_error() {
    let error = Trial::new(vec![on("/apis/rbac", Always, Action::status(404))]).run().error();
    assert!(error.starts_with("RBAC API not served"), "{error}");
}

#[test]
fn statuses_without_a_meaning_here_are_gaps_at_once() {
    for code in [405, 301, 418] {
        let trial = Trial::new(vec![on("/ingresses", Always, Action::status(code))]);
        assert_eq!(trial.run().gaps(), [("ingresses", "cluster", Reason::ServerError)]);
        assert_eq!(trial.server.count("/ingresses"), 1);
    }
}

#[test]
fn a_status_in_an_ok_is_that_status() {
    let disguised = Action::json(200, r#"{"kind":"Status","code":403}"#);
    let ended = Trial::new(vec![on("/nodes", Always, disguised)]).run();
    assert_eq!(ended.gaps(), [("nodes", "cluster", Reason::Forbidden)]);
}

#[test]
fn d22_no_cluster_role_at_all_is_a_gap() {
    let none = world::page("clusterroles", "", &[]);
    let ended = Trial::new(vec![on("/clusterroles", Always, none)]).run();
    assert_eq!(ended.gaps(), [("clusterroles", "cluster", Reason::NotFound)]);
}

#[test]
fn d02_a_credential_that_ends_in_between_is_renewed_once() {
    let trial = Trial::new(Vec::new());
    let token = trial.write("token", "CANARY-old");
    let old = move |asked: &super::server::Asked| asked.header("authorization") == Some("Bearer CANARY-old");
    let (new, path) = ("CANARY-new", token.clone());
    let rotates = when(
        move |asked| {
            let now = asked.path.contains("continue=page4") && old(asked);
            if now {
                // As a kubelet does it: the file is never half written.
                let next = format!("{path}.{:?}", std::thread::current().id());
                std::fs::write(&next, new).unwrap();
                std::fs::rename(next, &path).unwrap();
            }
            now
        },
        Always,
        Action::status(401),
    );
    let trial = Trial::new(vec![rotates]).user(&format!("tokenFile: \"{token}\""));
    let ended = trial.run();
    assert!(ended.collected().snapshot.complete(), "{:?}", ended.gaps());
    assert!(trial.server.log().iter().any(|asked| asked.header("authorization") == Some("Bearer CANARY-new")));
}

#[test]
fn a_credential_that_stays_dead_is_a_gap() {
    let trial = Trial::new(vec![on("/pods", Always, Action::status(401))]);
    assert_eq!(trial.run().gaps(), [("pods", "cluster", Reason::Unauthorized)]);
    assert_eq!(trial.server.count("/pods"), 2);
    let trial = Trial::new(vec![on("/pods", First(1), Action::status(401))]);
    assert!(trial.run().collected().snapshot.complete());
}

/// The roles of `deploy/rbac.yaml` without those that are assumed.
fn shipped_roles() -> Vec<Role> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/deploy/rbac.yaml").into();
    let shipped = files::read(&[Input::Path(path)], &Limits::default(), Version::NEWEST, None).unwrap();
    assert!(shipped.bindings.iter().all(|binding| binding.subjects[0].id() == "sa:kubescan/kubescan"));
    assert_eq!(shipped.bindings.len(), 2);
    shipped.roles.into_iter().filter(|role| role.name.starts_with("kubescan")).collect()
}

#[test]
fn the_shipped_role_names_what_is_read_by_name() {
    let mut granted = Vec::new();
    for role in shipped_roles().iter().filter(|role| role.namespace.is_some()) {
        for rule in &role.rules {
            let (group, resource, verb) = (&rule.api_groups[0], &rule.resources[0], &rule.verbs[0]);
            assert_eq!((rule.api_groups.len(), rule.resources.len(), rule.verbs.len()), (1, 1, 1));
            let [group, resource, verb] = [group.clone().into(), resource.clone().into(), verb.clone().into()];
            let namespace = role.namespace.clone().unwrap();
            granted.extend(
                rule.resource_names.iter().map(|name| [&namespace, &group, &resource, name, &verb].map(Name::clone)),
            );
        }
    }
    let needed =
        NAMED_RIGHTS.iter().map(|it| [it.namespace, it.api_group, it.resource, it.name, it.verb].map(Name::from));
    assert_eq!(granted, needed.collect::<Vec<_>>());
}

#[test]
fn the_shipped_role_grants_exactly_the_needed_rights() {
    let shipped = shipped_roles();
    let role = shipped.iter().find(|role| role.namespace.is_none()).unwrap();
    let mut granted = Vec::new();
    for rule in &role.rules {
        assert!(rule.resource_names.is_empty() && rule.non_resource_urls.is_empty());
        for (group, resource) in rule.api_groups.iter().flat_map(|group| rule.resources.iter().map(move |r| (group, r)))
        {
            granted.extend(
                rule.verbs
                    .iter()
                    .map(|verb| (Name::from(group.clone()), Name::from(resource.clone()), Name::from(verb.clone()))),
            );
        }
    }
    let mut needed: Vec<_> = needed_rights()
        .into_iter()
        .map(|(group, resource, verb)| (group.into(), resource.into(), verb.into()))
        .collect();
    granted.sort();
    needed.sort();
    assert_eq!(granted, needed);
}
