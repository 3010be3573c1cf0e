//! What the Node authorizer and NodeRestriction let a kubelet have: the Secrets that the pods on its node name, and tokens
//! of their accounts as far as the pods ask for one or a grant lifts that limit.

use crate::authz::{Access, NODE_PREFIX, NODES, Object, Request};
use crate::graph::Node;
use crate::model::{Name, Subject, Version};

use super::super::world::World;
use super::account;
use super::pods::token_volumes;

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

/// All that the kubelet of a node may have of the pods there.
pub(in crate::escalation) fn kubelet_rights(access: &Access<'_>, world: &World<'_>, name: &Name) -> Vec<KubeletRight> {
    let Some(machine) = world.machines.get(name) else { return Vec::new() };
    let limited = world.snapshot.source.server_version >= AUDIENCES_LIMITED;
    let kubelet = [Subject::user(&format!("{NODE_PREFIX}{}", name.as_str())), Subject::group(NODES)];
    let mut rights = Vec::new();
    for pod in machine.pods.iter().filter(|pod| !pod.mirror) {
        let spec = world.snapshot.pod_spec(pod.spec);
        let node = account(&pod.namespace, &spec.service_account);
        if !limited || token_volumes(spec).next().is_some() {
            rights.push(KubeletRight { node, fact: None });
        } else if let Some(fact) = lifted(access, &kubelet, &pod.namespace, &spec.service_account) {
            rights.push(KubeletRight { node, fact: Some(fact) });
        }
        let secrets = spec.secrets().map(|secret| Node::Secret(pod.namespace.clone(), secret.clone()));
        rights.extend(secrets.map(|node| KubeletRight { node, fact: None }));
    }
    rights
}

/// The grant that lets a kubelet ask for a token which no pod asks for: `validateNodeServiceAccountAudience` of
/// NodeRestriction takes the audience for a resource and the account for its name.
fn lifted(access: &Access<'_>, kubelet: &[Subject], namespace: &Name, name: &Name) -> Option<String> {
    let object = Object::Resource { api_group: "", resource: API_AUDIENCE, subresource: "", namespace, name };
    let grant = access.can(kubelet, &Request { verb: "request-serviceaccounts-token-audience", object })?;
    let binding = access.snapshot().binding(grant.binding?).id();
    Some(format!("{binding} lets it ask for tokens that the API server accepts and no pod asks for"))
}
