//! Which roles and bindings are what the API server itself or kubeadm installs, unchanged.
//!
//! The label that the API server puts on them proves nothing: anybody may write it. Built in is what has the name *and*
//! the content of the table for this server version.

use std::collections::BTreeSet;

use crate::authz::Access;
use crate::cloud::eks;
use crate::model::defaults::{Defaults, defaults};
use crate::model::{Binding, BindingId, HashMap, HashSet, Name, Role, RoleId, RoleKind, Rule, Snapshot};

use super::kubeadm;

/// The built-in objects of a snapshot.
pub(super) struct Builtin {
    roles: HashSet<RoleId>,
    bindings: HashSet<BindingId>,
    of_kubeadm: HashSet<BindingId>,
}

impl Builtin {
    /// Compares a snapshot with the table of its server version.
    pub(super) fn new(access: &Access<'_>) -> Self {
        let snapshot = access.snapshot();
        let mut builtin =
            Builtin { roles: HashSet::default(), bindings: HashSet::default(), of_kubeadm: HashSet::default() };
        let Some(table) = defaults(snapshot.source.server_version) else {
            return builtin;
        };
        builtin.roles = roles(snapshot, table);
        builtin.bindings = bindings(snapshot, table, &builtin.roles);
        builtin.add_kubeadm(access);
        // What an access policy of EKS allows nobody in the cluster wrote.
        let of_policies = snapshot.role_ids().filter(|(_, role)| eks::is_access_policy(role));
        builtin.roles.extend(of_policies.map(|(id, _)| id));
        builtin
    }

    fn add_kubeadm(&mut self, access: &Access<'_>) {
        for (id, binding) in access.snapshot().binding_ids() {
            if let Some(role) = access.role_of(id).filter(|role| kubeadm::installs(access, binding, *role, &self.roles))
            {
                self.of_kubeadm.insert(id);
                self.roles.insert(role);
            }
        }
    }

    /// Whether this role is built in and unchanged.
    pub(super) fn role(&self, id: RoleId) -> bool {
        self.roles.contains(&id)
    }

    /// Whether this binding and the role that it grants are built in and unchanged.
    pub(super) fn binding(&self, id: BindingId) -> bool {
        self.bindings.contains(&id) || self.of_kubeadm.contains(&id)
    }

    /// Whether the API server itself installs this binding.
    pub(super) fn shipped(&self, id: BindingId) -> bool {
        self.bindings.contains(&id)
    }
}

/// The bindings that the API server or kubeadm installs, unchanged with their roles.
#[must_use]
pub fn built_in_bindings(access: &Access<'_>) -> HashSet<BindingId> {
    let builtin = Builtin::new(access);
    access.snapshot().binding_ids().map(|(id, _)| id).filter(|id| builtin.binding(*id)).collect()
}

/// The names of the roles and bindings that they install, unchanged.
#[must_use]
pub fn built_in_names(access: &Access<'_>) -> HashSet<String> {
    let (builtin, snapshot) = (Builtin::new(access), access.snapshot());
    let roles = snapshot.role_ids().filter(|(id, _)| builtin.role(*id)).map(|(_, role)| role.id());
    let bindings = snapshot.binding_ids().filter(|(id, _)| builtin.binding(*id)).map(|(_, binding)| binding.id());
    roles.chain(bindings).collect()
}

type Key<'s> = (Option<&'s Name>, &'s Name);

fn roles(snapshot: &Snapshot, table: &Defaults) -> HashSet<RoleId> {
    let known: HashMap<Key<'_>, &Role> =
        table.roles.iter().map(|role| ((role.namespace.as_ref(), &role.name), role)).collect();
    let same = snapshot.role_ids().filter(|(_, role)| {
        known.get(&(role.namespace.as_ref(), &role.name)).is_some_and(|shipped| rule_set(role) == rule_set(shipped))
    });
    same.map(|(id, _)| id).collect()
}

/// The order of rules means nothing.
fn rule_set(role: &Role) -> BTreeSet<&Rule> {
    role.rules.iter().collect()
}

fn bindings(snapshot: &Snapshot, table: &Defaults, roles: &HashSet<RoleId>) -> HashSet<BindingId> {
    let known: HashMap<Key<'_>, &Binding> =
        table.bindings.iter().map(|binding| ((binding.namespace.as_ref(), &binding.name), binding)).collect();
    let by_name: HashMap<Key<'_>, RoleId> =
        snapshot.role_ids().map(|(id, role)| ((role.namespace.as_ref(), &role.name), id)).collect();
    let same = snapshot.binding_ids().filter(|(_, binding)| {
        let shipped = known.get(&(binding.namespace.as_ref(), &binding.name));
        let namespace = if binding.role_ref.kind == Some(RoleKind::Role) { binding.namespace.as_ref() } else { None };
        let role = by_name.get(&(namespace, &binding.role_ref.name));
        role.is_some_and(|role| roles.contains(role)) && shipped.is_some_and(|shipped| same_grant(binding, shipped))
    });
    same.map(|(id, _)| id).collect()
}

fn same_grant(binding: &Binding, shipped: &Binding) -> bool {
    let subjects = |binding: &'_ Binding| binding.subjects.iter().cloned().collect::<BTreeSet<_>>();
    binding.role_ref == shipped.role_ref && subjects(binding) == subjects(shipped)
}
