//! Services and Ingresses: what can be reached from outside.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::model::{Ingress, Name, Service};

use super::Object;
use super::keep::{Keep, Refused};
use super::meta::Meta;
use super::text::{List, Text, TextMap};

#[derive(Deserialize)]
pub(super) struct ServiceWire<'a> {
    #[serde(borrow, default)]
    metadata: Option<Meta<'a>>,
    #[serde(default)]
    spec: ServiceSpec<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ServiceSpec<'a> {
    #[serde(borrow, rename = "type")]
    kind: Option<Text<'a>>,
    selector: TextMap<'a>,
    #[serde(rename = "externalIPs")]
    external_ips: List<IgnoredAny>,
}

#[derive(Deserialize)]
pub(super) struct IngressWire<'a> {
    #[serde(borrow, default)]
    metadata: Option<Meta<'a>>,
    #[serde(default)]
    spec: Option<IngressSpec<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct IngressSpec<'a> {
    #[serde(borrow)]
    default_backend: Option<Backend<'a>>,
    /// The name of the same field before `v1`.
    backend: Option<Backend<'a>>,
    #[serde(default)]
    rules: List<IngressRule<'a>>,
}

#[derive(Deserialize)]
struct IngressRule<'a> {
    #[serde(borrow)]
    http: Option<HttpRule<'a>>,
}

#[derive(Deserialize)]
struct HttpRule<'a> {
    #[serde(borrow, default)]
    paths: List<PathRule<'a>>,
}

#[derive(Deserialize)]
struct PathRule<'a> {
    #[serde(borrow)]
    backend: Option<Backend<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Backend<'a> {
    #[serde(borrow)]
    service: Option<BackendService<'a>>,
    /// Before `v1`.
    service_name: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct BackendService<'a> {
    #[serde(borrow)]
    name: Option<Text<'a>>,
}

impl Object for ServiceWire<'_> {
    fn keep(self, keep: &mut Keep<'_>) -> Result<(), Refused> {
        let (namespace, name) = keep.namespaced(&self.metadata.unwrap_or_default())?;
        let service = Service {
            namespace,
            name,
            kind: match keep.optional(self.spec.kind) {
                Some(kind) => kind,
                None => keep.name("ClusterIP"),
            },
            selector: keep.labels(self.spec.selector),
            external_ips: !self.spec.external_ips.0.is_empty(),
        };
        keep.found.services.push(service);
        Ok(())
    }
}

impl Object for IngressWire<'_> {
    fn keep(self, keep: &mut Keep<'_>) -> Result<(), Refused> {
        let (namespace, name) = keep.namespaced(&self.metadata.unwrap_or_default())?;
        let mut services: Vec<Name> = self
            .spec
            .into_iter()
            .flat_map(IngressSpec::backends)
            .filter_map(|backend| backend.service_name(keep))
            .collect();
        services.sort_unstable();
        services.dedup();
        let ingress = Ingress { namespace, name, services };
        keep.found.ingresses.push(ingress);
        Ok(())
    }
}

impl<'a> IngressSpec<'a> {
    fn backends(self) -> impl Iterator<Item = Backend<'a>> {
        let paths = self.rules.into_iter().filter_map(|rule| rule.http);
        let paths = paths.flat_map(|http| http.paths);
        let fallback = self.default_backend.into_iter().chain(self.backend);
        fallback.chain(paths.filter_map(|path| path.backend))
    }
}

impl Backend<'_> {
    fn service_name(self, keep: &mut Keep<'_>) -> Option<Name> {
        let name = self.service.and_then(|service| service.name);
        keep.optional(name.or(self.service_name))
    }
}
