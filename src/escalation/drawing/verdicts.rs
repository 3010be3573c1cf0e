//! What admission says to one who takes a step: to each thing that it gives, in each namespace where it makes a difference.

use std::collections::BTreeMap;

use crate::graph::{Certainty, Hub, Node, NodeId, Remarks};
use crate::guards::admission::Guard;
use crate::model::{HashMap, Name, RoleId, Scope};
use crate::template::{Effect, Entry, EntryScope, Hit};

use super::super::Reached;
use super::super::admitted::{NEW, Object, Ruled, Taken, Who};
use super::Drawing;
use super::pods::blocked_outward;

/// What admission says to one who takes a step.
pub(super) type Verdicts = Vec<(Reached, Vec<Guard>)>;

/// Where a hit leads, and how surely.
pub(super) type Targets = Vec<(NodeId, Certainty)>;

impl Drawing<'_, '_> {
    /// What a hit gives to one who takes it: everywhere the same, or by namespace.
    pub(super) fn verdicts(&mut self, entry: &Entry, hit: &Hit, holder: Option<RoleId>, who: &Who) -> Verdicts {
        if hit.scope != Scope::Cluster || entry.scope == EntryScope::Cluster {
            return self.verdicts_in(entry, hit, holder, who, hit.scope.namespace());
        }
        let Some(guards) = self.guards else { return Vec::new() };
        if guards.look_at_accounts(hit.entry) || self.gets_out_otherwise(entry, hit, who) {
            let namespaces: Vec<Name> = guards.all_of_each(&self.world).cloned().collect();
            return self.verdicts_in_each(entry, hit, holder, who, namespaces);
        }
        let some = guards.one_of_each(who, &self.world);
        let reached = self.all_reached(entry, hit, holder);
        let in_one = |namespace: &Name| self.verdicts_of(entry, hit, who, Some(namespace), reached.clone());
        let by_class: Vec<Verdicts> = some.iter().map(in_one).collect();
        let states = |verdicts: &Verdicts| verdicts.iter().map(|(reached, _)| reached.certainty).collect::<Vec<_>>();
        if by_class.windows(2).all(|pair| pair.first().map(states) == pair.last().map(states)) {
            let whole = by_class.into_iter().next().unwrap_or_default();
            let parts = self.parts_in_each(entry, hit, who, &whole);
            return whole.into_iter().chain(parts).collect();
        }
        let namespaces: Vec<Name> = guards.all_of_each(&self.world).cloned().collect();
        self.verdicts_in_each(entry, hit, holder, who, namespaces)
    }

    /// What is left in each namespace of a step that is blocked as a whole.
    fn parts_in_each(&mut self, entry: &Entry, hit: &Hit, who: &Who, whole: &Verdicts) -> Verdicts {
        let Some(guards) = self.guards.filter(|_| whole.iter().any(|(_, guards)| !guards.is_empty())) else {
            return Vec::new();
        };
        let mut parts = Verdicts::new();
        for namespace in guards.all_of_each(&self.world).cloned().collect::<Vec<Name>>() {
            let here = Hit { scope: Scope::Namespace(namespace.clone()), ..hit.clone() };
            let finer = self.finer(entry, &here, who, Some(&namespace), whole);
            parts.extend(self.judge_each(entry, &here, who, Some(&namespace), finer));
        }
        parts
    }

    /// What a hit everywhere gives in each of these namespaces.
    fn verdicts_in_each(
        &mut self,
        entry: &Entry,
        hit: &Hit,
        holder: Option<RoleId>,
        who: &Who,
        namespaces: Vec<Name>,
    ) -> Verdicts {
        let each = namespaces.into_iter().flat_map(|namespace| {
            let here = Hit { scope: Scope::Namespace(namespace.clone()), ..hit.clone() };
            self.verdicts_in(entry, &here, holder, who, Some(&namespace))
        });
        each.collect()
    }

    /// What a hit gives in one namespace. What is blocked as a whole may be open in part.
    fn verdicts_in(
        &mut self,
        entry: &Entry,
        hit: &Hit,
        holder: Option<RoleId>,
        who: &Who,
        namespace: Option<&Name>,
    ) -> Verdicts {
        let reached = self.all_reached(entry, hit, holder);
        self.verdicts_of(entry, hit, who, namespace, reached)
    }

    fn verdicts_of(
        &mut self,
        entry: &Entry,
        hit: &Hit,
        who: &Who,
        namespace: Option<&Name>,
        reached: Vec<Reached>,
    ) -> Verdicts {
        let reached = self.by_name(entry, hit, reached);
        let (reached, outward) = self.by_pod(entry, hit, who, reached);
        let verdicts = self.judge_each(entry, hit, who, namespace, reached).into_iter();
        let mut verdicts: Verdicts = verdicts.map(|verdict| blocked_outward(verdict, &outward)).collect();
        if verdicts.iter().any(|(_, guards)| !guards.is_empty()) {
            let finer = self.finer(entry, hit, who, namespace, &verdicts);
            verdicts.extend(self.judge_each(entry, hit, who, namespace, finer));
        }
        verdicts
    }

    fn judge_each(
        &self,
        entry: &Entry,
        hit: &Hit,
        who: &Who,
        namespace: Option<&Name>,
        reached: Vec<Reached>,
    ) -> Verdicts {
        let Some(guards) = self.guards else { return Vec::new() };
        let (world, access) = (&self.world, self.access);
        let mut known: HashMap<Object, Said> = HashMap::default();
        // Whoever binds to itself what it holds gains nothing.
        let held: Vec<(RoleId, Scope)> =
            if matches!(entry.gives, Some(Effect::Role { .. })) { who.roles(access).collect() } else { Vec::new() };
        let reached = reached.into_iter().filter(|reached| !is_held(&held, &reached.node));
        let each = reached.map(|reached| {
            let taken =
                Taken { entry, hit, step: None, who, grantee: who, to: &reached.node, world, access, role: NEW };
            let said = known.entry(guards.object(&taken, namespace));
            said.or_insert_with(|| Said::of(&guards.rule(&taken, namespace))).to(reached)
        });
        each.collect()
    }
}

/// Where each leads, once, as surely as it does for any of those who take it.
pub(super) fn surest(targets: Targets) -> Targets {
    let mut all: BTreeMap<NodeId, Certainty> = BTreeMap::new();
    for (to, certainty) in targets {
        let known = all.entry(to).or_insert(certainty);
        *known = certainty.min(*known);
    }
    all.into_iter().collect()
}

/// Whether something is reached, and all of it refused.
pub(super) fn is_refused<'v>(verdicts: impl IntoIterator<Item = &'v (Reached, Vec<Guard>)>) -> bool {
    let mut every = verdicts.into_iter().peekable();
    every.peek().is_some() && every.all(|(reached, _)| reached.certainty == Certainty::Guarded)
}

/// Whether one of these roles is what is to be bound.
fn is_held(held: &[(RoleId, Scope)], node: &Node) -> bool {
    let Node::Hub(Hub::Bound(role, scope)) = node else { return false };
    held.iter().any(|(known, place)| known == role && (place == scope || *place == Scope::Cluster))
}

/// What admission says, in the words of an edge: said once of all that is alike.
pub(super) struct Said {
    certainty: Certainty,
    remarks: Remarks,
    guards: Vec<Guard>,
}

impl Said {
    pub(super) fn of(ruled: &Ruled) -> Self {
        let mut remarks = Remarks::default();
        let certainty = ruled.tell(&mut remarks);
        Said { certainty, remarks, guards: ruled.guards() }
    }

    /// What is reached, as admission lets it; and who blocks it.
    pub(super) fn to(&self, mut reached: Reached) -> (Reached, Vec<Guard>) {
        reached.certainty = reached.certainty.max(self.certainty);
        reached.remarks.add(&self.remarks);
        (reached, self.guards.clone())
    }
}
