//! The resources of Kubernetes itself, from three lists of one form.
//!
//! `served.jsonl` is written by a test from the discovery of a real API server with everything turned on
//! (`tests/integration/resources.rs`) and never edited by hand; its groups stand in the server's order of priority.
//! `authorized.jsonl` has what no discovery shows: resources, subresources and verbs that exist only as questions to the
//! authorizer. `former.jsonl` has what older servers served. Parsed once, at the first question.

use std::sync::OnceLock;

use crate::model::{HashMap, HashSet, Resource};

const SERVED: &str = include_str!("served.jsonl");

/// From `impersonation/mode.go` of the API server, `pkg/kubelet/server/auth.go`, `pkg/registry/rbac/escalation_check.go`,
/// `pkg/registry/resource/utils.go`, `pkg/controller/certificates/approver` and `plugin/pkg/admission/certificates`
/// upstream.
const AUTHORIZED: &str = include_str!("authorized.jsonl");

/// What releases since 1.16 have stopped serving.
const FORMER: &str = include_str!("former.jsonl");

/// How Kubernetes knows a resource.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// The API server serves it, at least where alpha and beta APIs are turned on.
    Served,
    /// Only the authorizer is asked about it.
    Authorized,
    /// Older servers served it.
    Former,
}

/// A resource of Kubernetes itself.
struct Entry {
    resource: Resource,
    standing: Standing,
}

/// Every resource that Kubernetes knows, in the order in which kubectl chooses among equal names; those that kubectl
/// cannot see come last.
pub fn known_resources() -> impl Iterator<Item = (&'static Resource, Standing)> {
    entries().iter().map(|entry| (&entry.resource, entry.standing))
}

/// The resource of Kubernetes with this API group and plural name.
#[must_use]
pub fn known(api_group: &str, name: &str) -> Option<(&'static Resource, Standing)> {
    static INDEX: OnceLock<HashMap<(&str, &str), &Entry>> = OnceLock::new();
    let key = |entry: &'static Entry| (entry.resource.api_group.as_str(), entry.resource.name.as_str());
    let index = INDEX.get_or_init(|| entries().iter().map(|entry| (key(entry), entry)).collect());
    index.get(&(api_group, name)).map(|entry| (&entry.resource, entry.standing))
}

/// Whether this API group is served by Kubernetes itself, so that no custom resource lives in it.
#[must_use]
pub fn is_built_in_group(api_group: &str) -> bool {
    static GROUPS: OnceLock<HashSet<&str>> = OnceLock::new();
    let groups = GROUPS.get_or_init(|| known_resources().map(|(resource, _)| resource.api_group.as_str()).collect());
    groups.contains(api_group)
}

fn entries() -> &'static [Entry] {
    static ENTRIES: OnceLock<Vec<Entry>> = OnceLock::new();
    ENTRIES.get_or_init(|| {
        let mut entries = Vec::new();
        for (text, standing) in
            [(SERVED, Standing::Served), (AUTHORIZED, Standing::Authorized), (FORMER, Standing::Former)]
        {
            // A line that does not parse is a bug that the tests catch; the resource is then taken for a custom one.
            for resource in text.lines().filter_map(|line| serde_json::from_str(line).ok()) {
                add(&mut entries, resource, standing);
            }
        }
        entries
    })
}

/// Adds a resource, or what this list knows of it beside the others.
fn add(entries: &mut Vec<Entry>, resource: Resource, standing: Standing) {
    let same =
        |entry: &&mut Entry| entry.resource.api_group == resource.api_group && entry.resource.name == resource.name;
    match entries.iter_mut().find(same) {
        Some(entry) => entry.resource.add(resource),
        None => entries.push(Entry { resource, standing }),
    }
}

#[cfg(test)]
mod tests {
    use super::{AUTHORIZED, FORMER, SERVED, Standing, is_built_in_group, known, known_resources};
    use crate::model::Resource;

    #[test]
    fn every_line_is_read() {
        for line in [SERVED, AUTHORIZED, FORMER].iter().flat_map(|text| text.lines()) {
            let resource: Resource = serde_json::from_str(line).unwrap();
            let (merged, _) = known(&resource.api_group, &resource.name).unwrap();
            assert_eq!(merged.namespaced, resource.namespaced, "the lists agree on {line}");
            assert!(resource.verbs.iter().all(|verb| merged.verbs.contains(verb)), "{line}");
        }
        let count = |wanted| known_resources().filter(|(_, standing)| *standing == wanted).count();
        assert_eq!(count(Standing::Served), SERVED.lines().count());
        assert_eq!(count(Standing::Former), FORMER.lines().count());
        assert!(count(Standing::Authorized) < AUTHORIZED.lines().count(), "some add to what is served");
    }

    #[test]
    fn what_discovery_never_shows_is_known_beside_what_it_shows() {
        let (nodes, standing) = known("", "nodes").unwrap();
        assert_eq!(standing, Standing::Served);
        assert!(nodes.verbs_of("proxy").is_some() && nodes.verbs_of("configz").is_some());
        assert_eq!(nodes.verbs_of("exec"), None);
        let (roles, _) = known("rbac.authorization.k8s.io", "roles").unwrap();
        assert!(roles.verbs.iter().any(|verb| verb == "bind") && roles.verbs.iter().any(|verb| verb == "get"));
        let (alpha, _) = known("certificates.k8s.io", "clustertrustbundles").unwrap();
        assert!(!alpha.namespaced, "what is off by default is known too");
        assert!(known("", "deployments").is_none());
    }

    #[test]
    fn built_in_groups_are_those_of_the_table() {
        assert!(is_built_in_group("") && is_built_in_group("apps") && is_built_in_group("extensions"));
        assert!(!is_built_in_group("metrics.k8s.io") && !is_built_in_group("v1"));
    }
}
