//! kubescan's answers.

use std::collections::HashMap;

use kubescan::guards::pod_security::{Enforced, enforced, violations};
use kubescan::model::{Labels, Version};
use serde_json::{Value, json};

use crate::differential::ours::snapshot;

/// A pod, and the namespace that it shall be made in.
pub(super) struct Applicant {
    /// The labels of the namespace.
    pub(super) labels: Value,
    /// The minor version of the server.
    pub(super) server: u16,
    pub(super) pod: Value,
}

/// What kubescan says to one of them.
#[derive(Debug)]
pub(super) struct Ours {
    pub(super) enforced: Enforced,
    /// The ids of the checks that keep it out.
    pub(super) checks: Vec<&'static str>,
}

/// Judges pods as they are read from a file, each in a namespace of its own.
pub(super) fn judge(applicants: &[Applicant]) -> Vec<Ours> {
    let name = |place: usize| format!("n{place}");
    let mut objects = Vec::new();
    for (place, applicant) in applicants.iter().enumerate() {
        let mut pod = applicant.pod.clone();
        pod["metadata"]["namespace"] = name(place).into();
        pod["metadata"]["name"] = "pod".into();
        let metadata = json!({"name": name(place), "labels": applicant.labels});
        objects.extend([pod, json!({"apiVersion": "v1", "kind": "Namespace", "metadata": metadata})]);
    }
    let snapshot = snapshot(&json!({"apiVersion": "v1", "kind": "List", "items": objects}));
    let labels: HashMap<&str, &Labels> =
        snapshot.namespaces.iter().map(|namespace| (namespace.name.as_str(), &namespace.labels)).collect();
    let specs: HashMap<&str, _> =
        snapshot.pods.iter().map(|pod| (pod.namespace.as_str(), snapshot.pod_spec(pod.spec))).collect();
    let ours = |(place, applicant): (usize, &Applicant)| {
        let name = name(place);
        let enforced = enforced(labels[name.as_str()], Version { major: 1, minor: applicant.server });
        let found = violations(&enforced.policy, specs[name.as_str()]);
        Ours { enforced, checks: found.into_iter().map(|violation| violation.check).collect() }
    };
    applicants.iter().enumerate().map(ours).collect()
}

/// What upstream says where a check keeps a pod out.
pub(super) fn reason(check: &str) -> &'static str {
    let known = REASONS.iter().find(|(id, _)| *id == check);
    known.unwrap_or_else(|| panic!("upstream has no check {check}")).1
}

/// All checks of upstream, each with its reason.
pub(super) const REASONS: &[(&str, &str)] = &[
    ("allowPrivilegeEscalation", "allowPrivilegeEscalation != false"),
    ("appArmorProfile", "forbidden AppArmor profile"),
    ("capabilities_baseline", "non-default capabilities"),
    ("capabilities_restricted", "unrestricted capabilities"),
    ("hostNamespaces", "host namespaces"),
    ("hostPathVolumes", "hostPath volumes"),
    ("hostPorts", "hostPort"),
    ("hostProbesAndHostLifecycle", "probe or lifecycle host"),
    ("privileged", "privileged"),
    ("procMount", "procMount"),
    ("procMount_restricted", "procMount"),
    ("restrictedVolumes", "restricted volume types"),
    ("runAsNonRoot", "runAsNonRoot != true"),
    ("runAsUser", "runAsUser=0"),
    ("seLinuxOptions", "seLinuxOptions"),
    ("seccompProfile_baseline", "seccompProfile"),
    ("seccompProfile_restricted", "seccompProfile"),
    ("sysctls", "forbidden sysctls"),
    ("windowsHostProcess", "hostProcess"),
];
