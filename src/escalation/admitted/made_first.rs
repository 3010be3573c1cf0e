//! Workloads that are made as a guard likes them, and then changed to what the step needs: a guard that looks at new ones alone is
//! asked about the change, too.

use serde_json::json;

use crate::guards::admission::Operation;
use crate::model::Name;

use super::Admitted;
use super::cases::Taken;
use super::content::{pod_spec, runs_as};
use super::write::{Choice, Object, Write};

/// The kinds whose pods may be changed while they are there.
const CHANGEABLE: &[&str] =
    &["deployments", "daemonsets", "statefulsets", "replicasets", "replicationcontrollers", "cronjobs"];

/// So many accounts that the first one may run as.
const ACCOUNTS: usize = 8;

/// So many ways of a list are taken in two steps.
const WAYS: usize = 2;

impl Taken<'_, '_> {
    /// Whether a new object of this kind may be changed afterwards.
    pub(super) fn may_change(&self, group: &str, resource: &str) -> bool {
        CHANGEABLE.contains(&resource) && ["update", "patch"].iter().any(|verb| self.allows(verb, group, resource, ""))
    }
}

impl Admitted<'_> {
    /// The same steps in two: a workload of any account of the namespace is made, and becomes the one that is needed.
    pub(super) fn made_first(taken: &Taken<'_, '_>, cases: &mut [Vec<Choice>], namespace: &Name) {
        let accounts = taken.world.accounts.get(namespace).into_iter().flatten();
        let accounts: Vec<&str> = accounts.take(ACCOUNTS).map(|name| name.as_str()).chain(["default"]).collect();
        for choices in cases {
            let made: Vec<(String, Write)> =
                choices.iter().filter_map(|choice| made(taken, choice)).take(WAYS).collect();
            let before = made.iter().flat_map(|one| accounts.iter().filter_map(move |account| in_two(one, account)));
            choices.extend(before);
        }
    }
}

/// The workload that this makes and that may be changed.
fn made(taken: &Taken<'_, '_>, choice: &Choice) -> Option<(String, Write)> {
    let [write] = choice.writes.as_slice() else { return None };
    let makes = write.operation == Operation::Create && write.subresource.is_empty();
    (makes && taken.may_change(&write.group, &write.resource)).then(|| (choice.told.clone(), write.clone()))
}

/// The same after it was made with a plain pod of this account.
fn in_two((told, write): &(String, Write), account: &str) -> Option<Choice> {
    let mut first = write.clone();
    let mut plain = json!({"containers": [{"name": "new", "image": "image"}]});
    runs_as(&mut plain, account);
    *pod_spec(first.object.as_mut()?)? = plain;
    let then = write.clone().update(first.object.clone().unwrap_or(Object::Null));
    let told = format!("{told}, made before as one of {account}");
    Some(Choice { writes: vec![first, then], ..Choice::one(write.clone(), told) })
}
