//! What the Node authorizer and NodeRestriction let a kubelet have: the Secrets that the pods on its node name, and tokens
//! of their accounts as far as the pods ask for one or a grant lifts that limit.

use std::collections::BTreeSet;

use crate::authz::{Access, NODE_PREFIX, NODES, Object, Request};
use crate::graph::{Ask, Edge, Node};
use crate::model::{Name, Pod, Subject, Version};

use super::super::world::World;
use super::pods::token_volumes;
use super::{account, with_fact};

/// Since this version a kubelet gets tokens only for audiences that its pods ask for.
const AUDIENCES_LIMITED: Version = Version { major: 1, minor: 33 };

/// What the API server accepts tokens for, unless it is told otherwise, as kubeadm sets it up.
const API_AUDIENCE: &str = "https://kubernetes.default.svc.cluster.local";

/// What a kubelet may have.
pub(in crate::escalation) struct KubeletRight {
    /// A Secret or a service account.
    pub(in crate::escalation) node: Node,
    /// What else must be true, and is.
    pub(in crate::escalation) fact: Option<String>,
}

impl KubeletRight {
    /// Which of the two it is.
    pub(in crate::escalation) fn ask(&self) -> Ask {
        if matches!(self.node, Node::Secret(..)) { Ask::Secrets } else { Ask::Tokens }
    }

    /// The step to it.
    pub(super) fn edge(&self, edge: Edge) -> Edge {
        self.fact.clone().map_or(edge.clone(), |fact| with_fact(edge, fact))
    }
}

/// All that the kubelet of a node may have of the pods there.
pub(in crate::escalation) fn kubelet_rights(access: &Access<'_>, world: &World<'_>, name: &Name) -> Vec<KubeletRight> {
    let Some(machine) = world.machines.get(name) else { return Vec::new() };
    let kubelet = [Subject::user(&format!("{NODE_PREFIX}{}", name.as_str())), Subject::group(NODES)];
    machine.pods.iter().flat_map(|pod| rights(access, world, &kubelet, pod)).collect()
}

/// What the kubelet of any node may have of these pods once they are there.
pub(in crate::escalation) fn rights_of_next<'p>(
    access: &Access<'_>,
    world: &World<'_>,
    pods: impl IntoIterator<Item = &'p Pod>,
) -> Vec<KubeletRight> {
    let kubelet = [Subject::group(NODES)];
    let (mut specs, mut known) = (BTreeSet::new(), BTreeSet::new());
    let pods = pods.into_iter().filter(|pod| specs.insert((&pod.namespace, pod.spec)));
    let all = pods.flat_map(|pod| rights(access, world, &kubelet, pod));
    all.filter(|right| known.insert(right.node.clone())).collect()
}

/// What a kubelet may have of one pod.
fn rights(access: &Access<'_>, world: &World<'_>, kubelet: &[Subject], pod: &Pod) -> Vec<KubeletRight> {
    if pod.mirror {
        return Vec::new();
    }
    let limited = world.snapshot.source.server_version >= AUDIENCES_LIMITED;
    let spec = world.snapshot.pod_spec(pod.spec);
    let asked = !limited || token_volumes(spec).next().is_some();
    let fact = if asked { None } else { lifted(access, kubelet, &pod.namespace, &spec.service_account) };
    let token =
        (asked || fact.is_some()).then(|| KubeletRight { node: account(&pod.namespace, &spec.service_account), fact });
    let secrets = spec.secrets().map(|secret| Node::Secret(pod.namespace.clone(), secret.clone()));
    token.into_iter().chain(secrets.map(|node| KubeletRight { node, fact: None })).collect()
}

/// The grant that lets a kubelet ask for a token which no pod asks for: `validateNodeServiceAccountAudience` of
/// NodeRestriction takes the audience for a resource and the account for its name.
fn lifted(access: &Access<'_>, kubelet: &[Subject], namespace: &Name, name: &Name) -> Option<String> {
    let object = Object::Resource { api_group: "", resource: API_AUDIENCE, subresource: "", namespace, name };
    let grant = access.can(kubelet, &Request { verb: "request-serviceaccounts-token-audience", object })?;
    let binding = access.snapshot().binding(grant.binding?).id();
    Some(format!("{binding} lets it ask for tokens that the API server accepts and no pod asks for"))
}
