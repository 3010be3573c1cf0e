//! Pods by what a Service selects them with.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Labels, Name, POD_NAME_LABEL, Phase, Pod, PodSpecId, Service, Snapshot, tells_replicas_apart};

/// The live pods of a cluster, by namespace and spec, by label and by name.
pub(super) struct Groups<'s> {
    snapshot: &'s Snapshot,
    specs: BTreeSet<(&'s Name, PodSpecId)>,
    by_label: BTreeMap<(&'s Name, &'s Name, &'s Name), Vec<PodSpecId>>,
    by_name: BTreeMap<(&'s Name, &'s Name), &'s Pod>,
}

/// What a Service selects: all pods of these specs in its namespace, or the one pod that it names.
#[derive(Default)]
pub(super) struct Selected<'s> {
    pub specs: Vec<PodSpecId>,
    pub pod: Option<&'s Pod>,
}

impl<'s> Groups<'s> {
    pub(super) fn new(snapshot: &'s Snapshot) -> Self {
        let pods = || snapshot.pods.iter().filter(|pod| pod.phase != Phase::Finished);
        let specs: BTreeSet<(&Name, PodSpecId)> = pods().map(|pod| (&pod.namespace, pod.spec)).collect();
        let mut by_label: BTreeMap<(&Name, &Name, &Name), Vec<PodSpecId>> = BTreeMap::new();
        for &(namespace, spec) in &specs {
            for (key, value) in &snapshot.pod_spec(spec).labels {
                by_label.entry((namespace, key, value)).or_default().push(spec);
            }
        }
        Groups { snapshot, specs, by_label, by_name: pods().map(|pod| ((&pod.namespace, &pod.name), pod)).collect() }
    }

    /// Every spec of each namespace.
    pub(super) fn specs(&self) -> impl Iterator<Item = (&'s Name, PodSpecId)> {
        self.specs.iter().copied()
    }

    /// What a Service selects.
    ///
    /// Labels that specs leave out are taken to be there where others select the pod as well: some of its replicas have
    /// them. A selector of nothing else is not followed.
    pub(super) fn selected(&self, service: &'s Service) -> Selected<'s> {
        let known = |key: &Name| *key == POD_NAME_LABEL || !tells_replicas_apart(key);
        let mut selector: Vec<(&Name, &Name)> = service.selector.iter().filter(|(key, _)| known(key)).collect();
        let named =
            selector.iter().position(|(key, _)| **key == POD_NAME_LABEL).map(|place| selector.swap_remove(place).1);
        let meets = |labels: &Labels| selector.iter().all(|(key, value)| labels.get(*key) == Some(*value));
        let is_selected = |spec: PodSpecId| meets(&self.snapshot.pod_spec(spec).labels);
        if let Some(name) = named {
            let pod = self.by_name.get(&(&service.namespace, name)).copied();
            return Selected { pod: pod.filter(|pod| is_selected(pod.spec)), ..Selected::default() };
        }
        let with = |(key, value): &(&'s Name, &'s Name)| self.by_label.get(&(&service.namespace, *key, *value));
        let lists = selector.iter().map(|label| with(label).map_or(&[][..], Vec::as_slice));
        let rarest = lists.min_by_key(|specs| specs.len()).unwrap_or_default();
        Selected { specs: rarest.iter().copied().filter(|&spec| is_selected(spec)).collect(), ..Selected::default() }
    }
}
