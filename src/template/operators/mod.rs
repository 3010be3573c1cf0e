//! The operator table: custom resources whose controller acts for whoever writes them.
//!
//! Nothing in Kubernetes says that writing an Argo CD Application is worth the rights of Argo CD, so `operators.yaml` does,
//! as data. Entries refer to it by class (`{verbs: […], operators: apply}`), so a further operator is one more row there.
//! All of it is knowledge of third parties: what is drawn from it is never more than unknown.

pub(super) mod by_class;
#[cfg(test)]
pub(super) mod read;
#[cfg(test)]
mod tests;
mod written;

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

pub(super) use written::names_written;

use super::reader::Reader;
use super::{EntryScope, shipped};
use crate::model::{Name, Resource, ResourcePattern, Snapshot};
use crate::yaml::Node;

/// One row: custom resources that one controller treats alike.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Operator {
    /// Its name in the table.
    pub id: Name,
    /// What kind of power it is, and so the entry that it belongs to.
    pub class: OperatorClass,
    /// What must be written.
    pub kinds: Vec<CustomKinds>,
    /// How to find the controller; all empty where it has none that runs as a pod.
    pub controller: ControllerTraits,
    /// What whoever writes it gets.
    pub gives: OperatorGift,
    /// What the attacker writes, and what happens then.
    pub what: String,
    /// What decides whether it works, if anything in the cluster does.
    pub settles: Option<String>,
}

/// The classes of the table; each is one entry of the family `operators`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum OperatorClass {
    /// Applies manifests.
    Apply,
    /// Runs pods as an account that the custom resource names.
    RunAs,
    /// Fetches or copies secrets.
    SecretSync,
    /// Issues certificates.
    Issue,
    /// Changes, makes or refuses what others write.
    Policy,
    /// Restores objects or volumes.
    Restore,
    /// Makes cloud objects, machines, nodes.
    Infra,
    /// Installs operators.
    Install,
    /// Runs virtual machines.
    VirtualMachine,
    /// Configures meshes, proxies and networks.
    Redirect,
    /// Makes a scraper send its credentials.
    Scrape,
}

impl OperatorClass {
    /// All of them, in the order of the entries.
    pub const ALL: [OperatorClass; 11] = [
        OperatorClass::Apply,
        OperatorClass::RunAs,
        OperatorClass::SecretSync,
        OperatorClass::Issue,
        OperatorClass::Policy,
        OperatorClass::Restore,
        OperatorClass::Infra,
        OperatorClass::Install,
        OperatorClass::VirtualMachine,
        OperatorClass::Redirect,
        OperatorClass::Scrape,
    ];

    /// The word of tables and templates.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            OperatorClass::Apply => "apply",
            OperatorClass::RunAs => "run-as",
            OperatorClass::SecretSync => "secret-sync",
            OperatorClass::Issue => "issue",
            OperatorClass::Policy => "policy",
            OperatorClass::Restore => "restore",
            OperatorClass::Infra => "infra",
            OperatorClass::Install => "install",
            OperatorClass::VirtualMachine => "virtual-machine",
            OperatorClass::Redirect => "redirect",
            OperatorClass::Scrape => "scrape",
        }
    }
}

/// Kinds of custom resource: any of the resources in any of the groups.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct CustomKinds {
    /// Their API groups.
    pub api_groups: Vec<GroupPattern>,
    /// Their plural names; `*` where the group has nothing else, or where each cluster makes its own.
    pub resources: Vec<ResourcePattern>,
    /// Whether a RoleBinding reaches them: not if they stand in no namespace.
    pub scope: EntryScope,
}

/// API groups of the table.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum GroupPattern {
    /// This group.
    Exact(Name),
    /// Every group that ends so: one for each service of a cloud. With its first dot.
    Suffix(Name),
}

/// How to find a controller.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct ControllerTraits {
    /// One of these stands in the repository of a container's image.
    pub images: Vec<Name>,
    /// One of these stands in the container's name too, where one image holds several programs; empty for any name.
    pub containers: Vec<Name>,
    /// The usual service accounts, as (namespace, name). Only a hint: whoever installs it chooses.
    pub accounts: Vec<(Name, Name)>,
}

/// What writing a custom resource gives.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum OperatorGift {
    /// The controller does what the writer wants: its service account.
    Controller,
    /// A pod in the namespace, as any of its service accounts.
    RunAs,
    /// The rights of any service account of the namespace, without a pod.
    Accounts,
    /// Secrets of the namespace.
    Secrets,
    /// Secrets of the controller's own namespace.
    ControllerSecrets,
    /// Changes to what others write.
    Mutation,
    /// Something outside of Kubernetes' rights: cloud objects, traffic, a guard less.
    Nothing,
}

impl Operator {
    /// Whether the server may serve one of its kinds: where it was not asked and no definition was read, it may.
    #[must_use]
    pub fn may_be_served(&self, snapshot: &Snapshot) -> bool {
        let served = &snapshot.custom_resources;
        let serves =
            |resource: &Resource| self.kinds.iter().any(|kinds| kinds.hold(&resource.api_group, &resource.name));
        !snapshot.knows_custom_resources() || served.iter().any(serves)
    }
}

/// The table, in the order of the file. It is read once.
#[must_use]
pub fn operators() -> &'static [Operator] {
    static TABLE: OnceLock<Vec<Operator>> = OnceLock::new();
    TABLE.get_or_init(|| shipped::items(shipped::OPERATORS))
}

/// The rows of a class.
pub(super) fn of_class(class: OperatorClass) -> Vec<&'static Operator> {
    operators().iter().filter(|operator| operator.class == class).collect()
}

/// The class that a node names.
pub(super) fn class(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<OperatorClass> {
    let classes = OperatorClass::ALL.map(|class| (class.word(), class));
    reader.word(node, "class", &classes)
}
