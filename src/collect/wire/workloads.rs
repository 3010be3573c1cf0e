//! Objects with a pod template.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::collect::found::FoundWorkload;
use crate::collect::kind::Kind;
use crate::model::WorkloadRef;

use super::Object;
use super::keep::{Keep, Refused};
use super::meta::Meta;
use super::pod_spec::PodSpecWire;
use super::pods::owner;
use super::text::Text;

/// A Deployment, ReplicaSet, StatefulSet, DaemonSet, ReplicationController or Job.
#[derive(Deserialize)]
pub(super) struct WorkloadWire<'a> {
    #[serde(borrow, default)]
    metadata: Option<Meta<'a>>,
    #[serde(default)]
    spec: Option<WorkloadSpec<'a>>,
    #[serde(default)]
    status: Option<WorkloadStatus>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WorkloadSpec<'a> {
    replicas: Option<i64>,
    suspend: Option<bool>,
    #[serde(borrow)]
    template: Option<TemplateWire<'a>>,
    /// Of a DaemonSet or StatefulSet.
    update_strategy: Option<UpdateStrategy<'a>>,
}

#[derive(Deserialize)]
struct UpdateStrategy<'a> {
    #[serde(borrow, rename = "type")]
    kind: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WorkloadStatus {
    /// Of a Job: it has ended.
    completion_time: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct TemplateWire<'a> {
    #[serde(borrow, default)]
    metadata: Option<Meta<'a>>,
    #[serde(default)]
    spec: Option<PodSpecWire<'a>>,
}

/// A CronJob.
#[derive(Deserialize)]
pub(super) struct CronJobWire<'a> {
    #[serde(borrow, default)]
    metadata: Option<Meta<'a>>,
    #[serde(default)]
    spec: Option<CronJobSpec<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CronJobSpec<'a> {
    suspend: Option<bool>,
    #[serde(borrow)]
    job_template: Option<JobTemplate<'a>>,
}

#[derive(Deserialize)]
struct JobTemplate<'a> {
    #[serde(borrow)]
    spec: Option<WorkloadSpec<'a>>,
}

/// A PodTemplate, which makes no pods by itself.
#[derive(Deserialize)]
pub(super) struct PodTemplateWire<'a> {
    #[serde(borrow, default)]
    metadata: Option<Meta<'a>>,
    #[serde(default)]
    template: Option<TemplateWire<'a>>,
}

impl Object for WorkloadWire<'_> {
    fn keep(self, keep: &mut Keep<'_>) -> Result<(), Refused> {
        let spec = self.spec.ok_or_else(|| Refused::new("spec is missing"))?;
        let ended = self.status.is_some_and(|status| status.completion_time.is_some());
        let dormant = ended || spec.replicas == Some(0) || spec.suspend == Some(true);
        let strategy = spec.update_strategy.and_then(|strategy| strategy.kind);
        let has_strategy = matches!(keep.kind, Kind::DaemonSet | Kind::StatefulSet);
        let on_delete = has_strategy && strategy.as_deref() == Some("OnDelete");
        put(self.metadata, State { dormant, on_delete }, spec.template, keep)
    }
}

impl Object for CronJobWire<'_> {
    fn keep(self, keep: &mut Keep<'_>) -> Result<(), Refused> {
        let spec = self.spec.ok_or_else(|| Refused::new("spec is missing"))?;
        let dormant = spec.suspend == Some(true);
        let job = spec.job_template.and_then(|template| template.spec);
        put(self.metadata, State { dormant, on_delete: false }, job.and_then(|job| job.template), keep)
    }
}

impl Object for PodTemplateWire<'_> {
    fn keep(self, keep: &mut Keep<'_>) -> Result<(), Refused> {
        put(self.metadata, State { dormant: true, on_delete: false }, self.template, keep)
    }
}

/// When a workload makes pods.
struct State {
    dormant: bool,
    on_delete: bool,
}

fn put(
    meta: Option<Meta<'_>>,
    state: State,
    template: Option<TemplateWire<'_>>,
    keep: &mut Keep<'_>,
) -> Result<(), Refused> {
    let (pod, spec) = template.map(|template| (template.metadata, template.spec)).unwrap_or_default();
    let mut spec = spec.ok_or_else(|| Refused::new("the pod template is missing"))?;
    let pod = pod.unwrap_or_default();
    let meta = meta.unwrap_or_default();
    let (namespace, name) = keep.namespaced(&meta)?;
    let pinned = keep.optional(spec.node_name.take());
    let spec = spec.spec(pod.labels, &pod.annotations, keep);
    let workload = FoundWorkload {
        namespace,
        workload: WorkloadRef { kind: keep.name(keep.kind.name()), name },
        owner: owner(meta.owner_references, keep),
        dormant: state.dormant,
        on_delete: state.on_delete,
        pinned,
        template: keep.found.share(spec),
    };
    keep.found.workloads.push(workload);
    Ok(())
}
