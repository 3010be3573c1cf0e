//! Tokens of service accounts lead to what clouds give for them.
//!
//! A token is for one audience. Whoever runs a pod, or asks the API server for a token, chooses it; a pod carries tokens for
//! those that it mounts. On GKE a pod needs none: see `metadata`.

use crate::graph::{Certainty, Edge, Hub, Node, NodeId};
use crate::model::{Name, Phase, Pod, Scope, Snapshot, Subject, TokenAudience, VolumeKind, label};

use super::super::exchange::{Exchange, Giver};
use super::super::world::World;
use super::Structure;
use super::doubt::awaited;
use super::pods::never_made;

impl Structure<'_, '_> {
    /// Tokens of every account of a namespace.
    pub(super) fn tokens_in(&mut self, id: NodeId, namespace: &Name) {
        for name in self.world.accounts.get(namespace).into_iter().flatten() {
            self.token_of_any_audience(id, namespace, name, Edge::structure());
        }
        self.await_tokens(id, namespace);
    }

    /// A token of an account, if it is worth anything.
    pub(super) fn token_of_any_audience(&mut self, id: NodeId, namespace: &Name, name: &Name, edge: Edge) {
        if !self.tokens.of(namespace, name).is_empty() {
            self.lead(id, Node::Hub(Hub::TokenOf(namespace.clone(), name.clone())), edge);
        } else if !self.tokens.everybody.is_empty() {
            self.lead(id, Node::Hub(Hub::AnyToken), edge);
        }
    }

    /// What the tokens of an account are exchanged for.
    pub(super) fn token_of(&mut self, id: NodeId, namespace: &Name, name: &Name) {
        for exchange in self.tokens.of(namespace, name) {
            self.lead(id, exchange.identity.clone(), exchange.edge.clone());
        }
        if !self.tokens.everybody.is_empty() {
            self.link(id, Node::Hub(Hub::AnyToken));
        }
    }

    /// What every token is exchanged for.
    pub(super) fn any_token(&mut self, id: NodeId) {
        for exchange in &self.tokens.everybody {
            self.lead(id, exchange.identity.clone(), exchange.edge.clone());
        }
    }

    /// What the tokens are exchanged for that a pod carries, or will once it is admitted.
    pub(super) fn carried_tokens(&mut self, id: NodeId, pod: &Pod) {
        if self.tokens.is_empty() {
            return;
        }
        let spec = self.world.snapshot.pod_spec(pod.spec);
        let own = self.tokens.of(&pod.namespace, &spec.service_account);
        for exchange in own.iter().chain(&self.tokens.everybody) {
            if let Some(edge) = self.carried(pod, exchange) {
                self.lead_once(id, exchange.identity.clone(), once_there(self.world, pod, edge));
            }
        }
    }

    /// The edge of a pod to an identity, if the pod has the token or gets it once it is admitted.
    fn carried(&self, pod: &Pod, exchange: &Exchange) -> Option<Edge> {
        let spec = self.world.snapshot.pod_spec(pod.spec);
        let is_for = |kind: &VolumeKind| matches!(kind, VolumeKind::Token(TokenAudience::Other(name)) if exchange.audience.is(name));
        if spec.volumes.iter().any(|volume| is_for(&volume.kind) && spec.is_mounted(&volume.name)) {
            return Some(exchange.edge.clone());
        }
        let giver = self.adds(pod, exchange)?;
        // What is a template is admitted whenever a pod is made of it.
        let is_template = pod.node.is_none() && pod.phase != Phase::Pending;
        let certainty = if is_template { Certainty::ProvenRights } else { Certainty::Unknown };
        let mut remarks = exchange.edge.remarks.as_deref().cloned().unwrap_or_default();
        remarks.facts.push(format!("{giver} adds the token when it admits the pod"));
        Some(exchange.edge.clone().with(exchange.edge.certainty.max(certainty)).saying(remarks))
    }

    /// What adds the token when it admits the pod, if anything does.
    fn adds(&self, pod: &Pod, exchange: &Exchange) -> Option<&'static str> {
        let spec = self.world.snapshot.pod_spec(pod.spec);
        match exchange.giver {
            Giver::EksAssociation => Some("EKS"),
            Giver::EksWebhook => {
                let annotated = annotated_role(self.world.snapshot, &pod.namespace, &spec.service_account)?;
                (exchange.identity == Node::Subject(Subject::aws(annotated))).then_some("EKS")
            }
            Giver::AzureWebhook => {
                let asks = label(&spec.labels, "azure.workload.identity/use").is_some_and(|value| *value == "true");
                asks.then_some("the webhook of Azure")
            }
            Giver::GkeMetadata => None,
        }
    }

    /// The tokens of the scope, for whoever chooses their audience.
    pub(super) fn tokens(&mut self, id: NodeId, scope: &Scope) {
        if !self.tokens.is_empty() {
            self.spread(id, scope, Hub::TokensIn, Self::tokens_in);
        }
    }
}

/// An edge to what a pod gets, which waits for a node, or is never made.
pub(super) fn once_there(world: &World<'_>, pod: &Pod, edge: Edge) -> Edge {
    if pod.waits() {
        return awaited(edge);
    }
    let Some(refusal) = never_made(world, pod) else { return edge };
    let mut remarks = edge.remarks.as_deref().cloned().unwrap_or_default();
    remarks.blocked_by.extend(refusal.by().cloned());
    edge.with(Certainty::Guarded).saying(remarks)
}

/// The role that the annotation of an account names.
fn annotated_role<'s>(snapshot: &'s Snapshot, namespace: &Name, name: &Name) -> Option<&'s Name> {
    let accounts = &snapshot.service_accounts;
    let place = accounts.binary_search_by(|known| (&known.namespace, &known.name).cmp(&(namespace, name))).ok()?;
    accounts.get(place)?.cloud.as_ref()?.aws_role.as_ref()
}
