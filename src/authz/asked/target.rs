//! Which resource a typed name stands for, given the verb that is asked with it.

use crate::authz::resources::{Standing, find, is_version, known};
use crate::authz::verbs::special_verb;
use crate::model::Resource;
use crate::yaml::nearest;

/// A resource, known or taken at its word.
pub(super) struct Target<'r> {
    pub(super) api_group: String,
    pub(super) resource: String,
    /// Nothing for `*` and for a name that nobody knows.
    pub(super) known: Option<&'r Resource>,
    pub(super) other_groups: Vec<String>,
    pub(super) notes: Vec<String>,
}

impl<'r> Target<'r> {
    pub(super) fn find(verb: &str, typed: &str, extra: &'r [Resource]) -> Self {
        if typed == "*" {
            return Target::literal("*", "*");
        }
        if let Some(group) = typed.strip_prefix("*.") {
            return Target::literal("*", group);
        }
        let found = find(typed, extra);
        match found.iter().find(|known| meant_by(verb, known)).or(found.first()) {
            Some(known) => Target::known(known, typed, &found),
            None => Target::unknown(typed, extra),
        }
    }

    fn literal(resource: &str, api_group: &str) -> Self {
        let (api_group, resource) = (api_group.to_owned(), resource.to_owned());
        Target { api_group, resource, known: None, other_groups: Vec::new(), notes: Vec::new() }
    }

    fn known(known: &'r Resource, typed: &str, found: &[&Resource]) -> Self {
        let mut target = Target::literal(&known.name, &known.api_group);
        target.known = Some(known);
        if !typed.contains('.') {
            let others = found.iter().filter(|other| other.name == known.name && other.api_group != known.api_group);
            let visible = others.filter(|other| standing(other) == Standing::Served);
            target.other_groups = visible.map(|other| other.api_group.as_str().to_owned()).collect();
        }
        target
    }

    /// A name that nobody knows is asked for literally: the authorizer takes any string.
    fn unknown(typed: &str, extra: &[Resource]) -> Self {
        let (name, group) = split(typed);
        let mut target = Target::literal(name, group);
        target.notes.push(stranger(typed, name, group, extra));
        target
    }
}

/// Whether this verb is asked on this one of several resources of a name: `impersonate:user-info` is asked on `users`, but
/// not on those of the core group.
fn meant_by(verb: &str, resource: &Resource) -> bool {
    let asked = special_verb(verb).is_some() && resource.verbs.iter().any(|known| known == verb);
    asked || verb.starts_with("impersonate:") && resource.api_group == "authentication.k8s.io"
}

/// What discovery told and the table does not have is served.
fn standing(resource: &Resource) -> Standing {
    known(&resource.api_group, &resource.name).map_or(Standing::Served, |(_, standing)| standing)
}

/// Name and API group, without a version between them.
fn split(typed: &str) -> (&str, &str) {
    let (name, group) = typed.split_once('.').unwrap_or((typed, ""));
    match group.split_once('.') {
        Some((version, group)) if is_version(version) => (name, group),
        _ => (name, group),
    }
}

fn stranger(typed: &str, name: &str, group: &str, extra: &[Resource]) -> String {
    let elsewhere = find(name, extra);
    let names = names(extra);
    let near = || find(nearest(name, &names)?, extra).first().copied();
    let advice = match elsewhere.first().filter(|_| typed.contains('.')) {
        Some(known) => format!("; there is `{}`", qualified(known)),
        None => near().map_or_else(String::new, |near| format!("; did you mean `{}`?", near.name.escape_debug())),
    };
    let reason = if is_version(group) { ", and an API group is no version" } else { "" };
    format!(
        "no resource `{}` is known{reason}, so it is asked for literally, as one of namespaces{advice}",
        typed.escape_debug()
    )
}

/// As a person would type it.
fn qualified(resource: &Resource) -> String {
    format!("{}.{}", resource.name.escape_debug(), resource.api_group.escape_debug())
}

/// Every plural and singular name.
fn names(extra: &[Resource]) -> Vec<&str> {
    let built_in = crate::authz::known_resources().map(|(resource, _)| resource);
    let all = built_in.chain(extra);
    all.flat_map(|resource| [resource.name.as_str(), resource.singular.as_str()])
        .filter(|name| !name.is_empty())
        .collect()
}
