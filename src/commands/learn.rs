//! What discovery told, as a part of the snapshot.

use crate::authz;
use crate::collect::live::Known;
use crate::model::{Gap, Note, Resource, Snapshot};

/// Keeps what discovery told beyond what kubescan knows by itself. What it could not tell changes no grant, so that is a
/// note and no gap.
pub(super) fn learn(snapshot: &mut Snapshot, known: Known) {
    snapshot.resources_known |= !known.resources.is_empty() && known.gaps.is_empty();
    let told = known.resources.into_iter();
    let custom = told.filter(|resource| authz::known(&resource.api_group, &resource.name).is_none());
    snapshot.custom_resources.extend(custom);
    snapshot.custom_resources = Resource::merged(std::mem::take(&mut snapshot.custom_resources));
    snapshot.notes.extend(known.gaps.iter().map(|gap| Note { warning: false, text: unread(gap) }));
    snapshot.notes.sort_unstable();
}

/// A gap as a sentence.
pub(super) fn unread(gap: &Gap) -> String {
    format!("not read: {} in {} ({}): {}", gap.resource, gap.scope, gap.reason.word(), gap.effect)
}

#[cfg(test)]
mod tests {
    use crate::collect::files::{self, Input, Limits};
    use crate::collect::live::Known;
    use crate::model::{Gap, Reason, Resource, Version};

    fn resource(api_group: &str, name: &str) -> Resource {
        Resource { api_group: api_group.into(), name: name.into(), ..Resource::default() }
    }

    #[test]
    fn what_is_built_in_is_not_kept_and_what_discovery_lacks_is_no_gap() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/queries/cluster.yaml");
        let mut snapshot = files::read(&[Input::Path(file.into())], &Limits::default(), Version::NEWEST, None).unwrap();
        let before = snapshot.clone();
        let stale = Gap {
            resource: "/apis/metrics.k8s.io/v1beta1".into(),
            scope: "cluster".into(),
            reason: Reason::ServerError,
            effect: "Short names are unknown.".into(),
        };
        let told = [("", "pods"), ("b.io", "x"), ("apps", "deployments"), ("a.io", "pods"), ("b.io", "x")];
        let resources = told.map(|(group, name)| resource(group, name)).to_vec();
        super::learn(&mut snapshot, Known { namespace: String::new(), resources, gaps: vec![stale] });
        assert_eq!(snapshot.custom_resources, [resource("a.io", "pods"), resource("b.io", "x")]);
        assert_eq!(snapshot.gaps, before.gaps);
        assert_eq!(snapshot.notes.len(), before.notes.len() + 1);
        assert!(snapshot.notes.iter().any(|note| !note.warning && note.text.contains("metrics.k8s.io/v1beta1")));
        assert!(!snapshot.resources_known, "the stale group may hold more");
    }

    #[test]
    fn only_a_server_that_told_all_is_known() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/queries/cluster.yaml");
        let read = || files::read(&[Input::Path(file.into())], &Limits::default(), Version::NEWEST, None).unwrap();
        let known = |resources: Vec<Resource>| Known { namespace: String::new(), resources, gaps: Vec::new() };
        let mut asked = read();
        super::learn(&mut asked, known(vec![resource("apps", "deployments")]));
        assert!(asked.resources_known && asked.custom_resources.is_empty());
        super::learn(&mut asked, known(Vec::new()));
        assert!(asked.resources_known, "as the snapshot that was read says");
        let mut not_asked = read();
        super::learn(&mut not_asked, known(Vec::new()));
        assert!(!not_asked.resources_known);
    }
}
