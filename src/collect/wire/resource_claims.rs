//! The ResourceClaims of a pod: named by its spec, or made for it and named by its status.

use std::collections::HashSet;

use serde::Deserialize;

use crate::model::Name;

use super::keep::Keep;
use super::text::{List, Text};

/// An entry of the spec's `resourceClaims`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PodClaim<'a> {
    #[serde(borrow)]
    name: Option<Text<'a>>,
    pub(super) resource_claim_name: Option<Text<'a>>,
    resource_claim_template_name: Option<Text<'a>>,
}

/// An entry of the status's `resourceClaimStatuses`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ClaimStatus<'a> {
    #[serde(borrow)]
    name: Option<Text<'a>>,
    resource_claim_name: Option<Text<'a>>,
}

/// The status's `extendedResourceClaimStatus`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ExtendedClaim<'a> {
    #[serde(borrow)]
    resource_claim_name: Option<Text<'a>>,
}

/// The claims that were made for a pod, sorted (`resourceclaim.Name` and `Graph.AddPod` upstream): the status must name
/// an entry of the spec that has a template.
pub(super) fn made_for_pod(
    wanted: &List<PodClaim<'_>>,
    statuses: List<ClaimStatus<'_>>,
    extended: Option<ExtendedClaim<'_>>,
    keep: &mut Keep<'_>,
) -> Vec<Name> {
    let from_template = wanted.0.iter().filter(|claim| claim.resource_claim_name.is_none());
    let from_template = from_template.filter(|claim| claim.resource_claim_template_name.is_some());
    let from_template: HashSet<Option<&str>> = from_template.map(|claim| claim.name.as_deref()).collect();
    let statuses = statuses.into_iter().filter(|status| from_template.contains(&status.name.as_deref()));
    let statuses = statuses.map(|status| status.resource_claim_name);
    let named = statuses.chain(extended.map(|extended| extended.resource_claim_name));
    let mut claims: Vec<Name> = named.filter_map(|name| keep.optional(name)).collect();
    claims.sort_unstable();
    claims.dedup();
    claims
}
