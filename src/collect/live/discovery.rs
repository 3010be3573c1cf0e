//! The documents of discovery, decoded to what rules and people name: groups, resources, subresources.
//!
//! Two shapes are read: the aggregated one, a whole API in one document (`APIGroupDiscoveryList`, v2 and v2beta1 alike),
//! and the older one, a document for each group and version (`APIVersions`, `APIGroupList`, `APIResourceList`).
//! Upstream: `k8s.io/api/apidiscovery/v2/types.go` and `k8s.io/apimachinery/pkg/apis/meta/v1/types.go`.

mod plain;

use serde::Deserialize;

use crate::model::{Name, Resource, Subresource};

pub(super) use plain::Plain;
use plain::PlainGroup;

/// What `/api` or `/apis` answers, in whichever shape the server speaks.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Index {
    kind: String,
    /// Aggregated: everything.
    items: Vec<Group>,
    /// `APIGroupList`.
    groups: Vec<PlainGroup>,
    /// `APIVersions`: those of the core group.
    versions: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Group {
    metadata: Metadata,
    versions: Vec<Version>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Metadata {
    name: Name,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Version {
    version: String,
    /// `Stale` when the server behind it does not answer.
    freshness: String,
    resources: Vec<Aggregated>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Aggregated {
    resource: Name,
    response_kind: Option<Kind>,
    scope: String,
    singular_resource: Name,
    verbs: Vec<Name>,
    short_names: Vec<Name>,
    subresources: Vec<AggregatedSubresource>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Kind {
    kind: Name,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct AggregatedSubresource {
    subresource: Name,
    verbs: Vec<Name>,
}

/// One group in one version, whose resources are to be asked for, or cannot be.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct GroupVersion {
    /// `""` is the core group.
    pub(super) group: String,
    pub(super) version: String,
}

/// What an [`Index`] says.
#[derive(Default)]
pub(super) struct Told {
    /// What is served, as far as the document tells.
    pub(super) resources: Vec<Resource>,
    /// What has a document of its own.
    pub(super) elsewhere: Vec<GroupVersion>,
    /// What the server itself could not find out.
    pub(super) stale: Vec<GroupVersion>,
}

impl Index {
    /// What it says; nothing when it is no discovery document.
    pub(super) fn told(self) -> Option<Told> {
        let mut told = Told::default();
        match self.kind.as_str() {
            "APIGroupDiscoveryList" => self.items.into_iter().for_each(|group| group.tell(&mut told)),
            "APIVersions" => {
                let core = |version| GroupVersion { group: String::new(), version };
                told.elsewhere = self.versions.into_iter().map(core).collect();
            }
            "APIGroupList" => told.elsewhere = self.groups.into_iter().flat_map(PlainGroup::versions).collect(),
            _ => return None,
        }
        Some(told)
    }
}

impl Group {
    fn tell(self, told: &mut Told) {
        let group = self.metadata.name;
        for version in self.versions {
            if version.freshness == "Stale" {
                told.stale.push(GroupVersion { group: group.as_str().to_owned(), version: version.version });
            }
            for resource in version.resources {
                add(&mut told.resources, resource.in_group(&group));
            }
        }
    }
}

impl Aggregated {
    fn in_group(self, group: &Name) -> Resource {
        let subresources = self.subresources.into_iter();
        Resource {
            api_group: group.clone(),
            name: self.resource,
            singular: self.singular_resource,
            kind: self.response_kind.unwrap_or_default().kind,
            short_names: self.short_names,
            namespaced: self.scope == "Namespaced",
            verbs: self.verbs,
            subresources: subresources.map(|sub| Subresource { name: sub.subresource, verbs: sub.verbs }).collect(),
        }
    }
}

/// Adds a resource, or what this version of it has more. The names of the first version stay: it is the preferred one.
fn add(resources: &mut Vec<Resource>, resource: Resource) {
    let known = resources.iter_mut().rev().take_while(|known| known.api_group == resource.api_group);
    match known.into_iter().find(|known| known.name == resource.name) {
        Some(known) => known.add(resource),
        None => resources.push(resource),
    }
}
