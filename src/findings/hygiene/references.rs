//! Pods and accounts that name what does not exist.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Name, Phase, Pod, Reference};
use crate::template::Severity;

use super::context::Context;
use super::row::{Found, Hygiene};

pub(super) const MISSING_REFERENCE: Hygiene = Hygiene {
    id: "hygiene/missing-reference",
    title: "Pods and accounts that name a missing service account or pull Secret",
    severity: Severity::Low,
    why: "Whoever creates an object of that name decides what the pod runs as, or where its images come from. Accounts are \
          judged where all were read, Secrets in namespaces of which a dump holds any. Secrets that containers read are \
          left out: whether they are optional is not kept.",
    fix: "Create the object, or remove the reference.",
    controls: &[],
    find: missing_reference,
};

fn missing_reference(context: &Context<'_>) -> Vec<Found> {
    // Replicas say the same.
    let missing: BTreeSet<(String, String)> = missing_accounts(context).chain(missing_secrets(context)).collect();
    let found = missing.into_iter().map(|(who, what)| {
        let message = format!("{who} names {what}, which does not exist");
        Found::new([who, what], message)
    });
    found.collect()
}

/// Pods that are still there, and whose spec came through the API.
fn pods<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a Pod> {
    context.snapshot.pods.iter().filter(|pod| pod.phase != Phase::Finished && !pod.mirror)
}

fn missing_accounts(context: &Context<'_>) -> impl Iterator<Item = (String, String)> {
    let accounts = context.snapshot.service_accounts.iter();
    let known: BTreeSet<(&Name, &Name)> = accounts.map(|account| (&account.namespace, &account.name)).collect();
    let world = &context.assessment.escalation.world;
    pods(context).filter_map(move |pod| {
        let account = &context.snapshot.pod_spec(pod.spec).service_account;
        // A controller makes the one that is called default.
        let missing = account != "default" && !known.contains(&(&pod.namespace, account));
        let id = || (pod.workload.id(&pod.namespace), format!("sa:{}/{}", pod.namespace.as_str(), account.as_str()));
        (missing && world.knows_accounts_of(&pod.namespace)).then(id)
    })
}

fn missing_secrets(context: &Context<'_>) -> impl Iterator<Item = (String, String)> {
    let snapshot = context.snapshot;
    let mut known: BTreeMap<&Name, BTreeSet<&Name>> = BTreeMap::new();
    for secret in snapshot.secrets.iter().filter(|_| snapshot.source.stored) {
        known.entry(&secret.namespace).or_default().insert(&secret.name);
    }
    let of_pods = pods(context).flat_map(move |pod| {
        let secrets = snapshot.pod_spec(pod.spec).references.iter().filter_map(|reference| match reference {
            Reference::Secret(name) => Some(name),
            _ => None,
        });
        secrets.map(move |secret| (&pod.namespace, secret, pod.workload.id(&pod.namespace)))
    });
    let of_accounts = snapshot.service_accounts.iter().flat_map(|account| {
        let id = format!("sa:{}/{}", account.namespace.as_str(), account.name.as_str());
        account.pull_secrets.iter().map(move |secret| (&account.namespace, secret, id.clone()))
    });
    of_pods.chain(of_accounts).filter_map(move |(namespace, secret, who)| {
        let missing = known.get(namespace).is_some_and(|names| !names.contains(secret));
        missing.then(|| (who, format!("secret:{}/{}", namespace.as_str(), secret.as_str())))
    })
}
