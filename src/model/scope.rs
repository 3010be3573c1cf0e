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

impl Scope {
    /// As reports write it: `cluster` or `namespace/NS`.
    #[must_use]
    pub fn id(&self) -> String {
        match self {
            Scope::Cluster => "cluster".to_owned(),
            Scope::Namespace(name) => format!("namespace/{}", name.as_str()),
        }
    }
}

impl From<Option<Name>> for Scope {
    fn from(namespace: Option<Name>) -> Self {
        namespace.map_or(Scope::Cluster, Scope::Namespace)
    }
}
