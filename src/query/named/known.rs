//! Every name that something in a cluster has.

use std::collections::BTreeSet;

use crate::graph::{Graph, Objective};
use crate::model::{Binding, Role, Snapshot, Subject};

/// Every name of a node, whether something leads to or from it or not.
pub(super) fn of_nodes(snapshot: &Snapshot, graph: &Graph) -> BTreeSet<String> {
    let mut known: BTreeSet<String> = graph.nodes().filter_map(|(_, node)| node.id(snapshot)).collect();
    known.extend(of_grants(snapshot));
    known.extend(of_pods(snapshot));
    let accounts = snapshot.service_accounts.iter();
    known.extend(accounts.map(|account| Subject::service_account(&account.namespace, &account.name).id()));
    known.extend(snapshot.nodes.iter().map(|node| format!("node:{}", node.name.as_str())));
    known.extend(snapshot.namespaces.iter().map(|namespace| format!("ns:{}", namespace.name.as_str())));
    known.extend(
        snapshot.secrets.iter().map(|secret| format!("secret:{}/{}", secret.namespace.as_str(), secret.name.as_str())),
    );
    known.extend(Objective::OF_CLUSTER.into_iter().map(|objective| objective.id().into_owned()));
    known
}

/// The names of roles and bindings.
pub(in crate::query) fn of_grants(snapshot: &Snapshot) -> impl Iterator<Item = String> {
    snapshot.roles.iter().map(Role::id).chain(snapshot.bindings.iter().map(Binding::id))
}

/// The names of pods and of what makes them; a pod also by the name of its workload, as people call it.
pub(in crate::query) fn of_pods(snapshot: &Snapshot) -> BTreeSet<String> {
    let pod = |namespace: &str, name: &str| format!("pod:{namespace}/{name}");
    let pods = snapshot.pods.iter().flat_map(|found| {
        let namespace = found.namespace.as_str();
        [
            pod(namespace, found.name.as_str()),
            pod(namespace, found.workload.name.as_str()),
            found.workload.id(&found.namespace),
        ]
    });
    pods.chain(snapshot.workloads.iter().map(|found| found.workload.id(&found.namespace))).collect()
}
