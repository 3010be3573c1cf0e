//! Why RBAC allows something, in the words of the API server.
//!
//! Compare `clusterRoleBindingDescriber`, `roleBindingDescriber` and `describeSubject` upstream
//! (`pkg/registry/rbac/validation/rule.go`).

use crate::authz::{Authorizer, Grant};
use crate::model::{Binding, RoleKind, Subject};

use crate::query::can_i::named_by;

/// `RBAC: allowed by RoleBinding "name/namespace" of Role "role" to User "alice"`.
pub(super) fn rbac_reason(authorizer: &Authorizer<'_>, identity: &[Subject], grant: &Grant) -> Option<String> {
    let access = authorizer.access();
    let binding: &Binding = access.snapshot().binding(grant.binding?);
    let kind = match binding.role_ref.kind? {
        RoleKind::Role => "Role",
        RoleKind::ClusterRole => "ClusterRole",
    };
    let name = binding.name.as_str();
    let binding_text = match &binding.namespace {
        Some(namespace) => format!("RoleBinding {:?}", format!("{name}/{}", namespace.as_str())),
        None => format!("ClusterRoleBinding {name:?}"),
    };
    let subject = match named_by(access, identity, grant)? {
        Subject::Cloud { .. } => return None,
        Subject::User(name) => format!("User {name:?}"),
        Subject::Group(name) => format!("Group {name:?}"),
        Subject::ServiceAccount { namespace, name } => {
            format!("ServiceAccount {:?}", format!("{}/{}", name.as_str(), namespace.as_str()))
        }
    };
    Some(format!("RBAC: allowed by {binding_text} of {kind} {:?} to {subject}", binding.role_ref.name.as_str()))
}
