//! A rule taken apart into lists of items, so that all its dimensions are treated alike.

use crate::model::{Name, Pattern, ResourcePattern, Rule, UrlPattern};

/// One element of a rule, in its dimension.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(in crate::authz) enum Item<'r> {
    /// A verb.
    Verb(&'r Pattern),
    /// An API group.
    ApiGroup(&'r Pattern),
    /// A resource.
    Resource(&'r ResourcePattern),
    /// A URL.
    Url(&'r UrlPattern),
    /// One name of `resourceNames`.
    Name(&'r Name),
    /// No `resourceNames`: every name, and none.
    AnyName,
}

/// The part of a rule that is about resources, or the one about URLs: a list of items for each dimension, none empty.
/// Each combination of one item of every list is an atom.
#[derive(Clone, Debug)]
pub(in crate::authz) struct Part<'r>(Vec<Vec<Item<'r>>>);

/// The parts of a rule that allow anything: none, one, or two of a mixed rule, which only files can hold.
pub(in crate::authz) fn parts(rule: &Rule) -> impl Iterator<Item = Part<'_>> {
    let verbs: Vec<Item<'_>> = rule.verbs.iter().map(Item::Verb).collect();
    let named: Vec<Item<'_>> = rule.resource_names.iter().map(Item::Name).collect();
    let names = if named.is_empty() { vec![Item::AnyName] } else { named };
    let resources = rule.resources.iter().map(Item::Resource).collect();
    let groups = rule.api_groups.iter().map(Item::ApiGroup).collect();
    let urls = rule.non_resource_urls.iter().map(Item::Url).collect();
    // The atoms of URLs have no name, so a rule with names covers none of them: upstream compares that too.
    let parts = [Part(vec![resources, groups, names, verbs.clone()]), Part(vec![urls, vec![Item::AnyName], verbs])];
    parts.into_iter().filter(|part| part.0.iter().all(|list| !list.is_empty()))
}

impl<'r> Part<'r> {
    /// The items, a list for each dimension.
    pub(in crate::authz) fn lists(&self) -> &[Vec<Item<'r>>] {
        &self.0
    }

    /// The same with this list in place of another.
    pub(in crate::authz) fn with(&self, place: usize, items: Vec<Item<'r>>) -> Self {
        let mut part = self.clone();
        if let Some(list) = part.0.get_mut(place) {
            *list = items;
        }
        part
    }

    /// The part as a rule.
    pub(in crate::authz) fn rule(&self) -> Rule {
        let mut rule = Rule::default();
        for item in self.0.iter().flatten() {
            match *item {
                Item::Verb(verb) => rule.verbs.push(verb.clone()),
                Item::ApiGroup(group) => rule.api_groups.push(group.clone()),
                Item::Resource(resource) => rule.resources.push(resource.clone()),
                Item::Url(url) => rule.non_resource_urls.push(url.clone()),
                Item::Name(name) => rule.resource_names.push(name.clone()),
                Item::AnyName => {}
            }
        }
        rule
    }
}

/// The subresource that this pattern means of every resource: `log` of `*/log`. The odd `*/` means the empty one.
pub(in crate::authz) fn of_every_resource(pattern: &ResourcePattern) -> Option<&str> {
    match pattern {
        ResourcePattern::Subresource(subresource) => Some(subresource),
        ResourcePattern::Exact(whole) if whole == "*/" => Some(""),
        ResourcePattern::Any | ResourcePattern::Exact(_) => None,
    }
}

/// The subresource of one resource, which a pattern for every resource covers: what follows the first slash
/// (`resourceCoversAll` upstream).
pub(in crate::authz) fn of_one_resource(pattern: &ResourcePattern) -> Option<&str> {
    match pattern {
        ResourcePattern::Exact(whole) => whole.split_once('/').map(|(_, subresource)| subresource),
        ResourcePattern::Any | ResourcePattern::Subresource(_) => None,
    }
}
