//! Random policies with their bindings. Those of one group judge its requests only, so that each answers for itself.

use serde_json::{Map, Value, json};

use super::expressions::boolean;
use super::world::{names_of, namespace_of, user_of};
use crate::differential::random::Random;

/// What keeps a policy to the requests of its group.
#[derive(Clone, Copy, PartialEq)]
enum Fence {
    /// A match condition on the user.
    User,
    /// The namespace, and names of what is in none: what fails before any expression stays within, too.
    Place,
}

const RESOURCES: &[(&[&str], &[&str])] = &[
    (&[""], &["configmaps"]),
    (&[""], &["configmaps", "serviceaccounts"]),
    (&[""], &["pods"]),
    (&[""], &["pods/*"]),
    (&[""], &["pods/ephemeralcontainers", "pods/eviction"]),
    (&[""], &["pods/exec"]),
    (&[""], &["serviceaccounts/token"]),
    (&[""], &["namespaces"]),
    (&["rbac.authorization.k8s.io"], &["roles", "clusterroles"]),
    (&["rbac.authorization.k8s.io"], &["rolebindings", "clusterrolebindings"]),
    (&["rbac.authorization.k8s.io"], &["*"]),
    (&["autoscaling"], &["horizontalpodautoscalers"]),
    (&["events.k8s.io"], &["events"]),
    (&[""], &["events"]),
    (&["apps"], &["deployments/scale"]),
    (&["apps"], &["*/scale"]),
    (&["*"], &["*"]),
    (&["*"], &["*/*"]),
];

/// The policies of a group with all their bindings.
pub(super) fn objects(random: &mut Random, group: usize) -> Vec<Value> {
    let mut objects = Vec::new();
    for number in 0..2 + random.below(3) {
        let name = format!("adm-{group}-{number}");
        let params = random.chance(30);
        // A parameter that is missing fails before any condition is evaluated.
        let fence = if params || random.chance(40) { Fence::Place } else { Fence::User };
        objects.push(policy(random, &name, group, fence, params));
        for binding in 0..1 + random.below(2) {
            objects.push(bound(random, &format!("{name}-{binding}"), &name, group, params));
        }
    }
    objects
}

fn policy(random: &mut Random, name: &str, group: usize, fence: Fence, params: bool) -> Value {
    let variables = random.below(3);
    // No server stores conditions that ask for variables.
    let expressions =
        |random: &mut Random, count: usize| (0..count).map(|_| boolean(random, 0, params)).collect::<Vec<String>>();
    let mut matches = criteria(random, group);
    let rules = 1 + random.below(2);
    matches.insert("resourceRules".into(), (0..rules).map(|_| rule(random, group, fence)).collect());
    if fence == Fence::Place {
        let own = json!({"matchLabels": {"kubernetes.io/metadata.name": namespace_of(group)}});
        matches.insert("namespaceSelector".into(), own);
    }
    let mut conditions: Vec<Value> = Vec::new();
    let asked = random.pick(&[0, 0, 1, 2]);
    for (place, expression) in expressions(random, asked).iter().enumerate() {
        conditions.push(json!({"name": format!("c{place}"), "expression": expression}));
    }
    if fence == Fence::User {
        let own = format!("request.userInfo.username == '{}'", user_of(group));
        conditions.push(json!({"name": "own", "expression": own}));
    }
    let defined: Vec<Value> = (0..variables)
        .map(|place| json!({"name": format!("v{place}"), "expression": boolean(random, place, params)}))
        .collect();
    let validations: Vec<Value> = (0..1 + random.below(3))
        .map(|place| {
            let mut validation = json!({"expression": boolean(random, variables, params)});
            if random.chance(40) {
                validation["message"] = json!(format!("rule {place} of {name}"));
            }
            validation
        })
        .collect();
    let mut spec = json!({
        "failurePolicy": random.pick(&["Fail", "Fail", "Ignore"]),
        "matchConstraints": matches, "matchConditions": conditions, "variables": defined, "validations": validations,
    });
    if params {
        spec["paramKind"] = json!({"apiVersion": "v1", "kind": "ConfigMap"});
    }
    json!({"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy",
        "metadata": {"name": name}, "spec": spec})
}

/// Selectors, exclusions and the match policy.
fn criteria(random: &mut Random, group: usize) -> Map<String, Value> {
    let mut criteria = Map::new();
    let mut add = |key: &str, value: Value| criteria.insert(key.to_owned(), value);
    if random.chance(20) {
        let selector = random.pick(&[
            json!({"matchLabels": {"env": "prod"}}),
            json!({"matchExpressions": [{"key": "env", "operator": "NotIn", "values": ["prod"]}]}),
            json!({"matchExpressions": [{"key": "env", "operator": "Exists"}]}),
            json!({"matchLabels": {"kubernetes.io/metadata.name": namespace_of(group)}}),
        ]);
        add("namespaceSelector", selector);
    }
    if random.chance(20) {
        let selector = random.pick(&[
            json!({"matchLabels": {"app": "web"}}),
            json!({"matchExpressions": [{"key": "app", "operator": "DoesNotExist"}]}),
        ]);
        add("objectSelector", selector);
    }
    if random.chance(15) {
        let (groups, resources) = random.pick(&RESOURCES[..12]);
        let operation = random.pick(&["*", "CREATE", "DELETE"]);
        add(
            "excludeResourceRules",
            json!([{"apiGroups": groups, "apiVersions": ["*"], "operations": [operation], "resources": resources}]),
        );
    }
    if random.chance(25) {
        add("matchPolicy", json!("Exact"));
    }
    criteria
}

fn rule(random: &mut Random, group: usize, fence: Fence) -> Value {
    let broad = random.chance(50);
    let (groups, resources) = random.pick(if broad { &RESOURCES[16..] } else { RESOURCES });
    let operations = random.pick(&[
        json!(["*"]),
        json!(["*"]),
        json!(["*"]),
        json!(["CREATE", "UPDATE"]),
        json!(["UPDATE"]),
        json!(["DELETE"]),
        json!(["CREATE", "CONNECT"]),
    ]);
    let versions = random.pick(&[json!(["*"]), json!(["*"]), json!(["v1"]), json!(["v2"]), json!(["v1beta1"])]);
    let mut rule =
        json!({"apiGroups": groups, "apiVersions": versions, "operations": operations, "resources": resources});
    if random.chance(20) {
        rule["scope"] = json!(random.pick(&["Cluster", "Namespaced"]));
    }
    if fence == Fence::Place {
        rule["resourceNames"] = json!(names_of(group));
    } else if random.chance(15) {
        rule["resourceNames"] = json!(["a"]);
    }
    rule
}

fn bound(random: &mut Random, name: &str, policy: &str, group: usize, params: bool) -> Value {
    let actions =
        random.pick(&[json!(["Deny"]), json!(["Deny"]), json!(["Deny", "Audit"]), json!(["Warn"]), json!(["Audit"])]);
    let mut spec = json!({"policyName": policy, "validationActions": actions});
    if random.chance(30) {
        let mut matches = criteria(random, group);
        if random.chance(40) {
            matches.insert("resourceRules".into(), json!([rule(random, group, Fence::User)]));
        }
        spec["matchResources"] = Value::Object(matches);
    }
    if params && random.chance(85) {
        let mut reference = json!({"parameterNotFoundAction": random.pick(&["Deny", "Allow"])});
        match random.below(4) {
            0 => reference["selector"] = json!({"matchLabels": {"role": "limits"}}),
            1 => reference["selector"] = json!({"matchLabels": {"role": "nothing"}}),
            2 => reference["name"] = json!("limits"),
            _ => reference["name"] = json!(random.pick(&["limits", "strict", "missing"])),
        }
        if random.chance(50) {
            reference["namespace"] = json!(namespace_of(group));
        }
        spec["paramRef"] = reference;
    }
    json!({"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicyBinding",
        "metadata": {"name": name}, "spec": spec})
}
