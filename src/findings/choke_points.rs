//! Choke points: the few bindings whose removal cuts the most paths.
//!
//! The bindings that most witnesses go through are tried: the search is run again without each, and what is no longer
//! connected at all is counted. So a number here is what removing the binding really cuts, other ways included.
//! Cost: one search for each candidate and objective.

use std::collections::BTreeMap;

use crate::graph::{NodeId, Reach};
use crate::model::BindingId;

use super::assess::Assessment;
use super::paths::is_source;
use super::types::{ChokeGrant, ChokePoint, Path};

/// How many candidates are tried.
const CANDIDATES: usize = 8;

pub(super) fn find(assessment: &Assessment<'_>, paths: &[Path]) -> Vec<ChokePoint> {
    let mut candidates: Vec<(usize, BindingId)> =
        used_bindings(assessment, paths).into_iter().map(|(id, count)| (count, id)).collect();
    candidates.sort_by_key(|(count, id)| (std::cmp::Reverse(*count), *id));
    candidates.truncate(CANDIDATES);
    let mut found: Vec<ChokePoint> = candidates.into_iter().filter_map(|(_, id)| try_without(assessment, id)).collect();
    found.sort_by_key(|point| (std::cmp::Reverse(point.cuts_paths), point.grant.binding.clone()));
    found
}

/// The bindings that paths go through, with how many do; built-in ones are not for removal.
fn used_bindings(assessment: &Assessment<'_>, paths: &[Path]) -> BTreeMap<BindingId, usize> {
    let by_name: BTreeMap<String, BindingId> =
        assessment.snapshot.binding_ids().map(|(id, binding)| (binding.id(), id)).collect();
    let mut used: BTreeMap<BindingId, usize> = BTreeMap::new();
    for path in paths.iter().filter(|path| !path.built_in) {
        let names = path.hops.iter().flat_map(|hop| &hop.grants).filter_map(|grant| grant.binding.as_ref());
        let mut bindings: Vec<BindingId> = names.filter_map(|name| by_name.get(name).copied()).collect();
        bindings.sort_unstable();
        bindings.dedup();
        for id in bindings.into_iter().filter(|&id| !assessment.builtin.binding(id)) {
            *used.entry(id).or_default() += 1;
        }
    }
    used
}

fn try_without(assessment: &Assessment<'_>, id: BindingId) -> Option<ChokePoint> {
    let graph = &assessment.escalation.graph;
    let mut cuts = 0;
    for goal in &assessment.goals {
        let without = Reach::without(graph, goal.node, id);
        let lost = |node: NodeId| goal.reach.certainty(node).is_some() && without.certainty(node).is_none();
        cuts += graph.nodes().filter(|(node, what)| is_source(assessment, what) && lost(*node)).count();
    }
    let binding = assessment.snapshot.binding(id);
    let (name, role) = (binding.id(), binding.role_id());
    let fix = format!("remove {name}, or bind its subjects to a role with less than {role}");
    (cuts > 0).then_some(ChokePoint { grant: ChokeGrant { binding: name, role }, cuts_paths: cuts, fix })
}
