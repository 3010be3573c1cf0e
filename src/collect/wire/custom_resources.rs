//! CustomResourceDefinitions: which resources there are beside the built-in ones, by which names, in which scope.
//!
//! A definition becomes what discovery tells of it once it is established: `DiscoveryController.sync` of
//! `k8s.io/apiextensions-apiserver/pkg/apiserver/customresource_discovery_controller.go`. Defaults are those of
//! `pkg/apis/apiextensions/v1/defaults.go` and `v1beta1/defaults.go` there.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::model::{Name, Resource, Subresource};

use super::Object;
use super::keep::{Keep, Refused};
use super::meta::Meta;
use super::text::{List, Text};

/// In the order of discovery.
const VERBS: &[&str] = &["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];
const SUBRESOURCE_VERBS: &[&str] = &["get", "patch", "update"];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DefinitionWire<'a> {
    #[serde(borrow)]
    api_version: Option<Text<'a>>,
    #[serde(default)]
    metadata: Option<Meta<'a>>,
    #[serde(default)]
    spec: Option<Spec<'a>>,
    #[serde(default)]
    status: Option<Status<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Spec<'a> {
    #[serde(borrow)]
    group: Option<Text<'a>>,
    scope: Option<Text<'a>>,
    names: Option<NamesWire<'a>>,
    versions: List<Version>,
    /// Before `v1`: the only version, where there is no list of them.
    version: Option<Text<'a>>,
    /// Before `v1`: those of all versions.
    subresources: Option<Subresources>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct NamesWire<'a> {
    #[serde(borrow)]
    plural: Option<Text<'a>>,
    singular: Option<Text<'a>>,
    kind: Option<Text<'a>>,
    short_names: List<Text<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Version {
    served: Option<bool>,
    subresources: Option<Subresources>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Subresources {
    status: Option<IgnoredAny>,
    scale: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Status<'a> {
    /// The names of `spec.names` that no other resource has: these are served.
    #[serde(borrow)]
    accepted_names: Option<NamesWire<'a>>,
}

impl Object for DefinitionWire<'_> {
    fn keep(self, keep: &mut Keep<'_>) -> Result<(), Refused> {
        keep.named(&self.metadata.unwrap_or_default())?;
        let beta = self.api_version.is_some_and(|version| version.ends_with("/v1beta1"));
        let mut spec = self.spec.unwrap_or_default();
        let accepted = self.status.and_then(|status| status.accepted_names);
        let names = accepted.filter(NamesWire::has_plural).or(spec.names.take()).filter(NamesWire::has_plural);
        let names = names.ok_or_else(|| Refused::new("spec.names.plural is missing or empty"))?;
        let namespaced = spec.namespaced(beta)?;
        let group = keep.optional(spec.group.take());
        let api_group = group.ok_or_else(|| Refused::new("spec.group is missing or empty"))?;
        if let Some(subresources) = spec.served() {
            let resource =
                Resource { api_group, namespaced, subresources, verbs: listed(VERBS), ..names.resource(keep) };
            keep.found.custom_resources.push(resource);
        }
        Ok(())
    }
}

impl Spec<'_> {
    fn namespaced(&self, beta: bool) -> Result<bool, Refused> {
        match self.scope.as_deref().unwrap_or_default() {
            "Namespaced" => Ok(true),
            "Cluster" => Ok(false),
            "" if beta => Ok(true),
            _ => Err(Refused::new("spec.scope is neither `Namespaced` nor `Cluster`")),
        }
    }

    /// The subresources of all versions that are served; nothing where none is.
    fn served(self) -> Option<Vec<Subresource>> {
        let only = self.versions.0.is_empty() && self.version.is_some_and(|version| !version.is_empty());
        let served: Vec<Version> = self.versions.into_iter().filter(|version| version.served == Some(true)).collect();
        if served.is_empty() && !only {
            return None;
        }
        let of_versions = served.into_iter().filter_map(|version| version.subresources);
        let all: Vec<Subresources> = of_versions.chain(self.subresources).collect();
        let status = all.iter().any(|some| some.status.is_some()).then_some("status");
        let scale = all.iter().any(|some| some.scale.is_some()).then_some("scale");
        let names = status.into_iter().chain(scale);
        Some(names.map(|name| Subresource { name: name.into(), verbs: listed(SUBRESOURCE_VERBS) }).collect())
    }
}

impl NamesWire<'_> {
    fn has_plural(&self) -> bool {
        self.plural.as_ref().is_some_and(|plural| !plural.is_empty())
    }

    /// A resource of these names, of which nothing else is known.
    fn resource(self, keep: &mut Keep<'_>) -> Resource {
        let kind = keep.optional(self.kind).unwrap_or_default();
        let singular = keep.optional(self.singular);
        Resource {
            name: keep.optional(self.plural).unwrap_or_default(),
            singular: singular.unwrap_or_else(|| kind.to_lowercase().into()),
            kind,
            short_names: keep.list(self.short_names),
            ..Resource::default()
        }
    }
}

fn listed(names: &[&str]) -> Vec<Name> {
    names.iter().map(|name| (*name).into()).collect()
}
