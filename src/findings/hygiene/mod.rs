//! Hygiene: what is no step by itself but should be put in order.
//!
//! [`ALL`] is the table, one row for each check, one file for each idea. A row looks at the cluster through `Context`,
//! which holds what several rows need, and returns what it found. Nothing hides a finding but being what the API server
//! or kubeadm installs unchanged; what a row leaves out on purpose stands in its `why`.
//!
//! Where something absent would be the finding, a row speaks only when the whole was read: in plain manifests the rest
//! of the cluster is unknown. Guards that do not hold are a family of their own (`findings::guards`). [`NOT_DECIDED`] lists the checks whose facts a snapshot does not hold.
//!
//! Cost: each row is linear in the snapshot.

mod accounts;
mod admins;
mod carriers;
mod changed;
mod context;
mod crowds;
mod dangling;
mod impostors;
mod namespaces;
mod nodes;
mod references;
mod roles;
mod row;
mod rules;
mod secrets;
mod shipped;
mod vendors;

use rayon::prelude::*;

use super::assess::Assessment;
use super::fingerprint::finding;
use super::types::{Finding, FindingKind, SeverityWord};

use context::Context;

pub use row::Hygiene;

/// Every check that is decided; one row each.
pub const ALL: &[Hygiene] = &[
    admins::CLUSTER_ADMIN_BOUND,
    admins::ADMIN_BOUND,
    admins::MASTERS_BOUND,
    rules::WILDCARD,
    crowds::ANONYMOUS_BINDING,
    crowds::AUTHENTICATED_BINDING,
    crowds::NODES_BINDING,
    accounts::DEFAULT_SA_BOUND,
    accounts::TOKEN_UNNEEDED,
    accounts::SHARED_SA,
    nodes::STRONG_DAEMONSET,
    nodes::NODE_NEIGHBOURS,
    dangling::DANGLING_ROLE,
    dangling::DANGLING_SUBJECT,
    roles::UNBOUND_ROLE,
    rules::DEAD_RULE,
    roles::FOREIGN_AGGREGATION,
    changed::CHANGED_BUILTIN,
    impostors::IMPOSTOR_NAME,
    secrets::LONG_LIVED_TOKEN,
    namespaces::PSA_MISSING,
    references::MISSING_REFERENCE,
];

/// Checks that a snapshot does not hold the facts for, and why.
pub const NOT_DECIDED: &[(&str, &str)] = &[
    (
        "hygiene/bootstrap-token",
        "The expiry and the groups of a bootstrap token stand in the data of its Secret, which is never kept.",
    ),
    ("hygiene/temporary-grant", "The annotations that mark temporary access are not collected."),
    ("hygiene/secret-in-spec", "The literal values of environment, arguments and ConfigMaps are never kept."),
    ("hygiene/issued-certificate", "CertificateSigningRequests are not collected."),
    ("hygiene/unused-right", "It takes an audit log, which is not read."),
    ("hygiene/open-authorizer", "It takes a question to the live API server; a scan only lists."),
    (
        "hygiene/wide-scanner",
        "A kubeconfig names its user by a word of its own, which need not be the name that the API server sees.",
    ),
];

/// The row with this id.
#[must_use]
pub fn row(id: &str) -> Option<&'static Hygiene> {
    ALL.iter().find(|row| row.id == id)
}

pub(super) fn find(assessment: &Assessment<'_>) -> Vec<Finding> {
    let context = Context::new(assessment);
    ALL.par_iter().flat_map_iter(|row| findings(row, &context)).collect()
}

fn findings(row: &Hygiene, context: &Context<'_>) -> Vec<Finding> {
    let found = (row.find)(context).into_iter().map(|found| {
        let names: Vec<&str> = std::iter::once(row.id).chain(found.about.iter().map(String::as_str)).collect();
        let severity = SeverityWord(found.severity.unwrap_or(row.severity));
        let finding = finding(FindingKind::Hygiene, severity, found.built_in, &names, found.message);
        Finding { check: Some(row.id.to_owned()), ..finding }
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{ALL, NOT_DECIDED, row};

    /// The family, as it was planned: what is decided and what is not.
    const FAMILY: &[&str] = &[
        "cluster-admin-bound",
        "admin-bound",
        "masters-bound",
        "wildcard",
        "anonymous-binding",
        "authenticated-binding",
        "nodes-binding",
        "default-sa-bound",
        "token-unneeded",
        "shared-sa",
        "strong-daemonset",
        "node-neighbours",
        "dangling-role",
        "dangling-subject",
        "unbound-role",
        "dead-rule",
        "foreign-aggregation",
        "changed-builtin",
        "impostor-name",
        "long-lived-token",
        "bootstrap-token",
        "psa-missing",
        "temporary-grant",
        "secret-in-spec",
        "issued-certificate",
        "missing-reference",
        "unused-right",
        "open-authorizer",
        "wide-scanner",
    ];

    #[test]
    fn every_check_is_decided_or_says_why_not() {
        let mut ids: Vec<&str> = ALL.iter().map(|row| row.id).chain(NOT_DECIDED.iter().map(|(id, _)| *id)).collect();
        ids.sort_unstable();
        let mut family: Vec<String> = FAMILY.iter().map(|name| format!("hygiene/{name}")).collect();
        family.sort_unstable();
        assert_eq!(ids, family);
    }

    #[test]
    fn every_text_is_present_and_says_something_of_its_own() {
        let texts = ALL.iter().flat_map(|row| [row.title, row.why, row.fix]);
        let texts: Vec<&str> = texts.chain(NOT_DECIDED.iter().map(|(_, reason)| *reason)).collect();
        assert!(texts.iter().all(|text| text.len() > 10 && !text.contains("  ")), "{texts:?}");
        assert_eq!(texts.iter().collect::<BTreeSet<_>>().len(), texts.len());
        assert!(ALL.iter().all(|of| row(of.id).is_some_and(|found| found.title == of.title)));
    }
}
