//! Which entries an actor hits: all needs of an entry, held in one scope by one identity.
//!
//! The grants of an actor come from any of its bindings and from those of its groups. Where an entry takes several
//! requests, an attacker may make them with different identities: so the steps that an actor can take are found too.
//! Cost: for each actor, the needs that its roles satisfy, by the scopes in which they do; entries that lack a need are
//! never looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::authz::{Grant, NameSet};
use crate::model::{BindingId, Name, RoleId, Rule, Scope, Snapshot};

use super::matching::{Held, NeedId, Needs};
use super::{Entry, EntryScope, Need};

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
    /// What of the rules of the granted roles counts, where that is not all of them.
    pub within: Option<Arc<[Rule]>>,
}

impl Hit {
    /// The rules that its requests must pass.
    pub fn rules<'r>(&'r self, snapshot: &'r Snapshot) -> impl Iterator<Item = &'r Rule> {
        let whole = self.grants.iter().filter(|_| self.within.is_none());
        let whole = whole.flat_map(|grant| &snapshot.role(grant.role).rules);
        self.within.iter().flat_map(|rules| rules.iter()).chain(whole)
    }

    /// Of these the very ones that were granted.
    pub fn granted<'r>(&'r self, snapshot: &'r Snapshot) -> impl Iterator<Item = &'r Rule> {
        let whole = self.grants.iter().filter(|_| self.within.is_none());
        let whole = whole.filter_map(|grant| snapshot.role(grant.role).rules.get(grant.rule));
        self.within.iter().flat_map(|rules| rules.iter()).chain(whole)
    }
}

/// What an actor hits.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Hits {
    /// Entries, sorted by entry and scope.
    pub entries: Vec<Hit>,
    /// Single steps of entries with several, each with its number. A step of an entry that the actor hits for all names of
    /// the step is not listed: it needs nobody else.
    pub steps: Vec<(u8, Hit)>,
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

impl Holding<'_> {
    /// Inherited first: a grant of its own counts only where the groups' do not suffice.
    fn rank(&self) -> (bool, bool, Grant) {
        (self.names != &NameSet::Any, !self.inherited, self.grant)
    }
}

/// What an actor holds of each need in each scope, best first.
type Holdings<'m> = BTreeMap<NeedId, BTreeMap<Scope, Vec<Holding<'m>>>>;

/// What somebody with these roles hits. What it has only as a member of groups is the groups' hit, not its own. `held`
/// gives the needs that a role's rules satisfy.
#[must_use]
pub fn hits<'m>(needs: &Needs<'_>, roles: &[HeldRole], held: impl Fn(RoleId) -> &'m [Held]) -> Hits {
    hits_of_parts(needs, roles.iter().map(|role| (role, held(role.role))))
}

/// The same for somebody who satisfies by each role these needs, which may be fewer than its rules do.
#[must_use]
pub fn hits_of_parts<'r, 'm>(needs: &Needs<'_>, parts: impl IntoIterator<Item = (&'r HeldRole, &'m [Held])>) -> Hits {
    let mut holdings: Holdings<'m> = BTreeMap::new();
    for (role, held) in parts {
        for need in held {
            let part = if role.scope == Scope::Cluster { &need.cluster } else { &need.namespace };
            for (names, rule) in part {
                let grant = Grant { binding: role.binding, role: role.role, rule: *rule };
                let holding = Holding { scope: role.scope.clone(), names, grant, inherited: role.inherited };
                holdings.entry(need.need).or_default().entry(role.scope.clone()).or_default().push(holding);
            }
        }
    }
    for list in holdings.values_mut().flat_map(BTreeMap::values_mut) {
        list.sort_by_key(Holding::rank);
    }
    let mut hits = Hits::default();
    let candidates: BTreeSet<usize> = holdings.keys().map(|id| id.entry).collect();
    for index in candidates {
        let Some(entry) = needs.template().entries.get(index) else { continue };
        let all: Vec<(usize, &Need)> = entry.needs.iter().enumerate().collect();
        let whole = entry_hits(entry, index, &all, &holdings);
        hits.steps.extend(step_hits(entry, index, &whole, &holdings));
        hits.entries.extend(whole);
    }
    hits
}

/// The steps of an entry with several, where the actor does not hit all of it for the same names.
fn step_hits(entry: &Entry, index: usize, whole: &[Hit], holdings: &Holdings<'_>) -> Vec<(u8, Hit)> {
    let first = entry.needs.first().map(|need| need.step);
    if entry.needs.iter().all(|need| Some(need.step) == first) {
        return Vec::new();
    }
    let steps: BTreeSet<u8> = entry.needs.iter().map(|need| need.step).collect();
    let mut alone: BTreeMap<&Scope, NameSet> = BTreeMap::new();
    for hit in whole {
        alone.entry(&hit.scope).or_insert_with(NameSet::empty).add(&hit.targets);
    }
    let needs_nobody = |scope: &Scope, targets: &NameSet| match targets {
        NameSet::Any => [scope, &Scope::Cluster].iter().any(|scope| alone.get(scope) == Some(&NameSet::Any)),
        NameSet::Only(names) => {
            let known: Vec<&NameSet> = [scope, &Scope::Cluster].iter().filter_map(|scope| alone.get(scope)).collect();
            names.iter().all(|name| known.iter().any(|names| names.contains(name)))
        }
    };
    let mut found = Vec::new();
    for step in steps {
        let of_step = entry.needs.iter().enumerate().filter(|(_, need)| need.step == step);
        let hits = entry_hits(entry, index, &of_step.collect::<Vec<_>>(), holdings);
        found.extend(hits.into_iter().filter(|hit| !needs_nobody(&hit.scope, &hit.targets)).map(|hit| (step, hit)));
    }
    found
}

/// The hits of these needs of an entry.
fn entry_hits(entry: &Entry, index: usize, needs: &[(usize, &Need)], holdings: &Holdings<'_>) -> Vec<Hit> {
    let held = |place: usize| holdings.get(&NeedId { entry: index, need: place });
    if needs.iter().any(|(place, _)| held(*place).is_none()) {
        return Vec::new();
    }
    let named: BTreeSet<&Name> = entry.needs.iter().flat_map(|need| &need.namespaces).collect();
    if !named.is_empty() {
        let scopes = named.into_iter().map(|namespace| Scope::Namespace(namespace.clone()));
        return scopes.flat_map(|scope| hits_in((entry, index), needs, &scope, holdings)).collect();
    }
    let mut hits = hits_in((entry, index), needs, &Scope::Cluster, holdings);
    let complete = hits.iter().any(|hit| hit.targets == NameSet::Any);
    if entry.scope == EntryScope::Namespace && !complete {
        let scopes: BTreeSet<&Scope> =
            needs.iter().filter_map(|(place, _)| held(*place)).flat_map(BTreeMap::keys).collect();
        let more = scopes.into_iter().filter(|scope| **scope != Scope::Cluster);
        hits.extend(more.flat_map(|scope| hits_in((entry, index), needs, scope, holdings)));
    }
    hits
}

/// The hits of these needs in one scope, where all are held there; cluster-wide grants hold in every namespace.
///
/// One need is hit once for each grant, so that the evidence of each target is its own; several are hit once, by all of
/// them together.
fn hits_in(
    (entry, index): (&Entry, usize),
    needs: &[(usize, &Need)],
    scope: &Scope,
    holdings: &Holdings<'_>,
) -> Vec<Hit> {
    let each = entry.asks_each_rule();
    let here = |place: usize, need: &Need| {
        let scopes = holdings.get(&NeedId { entry: index, need: place });
        let of = |scope: &Scope| scopes.and_then(|scopes| scopes.get(scope)).map_or(&[][..], Vec::as_slice);
        let cluster = if *scope == Scope::Cluster { &[] } else { of(&Scope::Cluster) };
        let of_namespaces = need.is_of_namespaces();
        merged(of(scope), cluster).filter(move |holding| !of_namespaces || reaches_own_namespace(holding))
    };
    let hit = |grants: Vec<Grant>, targets: NameSet| Hit {
        entry: index,
        scope: scope.clone(),
        grants,
        targets,
        within: None,
    };
    if let [(place, need)] = needs
        && need.target
    {
        // One for every name comes first, and leaves nothing to the others where it does not matter what else they grant.
        let all: Vec<&Holding<'_>> = here(*place, need).collect();
        return match all.first() {
            Some(first) if first.names == &NameSet::Any && !each => vec![hit(vec![first.grant], NameSet::Any)],
            _ => all.into_iter().map(|holding| hit(vec![holding.grant], holding.names.clone())).collect(),
        };
    }
    let (mut grants, mut targets, mut own) = (Vec::new(), NameSet::Any, false);
    for (place, need) in needs {
        let Some(names) = take(here(*place, need), &mut grants, &mut own) else {
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

/// Both lists, best first.
fn merged<'h, 'm>(
    some: &'h [Holding<'m>],
    others: &'h [Holding<'m>],
) -> impl Iterator<Item = &'h Holding<'m>> + use<'h, 'm> {
    let (mut some, mut others) = (some.iter().peekable(), others.iter().peekable());
    std::iter::from_fn(move || match (some.peek(), others.peek()) {
        (Some(one), Some(other)) if other.rank() < one.rank() => others.next(),
        (Some(_), _) => some.next(),
        _ => others.next(),
    })
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
