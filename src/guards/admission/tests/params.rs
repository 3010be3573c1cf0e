//! What bindings hand over, and what happens without it.

use super::cluster::{about, binding, empty, policy, selector};
use super::{State, attempt, ruling};
use crate::model::{Gap, Param, ParamKind, ParamRef, Reason, Resource, Snapshot};

use State::{Blocked, Open, Unknown};

fn kind(api_version: &str, kind: &str) -> ParamKind {
    ParamKind { api_version: api_version.into(), kind: kind.into() }
}

fn named(namespace: Option<&str>, name: &str) -> ParamRef {
    ParamRef { namespace: namespace.map(Into::into), name: Some(name.into()), ..ParamRef::default() }
}

fn param(namespace: &str, name: &str, most: &str) -> Param {
    Param {
        kind: kind("v1", "ConfigMap"),
        namespace: Some(namespace.into()),
        name: name.into(),
        labels: [("app".into(), "limits".into())].into(),
        json: format!(r#"{{"metadata":{{"name":"{name}"}},"data":{{"most":"{most}"}}}}"#),
    }
}

/// A request must have a name no longer than its parameter says.
fn cluster(of_kind: ParamKind, reference: Option<ParamRef>) -> Snapshot {
    let mut snapshot = empty();
    let mut policy = policy("p", about("* /* */*"), &["params != null && size(request.name) <= int(params.data.most)"]);
    policy.param_kind = Some(of_kind);
    snapshot.admission_policies.push(policy);
    let mut binding = binding("p");
    binding.params = reference;
    snapshot.admission_bindings.push(binding);
    snapshot.params = vec![param("dev", "loose", "9"), param("shop", "loose", "9"), param("shop", "strict", "2")];
    snapshot
}

#[test]
fn parameters_by_name_and_by_label() {
    let all = ParamRef { selector: Some(selector("app=limits")), ..ParamRef::default() };
    let none = ParamRef { selector: Some(selector("app=other")), ..ParamRef::default() };
    let absent = ParamRef { allows_absence: true, ..none.clone() };
    for (reference, request, expected) in [
        (Some(named(Some("shop"), "loose")), "CREATE -/v1/pods dev/web", Open),
        (Some(named(Some("shop"), "strict")), "CREATE -/v1/pods dev/web", Blocked),
        // Without a namespace it is that of the request.
        (Some(named(None, "loose")), "CREATE -/v1/pods dev/web", Open),
        (Some(named(None, "strict")), "CREATE -/v1/pods dev/web", Blocked),
        (Some(named(None, "loose")), "CREATE -/v1/nodes -/web", Blocked),
        // A Namespace is in itself.
        (Some(named(None, "loose")), "UPDATE -/v1/namespaces shop/shop", Open),
        // Each must agree.
        (Some(all.clone()), "CREATE -/v1/pods shop/web", Blocked),
        (Some(all.clone()), "CREATE -/v1/pods shop/w", Open),
        (Some(all), "CREATE -/v1/pods dev/web", Open),
        (Some(none), "CREATE -/v1/pods dev/web", Blocked),
        (Some(absent), "CREATE -/v1/pods dev/web", Open),
        (None, "CREATE -/v1/pods dev/web", Blocked),
    ] {
        let snapshot = cluster(kind("v1", "ConfigMap"), reference.clone());
        assert_eq!(ruling(&snapshot, &attempt(request)).state(), expected, "{reference:?}: {request}");
    }
}

#[test]
fn a_missing_parameter_refuses_whatever_the_actions_are() {
    let missing = named(Some("shop"), "gone");
    let request = attempt("CREATE -/v1/pods dev/web");
    let mut snapshot = cluster(kind("v1", "ConfigMap"), Some(missing));
    snapshot.admission_bindings[0].actions = vec!["Audit".into()];
    assert_eq!(ruling(&snapshot, &request).state(), Blocked);
    snapshot.admission_policies[0].ignores_failure = true;
    assert_eq!(ruling(&snapshot, &request).state(), Open);
}

#[test]
fn kinds_that_are_served_or_not() {
    let widget = Resource {
        api_group: "example.com".into(),
        name: "widgets".into(),
        kind: "Widget".into(),
        ..Resource::default()
    };
    for (api_version, word, expected) in [
        ("v1", "ConfigMap", Blocked),
        ("v2", "ConfigMap", Blocked),
        ("v1", "Nonsense", Blocked),
        ("example.com/v1", "Widget", Blocked),
        ("example.org/v1", "Widget", Unknown),
        ("v1", "Secret", Unknown),
    ] {
        let reference = ParamRef { name: Some("gone".into()), allows_absence: false, ..ParamRef::default() };
        let mut snapshot = cluster(kind(api_version, word), Some(reference));
        snapshot.custom_resources.push(widget.clone());
        assert_eq!(ruling(&snapshot, &attempt("CREATE -/v1/pods dev/web")).state(), expected, "{api_version} {word}");
    }
    let unserved = |bound: bool| {
        let mut snapshot =
            cluster(kind("v2", "ConfigMap"), Some(ParamRef { allows_absence: true, ..named(None, "gone") }));
        snapshot.admission_bindings[0].matches = (!bound).then(|| about("* apps/v1 deployments"));
        ruling(&snapshot, &attempt("CREATE -/v1/pods dev/web")).state()
    };
    assert_eq!((unserved(true), unserved(false)), (Blocked, Blocked), "the policy fails, whatever its bindings match");
}

#[test]
fn what_was_not_read_is_unknown() {
    let gone = named(Some("shop"), "gone");
    let mut snapshot = cluster(kind("v1", "ConfigMap"), Some(ParamRef { allows_absence: true, ..gone }));
    assert_eq!(ruling(&snapshot, &attempt("CREATE -/v1/pods dev/web")).state(), Open);
    snapshot.gaps.push(Gap {
        resource: "configmaps".into(),
        scope: "cluster".into(),
        reason: Reason::Forbidden,
        effect: String::new(),
    });
    assert_eq!(ruling(&snapshot, &attempt("CREATE -/v1/pods dev/web")).state(), Unknown);
}
