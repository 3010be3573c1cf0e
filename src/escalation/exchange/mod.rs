//! What tokens of service accounts are exchanged for in a cloud.
//!
//! A cloud gives an identity to whoever shows it a token of the account for the audience that it expects. AWS says by
//! trust policies and associations whom it lets in ([`super::aws`]); where nothing of the cloud was exported, the
//! annotation of an account says what it is set up for ([`annotated`]). What lets in every account stands once, not once
//! an account.

mod annotated;

use std::collections::BTreeMap;

use crate::graph::{Edge, Node};
use crate::model::{Name, Snapshot};

use super::aws;

/// A service account: its namespace and its name.
pub(super) type Account = (Name, Name);

/// What service accounts are exchanged for.
#[derive(Default)]
pub(super) struct Exchanges {
    by_account: BTreeMap<Account, Vec<Exchange>>,
    /// What every account is exchanged for.
    pub(super) everybody: Vec<Exchange>,
}

/// An identity that a token is exchanged for.
#[derive(Clone, Debug)]
pub(super) struct Exchange {
    pub(super) identity: Node,
    /// Whom the token must be for.
    pub(super) audience: Audience,
    /// What gives it to pods that do not mount it.
    pub(super) giver: Giver,
    pub(super) edge: Edge,
}

/// Whom a token is for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Audience {
    /// The one of this name.
    Named(Name),
    /// Any pool of Google Cloud: of which project that of the cluster is, no object tells.
    GooglePool,
}

/// What gives a token to pods, or what it is exchanged for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Giver {
    /// EKS, when it admits a pod whose account is annotated with the role.
    EksWebhook,
    /// EKS, when it admits a pod of an account that has an association.
    EksAssociation,
    /// The metadata server of the node, on GKE.
    GkeMetadata,
    /// The webhook of Azure Workload Identity, when it admits a pod that asks for it by a label.
    AzureWebhook,
}

impl Exchanges {
    /// What exports tell of this cluster, and where there are none its annotations.
    pub(super) fn new(snapshot: &Snapshot) -> Self {
        let mut found = Exchanges::default();
        aws::exchange_tokens(snapshot, &mut found);
        for account in &snapshot.service_accounts {
            for exchange in annotated::exchanges(account, &snapshot.cloud) {
                found.add((account.namespace.clone(), account.name.clone()), exchange);
            }
        }
        found
    }

    /// Whether any account may be exchanged for anything, told without asking what.
    pub(super) fn are_possible(snapshot: &Snapshot) -> bool {
        let mut accounts = snapshot.service_accounts.iter();
        !snapshot.cloud.accounts.is_empty()
            || !snapshot.cloud.associations.is_empty()
            || accounts.any(|account| annotated::exchanges(account, &snapshot.cloud).next().is_some())
    }

    /// The identities of this account alone.
    pub(super) fn of(&self, namespace: &Name, name: &Name) -> &[Exchange] {
        self.by_account.get(&(namespace.clone(), name.clone())).map_or(&[], Vec::as_slice)
    }

    /// The accounts of a namespace that are exchanged for something of their own, there or not.
    pub(super) fn accounts_in<'e>(&'e self, namespace: &'e Name) -> impl Iterator<Item = &'e Name> {
        let from = (namespace.clone(), Name::from(""));
        let accounts = self.by_account.range(from..).map(|(account, _)| account);
        accounts.take_while(move |(own, _)| own == namespace).map(|(_, name)| name)
    }

    /// The namespaces of these accounts, sorted, each once or more often.
    pub(super) fn namespaces(&self) -> impl Iterator<Item = &Name> {
        self.by_account.keys().map(|(namespace, _)| namespace)
    }

    /// Whether no account is exchanged for anything.
    pub(super) fn is_empty(&self) -> bool {
        self.by_account.is_empty() && self.everybody.is_empty()
    }

    /// All of the others too, changed so; what every account is exchanged for only if that counts.
    pub(super) fn add_all(&mut self, others: Exchanges, everybody: bool, change: impl Fn(&mut Exchange)) {
        let changed = |mut exchange: Exchange| {
            change(&mut exchange);
            exchange
        };
        self.everybody.extend(others.everybody.into_iter().filter(|_| everybody).map(&changed));
        for (account, exchanges) in others.by_account {
            self.by_account.entry(account).or_default().extend(exchanges.into_iter().map(&changed));
        }
    }

    /// An account is exchanged for this too.
    pub(super) fn add(&mut self, account: Account, exchange: Exchange) {
        self.by_account.entry(account).or_default().push(exchange);
    }
}

impl Audience {
    /// Whether a token for this audience is one.
    pub(super) fn is(&self, name: &Name) -> bool {
        match self {
            Audience::Named(own) => own == name,
            Audience::GooglePool => name.strip_suffix(".svc.id.goog").is_some_and(|project| !project.is_empty()),
        }
    }
}

#[cfg(test)]
mod tests;
