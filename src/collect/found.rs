//! What a source found, before it is a snapshot: objects as they were read, in any order, maybe twice.
//!
//! Decoders push into a [`Found`]; several can be filled side by side and merged. [`super::settle`] turns the whole into
//! a [`crate::model::Snapshot`].

mod parts;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::kind::Kind;
use crate::model::{
    AdmissionBinding, AdmissionPolicy, AwsAuth, Binding, EnginePolicy, Gap, HashSet, Ingress, Namespace, Node, Note,
    PersistentVolume, PersistentVolumeClaim, Resource, ResourceQuota, Role, RuleLists, Secret, Service, ServiceAccount,
};

pub(super) use parts::{FoundParam, FoundPod, FoundSpec, FoundWebhooks, FoundWorkload};

/// A uid as an API server makes them, in a form that costs nothing to keep: a UUID.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Uid(u128);

impl Uid {
    /// Reads a UUID.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut digits = 0;
        let mut value = 0_u128;
        for character in text.chars().filter(|character| *character != '-') {
            value = value.checked_mul(16)?.checked_add(character.to_digit(16)?.into())?;
            digits += 1;
        }
        (digits == 32).then_some(Uid(value))
    }
}

/// Objects as they were read.
#[derive(Default, Debug)]
pub(super) struct Found {
    pub(super) roles: Vec<Role>,
    pub(super) bindings: Vec<Binding>,
    pub(super) namespaces: Vec<Namespace>,
    pub(super) service_accounts: Vec<ServiceAccount>,
    pub(super) pods: Vec<FoundPod>,
    pub(super) workloads: Vec<FoundWorkload>,
    pub(super) nodes: Vec<Node>,
    pub(super) secrets: Vec<Secret>,
    pub(super) persistent_volumes: Vec<PersistentVolume>,
    pub(super) persistent_volume_claims: Vec<PersistentVolumeClaim>,
    pub(super) resource_quotas: Vec<ResourceQuota>,
    pub(super) admission_policies: Vec<AdmissionPolicy>,
    pub(super) admission_bindings: Vec<AdmissionBinding>,
    pub(super) webhook_configurations: Vec<FoundWebhooks>,
    pub(super) engine_policies: Vec<EnginePolicy>,
    /// ConfigMaps `aws-auth` of kube-system: one, unless files have several.
    pub(super) aws_auth: Vec<AwsAuth>,
    /// What may turn out to be the parameter of a policy; most of it does not.
    pub(super) param_candidates: Vec<FoundParam>,
    pub(super) services: Vec<Service>,
    pub(super) ingresses: Vec<Ingress>,
    /// What CustomResourceDefinitions define.
    pub(super) custom_resources: Vec<Resource>,
    /// Kinds that kubescan does not know, with how many there were.
    pub(super) unknown_kinds: std::collections::BTreeMap<String, u64>,
    /// Versions other than `v1`, as `kind in group/version`, with how many objects of each there were.
    pub(super) old_versions: std::collections::BTreeMap<String, u64>,
    /// How many namespaced objects name no namespace.
    pub(super) without_namespace: u64,
    /// How many files of directories hold nothing that says that it is a Kubernetes object.
    pub(super) ignored_files: usize,
    /// Whether any object carried a uid.
    pub(super) stored: bool,
    /// The uids of objects, and the kinds of which there was one.
    pub(super) uids: (Vec<Uid>, BTreeSet<Kind>),
    pub(super) gaps: Vec<Gap>,
    pub(super) notes: Vec<Note>,
    /// The distinct lists of rules of what was read here, to be shared.
    pub(super) rules: RuleLists,
    /// The distinct specs of what was read here, to be shared.
    pub(super) specs: HashSet<Arc<FoundSpec>>,
    /// The spec that was shared last.
    pub(super) last_spec: Option<Arc<FoundSpec>>,
}

impl Found {
    /// The one copy of a spec: thousands of replicas have the same.
    pub(super) fn share(&mut self, spec: FoundSpec) -> Arc<FoundSpec> {
        // Replicas come one after the other. Two specs that share their names are compared faster than one is hashed.
        if let Some(last) = self.last_spec.as_ref().filter(|last| ***last == spec) {
            return last.clone();
        }
        let shared = self.specs.get(&spec).cloned().unwrap_or_else(|| {
            let new = Arc::new(spec);
            self.specs.insert(new.clone());
            new
        });
        self.last_spec = Some(shared.clone());
        shared
    }

    /// Notes what an object says of its uid: only a server gives one.
    pub(super) fn saw(&mut self, kind: Kind, uid: Option<&str>) {
        self.stored |= uid.is_some();
        if let Some(uid) = uid.and_then(Uid::parse) {
            self.uids.0.push(uid);
            self.uids.1.insert(kind);
        }
    }

    /// Notes the same of an object of a kind that is not fixed.
    pub(super) fn saw_other(&mut self, uid: Option<&str>) {
        self.stored |= uid.is_some();
        self.uids.0.extend(uid.and_then(Uid::parse));
    }

    /// Adds what was found elsewhere. What both have in common stays in two copies.
    pub(super) fn append(&mut self, other: Found) {
        self.extend(vec![other]);
    }

    /// The same with what was found in many places: room for all of it is made once.
    pub(super) fn extend(&mut self, mut others: Vec<Found>) {
        macro_rules! gather {
            ($($table:ident)*) => {
                $(gather(&mut self.$table, others.iter_mut().map(|other| &mut other.$table));)*
            };
        }
        gather!(roles bindings namespaces service_accounts pods workloads nodes secrets);
        gather!(persistent_volumes persistent_volume_claims resource_quotas services ingresses custom_resources);
        gather!(admission_policies admission_bindings webhook_configurations engine_policies param_candidates aws_auth);
        gather!(gaps notes);
        gather(&mut self.uids.0, others.iter_mut().map(|other| &mut other.uids.0));
        for mut other in others {
            add(&mut self.unknown_kinds, other.unknown_kinds);
            add(&mut self.old_versions, other.old_versions);
            self.without_namespace += other.without_namespace;
            self.ignored_files += other.ignored_files;
            self.stored |= other.stored;
            self.uids.1.append(&mut other.uids.1);
        }
    }

    /// Whether there is anything to judge: definitions of custom resources alone are nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.objects() == self.custom_resources.len()
    }

    /// How many objects there are. Candidates for parameters are none by themselves.
    pub(super) fn objects(&self) -> usize {
        self.roles.len()
            + self.bindings.len()
            + self.namespaces.len()
            + self.service_accounts.len()
            + self.pods.len()
            + self.workloads.len()
            + self.nodes.len()
            + self.secrets.len()
            + self.persistent_volumes.len()
            + self.persistent_volume_claims.len()
            + self.resource_quotas.len()
            + self.admission_policies.len()
            + self.admission_bindings.len()
            + self.webhook_configurations.len()
            + self.engine_policies.len()
            + self.aws_auth.len()
            + self.services.len()
            + self.ingresses.len()
            + self.custom_resources.len()
    }
}

/// Appends one list after the other.
fn gather<'p, T: 'p>(all: &mut Vec<T>, parts: impl Iterator<Item = &'p mut Vec<T>>) {
    let mut parts: Vec<&mut Vec<T>> = parts.filter(|part| !part.is_empty()).collect();
    if all.is_empty()
        && let [only] = parts.as_mut_slice()
    {
        std::mem::swap(all, only);
        return;
    }
    all.reserve(parts.iter().map(|part| part.len()).sum());
    parts.into_iter().for_each(|part| all.append(part));
}

fn add(counts: &mut std::collections::BTreeMap<String, u64>, more: std::collections::BTreeMap<String, u64>) {
    for (key, count) in more {
        *counts.entry(key).or_default() += count;
    }
}
