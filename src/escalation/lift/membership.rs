//! Whoever may impersonate itself as a member of one group more passes a guard that exempts the group.
//!
//! Impersonation replaces the groups of a user by those that it names; of a service account the server adds its own
//! (`WithImpersonation` upstream).

use crate::authz::{Grant, Object, Request, rule_allows};
use crate::graph::{Edge, Node, Remarks, Step};
use crate::model::{Name, Scope, Subject};

use super::super::Whole;
use super::super::admitted::{NEW, Taken, Who};
use super::super::drawing::{Blocked, actors};

/// Draws who passes the guards of a step so.
pub(super) fn draw(whole: &mut Whole<'_, '_>, blocked: &Blocked) {
    let groups = whole.guards.told_groups(&blocked.guards);
    let (Some(hit), false) = (&blocked.hit, groups.is_empty()) else { return };
    let Some(entry) = whole.template.entries.get(hit.entry) else { return };
    let Some(to) = whole.graph.node(blocked.to).cloned() else { return };
    let Step::Entry { entry: place, grants } = &blocked.step else { return };
    for (actor, binding) in actors(whole.graph, whole.access, blocked.from) {
        let who = Who::new(&actor);
        let Some(own) = itself(whole, &actor, &who) else { continue };
        for group in &groups {
            let Some(grant) = impersonates(whole, &who, "groups", group, None) else { continue };
            let member = who.in_group(group);
            let (world, access) = (whole.world, whole.access);
            let taken =
                Taken { entry, hit, step: None, who: &member, grantee: &member, to: &to, world, access, role: NEW };
            let ruled = whole.guards.rule_anywhere(&taken);
            if ruled.is_blocked() {
                continue;
            }
            let mut remarks = Remarks::default();
            remarks.facts.push(format!("impersonates itself as a member of {}", group.as_str()));
            let certainty = ruled.tell(&mut remarks);
            let through = grants.iter().map(|grant| Grant { binding: grant.binding.or(binding), ..*grant });
            let step = Step::Entry { entry: *place, grants: [own, grant].into_iter().chain(through).collect() };
            let from = whole.graph.add(Node::Subject(actor.clone()));
            whole.graph.connect(from, blocked.to, Edge { step, certainty, remarks: None }.saying(remarks));
            break;
        }
    }
}

/// The grant by which somebody may impersonate itself.
fn itself(whole: &Whole<'_, '_>, actor: &Subject, who: &Who) -> Option<Grant> {
    match actor {
        Subject::ServiceAccount { namespace, name } => {
            impersonates(whole, who, "serviceaccounts", name, Some(namespace))
        }
        Subject::User(name) => impersonates(whole, who, "users", name, None),
        Subject::Group(_) | Subject::Cloud { .. } => None,
    }
}

fn impersonates(
    whole: &Whole<'_, '_>,
    who: &Who,
    resource: &str,
    name: &Name,
    namespace: Option<&Name>,
) -> Option<Grant> {
    let place = namespace.map_or("", Name::as_str);
    let object = Object::Resource { api_group: "", resource, subresource: "", namespace: place, name };
    let request = Request { verb: "impersonate", object };
    let snapshot = whole.access.snapshot();
    let here = |scope: &Scope| scope.namespace().is_none_or(|place| Some(place) == namespace);
    who.bindings(whole.access).filter(|id| here(&snapshot.binding(*id).scope())).find_map(|id| {
        let role = whole.access.role_of(id)?;
        let rule = snapshot.role(role).rules.iter().position(|rule| rule_allows(rule, &request))?;
        Some(Grant { binding: Some(id), role, rule })
    })
}
