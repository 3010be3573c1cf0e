//! Service accounts: rights of those that nobody chose, tokens that nobody needs, and accounts of many.

use std::collections::BTreeMap;

use crate::model::{Name, Subject};
use crate::template::Severity;

use super::carriers::Carrier;
use super::context::Context;
use super::row::{Found, Hygiene};

pub(super) const DEFAULT_SA_BOUND: Hygiene = Hygiene {
    id: "hygiene/default-sa-bound",
    title: "Default service accounts that hold rights",
    severity: Severity::Medium,
    why: "Every pod of the namespace that names no service account carries these rights, also pods that were never meant \
          to have any.",
    fix: "Create a service account for the workload that needs the rights, and bind the role to that account.",
    controls: &["CIS-5.1.5", "C-0189", "C-0225"],
    find: default_sa_bound,
};

pub(super) const TOKEN_UNNEEDED: Hygiene = Hygiene {
    id: "hygiene/token-unneeded",
    title: "Pods with a token that they do not need",
    severity: Severity::Low,
    why: "The account holds no rights of its own, so the token helps only whoever takes over the pod: it is an identity to \
          look around with, and gains with every grant to all service accounts. Judged only where all bindings were \
          read; whether a container uses the token is not known.",
    fix: "Set automountServiceAccountToken: false on the account or the pod. A cloud role of the account (EKS, GKE, Azure) \
          stays: pods use it by a token of its own, which a webhook projects or the node's metadata server asks for. To \
          take that away, remove the account's annotation and the trust of the role.",
    controls: &["CIS-5.1.6", "C-0034", "C-0190", "KSV-0036", "NSA"],
    find: token_unneeded,
};

pub(super) const SHARED_SA: Hygiene = Hygiene {
    id: "hygiene/shared-sa",
    title: "Service accounts shared by exposed and internal workloads",
    severity: Severity::Low,
    why: "A workload that faces outside is the first to be taken over, and then has the rights that an internal one \
          needs. Accounts without rights do not count, nor do those whose workloads are all exposed or all internal.",
    fix: "Give each workload an account of its own.",
    controls: &[],
    find: shared_sa,
};

fn default_sa_bound(context: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (_, binding, _, role) in context.granting() {
        for subject in &binding.subjects {
            if matches!(subject, Subject::ServiceAccount { name, .. } if name == "default") {
                let message = format!("{} grants {} to {}", binding.id(), role.id(), subject.id());
                found.push(Found::new([subject.id(), binding.id()], message));
            }
        }
    }
    found
}

fn token_unneeded(context: &Context<'_>) -> Vec<Found> {
    if !context.knows_bindings() {
        return Vec::new();
    }
    let projected = context.carriers.iter().filter(|carrier| carrier.projected);
    let needless = projected.filter(|carrier| !context.holds_something(&carrier.account));
    let found = needless.map(|carrier| {
        let (id, account) = (carrier.id(), carrier.account.id());
        let cloud = cloud_identity(context, &carrier.account).map_or_else(String::new, |identity| {
            format!(" in the cluster; its cloud identity {} is used by another token and stays", identity.as_str())
        });
        let message = format!("{id} carries a token of {account}, which holds nothing{cloud}");
        Found::new([id, account], message)
    });
    found.collect()
}

/// The cloud identity that an account is annotated with.
fn cloud_identity<'a>(context: &Context<'a>, account: &Subject) -> Option<&'a Name> {
    let Subject::ServiceAccount { namespace, name } = account else { return None };
    let mut accounts = context.snapshot.service_accounts.iter();
    accounts.find(|known| known.namespace == *namespace && known.name == *name)?.cloud.as_deref()?.identity()
}

fn shared_sa(context: &Context<'_>) -> Vec<Found> {
    let mut by_account: BTreeMap<&Subject, Vec<&Carrier<'_>>> = BTreeMap::new();
    for carrier in context.carriers.iter().filter(|carrier| carrier.projected) {
        by_account.entry(&carrier.account).or_default().push(carrier);
    }
    let shared = by_account.into_iter().filter(|(_, carriers)| carriers.len() > 1);
    let found = shared.filter(|(account, _)| context.holds_something(account)).filter_map(|(account, carriers)| {
        let (edge, inside): (Vec<&Carrier<'_>>, Vec<&Carrier<'_>>) =
            carriers.into_iter().partition(|carrier| faces_outside(context, carrier));
        let (edge, inside) = (edge.first()?, inside.first()?);
        let message = format!(
            "{} is the account of {}, which faces outside, and of {}, which does not",
            account.id(),
            edge.id(),
            inside.id()
        );
        Some(Found::new([account.id()], message))
    });
    found.collect()
}

fn faces_outside(context: &Context<'_>, carrier: &Carrier<'_>) -> bool {
    carrier.pods.iter().any(|pod| context.assessment.exposures.any_of(pod))
}
