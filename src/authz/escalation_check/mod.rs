//! The escalation check: who may write a role with these rules, and who may bind a role.
//!
//! Beside the right to write the object itself, which is asked elsewhere, the API server wants the writer to be a member
//! of `system:masters`, to hold the verb `escalate` or `bind`, or to hold everything that is handed on. Copied in
//! meaning from Kubernetes, `pkg/registry/rbac/escalation_check.go` and the `policybased/storage.go` of each kind.
//!
//! Not asked here: deleting, which is not checked, and updates of nothing but owner references, finalizers and managed
//! fields (`IsOnlyMutatingGCFields`), which pass. Any other update is checked for all that results, changed or not.
//! Coverage counts RBAC objects only: what webhooks or the Node authorizer allow is never held.

use std::collections::BTreeSet;

use crate::model::{BindingId, Name, RoleId, RoleKind, RoleRef, Rule, Scope, Subject};

use super::access::{Access, Grant};
use super::coverage::{Coverage, Held};
use super::groups::MASTERS;
use super::request::{Object, Request};

mod binder;
mod permission;
#[cfg(test)]
mod tests;

pub use binder::Binder;
pub use permission::{Permission, Refusal, RoleWrite};

const RBAC: &str = "rbac.authorization.k8s.io";

impl Access<'_> {
    /// The rules that an identity holds in a scope: those of ClusterRoleBindings, and of the RoleBindings of a namespace.
    /// The identity is the subject itself and its groups, as given.
    ///
    /// Rules that no request can use there (nodes or URLs, through a RoleBinding) are among them, as upstream
    /// (`DefaultRuleResolver.RulesFor`), and count as held. Missing roles are skipped.
    #[must_use]
    pub fn rules_for(&self, identity: &[Subject], scope: &Scope) -> Vec<Grant> {
        let named = identity.iter().flat_map(|subject| self.bindings_naming(subject)).copied();
        let applies = |id: &BindingId| {
            let granted = self.snapshot().binding(*id).scope();
            granted == Scope::Cluster || granted == *scope
        };
        let bindings: BTreeSet<BindingId> = named.filter(applies).collect();
        let held = bindings.into_iter().filter_map(|binding| Some((binding, self.role_of(binding)?)));
        let grants = held.flat_map(|(binding, role)| {
            let rules = 0..self.snapshot().role(role).rules.len();
            rules.map(move |rule| Grant { binding: Some(binding), role, rule })
        });
        grants.collect()
    }

    /// Whether the escalation check lets this identity write this role.
    #[must_use]
    pub fn can_set_rules(&self, identity: &[Subject], write: RoleWrite<'_>) -> Permission {
        let kind = if write.scope == &Scope::Cluster { RoleKind::ClusterRole } else { RoleKind::Role };
        if let Some(permission) = self.without_coverage(identity, "escalate", kind, write.scope, write.name) {
            return permission;
        }
        match self.covered(identity, write.scope, write.rules) {
            Err(missing) => Permission::Refused(Refusal::Uncovered(missing)),
            // Upstream wants `*` on everything to be covered too. Whoever holds that holds `escalate`, which has been
            // asked, so here it is missing.
            Ok(_) if write.aggregated => Permission::Refused(Refusal::Aggregation),
            Ok(grants) => Permission::Covered(grants),
        }
    }

    /// Whether the escalation check lets this identity create or change a binding of this scope to this role. The
    /// binding's subjects are not looked at, nor is its name.
    #[must_use]
    pub fn can_bind(&self, identity: &[Subject], scope: &Scope, role_ref: &RoleRef) -> Permission {
        let namespace = match (role_ref.kind, scope) {
            (Some(RoleKind::ClusterRole), _) => None,
            (Some(RoleKind::Role), Scope::Namespace(namespace)) => Some(namespace),
            (Some(RoleKind::Role), Scope::Cluster) | (None, _) => return Permission::Refused(Refusal::InvalidRole),
        };
        let kind = if namespace.is_some() { RoleKind::Role } else { RoleKind::ClusterRole };
        if let Some(permission) = self.without_coverage(identity, "bind", kind, scope, &role_ref.name) {
            return permission;
        }
        let Some(role) = self.role_named(namespace, &role_ref.name) else {
            return Permission::Refused(Refusal::NoRole);
        };
        match self.covered(identity, scope, &self.snapshot().role(role).rules) {
            Ok(grants) => Permission::Covered(grants),
            Err(missing) => Permission::Refused(Refusal::Uncovered(missing)),
        }
    }

    /// What spares the comparison: `system:masters`, or a verb on the role.
    fn without_coverage(
        &self,
        identity: &[Subject],
        verb: &str,
        kind: RoleKind,
        scope: &Scope,
        name: &str,
    ) -> Option<Permission> {
        if identity.contains(&Subject::group(MASTERS)) {
            return Some(Permission::Masters);
        }
        let namespace = scope.namespace().map_or("", Name::as_str);
        self.can(identity, &role_request(verb, kind, namespace, name)).map(Permission::ByVerb)
    }

    /// The grants in this scope that together cover these rules, or what they leave uncovered.
    fn covered(&self, identity: &[Subject], scope: &Scope, rules: &[Rule]) -> Result<Vec<Grant>, Vec<Rule>> {
        let rule_of = |grant: Grant| Some((grant, self.snapshot().role(grant.role).rules.get(grant.rule)?));
        let held: Vec<(Grant, &Rule)> = self.rules_for(identity, scope).into_iter().filter_map(rule_of).collect();
        let Coverage { covered_by, uncovered } = Held::new(held.iter().map(|(_, rule)| *rule)).coverage(rules);
        if !uncovered.is_empty() {
            return Err(uncovered);
        }
        Ok(covered_by.iter().filter_map(|&place| held.get(place)).map(|(grant, _)| *grant).collect())
    }

    /// The role of this name, by the order of the snapshot's table.
    fn role_named(&self, namespace: Option<&Name>, name: &Name) -> Option<RoleId> {
        let roles = &self.snapshot().roles;
        let found = roles.binary_search_by(|role| (role.namespace.as_ref(), &role.name).cmp(&(namespace, name)));
        found.ok().map(RoleId::new)
    }
}

/// A request for a role itself.
fn role_request<'r>(verb: &'r str, kind: RoleKind, namespace: &'r str, name: &'r str) -> Request<'r> {
    let resource = match kind {
        RoleKind::Role => "roles",
        RoleKind::ClusterRole => "clusterroles",
    };
    Request { verb, object: Object::Resource { api_group: RBAC, resource, subresource: "", namespace, name } }
}
