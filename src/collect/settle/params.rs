//! What bindings hand to policies: of all that may be a parameter, what some binding names or selects.
//!
//! Upstream: `CollectParams` of `k8s.io/apiserver/pkg/admission/plugin/policy/generic/policy_dispatcher.go`. Cost: linear in
//! the candidates of kinds that are asked for, times the bindings that ask for them.

use std::collections::BTreeMap;

use crate::collect::found::{Found, FoundParam};
use crate::collect::listed::PARAMS;
use crate::collect::wire::{is_read_as_param, param};
use crate::model::{Gap, Name, Param, ParamKind, ParamRef, Reason, Resource};

/// Whom a policy asks for which kind.
pub(in crate::collect) type Wanted = BTreeMap<ParamKind, Vec<ParamRef>>;

/// The kinds of parameters of bound policies, and how the bindings refer to them.
pub(in crate::collect) fn wanted(found: &Found) -> Wanted {
    let mut wanted = Wanted::new();
    for policy in &found.admission_policies {
        let bindings = found.admission_bindings.iter();
        let bound = bindings.filter(|binding| (binding.kind, &binding.policy) == (policy.kind, &policy.name));
        let Some(kind) = &policy.param_kind else { continue };
        for params in bound.filter_map(|binding| binding.params.as_ref()) {
            let known = wanted.entry(kind.clone()).or_default();
            if !known.contains(params) {
                known.push(params.clone());
            }
        }
    }
    wanted
}

/// The parameters, sorted, each once.
pub(super) fn settle(found: &mut Found) -> Vec<Param> {
    let candidates = std::mem::take(&mut found.param_candidates);
    let mut params = Vec::new();
    for (kind, references) in wanted(found) {
        if !is_read_as_param(&kind.api_version, &kind.kind) {
            let why = "parameters are read only where they are ConfigMaps or custom resources";
            found.gaps.push(gap(&kind.kind, Reason::NotRead, why));
            continue;
        }
        let namespaced = namespaced(&kind, &found.custom_resources);
        for candidate in candidates.iter().filter(|candidate| candidate.is_of(&kind)) {
            match reading(candidate, &kind, namespaced) {
                Ok(param) if references.iter().any(|reference| refers(reference, &param)) => params.push(param),
                Ok(_) => {}
                Err((reason, why)) => found.gaps.push(gap(&kind.kind, reason, why)),
            }
        }
    }
    params.sort_unstable_by(|one, other| key(one).cmp(&key(other)).then_with(|| one.json.cmp(&other.json)));
    params.dedup_by(|later, kept| {
        let same = key(later) == key(kept);
        if same && later.json != kept.json {
            let why = "one was read twice with different content: only one of the two is judged";
            found.gaps.push(gap(&kept.kind.kind, Reason::Malformed, why));
        }
        same
    });
    params
}

fn key(param: &Param) -> (&ParamKind, Option<&Name>, &Name) {
    (&param.kind, param.namespace.as_ref(), &param.name)
}

fn reading(found: &FoundParam, kind: &ParamKind, namespaced: Option<bool>) -> Result<Param, (Reason, &'static str)> {
    if found.api_version != kind.api_version {
        return Err((Reason::NotRead, "one was read in another version than the policy asks for"));
    }
    param(found, namespaced).ok_or((Reason::Malformed, "one could not be understood"))
}

fn refers(reference: &ParamRef, param: &Param) -> bool {
    let here = reference.namespace.as_ref().is_none_or(|namespace| Some(namespace) == param.namespace.as_ref());
    here && match (&reference.name, &reference.selector) {
        (Some(name), _) => *name == param.name,
        (None, Some(selector)) => selector.selects(&param.labels),
        (None, None) => false,
    }
}

/// Whether the kind lives in namespaces, where that is known.
fn namespaced(kind: &ParamKind, resources: &[Resource]) -> Option<bool> {
    let Some((group, _)) = kind.api_version.split_once('/') else { return Some(true) };
    let known = resources.iter().find(|known| known.api_group == *group && known.kind == kind.kind);
    known.map(|known| known.namespaced)
}

/// The gap that a kind of parameters leaves.
pub(in crate::collect) fn gap(kind: &Name, reason: Reason, why: &str) -> Gap {
    Gap { resource: PARAMS.to_owned(), scope: "cluster".to_owned(), reason, effect: effect(kind, why) }
}

/// What can be missing where parameters of a kind could not be read.
pub(in crate::collect) fn effect(kind: &str, why: &str) -> String {
    format!("Guards are unknown: {kind}s are parameters of a policy, and {why}.")
}
