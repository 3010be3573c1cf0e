//! Objects that the guards cannot but treat the same.
//!
//! As with users: a guard tells names apart by the strings of its text. So what is said to one of ten thousand Secrets is said to
//! all but the few that a guard names.

use std::mem::{Discriminant, discriminant};

use crate::graph::{Hub, Node};
use crate::model::{Name, RoleKind, Subject};

use super::Admitted;
use super::cases::Taken;
use super::who::Who;

/// What guards can know of the object that a step is about.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(in crate::escalation) enum Object {
    /// None looks at it.
    Any,
    /// The same to all guards as others: what kind of thing it is, and how its name meets their strings.
    Like(Discriminant<Node>, Option<RoleKind>, Vec<usize>),
    /// Like no other.
    Only(Node, Vec<Name>),
}

impl Admitted<'_> {
    /// What guards can know of the object of a step.
    pub(in crate::escalation) fn object(&self, taken: &Taken<'_, '_>, namespace: Option<&Name>) -> Object {
        let concern = self.concern(taken.hit.entry);
        // A Secret says which account it is for.
        if !concern.rbac && !concern.is_by_object() && !concern.is_about("secrets") && !concern.is_about("namespaces") {
            return Object::Any;
        }
        let names = taken.names(&concern.plurals);
        let only = || Object::Only(taken.to.clone(), names.clone());
        if concern.is_about("namespaces") || names.is_empty() || (concern.rbac && !taken.is_new_binding()) {
            return only();
        }
        let kind = match taken.to {
            Node::Role(role, _) | Node::Hub(Hub::Bound(role, _) | Hub::BindCovered(role)) => {
                Some(taken.world.snapshot.role(*role).kind())
            }
            Node::Hub(Hub::BindAbsent(kind, ..)) => Some(*kind),
            _ if concern.rbac => return only(),
            _ => None,
        };
        let numbers: Option<Vec<usize>> = names.iter().map(|name| self.names.number_of_name(name)).collect();
        match numbers.filter(|_| !is_related(taken, &names, namespace)) {
            Some(numbers) => Object::Like(discriminant(taken.to), kind, numbers),
            None => only(),
        }
    }
}

impl Taken<'_, '_> {
    /// The names of the objects that it is about.
    fn names(&self, plurals: &[Name]) -> Vec<Name> {
        let account = match self.to {
            Node::Subject(Subject::ServiceAccount { name, .. })
            | Node::Hub(Hub::OnceThere(_, name) | Hub::MakeAccount(_, Some(name))) => Some(name.clone()),
            _ => None,
        };
        let role = match self.to {
            Node::Role(..) | Node::Hub(Hub::Bound(..) | Hub::BindCovered(_) | Hub::BindAbsent(..)) => {
                Some(self.bound().name)
            }
            _ => None,
        };
        let written = plurals.iter().filter_map(|plural| self.name(plural)).map(|name| Name::from(name.as_str()));
        account.into_iter().chain(role).chain(written).collect()
    }
}

/// Whether one of these names has to do with another of the request: a guard may compare them.
fn is_related(taken: &Taken<'_, '_>, names: &[Name], namespace: Option<&Name>) -> bool {
    let others: Vec<&Name> = [taken.who, taken.grantee].into_iter().flat_map(Who::names).chain(namespace).collect();
    names.iter().any(|name| others.iter().any(|other| other.contains(name.as_str()) || name.contains(other.as_str())))
}
