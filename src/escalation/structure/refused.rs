//! What keeps pods out of a namespace: its pod security level, its quotas, its end; and the way past the level, for whoever
//! may take it away.

use crate::graph::{Edge, Hub, Node, NodeId};
use crate::guards::pod_security::{self, Freedom, Policy};
use crate::model::{Name, Pod, Scope};

use super::super::world::World;
use super::Structure;

impl Structure<'_, '_> {
    /// Draws an edge that the level of a namespace may block; and, where it does, the same from whoever is here and may
    /// take the level away besides.
    pub(super) fn lead_past_level(
        &mut self,
        from: NodeId,
        namespace: &Name,
        guard: Option<&String>,
        to: Node,
        edge: Edge,
    ) {
        let Some(by) = guard else { return self.lead_once(from, to, edge) };
        if let Some(join) = self.past_level(from, namespace) {
            // The steps that are joined lead there.
            let open = Edge { certainty: edge.certainty, ..Edge::structure() };
            self.lead_once(join, to.clone(), open);
        }
        self.lead_once(from, to, edge.blocked(by.clone()));
    }

    /// The join of a node and the right to relabel this namespace, if somebody has that.
    fn past_level(&mut self, from: NodeId, namespace: &Name) -> Option<NodeId> {
        if let Some(known) = self.past_level.get(&from) {
            return *known;
        }
        let here = Node::Hub(Hub::Relabel(Scope::Namespace(namespace.clone())));
        // Who may relabel is drawn before all structure.
        let held =
            [&here, &Node::Hub(Hub::Relabel(Scope::Cluster))].into_iter().any(|hub| self.graph.find(hub).is_some());
        let join = held.then(|| {
            let relabel = self.graph.add(here.clone());
            self.graph.join(&[from, relabel])
        });
        self.past_level.insert(from, join);
        join
    }
}

/// What keeps a privileged pod out of a namespace.
pub(in crate::escalation) fn privileged_guard(world: &World<'_>, namespace: &Name) -> Option<String> {
    let policy = policy(world, namespace)?;
    let refused = !pod_security::forbids(&policy, &[Freedom::Privileged]).is_empty();
    refused.then(|| level_text(&policy, namespace))
}

/// What stands in the way of a pod that wants to be root in its container.
pub(super) fn root_guard(world: &World<'_>, namespace: &Name) -> Option<String> {
    let policy = policy(world, namespace)?;
    let refused = !pod_security::forbids(&policy, &[Freedom::Root]).is_empty();
    refused.then(|| format!("{} refuses root: the modes of the files decide", level_text(&policy, namespace)))
}

/// What refuses a change of a pod that puts all of it to the checks again: the level of its namespace, which it may not
/// meet (`EvaluatePod` of the plugin, which `isSignificantPodUpdate` calls for).
pub(in crate::escalation) fn stored_guard(world: &World<'_>, pod: &Pod) -> Option<String> {
    let policy = policy(world, &pod.namespace)?;
    let refused = pod_security::violations(&policy, world.snapshot.pod_spec(pod.spec));
    (!refused.is_empty()).then(|| level_text(&policy, &pod.namespace))
}

fn policy(world: &World<'_>, namespace: &Name) -> Option<Policy> {
    let labels = world.namespaces.get(namespace)?;
    Some(pod_security::enforced(labels, world.snapshot.source.server_version).policy)
}

fn level_text(policy: &Policy, namespace: &Name) -> String {
    format!("pod security level {} of namespace {}", policy.level.as_str(), namespace.as_str())
}

/// What is assumed of a namespace without a label.
pub(super) fn default_level_fact(world: &World<'_>, namespace: &Name) -> Option<String> {
    let labels = world.namespaces.get(namespace)?;
    let labelled = pod_security::enforced(labels, world.snapshot.source.server_version).labelled;
    let fact = || {
        format!(
            "namespace {} has no pod security level; the server's default is taken for privileged",
            namespace.as_str()
        )
    };
    (!labelled).then(fact)
}

/// What lets no new pod into a namespace.
pub(in crate::escalation) fn closed(world: &World<'_>, namespace: &Name) -> Option<String> {
    ended(world, namespace).or_else(|| quota_guard(world, namespace))
}

/// The quota that lets no pod into a namespace.
pub(in crate::escalation) fn quota_guard(world: &World<'_>, namespace: &Name) -> Option<String> {
    let quota = world.quotas.get(namespace)?.first()?;
    Some(format!("quota {} of namespace {} allows no pods", quota.as_str(), namespace.as_str()))
}

/// What lets nothing new into a namespace (`NamespaceLifecycle` of the API server).
pub(in crate::escalation) fn ended(world: &World<'_>, namespace: &Name) -> Option<String> {
    let ended = world.terminating.contains(namespace);
    ended.then(|| format!("namespace {} is being deleted: nothing can be created in it", namespace.as_str()))
}
