//! The workloads whose pods carry an API token, each once for each account.

use std::collections::BTreeMap;

use crate::escalation::{Credential, credentials};
use crate::model::{Name, Phase, Pod, Subject, WorkloadRef};

use super::super::assess::Assessment;

/// The pods of a workload that carry a token of one account in one way.
pub(super) struct Carrier<'a> {
    pub(super) namespace: &'a Name,
    pub(super) workload: &'a WorkloadRef,
    /// At least one.
    pub(super) pods: Vec<&'a Pod>,
    pub(super) account: Subject,
    /// Whether it is a projected token of the pods' own account, rather than a Secret.
    pub(super) projected: bool,
}

impl Carrier<'_> {
    /// The node name of the workload.
    pub(super) fn id(&self) -> String {
        self.workload.id(self.namespace)
    }

    pub(super) fn is_daemon_set(&self) -> bool {
        self.workload.kind == "DaemonSet"
    }
}

pub(super) fn carriers<'a>(assessment: &'a Assessment<'a>) -> Vec<Carrier<'a>> {
    let mut found: BTreeMap<(&Name, &WorkloadRef, Credential), Vec<&Pod>> = BTreeMap::new();
    for pod in assessment.snapshot.pods.iter().filter(|pod| pod.phase != Phase::Finished) {
        for credential in credentials(&assessment.escalation.world, pod) {
            found.entry((&pod.namespace, &pod.workload, credential)).or_default().push(pod);
        }
    }
    let carriers = found.into_iter().map(|((namespace, workload, credential), pods)| {
        let (account, projected) = match credential {
            Credential::Projected(account) => (account, true),
            Credential::LegacySecret(account) => (account, false),
        };
        Carrier { namespace, workload, pods, account, projected }
    });
    carriers.collect()
}
