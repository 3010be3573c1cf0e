//! Objects that admission policies may take as parameters: whole, as JSON.
//!
//! Which kinds those are is known once all policies were read. So what may be one is kept as a text until then, and only
//! what is one becomes a [`Param`]. Secrets never are.

use serde::Deserialize;

use crate::collect::found::FoundParam;
use crate::model::{Name, Param, ParamKind};

use super::json_value::JsonValue;
use super::text::TextMap;
use super::written::Written;

/// API groups of Kubernetes itself. Of their objects only ConfigMaps are kept.
const BUILT_IN: &[&str] = &[
    "admissionregistration.k8s.io",
    "apiextensions.k8s.io",
    "apiregistration.k8s.io",
    "authentication.k8s.io",
    "authorization.k8s.io",
    "certificates.k8s.io",
    "coordination.k8s.io",
    "discovery.k8s.io",
    "events.k8s.io",
    "flowcontrol.apiserver.k8s.io",
    "internal.apiserver.k8s.io",
    "metrics.k8s.io",
    "networking.k8s.io",
    "node.k8s.io",
    "rbac.authorization.k8s.io",
    "resource.k8s.io",
    "scheduling.k8s.io",
    "storage.k8s.io",
    "storagemigration.k8s.io",
];

/// Whether objects of this kind are read as parameters: ConfigMaps and custom resources.
pub(in crate::collect) fn is_read_as_param(api_version: &str, kind: &str) -> bool {
    match api_version.split_once('/') {
        None => api_version == "v1" && kind == "ConfigMap",
        Some((group, _)) => group.contains('.') && !BUILT_IN.contains(&group),
    }
}

/// Keeps an object that may be a parameter, as little understood as possible: most are none. `namespace` is that of objects
/// that name none.
pub(in crate::collect) fn candidate(
    written: Written<'_>,
    api_version: &str,
    kind: &str,
    namespace: &str,
) -> FoundParam {
    let json = match written {
        Written::Json(text) => Some(text.to_owned()),
        Written::Tree(_) => written.decode::<JsonValue>().ok().and_then(|object| serde_json::to_string(&object).ok()),
    };
    FoundParam { api_version: api_version.into(), kind: kind.into(), namespace: namespace.into(), json }
}

/// The same object in the one way in which it is kept.
fn canonical(found: &FoundParam) -> Option<String> {
    let mut object: JsonValue = serde_json::from_str(found.json.as_deref()?).ok()?;
    if let Some(metadata) = object.get_mut("metadata").and_then(JsonValue::as_map) {
        // kubectl leaves them out, unless asked.
        metadata.remove("managedFields");
    }
    let text = |name: &Name| JsonValue::Text(name.as_str().to_owned());
    let fields = object.as_map()?;
    // Items of a typed list leave out what the list says.
    fields.entry("apiVersion".to_owned()).or_insert_with(|| text(&found.api_version));
    fields.entry("kind".to_owned()).or_insert_with(|| text(&found.kind));
    serde_json::to_string(&object).ok()
}

#[derive(Deserialize)]
struct ObjectWire<'a> {
    #[serde(borrow)]
    metadata: MetadataWire<'a>,
}

#[derive(Deserialize)]
struct MetadataWire<'a> {
    name: String,
    #[serde(default)]
    namespace: Option<String>,
    #[serde(borrow, default)]
    labels: TextMap<'a>,
}

/// The object as a parameter; nothing where it cannot be understood. `namespaced` tells whether its kind lives in namespaces, where
/// it is known.
pub(in crate::collect) fn param(found: &FoundParam, namespaced: Option<bool>) -> Option<Param> {
    let json = canonical(found)?;
    let metadata = serde_json::from_str::<ObjectWire<'_>>(&json).ok()?.metadata;
    let own = metadata.namespace.filter(|namespace| !namespace.is_empty()).map(Name::from);
    let labels = metadata.labels.0.into_iter();
    Some(Param {
        kind: ParamKind { api_version: found.api_version.clone(), kind: found.kind.clone() },
        namespace: match namespaced {
            Some(true) => own.or_else(|| Some(found.namespace.clone())),
            Some(false) => None,
            None => own,
        },
        name: metadata.name.into(),
        labels: labels.map(|(key, value)| (Name::from(&*key), Name::from(&*value))).collect(),
        json,
    })
}
