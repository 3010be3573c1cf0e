//! Default roles that files leave out, and roles that are nowhere.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::collect::found::Found;
use crate::collect::kind::Kind;
use crate::model::{Binding, Gap, Name, Note, Origin, Pattern, Reason, Role, RoleKind, Source};

use super::some_of;

/// Namespace, if it has one, and name.
type Key = (Option<Name>, Name);

/// Adds the default roles that bindings name, or that rules let somebody bind, and that are not there, with what they
/// aggregate. Roles that bindings name and that are no default either are gaps, unless the objects come from a server:
/// then they are really missing.
pub(super) fn default_roles(found: &mut Found, source: &Source, defaults: &[Role]) {
    let known: HashMap<Key, &Role> = defaults.iter().map(|role| (key(role), role)).collect();
    let mut present: HashSet<Key> = found.roles.iter().map(key).collect();
    let mut added: Vec<Role> = Vec::new();
    let mut missing: BTreeMap<Key, Vec<&Binding>> = BTreeMap::new();
    for binding in &found.bindings {
        let Some(wanted) = role_key(binding) else {
            continue;
        };
        if present.contains(&wanted) {
            continue;
        }
        match known.get(&wanted) {
            Some(role) => {
                present.insert(wanted);
                added.push(assumed(role));
            }
            None => missing.entry(wanted).or_default().push(binding),
        }
    }
    for wanted in found.roles.iter().flat_map(bindable) {
        if let Some(role) = known.get(&wanted).filter(|_| present.insert(wanted.clone())) {
            added.push(assumed(role));
        }
    }
    if !source.stored {
        found.gaps.extend(missing.iter().map(|(role, bindings)| gap(role, bindings)));
    }
    let given = found.roles.iter().filter(|role| known.contains_key(&key(role)));
    let waiting = given.filter(|role| role.rules.is_empty()).cloned().collect();
    add_sources(&mut added, waiting, &mut present, defaults);
    if added.is_empty() {
        return;
    }
    added.sort_by_key(key);
    let names: Vec<String> = added.iter().map(Role::id).collect();
    found.notes.push(Note {
        warning: false,
        text: format!(
            "roles that are not in the input and that every API server installs are taken as Kubernetes {} has them: {}",
            source.server_version,
            some_of(&names)
        ),
    });
    found.roles.append(&mut added);
    found.roles.sort_by_key(key);
}

/// Adds the default roles that the added ones, and given ones without rules, are made of.
fn add_sources(added: &mut Vec<Role>, waiting: Vec<Role>, present: &mut HashSet<Key>, defaults: &[Role]) {
    let mut open = waiting;
    open.extend(added.iter().cloned());
    while let Some(role) = open.pop() {
        for source in defaults.iter().filter(|source| source.namespace.is_none()) {
            let selected = role.aggregation.iter().any(|selector| selector.selects(&source.labels));
            if selected && present.insert(key(source)) {
                added.push(assumed(source));
                open.push(assumed(source));
            }
        }
    }
}

fn assumed(role: &Role) -> Role {
    Role { origin: Origin::Assumed, location: None, ..role.clone() }
}

fn key(role: &Role) -> Key {
    (role.namespace.clone(), role.name.clone())
}

/// The role that a binding refers to, if that is one at all.
fn role_key(binding: &Binding) -> Option<Key> {
    let name = binding.role_ref.name.clone();
    match binding.role_ref.kind? {
        RoleKind::ClusterRole => Some((None, name)),
        // A ClusterRoleBinding cannot refer to a Role.
        RoleKind::Role => Some((Some(binding.namespace.clone()?), name)),
    }
}

/// The ClusterRoles that a role allows to bind by name; other rules with such a verb name nothing that is a default role.
fn bindable(role: &Role) -> impl Iterator<Item = Key> {
    let binds = |verb: &Pattern| match verb {
        Pattern::Any => true,
        Pattern::Exact(verb) => *verb == "bind",
    };
    let rules = role.rules.iter().filter(move |rule| rule.verbs.iter().any(binds));
    rules.flat_map(|rule| rule.resource_names.iter().map(|name| (None, name.clone())))
}

fn gap((namespace, name): &Key, bindings: &[&Binding]) -> Gap {
    let (kind, scope) = match namespace {
        Some(namespace) => (Kind::Role, format!("namespace/{}", namespace.as_str())),
        None => (Kind::ClusterRole, "cluster".to_owned()),
    };
    let by: Vec<String> = bindings.iter().map(|binding| binding.id()).collect();
    Gap {
        resource: kind.resource().to_owned(),
        scope,
        reason: Reason::NotFound,
        effect: format!(
            "{} `{}` is not in the input: what it grants to the subjects of {} is unknown",
            kind.name(),
            name.as_str(),
            some_of(&by)
        ),
    }
}
