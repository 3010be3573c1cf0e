//! Objects with a pod template.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::collect::found::FoundWorkload;
use crate::model::WorkloadRef;

use super::Object;
use super::keep::{Keep, Refused};
use super::meta::Meta;
use super::pod_spec::PodSpecWire;
use super::pods::owner;

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
struct WorkloadSpec<'a> {
    replicas: Option<i64>,
    suspend: Option<bool>,
    #[serde(borrow)]
    template: Option<TemplateWire<'a>>,
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
        put(self.metadata, dormant, spec.template, keep)
    }
}

impl Object for CronJobWire<'_> {
    fn keep(self, keep: &mut Keep<'_>) -> Result<(), Refused> {
        let spec = self.spec.ok_or_else(|| Refused::new("spec is missing"))?;
        let dormant = spec.suspend == Some(true);
        let job = spec.job_template.and_then(|template| template.spec);
        put(self.metadata, dormant, job.and_then(|job| job.template), keep)
    }
}

impl Object for PodTemplateWire<'_> {
    fn keep(self, keep: &mut Keep<'_>) -> Result<(), Refused> {
        put(self.metadata, true, self.template, keep)
    }
}

fn put(
    meta: Option<Meta<'_>>,
    dormant: bool,
    template: Option<TemplateWire<'_>>,
    keep: &mut Keep<'_>,
) -> Result<(), Refused> {
    let spec = template.and_then(|template| template.spec);
    let spec = spec.ok_or_else(|| Refused::new("the pod template is missing"))?;
    let meta = meta.unwrap_or_default();
    let (namespace, name) = keep.namespaced(&meta)?;
    let workload = FoundWorkload {
        namespace,
        workload: WorkloadRef { kind: keep.name(keep.kind.name()), name },
        owner: owner(meta.owner_references, keep),
        dormant,
        template: spec.spec(keep),
    };
    keep.found.workloads.push(workload);
    Ok(())
}
