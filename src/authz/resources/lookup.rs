//! From what a person types to resources: `deploy`, `deployments.apps`, `Deployment`, `deployments.v1.apps`.
//!
//! As kubectl does it: `client-go/restmapper/shortcut.go`, `apimachinery/pkg/api/meta/restmapper.go` and `ParseResourceArg`
//! of `apimachinery/pkg/runtime/schema`. Two differences: `pods.` means the core group and no other, and a version is
//! not looked at, since RBAC does not.

use crate::model::{Name, Resource};

use super::table::{Standing, known, known_resources};

/// The resources that a typed name can mean, kubectl's choice first; none for a name that nobody knows.
///
/// `extra` is what discovery told of the cluster, in its order. A group may be cut short, as in `clusterroles.rbac`.
#[must_use]
pub fn find<'r>(typed: &str, extra: &'r [Resource]) -> Vec<&'r Resource> {
    let typed = typed.to_lowercase();
    let mut parts = typed.splitn(3, '.');
    if let (Some(name), Some(version), Some(group)) = (parts.next(), parts.next(), parts.next()) {
        let found = if is_version(version) { in_group(name, group, extra) } else { Vec::new() };
        if !found.is_empty() {
            return found;
        }
    }
    match typed.split_once('.') {
        Some((name, group)) => in_group(name, group, extra),
        None => best(&typed, extra, |_| true),
    }
}

/// `v1`, `v2beta1`: a version, which is no API group.
#[must_use]
pub(crate) fn is_version(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.strip_prefix('v').is_some_and(|rest| {
        let stages = rest.split_once("alpha").or_else(|| rest.split_once("beta"));
        stages.map_or_else(|| digits(rest), |(version, stage)| digits(version) && digits(stage))
    })
}

fn in_group<'r>(name: &str, group: &str, extra: &'r [Resource]) -> Vec<&'r Resource> {
    let exact = best(name, extra, |known| known == group);
    if exact.is_empty() && !group.is_empty() { best(name, extra, |known| known.starts_with(group)) } else { exact }
}

/// How near a name must be, best first.
const NEARNESS: [fn(&Resource, &str) -> bool; 3] = [
    |resource, name| resource.name == name || resource.singular == name,
    |resource, name| resource.short_names.iter().any(|short| short == name),
    |resource, name| resource.kind.to_lowercase() == name,
];

fn best<'r>(name: &str, extra: &'r [Resource], group: impl Fn(&Name) -> bool) -> Vec<&'r Resource> {
    if name.is_empty() {
        return Vec::new();
    }
    let candidates: Vec<&'r Resource> = all(extra).into_iter().filter(|resource| group(&resource.api_group)).collect();
    let nearest = NEARNESS.iter().map(|near| {
        let near = candidates.iter().copied().filter(|resource| near(resource, name));
        near.collect::<Vec<_>>()
    });
    nearest.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
}

/// Everything there is to find: what kubectl would see first, then what only the authorizer knows.
fn all(extra: &[Resource]) -> Vec<&Resource> {
    let with =
        |wanted| known_resources().filter(move |(_, standing)| *standing == wanted).map(|(resource, _)| resource);
    let custom = extra.iter().filter(|resource| known(&resource.api_group, &resource.name).is_none());
    let served = with(Standing::Served).chain(custom);
    served.chain(with(Standing::Authorized)).chain(with(Standing::Former)).collect()
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::model::Resource;

    fn custom() -> Vec<Resource> {
        let lines = [
            r#"{"api_group":"example.com","name":"widgets","singular":"widget","kind":"WidgetKind","short_names":["wd","po"],"namespaced":true}"#,
            r#"{"api_group":"metrics.k8s.io","name":"pods","singular":"","kind":"PodMetrics","namespaced":true}"#,
            r#"{"api_group":"","name":"secrets","namespaced":false}"#,
        ];
        lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn names_are_read_as_kubectl_reads_them() {
        let extra = custom();
        let table: &[(&str, &[&str])] = &[
            ("pods", &["pods.", "pods.metrics.k8s.io"]),
            ("pod", &["pods."]),
            ("Pod", &["pods."]),
            ("po", &["pods.", "widgets.example.com"]),
            ("pods.", &["pods."]),
            ("pods.v1.", &["pods."]),
            ("pods.metrics.k8s.io", &["pods.metrics.k8s.io"]),
            ("pods.metrics", &["pods.metrics.k8s.io"]),
            ("pods.v1", &[]),
            ("podz", &[]),
            ("", &[]),
            (".apps", &[]),
            ("deploy", &["deployments.apps", "deployments.extensions"]),
            ("Deployment.apps", &["deployments.apps"]),
            ("deployments.v1.apps", &["deployments.apps"]),
            ("deployments.v1beta1.extensions", &["deployments.extensions"]),
            ("deployments.", &[]),
            ("events", &["events.", "events.events.k8s.io"]),
            ("events.events.k8s.io", &["events.events.k8s.io"]),
            ("clusterroles.rbac", &["clusterroles.rbac.authorization.k8s.io"]),
            ("users", &["users.", "users.authentication.k8s.io"]),
            ("widgetkind", &["widgets.example.com"]),
            ("widgets.example.com", &["widgets.example.com"]),
            ("widgets.example.org", &[]),
            ("psp", &["podsecuritypolicies.policy", "podsecuritypolicies.extensions"]),
        ];
        for (typed, expected) in table {
            let found = find(typed, &extra);
            let found: Vec<String> =
                found.iter().map(|known| format!("{}.{}", known.name.as_str(), known.api_group.as_str())).collect();
            assert_eq!(found, *expected, "{typed}");
        }
    }

    #[test]
    fn what_discovery_repeats_is_found_once_and_as_kubernetes_has_it() {
        let extra = custom();
        let found = find("secrets", &extra);
        assert_eq!(found.len(), 1);
        assert!(found[0].namespaced);
    }
}
