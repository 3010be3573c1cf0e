//! What a namespace lets its pods be.

use crate::guards::pod_security::{Level, enforced};
use crate::model::{HashSet, Name, Namespace, Version};
use crate::template::Severity;

use super::context::Context;
use super::row::{Found, Hygiene};

pub(super) const PSA_MISSING: Hygiene = Hygiene {
    id: "hygiene/psa-missing",
    title: "Namespaces without a pod security level",
    severity: Severity::Medium,
    why: "Whoever may run a pod there may run a privileged one, which is root on its node. The level privileged is no \
          better. A level that is pinned to a version more than three behind the server's is low: it admits what later \
          versions refuse. The namespaces of the system, and `default` while nothing runs in it, are built in. A level \
          that the server's own configuration sets for all is not seen.",
    fix: "Set pod-security.kubernetes.io/enforce to baseline or restricted, without a version; try it with warn first.",
    controls: &["CIS-5.2.1"],
    find: psa_missing,
};

/// The namespaces that the API server makes (`SystemNamespaces` of `pkg/controlplane`), but `default`: what runs there is
/// the system's own.
const OF_THE_SYSTEM: &[&str] = &["kube-system", "kube-public", "kube-node-lease"];

/// As many minor versions are supported upstream.
const SUPPORTED: u16 = 3;

fn psa_missing(context: &Context<'_>) -> Vec<Found> {
    let snapshot = context.snapshot;
    let pods = snapshot.pods.iter().map(|pod| &pod.namespace);
    let inhabited: HashSet<&Name> = pods.chain(snapshot.workloads.iter().map(|workload| &workload.namespace)).collect();
    let found = snapshot.namespaces.iter().filter_map(|namespace| {
        let (what, severity) = flaw(namespace, snapshot.source.server_version)?;
        let name = namespace.name.as_str();
        let untouched = name == "default" && !inhabited.contains(&namespace.name);
        let found = Found::new([format!("ns:{name}")], format!("ns:{name} {what}")).with(severity);
        Some(found.built_in(untouched || OF_THE_SYSTEM.contains(&name)))
    });
    found.collect()
}

fn flaw(namespace: &Namespace, server: Version) -> Option<(String, Severity)> {
    let enforced = enforced(&namespace.labels, server);
    let (level, version) = (enforced.policy.level, enforced.policy.version);
    if !enforced.labelled {
        return Some(("has no pod security level".to_owned(), Severity::Medium));
    }
    if level == Level::Privileged {
        return Some(("has the pod security level privileged".to_owned(), Severity::Medium));
    }
    let old = version.major == server.major && version.minor.saturating_add(SUPPORTED) < server.minor;
    old.then(|| (format!("has the pod security level {} of the old version {version}", level.as_str()), Severity::Low))
}
