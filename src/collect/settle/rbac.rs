//! Roles and bindings: sorted, the same one twice united.
//!
//! RBAC only adds rights, so of several versions of an object the union is judged, with a warning. Two bindings of one
//! name that refer to different roles cannot be united; both are kept.

use crate::model::{Binding, Location, Name, Note, Role, RoleRef};

/// Roles in their order, none twice, and what is to be said of that.
pub(super) fn roles(mut roles: Vec<Role>) -> (Vec<Role>, Vec<Note>) {
    let mut notes = Vec::new();
    roles.sort_by(|one, other| role_key(one).cmp(&role_key(other)).then_with(|| one.location.cmp(&other.location)));
    let same = |one: &Role, other: &Role| role_key(one) == role_key(other);
    (grouped(roles, same, |group| united_role(group, &mut notes)), notes)
}

/// The same of bindings.
pub(super) fn bindings(mut bindings: Vec<Binding>) -> (Vec<Binding>, Vec<Note>) {
    let mut notes = Vec::new();
    bindings.sort_by(|one, other| {
        let by_key = binding_key(one).cmp(&binding_key(other));
        by_key.then_with(|| one.location.cmp(&other.location))
    });
    let same = |one: &Binding, other: &Binding| binding_key(one) == binding_key(other);
    let bindings = grouped(bindings, same, |group| united_binding(group, &mut notes));
    for pair in bindings.windows(2) {
        if let [one, other] = pair
            && (&one.namespace, &one.name) == (&other.namespace, &other.name)
        {
            notes.push(twice(&one.id(), "roles", one.location.as_ref(), other.location.as_ref()));
        }
    }
    (bindings, notes)
}

fn role_key(role: &Role) -> (&Option<Name>, &Name) {
    (&role.namespace, &role.name)
}

fn binding_key(binding: &Binding) -> (&Option<Name>, &Name, &RoleRef) {
    (&binding.namespace, &binding.name, &binding.role_ref)
}

/// Makes one of each run of items that are the same.
fn grouped<T>(items: Vec<T>, same: impl Fn(&T, &T) -> bool, mut unite: impl FnMut(Vec<T>) -> Option<T>) -> Vec<T> {
    let mut settled = Vec::with_capacity(items.len());
    let mut group: Vec<T> = Vec::new();
    for item in items {
        if group.first().is_some_and(|first| !same(first, &item)) {
            settled.extend(unite(std::mem::take(&mut group)));
        }
        group.push(item);
    }
    settled.extend(unite(group));
    settled
}

fn united_role(group: Vec<Role>, notes: &mut Vec<Note>) -> Option<Role> {
    let mut versions = group.into_iter();
    let mut role = versions.next()?;
    let differs = |other: &Role| {
        (&other.rules, &other.labels, &other.aggregation) != (&role.rules, &role.labels, &role.aggregation)
    };
    let others: Vec<Role> = versions.filter(differs).collect();
    let Some(other) = others.first() else {
        return Some(role);
    };
    notes.push(twice(&role.id(), "rules", role.location.as_ref(), other.location.as_ref()));
    let mut rules = role.rules.to_vec();
    for other in others {
        rules.extend_from_slice(&other.rules);
        role.aggregation.extend(other.aggregation);
        for (key, value) in other.labels {
            let known = role.labels.entry(key).or_insert_with(|| value.clone());
            *known = known.clone().min(value);
        }
    }
    rules.sort_unstable();
    rules.dedup();
    role.rules = rules.into();
    role.aggregation.sort_by_cached_key(|selector| format!("{selector:?}"));
    role.aggregation.dedup();
    Some(role)
}

fn united_binding(group: Vec<Binding>, notes: &mut Vec<Note>) -> Option<Binding> {
    let mut versions = group.into_iter();
    let mut binding = versions.next()?;
    let mut others: Vec<Binding> = versions.collect();
    // Of what several tell, that of the one made last: which it is must not depend on the order of the input.
    for other in &mut others {
        binding.history = std::mem::take(&mut binding.history).max(other.history.take());
    }
    others.retain(|other| other.subjects != binding.subjects);
    let Some(other) = others.first() else {
        return Some(binding);
    };
    let places = (binding.location.as_ref(), other.location.as_ref());
    notes.push(twice(&binding.id(), "subjects", places.0, places.1));
    binding.subjects.extend(others.into_iter().flat_map(|other| other.subjects));
    binding.subjects.sort_unstable();
    binding.subjects.dedup();
    Some(binding)
}

fn twice(id: &str, what: &str, one: Option<&Location>, other: Option<&Location>) -> Note {
    let places = match (one, other) {
        (Some(one), Some(other)) => format!(", at {} and at {}", place(one), place(other)),
        _ => String::new(),
    };
    Note {
        warning: true,
        text: format!("{id} stands twice with different content{places}; the {what} of both are judged"),
    }
}

fn place(location: &Location) -> String {
    format!("{}:{}:{}", location.file.as_str(), location.line, location.column)
}
