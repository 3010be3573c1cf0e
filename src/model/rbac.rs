//! Roles, rules and bindings.
//!
//! A rule's `*` is a variant of a pattern, decided once while reading, and never a string that is compared later.

use serde::{Deserialize, Serialize};

use super::{History, LabelSelector, Labels, Name, Rules, Scope, Subject};

/// A literal, or `*`: how a rule names verbs and API groups.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(from = "Name", into = "Name")]
pub enum Pattern {
    /// `*`.
    Any,
    /// This very string.
    Exact(Name),
}

impl From<Name> for Pattern {
    fn from(text: Name) -> Self {
        if text == "*" { Pattern::Any } else { Pattern::Exact(text) }
    }
}

impl From<Pattern> for Name {
    fn from(pattern: Pattern) -> Self {
        match pattern {
            Pattern::Any => "*".into(),
            Pattern::Exact(name) => name,
        }
    }
}

/// How a rule names resources.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(from = "Name", into = "Name")]
pub enum ResourcePattern {
    /// `*`: every resource and every subresource.
    Any,
    /// `*/scale`: that subresource of every resource.
    Subresource(Name),
    /// `pods` or `pods/exec`, as a whole. `pods/*` is such a literal too, and matches nothing real.
    Exact(Name),
}

impl From<Name> for ResourcePattern {
    fn from(text: Name) -> Self {
        match text.strip_prefix("*/") {
            _ if text == "*" => ResourcePattern::Any,
            Some(subresource) if !subresource.is_empty() => ResourcePattern::Subresource(subresource.into()),
            _ => ResourcePattern::Exact(text),
        }
    }
}

impl From<ResourcePattern> for Name {
    fn from(pattern: ResourcePattern) -> Self {
        match pattern {
            ResourcePattern::Any => "*".into(),
            ResourcePattern::Subresource(name) => format!("*/{}", name.as_str()).into(),
            ResourcePattern::Exact(name) => name,
        }
    }
}

/// How a rule names non-resource URLs. Only a trailing `*` is a wildcard.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(from = "Name", into = "Name")]
pub enum UrlPattern {
    /// `*`.
    Any,
    /// The part before the trailing stars, and the pattern as it was written.
    Prefix(Name, Name),
    /// This very path.
    Exact(Name),
}

impl From<Name> for UrlPattern {
    fn from(text: Name) -> Self {
        if text == "*" {
            UrlPattern::Any
        } else if text.ends_with('*') {
            UrlPattern::Prefix(text.trim_end_matches('*').into(), text)
        } else {
            UrlPattern::Exact(text)
        }
    }
}

impl From<UrlPattern> for Name {
    fn from(pattern: UrlPattern) -> Self {
        match pattern {
            UrlPattern::Any => "*".into(),
            UrlPattern::Prefix(_, written) | UrlPattern::Exact(written) => written,
        }
    }
}

/// One rule of a role. Absent lists are empty.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub struct Rule {
    /// What may be done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub verbs: Vec<Pattern>,
    /// In which API groups; `""` is the core group.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub api_groups: Vec<Pattern>,
    /// On which resources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<ResourcePattern>,
    /// On which names only; empty means any name and none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resource_names: Vec<Name>,
    /// On which URLs that are no resources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub non_resource_urls: Vec<UrlPattern>,
}

/// Role or ClusterRole.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum RoleKind {
    /// Of one namespace.
    Role,
    /// Of the cluster.
    ClusterRole,
}

/// Where an object came from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub enum Origin {
    /// It was read.
    #[default]
    Given,
    /// It was not in the files; the API server installs it by default, so it is taken to be there.
    Assumed,
}

/// Where in the input an object stands.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Location {
    /// The path as the user wrote it, or as the directory walk found it.
    pub file: Name,
    /// The document in the file, from 1.
    pub document: u32,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

/// A Role or a ClusterRole.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Role {
    /// The namespace of a Role; nothing for a ClusterRole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<Name>,
    /// Its name.
    pub name: Name,
    /// Its labels: aggregation selects by them.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
    /// What it allows, as the server holds it.
    #[serde(default, skip_serializing_if = "<[Rule]>::is_empty")]
    pub rules: Rules,
    /// The selectors of an aggregated ClusterRole; empty for an ordinary one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aggregation: Vec<LabelSelector>,
    /// Read or assumed.
    #[serde(default)]
    pub origin: Origin,
    /// Where it was read, when from files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
}

impl Role {
    /// Role or ClusterRole.
    #[must_use]
    pub fn kind(&self) -> RoleKind {
        if self.namespace.is_some() { RoleKind::Role } else { RoleKind::ClusterRole }
    }

    /// `role:NAMESPACE/NAME` or `clusterrole:NAME`.
    #[must_use]
    pub fn id(&self) -> String {
        match &self.namespace {
            Some(namespace) => format!("role:{}/{}", namespace.as_str(), self.name.as_str()),
            None => format!("clusterrole:{}", self.name.as_str()),
        }
    }
}

/// What a binding refers to.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct RoleRef {
    /// Role or ClusterRole; nothing for a kind that the API server does not know, which grants nothing.
    pub kind: Option<RoleKind>,
    /// The role's name.
    pub name: Name,
}

/// A RoleBinding or a ClusterRoleBinding.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Binding {
    /// The namespace of a RoleBinding; nothing for a ClusterRoleBinding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<Name>,
    /// Its name.
    pub name: Name,
    /// The role that it grants.
    pub role_ref: RoleRef,
    /// Who gets it. Subjects that can match nobody (a service account without a namespace in a ClusterRoleBinding, an
    /// unknown kind) are left out.
    pub subjects: Vec<Subject>,
    /// How it came to be; nothing where nothing is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history: Option<Box<History>>,
    /// Where it was read, when from files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
}

impl Binding {
    /// Where it grants.
    #[must_use]
    pub fn scope(&self) -> Scope {
        Scope::from(self.namespace.clone())
    }

    /// `rolebinding:NAMESPACE/NAME` or `clusterrolebinding:NAME`.
    #[must_use]
    pub fn id(&self) -> String {
        match &self.namespace {
            Some(namespace) => format!("rolebinding:{}/{}", namespace.as_str(), self.name.as_str()),
            None => format!("clusterrolebinding:{}", self.name.as_str()),
        }
    }

    /// The role that it refers to, by its node name, whether that role exists or not.
    #[must_use]
    pub fn role_id(&self) -> String {
        let name = self.role_ref.name.as_str();
        match (self.role_ref.kind, &self.namespace) {
            (Some(RoleKind::Role), Some(namespace)) => format!("role:{}/{name}", namespace.as_str()),
            (Some(RoleKind::ClusterRole), _) => format!("clusterrole:{name}"),
            _ => format!("unknown:{name}"),
        }
    }
}
