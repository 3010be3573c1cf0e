//! A change of one object: what it makes of a snapshot, as a manifest, and what takes it back.

use crate::findings::quoted;
use crate::guards::pod_security::Level;
use crate::model::{Binding, Name, Role, Rule, Snapshot};

use super::Manifest;
use super::closing::Closing;
use super::pods::{self, Home, Target};

/// The label of the level of a namespace.
const LEVEL: &str = "pod-security.kubernetes.io/enforce";

/// A change of one object.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Change {
    /// A role gets other rules.
    Rules {
        /// The role.
        role: Role,
        /// Its rules from then on.
        rules: Vec<Rule>,
    },
    /// There is another role.
    NewRole(Role),
    /// There is another binding.
    NewBinding(Binding),
    /// A binding loses its subjects.
    NoSubjects(Binding),
    /// Pods of a workload run without the token of their account.
    NoToken(Target),
    /// A namespace enforces a level.
    Level(Name, Level),
    /// A workload gets a node of its own.
    Place(Target, Home),
    /// The pods of a workload no longer get out to their node.
    Close(Box<Closing>),
}

impl Change {
    /// The object that it changes or makes.
    pub(super) fn object(&self) -> String {
        match self {
            Change::Rules { role, .. } | Change::NewRole(role) => role.id(),
            Change::NewBinding(binding) | Change::NoSubjects(binding) => binding.id(),
            Change::NoToken(target) | Change::Place(target, _) => target.id(),
            Change::Close(closing) => closing.target.id(),
            Change::Level(namespace, _) => format!("ns:{}", namespace.as_str()),
        }
    }

    /// Makes it, so that every table stays sorted.
    pub(super) fn apply(&self, snapshot: &mut Snapshot) {
        match self {
            Change::Rules { role, rules } => {
                let roles = snapshot.roles.iter_mut();
                let same = roles.filter(|it| (&it.namespace, &it.name) == (&role.namespace, &role.name));
                same.for_each(|it| it.rules = rules.clone().into());
            }
            Change::NewRole(role) => {
                let key = |role: &Role| (role.namespace.clone(), role.name.clone());
                let place = snapshot.roles.partition_point(|other| key(other) < key(role));
                snapshot.roles.insert(place, role.clone());
            }
            Change::NewBinding(binding) => {
                let key = |binding: &Binding| (binding.namespace.clone(), binding.name.clone());
                let place = snapshot.bindings.partition_point(|other| key(other) < key(binding));
                snapshot.bindings.insert(place, binding.clone());
            }
            Change::NoSubjects(binding) => {
                let bindings = snapshot.bindings.iter_mut();
                let same = bindings.filter(|it| (&it.namespace, &it.name) == (&binding.namespace, &binding.name));
                same.for_each(|it| it.subjects.clear());
            }
            Change::NoToken(target) => pods::without_token(snapshot, target),
            Change::Place(target, home) => pods::place(snapshot, target, home),
            Change::Close(closing) => closing.apply(snapshot),
            Change::Level(name, level) => {
                for namespace in snapshot.namespaces.iter_mut().filter(|namespace| namespace.name == *name) {
                    namespace.labels.insert(LEVEL.into(), level.as_str().into());
                }
            }
        }
    }

    /// The object as it will be, or what changes of it.
    pub(super) fn manifest(&self) -> Option<Manifest> {
        Some(match self {
            Change::Rules { role, rules } => Manifest::role(role, rules),
            Change::NewRole(role) => Manifest::role(role, &role.rules),
            Change::NewBinding(binding) => Manifest::binding(binding, &binding.subjects),
            Change::NoSubjects(binding) => Manifest::binding(binding, &[]),
            Change::NoToken(target) => target.manifest(pods::no_token())?,
            Change::Place(target, home) => target.manifest(home.part())?,
            Change::Close(closing) => closing.target.manifest(closing.part.clone())?,
            Change::Level(namespace, level) => Manifest::namespace(namespace, LEVEL, Some(level.as_str().into())),
        })
    }

    /// The object as it is; nothing for one that is made.
    pub(super) fn before(&self, snapshot: &Snapshot) -> Option<Manifest> {
        match self {
            Change::NewRole(_) | Change::NewBinding(_) => None,
            Change::Rules { role, .. } => Some(Manifest::role(role, &role.rules)),
            Change::NoSubjects(binding) => Some(Manifest::binding(binding, &binding.subjects)),
            Change::NoToken(target) => target.manifest(pods::token_again()),
            Change::Place(target, home) => target.manifest(home.part_before()),
            Change::Close(closing) => closing.target.manifest(closing.before.clone()),
            Change::Level(name, _) => {
                let namespace = snapshot.namespaces.iter().find(|namespace| namespace.name == *name);
                let level = namespace.and_then(|namespace| namespace.labels.get(&Name::from(LEVEL)));
                Some(Manifest::namespace(name, LEVEL, level.cloned()))
            }
        }
    }

    /// The command that takes away what it made.
    pub(super) fn deletion(&self) -> Option<String> {
        match self {
            Change::NewRole(role) => Some(deletion(["role", "clusterrole"], role.namespace.as_ref(), &role.name)),
            Change::NewBinding(binding) => Some(of_binding(binding)),
            _ => None,
        }
    }
}

/// The command that deletes a binding.
pub(super) fn of_binding(binding: &Binding) -> String {
    deletion(["rolebinding", "clusterrolebinding"], binding.namespace.as_ref(), &binding.name)
}

fn deletion([namespaced, of_cluster]: [&str; 2], namespace: Option<&Name>, name: &Name) -> String {
    let name = quoted(name.as_str());
    match namespace {
        Some(namespace) => format!("kubectl delete {namespaced} --namespace={} -- {name}", quoted(namespace.as_str())),
        None => format!("kubectl delete {of_cluster} -- {name}"),
    }
}
