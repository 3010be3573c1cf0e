//! Writes of bindings that grant a role to an identity: a new binding, or a subject more in one that is there.

use serde_json::json;

use crate::model::{Binding, RoleKind, RoleRef, Scope, Subject};

use super::roles::texts;
use super::spelling::spellings;
use super::write::{Choice, Object, RBAC, Write, metadata, put};

/// The name of what an attacker makes; nothing is known by it.
pub(in crate::escalation) const NEW: &str = "new-object";

/// The name of a role that is made and bound: both writes must be let in by the same.
pub(in crate::escalation) const SOME_ROLE: &str = "new-role";

/// The name of a role that may be called anything: no role has it.
pub(super) const ANY_ROLE: &str = "/";

/// New bindings of this role in this scope.
pub(super) fn grants(identity: &[Subject], scope: Scope, role: RoleRef) -> impl Iterator<Item = Choice> + use<> {
    spellings(identity, scope.namespace()).into_iter().map(move |spelling| {
        let made = binding(&scope, NEW, &role, spelling.subjects);
        Choice::one(made, format!("creates a {} for {}", kind(&scope), spelling.told))
    })
}

/// One subject more in those of these that refer to the role.
pub(super) fn additions<'b>(
    identity: &[Subject],
    scope: &Scope,
    role: &RoleRef,
    existing: impl Iterator<Item = &'b Binding>,
) -> Vec<Choice> {
    let mut choices = Vec::new();
    let spellings = spellings(identity, scope.namespace());
    for there in existing.filter(|binding| binding.role_ref == *role) {
        let known: Vec<Object> = there.subjects.iter().map(written).collect();
        for spelling in &spellings {
            let change = |subjects: Vec<Object>, told: String| {
                let old = object(scope, &there.name, role, known.clone(), there);
                let new = object(scope, &there.name, role, subjects, there);
                Choice::one(write(scope, new).update(old), told)
            };
            let more = [known.clone(), spelling.subjects.clone()].concat();
            choices.push(change(more, format!("adds {} to {}", spelling.told, there.id())));
            // A guard may count them.
            if let Some((_, others)) = known.split_first() {
                let as_many = [spelling.subjects.clone(), others.to_vec()].concat();
                choices
                    .push(change(as_many, format!("puts {} in the place of another in {}", spelling.told, there.id())));
            }
        }
    }
    choices
}

/// A new binding.
fn binding(scope: &Scope, name: &str, role: &RoleRef, subjects: Vec<Object>) -> Write {
    write(
        scope,
        json!({
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": kind(scope),
            "metadata": metadata(scope.namespace(), name),
            "roleRef": role_ref(role),
            "subjects": subjects,
        }),
    )
}

/// One that is there, with these subjects.
fn object(scope: &Scope, name: &str, role: &RoleRef, subjects: Vec<Object>, there: &Binding) -> Object {
    let mut object = binding(scope, name, role, subjects).object.unwrap_or_default();
    if let Some(history) = &there.history {
        if !history.labels.is_empty() {
            put(&mut object, &["metadata", "labels"], texts(&history.labels));
        }
        if !history.annotations.is_empty() {
            put(&mut object, &["metadata", "annotations"], texts(&history.annotations));
        }
    }
    object
}

fn write(scope: &Scope, object: Object) -> Write {
    let resource = if scope.namespace().is_some() { "rolebindings" } else { "clusterrolebindings" };
    Write::create(RBAC, resource, kind(scope), object)
}

fn kind(scope: &Scope) -> &'static str {
    if scope.namespace().is_some() { "RoleBinding" } else { "ClusterRoleBinding" }
}

fn role_ref(role: &RoleRef) -> Object {
    let kind = if role.kind == Some(RoleKind::Role) { "Role" } else { "ClusterRole" };
    json!({"apiGroup": RBAC, "kind": kind, "name": role.name.as_str()})
}

/// A subject as a binding names it; a cloud identity it cannot name.
fn written(subject: &Subject) -> Object {
    match subject {
        Subject::Cloud { .. } => Object::Null,
        Subject::ServiceAccount { namespace, name } => {
            json!({"kind": "ServiceAccount", "namespace": namespace.as_str(), "name": name.as_str()})
        }
        Subject::User(name) => json!({"kind": "User", "apiGroup": RBAC, "name": name.as_str()}),
        Subject::Group(name) => json!({"kind": "Group", "apiGroup": RBAC, "name": name.as_str()}),
    }
}
