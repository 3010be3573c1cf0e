//! AWS: which identity of IAM can become which, and which administers its account.
//!
//! What IAM allows is asked of [`Iam`]; the methods of the template say what to ask, and what comes of it. A method that a
//! principal applies to itself is tried on paper: it leads to the account only if the principal, so changed, would
//! administer it. Edges go from principal to principal and to the objective of the account; who administers an account
//! has everybody in it.
//!
//! 1. What each principal makes of *itself*.
//! 2. Whom it can *take*, if it does not surely administer the account by then: those first that do.
//! 3. Who comes in from *outside* the account.
//!
//! Cost: for each principal the methods whose permissions it has at all; of these for each target one question. Who
//! administers its account is asked nothing more, and who surely takes an administrator is asked about nobody else.

mod answer;
mod asking;
mod doors;
mod into_cluster;
mod objects;
mod outside;
mod pod_identity;
mod raise;
mod reaching;
mod subjects;
mod take;
mod told;
mod web_identity;

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::cloud::iam::{Iam, PrincipalId, Verdict};
use crate::graph::{Certainty, Edge, Graph, Node, NodeId, Objective, Remarks, Step};
use crate::model::cloud::{Account, Arn};
use crate::model::{Snapshot, Subject};
use crate::template::Template;

use asking::{Asking, Raised};
pub(super) use into_cluster::draw as draw_into_cluster;
pub use reaching::{Reached, Reaching};
pub use told::{told, witness};
pub(super) use web_identity::{STS, exchange_tokens};

/// Draws the identities of all accounts of which there is an export.
pub(super) fn draw(snapshot: &Snapshot, template: &Template, graph: &mut Graph) {
    let cloud = &snapshot.cloud;
    if cloud.accounts.is_empty() {
        return;
    }
    let iam = Iam::of(cloud);
    for account in &cloud.accounts {
        let asking = Asking::new(&iam, cloud, account, &template.methods);
        let own: Vec<PrincipalId> = asking.principals().collect();
        connect(&asking, account, drawn(&asking, &own), graph);
        for (from, drawn) in asking.callers_outside(cloud) {
            let from = graph.add(Node::Subject(from));
            lead(&asking, graph, None, from, drawn);
        }
    }
}

/// Something that a principal reaches.
struct Drawn {
    to: Reach,
    step: Step,
    verdict: Verdict,
    facts: Vec<String>,
}

/// What a principal reaches.
enum Reach {
    /// Everything in its account.
    Account,
    /// Another principal.
    Principal(PrincipalId),
}

/// What each principal reaches.
fn drawn(asking: &Asking<'_, '_>, own: &[PrincipalId]) -> Vec<(PrincipalId, Vec<Drawn>)> {
    let raised: Vec<(PrincipalId, Raised)> = own.par_iter().map(|id| (*id, asking.by_itself(*id))).collect();
    let admins: BTreeSet<PrincipalId> = raised.iter().filter(|(_, raised)| raised.is_sure).map(|(id, _)| *id).collect();
    let all = raised.into_par_iter().map(|(id, Raised { mut drawn, is_sure })| {
        if !is_sure {
            drawn.extend(asking.taken(id, &admins));
        }
        (id, drawn)
    });
    all.collect()
}

fn connect(asking: &Asking<'_, '_>, account: &Account, all: Vec<(PrincipalId, Vec<Drawn>)>, graph: &mut Graph) {
    let Some(objective) = Objective::aws_admin(&account.id) else { return };
    let objective = graph.add(Node::Objective(objective));
    for (principal, drawn) in all {
        let from = graph.add(node(asking.iam.principal(principal).arn()));
        graph.connect(objective, from, Edge::identity("identity/aws-account"));
        for drawn in drawn {
            lead(asking, graph, Some(objective), from, drawn);
        }
    }
}

/// Draws one edge; to the account only where that is known.
fn lead(asking: &Asking<'_, '_>, graph: &mut Graph, account: Option<NodeId>, from: NodeId, drawn: Drawn) {
    let Drawn { to, step, verdict, facts } = drawn;
    let certainty = if verdict == Verdict::Allow { Certainty::ProvenRights } else { Certainty::Unknown };
    let to = match to {
        Reach::Account => account,
        Reach::Principal(other) => Some(graph.add(node(asking.iam.principal(other).arn()))),
    };
    let Some(to) = to else { return };
    let edge = Edge { step, certainty, remarks: None };
    graph.connect(from, to, edge.saying(Remarks { facts, ..Remarks::default() }));
}

/// The node of an identity of IAM.
pub(super) fn node(arn: &Arn) -> Node {
    Node::Subject(Subject::aws(arn.as_str()))
}
