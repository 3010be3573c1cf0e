//! What is served where a rule is judged: by the server's version, and beside Kubernetes' own resources.

use crate::model::{Resource, Snapshot, Version};

/// What servers serve.
#[derive(Clone, Copy, Debug)]
pub struct Served<'s> {
    /// The version of the API server.
    pub version: Version,
    /// The resources that are known beside those of Kubernetes itself.
    pub custom: &'s [Resource],
    /// Whether these are all: a server told. Otherwise what is not known may be custom.
    pub all_known: bool,
}

impl<'s> From<&'s Snapshot> for Served<'s> {
    fn from(snapshot: &'s Snapshot) -> Self {
        Served {
            version: snapshot.source.server_version,
            custom: &snapshot.custom_resources,
            all_known: snapshot.resources_known,
        }
    }
}

impl Served<'_> {
    /// Whether a resource of this plural that is not Kubernetes' own is known.
    pub(super) fn knows_custom(&self, plural: &str) -> bool {
        self.custom.iter().any(|resource| resource.name == plural)
    }

    /// Whether there may be such a one whose objects live in namespaces.
    pub(super) fn may_be_namespaced(&self, plural: &str) -> bool {
        !self.all_known || self.custom.iter().any(|resource| resource.name == plural && resource.namespaced)
    }
}
