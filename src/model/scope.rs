//! Where a grant holds.

use serde::{Deserialize, Serialize};

use super::Name;

/// Where a grant holds: everywhere, or in one namespace.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Scope {
    /// Granted by a ClusterRoleBinding: every namespace, cluster-scoped resources, non-resource URLs.
    Cluster,
    /// Granted by a RoleBinding: requests in this namespace only.
    Namespace(Name),
}

impl Scope {
    /// The namespace, if the scope is one.
    #[must_use]
    pub fn namespace(&self) -> Option<&Name> {
        match self {
            Scope::Cluster => None,
            Scope::Namespace(name) => Some(name),
        }
    }
}

impl From<Option<Name>> for Scope {
    fn from(namespace: Option<Name>) -> Self {
        namespace.map_or(Scope::Cluster, Scope::Namespace)
    }
}
