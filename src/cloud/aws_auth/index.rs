//! Which entries are about somebody, without a look at all the others.

use std::collections::BTreeMap;

use super::Entry;
use super::principal::{Caller, Principal, folded};

/// The places of entries, by whom they are about.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Index {
    /// By ARN, without regard to case.
    by_arn: BTreeMap<String, Vec<usize>>,
    by_account: BTreeMap<String, Vec<usize>>,
    /// Permission sets, by what the ARNs of their roles begin with.
    sets: Vec<(String, usize)>,
}

impl Index {
    pub(super) fn of(entries: &[Entry]) -> Self {
        let mut index = Index::default();
        for (place, entry) in entries.iter().enumerate() {
            match &entry.principal {
                Principal::Arn(arn) => index.by_arn.entry(folded(arn)).or_default().push(place),
                Principal::Account(account) => {
                    index.by_account.entry(account.as_str().to_owned()).or_default().push(place);
                }
                // With a partition, the pattern that upstream makes has an empty one, and no ARN has.
                Principal::PermissionSet { partition: Some(_), .. } => {}
                set @ Principal::PermissionSet { .. } => {
                    index.sets.push((set.key().trim_end_matches('*').to_owned(), place));
                }
            }
        }
        index
    }

    /// The places of the entries about a caller, in their order.
    pub(super) fn about(&self, caller: &Caller<'_>) -> Vec<usize> {
        let arn = folded(&caller.arn);
        let mut places: Vec<usize> = self.by_arn.get(&arn).into_iter().flatten().copied().collect();
        places.extend(self.sets.iter().filter(|(start, _)| arn.starts_with(start)).map(|(_, place)| place));
        places.extend(self.by_account.get(caller.account).into_iter().flatten());
        places.sort_unstable();
        places
    }
}
