//! Which parts of a rule can never match a request, and why.
//!
//! Read as data, for a report to word. One rule is judged alone, in one scope: first the API groups, then each resource
//! in the groups that are left, then each verb on the pairs that are left, then the names. Each step takes out what is
//! dead, so that a part is blamed for what is wrong with it and not for the company that it keeps.
//!
//! Conservative: what may be custom, newer than the table of resources, or somebody else's question to the authorizer
//! counts as alive. The cost is verbs × groups × resources; a rule longer than any that a person writes is not judged.

mod names;
mod resources;
mod sentence;
mod served;
mod urls;
mod verbs;

use crate::authz::Access;
use crate::model::{Name, Pattern, ResourcePattern, RoleId, Rule, Scope};

pub use served::Served;

/// A rule with more combinations than this counts as alive.
const LIMIT: usize = 10_000;

/// Where a rule is granted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum GrantedIn {
    /// Through a ClusterRoleBinding.
    Cluster,
    /// Through a RoleBinding; also what a Role could be granted in at all.
    Namespace,
    /// Not at all: judged by what any binding could make of it.
    Unbound,
}

impl From<&Scope> for GrantedIn {
    fn from(scope: &Scope) -> Self {
        match scope {
            Scope::Cluster => GrantedIn::Cluster,
            Scope::Namespace(_) => GrantedIn::Namespace,
        }
    }
}

impl GrantedIn {
    /// The widest way in which a role is granted. In plain manifests any other binding may be elsewhere.
    #[must_use]
    pub fn of_role(access: &Access<'_>, id: RoleId) -> Self {
        let snapshot = access.snapshot();
        let scopes = access.bindings_of(id).iter().map(|&binding| snapshot.binding(binding).scope());
        match scopes.min() {
            Some(scope) if snapshot.source.stored => GrantedIn::from(&scope),
            _ if snapshot.role(id).namespace.is_some() => GrantedIn::Namespace,
            _ => GrantedIn::Unbound,
        }
    }
}

/// What is dead of a rule.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Dead {
    /// The parts that match nothing, in the order of the rule's fields.
    pub parts: Vec<DeadPart>,
    /// Nothing of the rule is alive: it allows no request. It still counts as held where the escalation check asks what
    /// somebody may hand on.
    pub whole: bool,
}

/// A part of a rule that matches nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeadPart {
    /// Which one.
    pub part: Part,
    /// Why.
    pub reason: DeadReason,
}

/// A part of a rule, by its place in the list, from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Part {
    /// Of `verbs`.
    Verb(usize),
    /// Of `apiGroups`.
    ApiGroup(usize),
    /// Of `resources`.
    Resource(usize),
    /// Of `resourceNames`.
    ResourceName(usize),
    /// Of `nonResourceURLs`.
    NonResourceUrl(usize),
}

/// Why a part matches nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DeadReason {
    /// An API group that is a version or holds one: `v1`, `core`, `apps/v1`. Groups stand without version, and the core
    /// group is `""`.
    GroupWithVersion,
    /// An API group that serves none of the rule's resources.
    ServesNone,
    /// A group or resource that servers of this version no longer have: `extensions`, `podsecuritypolicies`.
    NoLongerServed,
    /// `pods/*` and `*/*`: only `*` and `*/SUBRESOURCE` are patterns.
    NoPattern,
    /// A singular, short or kind name, or one with a group: rules know plural names only.
    NotPlural {
        /// The plural that was meant.
        plural: Name,
    },
    /// A resource that only other API groups than the rule's serve.
    ServedElsewhere {
        /// Those that do.
        api_groups: Vec<Name>,
    },
    /// A resource that no API group serves.
    ServedNowhere,
    /// A verb that no request has: `Get`, `get*`, `read`, `post`.
    NoVerb,
    /// A verb that is asked, but not on this: `bind` on `clusterrolebindings`, `list` on `pods/exec`.
    NotAsked,
    /// A verb that is no HTTP method, for URLs.
    NoMethod,
    /// A URL that does not begin with a slash.
    NoPath,
    /// URLs are in no namespace, so that a RoleBinding grants none.
    UrlInNamespace,
    /// A cluster-scoped resource, which a RoleBinding does not reach.
    ClusterScoped,
    /// A verb whose requests name no object, while the rule has only names.
    NeverNamed,
    /// The name `*`, which is no pattern but the name of nothing.
    LiteralStar,
}

/// The rule without its dead parts; nothing where all of it is dead.
#[must_use]
pub fn alive(rule: &Rule, granted: GrantedIn, served: Served<'_>) -> Option<Rule> {
    let dead = dead(rule, granted, served);
    if dead.whole {
        return None;
    }
    let parts: Vec<Part> = dead.parts.iter().map(|dead| dead.part).collect();
    Some(Rule {
        verbs: without(&rule.verbs, &parts, Part::Verb),
        api_groups: without(&rule.api_groups, &parts, Part::ApiGroup),
        resources: without(&rule.resources, &parts, Part::Resource),
        // Without any name the rule would be about all.
        resource_names: rule.resource_names.clone(),
        non_resource_urls: without(&rule.non_resource_urls, &parts, Part::NonResourceUrl),
    })
}

fn without<T: Clone>(list: &[T], parts: &[Part], part: fn(usize) -> Part) -> Vec<T> {
    let alive = list.iter().enumerate().filter(|(place, _)| !parts.contains(&part(*place)));
    alive.map(|(_, item)| item.clone()).collect()
}

/// What can never match of this rule, granted there, on a server that serves this.
#[must_use]
pub fn dead(rule: &Rule, granted: GrantedIn, served: Served<'_>) -> Dead {
    let lengths = [rule.verbs.len(), rule.api_groups.len(), rule.resources.len()];
    if lengths.into_iter().fold(1, |product: usize, length| product.saturating_mul(length.max(1))) > LIMIT {
        return Dead::default();
    }
    let judge = Judge { rule, granted, served };
    let resources = judge.resources();
    let urls = judge.urls();
    let mut parts = Vec::new();
    for (place, reasons) in resources.verbs.iter().zip(&urls.verbs).enumerate() {
        // A verb may serve both halves of a rule.
        let reason = match reasons {
            (Fate::Dead(reason), Fate::Dead(_) | Fate::Unasked) | (Fate::Unasked, Fate::Dead(reason)) => reason.clone(),
            _ => continue,
        };
        parts.push(DeadPart { part: Part::Verb(place), reason });
    }
    parts.extend(resources.parts);
    parts.extend(urls.parts);
    parts.sort_by_key(|dead| dead.part);
    Dead { parts, whole: !resources.alive && !urls.alive }
}

/// What one half of a rule, its resources or its URLs, makes of a part.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Fate {
    Alive,
    /// There is nothing that it could be alive on: something else is to blame, if anything.
    Unasked,
    Dead(DeadReason),
}

/// What is dead of one half of a rule.
struct Half {
    alive: bool,
    verbs: Vec<Fate>,
    parts: Vec<DeadPart>,
}

/// A rule in its place.
struct Judge<'r> {
    rule: &'r Rule,
    granted: GrantedIn,
    served: Served<'r>,
}

/// One API group and one resource of a rule.
#[derive(Clone, Copy)]
struct Pair<'r> {
    group: &'r Pattern,
    resource: &'r ResourcePattern,
}

impl<'r> Pair<'r> {
    /// The group, if it is one of Kubernetes' own: of others nothing is known.
    fn built_in(self) -> Option<&'r str> {
        match self.group {
            Pattern::Exact(name) if super::is_built_in_group(name) => Some(name),
            _ => None,
        }
    }

    /// The resource with its subresource, if it is no pattern.
    fn whole(self) -> Option<&'r str> {
        match self.resource {
            ResourcePattern::Exact(whole) => Some(whole),
            _ => None,
        }
    }

    /// The plural and the subresource, if the resource is no pattern.
    fn resource(self) -> Option<(&'r str, &'r str)> {
        let whole = self.whole()?;
        Some(whole.split_once('/').unwrap_or((whole, "")))
    }
}

#[cfg(test)]
mod tests;
