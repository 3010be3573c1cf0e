//! Namespaces, nodes, service accounts and Secrets.

use serde::Deserialize;

use crate::model::{Name, Namespace, Node, Secret, ServiceAccount};

use super::Object;
use super::annotations::{MOUNTABLE_SECRETS, SERVICE_ACCOUNT};
use super::cloud_names::{allowed_roles, cloud_names};
use super::keep::{Keep, Refused};
use super::meta::{Meta, ObjectName};
use super::placement::TaintWire;
use super::text::{List, Text};

#[derive(Deserialize)]
pub(super) struct NamespaceWire<'a> {
    #[serde(borrow, default)]
    metadata: Option<Meta<'a>>,
    #[serde(default)]
    status: Option<NamespaceStatus<'a>>,
}

#[derive(Deserialize)]
struct NamespaceStatus<'a> {
    #[serde(borrow, default)]
    phase: Option<Text<'a>>,
}

#[derive(Deserialize)]
pub(super) struct NodeWire<'a> {
    #[serde(borrow, default)]
    metadata: Option<Meta<'a>>,
    #[serde(default)]
    spec: Option<NodeSpec<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct NodeSpec<'a> {
    #[serde(borrow)]
    taints: List<TaintWire<'a>>,
    unschedulable: Option<bool>,
    #[serde(rename = "providerID")]
    provider_id: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ServiceAccountWire<'a> {
    #[serde(borrow, default)]
    metadata: Option<Meta<'a>>,
    automount_service_account_token: Option<bool>,
    #[serde(default)]
    secrets: List<ObjectName<'a>>,
    #[serde(default)]
    image_pull_secrets: List<ObjectName<'a>>,
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
        let phase = self.status.and_then(|status| status.phase);
        let namespace = Namespace {
            name: keep.named(&meta)?,
            allowed_roles: allowed_roles(&meta.annotations),
            labels: keep.labels(meta.labels),
            terminating: phase.as_deref() == Some("Terminating"),
        };
        keep.found.namespaces.push(namespace);
        Ok(())
    }
}

impl Object for NodeWire<'_> {
    fn keep(self, keep: &mut Keep<'_>) -> Result<(), Refused> {
        let meta = self.metadata.unwrap_or_default();
        let spec = self.spec.unwrap_or_default();
        let node = Node {
            name: keep.named(&meta)?,
            labels: keep.labels(meta.labels),
            taints: spec.taints.into_iter().map(|taint| taint.taint(keep)).collect(),
            unschedulable: spec.unschedulable.unwrap_or_default(),
            provider_id: keep.optional(spec.provider_id),
        };
        keep.found.nodes.push(node);
        Ok(())
    }
}

impl Object for ServiceAccountWire<'_> {
    fn keep(self, keep: &mut Keep<'_>) -> Result<(), Refused> {
        let meta = self.metadata.unwrap_or_default();
        let (namespace, name) = keep.namespaced(&meta)?;
        let account = ServiceAccount {
            namespace,
            name,
            automount: self.automount_service_account_token,
            secrets: names(self.secrets, keep),
            pull_secrets: names(self.image_pull_secrets, keep),
            only_listed_secrets: meta.annotations.get(MOUNTABLE_SECRETS).is_some_and(is_true),
            cloud: cloud_names(&meta.annotations),
        };
        keep.found.service_accounts.push(account);
        Ok(())
    }
}

fn names(objects: List<ObjectName<'_>>, keep: &mut Keep<'_>) -> Vec<Name> {
    let mut names: Vec<Name> = objects.into_iter().filter_map(|object| keep.optional(object.name)).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// What Go's `strconv.ParseBool` takes for true, which the admission plugin asks.
fn is_true(value: &str) -> bool {
    matches!(value, "1" | "t" | "T" | "true" | "True" | "TRUE")
}

impl Object for SecretWire<'_> {
    fn keep(self, keep: &mut Keep<'_>) -> Result<(), Refused> {
        let meta = self.metadata.unwrap_or_default();
        let (namespace, name) = keep.namespaced(&meta)?;
        let account = meta.annotations.get(SERVICE_ACCOUNT).filter(|account| !account.is_empty());
        let secret = Secret {
            namespace,
            name,
            kind: match keep.optional(self.kind) {
                Some(kind) => kind,
                None => keep.name("Opaque"),
            },
            service_account: account.map(|account| keep.name(account)),
            immutable: self.immutable.unwrap_or_default(),
        };
        keep.found.secrets.push(secret);
        Ok(())
    }
}
