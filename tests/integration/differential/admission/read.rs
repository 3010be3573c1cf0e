//! The policies of a server as kubescan's model has them.

use kubescan::model::{
    AdmissionBinding, AdmissionKind, AdmissionPolicy, AdmissionRule, AdmissionScope, LabelSelector, MatchResources,
    Name, NamedExpression, Param, ParamKind, ParamRef, SelectorOperator, SelectorRequirement, Snapshot, Validation,
};
use serde_json::Value;

/// Puts what kubectl lists into the tables of a snapshot.
pub(super) fn into(snapshot: &mut Snapshot, list: &Value) {
    for object in list["items"].as_array().unwrap() {
        match object["kind"].as_str().unwrap() {
            "ValidatingAdmissionPolicy" => snapshot.admission_policies.push(policy(object)),
            "ValidatingAdmissionPolicyBinding" => snapshot.admission_bindings.push(binding(object)),
            "ConfigMap" => snapshot.params.push(param(object)),
            _ => {}
        }
    }
}

fn name(value: &Value) -> Name {
    value.as_str().unwrap_or_default().into()
}

fn optional(value: &Value) -> Option<Name> {
    value.as_str().map(Name::from)
}

fn each<T>(value: &Value, read: impl Fn(&Value) -> T) -> Vec<T> {
    value.as_array().into_iter().flatten().map(read).collect()
}

fn policy(object: &Value) -> AdmissionPolicy {
    let spec = &object["spec"];
    let named = |value: &Value| NamedExpression { name: name(&value["name"]), expression: name(&value["expression"]) };
    let kind = |value: &Value| ParamKind { api_version: name(&value["apiVersion"]), kind: name(&value["kind"]) };
    let validation =
        |value: &Value| Validation { expression: name(&value["expression"]), message: optional(&value["message"]) };
    AdmissionPolicy {
        kind: AdmissionKind::Validating,
        name: name(&object["metadata"]["name"]),
        ignores_failure: spec["failurePolicy"] == "Ignore",
        param_kind: spec.get("paramKind").map(kind),
        matches: matches(&spec["matchConstraints"]),
        conditions: each(&spec["matchConditions"], named),
        variables: each(&spec["variables"], named),
        validations: each(&spec["validations"], validation),
        owners: Vec::new(),
        warnings: Vec::new(),
        location: None,
    }
}

fn binding(object: &Value) -> AdmissionBinding {
    let spec = &object["spec"];
    let params = |value: &Value| ParamRef {
        name: optional(&value["name"]),
        namespace: optional(&value["namespace"]),
        selector: value.get("selector").map(selector),
        allows_absence: value["parameterNotFoundAction"] == "Allow",
    };
    AdmissionBinding {
        kind: AdmissionKind::Validating,
        name: name(&object["metadata"]["name"]),
        policy: name(&spec["policyName"]),
        params: spec.get("paramRef").map(params),
        matches: spec.get("matchResources").map(matches),
        actions: each(&spec["validationActions"], name),
        owners: Vec::new(),
        location: None,
    }
}

fn matches(value: &Value) -> MatchResources {
    MatchResources {
        namespaces: selector(&value["namespaceSelector"]),
        objects: selector(&value["objectSelector"]),
        rules: each(&value["resourceRules"], rule),
        excluded: each(&value["excludeResourceRules"], rule),
        exact: value["matchPolicy"] == "Exact",
    }
}

fn rule(value: &Value) -> AdmissionRule {
    AdmissionRule {
        operations: each(&value["operations"], name),
        api_groups: each(&value["apiGroups"], name),
        api_versions: each(&value["apiVersions"], name),
        resources: each(&value["resources"], name),
        resource_names: each(&value["resourceNames"], name),
        scope: match value["scope"].as_str() {
            Some("Cluster") => AdmissionScope::Cluster,
            Some("Namespaced") => AdmissionScope::Namespaced,
            _ => AdmissionScope::All,
        },
    }
}

fn selector(value: &Value) -> LabelSelector {
    let labels = value["matchLabels"].as_object().into_iter().flatten();
    let mut requirements: Vec<SelectorRequirement> = labels
        .map(|(key, value)| SelectorRequirement {
            key: key.as_str().into(),
            operator: SelectorOperator::In,
            values: vec![name(value)],
        })
        .collect();
    requirements.extend(each(&value["matchExpressions"], |value| SelectorRequirement {
        key: name(&value["key"]),
        operator: match value["operator"].as_str().unwrap() {
            "In" => SelectorOperator::In,
            "NotIn" => SelectorOperator::NotIn,
            "Exists" => SelectorOperator::Exists,
            _ => SelectorOperator::DoesNotExist,
        },
        values: each(&value["values"], name),
    }));
    LabelSelector { requirements }
}

fn param(object: &Value) -> Param {
    let metadata = &object["metadata"];
    let labels = metadata["labels"].as_object().into_iter().flatten();
    Param {
        kind: ParamKind { api_version: "v1".into(), kind: "ConfigMap".into() },
        namespace: optional(&metadata["namespace"]),
        name: name(&metadata["name"]),
        labels: labels.map(|(key, value)| (key.as_str().into(), name(value))).collect(),
        json: object.to_string(),
    }
}
