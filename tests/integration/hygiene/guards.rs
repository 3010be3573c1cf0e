//! The checks of the family `guard`: each flaw with a hit and a near miss, and how bad it is in which guard.

use serde_json::Value;

use super::row::document;
use super::{found_of, scan};
use crate::run::{kubescan, kubescan_with_input};

/// Rules of a guard.
const PODS: &str = "{apiGroups: [''], apiVersions: [v1], operations: ['*'], resources: [pods, 'pods/*']}";
const MAPS: &str = "{apiGroups: [''], apiVersions: [v1], operations: ['*'], resources: [configmaps]}";
const RIGHTS: &str = "{apiGroups: [rbac.authorization.k8s.io], apiVersions: [v1], operations: ['*'], resources: ['*']}";
const DENY: &str = "validationActions: [Deny]";
const IGNORE: &str = "failurePolicy: Ignore, ";
const POLICY: &str = "validatingadmissionpolicy:p";
const BINDING: &str = "validatingadmissionpolicy:p/b";
const WEBHOOK: &str = "validatingwebhook:w/h.example.com";

/// A cluster and what one check finds in it.
struct Case {
    check: &'static str,
    what: &'static str,
    objects: Vec<String>,
    finds: Vec<String>,
}

fn hit(check: &'static str, what: &'static str, severity: &str, guard: &str, objects: Vec<String>) -> Case {
    Case { check, what, objects, finds: vec![format!("{severity} {guard}")] }
}

fn miss(check: &'static str, what: &'static str, objects: Vec<String>) -> Case {
    Case { check, what, objects, finds: Vec::new() }
}

/// A policy `p`, with more of its spec before and of its matchConstraints behind.
fn policy_with(spec: &str, rules: &str, matches: &str) -> String {
    format!(
        "!ValidatingAdmissionPolicy p spec: {{{spec}matchConstraints: {{resourceRules: [{rules}]{matches}}}, \
         validations: [{{expression: 'true'}}]}}"
    )
}

fn policy(rules: &str) -> String {
    policy_with("", rules, "")
}

/// A binding `b` of it.
fn binding(spec: &str) -> String {
    format!("!ValidatingAdmissionPolicyBinding b spec: {{policyName: p, {spec}}}")
}

/// A policy with these rules that refuses what fails it.
fn bound(rules: &str) -> Vec<String> {
    vec![policy(rules), binding(DENY)]
}

/// On EKS, with the ConfigMap that maps identities of AWS.
fn with_map(mut objects: Vec<String>) -> Vec<String> {
    objects.push("ConfigMap kube-system/aws-auth data: {mapRoles: ''}".to_owned());
    objects
}

/// The same with more of the policy's spec.
fn bound_with(spec: &str, rules: &str) -> Vec<String> {
    vec![policy_with(spec, rules, ""), binding(DENY)]
}

/// The same with more of its matchConstraints.
fn matching(rules: &str, matches: &str) -> Vec<String> {
    vec![policy_with("", rules, matches), binding(DENY)]
}

fn webhook_of(kind: &str, configuration: &str, name: &str, spec: &str, rules: &str) -> String {
    format!(
        "!{kind}WebhookConfiguration {configuration} webhooks: [{{name: {name}, sideEffects: None, \
         admissionReviewVersions: [v1], {spec}rules: [{rules}]}}]"
    )
}

fn webhook(spec: &str, rules: &str) -> Vec<String> {
    vec![webhook_of("Validating", "w", "h.example.com", &format!("{spec}clientConfig: {{url: 'https://x'}}, "), rules)]
}

/// As it is written, before any server has stored it.
fn plain(object: String) -> Vec<String> {
    vec![object.trim_start_matches('!').to_owned()]
}

fn served_by(failure: &str, service: &str) -> Vec<String> {
    let client = format!("{failure}clientConfig: {{service: {{namespace: shop, name: {service}}}}}, ");
    let here = "!Service shop/here spec: {type: ClusterIP}".to_owned();
    vec![webhook_of("Validating", "w", "h.example.com", &client, PODS), here]
}

/// A policy with ConfigMaps as parameters and a binding that names one; `limits` is there.
fn with_params(kind: &str, failure: &str, name: &str, absent: &str) -> Vec<String> {
    let spec = format!("{failure}paramKind: {kind}, ");
    let reference = format!("{DENY}, paramRef: {{name: {name}, namespace: rules, parameterNotFoundAction: {absent}}}");
    let limits = "!ConfigMap rules/limits data: {most: '3'}".to_owned();
    vec![policy_with(&spec, PODS, ""), binding(&reference), limits, "!Namespace rules".to_owned()]
}

const MAP: &str = "{apiVersion: v1, kind: ConfigMap}";
const OWNER: &str =
    "{ownerReferences: [{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, name: r, uid: x}]} ";

/// The same object with more of its metadata.
fn with_metadata(object: &str, metadata: &str) -> String {
    object.replacen(" spec:", &format!(" {metadata}spec:"), 1)
}

fn table() -> Vec<Case> {
    [to_work(), failing(), coverage(), selectors(), params()].into_iter().flatten().collect()
}

/// What puts a guard to work.
fn to_work() -> Vec<Case> {
    let warns = || binding("validationActions: [Warn, Audit]");
    let other = || binding(DENY).replace("policyName: p", "policyName: q");
    vec![
        hit("unbound", "a policy about pods", "medium", POLICY, vec![policy(PODS)]),
        hit("unbound", "a policy about ConfigMaps", "low", POLICY, vec![policy(MAPS)]),
        hit("unbound", "a policy about rights", "medium", POLICY, vec![policy(RIGHTS)]),
        miss("unbound", "plain manifests: the binding may be elsewhere", vec![policy(PODS).replace('!', "")]),
        miss("unbound", "bound", bound(PODS)),
        hit("never-denies", "warns and audits", "info", BINDING, vec![policy(PODS), warns()]),
        miss("never-denies", "audits and denies", vec![policy(PODS), binding("validationActions: [Audit, Deny]")]),
        hit("no-policy", "another policy", "low", "validatingadmissionpolicy:q/b", vec![policy(PODS), other()]),
        miss("no-policy", "plain manifests: the policy may be elsewhere", vec![other().replace('!', "")]),
        miss("no-policy", "its policy", bound(PODS)),
        hit("no-service", "open", "medium", WEBHOOK, served_by(IGNORE, "gone")),
        hit("no-service", "what refuses everything is no way in", "low", WEBHOOK, served_by("", "gone")),
        miss("no-service", "there", served_by(IGNORE, "here")),
        miss("no-service", "a URL", webhook(IGNORE, PODS)),
        hit("owned", "a policy about pods", "low", POLICY, vec![with_metadata(&policy(PODS), OWNER), binding(DENY)]),
        hit("owned", "another", "info", POLICY, vec![with_metadata(&policy(MAPS), OWNER), binding(DENY)]),
        miss("owned", "its own", bound(PODS)),
    ]
}

/// What fails, and what it does then.
fn failing() -> Vec<Case> {
    let named = |kind: &str, configuration: &str| {
        vec![webhook_of(
            kind,
            configuration,
            "h.example.com",
            "failurePolicy: Ignore, clientConfig: {url: 'https://x'}, ",
            PODS,
        )]
    };
    let gatekeeper = "gatekeeper-validating-webhook-configuration";
    let warned = |field: &str| {
        let status =
            format!(", status: {{typeChecking: {{expressionWarnings: [{{fieldRef: x, warning: '{field}'}}]}}}}");
        vec![policy(PODS) + &status, binding(DENY)]
    };
    let broken = |failure: &str| {
        vec![policy_with(failure, PODS, "").replace("expression: 'true'", "expression: '1 +'"), binding(DENY)]
    };
    let tells = || vec![policy_with(IGNORE, PODS, ""), binding("validationActions: [Audit]")];
    vec![
        hit("fails-open", "a policy about pods", "medium", POLICY, bound_with(IGNORE, PODS)),
        hit("fails-open", "a policy about ConfigMaps", "low", POLICY, bound_with(IGNORE, MAPS)),
        hit("fails-open", "a policy that only audits", "info", POLICY, tells()),
        hit("fails-open", "a policy that nothing binds", "info", POLICY, vec![policy_with(IGNORE, PODS, "")]),
        hit("fails-open", "a webhook", "medium", WEBHOOK, webhook(IGNORE, RIGHTS)),
        hit("fails-open", "what changes objects", "low", "mutatingwebhook:w/h.example.com", named("Mutating", "w")),
        hit(
            "fails-open",
            "as it is installed",
            "low",
            &format!("validatingwebhook:{gatekeeper}/h.example.com"),
            named("Validating", gatekeeper),
        ),
        miss("fails-open", "failurePolicy Fail, and by default", bound_with("failurePolicy: Fail, ", PODS)),
        hit(
            "fails-open",
            "deletion alone runs nothing",
            "low",
            WEBHOOK,
            webhook(IGNORE, &PODS.replace("'*'", "DELETE")),
        ),
        hit(
            "fails-open",
            "plain manifests: a binding may be elsewhere",
            "medium",
            POLICY,
            plain(policy_with(IGNORE, PODS, "")),
        ),
        miss("fails-open", "a webhook by default", webhook("", PODS)),
        hit("type-warnings", "warned", "low", POLICY, warned("undefined field x")),
        miss("type-warnings", "not warned", bound(PODS)),
        hit("does-not-compile", "then all is let in", "medium", POLICY, broken(IGNORE)),
        hit("does-not-compile", "then all is refused", "low", POLICY, broken("")),
        miss("does-not-compile", "a field that may not be there", bound(PODS)),
    ]
}

/// What rules leave out.
fn coverage() -> Vec<Case> {
    let made = PODS.replace("'*'", "CREATE");
    let defaults = vec![webhook_of("Mutating", "w", "h.example.com", "clientConfig: {url: 'https://x'}, ", &made)];
    let operations = |rules: &str, operations: &str| {
        bound(&rules.replace("operations: ['*']", &format!("operations: [{operations}]")))
    };
    let versions = |versions: &str| bound(&RIGHTS.replace("apiVersions: [v1]", &format!("apiVersions: [{versions}]")));
    let resources = |rules: &str, from: &str, to: &str| bound(&rules.replace(from, to));
    let scalers = |versions: &str| {
        let rule = format!(
            "{{apiGroups: [autoscaling], apiVersions: [{versions}], operations: ['*'], resources: [horizontalpodautoscalers]}}"
        );
        matching(&rule, ", matchPolicy: Exact")
    };
    vec![
        hit("operation-left-out", "pods may be changed", "medium", POLICY, operations(PODS, "CREATE, DELETE")),
        hit("operation-left-out", "ConfigMaps may be made", "low", POLICY, operations(MAPS, "UPDATE")),
        hit(
            "operation-left-out",
            "what sets a default when pods are made",
            "info",
            "mutatingwebhook:w/h.example.com",
            defaults,
        ),
        miss("operation-left-out", "deleting is another check", operations(PODS, "CREATE, UPDATE")),
        hit("deletion-left-out", "pods may be deleted", "info", POLICY, operations(PODS, "CREATE, UPDATE")),
        miss("deletion-left-out", "all operations", bound(PODS)),
        miss("deletion-left-out", "told with what else is left out", operations(PODS, "CREATE")),
        hit(
            "rbac-kind-left-out",
            "bindings only",
            "medium",
            POLICY,
            resources(RIGHTS, "resources: ['*']", "resources: [rolebindings, clusterrolebindings]"),
        ),
        hit("aws-auth-left-out", "bindings, and the map is asked", "medium", POLICY, with_map(bound(RIGHTS))),
        miss("aws-auth-left-out", "there is no map", bound(RIGHTS)),
        miss("aws-auth-left-out", "about other things than bindings", with_map(bound(PODS))),
        miss("aws-auth-left-out", "it looks at ConfigMaps too", with_map(bound(&format!("{RIGHTS}, {MAPS}")))),
        miss("rbac-kind-left-out", "all four", bound(RIGHTS)),
        miss("rbac-kind-left-out", "none", bound(PODS)),
        hit("subresource-left-out", "pods", "medium", POLICY, resources(PODS, ", 'pods/*'", "")),
        miss("subresource-left-out", "with what is below", bound(PODS)),
        hit("unserved-version", "an old one", "medium", POLICY, versions("v1beta1")),
        miss("unserved-version", "beside the served one", versions("v1beta1, v1")),
        hit("exact-match", "one of two versions", "info", POLICY, scalers("v1")),
        hit(
            "exact-match",
            "events, by one of two groups, beside pods",
            "low",
            POLICY,
            matching(&PODS.replace("resources: [pods", "resources: [events, pods"), ", matchPolicy: Exact"),
        ),
        miss("exact-match", "both versions", scalers("v1, v2")),
    ]
}

/// Labels that somebody else sets.
fn selectors() -> Vec<Case> {
    let by = |selector: &str, key: &str| format!(", {selector}: {{matchLabels: {{{key}: x}}}}");
    let mine = by("namespaceSelector", "kubernetes.io/metadata.name");
    let team = by("namespaceSelector", "team");
    let in_binding = |key: &str| {
        vec![
            policy(PODS),
            binding(&format!("{DENY}, matchResources: {{objectSelector: {{matchLabels: {{{key}: x}}}}}}")),
        ]
    };
    vec![
        hit("namespace-label", "a label of one's own", "medium", POLICY, matching(PODS, &team)),
        hit("namespace-label", "of ConfigMaps", "low", POLICY, matching(MAPS, &team)),
        miss("namespace-label", "the name", matching(PODS, &mine)),
        hit("object-label", "in the binding", "medium", BINDING, in_binding("app")),
        miss("object-label", "none", bound(PODS)),
    ]
}

/// Parameters that are gone, or may go.
fn params() -> Vec<Case> {
    let unknown = "{apiVersion: v2, kind: ConfigMap}";
    vec![
        hit("absent-param-allows", "it may be deleted", "medium", BINDING, with_params(MAP, "", "limits", "Allow")),
        miss("absent-param-allows", "then all is refused", with_params(MAP, "", "limits", "Deny")),
        hit("no-params", "all is let in", "medium", BINDING, with_params(MAP, "", "gone", "Allow")),
        hit("no-params", "all is refused", "low", BINDING, with_params(MAP, "", "gone", "Deny")),
        miss("no-params", "there", with_params(MAP, "", "limits", "Deny")),
        hit("unserved-params", "all is let in", "medium", POLICY, with_params(unknown, IGNORE, "limits", "Deny")),
        hit("unserved-params", "all is refused", "low", POLICY, with_params(unknown, "", "limits", "Deny")),
        miss("unserved-params", "a kind that there is", with_params(MAP, "", "limits", "Deny")),
        miss("no-params", "the policy's flaw says it", with_params(unknown, "", "limits", "Deny")),
    ]
}

fn manifests(objects: &[String]) -> String {
    objects.iter().map(|object| document(object)).collect()
}

#[test]
fn each_flaw_is_found_and_its_near_misses_are_not() {
    let mut wrong = Vec::new();
    for case in table() {
        let found = found_of("guard", &scan(&manifests(&case.objects)), case.check);
        if found != case.finds {
            wrong.push(format!("{}, {}:\n  {found:?}\n  {:?}", case.check, case.what, case.finds));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_flaw_has_a_hit_and_a_near_miss() {
    let list = kubescan(&["explain", "guard"]).stdout;
    let checks: Vec<&str> = list.lines().filter_map(|line| line.split([' ', '/']).nth(1)).collect();
    assert_eq!(checks.len(), 20, "{list}");
    let table = table();
    for check in checks {
        let cases = || table.iter().filter(|case| case.check == check);
        assert!(cases().any(|case| !case.finds.is_empty()), "{check} has no hit");
        assert!(cases().any(|case| case.finds.is_empty()), "{check} has no near miss");
    }
}

fn of_guards(report: &Value) -> Vec<&Value> {
    report["findings"].as_array().unwrap().iter().filter(|finding| finding["kind"] == "guard").collect()
}

#[test]
fn a_sound_guard_has_no_flaw() {
    for rules in [PODS, MAPS, RIGHTS] {
        let report = scan(&manifests(&bound(rules)));
        assert!(of_guards(&report).is_empty(), "{:?}", of_guards(&report));
    }
}

#[test]
fn a_finding_tells_where_its_guard_stands_and_what_it_lets_by() {
    let text = manifests(&[binding(DENY), policy_with(IGNORE, PODS, "")]);
    let report = scan(&text);
    let [finding] = of_guards(&report)[..] else { panic!("{report}") };
    assert_eq!(
        finding["message"],
        "validatingadmissionpolicy:p: failurePolicy Ignore: a request that makes an expression fail, or cost too much, is let in"
    );
    let line = text.lines().position(|line| line.contains("kind: ValidatingAdmissionPolicy,")).unwrap() + 1;
    assert_eq!(finding["locations"], serde_json::json!([{"file": "-", "line": line, "column": 1}]));
    let moved = scan(&manifests(&[policy_with(IGNORE, PODS, ""), binding(DENY)]));
    assert_eq!(of_guards(&moved)[0]["fingerprint"], finding["fingerprint"], "the place is no part of it");
}

#[test]
fn hollow_guards_have_a_table_of_their_own() {
    let text = manifests(&bound_with(IGNORE, PODS));
    let table = |more: &[&str]| {
        let arguments = [&["scan", "-f", "-", "--only", "guard"], more].concat();
        kubescan_with_input(&arguments, text.as_bytes()).stdout
    };
    let row = "medium    guard/fails-open  validatingadmissionpolicy:p: failurePolicy Ignore: ";
    let plain = table(&[]);
    assert!(plain.contains("\nHollow guards\n") && plain.contains(row) && !plain.contains("Hygiene"), "{plain}");
    assert!(plain.contains("medium    1 hollow guard\n"), "{plain}");
    assert!(table(&["-o", "wide"]).contains("is let in (-:"), "with the place");
    assert_eq!(table(&["-o", "name"]), "guard/fails-open\n");
    let without = kubescan_with_input(&["scan", "-f", "-", "--only", "hygiene"], text.as_bytes()).stdout;
    assert!(!without.contains("guard/"), "{without}");
}

#[test]
fn many_flaws_of_one_kind_are_one_row() {
    let all: Vec<String> =
        (0..5).map(|place| policy_with(IGNORE, PODS, "").replace("Policy p ", &format!("Policy p{place} "))).collect();
    let table = kubescan_with_input(&["scan", "-f", "-"], manifests(&all).as_bytes()).stdout;
    let expected = "medium    guard/unbound  5 policies that no binding names: validatingadmissionpolicy:p0, \
        validatingadmissionpolicy:p1, validatingadmissionpolicy:p2 and 2 more";
    assert!(table.lines().any(|line| line == expected), "{table}");
}
