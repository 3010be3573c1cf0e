//! The workloads whose pods carry an API token, each once for each account.

use std::collections::BTreeMap;

use crate::escalation::{Credential, credentials};
use crate::model::{Name, Pod, Subject, WorkloadRef};

use super::super::assess::Assessment;
use super::super::replicas::runs;

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
    for (first, pods) in runs(assessment.snapshot) {
        for credential in credentials(&assessment.escalation.world, first) {
            found.entry((&first.namespace, &first.workload, credential)).or_default().extend(pods);
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
