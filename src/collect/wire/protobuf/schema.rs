//! What the numbers of a message mean: a table for each message, with the fields that some struct asks for.
//!
//! Numbers and types are those of `generated.proto` in `k8s.io/api` and `k8s.io/apimachinery`, where they never change;
//! names are those of JSON. Tests hold the tables to objects that these libraries wrote, field by field.

mod admission;
mod cluster;
mod containers;
mod meta;
mod network;
mod persistent_volumes;
mod placement;
mod pods;
mod rbac;
mod volumes;
mod webhooks;
mod workloads;

use crate::collect::kind::Kind;

use super::Misread;

/// A message.
pub(super) struct Message {
    /// As upstream calls it.
    pub(super) name: &'static str,
    /// By their numbers, ascending.
    pub(super) fields: &'static [Field],
    /// Whether all fields are in the table, so that one that is not is news.
    closed: bool,
}

/// A field of a message.
pub(super) struct Field {
    pub(super) number: u32,
    /// Its name in JSON.
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) occurs: Occurs,
}

/// Of what type a field is.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    Text,
    Boolean,
    /// An integer of any width.
    Number,
    Message(&'static Message),
    /// A message whose fields are, in JSON, those of the message that holds it (`inline` upstream).
    Embedded(&'static Message),
    /// `metav1.Time`: a text in JSON.
    Time,
    /// `resource.Quantity`: a text in JSON.
    Quantity,
    /// `metav1.FieldsV1`: JSON, in bytes.
    Json,
    /// Whatever it is, nobody looks at it.
    Unread,
}

/// How often a field occurs, and what JSON has then.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Occurs {
    /// Once, and JSON has whatever it is: upstream, a pointer, or a field that is not `omitempty`.
    Always,
    /// Once, and JSON has nothing where it is empty: `omitempty` upstream.
    UnlessEmpty,
    /// Once for each item of a list.
    List,
    /// Once for each entry of a map from texts.
    Map,
}

impl Message {
    /// A message of which some fields are read, and others skipped.
    pub(super) const fn open(name: &'static str, fields: &'static [Field]) -> Message {
        Message { name, fields, closed: false }
    }

    /// A message of which every field counts.
    const fn closed(name: &'static str, fields: &'static [Field]) -> Message {
        Message { name, fields, closed: true }
    }

    /// Whether a field that is not in the table is news.
    #[cfg(test)]
    pub(super) fn is_closed(&self) -> bool {
        self.closed
    }

    /// What is known of a number; nothing for a field that may be skipped.
    pub(super) fn field(&self, number: u32) -> Result<Option<&'static Field>, Misread> {
        match self.fields.binary_search_by_key(&number, |field| field.number) {
            Ok(place) => Ok(self.fields.get(place)),
            Err(_) if self.closed => Err(Misread(format!("an unknown field {number} of {}", self.name))),
            Err(_) => Ok(None),
        }
    }
}

const fn field(number: u32, name: &'static str, shape: Shape) -> Field {
    Field { number, name, shape, occurs: Occurs::Always }
}

/// A text that JSON has only where it is not empty.
const fn text(number: u32, name: &'static str) -> Field {
    Field { number, name, shape: Shape::Text, occurs: Occurs::UnlessEmpty }
}

/// A text that JSON has even where it is empty.
const fn any_text(number: u32, name: &'static str) -> Field {
    field(number, name, Shape::Text)
}

const fn texts(number: u32, name: &'static str) -> Field {
    Field { number, name, shape: Shape::Text, occurs: Occurs::List }
}

const fn text_map(number: u32, name: &'static str) -> Field {
    Field { number, name, shape: Shape::Text, occurs: Occurs::Map }
}

/// A boolean that JSON has only where it is true.
const fn flag(number: u32, name: &'static str) -> Field {
    Field { number, name, shape: Shape::Boolean, occurs: Occurs::UnlessEmpty }
}

/// A boolean that JSON has even where it is false.
const fn boolean(number: u32, name: &'static str) -> Field {
    field(number, name, Shape::Boolean)
}

const fn message(number: u32, name: &'static str, message: &'static Message) -> Field {
    field(number, name, Shape::Message(message))
}

const fn messages(number: u32, name: &'static str, message: &'static Message) -> Field {
    Field { number, name, shape: Shape::Message(message), occurs: Occurs::List }
}

/// An embedded message, which has no name in JSON.
const fn embedded(number: u32, message: &'static Message) -> Field {
    field(number, "", Shape::Embedded(message))
}

/// A field of which it counts only that it is there, or that it is known. It may be a list.
const fn unread(number: u32, name: &'static str) -> Field {
    Field { number, name, shape: Shape::Unread, occurs: Occurs::List }
}

/// The message of a kind; nothing for those that are never listed, or only as JSON.
pub(super) fn of(kind: Kind) -> Option<&'static Message> {
    Some(match kind {
        Kind::ClusterRole => &rbac::CLUSTER_ROLE,
        Kind::Role => &rbac::ROLE,
        Kind::ClusterRoleBinding | Kind::RoleBinding => &rbac::BINDING,
        Kind::Namespace => &cluster::NAMESPACE,
        Kind::ServiceAccount => &cluster::SERVICE_ACCOUNT,
        Kind::Pod => &pods::POD,
        Kind::Node => &cluster::NODE,
        Kind::PersistentVolume => &persistent_volumes::PERSISTENT_VOLUME,
        Kind::PersistentVolumeClaim => &persistent_volumes::CLAIM,
        Kind::ResourceQuota => &cluster::RESOURCE_QUOTA,
        Kind::Service => &network::SERVICE,
        Kind::Ingress => &network::INGRESS,
        Kind::Deployment => &workloads::DEPLOYMENT,
        Kind::ReplicaSet => &workloads::REPLICA_SET,
        Kind::StatefulSet => &workloads::STATEFUL_SET,
        Kind::DaemonSet => &workloads::DAEMON_SET,
        Kind::Job => &workloads::JOB,
        Kind::CronJob => &workloads::CRON_JOB,
        Kind::ReplicationController => &workloads::REPLICATION_CONTROLLER,
        Kind::ValidatingAdmissionPolicy => &admission::VALIDATING_POLICY,
        Kind::ValidatingAdmissionPolicyBinding => &admission::VALIDATING_BINDING,
        Kind::MutatingAdmissionPolicy => &admission::MUTATING_POLICY,
        Kind::MutatingAdmissionPolicyBinding => &admission::MUTATING_BINDING,
        Kind::ValidatingWebhookConfiguration => &webhooks::VALIDATING,
        Kind::MutatingWebhookConfiguration => &webhooks::MUTATING,
        Kind::Secret | Kind::PodTemplate | Kind::CustomResourceDefinition => return None,
    })
}
