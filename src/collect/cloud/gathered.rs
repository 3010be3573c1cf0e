//! What was read so far, by key, so that the order of reading does not show.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::cloud::{
    AccessEntry, Account, Arn, Cloud, EksCluster, Group, Instance, ManagedPolicy, PodIdentityAssociation, Role, User,
};
use crate::model::{Name, Note};

use super::merge::Merged;
use super::notes;

/// Partition and id.
pub(super) type AccountKey = (Name, Name);

/// All that was read.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) accounts: BTreeMap<AccountKey, Tables>,
    pub(super) aws_managed: Merged<Arn, ManagedPolicy>,
    pub(super) clusters: Merged<Arn, EksCluster>,
    /// By cluster and principal.
    pub(super) entries: Merged<(Name, Arn), AccessEntry>,
    pub(super) listed_entries: BTreeSet<Arn>,
    /// By cluster and id.
    pub(super) associations: Merged<(Name, Name), PodIdentityAssociation>,
    /// By id.
    pub(super) instances: Merged<Name, Instance>,
    /// The accounts that the page at hand tells of.
    pub(super) touched: BTreeSet<AccountKey>,
    /// For each page of IAM whether others follow, and the accounts that it tells of.
    pub(super) pages: Vec<(bool, BTreeSet<AccountKey>)>,
    /// For each page of another list, by what it is of, whether others follow.
    pub(super) lists: BTreeMap<&'static str, Vec<bool>>,
    /// Files of directories that are no JSON.
    pub(super) other_files: usize,
}

/// The tables of one account.
#[derive(Default)]
pub(super) struct Tables {
    pub(super) users: Merged<Arn, User>,
    pub(super) groups: Merged<Arn, Group>,
    pub(super) roles: Merged<Arn, Role>,
    pub(super) policies: Merged<Arn, ManagedPolicy>,
}

impl Gathered {
    /// Whether no export was found at all; an account may well hold nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.pages.is_empty()
            && self.clusters.is_empty()
            && self.entries.is_empty()
            && self.listed_entries.is_empty()
            && self.associations.is_empty()
            && self.instances.is_empty()
    }

    /// The cloud, and what is worth knowing about it.
    pub(super) fn finish(self) -> (Cloud, Vec<Note>) {
        let other_files = self.other_files;
        let broken = Broken::of(&self.pages);
        let lists = self.lists.iter().filter(|(_, pages)| pages.iter().all(|goes_on| *goes_on));
        let described: BTreeSet<Arn> = self.entries.keys().map(|(_, arn)| arn.clone()).collect();
        let cloud = Cloud {
            read_at: None,
            broken_lists: lists.map(|(list, _)| Name::from(*list)).collect(),
            accounts: self.accounts.into_iter().map(|(key, tables)| account(key, tables, &broken)).collect(),
            aws_managed: merged(self.aws_managed),
            clusters: merged(self.clusters),
            access_entries: merged(self.entries),
            listed_entries: self.listed_entries.difference(&described).cloned().collect(),
            associations: merged(self.associations),
            instances: merged(self.instances),
        };
        let notes = notes::of(&cloud, other_files);
        (cloud, notes)
    }
}

/// The accounts whose export breaks off.
struct Broken<'p>(BTreeSet<&'p AccountKey>);

impl<'p> Broken<'p> {
    /// Those of which every page says that another one follows. A last page may hold nothing; then it is that of any.
    fn of(pages: &'p [(bool, BTreeSet<AccountKey>)]) -> Self {
        let ended = |account: &AccountKey| {
            pages.iter().any(|(goes_on, accounts)| !goes_on && (accounts.is_empty() || accounts.contains(account)))
        };
        let accounts = pages.iter().filter(|(goes_on, _)| *goes_on).flat_map(|(_, accounts)| accounts);
        Broken(accounts.filter(|account| !ended(account)).collect())
    }
}

fn account(key: AccountKey, tables: Tables, broken: &Broken<'_>) -> Account {
    let breaks_off = broken.0.contains(&key);
    let (partition, id) = key;
    Account {
        breaks_off,
        partition,
        id,
        users: merged(tables.users),
        groups: merged(tables.groups),
        roles: merged(tables.roles),
        policies: merged(tables.policies),
    }
}

fn merged<K, T>(table: Merged<K, T>) -> Vec<T> {
    table.into_values().map(|(thing, _)| thing).collect()
}
