//! The requests that a hop takes, from what its entry needs, the rules that grant it, and its two ends.

use crate::authz::{any_pattern, can_be_served, known, resource_matches};
use crate::findings::Hop;
use crate::model::{Name, Rule};
use crate::template::{Effect, Entry, Need};

use super::thing::{Thing, thing};

/// A request to the API server. What is not known stands in capitals.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct ApiRequest {
    pub(super) verb: String,
    pub(super) group: String,
    pub(super) resource: String,
    pub(super) subresource: String,
    pub(super) namespace: Option<String>,
    /// The object; nothing when it is not known.
    pub(super) name: Option<String>,
    /// Instead of a resource.
    pub(super) url: Option<String>,
    /// Whether it creates the object by a request that names it: by a patch that applies, or an update.
    pub(super) creates: bool,
    /// Whether it binds only roles whose rules are held already.
    pub(super) covered: bool,
    /// Whether the same rules let one read the object, as kubectl does before it changes one.
    pub(super) reads: bool,
}

/// Whether a verb is asked for beside a request in another's name, which is one of the next hop.
fn is_constrained(verb: &str) -> bool {
    verb.starts_with("impersonate:") || verb.starts_with("impersonate-on:")
}

/// Verbs that are asked for beside another request, which is the one that is sent.
const CHECKS: &[&str] = &["approve", "attest", "bind", "escalate", "sign", "use"];

/// What a hop has to be allowed, in the order of its entry's needs.
pub(super) fn wanted(entry: &Entry, rules: &[&Rule], hop: &Hop) -> Vec<ApiRequest> {
    let step = hop.facts.iter().find_map(|fact| fact.strip_prefix("step ")?.split(' ').next()?.parse::<u8>().ok());
    let taken = entry.needs.iter().filter(|need| step.is_none_or(|step| need.step == step));
    taken.filter_map(|need| request(need, rules, hop)).collect()
}

/// The requests of a hop that are sent, in the order of its entry's needs.
pub(super) fn requests(entry: &Entry, rules: &[&Rule], hop: &Hop) -> Vec<ApiRequest> {
    let all = wanted(entry, rules, hop);
    let mut sent: Vec<ApiRequest> =
        all.iter().filter(|request| !CHECKS.contains(&request.verb.as_str())).cloned().collect();
    let covered = matches!(entry.gives, Some(Effect::Role { covered: true, .. }));
    sent.iter_mut().for_each(|request| request.covered = covered);
    // Both halves are asked for at once.
    if sent.iter().all(|request| is_constrained(&request.verb)) {
        sent.truncate(1);
    }
    if sent.is_empty() { all } else { sent }
}

fn request(need: &Need, rules: &[&Rule], hop: &Hop) -> Option<ApiRequest> {
    if let Some(url) = need.non_resource_urls.first() {
        let verb = need.verbs.first()?.as_str().to_owned();
        let (group, resource, subresource) = Default::default();
        return Some(ApiRequest {
            verb,
            group,
            resource,
            subresource,
            namespace: None,
            name: None,
            url: Some(url.as_str().to_owned()),
            creates: false,
            covered: false,
            reads: true,
        });
    }
    let target = thing(&hop.to);
    let mut choices = choices(need);
    // What is aimed at decides, among what the rules allow.
    choices.sort_by_key(|(verb, group, resource)| {
        // A patch is one command, an update takes the whole object.
        (!allowed(rules, verb, group, resource), !is_of(resource, &target), *verb == "update")
    });
    let (verb, group, resource) = choices.first()?;
    let (plural, subresource) = resource.split_once('/').unwrap_or((resource, ""));
    let named = *verb == "create" && subresource.is_empty() && takes_name(rules, group, resource);
    let verb = match named {
        true if allowed(rules, "patch", group, resource) => "patch",
        true => "update",
        false => verb.as_str(),
    };
    Some(ApiRequest {
        verb: verb.to_owned(),
        creates: named,
        covered: false,
        reads: allowed(rules, "get", group, resource),
        group: group.as_str().to_owned(),
        resource: plural.to_owned(),
        subresource: subresource.to_owned(),
        namespace: namespace(group, plural, hop, &target),
        name: name(need, rules, plural, hop).or_else(|| own_namespace(plural, hop)),
        url: None,
    })
}

/// What any of a need's verbs on any of its resources can be.
fn choices(need: &Need) -> Vec<(&Name, &Name, &Name)> {
    let mut all = Vec::new();
    for resource in &need.resources {
        for group in need.api_groups.iter().filter(|group| can_be_served(group, resource)) {
            all.extend(need.verbs.iter().map(|verb| (verb, group, resource)));
        }
    }
    all
}

fn allowed(rules: &[&Rule], verb: &str, group: &str, resource: &str) -> bool {
    let (plural, subresource) = resource.split_once('/').unwrap_or((resource, ""));
    rules.iter().any(|rule| {
        any_pattern(&rule.verbs, verb)
            && any_pattern(&rule.api_groups, group)
            && rule.resources.iter().any(|pattern| resource_matches(pattern, plural, subresource))
    })
}

/// Whether the rules let one create objects of some names only, which a POST does not carry.
fn takes_name(rules: &[&Rule], group: &str, resource: &str) -> bool {
    let mut creating = rules.iter().filter(|rule| allowed(&[**rule], "create", group, resource)).peekable();
    let any = creating.peek().is_some();
    any && creating.all(|rule| !rule.resource_names.is_empty() && !rule.resource_names.iter().any(Name::is_empty))
}

/// The resource by which objects of this kind of node are asked for.
const PLURALS: &[(&str, &str)] = &[
    ("sa", "serviceaccounts"),
    ("secret", "secrets"),
    ("pod", "pods"),
    ("node", "nodes"),
    ("ns", "namespaces"),
    ("role", "roles"),
    ("clusterrole", "clusterroles"),
    ("user", "users"),
    ("group", "groups"),
];

/// Whether a resource is that of a node.
fn is_of(resource: &str, target: &Thing<'_>) -> bool {
    let plural = resource.split('/').next().unwrap_or_default();
    let own = PLURALS.iter().find(|(kind, _)| *kind == target.kind).map(|(_, plural)| *plural);
    own.map_or_else(|| plural == format!("{}s", target.kind.to_lowercase()), |own| own == plural)
}

/// Where the request is made: where the binding grants it, else where the target is.
fn namespace(group: &str, plural: &str, hop: &Hop, target: &Thing<'_>) -> Option<String> {
    let namespaced = known(group, plural).is_none_or(|(resource, _)| resource.namespaced);
    if plural == "*" || !namespaced {
        return None;
    }
    bound(hop).or(target.namespace).map(str::to_owned)
}

/// The namespace of the binding that grants it.
fn bound(hop: &Hop) -> Option<&str> {
    hop.grants.iter().filter_map(|grant| thing(grant.binding.as_deref()?).namespace).next()
}

/// The object that is asked for: the target itself or what the hop is about, else the one that the rule or the need is
/// limited to.
fn name(need: &Need, rules: &[&Rule], plural: &str, hop: &Hop) -> Option<String> {
    let things = [Some(&hop.to), hop.about.as_ref()].into_iter().flatten().map(|id| thing(id));
    // A name of `*` stands for any.
    if let Some(target) = things.into_iter().find(|target| is_of(plural, target) && target.name != "*") {
        return Some(target.name.to_owned());
    }
    // What is created is the namespace of what is reached.
    if let Some(namespace) = thing(&hop.to).namespace.filter(|_| plural == "namespaces") {
        return Some(namespace.to_owned());
    }
    let of_rule = |rule: &&&Rule| rule.resources.iter().any(|pattern| resource_matches(pattern, plural, ""));
    let granted = rules.iter().filter(of_rule).flat_map(|rule| &rule.resource_names);
    let first = need.resource_names.iter().chain(granted).find(|name| !name.is_empty());
    first.map(|name| name.as_str().to_owned())
}

/// A RoleBinding allows writes on the one Namespace that it is in.
fn own_namespace(plural: &str, hop: &Hop) -> Option<String> {
    bound(hop).filter(|_| plural == "namespaces").map(str::to_owned)
}
