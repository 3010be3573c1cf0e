//! A question to the authorizer: who asks is not part of it.

/// One request, as the API server's authorizer sees it. Nothing is normalised: it is taken at its word.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Request<'a> {
    /// `get`, `create`, or any special verb; for a URL the HTTP method in lower case.
    pub verb: &'a str,
    /// What is asked for.
    pub object: Object<'a>,
}

/// What a request is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Object<'a> {
    /// A resource.
    Resource {
        /// Its API group; `""` is the core group.
        api_group: &'a str,
        /// Its plural name.
        resource: &'a str,
        /// `exec` of `pods/exec`; `""` for none.
        subresource: &'a str,
        /// The namespace; `""` for cluster-scoped resources and lists over all namespaces.
        namespace: &'a str,
        /// The object's name; `""` where the request has none (create, list, deletecollection).
        name: &'a str,
    },
    /// A path that is no resource.
    Url(&'a str),
}

impl<'a> Request<'a> {
    /// The namespace in which RoleBindings are consulted; nothing means that only ClusterRoleBindings count.
    #[must_use]
    pub fn namespace(&self) -> Option<&'a str> {
        match self.object {
            Object::Resource { namespace, .. } if !namespace.is_empty() => Some(namespace),
            _ => None,
        }
    }
}
