//! Pods.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::collect::found::FoundPod;
use crate::model::{Phase, WorkloadRef};

use super::Object;
use super::annotations::MIRROR;
use super::keep::{Keep, Refused};
use super::meta::{Meta, Metadata, OwnerReference};
use super::pod_spec::PodSpecWire;
use super::replicas::{drop_chosen_node, rename_token_volume};
use super::resource_claims::{ClaimStatus, ExtendedClaim, made_for_pod};
use super::text::{List, Text};

#[derive(Deserialize)]
pub(super) struct PodWire<'a> {
    #[serde(borrow, default)]
    metadata: Option<Meta<'a>>,
    #[serde(default)]
    spec: Option<PodSpecWire<'a>>,
    #[serde(default)]
    status: Option<StatusWire<'a>>,
}

/// What only a server or a kubelet writes. `kubectl create --dry-run` prints `status: {}`, which says nothing.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StatusWire<'a> {
    #[serde(borrow)]
    phase: Option<Text<'a>>,
    conditions: Option<IgnoredAny>,
    start_time: Option<IgnoredAny>,
    qos_class: Option<IgnoredAny>,
    #[serde(default)]
    resource_claim_statuses: List<ClaimStatus<'a>>,
    extended_resource_claim_status: Option<ExtendedClaim<'a>>,
}

impl StatusWire<'_> {
    fn is_written(&self) -> bool {
        self.phase.is_some() || self.conditions.is_some() || self.start_time.is_some() || self.qos_class.is_some()
    }

    fn phase(&self) -> Phase {
        match self.phase.as_deref() {
            Some("Pending") => Phase::Pending,
            Some("Succeeded" | "Failed") => Phase::Finished,
            _ => Phase::Running,
        }
    }
}

/// What a pod does not share with its replicas, as it stands in the text.
pub(super) struct OwnTexts<'a> {
    pub(super) name: &'a str,
    pub(super) uid: Option<&'a str>,
    pub(super) node: Option<&'a str>,
}

impl<'a> PodWire<'a> {
    /// Nothing where what it leaves out counts too.
    pub(super) fn own_texts(&self) -> Option<OwnTexts<'a>> {
        let meta = self.metadata.as_ref()?;
        meta.namespace()?;
        let [name, uid] = meta.own_texts();
        let node = self.spec.as_ref()?.node_name.as_ref().and_then(Text::borrowed);
        Some(OwnTexts { name: name?, uid, node })
    }
}

impl Object for PodWire<'_> {
    fn keep(self, keep: &mut Keep<'_>) -> Result<(), Refused> {
        let meta = self.metadata.unwrap_or_default();
        let mut spec = self.spec.ok_or_else(|| Refused::new("spec is missing"))?;
        let (namespace, name) = keep.namespaced(&meta)?;
        let stored = meta.stored();
        let node = keep.optional(spec.node_name.take());
        let written = self.status.as_ref().is_some_and(StatusWire::is_written);
        let phase = self.status.as_ref().map_or(Phase::Running, StatusWire::phase);
        let (statuses, extended) = self.status.map_or_else(Default::default, |status| {
            (status.resource_claim_statuses, status.extended_resource_claim_status)
        });
        let template_hash = meta.labels.0.get("pod-template-hash").map(|hash| keep.name(hash));
        let stored = stored || written || node.is_some();
        let unbindable = meta.deletion_timestamp.is_some() || !spec.scheduling_gates.0.is_empty();
        let owner = owner(meta.owner_references, keep);
        let resource_claims = made_for_pod(&spec.resource_claims, statuses, extended, keep);
        let mut spec = spec.spec(meta.labels, &meta.annotations, keep);
        if stored {
            rename_token_volume(&mut spec, keep);
            if owner.as_ref().is_some_and(|owner| owner.kind == "DaemonSet") {
                drop_chosen_node(&mut spec);
            }
        }
        let pod = FoundPod {
            namespace,
            name,
            owner,
            template_hash,
            stored,
            node,
            mirror: meta.annotations.get(MIRROR).is_some(),
            unbindable,
            resource_claims,
            phase,
            spec: keep.found.share(spec),
        };
        keep.found.pods.push(pod);
        Ok(())
    }
}

/// The controller of an object: the one that made it and would make it again.
pub(super) fn owner(references: List<OwnerReference<'_>>, keep: &mut Keep<'_>) -> Option<WorkloadRef> {
    let mut references = references.into_iter();
    let controller = references.find(|reference| reference.controller == Some(true))?;
    Some(WorkloadRef { kind: keep.name(&controller.kind), name: keep.name(&controller.name) })
}
