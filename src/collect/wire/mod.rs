//! Objects as JSON and YAML spell them: only the fields that kubescan needs, in structs that borrow from the input.
//!
//! Each struct turns itself into the model and drops the rest while parsing: what was never kept cannot leak, and
//! costs no memory. The same structs decode from JSON text, from a checked YAML tree and from [`protobuf`].
//!
//! JSON is decoded twice where it must be: first straight from the text, which is fast and says little; what that
//! refuses (an unknown key of an RBAC object, a wrong type) is read again as a YAML tree, which knows places.

mod admission;
mod annotations;
mod bindings;
mod claims;
mod cloud_names;
mod cluster;
mod config_map;
mod containers;
mod custom_resources;
mod engines;
mod environment;
mod exposure;
mod history;
mod json_value;
mod keep;
mod list;
mod meta;
mod network;
mod one_type;
mod original;
mod page;
mod params;
mod persistent_volumes;
mod placement;
mod pod_labels;
mod pod_spec;
mod pods;
mod policies;
mod policy_bindings;
mod protobuf;
mod quotas;
mod read;
mod replicas;
mod resource_claims;
mod roles;
mod security;
mod text;
mod volume_sources;
mod volumes;
mod webhooks;
mod workloads;
mod written;

pub(super) use config_map::aws_auth;
pub(super) use engines::{ENGINE_GROUPS, engine_resources, is_of_engine, read_engine};
pub(super) use keep::{Keep, Refused, shifted};
pub(super) use list::{Items, ListWire, describe};
pub(super) use original::Original;
pub(super) use page::{Page, PageError, decode_page};
pub(super) use params::{candidate, is_read_as_param, param};
pub(super) use pod_spec::{TOKEN_PATH, TOKEN_VOLUME};
#[cfg(test)]
pub(super) use protobuf::encode as encode_protobuf;
pub(super) use protobuf::{Head as ProtobufHead, decode_list, is_known as is_known_in_protobuf};
pub(super) use read::{TypeMeta, explain, list_of, read_json, read_json_start, read_pod_start, read_tree};
pub(super) use text::Text;
pub(super) use written::Written;

/// An object that can be kept.
trait Object {
    /// Adds it to what was found, or says why it cannot be: then nothing was added.
    fn keep(self, keep: &mut Keep<'_>) -> Result<(), Refused>;
}

#[cfg(test)]
mod tests;
