//! Why not: the grants of an identity that come nearest to what was refused, and what each of them lacks.

use schemars::JsonSchema;
use serde::Serialize;

use crate::authz::{
    Access, Grant, GrantedIn, Object, Request, Served, any_pattern, dead, name_matches, resource_matches, url_matches,
};
use crate::model::{BindingId, Name, ResourcePattern, Rule, Subject};

use super::grant::{GrantInfo, Origins};
use super::question::Question;

/// How many are told.
const MOST: usize = 5;

/// A grant that comes near.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Near {
    /// The grant.
    #[serde(flatten)]
    pub grant: GrantInfo,
    /// The subject of the binding: the identity itself, or a group of it.
    pub subject: String,
    /// What it lacks.
    pub lacks: Vec<Lack>,
}

/// One thing that a grant lacks.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
pub struct Lack {
    /// What.
    pub kind: LackKind,
    /// What is granted instead, as a sentence.
    pub detail: String,
}

/// The things that a grant may lack, the least first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum LackKind {
    /// It holds in another scope.
    Scope,
    /// It is for objects of certain names.
    Name,
    /// It is for the resource itself, or for another subresource.
    Subresource,
    /// It is for a resource of that name in another API group.
    ApiGroup,
    /// It is for other verbs.
    Verb,
    /// It is for other paths.
    Path,
}

/// The nearest grants, those that lack least first, and how many more there are.
pub(super) fn nearest(
    access: &Access<'_>,
    origins: &Origins<'_>,
    identity: &[Subject],
    question: &Question,
    asked: &Request<'_>,
) -> (Vec<Near>, usize) {
    let mut found: Vec<(Vec<Lack>, Grant, &Subject)> = Vec::new();
    for subject in identity {
        for &binding in access.bindings_naming(subject) {
            let lacking = lacking(access, binding, question, asked);
            found.extend(lacking.into_iter().map(|(lacks, grant)| (lacks, grant, subject)));
        }
    }
    found.sort_by_cached_key(key);
    let more = found.len().saturating_sub(MOST);
    let near = |(lacks, grant, subject): (_, Grant, &Subject)| Near {
        grant: origins.info(&grant),
        subject: subject.id(),
        lacks,
    };
    (found.into_iter().take(MOST).map(near).collect(), more)
}

/// Fewer lacks first, then the lesser ones.
fn key(found: &(Vec<Lack>, Grant, &Subject)) -> (usize, Vec<LackKind>, Grant) {
    (found.0.len(), found.0.iter().map(|lack| lack.kind).collect(), found.1)
}

/// What each rule of a binding lacks; nothing for rules that are about something else.
fn lacking(access: &Access<'_>, id: BindingId, question: &Question, asked: &Request<'_>) -> Vec<(Vec<Lack>, Grant)> {
    let Some(role) = access.role_of(id) else {
        return Vec::new();
    };
    let snapshot = access.snapshot();
    let scope = wrong_scope(snapshot.binding(id).namespace.as_ref(), question, asked);
    let rules = (0..).zip(&snapshot.role(role).rules);
    let (granted, served) = (GrantedIn::from(&snapshot.binding(id).scope()), Served::from(snapshot));
    rules
        .filter_map(|(place, rule)| {
            let mut lacks = rule_lacks(rule, asked)?;
            // What matches nothing is near nothing, unless it is only granted in the wrong place.
            if scope.is_none() && dead(rule, granted, served).whole {
                return None;
            }
            lacks.extend(scope.clone());
            lacks.sort();
            Some((lacks, Grant { binding: Some(id), role, rule: place }))
        })
        .collect()
}

/// Whether a binding is not consulted for the request.
fn wrong_scope(namespace: Option<&Name>, question: &Question, asked: &Request<'_>) -> Option<Lack> {
    let own = namespace?.as_str();
    if asked.namespace() == Some(own) {
        return None;
    }
    let detail = if question.has_namespace() {
        format!("granted in namespace {own} only")
    } else {
        format!("granted by a RoleBinding (in namespace {own}), which cannot grant what belongs to no namespace")
    };
    Some(Lack { kind: LackKind::Scope, detail })
}

/// What a rule lacks for this request; nothing if it is about something else altogether.
fn rule_lacks(rule: &Rule, asked: &Request<'_>) -> Option<Vec<Lack>> {
    let mut lacks = Vec::new();
    match asked.object {
        Object::Resource { api_group, resource, subresource, name, .. } => {
            if !rule.resources.iter().any(|pattern| resource_matches(pattern, resource, subresource)) {
                let near: Vec<ResourcePattern> =
                    rule.resources.iter().filter(|pattern| is_kin(pattern, resource)).cloned().collect();
                if near.is_empty() {
                    return None;
                }
                lacks.push(lack(LackKind::Subresource, "granted on", &near));
            }
            if !any_pattern(&rule.api_groups, api_group) {
                lacks.push(lack(LackKind::ApiGroup, "granted in API group", &rule.api_groups));
            }
            if !name_matches(&rule.resource_names, name) {
                lacks.push(lack(LackKind::Name, "granted for the names", &rule.resource_names));
            }
        }
        Object::Url(path) => {
            if rule.non_resource_urls.is_empty() {
                return None;
            }
            if !rule.non_resource_urls.iter().any(|pattern| url_matches(pattern, path)) {
                lacks.push(lack(LackKind::Path, "granted on", &rule.non_resource_urls));
            }
        }
    }
    if !any_pattern(&rule.verbs, asked.verb) {
        lacks.push(lack(LackKind::Verb, "granted to", &rule.verbs));
    }
    // Two differences in what is granted are another permission, not a near miss.
    (lacks.len() <= 1).then_some(lacks)
}

/// Whether a rule is about the same resource, by another subresource or none.
fn is_kin(pattern: &ResourcePattern, resource: &str) -> bool {
    match pattern {
        ResourcePattern::Exact(whole) => whole.split('/').next() == resource.split('/').next(),
        _ => false,
    }
}

/// A lack with the list that stands in the rule.
fn lack<T: Clone>(kind: LackKind, what: &str, list: &[T]) -> Lack
where
    Name: From<T>,
{
    const SHOWN: usize = 8;
    let words: Vec<String> = list.iter().take(SHOWN).map(|item| quoted(Name::from(item.clone()).as_str())).collect();
    let more = list.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    Lack { kind, detail: format!("{what} {}{more}", words.join(", ")) }
}

fn quoted(text: &str) -> String {
    if text.is_empty() { "\"\"".to_owned() } else { text.to_owned() }
}
