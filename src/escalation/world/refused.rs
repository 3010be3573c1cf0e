//! What keeps the next pod of a workload from being made: the pod security level, a quota of no
//! pods or the end of its namespace.
//!
//! The pods that are there tell what the next one will be; where some of them would be let in, it may be one of these.

use std::collections::BTreeMap;

use crate::model::{HashMap, Name, Pod, PodSpecId, WorkloadRef};

use super::super::structure::{ended, quota_guard, stored_guard};
use super::World;

/// By namespace and workload.
pub(super) type Refusals<'s> = BTreeMap<&'s Name, BTreeMap<&'s WorkloadRef, Refusal>>;

/// What refuses the next pod of a workload: one of these, or several.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::escalation) struct Refusal {
    /// The pod security level.
    pub(in crate::escalation) level: Option<String>,
    /// A quota that lets no pod in.
    pub(in crate::escalation) quota: Option<String>,
    /// The end of the namespace: nothing is made in it any more.
    pub(in crate::escalation) end: Option<String>,
}

impl Refusal {
    /// All that refuses it.
    pub(in crate::escalation) fn by(&self) -> impl Iterator<Item = &String> {
        self.level.iter().chain(&self.quota).chain(&self.end)
    }
}

impl World<'_> {
    /// What refuses the next pod of a workload.
    pub(in crate::escalation) fn refusal(&self, namespace: &Name, workload: &WorkloadRef) -> Option<&Refusal> {
        self.refusals.get(namespace)?.get(workload)
    }
}

/// All workloads whose next pod is refused. Cost: the pods, and each distinct spec once in its namespace.
pub(super) fn refusals<'s>(world: &World<'s>) -> Refusals<'s> {
    let mut refusals = Refusals::new();
    for (namespace, workloads) in &world.by_workload {
        let (quota, end) = (quota_guard(world, namespace), ended(world, namespace));
        let mut judged = HashMap::default();
        for (workload, pods) in workloads {
            let level = refusing_level(world, pods, &mut judged);
            if level.is_some() || quota.is_some() || end.is_some() {
                let refusal = Refusal { level, quota: quota.clone(), end: end.clone() };
                refusals.entry(*namespace).or_default().insert(*workload, refusal);
            }
        }
    }
    refusals
}

/// The level that refuses each of these pods.
fn refusing_level(world: &World<'_>, pods: &[&Pod], judged: &mut HashMap<PodSpecId, Option<String>>) -> Option<String> {
    let mut level = None;
    for pod in pods {
        level = Some(judged.entry(pod.spec).or_insert_with(|| stored_guard(world, pod)).clone()?);
    }
    level
}
