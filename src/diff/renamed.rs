//! Roles and bindings that have another name and are otherwise what they were.
//!
//! A name that only one side has is paired with one that only the other has: of roles that allow the same, of bindings that
//! give the same subjects roles that allow the same, in the same place. Cost: only what is not on both sides is looked at.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::authz::{Access, minimal};
use crate::model::{Binding, BindingId, HashSet, Name, Role, Rule, Subject};

/// A role or a binding with another name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
pub struct Renamed {
    /// As it was called.
    pub old: String,
    /// As it is called now.
    pub new: String,
}

/// Finds them, roles first.
pub(super) fn renamed(old: &Access<'_>, new: &Access<'_>) -> Vec<Renamed> {
    let [before, after] = [roles(old, new), roles(new, old)];
    let mut found = pairs(&before, &after, &|role| (role.namespace.clone(), minimal(&role.rules)));
    // A ClusterRole may stand for what was a Role.
    let known: BTreeSet<&str> = found.iter().flat_map(|pair| [pair.old.as_str(), pair.new.as_str()]).collect();
    let rest = |all: &[Named<Role>]| all.iter().filter(|(id, _)| !known.contains(id.as_str())).cloned().collect();
    let [before, after]: [Vec<Named<Role>>; 2] = [rest(&before), rest(&after)];
    let moved = pairs(&before, &after, &|role| minimal(&role.rules));
    found.extend(moved);
    let [before, after] = [bindings(old, new), bindings(new, old)];
    found.extend(pairs(&before, &after, &|given| given.clone()));
    found
}

/// A thing by its id.
type Named<T> = (String, T);

/// The roles that only one side has.
fn roles(access: &Access<'_>, other: &Access<'_>) -> Vec<Named<Role>> {
    let known: HashSet<(Option<&Name>, &Name)> = other.snapshot().roles.iter().map(role_key).collect();
    let only = access.snapshot().roles.iter().filter(|role| !known.contains(&role_key(role)));
    only.map(|role| (role.id(), role.clone())).collect()
}

/// What the bindings give that only one side has.
fn bindings(access: &Access<'_>, other: &Access<'_>) -> Vec<Named<Given>> {
    let known: HashSet<(Option<&Name>, &Name)> = other.snapshot().bindings.iter().map(binding_key).collect();
    let only = access.snapshot().binding_ids().filter(|(_, binding)| !known.contains(&binding_key(binding)));
    only.map(|(id, binding)| (binding.id(), given(access, id, binding))).collect()
}

fn role_key(role: &Role) -> (Option<&Name>, &Name) {
    (role.namespace.as_ref(), &role.name)
}

fn binding_key(binding: &Binding) -> (Option<&Name>, &Name) {
    (binding.namespace.as_ref(), &binding.name)
}

/// What a binding gives: where, to whom, what; of a role that is not there only its name is known.
type Given = (Option<Name>, BTreeSet<Subject>, Result<Vec<Rule>, String>);

fn given(access: &Access<'_>, id: BindingId, binding: &Binding) -> Given {
    let role = access.role_of(id).map(|role| minimal(&access.snapshot().role(role).rules));
    (binding.namespace.clone(), binding.subjects.iter().cloned().collect(), role.ok_or_else(|| binding.role_id()))
}

/// Pairs names of equal content, in the order of the names; each at most once.
fn pairs<T, C: Ord>(old: &[Named<T>], new: &[Named<T>], content: &impl Fn(&T) -> C) -> Vec<Renamed> {
    let mut waiting: BTreeMap<C, BTreeSet<&str>> = BTreeMap::new();
    for (name, thing) in new {
        waiting.entry(content(thing)).or_default().insert(name);
    }
    let pair = |(old, thing): &Named<T>| {
        let new = waiting.get_mut(&content(thing))?.pop_first()?;
        Some(Renamed { old: old.clone(), new: new.to_owned() })
    };
    old.iter().filter_map(pair).collect()
}
