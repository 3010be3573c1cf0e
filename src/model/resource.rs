//! Resources, as an API server's discovery describes them.

use serde::{Deserialize, Serialize};

use super::Name;

/// One resource of one API group, whatever the versions that it is served in: RBAC never looks at versions.
///
/// Upstream: `APIResourceDiscovery` of `k8s.io/api/apidiscovery/v2`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub struct Resource {
    /// Its API group; `""` is the core group.
    pub api_group: Name,
    /// Its plural name, which rules use: `deployments`.
    pub name: Name,
    /// Its singular name: `deployment`. Empty where there is none.
    #[serde(default, skip_serializing_if = "Name::is_empty")]
    pub singular: Name,
    /// The kind of its objects: `Deployment`. Empty where requests for it carry no object of its own.
    #[serde(default, skip_serializing_if = "Name::is_empty")]
    pub kind: Name,
    /// What people type instead: `deploy`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub short_names: Vec<Name>,
    /// Whether its objects live in namespaces.
    pub namespaced: bool,
    /// The verbs that requests for it can have; empty where only its subresources are served.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub verbs: Vec<Name>,
    /// What can be asked of one of its objects beside the object itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subresources: Vec<Subresource>,
}

/// A part of a resource that rules name on its own: `log` of `pods/log`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub struct Subresource {
    /// Its name, without the resource's.
    pub name: Name,
    /// The verbs that requests for it can have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub verbs: Vec<Name>,
}

impl Resource {
    /// The verbs that requests for this subresource can have, for the resource itself with `""`; nothing where it has no
    /// such subresource.
    #[must_use]
    pub fn verbs_of(&self, subresource: &str) -> Option<&[Name]> {
        if subresource.is_empty() {
            return Some(&self.verbs);
        }
        let known = self.subresources.iter().find(|known| known.name == subresource);
        known.map(|known| known.verbs.as_slice())
    }

    /// Whether both are the same resource, whatever is said of it.
    #[must_use]
    pub fn is_same(&self, other: &Resource) -> bool {
        self.api_group == other.api_group && self.name == other.name
    }

    /// These sorted by API group and name, each once: with everything that is said of it.
    #[must_use]
    pub fn merged(mut resources: Vec<Resource>) -> Vec<Resource> {
        resources.sort_unstable();
        resources.dedup_by(|later, kept| {
            let same = kept.is_same(later);
            if same {
                kept.add(std::mem::take(later));
            }
            same
        });
        resources
    }

    /// Adds what another version, or another table, says of the same resource.
    pub fn add(&mut self, other: Resource) {
        add_missing(&mut self.verbs, other.verbs);
        add_missing(&mut self.short_names, other.short_names);
        for subresource in other.subresources {
            match self.subresources.iter_mut().find(|known| known.name == subresource.name) {
                Some(known) => add_missing(&mut known.verbs, subresource.verbs),
                None => self.subresources.push(subresource),
            }
        }
    }
}

fn add_missing(known: &mut Vec<Name>, more: Vec<Name>) {
    for name in more {
        if !known.contains(&name) {
            known.push(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Resource, Subresource};

    fn resource(api_group: &str, name: &str, short_name: &str) -> Resource {
        let status = Subresource { name: "status".into(), verbs: vec!["get".into()] };
        Resource {
            api_group: api_group.into(),
            name: name.into(),
            short_names: vec![short_name.into()],
            subresources: vec![status],
            ..Resource::default()
        }
    }

    #[test]
    fn one_resource_of_several_versions_stands_once_and_its_namesake_beside_it() {
        let read = [("b.io", "gadgets", "gd"), ("a.io", "gadgets", "x"), ("b.io", "gadgets", "gdg")];
        let merged = Resource::merged(read.map(|(group, name, short)| resource(group, name, short)).to_vec());
        let [other, both] = merged.as_slice() else { panic!("{merged:?}") };
        assert_eq!(other, &resource("a.io", "gadgets", "x"));
        assert_eq!(both.short_names, ["gd", "gdg"]);
        assert_eq!(both.subresources.len(), 1);
    }
}
