//! What a step takes, as requests that can be taken away.

use crate::authz::meet;
use crate::model::{Name, Pattern, ResourcePattern, Rule};
use crate::template::{Entry, GroupPattern, Need};

use super::rules::{allow, weight};

/// Verbs that hardly anybody needs.
const SPECIAL: &[&str] = &["approve", "attest", "bind", "escalate", "impersonate", "sign"];

/// The needs of an entry that these rules have a part in, each as requests: those first whose loss is least. Without any one
/// of them the step is not there.
pub(super) fn needs_of(entry: &Entry, rules: &[Rule]) -> Vec<Rule> {
    let mut needs: Vec<(bool, usize, Rule)> = Vec::new();
    for need in &entry.needs {
        let requests = requests(need);
        if !allow(rules, &requests) {
            continue;
        }
        let met: Vec<Rule> = rules.iter().filter_map(|rule| meet(rule, &requests)).collect();
        let special = need.verbs.iter().all(|verb| SPECIAL.contains(&verb.as_str()));
        needs.push((!special, weight(&met), requests));
    }
    needs.sort_by_key(|(ordinary, weight, _)| (*ordinary, *weight));
    needs.into_iter().map(|(_, _, requests)| requests).collect()
}

/// The requests of a need. Groups of clouds, of which only the end is known, are left out.
fn requests(need: &Need) -> Rule {
    let kinds = || need.operators.iter().flat_map(|operator| &operator.kinds);
    let exact = |group: &GroupPattern| match group {
        GroupPattern::Exact(name) => Some(Pattern::Exact(name.clone())),
        GroupPattern::Suffix(_) => None,
    };
    let of_kinds = kinds().flat_map(|kinds| &kinds.api_groups).filter_map(exact);
    let resources = need.resources.iter().cloned().map(ResourcePattern::Exact);
    Rule {
        verbs: need.verbs.iter().cloned().map(Pattern::Exact).collect(),
        api_groups: need.api_groups.iter().cloned().map(Pattern::Exact).chain(of_kinds).collect(),
        resources: resources.chain(kinds().flat_map(|kinds| kinds.resources.iter().cloned())).collect(),
        resource_names: Vec::new(),
        non_resource_urls: need.non_resource_urls.iter().cloned().map(|url: Name| url.into()).collect(),
    }
}
