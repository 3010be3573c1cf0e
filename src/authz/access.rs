//! Who is granted what: bindings resolved to roles and subjects, once.
//!
//! Phases: resolve every binding's role (a hash look-up each), number the distinct subjects, group roles with equal
//! rules. All tables are linear in the input: nothing is kept for a pair of subject and rule. A question is then
//! answered set-wise: which *distinct rule lists* allow it, hence which roles, hence which bindings, hence which subjects.

use std::collections::BTreeMap;

use crate::model::{Binding, BindingId, HashMap, Name, Role, RoleId, RoleKind, Rule, Snapshot, Subject};

use super::matching::rule_allows;
use super::request::Request;

/// The evidence that somebody holds a right: this rule of this role, through this binding, in this scope.
///
/// INVARIANT: ordered by binding first, so that the evidence chosen among several does not depend on the order of input.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Grant {
    /// Through which binding; its scope is the grant's. Nothing for a binding that the actor would make itself.
    pub binding: Option<BindingId>,
    /// Which role.
    pub role: RoleId,
    /// Which rule of the role, from 0.
    pub rule: usize,
}

/// All grants of a snapshot, indexed.
pub struct Access<'s> {
    snapshot: &'s Snapshot,
    /// The role of each binding; nothing when it does not exist.
    roles: Vec<Option<RoleId>>,
    /// The bindings of each role.
    bindings: Vec<Vec<BindingId>>,
    /// The bindings that name each subject, sorted by subject; each list is sorted. A cloud identity is named as the user
    /// and by the groups that it is mapped to.
    subjects: Vec<(&'s Subject, Vec<BindingId>)>,
    /// Where each subject stands in `subjects`.
    places: HashMap<&'s Subject, usize>,
    /// Roles with the same rules, together; each list is sorted and not empty.
    rule_lists: Vec<Vec<RoleId>>,
    /// The first role of each role's list.
    firsts: Vec<RoleId>,
}

impl<'s> Access<'s> {
    /// Resolves every binding of the snapshot.
    #[must_use]
    pub fn new(snapshot: &'s Snapshot) -> Self {
        let by_name: HashMap<(Option<&Name>, &Name), RoleId> =
            snapshot.role_ids().map(|(id, role)| ((role.namespace.as_ref(), &role.name), id)).collect();
        let roles: Vec<Option<RoleId>> = snapshot.bindings.iter().map(|binding| resolve(binding, &by_name)).collect();
        let mut bindings = vec![Vec::new(); snapshot.roles.len()];
        let mut subjects: BTreeMap<&Subject, Vec<BindingId>> = BTreeMap::new();
        for ((id, binding), role) in snapshot.binding_ids().zip(&roles) {
            if let Some(list) = role.and_then(|role| bindings.get_mut(role.index())) {
                list.push(id);
            }
            for subject in &binding.subjects {
                let list = subjects.entry(subject).or_default();
                // One binding may name a subject twice.
                if list.last() != Some(&id) {
                    list.push(id);
                }
            }
        }
        add_mapped(snapshot, &mut subjects);
        let subjects: Vec<(&Subject, Vec<BindingId>)> = subjects.into_iter().collect();
        let places = subjects.iter().enumerate().map(|(place, (subject, _))| (*subject, place)).collect();
        let (rule_lists, firsts) = group_by_rules(snapshot);
        Access { snapshot, roles, bindings, subjects, places, rule_lists, firsts }
    }

    /// The snapshot that this indexes.
    #[must_use]
    pub fn snapshot(&self) -> &'s Snapshot {
        self.snapshot
    }

    /// The role that a binding grants; nothing when it does not exist.
    #[must_use]
    pub fn role_of(&self, binding: BindingId) -> Option<RoleId> {
        self.roles.get(binding.index()).copied().flatten()
    }

    /// The bindings that grant a role.
    #[must_use]
    pub fn bindings_of(&self, role: RoleId) -> &[BindingId] {
        self.bindings.get(role.index()).map_or(&[], Vec::as_slice)
    }

    /// Every subject that a binding names, sorted, with those bindings.
    pub fn subjects(&self) -> impl Iterator<Item = (&'s Subject, &[BindingId])> {
        self.subjects.iter().map(|(subject, bindings)| (*subject, bindings.as_slice()))
    }

    /// The bindings that name this subject itself, a cloud identity by what it is mapped to; groups that everybody like it
    /// is in are not looked at.
    #[must_use]
    pub fn bindings_naming(&self, subject: &Subject) -> &[BindingId] {
        let place = self.places.get(subject).and_then(|&place| self.subjects.get(place));
        place.map_or(&[], |(_, bindings)| bindings.as_slice())
    }

    /// Roles with equal rules, together. What holds for the rules of one holds for all of its list.
    #[must_use]
    pub fn rule_lists(&self) -> &[Vec<RoleId>] {
        &self.rule_lists
    }

    /// The first role with the rules of this one.
    #[must_use]
    pub fn first_of_list(&self, role: RoleId) -> RoleId {
        self.firsts.get(role.index()).copied().unwrap_or(role)
    }

    /// Whether bindings let one identity do this: the subject itself or any of these groups, taken as given.
    ///
    /// ClusterRoleBindings are asked first, then the RoleBindings of the request's namespace, as upstream does
    /// (`DefaultRuleResolver.VisitRulesFor`). A missing role is skipped.
    #[must_use]
    pub fn can(&self, identity: &[Subject], request: &Request<'_>) -> Option<Grant> {
        // Of several grants the one through the first binding is the evidence, whatever the order of groups.
        identity.iter().filter_map(|subject| self.granted_to(subject, request)).min()
    }

    /// The first grant of this subject itself.
    fn granted_to(&self, subject: &Subject, request: &Request<'_>) -> Option<Grant> {
        let bindings = self.bindings_naming(subject);
        let (cluster, namespaced) = bindings.split_at(bindings.partition_point(|&id| self.namespace_of(id).is_none()));
        let here = request.namespace().map_or(&[][..], |namespace| {
            let from = namespaced.partition_point(|&id| self.namespace_of(id) < Some(namespace));
            let rest = namespaced.get(from..).unwrap_or_default();
            let count = rest.partition_point(|&id| self.namespace_of(id) == Some(namespace));
            rest.get(..count).unwrap_or_default()
        });
        cluster.iter().chain(here).find_map(|&binding| {
            let role = self.role_of(binding)?;
            let rule = self.snapshot.role(role).rules.iter().position(|rule| rule_allows(rule, request))?;
            Some(Grant { binding: Some(binding), role, rule })
        })
    }

    fn namespace_of(&self, binding: BindingId) -> Option<&'s str> {
        self.snapshot.binding(binding).namespace.as_deref()
    }
}

/// Whom the cluster knows by a mapping holds what the names give that it is mapped to, all at once: it is one identity.
/// Cost: the bindings of these names, for each identity.
fn add_mapped<'s>(snapshot: &'s Snapshot, subjects: &mut BTreeMap<&'s Subject, Vec<BindingId>>) {
    for mapping in &snapshot.mappings {
        let named = mapping.names().filter_map(|name| subjects.get(&name)).flatten().copied();
        let mut bindings: Vec<BindingId> = named.collect();
        bindings.extend(subjects.get(&mapping.subject).into_iter().flatten());
        bindings.sort_unstable();
        bindings.dedup();
        if !bindings.is_empty() {
            subjects.insert(&mapping.subject, bindings);
        }
    }
}

fn resolve(binding: &Binding, by_name: &HashMap<(Option<&Name>, &Name), RoleId>) -> Option<RoleId> {
    let namespace = match binding.role_ref.kind? {
        RoleKind::ClusterRole => None,
        // A ClusterRoleBinding cannot refer to a Role.
        RoleKind::Role => Some(binding.namespace.as_ref()?),
    };
    by_name.get(&(namespace, &binding.role_ref.name)).copied()
}

/// Roles with equal rules, together, and the first of each role's list.
fn group_by_rules(snapshot: &Snapshot) -> (Vec<Vec<RoleId>>, Vec<RoleId>) {
    // Most lists are shared: those are known by where they stand, and not compared.
    let mut by_address: HashMap<usize, usize> = HashMap::default();
    let mut place: HashMap<&[Rule], usize> = HashMap::default();
    let (mut lists, mut firsts): (Vec<Vec<RoleId>>, Vec<RoleId>) = (Vec::new(), Vec::new());
    for (id, role) in snapshot.role_ids() {
        let index = *by_address.entry(role.rules.as_ptr().addr()).or_insert_with(|| {
            *place.entry(&role.rules).or_insert_with(|| {
                lists.push(Vec::new());
                lists.len() - 1
            })
        });
        if let Some(list) = lists.get_mut(index) {
            list.push(id);
            firsts.push(list.first().copied().unwrap_or(id));
        }
    }
    (lists, firsts)
}

/// The role that stands for a list of roles with equal rules.
#[must_use]
pub fn representative<'s>(snapshot: &'s Snapshot, list: &[RoleId]) -> Option<&'s Role> {
    list.first().map(|&id| snapshot.role(id))
}
