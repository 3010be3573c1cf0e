//! Which workloads run as a service account.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Name, Phase, Snapshot, Subject};

/// The workloads of each service account, by the names of their nodes: `workload:NS/KIND/NAME`, `pod:NS/NAME`.
pub struct Runs(BTreeMap<Subject, Vec<String>>);

impl Runs {
    /// Looks at every pod once. Pods that have ended run no more.
    #[must_use]
    pub fn new(snapshot: &Snapshot) -> Self {
        let mut places: BTreeMap<(&Name, &Name), BTreeSet<String>> = BTreeMap::new();
        let mut last = None;
        for pod in snapshot.pods.iter().filter(|pod| pod.phase != Phase::Finished) {
            let account = &snapshot.pod_spec(pod.spec).service_account;
            // Replicas stand one after the other.
            if last == Some((&pod.namespace, &pod.workload, account)) {
                continue;
            }
            last = Some((&pod.namespace, &pod.workload, account));
            places.entry((&pod.namespace, account)).or_default().insert(pod.workload.id(&pod.namespace));
        }
        let named = places.into_iter().map(|((namespace, name), workloads)| {
            (Subject::service_account(namespace, name), workloads.into_iter().collect())
        });
        Runs(named.collect())
    }

    /// What runs as this subject.
    #[must_use]
    pub fn as_subject(&self, subject: &Subject) -> &[String] {
        self.0.get(subject).map_or(&[], Vec::as_slice)
    }
}
