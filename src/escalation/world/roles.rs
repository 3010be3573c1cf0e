//! Roles by the bindings that name them, and bindings by where they hold.

use crate::model::{Binding, BindingId, Name, RoleId, RoleKind, Scope};

use super::World;

impl<'s> World<'s> {
    /// The role that a binding names, if it exists.
    pub(in crate::escalation) fn role_of(&self, binding: &Binding) -> Option<RoleId> {
        match (binding.role_ref.kind?, &binding.namespace) {
            (RoleKind::ClusterRole, _) => self.cluster_roles.get(&binding.role_ref.name).copied(),
            (RoleKind::Role, Some(namespace)) => self.roles.get(namespace)?.get(&binding.role_ref.name).copied(),
            (RoleKind::Role, None) => None,
        }
    }

    /// The bindings of a role of this name, of either kind, that does not exist.
    pub(in crate::escalation) fn dangling_named(&self, name: &Name) -> &[(BindingId, &'s Binding)] {
        self.dangling_by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// The ClusterRoleBindings: they come first.
    pub(in crate::escalation) fn cluster_bindings(&self) -> &'s [Binding] {
        let all = self.snapshot.bindings.as_slice();
        let count = all.partition_point(|binding| binding.namespace.is_none());
        all.get(..count).unwrap_or_default()
    }

    /// The RoleBindings of a scope: they are sorted by namespace.
    pub(in crate::escalation) fn bindings_in(&self, scope: &Scope) -> &'s [Binding] {
        let all = self.snapshot.bindings.as_slice();
        let before = |binding: &Binding| match scope.namespace() {
            None => binding.namespace.is_none(),
            Some(only) => binding.namespace.as_ref() < Some(only),
        };
        let rest = all.get(all.partition_point(before)..).unwrap_or_default();
        let here = |binding: &Binding| scope.namespace().is_none_or(|only| binding.namespace.as_ref() == Some(only));
        rest.get(..rest.partition_point(here)).unwrap_or_default()
    }
}
