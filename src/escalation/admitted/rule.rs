//! What admission says to a step: in a namespace, or where it is let in best.

use crate::graph::{Hub, Node};
use crate::model::Name;
use crate::template::EntryScope;

use super::Admitted;
use super::bindings::{ANY_ROLE, SOME_ROLE};
use super::cases::Taken;
use super::ruled::{Ruled, first_open};
use super::write::Choice;

impl Admitted<'_> {
    /// Whether a role that is not there, or any other, is refused everywhere to whom this would grant it.
    pub(in crate::escalation) fn refuses_any_role(&self, taken: &Taken<'_, '_>) -> bool {
        self.places(taken).iter().all(|place| self.refuses_whatever(taken, place.as_ref()))
    }

    /// Where it makes a difference that this step is taken.
    fn places(&self, taken: &Taken<'_, '_>) -> Vec<Option<Name>> {
        match taken.hit.scope.namespace() {
            Some(namespace) => vec![Some(namespace.clone())],
            None if taken.entry.scope == EntryScope::Cluster => vec![None],
            None => self.one_of_each(taken.who, taken.world).into_iter().map(Some).collect(),
        }
    }

    /// What admission says to this step where it is let in best: what holds everywhere may be done anywhere.
    pub(in crate::escalation) fn rule_anywhere(&self, taken: &Taken<'_, '_>) -> Ruled {
        let places = self.places(taken);
        let places = if places.is_empty() { vec![None] } else { places };
        first_open(places.iter().map(|place| self.rule(taken, place.as_ref())))
    }

    /// What admission says to this step in a namespace.
    pub(in crate::escalation) fn rule(&self, taken: &Taken<'_, '_>, namespace: Option<&Name>) -> Ruled {
        if taken.bound_or_made() == Some(ANY_ROLE) {
            return self.weigh_any_role(taken, namespace);
        }
        let concern = self.concern(taken.hit.entry);
        if concern.any && !concern.rbac {
            return self.rule_known(taken, namespace);
        }
        let alike = self.binding(taken, namespace).filter(|_| taken.only_creates(namespace));
        if let Some(refused) = alike.as_ref().and_then(|binding| self.refused_before(binding)) {
            return refused;
        }
        let plainly = || taken.plainest(namespace).is_some_and(|writes| self.lets_each(taken.who, &writes));
        if self.lets_alike(taken, namespace, plainly) {
            return Ruled::open();
        }
        let refused = || self.refused_blindly(taken, namespace).or_else(|| self.refused_by_any_name(taken, namespace));
        if let Some(refused) = refused() {
            return refused;
        }
        let ruled = self.weigh_step(taken, namespace);
        if let Some(binding) = alike.filter(|_| ruled.is_blocked()) {
            self.keep_refusal(binding, ruled.clone());
        }
        ruled
    }

    /// What it says where the name of the role is left open.
    fn weigh_any_role(&self, taken: &Taken<'_, '_>, namespace: Option<&Name>) -> Ruled {
        taken.cases(namespace).into_iter().fold(Ruled::open(), |whole, choices| {
            let choices: Vec<Choice> = choices.into_iter().map(|choice| choice.by_any_name(false)).collect();
            let Ruled { state, by, .. } = self.plainly(taken.who, &choices);
            whole.and(Ruled { state, by, way: None })
        })
    }

    /// What admission says to it, asked anew.
    pub(super) fn weigh_step(&self, taken: &Taken<'_, '_>, namespace: Option<&Name>) -> Ruled {
        if *taken.to == Node::Hub(Hub::RunInNew) {
            return self.in_new(taken);
        }
        if !taken.makes_and_binds() {
            let mut cases = taken.cases(namespace);
            if let (Some(namespace), Node::Hub(Hub::RunPlain(_) | Hub::RunConfined(_) | Hub::Machines)) =
                (namespace, taken.to)
            {
                self.as_each_account(&mut cases, namespace, taken.world);
            }
            namespace.into_iter().for_each(|namespace| Self::made_first(taken, &mut cases, namespace));
            return self.weigh(taken.who, &cases);
        }
        // Of two who take one step each, either must hold with any name of the other.
        let names = self.role_names.iter().take(if taken.step.is_some() { 1 } else { usize::MAX });
        let by_name = |name: &Name| {
            if *name == ANY_ROLE {
                return self.weigh_any_role(&taken.making(name), namespace);
            }
            let ruled = self.weigh(taken.who, &taken.making(name).cases(namespace));
            ruled.by_way_of(|| (*name != SOME_ROLE).then(|| format!("by a role of the name {}", name.as_str())))
        };
        first_open(names.map(by_name))
    }
}
