//! What the Node authorizer and NodeRestriction let a kubelet have: the Secrets that the pods on its node name, and tokens
//! of their accounts as far as the pods ask for one or a grant lifts that limit.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::authz::{Access, NODE_PREFIX, NODES, Object, Request};
use crate::graph::{Ask, Edge, Node, NodeId};
use crate::model::{HashMap, Name, Pod, PodSpec, PodSpecId, Subject, Version};

use super::super::world::World;
use super::pods::token_volumes;
use super::{Structure, account, with_fact};

/// Since this version a kubelet gets tokens only for audiences that its pods ask for.
const AUDIENCES_LIMITED: Version = Version { major: 1, minor: 33 };

/// What the API server accepts tokens for, unless it is told otherwise, as kubeadm sets it up.
const API_AUDIENCE: &str = "https://kubernetes.default.svc.cluster.local";

/// What any kubelet may have of the pods of a namespace and spec, mirrors apart; nothing where it takes a grant.
pub(super) type AnyRights = HashMap<(Name, PodSpecId, bool), Option<Arc<[NodeId]>>>;

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

impl Structure<'_, '_> {
    /// What the kubelet of a node may have. Replicas say the same on every node, so it is worked out once for them.
    pub(super) fn pods_of(&mut self, id: NodeId, name: &Name) {
        let (access, world) = (self.access, self.world);
        for pod in world.machines.get(name).into_iter().flat_map(|machine| &machine.pods) {
            if let Some(rights) = self.rights_of_any(pod) {
                rights.iter().for_each(|to| self.connect_once(id, *to, Edge::structure()));
                continue;
            }
            for right in rights(access, world, &kubelet(name), pod) {
                let edge = right.edge(Edge::structure());
                self.lead_once(id, right.node, edge);
            }
        }
    }

    /// What whichever kubelet may have of a pod like this; nothing where it takes a grant.
    fn rights_of_any(&mut self, pod: &Pod) -> Option<Arc<[NodeId]>> {
        let like = (pod.namespace.clone(), pod.spec, pod.mirror);
        if let Some(known) = self.rights.get(&like) {
            return known.clone();
        }
        let asked = is_asked(self.world, self.world.snapshot.pod_spec(pod.spec));
        let rights = asked.then(|| rights(self.access, self.world, &[], pod).into_iter());
        let nodes = rights.map(|rights| rights.map(|right| self.graph.add(right.node)).collect());
        self.rights.entry(like).or_insert(nodes).clone()
    }
}

/// All that the kubelet of a node may have of the pods there.
pub(in crate::escalation) fn kubelet_rights(access: &Access<'_>, world: &World<'_>, name: &Name) -> Vec<KubeletRight> {
    let Some(machine) = world.machines.get(name) else { return Vec::new() };
    let kubelet = kubelet(name);
    machine.pods.iter().flat_map(|pod| rights(access, world, &kubelet, pod)).collect()
}

/// Whom a kubelet is.
fn kubelet(name: &Name) -> [Subject; 2] {
    [Subject::user(&format!("{NODE_PREFIX}{}", name.as_str())), Subject::group(NODES)]
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
    let spec = world.snapshot.pod_spec(pod.spec);
    let asked = is_asked(world, spec);
    let fact = if asked { None } else { lifted(access, kubelet, &pod.namespace, &spec.service_account) };
    let token =
        (asked || fact.is_some()).then(|| KubeletRight { node: account(&pod.namespace, &spec.service_account), fact });
    let secrets = spec.secrets().map(|secret| Node::Secret(pod.namespace.clone(), secret.clone()));
    token.into_iter().chain(secrets.map(|node| KubeletRight { node, fact: None })).collect()
}

/// Whether a kubelet may ask for a token without a further grant.
fn is_asked(world: &World<'_>, spec: &PodSpec) -> bool {
    world.snapshot.source.server_version < AUDIENCES_LIMITED || token_volumes(spec).next().is_some()
}

/// The grant that lets a kubelet ask for a token which no pod asks for: `validateNodeServiceAccountAudience` of
/// NodeRestriction takes the audience for a resource and the account for its name.
fn lifted(access: &Access<'_>, kubelet: &[Subject], namespace: &Name, name: &Name) -> Option<String> {
    let object = Object::Resource { api_group: "", resource: API_AUDIENCE, subresource: "", namespace, name };
    let grant = access.can(kubelet, &Request { verb: "request-serviceaccounts-token-audience", object })?;
    let binding = access.snapshot().binding(grant.binding?).id();
    Some(format!("{binding} lets it ask for tokens that the API server accepts and no pod asks for"))
}
