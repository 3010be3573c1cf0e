//! `metadata`, as far as it is needed.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::annotations::Annotations;
use super::text::{List, Text, TextMap};

/// What every object tells about itself.
pub(super) trait Metadata {
    /// Its name, unless empty.
    fn name(&self) -> Option<&str>;
    /// Its namespace, unless empty.
    fn namespace(&self) -> Option<&str>;
    /// Its uid, unless empty.
    fn uid(&self) -> Option<&str>;
    /// Whether a server stored it: only a server gives a uid.
    fn stored(&self) -> bool {
        self.uid().is_some()
    }
}

/// The metadata of an ordinary object; other keys are skipped.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Meta<'a> {
    #[serde(borrow)]
    name: Option<Text<'a>>,
    generate_name: Option<Text<'a>>,
    namespace: Option<Text<'a>>,
    uid: Option<Text<'a>>,
    pub(super) deletion_timestamp: Option<IgnoredAny>,
    pub(super) labels: TextMap<'a>,
    pub(super) annotations: Annotations<'a>,
    pub(super) owner_references: List<OwnerReference<'a>>,
}

impl<'a> Meta<'a> {
    /// Name and uid, as they stand in the text.
    pub(super) fn own_texts(&self) -> [Option<&'a str>; 2] {
        let own = |text: &Option<Text<'a>>| text.as_ref().and_then(Text::borrowed).filter(|text| !text.is_empty());
        [own(&self.name), own(&self.uid)]
    }
}

/// Another object, by its name.
#[derive(Deserialize)]
pub(super) struct ObjectName<'a> {
    #[serde(borrow)]
    pub(super) name: Option<Text<'a>>,
}

#[derive(Deserialize)]
pub(super) struct OwnerReference<'a> {
    #[serde(borrow)]
    pub(super) kind: Text<'a>,
    pub(super) name: Text<'a>,
    pub(super) controller: Option<bool>,
}

/// The metadata of a role: all keys are listed, so that a misspelt one is seen.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct RbacMeta<'a> {
    #[serde(borrow)]
    name: Option<Text<'a>>,
    namespace: Option<Text<'a>>,
    uid: Option<Text<'a>>,
    pub(super) labels: TextMap<'a>,
    annotations: Option<IgnoredAny>,
    cluster_name: Option<IgnoredAny>,
    creation_timestamp: Option<IgnoredAny>,
    deletion_grace_period_seconds: Option<IgnoredAny>,
    deletion_timestamp: Option<IgnoredAny>,
    finalizers: Option<IgnoredAny>,
    generate_name: Option<IgnoredAny>,
    generation: Option<IgnoredAny>,
    managed_fields: Option<IgnoredAny>,
    owner_references: Option<IgnoredAny>,
    resource_version: Option<IgnoredAny>,
    self_link: Option<IgnoredAny>,
}

impl Metadata for Meta<'_> {
    fn name(&self) -> Option<&str> {
        filled(self.name.as_ref()).or(filled(self.generate_name.as_ref()))
    }

    fn namespace(&self) -> Option<&str> {
        filled(self.namespace.as_ref())
    }

    fn uid(&self) -> Option<&str> {
        filled(self.uid.as_ref())
    }
}

impl Metadata for RbacMeta<'_> {
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

pub(super) fn filled<'t>(text: Option<&'t Text<'_>>) -> Option<&'t str> {
    text.map(|text| &**text).filter(|text| !text.is_empty())
}
