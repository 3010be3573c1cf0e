//! What makes the guards around a subject hollow: what they leave out, and that the subject can take them away.

use std::collections::BTreeMap;

use crate::graph::{Certainty, Graph, Hub, Node};
use crate::guards::admission::{Guard, flaws};
use crate::model::{AdmissionKind, Name, Snapshot};

use super::left_out::LeftOut;
use super::search::Search;

/// A guard by its kind and its name: that of a policy or of a webhook configuration.
pub(super) type Known = (bool, AdmissionKind, Name);

/// The flaws of each guard, and who takes it away.
pub(super) fn hollow(snapshot: &Snapshot, search: &Search<'_>, left_out: &LeftOut<'_>) -> BTreeMap<Known, Vec<String>> {
    let mut found: BTreeMap<Known, Vec<String>> = BTreeMap::new();
    for flaw in flaws(snapshot) {
        let Some(text) = left_out.told(&flaw) else { continue };
        let said = format!("{}: {text}", flaw.id);
        let known = found.entry(known(&flaw.guard)).or_default();
        if !known.contains(&said) {
            known.push(said);
        }
    }
    for (guard, said) in lifted(search) {
        let all = AdmissionKind::Validating;
        for kind in [all, AdmissionKind::Mutating] {
            for is_policy in [true, false] {
                let known = found.entry((is_policy, kind, guard.clone())).or_default();
                if !known.contains(&said) {
                    known.push(said.clone());
                }
            }
        }
    }
    found
}

fn known(guard: &Guard) -> Known {
    match guard {
        Guard::Policy { kind, policy, .. } => (true, *kind, policy.clone()),
        Guard::Webhook { kind, configuration, .. } => (false, *kind, configuration.clone()),
    }
}

/// What the subject can take away, and how.
fn lifted(search: &Search<'_>) -> Vec<(Name, String)> {
    let graph: &Graph = search.graph;
    let mut found = Vec::new();
    // Whoever has everything takes every guard away: what counts is what the subject can do at once.
    for (to, edge) in search.home.iter().flat_map(|home| graph.edges_from(*home)) {
        let Some(Node::Hub(Hub::Lift(guard, _))) = graph.node(to) else { continue };
        let facts = edge.remarks.iter().filter(|_| edge.certainty != Certainty::Guarded);
        let facts = facts.flat_map(|remarks| remarks.facts.clone());
        found.extend(facts.map(|fact| (guard.clone(), format!("removable: the subject {fact}"))));
    }
    found
}
