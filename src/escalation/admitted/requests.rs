//! Which requests a step is made of, as far as the rules of whoever takes it allow.

use crate::authz::{Object, Request, rule_concerns};
use crate::guards::admission::Operation;
use crate::model::{Name, RoleKind};
use crate::template::{Effect, Need};

use super::cases::Taken;
use super::write::RBAC;

/// Verbs that are asked for beside a request, or in another's name: admission sees nothing of them.
const CHECKS: &[&str] = &["approve", "attest", "bind", "escalate", "sign", "use", "get", "list", "watch"];

/// Subresources that are connections, whatever the verb.
const CONNECTIONS: &[&str] = &["attach", "exec", "portforward", "proxy"];

/// Verb, API group, and resource with its subresource.
pub(super) type ApiRequest = (Name, Name, Name);

impl Taken<'_, '_> {
    /// The requests of the plainest way.
    pub(super) fn plain_requests(&self) -> Vec<ApiRequest> {
        self.needs().into_iter().filter_map(|need| self.requests(need).next()).collect()
    }

    /// All requests that it may be made of, and those that may change what it makes.
    pub(super) fn requests_of_step(&self) -> Vec<ApiRequest> {
        let mut all: Vec<ApiRequest> = self.needs().into_iter().flat_map(|need| self.requests(need)).collect();
        let later = all.iter().filter(|(verb, group, resource)| *verb == "create" && self.may_change(group, resource));
        let later: Vec<ApiRequest> =
            later.map(|(_, group, resource)| ("update".into(), group.clone(), resource.clone())).collect();
        all.extend(later);
        all
    }

    /// Whether the rules allow a request, whatever the name; where none are known they may.
    pub(super) fn allows(&self, verb: &str, group: &str, resource: &str, subresource: &str) -> bool {
        let object = Object::Resource { api_group: group, resource, subresource, namespace: "", name: "" };
        let request = Request { verb, object };
        let mut rules = self.hit.rules(self.world.snapshot).peekable();
        rules.peek().is_none() || rules.any(|rule| rule_concerns(rule, &request))
    }

    /// Whether it makes bindings, and none that is there already counts.
    pub(super) fn is_new_binding(&self) -> bool {
        matches!(self.entry.gives, Some(Effect::Role { .. })) && self.requests_of_step().iter().all(is_new)
    }

    /// Whether the rules allow a `deletecollection`, whose requests bear no name.
    pub(super) fn may_delete_all(&self, kind: RoleKind) -> bool {
        let resource = if kind == RoleKind::Role { "roles" } else { "clusterroles" };
        let object = Object::Resource { api_group: RBAC, resource, subresource: "", namespace: "", name: "" };
        let request = Request { verb: "deletecollection", object };
        self.hit.rules(self.world.snapshot).any(|rule| rule_concerns(rule, &request))
    }

    pub(super) fn needs(&self) -> Vec<&Need> {
        self.entry.needs.iter().filter(|need| self.step.is_none_or(|step| need.step == step)).collect()
    }

    /// What of a need the rules allow; of everything in the group of RBAC, what gives most.
    pub(super) fn requests<'n>(&'n self, need: &'n Need) -> impl Iterator<Item = ApiRequest> + 'n {
        let allowed = move |(verb, group, resource): &ApiRequest| {
            let (plural, subresource) = resource.split_once('/').unwrap_or((resource, ""));
            self.allows(verb, group, plural, subresource)
        };
        let whole = is_all_of_rbac(need);
        all_requests(need).filter(move |request| whole || allowed(request))
    }
}

/// Whether a request is about nothing that is there already.
pub(super) fn is_new((verb, _, _): &ApiRequest) -> bool {
    !matches!(verb.as_str(), "update" | "patch" | "delete" | "deletecollection")
}

/// Whether it needs everything in the group of RBAC.
fn is_all_of_rbac(need: &Need) -> bool {
    need.api_groups.iter().any(|group| *group == RBAC) && need.verbs.iter().any(|verb| *verb == "*")
}

/// What meets a need: each verb on each resource; of everything in the group of RBAC, what gives most.
pub(super) fn all_requests(need: &Need) -> impl Iterator<Item = ApiRequest> {
    const MOST: [(&str, &str); 3] =
        [("create", "clusterrolebindings"), ("update", "clusterrolebindings"), ("update", "clusterroles")];
    let whole = is_all_of_rbac(need);
    let most = MOST.iter().filter(move |_| whole);
    let most = most.map(|(verb, resource)| ((*verb).into(), RBAC.into(), (*resource).into()));
    let groups = need.api_groups.iter().filter(move |_| !whole);
    let each = groups.flat_map(move |group| {
        need.resources.iter().flat_map(move |resource| {
            need.verbs.iter().map(move |verb| (verb.clone(), group.clone(), resource.clone()))
        })
    });
    most.chain(each)
}

/// The kind of role that these needs delete to make it anew.
pub(super) fn replaced(needs: &[&Need]) -> Option<RoleKind> {
    let about = |verb: &str, resource: &str| {
        let has = |need: &&&Need| {
            need.verbs.iter().any(|known| *known == verb) && need.resources.iter().any(|known| *known == resource)
        };
        needs.iter().any(|need| has(&need))
    };
    let both = |resource: &str| about("delete", resource) && about("create", resource);
    let kinds = [("clusterroles", RoleKind::ClusterRole), ("roles", RoleKind::Role)];
    kinds.into_iter().find(|(resource, _)| both(resource)).map(|(_, kind)| kind)
}

/// What a request with this verb is to admission; nothing where it is not asked.
pub(super) fn operation(verb: &str, subresource: &str) -> Option<Operation> {
    if CONNECTIONS.contains(&subresource) {
        return Some(Operation::Connect);
    }
    match verb {
        "create" => Some(Operation::Create),
        "update" | "patch" => Some(Operation::Update),
        "delete" | "deletecollection" => Some(Operation::Delete),
        verb if CHECKS.contains(&verb) => None,
        _ => None,
    }
}
