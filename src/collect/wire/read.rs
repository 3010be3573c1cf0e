//! One object, from JSON text, from a YAML tree or from a protobuf message.

use std::cell::Cell;

use serde::Deserialize;

use crate::collect::kind::Kind;
use crate::yaml::{self, Node, UnknownKey, YamlError};

use super::Object;
use super::bindings::BindingWire;
use super::claims::ClaimWire;
use super::cluster::{NamespaceWire, NodeWire, SecretWire, ServiceAccountWire};
use super::custom_resources::DefinitionWire;
use super::keep::{Keep, Refused};
use super::network::{IngressWire, ServiceWire};
use super::one_type::OneType;
use super::original::Original;
use super::persistent_volumes::VolumeWire;
use super::pods::PodWire;
use super::policies::PolicyWire;
use super::policy_bindings::PolicyBindingWire;
use super::protobuf::Item;
use super::quotas::QuotaWire;
use super::roles::RoleWire;
use super::text::{LookedAt, Text};
use super::webhooks::ConfigurationWire;
use super::workloads::{CronJobWire, PodTemplateWire, WorkloadWire};

/// Something that an object can be decoded from.
pub(super) trait Source<'a>: Copy {
    fn decode<T: Deserialize<'a>>(self, unknown: &mut Vec<UnknownKey>) -> Result<T, Refused>;
}

#[derive(Clone, Copy)]
struct Json<'a>(&'a str);

/// A text that starts with an object; where that ends is told beside it.
#[derive(Clone, Copy)]
struct JsonStart<'a, 'e, const LISTED: bool>(&'a str, &'e Cell<usize>);

#[derive(Clone, Copy)]
struct Tree<'a>(&'a Node<'a>);

impl<'a> Source<'a> for Json<'a> {
    fn decode<T: Deserialize<'a>>(self, _: &mut Vec<UnknownKey>) -> Result<T, Refused> {
        // The message may quote a value; it is never shown, the tree gives a better one.
        serde_json::from_str(self.0).map_err(|_| Refused::new("it does not have the shape of its kind"))
    }
}

impl<'a, const LISTED: bool> Source<'a> for JsonStart<'a, '_, LISTED> {
    fn decode<T: Deserialize<'a>>(self, _: &mut Vec<UnknownKey>) -> Result<T, Refused> {
        let mut values = serde_json::Deserializer::from_str(self.0).into_iter::<OneType<T, LISTED>>();
        let refused = || Refused::new("it does not have the shape of its kind");
        let OneType(object) = values.next().and_then(Result::ok).ok_or_else(refused)?;
        self.1.set(values.byte_offset());
        Ok(object)
    }
}

impl<'a> Source<'a> for Tree<'a> {
    fn decode<T: Deserialize<'a>>(self, unknown: &mut Vec<UnknownKey>) -> Result<T, Refused> {
        yaml::from_node_lenient(self.0, unknown).map_err(Refused::from)
    }
}

impl<'a> Source<'a> for Item<'a> {
    fn decode<T: Deserialize<'a>>(self, _: &mut Vec<UnknownKey>) -> Result<T, Refused> {
        Item::decode(self).map_err(|misread| Refused::new(misread.to_string()))
    }
}

impl From<YamlError> for Refused {
    fn from(error: YamlError) -> Self {
        Refused { place: Some((error.line, error.column)), message: error.to_string() }
    }
}

/// Reads one object from the text of a JSON object. Places in what it says are relative to that text.
pub(in crate::collect) fn read_json(text: &str, keep: &mut Keep<'_>) -> Result<(), Refused> {
    let location = keep.location.clone();
    if read(Json(text), keep).is_ok() {
        return Ok(());
    }
    keep.location = location;
    if let Some(location) = &keep.location {
        keep.origin = (location.line, location.column);
    }
    let outcome = read_json_as_tree(text, keep);
    keep.origin = (1, 1);
    outcome
}

/// Reads the object that a text starts with; gives its length. Nothing, and nothing is kept, unless all is well with it. Of
/// an item of a typed list it must be the list alone that says the kind.
pub(in crate::collect) fn read_json_start<const LISTED: bool>(text: &str, keep: &mut Keep<'_>) -> Option<usize> {
    let end = Cell::new(0);
    read(JsonStart::<LISTED>(text, &end), keep).ok()?;
    Some(end.get())
}

/// The same of a pod, with what its replicas can be told by, if that is possible.
pub(in crate::collect) fn read_pod_start<'t, const LISTED: bool>(
    text: &'t str,
    keep: &mut Keep<'_>,
) -> Option<(usize, Option<Original<'t>>)> {
    let end = Cell::new(0);
    let decode = || JsonStart::<LISTED>(text, &end).decode::<PodWire<'t>>(&mut Vec::new());
    let (pod, looked_at) = LookedAt::during(text, decode);
    let pod = pod.ok()?;
    let own = pod.own_texts();
    pod.keep(keep).ok()?;
    let original = || Original::new(text.get(..end.get())?, keep.found.pods.last()?.clone(), &own?, &looked_at?);
    Some((end.get(), original()))
}

fn read_json_as_tree(text: &str, keep: &mut Keep<'_>) -> Result<(), Refused> {
    let mut documents = yaml::documents(text, yaml::Limits::for_text(text.len()));
    match documents.next() {
        Some(Ok(document)) => read_tree(document.root(), keep),
        Some(Err(error)) => Err(error.into()),
        None => Err(Refused::new("it is empty")),
    }
}

/// Reads one object from a checked tree.
pub(in crate::collect) fn read_tree(node: &Node<'_>, keep: &mut Keep<'_>) -> Result<(), Refused> {
    let place = (node.line(), node.column());
    let at_node = |refused: Refused| Refused { place: refused.place.or(Some(place)), ..refused };
    read(Tree(node), keep).map_err(at_node)
}

/// Reads one object.
pub(super) fn read<'a>(source: impl Source<'a>, keep: &mut Keep<'_>) -> Result<(), Refused> {
    match keep.kind {
        Kind::Role | Kind::ClusterRole => decode::<RoleWire<'a>>(source, keep),
        Kind::RoleBinding | Kind::ClusterRoleBinding => decode::<BindingWire<'a>>(source, keep),
        Kind::Namespace => decode::<NamespaceWire<'a>>(source, keep),
        Kind::ServiceAccount => decode::<ServiceAccountWire<'a>>(source, keep),
        Kind::Pod => decode::<PodWire<'a>>(source, keep),
        Kind::Node => decode::<NodeWire<'a>>(source, keep),
        Kind::Secret => decode::<SecretWire<'a>>(source, keep),
        Kind::PersistentVolume => decode::<VolumeWire<'a>>(source, keep),
        Kind::PersistentVolumeClaim => decode::<ClaimWire<'a>>(source, keep),
        Kind::ResourceQuota => decode::<QuotaWire<'a>>(source, keep),
        Kind::Service => decode::<ServiceWire<'a>>(source, keep),
        Kind::Ingress => decode::<IngressWire<'a>>(source, keep),
        Kind::Deployment
        | Kind::ReplicaSet
        | Kind::StatefulSet
        | Kind::DaemonSet
        | Kind::ReplicationController
        | Kind::Job => decode::<WorkloadWire<'a>>(source, keep),
        Kind::CronJob => decode::<CronJobWire<'a>>(source, keep),
        Kind::PodTemplate => decode::<PodTemplateWire<'a>>(source, keep),
        Kind::CustomResourceDefinition => decode::<DefinitionWire<'a>>(source, keep),
        Kind::ValidatingAdmissionPolicy | Kind::MutatingAdmissionPolicy => decode::<PolicyWire<'a>>(source, keep),
        Kind::ValidatingAdmissionPolicyBinding | Kind::MutatingAdmissionPolicyBinding => {
            decode::<PolicyBindingWire<'a>>(source, keep)
        }
        Kind::ValidatingWebhookConfiguration | Kind::MutatingWebhookConfiguration => {
            decode::<ConfigurationWire<'a>>(source, keep)
        }
    }
}

fn decode<'a, T: Deserialize<'a> + Object>(source: impl Source<'a>, keep: &mut Keep<'_>) -> Result<(), Refused> {
    let mut unknown = Vec::new();
    let object: T = source.decode(&mut unknown)?;
    let location = keep.location.clone();
    object.keep(keep)?;
    if keep.kind.is_strict() && !unknown.is_empty() {
        keep.location = location;
        keep.unknown_keys(&unknown);
    }
    Ok(())
}

/// What an object says it is.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::collect) struct TypeMeta<'a> {
    #[serde(borrow)]
    pub(in crate::collect) api_version: Option<Text<'a>>,
    pub(in crate::collect) kind: Option<Text<'a>>,
}

/// For a typed list such as `RoleList`: the kind of its items.
pub(in crate::collect) fn list_of(api_version: &str, kind: &str) -> Option<Kind> {
    Kind::for_group_kind(api_version, kind.strip_suffix("List")?)
}

/// Why this text of a JSON object cannot be read, with the place in it.
pub(in crate::collect) fn explain(text: &str) -> Option<Refused> {
    let mut documents = yaml::documents(text, yaml::Limits::for_text(text.len()));
    documents.find_map(Result::err).map(Refused::from)
}
