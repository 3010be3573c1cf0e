//! The older shape of discovery: one document lists the groups, and each group and version has one of its own.

use serde::{Deserialize, Deserializer};

use super::{GroupVersion, add};
use crate::model::{Name, Resource, Subresource};

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct PlainGroup {
    name: String,
    #[serde(deserialize_with = "null_is_empty")]
    versions: Vec<PlainVersion>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct PlainVersion {
    version: String,
}

/// What `/api/v1` or `/apis/GROUP/VERSION` answers.
#[derive(Deserialize)]
pub(in crate::collect::live) struct Plain {
    #[serde(deserialize_with = "null_is_empty")]
    resources: Vec<PlainResource>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct PlainResource {
    name: Name,
    singular_name: Name,
    namespaced: bool,
    kind: Name,
    #[serde(deserialize_with = "null_is_empty")]
    verbs: Vec<Name>,
    short_names: Vec<Name>,
}

impl PlainGroup {
    pub(super) fn versions(self) -> impl Iterator<Item = GroupVersion> {
        let group = self.name;
        self.versions.into_iter().map(move |known| GroupVersion { group: group.clone(), version: known.version })
    }
}

impl Plain {
    /// Adds its resources to those that are known.
    pub(in crate::collect::live) fn add_to(self, resources: &mut Vec<Resource>, group: &str) {
        for plain in self.resources {
            add(resources, plain.in_group(group.into()));
        }
    }
}

impl PlainResource {
    fn in_group(self, api_group: Name) -> Resource {
        let namespaced = self.namespaced;
        if let Some((name, subresource)) = self.name.split_once('/') {
            let subresources = vec![Subresource { name: subresource.into(), verbs: self.verbs }];
            return Resource { api_group, name: name.into(), namespaced, subresources, ..Resource::default() };
        }
        Resource {
            api_group,
            name: self.name,
            singular: self.singular_name,
            kind: self.kind,
            short_names: self.short_names,
            namespaced,
            verbs: self.verbs,
            subresources: Vec::new(),
        }
    }
}

/// The fields without `omitempty` are null where there is nothing.
fn null_is_empty<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    Ok(Option::<Vec<T>>::deserialize(deserializer)?.unwrap_or_default())
}
