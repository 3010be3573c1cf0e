//! What a subject is and holds, as the expressions of its guard name it.

use std::collections::BTreeSet;

use crate::authz::{ANONYMOUS, AUTHENTICATED, Access, UNAUTHENTICATED, identity_of};
use crate::model::{Binding, LabelSelector, Name, RoleKind, Subject, defaults};

/// What a subject is and holds.
pub(super) struct Held {
    /// The names of ClusterRoles that a binding gives it, there or not.
    pub(super) cluster_roles: BTreeSet<Name>,
    /// The same of Roles, as `NAMESPACE/NAME`.
    pub(super) roles: BTreeSet<String>,
    /// The selectors by which its ClusterRoles take over the rules of others.
    pub(super) aggregations: Vec<LabelSelector>,
    /// The users that it is, the anonymous one included.
    pub(super) users: BTreeSet<String>,
    /// The groups that it is in.
    pub(super) groups: BTreeSet<Name>,
    /// The service accounts that it is, by namespace and name.
    pub(super) accounts: Vec<(Name, Name)>,
}

impl Held {
    pub(super) fn of(access: &Access<'_>, subject: &Subject, also: &[Subject]) -> Self {
        let mut identity: Vec<Subject> = std::iter::once(subject).chain(also).flat_map(identity_of).collect();
        // Whoever has not logged in is anybody.
        if identity.contains(&Subject::group(AUTHENTICATED)) {
            identity.extend([Subject::user(ANONYMOUS), Subject::group(UNAUTHENTICATED)]);
        }
        let snapshot = access.snapshot();
        let read = identity.iter().flat_map(|subject| access.bindings_naming(subject));
        let installed = defaults::defaults(snapshot.source.server_version).into_iter().flat_map(|of| &of.bindings);
        let installed = installed.filter(|binding| binding.subjects.iter().any(|subject| identity.contains(subject)));
        let bindings: Vec<&Binding> = read.map(|id| snapshot.binding(*id)).chain(installed).collect();
        let named = |kind: RoleKind| bindings.iter().filter(move |binding| binding.role_ref.kind == Some(kind));
        let cluster_roles: BTreeSet<Name> =
            named(RoleKind::ClusterRole).map(|binding| binding.role_ref.name.clone()).collect();
        let aggregated =
            snapshot.roles.iter().filter(|role| role.namespace.is_none() && cluster_roles.contains(&role.name));
        Held {
            aggregations: aggregated.flat_map(|role| role.aggregation.iter().cloned()).collect(),
            roles: named(RoleKind::Role)
                .filter_map(|binding| {
                    Some(format!("{}/{}", binding.namespace.as_ref()?.as_str(), binding.role_ref.name.as_str()))
                })
                .collect(),
            cluster_roles,
            users: identity.iter().filter_map(Subject::username).collect(),
            groups: identity
                .iter()
                .filter_map(|subject| match subject {
                    Subject::Group(name) => Some(name.clone()),
                    _ => None,
                })
                .collect(),
            accounts: identity
                .iter()
                .filter_map(|subject| match subject {
                    Subject::ServiceAccount { namespace, name } => Some((namespace.clone(), name.clone())),
                    _ => None,
                })
                .collect(),
        }
    }
}
