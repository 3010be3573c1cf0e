//! What the API server installs and somebody changed.

use crate::authz::uncovered;
use crate::model::{Binding, Origin, Role, Subject};
use crate::template::Severity;

use super::context::Context;
use super::row::{Found, Hygiene};

pub(super) const CHANGED_BUILTIN: Hygiene = Hygiene {
    id: "hygiene/changed-builtin",
    title: "Roles and bindings of the API server that were changed",
    severity: Severity::High,
    why: "Nobody looks twice at a name that every cluster has. What was added there stays: at its start the API server \
          restores what is missing, but does not remove what is too much. Less than shipped is reported as information; \
          what operators add to admin, edit and view by aggregation is reported by hygiene/foreign-aggregation. Judged only where \
          the version is known: by the server, or by a dump that holds all that this version ships.",
    fix: "Delete the object and restart an API server, which creates it anew; grant what was added by a role of its own.",
    controls: &[],
    find: changed_builtin,
};

fn changed_builtin(context: &Context<'_>) -> Vec<Found> {
    if !context.shipped.certain {
        return Vec::new();
    }
    let given = context.snapshot.roles.iter().filter(|role| role.origin == Origin::Given);
    let roles = given.filter_map(|role| {
        let change = role_change(role, context.shipped.role(role)?)?;
        Some(found(role.id(), &change))
    });
    let bindings = context.snapshot.bindings.iter().filter_map(|binding| {
        let change = binding_change(binding, context.shipped.binding(binding)?)?;
        Some(found(binding.id(), &change))
    });
    roles.chain(bindings).collect()
}

/// How an object differs from what is shipped.
enum Change {
    More(String),
    Less,
}

fn found(id: String, change: &Change) -> Found {
    match change {
        Change::More(what) => {
            let message = format!("{id} is not what the API server installs: {what}");
            Found::new([id], message).with(Severity::High)
        }
        Change::Less => {
            let message = format!("{id} grants less than what the API server installs");
            Found::new([id], message).with(Severity::Info)
        }
    }
}

fn role_change(role: &Role, shipped: &Role) -> Option<Change> {
    let added = role.aggregation.iter().any(|selector| !shipped.aggregation.contains(selector));
    if added {
        return Some(Change::More("it aggregates other roles too".to_owned()));
    }
    if !shipped.aggregation.is_empty() || role.rules == shipped.rules {
        return None;
    }
    if !uncovered(&shipped.rules, &role.rules).is_empty() {
        return Some(Change::More("it allows more".to_owned()));
    }
    (!uncovered(&role.rules, &shipped.rules).is_empty()).then_some(Change::Less)
}

fn binding_change(binding: &Binding, shipped: &Binding) -> Option<Change> {
    if binding.role_ref != shipped.role_ref {
        return Some(Change::More(format!("it grants {}", binding.role_id())));
    }
    let extra: Vec<String> =
        binding.subjects.iter().filter(|subject| !shipped.subjects.contains(subject)).map(Subject::id).collect();
    if !extra.is_empty() {
        return Some(Change::More(format!("it names {}", extra.join(", "))));
    }
    shipped.subjects.iter().any(|subject| !binding.subjects.contains(subject)).then_some(Change::Less)
}
