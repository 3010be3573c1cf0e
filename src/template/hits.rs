//! Which entries an actor hits: all needs of an entry, held in one scope by one identity.
//!
//! The grants of an actor come from any of its bindings and from those of its groups. Cost: for each actor, the needs that
//! its roles satisfy; entries that lack a need are never looked at.

use std::collections::{BTreeMap, BTreeSet};

use crate::authz::{Grant, NameSet};
use crate::model::{BindingId, Name, RoleId, Scope};

use super::matching::{Held, NeedId, Needs};
use super::{Entry, EntryScope, Need, Template};

/// An entry that an actor hits: the evidence, and how far it reaches.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hit {
    /// The entry's place in the template.
    pub entry: usize,
    /// Where it holds.
    pub scope: Scope,
    /// One grant for each need, or more where names come from several.
    pub grants: Vec<Grant>,
    /// The names that the grants leave to the effect.
    pub targets: NameSet,
}

/// A role that an actor holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HeldRole {
    /// Through which binding; nothing for one that it would make itself.
    pub binding: Option<BindingId>,
    /// Which role.
    pub role: RoleId,
    /// Where.
    pub scope: Scope,
    /// Held as a member of a group rather than itself.
    pub inherited: bool,
}

/// One need, held through one role.
struct Holding<'m> {
    scope: Scope,
    names: &'m NameSet,
    grant: Grant,
    inherited: bool,
}

/// What an actor holds of one need, best first.
type Holdings<'m> = BTreeMap<NeedId, Vec<Holding<'m>>>;

/// The entries that somebody with these roles hits, sorted by entry and scope. What it has only as a member of groups is
/// the groups' hit, not its own. `held` gives the needs that a role's rules satisfy.
#[must_use]
pub fn hits<'m>(needs: &Needs<'_>, roles: &[HeldRole], held: impl Fn(RoleId) -> &'m [Held]) -> Vec<Hit> {
    let mut holdings: Holdings<'m> = BTreeMap::new();
    for role in roles {
        for need in held(role.role) {
            let part = if role.scope == Scope::Cluster { &need.cluster } else { &need.namespace };
            for (names, rule) in part {
                let grant = Grant { binding: role.binding, role: role.role, rule: *rule };
                let holding = Holding { scope: role.scope.clone(), names, grant, inherited: role.inherited };
                holdings.entry(need.need).or_default().push(holding);
            }
        }
    }
    for list in holdings.values_mut() {
        // Inherited first: a grant of its own counts only where the groups' do not suffice.
        list.sort_by_key(|holding| (holding.names != &NameSet::Any, !holding.inherited, holding.grant));
    }
    let candidates: BTreeSet<usize> = holdings.keys().filter(|id| id.need == 0).map(|id| id.entry).collect();
    candidates.into_iter().flat_map(|entry| entry_hits(needs.template(), entry, &holdings)).collect()
}

fn entry_hits(template: &Template, index: usize, holdings: &Holdings<'_>) -> Vec<Hit> {
    let Some(entry) = template.entries.get(index) else {
        return Vec::new();
    };
    let named: BTreeSet<&Name> = entry.needs.iter().flat_map(|need| &need.namespaces).collect();
    if !named.is_empty() {
        let scopes = named.into_iter().map(|namespace| Scope::Namespace(namespace.clone()));
        return scopes.flat_map(|scope| hits_in(entry, index, &scope, holdings)).collect();
    }
    let mut hits = hits_in(entry, index, &Scope::Cluster, holdings);
    let complete = hits.iter().any(|hit| hit.targets == NameSet::Any);
    if entry.scope == EntryScope::Namespace && !complete {
        let scopes = (0..entry.needs.len()).filter_map(|need| holdings.get(&NeedId { entry: index, need })).flatten();
        let scopes: BTreeSet<&Scope> = scopes.map(|holding| &holding.scope).collect();
        let more = scopes.into_iter().filter(|scope| **scope != Scope::Cluster);
        hits.extend(more.flat_map(|scope| hits_in(entry, index, scope, holdings)));
    }
    hits
}

/// The hits of one entry in one scope, where all its needs are held there; cluster-wide grants hold in every namespace.
///
/// An entry of one need is hit once for each grant, so that the evidence of each target is its own; one of several needs
/// is hit once, by all of them together.
fn hits_in(entry: &Entry, index: usize, scope: &Scope, holdings: &Holdings<'_>) -> Vec<Hit> {
    let here = |place: usize, need: &Need| {
        let all = holdings.get(&NeedId { entry: index, need: place }).map(Vec::as_slice).unwrap_or_default();
        let here = all.iter().filter(|holding| &holding.scope == scope || holding.scope == Scope::Cluster);
        let of_namespaces = need.is_of_namespaces();
        here.filter(move |holding| !of_namespaces || reaches_own_namespace(holding))
    };
    let hit = |grants: Vec<Grant>, targets: NameSet| Hit { entry: index, scope: scope.clone(), grants, targets };
    if let [need] = entry.needs.as_slice()
        && need.target
    {
        // One for every name comes first, and leaves nothing to the others.
        let all: Vec<&Holding<'_>> = here(0, need).collect();
        return match all.first() {
            Some(first) if first.names == &NameSet::Any => vec![hit(vec![first.grant], NameSet::Any)],
            _ => all.into_iter().map(|holding| hit(vec![holding.grant], holding.names.clone())).collect(),
        };
    }
    let (mut grants, mut targets, mut own) = (Vec::new(), NameSet::Any, false);
    for (place, need) in entry.needs.iter().enumerate() {
        let Some(names) = take(here(place, need), &mut grants, &mut own) else {
            return Vec::new();
        };
        if need.target {
            targets = targets.and(&names);
        }
    }
    grants.sort_unstable();
    grants.dedup();
    if own && !targets.is_empty() { vec![hit(grants, targets)] } else { Vec::new() }
}

/// A RoleBinding reaches the Namespace object of its own namespace, if the rule allows that name.
fn reaches_own_namespace(holding: &Holding<'_>) -> bool {
    holding.scope.namespace().is_none_or(|namespace| holding.names.contains(namespace))
}

/// Takes what is needed of these holdings: the first that covers every name, else all.
fn take<'h, 'm: 'h>(
    holdings: impl Iterator<Item = &'h Holding<'m>>,
    grants: &mut Vec<Grant>,
    own: &mut bool,
) -> Option<NameSet> {
    let mut names: Option<NameSet> = None;
    for holding in holdings {
        grants.push(holding.grant);
        *own |= !holding.inherited;
        match &mut names {
            Some(names) => names.add(holding.names),
            None => names = Some(holding.names.clone()),
        }
        if names == Some(NameSet::Any) {
            break;
        }
    }
    names
}
