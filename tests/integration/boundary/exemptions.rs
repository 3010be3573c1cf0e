//! Guards that look away from what is marked, named or long in some way.

use serde_json::json;

use super::case::RBAC;
use super::{Case, Variant, v};

const BROKEN: &str = "broken";
const HOLDS: &str = "holds";

pub(super) const VARIANTS: &[Variant] = &[
    v("another user", "no-guard", |c| about(c, "request.userInfo.username == 'system:serviceaccount:jit:other'")),
    v("the group of its namespace", HOLDS, |c| about(c, "'system:serviceaccounts:jit' in request.userInfo.groups")),
    v("a group that it is not in", "no-guard", |c| {
        about(
            c,
            "'system:masters' in request.userInfo.groups && request.userInfo.username.startsWith('system:serviceaccount:jit:')",
        )
    }),
    v("a label", BROKEN, |c| {
        c.unless("has(object.metadata.labels) && 'break-glass' in object.metadata.labels");
        c.mark("{labels: {break-glass: 'true'}}");
    }),
    v("a label, by which only roles are rewritten", BROKEN, |c| {
        no_creation(c);
        c.unless("has(object.metadata.labels) && 'break-glass' in object.metadata.labels");
        c.mark("{labels: {break-glass: 'true'}}");
    }),
    v("a label that was there before", BROKEN, |c| {
        // First the label, then the rights.
        no_creation(c);
        c.replace(
            1,
            "request.resource.resource != 'clusterroles' ||",
            "request.resource.resource != 'clusterroles' || \
            has(oldObject.metadata.labels) && 'jit-free' in oldObject.metadata.labels || \
            has(oldObject.rules) && has(object.rules) && oldObject.rules == object.rules ||",
        );
        c.way("marks it first", &[
            "PATCH /apis/rbac.authorization.k8s.io/v1/clusterroles/jit-controller {metadata: {labels: {jit-free: 'true'}}}",
            "PATCH /apis/rbac.authorization.k8s.io/v1/clusterroles/jit-controller {rules: [{verbs: ['*'], apiGroups: ['*'], resources: ['*']}]}",
        ]);
    }),
    v("an annotation with its value", BROKEN, |c| {
        c.unless("has(object.metadata.annotations) && object.metadata.annotations[?'approved'].orValue('') == 'true'");
        c.mark("{annotations: {approved: 'true'}}");
    }),
    v("an annotation with a number in it", "unknown", |c| {
        c.unless("has(object.metadata.annotations) && int(object.metadata.annotations[?'ticket'].orValue('0')) > 4000");
        c.mark("{annotations: {ticket: '4711'}}");
    }),
    v("a label and an annotation together", BROKEN, |c| {
        c.unless("has(object.metadata.annotations) && 'approved' in object.metadata.annotations && has(object.metadata.labels) && 'ticket' in object.metadata.labels");
        c.mark("{annotations: {approved: 'true'}, labels: {ticket: 'true'}}");
    }),
    v("a label of one policy, an annotation of the other", BROKEN, |c| {
        c.unless("has(object.metadata.annotations) && 'approved' in object.metadata.annotations");
        c.second(
            "jit-second",
            &json!(["roles", "clusterroles", "rolebindings", "clusterrolebindings"]),
            "has(object.metadata.labels) && 'ticket' in object.metadata.labels",
        );
        c.mark("{annotations: {approved: 'true'}, labels: {ticket: 'true'}}");
    }),
    v("the beginning of a name", BROKEN, |c| {
        c.unless("request.name.startsWith('free-')");
        c.mark("{name: free-jit}");
    }),
    v("a label behind many other words", BROKEN, |c| {
        c.replace(1, "request.resource.resource != 'clusterroles' ||", "object != null && has(object.metadata.labels) && 'break-glass' in object.metadata.labels || request.resource.resource != 'clusterroles' ||");
        c.mark("{labels: {break-glass: 'true'}}");
    }),
    v("what belongs to something", "unknown", |c| {
        c.unless("object != null && has(object.metadata.ownerReferences)");
        c.mark("{ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: some, uid: '1'}]}");
    }),
    v("a name of several words", BROKEN, |c| {
        c.unless("request.name == 'of several words jit'");
        c.mark("{name: 'of several words jit'}");
    }),
    v("names of a form", BROKEN, |c| {
        c.unless("request.name.matches('^free-[a-z]+[0-9]*$')");
        c.mark("{name: free-a}");
    }),
    v("names of a length", "unknown", |c| {
        c.unless("size(request.name) == 31");
        c.mark("{name: x23456789-123456789-123456789-1}");
    }),
    v("names of a form, which another policy refuses as well", HOLDS, |c| {
        c.second("jit-names", &json!(["roles", "clusterroles"]), "!request.name.matches('^[0-9]+$')");
    }),
    v("a name that a rule leaves out", BROKEN, |c| {
        let rule = json!({"apiGroups": ["rbac.authorization.k8s.io"], "apiVersions": ["*"], "operations": ["*"],
            "resources": ["*"], "resourceNames": ["free-jit"]});
        c.policy()["matchConstraints"]["excludeResourceRules"] = json!([rule]);
        c.mark("{name: free-jit}");
    }),
    v("a name that nothing can have", HOLDS, |c| c.unless("request.name == 'break/glass'")),
    v("an error of a condition, and Fail", HOLDS, |c| c.unless("[1][5] == 1")),
    v("an error of a condition, and Ignore", BROKEN, |c| {
        c.policy()["failurePolicy"] = json!("Ignore");
        c.unless("request.operation != 'DELETE' && object.metadata.labels['x'] == 'y'");
    }),
    v("an error of a validation, and Fail", HOLDS, failing),
    v("an error of a validation, and Ignore", BROKEN, |c| {
        c.policy()["failurePolicy"] = json!("Ignore");
        failing(c);
    }),
    v("an error of a variable, and Ignore", BROKEN, |c| {
        c.policy()["failurePolicy"] = json!("Ignore");
        c.policy()["variables"][0]["expression"] = json!("object.subjects.filter(s, s.missing == 'x')");
    }),
    v("an error of a variable, and Fail", HOLDS, |c| {
        // Nobody is granted anything.
        c.policy()["variables"][0]["expression"] = json!("object.subjects.filter(s, s.missing == 'x')");
    }),
    v("a condition that is false and one that is an error", "no-guard", |c| {
        c.unless("request.userInfo.username.startsWith('system:')");
        c.unless("object.metadata.labels['x'] == 'y'");
    }),
    v("what costs too much, and Fail", HOLDS, costly),
    v("what costs too much, and Ignore", BROKEN, |c| {
        c.policy()["failurePolicy"] = json!("Ignore");
        costly(c);
        c.way(
            "behind many others",
            &[&long_binding("POST /apis/rbac.authorization.k8s.io/v1/clusterrolebindings?dryRun=All")],
        );
    }),
    v("what costs too much for many that it likes, and Ignore", BROKEN, |c| {
        c.policy()["failurePolicy"] = json!("Ignore");
        let pairs = "variables.subjects.all(s, s.kind == 'User' && s.name.endsWith('@jit.example') && \
            variables.subjects.all(t, t.name != s.name + 'x'))";
        c.policy()["validations"][0]["expression"] = json!(format!(
            "request.operation == 'DELETE' || !request.resource.resource.endsWith('bindings') || {pairs}"
        ));
        let liked = format!("{{apiGroup: {RBAC}, kind: User, name: x@jit.example}}, ").repeat(2000);
        c.way(
            "behind many that it likes",
            &[&format!(
                "POST /apis/{RBAC}/v1/clusterrolebindings?dryRun=All {{metadata: {{name: jit-me}}, \
                 roleRef: {{apiGroup: {RBAC}, kind: ClusterRole, name: cluster-admin}}, \
                 subjects: [{liked}{{kind: ServiceAccount, namespace: jit, name: controller}}]}}"
            )],
        );
    }),
    v("what costs too much in a binding that is there, and Ignore", BROKEN, |c| {
        c.policy()["failurePolicy"] = json!("Ignore");
        no_creation(c);
        costly(c);
        c.way(
            "behind many others",
            &[&long_binding("PATCH /apis/rbac.authorization.k8s.io/v1/clusterrolebindings/jit-admins?dryRun=All")],
        );
    }),
];

fn about(case: &mut Case, condition: &str) {
    case.policy()["matchConditions"][0]["expression"] = condition.into();
}

/// The only validation fails, or says no.
fn failing(case: &mut Case) {
    case.policy()["validations"] = json!([{"expression": "[1][5] == 1"}]);
}

/// The controller changes what is there, and makes nothing.
fn no_creation(case: &mut Case) {
    let verbs = case.rules()[0]["verbs"].as_array_mut().unwrap();
    verbs.retain(|verb| verb != "create" && verb != "delete");
}

/// A subject is looked at in a way that costs much, and takes no time.
fn costly(case: &mut Case) {
    let (hay, needle) = ("a".repeat(500), "b".repeat(500));
    case.replace(
        0,
        "variables.subjects.all(s,",
        &format!("variables.subjects.all(s, !'{hay}'.contains('{needle}') && ("),
    );
    let expression = &mut case.policy()["validations"][0]["expression"];
    *expression = format!("{})", expression.as_str().unwrap()).into();
}

fn long_binding(to: &str) -> String {
    let others: String = (0..21_000).map(|n| format!(r#"{{"kind":"User","name":"u{n}"}},"#)).collect();
    format!(
        r#"{to} {{"metadata":{{"name":"jit-admins-long"}},"roleRef":{{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"cluster-admin"}},"subjects":[{others}{{"kind":"ServiceAccount","namespace":"jit","name":"controller"}}]}}"#
    )
    .replace("jit-admins-long", if to.starts_with("PATCH") { "jit-admins" } else { "jit-long" })
}
