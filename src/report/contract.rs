//! The report as data: the contract of `-o json`. Fields may be added; none is renamed or removed without a new schema.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::compliance::Compliance;
use super::since::BaselineInfo;
use crate::findings::{
    ChokePoint, Finding, HotPod, NodeView, Path, PodChokePoint, RiskyBinding, RiskyRole, RiskySubject, Separation,
    Summary,
};
use crate::fixes::Fix;
use crate::model::cloud::Cloud;
use crate::model::{Counts, Gap, Snapshot, SourceKind};

/// The name of this contract.
pub const SCHEMA: &str = "kubescan/report/v1";

/// Everything that one scan found.
// How its fields are written, and in which order, is said in `fields`.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(rename_all = "camelCase")]
pub struct Report {
    /// `kubescan/report/v1`.
    pub schema: String,
    /// The version of kubescan.
    pub kubescan: String,
    /// What was scanned.
    pub source: SourceInfo,
    /// Whether everything could be read: there are no gaps.
    pub complete: bool,
    /// What could not be read.
    pub gaps: Vec<GapInfo>,
    /// What is worth knowing without being a gap.
    pub notes: Vec<NoteInfo>,
    /// How many objects of each kind were read; assumed ones do not count.
    pub counts: BTreeMap<String, u64>,
    /// How many findings of each severity there are; built-in ones do not count.
    pub summary: Summary,
    /// What changed since the baseline; nothing without one.
    #[schemars(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<BaselineInfo>,
    /// Pods whose token leads somewhere.
    pub hot_pods: Vec<HotPod>,
    /// One shortest way from each source to each objective that it reaches.
    pub paths: Vec<Path>,
    /// Subjects with risky permissions.
    pub risky_subjects: Vec<RiskySubject>,
    /// Roles with risky rules.
    pub risky_roles: Vec<RiskyRole>,
    /// Bindings that grant risky roles.
    pub risky_bindings: Vec<RiskyBinding>,
    /// The bindings whose removal cuts the most paths.
    pub choke_points: Vec<ChokePoint>,
    /// The workloads that cut more paths than any binding when the ways out of their pods are closed.
    pub pod_choke_points: Vec<PodChokePoint>,
    /// The few bindings that separate the most sources from cluster-admin together; nothing where nobody reaches it by one.
    #[schemars(skip_serializing_if = "Option::is_none")]
    pub separation: Option<Separation>,
    /// Changes that were tried, each with the paths that it cuts; left out unless asked for.
    #[schemars(skip_serializing_if = "Vec::is_empty")]
    pub fixes: Vec<Fix>,
    /// The nodes of the cluster, and what the compromise of each gives.
    pub nodes: Vec<NodeView>,
    /// The controls of a framework; nothing unless asked for.
    #[schemars(skip_serializing_if = "Option::is_none")]
    pub compliance: Option<Compliance>,
    /// All findings as one list.
    pub findings: Vec<Finding>,
}

/// What was scanned.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SourceInfo {
    /// `cluster` or `files`.
    pub kind: String,
    /// The context, or the paths.
    pub name: String,
    /// The server's version, or the one assumed for files.
    pub server_version: String,
    /// How many files of directories were ignored because they hold no Kubernetes object.
    #[serde(skip_serializing_if = "is_zero")]
    #[schemars(default)]
    pub ignored_files: usize,
    /// The server's host and port.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// The identity that read the cluster.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// Whether the server's certificate was verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_verified: Option<bool>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// Something that could not be read.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GapInfo {
    /// The kind, or `file`.
    pub resource: String,
    /// Where.
    pub scope: String,
    /// Why, in one word.
    pub reason: String,
    /// What can now be missing from the answer.
    pub effect: String,
}

impl From<&Gap> for GapInfo {
    fn from(gap: &Gap) -> Self {
        GapInfo {
            resource: gap.resource.clone(),
            scope: gap.scope.clone(),
            reason: gap.reason.word().to_owned(),
            effect: gap.effect.clone(),
        }
    }
}

/// Something worth knowing.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NoteInfo {
    /// Whether it deserves a look.
    pub warning: bool,
    /// One sentence.
    pub text: String,
}

/// What was read.
pub(super) fn source(snapshot: &Snapshot) -> SourceInfo {
    let source = &snapshot.source;
    let kind = match source.kind {
        SourceKind::Cluster => "cluster",
        SourceKind::Files => "files",
    };
    SourceInfo {
        kind: kind.to_owned(),
        name: source.name.clone(),
        server_version: source.server_version.to_string(),
        ignored_files: source.ignored_files,
        server: source.server.clone(),
        identity: source.identity.clone(),
        tls_verified: source.tls_verified,
    }
}

pub(super) fn counts(counts: &Counts, cloud: &Cloud) -> BTreeMap<String, u64> {
    let named = [
        ("roles", counts.roles),
        ("clusterRoles", counts.cluster_roles),
        ("roleBindings", counts.role_bindings),
        ("clusterRoleBindings", counts.cluster_role_bindings),
        ("namespaces", counts.namespaces),
        ("serviceAccounts", counts.service_accounts),
        ("pods", counts.pods),
        ("workloads", counts.workloads),
        ("nodes", counts.nodes),
        ("secrets", counts.secrets),
        ("persistentVolumes", counts.persistent_volumes),
        ("persistentVolumeClaims", counts.persistent_volume_claims),
        ("resourceQuotas", counts.resource_quotas),
        ("validatingAdmissionPolicies", counts.validating_admission_policies),
        ("validatingAdmissionPolicyBindings", counts.validating_admission_policy_bindings),
        ("mutatingAdmissionPolicies", counts.mutating_admission_policies),
        ("mutatingAdmissionPolicyBindings", counts.mutating_admission_policy_bindings),
        ("validatingWebhookConfigurations", counts.validating_webhook_configurations),
        ("mutatingWebhookConfigurations", counts.mutating_webhook_configurations),
        ("services", counts.services),
        ("ingresses", counts.ingresses),
    ];
    let all = named.into_iter().chain(of_cloud(cloud));
    all.map(|(name, count)| (name.to_owned(), count)).collect()
}

/// What exports of a cloud hold; nothing where there was none.
fn of_cloud(cloud: &Cloud) -> Vec<(&'static str, u64)> {
    let count = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
    if cloud.is_empty() {
        return Vec::new();
    }
    let accounts = cloud.accounts.iter();
    vec![
        ("awsAccounts", count(cloud.accounts.len())),
        ("iamUsers", count(accounts.clone().map(|account| account.users.len()).sum())),
        ("iamRoles", count(accounts.map(|account| account.roles.len()).sum())),
        ("accessEntries", count(cloud.access_entries.len())),
    ]
}
