//! Whether a grant that kubescan names as evidence is true: judged from the objects alone, by nested loops.

use kubescan::query::{EvidenceInfo, GrantInfo};
use serde_json::Value;

use super::cluster::{Cluster, namespace_of, text, texts};

/// What is wrong with the evidence for an allowed review, given as its specification.
pub(super) fn complaint(cluster: &Cluster, spec: &Value, evidence: &[EvidenceInfo]) -> Option<String> {
    match evidence {
        [EvidenceInfo::Grant { grant, .. }] => complaint_about(cluster, spec, grant),
        [EvidenceInfo::Authorizer { authorizer, .. }] => {
            let group = if authorizer == "node" { "system:nodes" } else { authorizer };
            let missing = !texts(spec, "groups").contains(&group);
            missing.then(|| format!("{authorizer} allows it, but {group} is no group of the review"))
        }
        _ => Some(format!("{} pieces of evidence", evidence.len())),
    }
}

fn complaint_about(cluster: &Cluster, spec: &Value, grant: &GrantInfo) -> Option<String> {
    let Some(binding) = cluster.by_id(&grant.binding) else {
        return Some("there is no such binding".to_owned());
    };
    let role_ref = &binding["roleRef"];
    let place =
        namespace_of(binding).filter(|_| text(role_ref, "kind") == "Role").map(|namespace| format!("{namespace}/"));
    let role =
        format!("{}:{}{}", text(role_ref, "kind").to_lowercase(), place.unwrap_or_default(), text(role_ref, "name"));
    let subjects = binding["subjects"].as_array().into_iter().flatten();
    let asked = &spec["resourceAttributes"];
    let here = namespace_of(binding);
    let complaints = [
        (here.is_some_and(|here| here != text(asked, "namespace")), "the binding is of another namespace"),
        (grant.role != role, "the binding refers to another role"),
        (!subjects.into_iter().any(|subject| names(subject, here, spec)), "the binding names somebody else"),
        (
            !cluster.rules_of(binding).get(grant.rule).is_some_and(|rule| allows(rule, spec)),
            "the rule is about something else",
        ),
    ];
    complaints.into_iter().find_map(|(wrong, complaint)| wrong.then(|| complaint.to_owned()))
}

/// Whether a subject of a binding is the user of a review, or one of the groups. `here` is the binding's namespace.
pub(super) fn names(subject: &Value, here: Option<&str>, spec: &Value) -> bool {
    let name = text(subject, "name");
    match text(subject, "kind") {
        "User" => text(spec, "user") == name,
        "Group" => texts(spec, "groups").contains(&name),
        "ServiceAccount" => {
            let own = text(subject, "namespace");
            let namespace = if own.is_empty() { here.unwrap_or_default() } else { own };
            !namespace.is_empty() && text(spec, "user") == format!("system:serviceaccount:{namespace}:{name}")
        }
        _ => false,
    }
}

/// Whether a rule allows what a review asks for.
fn allows(rule: &Value, spec: &Value) -> bool {
    let has = |list: &str, word: &str| texts(rule, list).iter().any(|entry| *entry == "*" || *entry == word);
    if let Some(asked) = spec.get("nonResourceAttributes") {
        let path = text(asked, "path");
        let prefixed = |entry: &&str| entry.ends_with('*') && path.starts_with(entry.trim_end_matches('*'));
        return has("verbs", text(asked, "verb"))
            && (has("nonResourceURLs", path) || texts(rule, "nonResourceURLs").iter().any(prefixed));
    }
    let asked = &spec["resourceAttributes"];
    let [resource, subresource] = ["resource", "subresource"].map(|field| text(asked, field));
    let whole = if subresource.is_empty() { resource.to_owned() } else { format!("{resource}/{subresource}") };
    let of_all = format!("*/{subresource}");
    let names = texts(rule, "resourceNames");
    has("verbs", text(asked, "verb"))
        && has("apiGroups", text(asked, "group"))
        && (has("resources", &whole) || !subresource.is_empty() && has("resources", &of_all))
        && (names.is_empty() || names.contains(&text(asked, "name")))
}
