//! Policy engines: what refuses, and what it covers.

use crate::collect::found::Found;
use crate::model::EnginePolicy;

use super::super::{Written, is_of_engine, read_engine};

fn read(group: &str, kind: &str, spec: &str) -> Result<EnginePolicy, String> {
    let body = format!(r#"{{"metadata":{{"name":"p","uid":"u"}},"spec":{spec}}}"#);
    let mut found = Found::default();
    let outcome = read_engine(Written::Json(&body), group, kind, "shop", &mut found);
    outcome.map_err(|refused| refused.message)?;
    assert!(found.stored);
    Ok(found.engine_policies.remove(0))
}

/// Whether it enforces, kinds and operations.
fn told(group: &str, kind: &str, spec: &str) -> (bool, String, String) {
    let policy = read(group, kind, spec).unwrap();
    let joined = |names: &[crate::model::Name]| names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(",");
    (policy.enforces, joined(&policy.kinds), joined(&policy.operations))
}

#[test]
fn a_policy_of_kyverno_enforces_where_a_rule_that_can_refuse_says_so() {
    let rule =
        |parts: &str| format!(r#"[{{"name":"r","match":{{"any":[{{"resources":{{"kinds":["Pod"]}}}}]}},{parts}}}]"#);
    let validate = rule(r#""validate":{"message":"m","pattern":{}}"#);
    for (what, spec, expected) in [
        ("by default none", format!(r#"{{"rules":{validate}}}"#), false),
        ("the policy", format!(r#"{{"validationFailureAction":"Enforce","rules":{validate}}}"#), true),
        ("as once written", format!(r#"{{"validationFailureAction":"enforce","rules":{validate}}}"#), true),
        ("audit", format!(r#"{{"validationFailureAction":"Audit","rules":{validate}}}"#), false),
        ("the rule", format!(r#"{{"rules":{}}}"#, rule(r#""validate":{"failureAction":"Enforce"}"#)), true),
        (
            "the rule wins",
            format!(
                r#"{{"validationFailureAction":"Enforce","rules":{}}}"#,
                rule(r#""validate":{"failureAction":"Audit"}"#)
            ),
            false,
        ),
        ("images", format!(r#"{{"rules":{}}}"#, rule(r#""verifyImages":[{"failureAction":"Enforce"}]"#)), true),
        (
            "only changes",
            format!(r#"{{"validationFailureAction":"Enforce","rules":{}}}"#, rule(r#""mutate":{}"#)),
            false,
        ),
        (
            "in some namespaces",
            format!(
                r#"{{"validationFailureActionOverrides":[{{"action":"Enforce","namespaces":["a"]}}],"rules":{validate}}}"#
            ),
            true,
        ),
    ] {
        let (enforces, kinds, operations) = told("kyverno.io", "ClusterPolicy", &spec);
        assert_eq!((enforces, kinds.as_str(), operations.as_str()), (expected, "Pod", ""), "{what}");
    }
}

#[test]
fn kinds_add_up_and_operations_do_only_where_all_are_told() {
    let two = |second: &str| {
        format!(
            r#"{{"rules":[{{"match":{{"any":[{{"resources":{{"kinds":["Pod"],"operations":["CREATE"]}}}}]}}}},
                {{"match":{{"all":[{{"resources":{second}}}]}}}},{{"match":{{"any":[{{"subjects":[]}}]}}}}]}}"#
        )
    };
    let both = told("kyverno.io", "Policy", &two(r#"{"kinds":["*/exec","Pod"],"operations":["CONNECT"]}"#));
    assert_eq!(both, (false, "*/exec,Pod".into(), "CONNECT,CREATE".into()));
    let open = told("kyverno.io", "Policy", &two(r#"{"kinds":["Secret"]}"#));
    assert_eq!(open, (false, "Pod,Secret".into(), String::new()));
    let old = r#"{"rules":[{"match":{"resources":{"kinds":["Role"]}}}]}"#;
    assert_eq!(told("kyverno.io", "ClusterPolicy", old).1, "Role");
}

#[test]
fn newer_policies_deny_unless_they_say_otherwise() {
    let with = |actions: &str| {
        format!(
            r#"{{{actions}"matchConstraints":{{"resourceRules":[{{"operations":["CREATE"],"resources":["pods"]}}]}}}}"#
        )
    };
    let group = "policies.kyverno.io";
    for (kind, actions, expected) in [
        ("ValidatingPolicy", "", true),
        ("ValidatingPolicy", r#""validationActions":["Warn","Deny"],"#, true),
        ("NamespacedValidatingPolicy", r#""validationActions":["Audit"],"#, false),
        ("ImageValidatingPolicy", "", true),
        ("MutatingPolicy", "", false),
        ("PolicyException", "", false),
    ] {
        let told = told(group, kind, &with(actions));
        assert_eq!(told, (expected, "pods".into(), "CREATE".into()), "{kind} {actions}");
    }
}

#[test]
fn a_constraint_of_gatekeeper_denies_unless_it_says_otherwise() {
    let kinds = r#""match":{"kinds":[{"apiGroups":[""],"kinds":["Pod"]},{"apiGroups":["*"],"kinds":["*"]}]}"#;
    for (action, expected) in [
        ("", true),
        (r#""enforcementAction":"","#, true),
        (r#""enforcementAction":"deny","#, true),
        (r#""enforcementAction":"dryrun","#, false),
        (r#""enforcementAction":"warn","#, false),
        (r#""enforcementAction":"scoped","scopedEnforcementActions":[{"action":"warn"},{"action":"deny"}],"#, true),
        (r#""enforcementAction":"scoped","scopedEnforcementActions":[{"action":"warn"}],"#, false),
    ] {
        let told = told("constraints.gatekeeper.sh", "K8sAllowedRepos", &format!("{{{action}{kinds}}}"));
        assert_eq!(told, (expected, "*,Pod".into(), String::new()), "{action}");
    }
}

#[test]
fn only_some_kinds_live_in_namespaces_and_what_makes_no_decision_is_left_out() {
    let namespace = |group, kind| read(group, kind, "{}").unwrap().namespace.map(|name| name.as_str().to_owned());
    assert_eq!(namespace("kyverno.io", "ClusterPolicy"), None);
    assert_eq!(namespace("kyverno.io", "PolicyException").as_deref(), Some("shop"));
    assert_eq!(namespace("config.gatekeeper.sh", "Config").as_deref(), Some("shop"));
    assert_eq!(namespace("constraints.gatekeeper.sh", "Any"), None);
    assert!(is_of_engine("kyverno.io", "ClusterPolicy") && is_of_engine("constraints.gatekeeper.sh", "Any"));
    assert!(
        !is_of_engine("kyverno.io", "ClusterCleanupPolicy") && !is_of_engine("kyverno.example.com", "ClusterPolicy")
    );
}

#[test]
fn what_has_another_shape_is_refused_with_its_field() {
    for (group, kind, spec, said) in [
        ("kyverno.io", "ClusterPolicy", r#"{"rules":{}}"#, "spec.rules: expected a list"),
        ("kyverno.io", "ClusterPolicy", r#"{"rules":[{"match":"all"}]}"#, "spec.rules[0].match"),
        ("constraints.gatekeeper.sh", "A", r#"{"enforcementAction":1}"#, "spec.enforcementAction"),
        ("policies.kyverno.io", "ValidatingPolicy", r#"{"validationActions":"Deny"}"#, "spec.validationActions"),
    ] {
        let message = read(group, kind, spec).unwrap_err();
        assert!(message.contains(said), "`{said}` is not in: {message}");
    }
}
