//! What a guard has to refuse besides grants to oneself: the writes that the open routes take.

use std::collections::{BTreeMap, BTreeSet};

use crate::authz::{Access, Object, Request, identity_of};
use crate::guards::admission::Operation;
use crate::model::{Name, Snapshot, Subject};
use crate::template::{Entry, Need, Template};

use super::super::{Boundary, Route, State};

const RBAC: &str = "rbac.authorization.k8s.io";
const ADMISSION: &str = "admissionregistration.k8s.io";

/// The objects that no guard can protect.
const POLICIES: &[&str] = &["validatingadmissionpolicies", "validatingadmissionpolicybindings"];

/// What a guard has to refuse.
#[derive(Default)]
pub(super) struct Denied {
    /// Whether some route writes RBAC.
    pub(super) grants: bool,
    /// Other writes: group and resource with its subresource, and the operations.
    pub(super) writes: BTreeMap<(Name, Name), BTreeSet<&'static str>>,
    /// Rights to take any policy away, which leave nothing to guard.
    pub(super) unguarded: Vec<String>,
}

/// What the open routes take.
pub(super) fn of_routes(
    snapshot: &Snapshot,
    template: &Template,
    subject: &Subject,
    access: &Access<'_>,
    found: &Boundary,
) -> Denied {
    let mut denied = Denied { unguarded: unguarded(snapshot, subject, access), ..Denied::default() };
    let open = found.routes.iter().filter(|route| route.state == State::Open);
    let entry_of = |route: &Route| template.entries.iter().find(|entry| entry.id == route.entry);
    for entry in open.filter_map(entry_of) {
        add(&mut denied, entry, subject, access);
    }
    denied
}

/// The rights of a subject to write policies and their bindings.
fn unguarded(snapshot: &Snapshot, subject: &Subject, access: &Access<'_>) -> Vec<String> {
    let identity = identity_of(subject);
    let mut found = BTreeSet::new();
    for (resource, verb) in
        POLICIES.iter().flat_map(|to| ["delete", "deletecollection", "patch", "update"].map(|verb| (to, verb)))
    {
        let object = Object::Resource { api_group: ADMISSION, resource, subresource: "", namespace: "", name: "" };
        if let Some(grant) = access.can(&identity, &Request { verb, object }) {
            let binding = grant.binding.map_or_else(String::new, |id| snapshot.binding(id).id());
            found.insert(format!("{verb} {resource}, by {} of {binding}", snapshot.role(grant.role).id()));
        }
    }
    found.into_iter().collect()
}

/// Whether admission is asked about some need of this entry, so that a policy can refuse it.
pub(super) fn is_closable(entry: &Entry) -> bool {
    entry.needs.iter().any(|need| operations(need).is_some())
}

/// Adds the writes of one need of an entry: refusing one is enough.
fn add(denied: &mut Denied, entry: &Entry, subject: &Subject, access: &Access<'_>) {
    let narrows = |need: &&Need| need.api_groups.iter().any(|group| *group == RBAC || *group == "*");
    if entry.needs.iter().filter(narrows).any(|need| operations(need).is_some()) {
        denied.grants = true;
        return;
    }
    let identity = identity_of(subject);
    let closable = entry.needs.iter().find_map(|need| Some((need, operations(need)?)));
    let Some((need, _)) = closable else { return };
    for (group, resource) in need.api_groups.iter().flat_map(|group| need.resources.iter().map(move |to| (group, to))) {
        for verb in &need.verbs {
            // What it may not do need not be refused.
            if may(access, &identity, verb, group, resource)
                && let Some(operation) = operation(verb, resource)
            {
                denied.writes.entry((group.clone(), resource.clone())).or_default().insert(operation.word());
            }
        }
    }
}

fn may(access: &Access<'_>, identity: &[Subject], verb: &str, group: &str, resource: &str) -> bool {
    let (plural, subresource) = resource.split_once('/').unwrap_or((resource, ""));
    let held = identity.iter().flat_map(|subject| access.bindings_naming(subject));
    let roles = held.filter_map(|binding| access.role_of(*binding));
    let mut rules = roles.flat_map(|role| &access.snapshot().role(role).rules);
    let object = Object::Resource { api_group: group, resource: plural, subresource, namespace: "", name: "" };
    rules.any(|rule| crate::authz::rule_concerns(rule, &Request { verb, object }))
}

/// The operations of a need; nothing where one of its verbs is none that admission is asked about.
fn operations(need: &Need) -> Option<Vec<Operation>> {
    if need.resources.is_empty() {
        return None;
    }
    let all = need.verbs.iter().flat_map(|verb| need.resources.iter().map(move |resource| operation(verb, resource)));
    all.collect()
}

fn operation(verb: &str, resource: &str) -> Option<Operation> {
    let connects = ["exec", "attach", "portforward", "proxy"];
    if resource.split_once('/').is_some_and(|(_, below)| connects.contains(&below)) {
        return Some(Operation::Connect);
    }
    match verb {
        "create" => Some(Operation::Create),
        "update" | "patch" => Some(Operation::Update),
        "delete" | "deletecollection" => Some(Operation::Delete),
        _ => None,
    }
}
