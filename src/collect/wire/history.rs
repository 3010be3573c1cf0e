//! `metadata` of a binding: how it came to be and how long it should stay. Policies have the same, of which their owners
//! count.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use crate::model::{History, Labels, Name, Owner, Presence, Time, Writer};

use super::keep::Keep;
use super::meta::{Metadata, filled};
use super::text::{List, Text, TextMap, wanted_texts};

/// No expiry is longer; what an annotation says beyond that is dropped.
const LONGEST: usize = 64;

/// Whose annotations tell nothing of an expiry: the last applied manifest, whether the API server mends the object.
const OF_NO_TOOL: [&str; 2] = ["kubectl.kubernetes.io/", "rbac.authorization.kubernetes.io/"];

/// The metadata of a binding: all keys are listed, so that a misspelt one is seen.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct BindingMeta<'a> {
    #[serde(borrow)]
    name: Option<Text<'a>>,
    namespace: Option<Text<'a>>,
    uid: Option<Text<'a>>,
    labels: TextMap<'a>,
    annotations: Annotations<'a>,
    creation_timestamp: Option<Text<'a>>,
    deletion_timestamp: Option<Text<'a>>,
    finalizers: List<Text<'a>>,
    owner_references: List<OwnerWire<'a>>,
    managed_fields: List<WriterWire<'a>>,
    cluster_name: Option<IgnoredAny>,
    deletion_grace_period_seconds: Option<IgnoredAny>,
    generate_name: Option<IgnoredAny>,
    generation: Option<IgnoredAny>,
    resource_version: Option<IgnoredAny>,
    self_link: Option<IgnoredAny>,
}

/// The annotations that may tell an expiry.
#[derive(Default)]
struct Annotations<'a>(BTreeMap<Text<'a>, Text<'a>>);

impl<'de: 'a, 'a> Deserialize<'de> for Annotations<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wanted_texts(deserializer, is_wanted).map(Annotations)
    }
}

fn is_wanted(key: &str) -> bool {
    !OF_NO_TOOL.iter().any(|prefix| key.starts_with(prefix))
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct OwnerWire<'a> {
    #[serde(borrow)]
    api_version: Option<Text<'a>>,
    kind: Option<Text<'a>>,
    name: Option<Text<'a>>,
    uid: Option<Text<'a>>,
    controller: Option<bool>,
    block_owner_deletion: Option<IgnoredAny>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct WriterWire<'a> {
    #[serde(borrow)]
    manager: Option<Text<'a>>,
    time: Option<Text<'a>>,
    fields_v1: Fields<'a>,
    api_version: Option<IgnoredAny>,
    fields_type: Option<IgnoredAny>,
    operation: Option<IgnoredAny>,
    subresource: Option<IgnoredAny>,
}

/// A set of fields in the form `FieldsV1`: a key `f:NAME` for each field, with the fields below it.
#[derive(Default)]
struct Fields<'a>(Vec<(Text<'a>, Fields<'a>)>);

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a set of fields")
    }

    fn visit_unit<E: Error>(self) -> Result<Fields<'de>, E> {
        Ok(Fields::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Fields(fields))
    }
}

impl Fields<'_> {
    fn get(&self, field: &str) -> Option<&Self> {
        self.0.iter().find(|(key, _)| &**key == field).map(|(_, below)| below)
    }

    /// The fields below one of `metadata`, of which something is known here.
    fn known(&self, field: &str, known: &Labels) -> Vec<Name> {
        let below = self.get("f:metadata").and_then(|metadata| metadata.get(field));
        let keys = below.into_iter().flat_map(|below| &below.0);
        let keys = keys.filter_map(|(key, _)| Name::known(key.strip_prefix("f:")?));
        let mut keys: Vec<Name> = keys.filter(|key| known.contains_key(key)).collect();
        keys.sort_unstable();
        keys
    }
}

impl Metadata for BindingMeta<'_> {
    fn name(&self) -> Option<&str> {
        filled(self.name.as_ref())
    }

    fn namespace(&self) -> Option<&str> {
        filled(self.namespace.as_ref())
    }

    fn uid(&self) -> Option<&str> {
        filled(self.uid.as_ref())
    }
}

impl BindingMeta<'_> {
    /// The objects that it belongs to.
    pub(super) fn owners(self, keep: &mut Keep<'_>) -> Vec<Owner> {
        self.owner_references.into_iter().map(|owner| owner.owner(keep)).collect()
    }

    /// What it tells beside its name, if anything.
    pub(super) fn history(self, keep: &mut Keep<'_>) -> Option<Box<History>> {
        let time = |text: Option<Text<'_>>| text.and_then(|text| Time::parse(&text));
        let labels = keep.labels(self.labels);
        let annotations: Labels =
            self.annotations.0.iter().map(|(key, value)| (keep.name(key), keep.name(cut(value)))).collect();
        let owners = self.owner_references.into_iter().map(|owner| owner.owner(keep)).collect();
        let writers = self.managed_fields.into_iter().map(|writer| writer.writer(&labels, &annotations, keep));
        let writers = writers.collect();
        let history = History {
            created: time(self.creation_timestamp),
            deleted: time(self.deletion_timestamp),
            finalizers: keep.list(self.finalizers),
            owners,
            labels,
            annotations,
            writers,
        };
        (!history.is_empty()).then(|| Box::new(history))
    }
}

fn cut(value: &str) -> &str {
    value.char_indices().nth(LONGEST).and_then(|(end, _)| value.get(..end)).unwrap_or(value)
}

impl OwnerWire<'_> {
    fn owner(self, keep: &mut Keep<'_>) -> Owner {
        let api_version = self.api_version.as_deref().unwrap_or_default();
        let mut name = |text: Option<Text<'_>>| keep.name(text.as_deref().unwrap_or_default());
        Owner {
            kind: name(self.kind),
            name: name(self.name),
            uid: name(self.uid),
            api_group: keep.name(api_version.split_once('/').map_or("", |(group, _)| group)),
            controller: self.controller == Some(true),
            presence: Presence::Unknown,
        }
    }
}

impl WriterWire<'_> {
    fn writer(self, labels: &Labels, annotations: &Labels, keep: &mut Keep<'_>) -> Writer {
        let fields = self.fields_v1;
        Writer {
            manager: keep.name(self.manager.as_deref().unwrap_or_default()),
            time: self.time.and_then(|text| Time::parse(&text)),
            role_ref: fields.get("f:roleRef").is_some(),
            subjects: fields.get("f:subjects").is_some(),
            labels: fields.known("f:labels", labels),
            annotations: fields.known("f:annotations", annotations),
        }
    }
}
