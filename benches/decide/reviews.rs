//! Reviews about the subjects and namespaces of a cluster.

use kubescan::model::{Name, Snapshot, Subject};
use serde_json::json;

use crate::random::Random;

const VERBS: [&str; 6] = ["get", "list", "create", "update", "delete", "watch"];
const RESOURCES: [(&str, &str, &str); 8] = [
    ("", "secrets", ""),
    ("", "configmaps", ""),
    ("", "pods", "exec"),
    ("", "services", ""),
    ("apps", "deployments", ""),
    ("batch", "jobs", ""),
    ("group3.example.com", "widgets", ""),
    ("rbac.authorization.k8s.io", "roles", ""),
];

/// This many reviews, one a line, with the groups that each identity really has.
pub(crate) fn lines(snapshot: &Snapshot, count: usize, random: &mut Random) -> Vec<String> {
    let subjects: Vec<&Subject> = snapshot.bindings.iter().flat_map(|binding| &binding.subjects).collect();
    let namespaces: Vec<&Name> = snapshot.namespaces.iter().map(|namespace| &namespace.name).collect();
    (0..count).filter_map(|_| line(&subjects, &namespaces, random)).collect()
}

fn line(subjects: &[&Subject], namespaces: &[&Name], random: &mut Random) -> Option<String> {
    let identity = kubescan::authz::identity_of(subjects.get(random.below(subjects.len()))?);
    let groups: Vec<&str> = identity
        .iter()
        .filter_map(|subject| match subject {
            Subject::Group(name) => Some(name.as_str()),
            _ => None,
        })
        .collect();
    let (group, resource, subresource) = RESOURCES.get(random.below(RESOURCES.len()))?;
    let namespace = namespaces.get(random.below(namespaces.len()))?.as_str();
    let user = identity.first().and_then(Subject::username).unwrap_or_else(|| "somebody".to_owned());
    let attributes = json!({"verb": random.pick(&VERBS), "group": group, "resource": resource,
        "subresource": subresource, "namespace": namespace});
    let spec = json!({"user": user, "groups": groups, "resourceAttributes": attributes});
    let review = json!({"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview", "spec": spec});
    Some(review.to_string())
}
