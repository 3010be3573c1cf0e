//! Verbs of a rule, on its resources.

use crate::authz::resources::{created_by_update, known, known_resources, reached_by_role_binding};
use crate::authz::verbs::{RESOURCE_VERBS, special_verb};
use crate::model::{Name, Pattern};

use super::{DeadReason, Fate, GrantedIn, Judge, Pair};

/// Verbs that requests can have beside [`RESOURCE_VERBS`]: of odd methods on proxied paths, and of paths that no server
/// serves any more but every one still reads (`requestinfo.go` upstream).
const ODD_VERBS: &[&str] = &["", "proxy"];

impl Judge<'_> {
    /// What becomes of this verb on these pairs.
    pub(super) fn verb_on<'p>(&self, verb: &Pattern, pairs: impl IntoIterator<Item = &'p Pair<'p>>) -> Fate {
        let mut fate = Fate::Unasked;
        for pair in pairs {
            match self.why_not(verb, *pair) {
                None => return Fate::Alive,
                Some(reason) if fate == Fate::Unasked => fate = Fate::Dead(reason),
                Some(_) => {}
            }
        }
        fate
    }

    fn why_not(&self, verb: &Pattern, pair: Pair<'_>) -> Option<DeadReason> {
        let asked = match verb {
            Pattern::Any => None,
            Pattern::Exact(verb) => unasked(verb, pair).or_else(|| self.never_named(verb, pair)),
        };
        asked.or_else(|| (!self.reached(verb, pair)).then_some(DeadReason::ClusterScoped))
    }

    /// A grant in a namespace does not reach what has none.
    pub(super) fn reached(&self, verb: &Pattern, pair: Pair<'_>) -> bool {
        let (GrantedIn::Namespace, Some(whole)) = (self.granted, pair.whole()) else {
            return true;
        };
        match (pair.group, pair.built_in()) {
            (Pattern::Any, _) => self.reached_in_any_group(verb, whole),
            (_, Some(group)) => reached_in(verb, group, whole),
            _ => true,
        }
    }

    fn reached_in_any_group(&self, verb: &Pattern, whole: &str) -> bool {
        let plural = whole.split('/').next().unwrap_or_default();
        if !is_of_kubernetes(verb) && self.served.may_be_namespaced(plural) {
            return true;
        }
        let mut known = known_resources().map(|(resource, _)| resource).filter(|resource| resource.name == plural);
        known.any(|resource| reached_in(verb, &resource.api_group, whole))
    }

    /// Requests that name no object, while only names are granted. The empty name is that of such requests.
    fn never_named(&self, verb: &str, pair: Pair<'_>) -> Option<DeadReason> {
        let names = &self.rule.resource_names;
        if names.is_empty() || names.iter().any(Name::is_empty) {
            return None;
        }
        let never = verb == "deletecollection" || verb == "create" && only_posted(pair);
        never.then_some(DeadReason::NeverNamed)
    }
}

/// Whether a grant in a namespace lets one do this to a resource of Kubernetes.
fn reached_in(verb: &Pattern, group: &str, whole: &str) -> bool {
    match verb {
        Pattern::Exact(verb) => reached_by_role_binding(verb, group, whole),
        // The verbs by which cluster-scoped resources are reached, see there.
        Pattern::Any => ["get", "bind", "use"].iter().any(|verb| reached_by_role_binding(verb, group, whole)),
    }
}

/// Whether only Kubernetes itself asks for this verb, and only on its own resources.
fn is_of_kubernetes(verb: &Pattern) -> bool {
    match verb {
        Pattern::Exact(verb) => special_verb(verb).is_some() && !asked_anywhere(verb),
        Pattern::Any => false,
    }
}

/// Whether this is created by a POST without a name, and never by apply or update. The right to apply may come from any
/// other rule.
fn only_posted(pair: Pair<'_>) -> bool {
    let (Some(group), Some((plural, ""))) = (pair.built_in(), pair.resource()) else {
        return false;
    };
    let applied = |verbs: &[Name]| verbs.is_empty() || verbs.iter().any(|verb| verb == "patch");
    known(group, plural).is_some_and(|(resource, _)| !applied(&resource.verbs) && !created_by_update(group, plural))
}

/// Why nothing asks for this verb there. Of custom resources nothing is known: who serves them may ask for any verb.
fn unasked(verb: &str, pair: Pair<'_>) -> Option<DeadReason> {
    let group = pair.built_in()?;
    let request = RESOURCE_VERBS.contains(&verb);
    let special = special_verb(verb).is_some();
    if ODD_VERBS.contains(&verb) || asked_anywhere(verb) {
        return None;
    }
    if !request && !special {
        return Some(DeadReason::NoVerb);
    }
    let asked = match pair.resource() {
        Some((plural, subresource)) => {
            let known =
                known(group, plural).and_then(|(resource, _)| resource.verbs_of(known_part(plural, subresource)));
            known.is_none_or(|verbs| verbs.is_empty() || verbs.iter().any(|known| known == verb))
        }
        None => request || asked_in(verb, group),
    };
    (!asked).then_some(DeadReason::NotAsked)
}

/// Special verbs that are asked on whatever a request, an audience or a webhook is about.
fn asked_anywhere(verb: &str) -> bool {
    let special = special_verb(verb).map(|special| special.verb);
    matches!(special, Some("impersonate-on:" | "request-serviceaccounts-token-audience" | "use"))
}

/// The keys of extra fields are what clients make them.
fn known_part<'t>(plural: &str, subresource: &'t str) -> &'t str {
    if plural == "userextras" { "" } else { subresource }
}

/// Whether a special verb is asked on any resource of a group.
fn asked_in(verb: &str, group: &str) -> bool {
    let mut resources = known_resources().map(|(resource, _)| resource).filter(|resource| resource.api_group == group);
    resources.any(|resource| {
        let subresources = resource.subresources.iter().flat_map(|sub| &sub.verbs);
        resource.verbs.iter().chain(subresources).any(|known| known == verb)
    })
}
