//! Namespaces to which the guards cannot but say the same.
//!
//! Ten thousand namespaces are a few kinds: a guard tells them apart by the labels that its selectors and expressions
//! name, and by names that stand in its text. The own namespace of whoever asks is always tried too, since a binding there
//! may name its account in short.

use std::collections::BTreeMap;

use crate::model::{AdmissionPolicy, HashMap, LabelSelector, Labels, Name, Param, Snapshot};

use super::super::world::World;
use super::who::Who;
use super::{Admitted, covers};

/// The label that says a namespace's name.
pub(super) const NAME_LABEL: &str = "kubernetes.io/metadata.name";

/// What guards tell namespaces apart by.
#[derive(Default)]
pub(super) struct Telling {
    selectors: Vec<LabelSelector>,
    /// Whether they look at namespaces beyond that.
    speaks: bool,
    /// All that their expressions and parameters say.
    text: String,
}

impl Telling {
    pub(super) fn of(snapshot: &Snapshot) -> Self {
        let policies = snapshot.admission_policies.iter().map(|policy| &policy.matches);
        let bindings = snapshot.admission_bindings.iter().filter_map(|binding| binding.matches.as_ref());
        let webhooks = snapshot.webhooks.iter().map(|webhook| &webhook.matches);
        let all = policies.chain(bindings).chain(webhooks);
        let mut selectors: Vec<LabelSelector> = Vec::new();
        for matches in all.filter(|matches| !matches.namespaces.requirements.is_empty()) {
            if !selectors.contains(&matches.namespaces) {
                selectors.push(matches.namespaces.clone());
            }
        }
        let text = text(snapshot);
        // A parameter without a namespace is looked up in that of the request.
        let local = snapshot.admission_bindings.iter().filter_map(|binding| binding.params.as_ref());
        let local = local.into_iter().any(|params| params.namespace.is_none());
        let policies = snapshot.admission_policies.iter().map(|policy| &policy.matches);
        let webhooks = snapshot.webhooks.iter().map(|webhook| &webhook.matches);
        let judged = policies.chain(webhooks).any(|matches| covers(matches, "namespaces"));
        let speaks = text.contains("namespace") || text.contains("Namespace") || local || judged;
        Telling { selectors, speaks, text }
    }

    /// What guards can know of a namespace.
    fn kind<'n>(&self, name: &'n Name, labels: Option<&'n Labels>) -> Kind<'n> {
        let mut of = labels.cloned().unwrap_or_default();
        // The server gives every namespace this label.
        of.insert(NAME_LABEL.into(), name.clone());
        let selected = self.selectors.iter().map(|selector| selector.selects(&of)).collect();
        // Without its own name, which is a label too.
        let other = |(key, _): &(&Name, &Name)| **key != NAME_LABEL;
        let labels = labels.into_iter().flatten().filter(other).filter(|_| self.speaks).collect();
        let named = self.speaks && self.text.contains(name.as_str());
        Kind { selected, labels, name: named.then_some(name) }
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Kind<'n> {
    selected: Vec<bool>,
    labels: Vec<(&'n Name, &'n Name)>,
    name: Option<&'n Name>,
}

/// The namespaces of a cluster in kinds that are the same to all guards, whoever asks.
pub(super) struct Kinds {
    kinds: Vec<Vec<Name>>,
    /// For each namespace the place of its kind.
    places: HashMap<Name, usize>,
}

impl Kinds {
    fn of(telling: &Telling, world: &World<'_>) -> Self {
        let mut kinds: BTreeMap<Kind<'_>, Vec<Name>> = BTreeMap::new();
        for name in world.all_namespaces() {
            let labels = world.namespaces.get(name).copied();
            kinds.entry(telling.kind(name, labels)).or_default().push(name.clone());
        }
        let kinds: Vec<Vec<Name>> = kinds.into_values().collect();
        let places =
            kinds.iter().enumerate().flat_map(|(place, kind)| kind.iter().map(move |name| (name.clone(), place)));
        Kinds { places: places.collect(), kinds }
    }
}

impl Admitted<'_> {
    fn kinds(&self, world: &World<'_>) -> &Kinds {
        self.kinds.get_or_init(|| Kinds::of(&self.telling, world))
    }

    /// One namespace of each kind that the guards tell apart, and that of whoever asks.
    pub(in crate::escalation) fn one_of_each(&self, who: &Who, world: &World<'_>) -> Vec<Name> {
        let home = who.home();
        let kinds = self.kinds(world);
        let others = kinds.kinds.iter().filter_map(|kind| kind.iter().find(|name| Some(*name) != home).cloned());
        let own = home.filter(|home| kinds.places.contains_key(*home)).cloned();
        own.into_iter().chain(others).collect()
    }

    /// All namespaces, in the order of their kinds.
    pub(in crate::escalation) fn all_of_each(&self, world: &World<'_>) -> impl Iterator<Item = &Name> {
        self.kinds(world).kinds.iter().flatten()
    }

    /// The first namespace that is the same to all guards as this one.
    pub(super) fn stand_in(&self, namespace: &Name, world: &World<'_>) -> Name {
        let Kinds { kinds, places } = self.kinds(world);
        let kind = places.get(namespace).and_then(|place| kinds.get(*place)?.first());
        kind.unwrap_or(namespace).clone()
    }
}

/// The expressions of a policy.
pub(super) fn expressions(policy: &AdmissionPolicy) -> impl Iterator<Item = &Name> {
    let named = policy.conditions.iter().chain(&policy.variables).map(|named| &named.expression);
    named.chain(policy.validations.iter().map(|validation| &validation.expression))
}

/// The expressions and the parameters.
fn text(snapshot: &Snapshot) -> String {
    let mut text = String::new();
    for expression in snapshot.admission_policies.iter().flat_map(expressions) {
        text.push_str(expression);
        text.push('\n');
    }
    for expression in snapshot.webhooks.iter().flat_map(|webhook| &webhook.conditions) {
        text.push_str(&expression.expression);
        text.push('\n');
    }
    snapshot.params.iter().map(|Param { json, .. }| json).for_each(|json| text.push_str(json));
    text
}
