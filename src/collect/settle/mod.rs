//! From what was found to a snapshot: sorted, free of duplicates, and as a server would hold it.
//!
//! In this order: every table is sorted and cleared of duplicates; pods learn what a person calls their owner; templates
//! of workloads without a pod become pods, and what no server has stored is treated as admission would treat it. For
//! files, default roles that bindings name are assumed, and aggregated ClusterRoles get their rules, since no controller
//! has filled them in.
//!
//! Cost: sorting and hashing; nothing compares every object with every other, aggregation apart, which is budgeted.

mod admission;
mod aggregate;
mod assume;
mod aws_auth;
mod guards;
mod owners;
pub(super) mod params;
mod pods;
mod rbac;
mod specs;
mod tables;
mod workloads;

use crate::model::cloud::Cloud;
use crate::model::{AdmissionKind, Counts, Role, Snapshot, Source, SourceKind, defaults};

use super::found::Found;

/// Makes the snapshot of what a source found.
pub(super) fn settle(found: Found, source: Source) -> Snapshot {
    let defaults = defaults::roles(source.server_version);
    settle_with(found, source, defaults)
}

fn settle_with(mut found: Found, source: Source, defaults: &[Role]) -> Snapshot {
    sort(&mut found, source.kind);
    owners::look_up(&mut found, &source);
    let counts = counts(&found);
    if source.kind == SourceKind::Files {
        assume::default_roles(&mut found, &source, defaults);
        aggregate::fill(&mut found);
    }
    let params = params::settle(&mut found);
    let aws_auth = aws_auth::settle(&mut found, source.kind);
    let workloads = workloads::table(&found.workloads);
    let (pods, pod_specs) = pods::settle(&mut found);
    found.gaps.sort_unstable();
    found.gaps.dedup();
    found.notes.sort_unstable();
    found.notes.dedup();
    Snapshot {
        source,
        gaps: found.gaps,
        notes: found.notes,
        roles: found.roles,
        bindings: found.bindings,
        namespaces: found.namespaces,
        service_accounts: found.service_accounts,
        pods,
        pod_specs,
        workloads,
        nodes: found.nodes,
        secrets: found.secrets,
        persistent_volumes: found.persistent_volumes,
        persistent_volume_claims: found.persistent_volume_claims,
        resource_quotas: found.resource_quotas,
        admission_policies: found.admission_policies,
        admission_bindings: found.admission_bindings,
        params,
        webhooks: found.webhook_configurations.into_iter().flat_map(|found| found.webhooks).collect(),
        engine_policies: found.engine_policies,
        aws_auth,
        services: found.services,
        ingresses: found.ingresses,
        custom_resources: found.custom_resources,
        cloud: Cloud::default(),
        mappings: Vec::new(),
        resources_known: false,
        counts,
    }
}

/// Sorts all tables, the largest side by side.
fn sort(found: &mut Found, source: SourceKind) {
    let (roles, bindings) = (std::mem::take(&mut found.roles), std::mem::take(&mut found.bindings));
    let rbac = || rayon::join(|| rbac::roles(roles), || rbac::bindings(bindings));
    let (((roles, of_roles), (bindings, of_bindings)), ()) = rayon::join(rbac, || tables::sort(found, source));
    (found.roles, found.bindings) = (roles, bindings);
    found.notes.extend(of_roles.into_iter().chain(of_bindings));
}

fn counts(found: &Found) -> Counts {
    use AdmissionKind::{Mutating, Validating};
    let count = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
    let cluster_roles = found.roles.iter().filter(|role| role.namespace.is_none()).count();
    let of_cluster = |scopeless: &&crate::model::Binding| scopeless.namespace.is_none();
    let cluster_role_bindings = found.bindings.iter().filter(of_cluster).count();
    let policies = |kind| count(found.admission_policies.iter().filter(|it| it.kind == kind).count());
    let policy_bindings = |kind| count(found.admission_bindings.iter().filter(|it| it.kind == kind).count());
    let configurations = |kind| count(found.webhook_configurations.iter().filter(|it| it.kind == kind).count());
    Counts {
        roles: count(found.roles.len() - cluster_roles),
        cluster_roles: count(cluster_roles),
        role_bindings: count(found.bindings.len() - cluster_role_bindings),
        cluster_role_bindings: count(cluster_role_bindings),
        namespaces: count(found.namespaces.len()),
        service_accounts: count(found.service_accounts.len()),
        pods: count(found.pods.len()),
        workloads: count(found.workloads.len()),
        nodes: count(found.nodes.len()),
        secrets: count(found.secrets.len()),
        persistent_volumes: count(found.persistent_volumes.len()),
        persistent_volume_claims: count(found.persistent_volume_claims.len()),
        resource_quotas: count(found.resource_quotas.len()),
        validating_admission_policies: policies(Validating),
        validating_admission_policy_bindings: policy_bindings(Validating),
        mutating_admission_policies: policies(Mutating),
        mutating_admission_policy_bindings: policy_bindings(Mutating),
        validating_webhook_configurations: configurations(Validating),
        mutating_webhook_configurations: configurations(Mutating),
        services: count(found.services.len()),
        ingresses: count(found.ingresses.len()),
    }
}

/// Names for a sentence: the first few, and how many more.
fn some_of<S: AsRef<str>>(names: &[S]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<&str> = names.iter().take(SHOWN).map(AsRef::as_ref).collect();
    match names.len().checked_sub(SHOWN) {
        None | Some(0) => shown.join(", "),
        Some(more) => format!("{} and {more} more", shown.join(", ")),
    }
}

#[cfg(test)]
mod tests;
