//! Rules held by somebody, indexed by what is in them.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{HashMap, Pattern, ResourcePattern, Rule, UrlPattern};

use super::item::{Item, Part, of_every_resource, of_one_resource};

/// Rules held by somebody, ready to be asked what they cover. A rule is known by its place among them.
///
/// INVARIANT: every list of places is sorted and holds none twice.
pub struct Held<'r> {
    by_item: HashMap<Item<'r>, Vec<usize>>,
    /// The rules with a subresource of every resource, by that.
    by_subresource: HashMap<&'r str, Vec<usize>>,
    /// The rules with a URL that ends in a star, by the part before its stars.
    by_prefix: HashMap<&'r str, Vec<usize>>,
    /// How long those parts are.
    prefix_lengths: BTreeSet<usize>,
}

/// Items of one list by the rules that cover them.
pub(super) type Classes<'w> = BTreeMap<Vec<usize>, Vec<Item<'w>>>;

impl<'r> Held<'r> {
    /// Indexes these rules.
    #[must_use]
    pub fn new(rules: impl IntoIterator<Item = &'r Rule>) -> Self {
        let mut held = Held {
            by_item: HashMap::default(),
            by_subresource: HashMap::default(),
            by_prefix: HashMap::default(),
            prefix_lengths: BTreeSet::new(),
        };
        for (place, rule) in rules.into_iter().enumerate() {
            held.add(place, rule);
        }
        held
    }

    fn add(&mut self, place: usize, rule: &'r Rule) {
        let verbs = rule.verbs.iter().map(Item::Verb);
        let groups = rule.api_groups.iter().map(Item::ApiGroup);
        let resources = rule.resources.iter().map(Item::Resource);
        let names = rule.resource_names.iter().map(Item::Name);
        let any_name = rule.resource_names.is_empty().then_some(Item::AnyName);
        for item in verbs.chain(groups).chain(resources).chain(names).chain(any_name) {
            note(self.by_item.entry(item).or_default(), place);
        }
        for subresource in rule.resources.iter().filter_map(of_every_resource) {
            note(self.by_subresource.entry(subresource).or_default(), place);
        }
        for url in &rule.non_resource_urls {
            match prefix(url) {
                Some(prefix) => {
                    note(self.by_prefix.entry(prefix).or_default(), place);
                    self.prefix_lengths.insert(prefix.len());
                }
                None => note(self.by_item.entry(Item::Url(url)).or_default(), place),
            }
        }
    }

    /// The rules that have an item that covers this one, as lists that may overlap.
    fn holders<'a>(&'a self, item: Item<'a>) -> Vec<&'a [usize]> {
        let wider = match item {
            Item::Verb(_) => self.by_item.get(&Item::Verb(&Pattern::Any)),
            Item::ApiGroup(_) => self.by_item.get(&Item::ApiGroup(&Pattern::Any)),
            Item::Resource(_) => self.by_item.get(&Item::Resource(&ResourcePattern::Any)),
            Item::Name(_) => self.by_item.get(&Item::AnyName),
            Item::AnyName | Item::Url(_) => None,
        };
        let mut lists: Vec<&[usize]> = wider.into_iter().chain(self.by_item.get(&item)).map(Vec::as_slice).collect();
        match item {
            Item::Resource(pattern) => {
                let every = of_one_resource(pattern).and_then(|subresource| self.by_subresource.get(subresource));
                lists.extend(every.map(Vec::as_slice));
            }
            Item::Url(url) => lists.extend(self.with_prefix_of(written(url))),
            Item::Verb(_) | Item::ApiGroup(_) | Item::Name(_) | Item::AnyName => {}
        }
        lists
    }

    fn with_prefix_of<'a>(&'a self, url: &'a str) -> impl Iterator<Item = &'a [usize]> {
        let starts = self.prefix_lengths.range(..=url.len()).filter_map(|&length| url.get(..length));
        starts.filter_map(|start| self.by_prefix.get(start)).map(Vec::as_slice)
    }

    /// The rules that can cover an atom of this part: those that cover an item of its least held list.
    pub(in crate::authz) fn candidates(&self, part: &Part<'_>) -> Vec<usize> {
        let holders = part.lists().iter().map(|list| list.iter().flat_map(|item| self.holders(*item)).collect());
        let rarest = holders.min_by_key(|lists: &Vec<&[usize]>| lists.iter().map(|list| list.len()).sum::<usize>());
        let mut rules = rarest.unwrap_or_default().concat();
        rules.sort_unstable();
        rules.dedup();
        rules
    }

    /// Those of the rules `alive` that alone cover every atom of this part, looked for as they are asked for.
    pub(in crate::authz) fn covering<'a>(
        &'a self,
        part: &'a Part<'_>,
        alive: &'a [usize],
    ) -> impl Iterator<Item = usize> + 'a {
        let holders: Vec<Vec<&[usize]>> = part.lists().iter().flatten().map(|item| self.holders(*item)).collect();
        alive.iter().copied().filter(move |rule| holders.iter().all(|lists| is_in(rule, lists)))
    }

    /// The items of a list, those together that the same rules of `alive` cover.
    pub(super) fn classes<'w>(&self, list: &[Item<'w>], alive: &[usize]) -> Classes<'w> {
        let mut classes = Classes::new();
        for item in list {
            let holders = self.holders(*item);
            let rules = alive.iter().copied().filter(|rule| is_in(rule, &holders)).collect();
            classes.entry(rules).or_default().push(*item);
        }
        classes
    }
}

fn is_in(rule: &usize, lists: &[&[usize]]) -> bool {
    lists.iter().any(|list| list.binary_search(rule).is_ok())
}

/// Places come in order, so the last one shows whether this is known.
fn note(list: &mut Vec<usize>, place: usize) {
    if list.last() != Some(&place) {
        list.push(place);
    }
}

/// The part before the stars of a URL that ends in one.
fn prefix(url: &UrlPattern) -> Option<&str> {
    match url {
        UrlPattern::Any => Some(""),
        UrlPattern::Prefix(prefix, _) => Some(prefix),
        UrlPattern::Exact(_) => None,
    }
}

/// The URL as it was written. Upstream compares prefixes with that, trailing stars and all.
fn written(url: &UrlPattern) -> &str {
    match url {
        UrlPattern::Any => "*",
        UrlPattern::Prefix(_, written) | UrlPattern::Exact(written) => written,
    }
}
