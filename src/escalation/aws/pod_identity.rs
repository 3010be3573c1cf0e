//! Which roles the service accounts of the cluster have by associations of EKS Pod Identity.

use crate::cloud::eks::{self, Associated, POD_IDENTITY};
use crate::cloud::iam::{Decision, Iam, Verdict};
use crate::graph::{Certainty, Edge, Remarks};
use crate::model::Snapshot;
use crate::model::cloud::Arn;

use super::super::exchange::{Audience, Exchange, Exchanges, Giver};
use super::node;
use super::told::told;

const ASSUMED: &str = "sts:AssumeRole";
const LIMITED: &str = "unknown: what the session policy of the association leaves of the role";

/// Adds what the exports tell of this cluster.
pub(in crate::escalation) fn associate(iam: &Iam<'_>, snapshot: &Snapshot, found: &mut Exchanges) {
    for associated in eks::associations(iam, snapshot) {
        let association = associated.association;
        if let Some(exchange) = exchange(&associated) {
            found.add((association.namespace.clone(), association.service_account.clone()), exchange);
        }
    }
}

/// The identity whose credentials the pods are given: that of the last role.
fn exchange(associated: &Associated<'_>) -> Option<Exchange> {
    let mut facts = Vec::new();
    let mut certainty = step(associated.role, associated.admitted.as_ref(), &mut facts)?;
    let mut identity = associated.role;
    if let Some((target, decided)) = &associated.target {
        certainty = certainty.max(step(target, decided.as_ref(), &mut facts)?);
        identity = target;
    }
    if associated.association.policy.is_some() {
        facts.push(LIMITED.to_owned());
        certainty = certainty.max(Certainty::Unknown);
    }
    let remarks = Remarks { facts, ..Remarks::default() };
    let edge = Edge::identity("identity/pod-identity").with(certainty).saying(remarks);
    let audience = Audience::Named(POD_IDENTITY.into());
    Some(Exchange { identity: node(identity), audience, giver: Giver::EksAssociation, edge })
}

/// How surely a role is assumed; nothing where it is not.
fn step(role: &Arn, decided: Option<&Decision>, facts: &mut Vec<String>) -> Option<Certainty> {
    let Some(decision) = decided else {
        facts.push(format!("unknown: whether {} may be assumed, as its account was not exported", role.as_str()));
        return Some(Certainty::Unknown);
    };
    facts.extend(told(ASSUMED, decision));
    match decision.verdict {
        Verdict::Allow => Some(Certainty::ProvenRights),
        Verdict::Conditional => Some(Certainty::Unknown),
        Verdict::Deny => None,
    }
}
