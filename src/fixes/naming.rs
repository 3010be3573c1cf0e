//! Names for what fixes make: of nothing that there is, nor of what a binding that is there waits for.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::model::{Name, RoleKind, Snapshot};

use super::change::Change;

type Key = (Option<Name>, Name);

/// The names of one kind.
#[derive(Default)]
struct Names {
    taken: BTreeSet<Key>,
    /// What the present attempt would take.
    thought_of: BTreeSet<Key>,
}

/// The names that are taken, and those that fixes take.
pub(super) struct Naming {
    roles: RefCell<Names>,
    bindings: RefCell<Names>,
}

impl Naming {
    pub(super) fn new(snapshot: &Snapshot) -> Self {
        let referred = snapshot.bindings.iter().map(|binding| {
            let of_role = binding.role_ref.kind == Some(RoleKind::Role);
            (binding.namespace.clone().filter(|_| of_role), binding.role_ref.name.clone())
        });
        let roles = snapshot.roles.iter().map(|role| (role.namespace.clone(), role.name.clone()));
        let bindings = snapshot.bindings.iter().map(|binding| (binding.namespace.clone(), binding.name.clone()));
        let names = |taken: BTreeSet<Key>| RefCell::new(Names { taken, ..Names::default() });
        Naming { roles: names(roles.chain(referred).collect()), bindings: names(bindings.collect()) }
    }

    /// Begins another attempt: only one of several is made.
    pub(super) fn start_over(&self) {
        self.roles.borrow_mut().thought_of.clear();
        self.bindings.borrow_mut().thought_of.clear();
    }

    /// Takes the names of what this makes.
    pub(super) fn take(&self, change: &Change) {
        match change {
            Change::NewRole(role) => {
                self.roles.borrow_mut().taken.insert((role.namespace.clone(), role.name.clone()));
            }
            Change::NewBinding(binding) => {
                self.bindings.borrow_mut().taken.insert((binding.namespace.clone(), binding.name.clone()));
            }
            _ => {}
        }
    }

    /// A name for a role made from this one.
    pub(super) fn role(&self, namespace: Option<&Name>, base: &str, what: &str) -> Name {
        self.roles.borrow_mut().fresh(&[namespace], base, what)
    }

    /// A name for bindings in all of these places.
    pub(super) fn binding(&self, namespaces: &[Option<&Name>], base: &str, what: &str) -> Name {
        self.bindings.borrow_mut().fresh(namespaces, base, what)
    }
}

impl Names {
    fn fresh(&mut self, namespaces: &[Option<&Name>], base: &str, what: &str) -> Name {
        // The prefix `system:` is the API server's own.
        let base = base.strip_prefix("system:").unwrap_or(base);
        let numbered = (2..=usize::MAX).map(|number| format!("{base}-{what}-{number}"));
        let is_free = |name: &Name| {
            let key = |space: &Option<&Name>| (space.cloned(), name.clone());
            namespaces.iter().map(key).all(|key| !self.taken.contains(&key) && !self.thought_of.contains(&key))
        };
        let mut names = std::iter::once(format!("{base}-{what}")).chain(numbered).map(Name::from);
        let name = names.find(is_free).unwrap_or_default();
        self.thought_of.extend(namespaces.iter().map(|space| (space.cloned(), name.clone())));
        name
    }
}

#[cfg(test)]
mod tests {
    use super::Naming;
    use crate::escalation::test_cluster::{empty, role};
    use crate::model::{Binding, RoleKind, RoleRef};

    #[test]
    fn no_name_is_taken_that_a_binding_waits_for() {
        let mut snapshot = empty();
        snapshot.roles.push(role("edit-reduced", ""));
        let waiting = RoleRef { kind: Some(RoleKind::ClusterRole), name: "edit-reduced-2".into() };
        snapshot.bindings.push(Binding {
            namespace: Some("shop".into()),
            name: "old".into(),
            role_ref: waiting,
            subjects: Vec::new(),
            history: None,
            location: None,
        });
        let naming = Naming::new(&snapshot);
        assert_eq!(naming.role(None, "edit", "reduced"), "edit-reduced-3");
        assert_eq!(naming.role(None, "edit", "reduced"), "edit-reduced-4");
        naming.start_over();
        assert_eq!(naming.role(None, "edit", "reduced"), "edit-reduced-3");
        assert_eq!(naming.role(Some(&"shop".into()), "system:edit", "reduced"), "edit-reduced");
        assert_eq!(naming.binding(&[Some(&"shop".into()), None], "old", "reduced"), "old-reduced");
    }
}
