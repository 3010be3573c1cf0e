//! Namespaces, nodes, service accounts and Secrets.

use serde::Deserialize;

use crate::model::{Namespace, Node, Secret, ServiceAccount};

use super::Object;
use super::keep::{Keep, Refused};
use super::meta::{Meta, ObjectName};
use super::text::{List, Text};

#[derive(Deserialize)]
pub(super) struct NamespaceWire<'a> {
    #[serde(borrow, default)]
    metadata: Option<Meta<'a>>,
}

#[derive(Deserialize)]
pub(super) struct NodeWire<'a> {
    #[serde(borrow, default)]
    metadata: Option<Meta<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ServiceAccountWire<'a> {
    #[serde(borrow, default)]
    metadata: Option<Meta<'a>>,
    automount_service_account_token: Option<bool>,
    #[serde(default)]
    secrets: List<ObjectName<'a>>,
}

/// A Secret: its data is not even a field here.
#[derive(Deserialize)]
pub(super) struct SecretWire<'a> {
    #[serde(borrow, default)]
    metadata: Option<Meta<'a>>,
    #[serde(rename = "type")]
    kind: Option<Text<'a>>,
    immutable: Option<bool>,
}

impl Object for NamespaceWire<'_> {
    fn keep(self, keep: &mut Keep<'_>) -> Result<(), Refused> {
        let meta = self.metadata.unwrap_or_default();
        let namespace = Namespace { name: keep.named(&meta)?, labels: keep.labels(meta.labels) };
        keep.found.namespaces.push(namespace);
        Ok(())
    }
}

impl Object for NodeWire<'_> {
    fn keep(self, keep: &mut Keep<'_>) -> Result<(), Refused> {
        let meta = self.metadata.unwrap_or_default();
        let node = Node {
            name: keep.named(&meta)?,
            labels: keep.labels(meta.labels),
            taints: Vec::new(),
            unschedulable: false,
        };
        keep.found.nodes.push(node);
        Ok(())
    }
}

impl Object for ServiceAccountWire<'_> {
    fn keep(self, keep: &mut Keep<'_>) -> Result<(), Refused> {
        let (namespace, name) = keep.namespaced(&self.metadata.unwrap_or_default())?;
        let secrets = self.secrets.into_iter();
        let mut secrets: Vec<_> = secrets.filter_map(|secret| keep.optional(secret.name)).collect();
        secrets.sort_unstable();
        secrets.dedup();
        keep.found.service_accounts.push(ServiceAccount {
            namespace,
            name,
            automount: self.automount_service_account_token,
            secrets,
            pull_secrets: Vec::new(),
            only_listed_secrets: false,
        });
        Ok(())
    }
}

impl Object for SecretWire<'_> {
    fn keep(self, keep: &mut Keep<'_>) -> Result<(), Refused> {
        let meta = self.metadata.unwrap_or_default();
        let (namespace, name) = keep.namespaced(&meta)?;
        let account = meta.annotations.and_then(|annotations| annotations.service_account);
        let secret = Secret {
            namespace,
            name,
            kind: match keep.optional(self.kind) {
                Some(kind) => kind,
                None => keep.name("Opaque"),
            },
            service_account: keep.optional(account),
            immutable: self.immutable.unwrap_or_default(),
        };
        keep.found.secrets.push(secret);
        Ok(())
    }
}
