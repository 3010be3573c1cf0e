//! Which needs of the template a list of rules satisfies.
//!
//! Needs are indexed by the resources that they ask for, so that a rule meets only the needs that it could satisfy.
//! Cost: for each *distinct* list of rules, the needs that share a resource with it; never role × entry. The lists are
//! matched in parallel.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::authz::{Access, NameSet};
use crate::model::{HashMap, HashSet, Pattern, ResourcePattern, Rule, Snapshot};

use super::satisfied::{CustomRows, satisfied};
use super::{Entry, EntryScope, GroupPattern, Need, Operator, Template};

/// A need of the template: which entry, and which of its needs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct NeedId {
    /// The entry's place in the template.
    pub entry: usize,
    /// The need's place in the entry.
    pub need: usize,
}

/// How a list of rules satisfies a need.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    /// Which need.
    pub need: NeedId,
    /// For which names, by each rule that counts, when granted by a ClusterRoleBinding.
    pub cluster: Vec<(NameSet, usize)>,
    /// The same when granted by a RoleBinding.
    pub namespace: Vec<(NameSet, usize)>,
}

/// The needs of a template, indexed by what they ask for.
pub struct Needs<'t> {
    template: &'t Template,
    by_resource: HashMap<&'t str, Vec<NeedId>>,
    by_subresource: HashMap<&'t str, Vec<NeedId>>,
    /// Needs of every resource of a group.
    by_group: Vec<(&'t GroupPattern, NeedId)>,
    /// The rows of needs that ask for custom resources, without what the server is known not to have.
    operators: BTreeMap<NeedId, Vec<&'static Operator>>,
    /// Whether a wildcard counts for custom resources: only where it is known which there are.
    by_wildcard: bool,
    all: Vec<NeedId>,
    urls: Vec<NeedId>,
}

impl<'t> Needs<'t> {
    /// Indexes the needs of all entries that work on this server version.
    #[must_use]
    pub fn new(template: &'t Template, version: crate::model::Version) -> Self {
        let mut needs = Needs {
            template,
            by_resource: HashMap::default(),
            by_subresource: HashMap::default(),
            by_group: Vec::new(),
            operators: BTreeMap::new(),
            by_wildcard: true,
            all: Vec::new(),
            urls: Vec::new(),
        };
        for (entry, text) in template.entries.iter().enumerate().filter(|(_, entry)| entry.applies_to(version)) {
            for (need, asked) in text.needs.iter().enumerate() {
                needs.index(NeedId { entry, need }, asked);
            }
        }
        needs
    }

    /// Indexes the needs of all entries that may work in this cluster: on its version, with the custom resources that it
    /// may serve.
    #[must_use]
    pub fn of(template: &'t Template, snapshot: &Snapshot) -> Self {
        let mut needs = Needs::new(template, snapshot.source.server_version);
        for operators in needs.operators.values_mut() {
            operators.retain(|operator| operator.may_be_served(snapshot));
        }
        needs.by_wildcard = snapshot.knows_custom_resources();
        needs
    }

    fn index(&mut self, id: NeedId, need: &'t Need) {
        if need.is_non_resource() {
            self.urls.push(id);
            return;
        }
        self.all.push(id);
        for resource in &need.resources {
            self.by_resource.entry(resource.as_str()).or_default().push(id);
            if let Some((_, subresource)) = resource.split_once('/') {
                self.by_subresource.entry(subresource).or_default().push(id);
            }
        }
        if !need.operators.is_empty() {
            self.operators.insert(id, need.operators.clone());
        }
        for kinds in need.operators.iter().flat_map(|operator| &operator.kinds) {
            for resource in &kinds.resources {
                match resource {
                    ResourcePattern::Exact(name) => self.by_resource.entry(name.as_str()).or_default().push(id),
                    _ => self.by_group.extend(kinds.api_groups.iter().map(|group| (group, id))),
                }
            }
        }
    }

    /// The need itself.
    #[must_use]
    pub fn need(&self, id: NeedId) -> Option<&'t Need> {
        self.template.entries.get(id.entry)?.needs.get(id.need)
    }

    /// The template whose needs these are.
    #[must_use]
    pub fn template(&self) -> &'t Template {
        self.template
    }

    /// Matches every distinct list of rules of the snapshot, in parallel; the result has one list for each of
    /// [`Access::rule_lists`].
    #[must_use]
    pub fn matches(&self, access: &Access<'_>) -> Vec<Vec<Held>> {
        let snapshot = access.snapshot();
        let lists = access.rule_lists().par_iter();
        lists.map(|list| list.first().map_or_else(Vec::new, |&role| self.held_by(&snapshot.role(role).rules))).collect()
    }

    /// The needs that these rules satisfy, sorted.
    #[must_use]
    pub fn held_by(&self, rules: &[Rule]) -> Vec<Held> {
        let mut candidates = BTreeSet::new();
        for rule in rules {
            for resource in &rule.resources {
                candidates.extend(match resource {
                    ResourcePattern::Any => self.all.as_slice(),
                    ResourcePattern::Exact(name) => list(&self.by_resource, name),
                    ResourcePattern::Subresource(name) => list(&self.by_subresource, name),
                });
            }
            candidates.extend(self.of_groups(rule));
            if !rule.non_resource_urls.is_empty() {
                candidates.extend(&self.urls);
            }
        }
        let mut sets = Sets::default();
        candidates.into_iter().filter_map(|id| self.held(id, rules, &mut sets)).collect()
    }

    /// The needs of every resource of a group that the rule names.
    fn of_groups(&self, rule: &Rule) -> impl Iterator<Item = NeedId> {
        let named = |known: &GroupPattern| {
            rule.api_groups.iter().any(|group| matches!(group, Pattern::Exact(name) if known.matches(name)))
        };
        self.by_group.iter().filter(move |(known, _)| named(known)).map(|(_, id)| *id)
    }

    fn held(&self, id: NeedId, rules: &[Rule], sets: &mut Sets) -> Option<Held> {
        let need = self.need(id)?;
        let operators = self.operators.get(&id).map(Vec::as_slice);
        let custom = operators.map(|rows| CustomRows { rows, by_wildcard: self.by_wildcard });
        let each = self.template.entries.get(id.entry).is_some_and(Entry::asks_each_rule);
        let satisfied = |by_role_binding| satisfied((need, each), custom.as_ref(), rules, by_role_binding);
        let cluster = satisfied(false);
        let namespace = if need.scope == EntryScope::Cluster { Vec::new() } else { satisfied(true) };
        let [cluster, namespace] = [cluster, namespace].map(|found| shared(found, sets));
        (!cluster.is_empty() || !namespace.is_empty()).then_some(Held { need: id, cluster, namespace })
    }
}

fn list<'m>(index: &'m HashMap<&str, Vec<NeedId>>, name: &str) -> &'m [NeedId] {
    index.get(name).map_or(&[], Vec::as_slice)
}

/// The sets of names that are known. Equal ones share their memory: a role of many names that is granted in many
/// namespaces is joined with itself in each, which costs nothing then.
type Sets = HashSet<NameSet>;

fn shared(found: Vec<(NameSet, usize)>, sets: &mut Sets) -> Vec<(NameSet, usize)> {
    let share = |(names, rule)| {
        let known = sets.get(&names).cloned();
        let names = known.unwrap_or_else(|| {
            sets.insert(NameSet::clone(&names));
            names
        });
        (names, rule)
    };
    found.into_iter().map(share).collect()
}
