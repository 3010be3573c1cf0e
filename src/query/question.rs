//! A question as it was asked, and the requests that it stands for.

use schemars::JsonSchema;
use serde::Serialize;

use crate::authz::{Asked, Object, Request, reached_by_role_binding};
use crate::model::{Name, Scope};

/// What is to be done, to what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    /// The verb; for a URL the HTTP method in lower case.
    pub verb: String,
    /// To what.
    pub target: Target,
}

/// What a question is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// A path that is no resource.
    Url(String),
    /// A resource.
    Resource {
        /// Its API group; `""` is the core group.
        api_group: String,
        /// Its plural name.
        resource: String,
        /// The subresource; `""` for none.
        subresource: String,
        /// The object's name; `""` for none.
        name: String,
        /// Whether its objects live in namespaces; nothing when that is unknown.
        namespaced: Option<bool>,
    },
}

/// A request as reports show it: the fields of a SubjectAccessReview's attributes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(untagged)]
#[expect(missing_docs, reason = "the fields are those of Kubernetes")]
pub enum RequestInfo {
    /// `nonResourceAttributes`.
    Url { verb: String, path: String },
    /// `resourceAttributes`.
    Resource { verb: String, group: String, resource: String, subresource: String, namespace: String, name: String },
}

impl Question {
    /// The question in the words of a command line, and what is odd about it.
    #[must_use]
    pub fn of(asked: Asked) -> (Self, Vec<String>) {
        match asked {
            Asked::Url(url) => (Question { verb: url.verb, target: Target::Url(url.path) }, url.notes),
            Asked::Resource(asked) => {
                let mut notes = asked.notes;
                notes.extend(asked.other_groups.iter().map(|group| {
                    let (resource, verb) = (&asked.resource, &asked.verb);
                    format!(
                        "{resource}.{group} is another resource of that name: ask for `{verb} {resource}.{group}` too"
                    )
                }));
                let target = Target::Resource {
                    api_group: asked.api_group,
                    resource: asked.resource,
                    subresource: asked.subresource,
                    name: asked.name,
                    namespaced: asked.namespaced,
                };
                (Question { verb: asked.verb, target }, notes)
            }
        }
    }

    /// Whether the resource is known by name.
    #[must_use]
    pub fn is_known(&self) -> bool {
        match &self.target {
            Target::Url(_) => true,
            Target::Resource { resource, namespaced, .. } => namespaced.is_some() || resource == "*",
        }
    }

    /// Every question of which a yes is enough, this one first.
    ///
    /// Whether somebody may act for a signer is asked for its name and then for `DOMAIN/*` (`IsAuthorizedForSignerName`
    /// upstream): the only names in which a star is no mere letter.
    #[must_use]
    pub fn readings(&self) -> Vec<Question> {
        let mut readings = vec![self.clone()];
        let signing = matches!(self.verb.as_str(), "approve" | "sign" | "attest");
        if let Target::Resource { api_group, resource, name, .. } = &self.target
            && signing
            && (api_group.as_str(), resource.as_str()) == ("certificates.k8s.io", "signers")
            && let Some((domain, _)) = name.split_once('/')
        {
            let mut domain_wide = self.clone();
            if let Target::Resource { name, .. } = &mut domain_wide.target {
                *name = format!("{domain}/*");
            }
            readings.push(domain_wide);
        }
        readings
    }

    /// The request in a scope; nothing where no real request of that scope can be one.
    ///
    /// In the cluster's scope it has no namespace: what a ClusterRoleBinding allows it allows in each. A Namespace object
    /// lies in itself: in the scope of a namespace its name is that namespace.
    #[must_use]
    pub fn request<'a>(&'a self, scope: &'a Scope) -> Option<Request<'a>> {
        match scope.namespace() {
            None => Some(self.anywhere()),
            Some(namespace) => self.within(namespace),
        }
    }

    /// The request without a namespace.
    #[must_use]
    pub fn anywhere(&self) -> Request<'_> {
        let object = match &self.target {
            Target::Url(path) => Object::Url(path),
            Target::Resource { api_group, resource, subresource, name, .. } => {
                Object::Resource { api_group, resource, subresource, namespace: "", name }
            }
        };
        Request { verb: &self.verb, object }
    }

    fn within<'a>(&'a self, own: &'a str) -> Option<Request<'a>> {
        let Target::Resource { api_group, resource, subresource, name, .. } = &self.target else {
            return None;
        };
        let name = match self.is_namespace_object() {
            _ if !self.has_namespace() => return None,
            true if name.is_empty() => own,
            true if name != own => return None,
            _ => name,
        };
        let object = Object::Resource { api_group, resource, subresource, namespace: own, name };
        Some(Request { verb: &self.verb, object })
    }

    /// The request as reports show it.
    #[must_use]
    pub fn info(&self, scope: &Scope) -> RequestInfo {
        RequestInfo::from(&self.request(scope).unwrap_or_else(|| self.anywhere()))
    }

    /// Where a request that names this namespace (or none) is decided: what has no namespace is decided in the cluster's
    /// scope, and a Namespace object in itself.
    #[must_use]
    pub fn place(&self, namespace: Option<&str>) -> Scope {
        match &self.target {
            _ if !self.has_namespace() => Scope::Cluster,
            Target::Resource { name, .. } if self.is_namespace_object() && !name.is_empty() => {
                Scope::Namespace(name.as_str().into())
            }
            _ => Scope::from(namespace.map(Name::from)),
        }
    }

    /// Whether objects of this kind live in namespaces, so that a request for one names a namespace. Where that is unknown
    /// they may.
    #[must_use]
    pub fn is_namespaced(&self) -> bool {
        self.has_namespace()
            && !self.is_namespace_object()
            && !matches!(&self.target, Target::Resource { namespaced: Some(false), .. })
    }

    /// Whether a real request can carry a namespace, so that a RoleBinding can allow it.
    #[must_use]
    pub fn has_namespace(&self) -> bool {
        match &self.target {
            Target::Url(_) => false,
            Target::Resource { api_group, resource, namespaced, .. } => {
                // The exceptions among the built-in ones are known better than discovery tells.
                reached_by_role_binding(&self.verb, api_group, resource)
                    && (*namespaced != Some(false) || self.is_namespace_object() || self.is_bind())
            }
        }
    }

    /// With its place, for sentences: `get secrets in namespace shop`.
    #[must_use]
    pub fn placed(&self, scope: &Scope) -> String {
        match scope.namespace().map_or("", |name| name.as_str()) {
            "" if self.is_namespaced() => format!("{self} in all namespaces at once"),
            "" => self.to_string(),
            namespace => format!("{self} in namespace {namespace}"),
        }
    }

    /// Whether a request for a resource has a name that was not asked for: some objects may be allowed by name.
    #[must_use]
    pub fn could_be_named(&self) -> bool {
        match &self.target {
            Target::Resource { name, subresource, .. } => {
                let nameless = matches!(self.verb.as_str(), "deletecollection")
                    || (self.verb == "create" && subresource.is_empty());
                name.is_empty() && !nameless
            }
            Target::Url(_) => false,
        }
    }

    /// The Namespace object itself (or a subresource of it).
    fn is_namespace_object(&self) -> bool {
        matches!(&self.target, Target::Resource { api_group, resource, .. } if api_group.is_empty() && resource == "namespaces")
    }

    /// Making a RoleBinding to a ClusterRole asks for `bind` in the binding's namespace.
    fn is_bind(&self) -> bool {
        self.verb == "bind"
    }
}

impl From<&Request<'_>> for RequestInfo {
    fn from(request: &Request<'_>) -> Self {
        let verb = request.verb.to_owned();
        match request.object {
            Object::Url(path) => RequestInfo::Url { verb, path: path.to_owned() },
            Object::Resource { api_group, resource, subresource, namespace, name } => RequestInfo::Resource {
                verb,
                group: api_group.to_owned(),
                resource: resource.to_owned(),
                subresource: subresource.to_owned(),
                namespace: namespace.to_owned(),
                name: name.to_owned(),
            },
        }
    }
}

impl std::fmt::Display for Question {
    /// `get secrets/db` or `create pods/exec` or `list deployments.apps`: for sentences, from the user's own words.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.target {
            Target::Url(path) => write!(formatter, "{} {path}", self.verb),
            Target::Resource { api_group, resource, subresource, name, .. } => {
                write!(formatter, "{} {resource}", self.verb)?;
                let parts = [('.', api_group), ('/', subresource)];
                let group_shown = !(api_group.is_empty() || api_group == "*" && resource == "*");
                for (mark, part) in
                    parts.iter().filter(|(mark, part)| !part.is_empty() && (*mark == '/' || group_shown))
                {
                    write!(formatter, "{mark}{part}")?;
                }
                if name.is_empty() { Ok(()) } else { write!(formatter, " {name:?}") }
            }
        }
    }
}
