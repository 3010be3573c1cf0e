//! The same thing read twice: equal ones are one, different ones a contradiction.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;

use crate::collect::files::Fault;
use crate::model::cloud::{Arn, ManagedPolicy};

use super::policy::number;
use super::value::Value;

/// Things by key, each with the file that it was read from first.
pub(super) type Merged<K, T> = BTreeMap<K, (T, String)>;

/// Adds a thing.
pub(super) fn add<K: Ord, T: PartialEq>(
    table: &mut Merged<K, T>,
    key: K,
    thing: T,
    value: &Value<'_>,
) -> Result<(), Fault> {
    match table.entry(key) {
        Slot::Vacant(slot) => {
            slot.insert((thing, value.file().to_owned()));
            Ok(())
        }
        Slot::Occupied(slot) if slot.get().0 == thing => Ok(()),
        Slot::Occupied(slot) => Err(contradiction(&slot.get().1, value)),
    }
}

/// What was read before says otherwise.
pub(super) fn contradiction(before: &str, value: &Value<'_>) -> Fault {
    let why = format!("{before} holds the same with other content");
    value.fault(why).remedied("leave out the older one of the two exports")
}

/// Adds a policy that AWS maintains. Exports of several accounts, made at several times, may hold several states of it:
/// the newest counts.
pub(super) fn add_of_aws(
    table: &mut Merged<Arn, ManagedPolicy>,
    policy: ManagedPolicy,
    value: &Value<'_>,
) -> Result<(), Fault> {
    let Some((known, file)) = table.get_mut(&policy.arn) else {
        return add(table, policy.arn.clone(), policy, value);
    };
    let (before, after) = (number(&known.default_version), number(&policy.default_version));
    match after.cmp(&before) {
        std::cmp::Ordering::Less => Ok(()),
        std::cmp::Ordering::Greater => {
            (*known, *file) = (policy, value.file().to_owned());
            Ok(())
        }
        std::cmp::Ordering::Equal => add(table, policy.arn.clone(), policy, value),
    }
}
