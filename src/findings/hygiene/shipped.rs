//! What the API server installs, by name.

use std::collections::BTreeSet;

use crate::model::defaults::{Defaults, defaults};
use crate::model::{Binding, HashMap, LabelSelector, Name, Origin, Role, Rule, Snapshot, SourceKind};

type Key<'s> = (Option<&'s str>, &'s str);

/// What the API server of this version installs, by name.
pub(super) struct Shipped {
    roles: HashMap<Key<'static>, &'static Role>,
    bindings: HashMap<Key<'static>, &'static Binding>,
    /// Whether the server is of the very version that the table is from.
    pub(super) certain: bool,
}

impl Shipped {
    pub(super) fn new(snapshot: &Snapshot) -> Self {
        let table = defaults(snapshot.source.server_version);
        let roles = table.map_or(&[][..], |table| &table.roles);
        let bindings = table.map_or(&[][..], |table| &table.bindings);
        Shipped {
            roles: roles.iter().map(|role| (key(role.namespace.as_ref(), &role.name), role)).collect(),
            bindings: bindings.iter().map(|one| (key(one.namespace.as_ref(), &one.name), one)).collect(),
            certain: table.is_some_and(|table| is_of_version(snapshot, table)),
        }
    }

    /// Whether the API server installs a role of this name.
    pub(super) fn has_role(&self, role: &Role) -> bool {
        self.role(role).is_some()
    }

    /// Whether the API server installs a role of this name with this rule.
    pub(super) fn has_rule(&self, role: &Role, rule: &Rule) -> bool {
        self.role(role).is_some_and(|shipped| shipped.rules.contains(rule))
    }

    /// What a ClusterRole of the API server is made of.
    pub(super) fn aggregation(&self, name: &str) -> &'static [LabelSelector] {
        self.roles.get(&(None, name)).map_or(&[], |role| role.aggregation.as_slice())
    }

    /// The role that the API server installs by this name.
    pub(super) fn role(&self, role: &Role) -> Option<&'static Role> {
        self.roles.get(&key(role.namespace.as_ref(), &role.name)).copied()
    }

    /// The binding that the API server installs by this name.
    pub(super) fn binding(&self, binding: &Binding) -> Option<&'static Binding> {
        self.bindings.get(&key(binding.namespace.as_ref(), &binding.name)).copied()
    }
}

fn key<'n>(namespace: Option<&'n Name>, name: &'n Name) -> Key<'n> {
    (namespace.map(Name::as_str), name.as_str())
}

/// Files do not say which version wrote them: one that lacks a role of the table is of another.
fn is_of_version(snapshot: &Snapshot, table: &Defaults) -> bool {
    let given = |role: &&Role| role.namespace.is_none() && role.origin == Origin::Given;
    let there: BTreeSet<&Name> = snapshot.roles.iter().filter(given).map(|role| &role.name).collect();
    let shipped = || table.roles.iter().filter(|role| role.namespace.is_none());
    let whole = || shipped().all(|role| there.contains(&role.name));
    table.version == snapshot.source.server_version && (snapshot.source.kind == SourceKind::Cluster || whole())
}
