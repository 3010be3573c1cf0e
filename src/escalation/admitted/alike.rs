//! Namespaces to which the guards cannot but say the same.
//!
//! Ten thousand namespaces are a few kinds: a guard tells them apart by the labels that its selectors and expressions
//! name, and by names that stand in its text. The own namespace of whoever asks is a kind of its own, since a binding
//! there may name its account in short.

use std::collections::BTreeMap;

use crate::model::{AdmissionPolicy, LabelSelector, Labels, Name, Param, Snapshot, Subject};

use super::super::world::World;
use super::Admitted;
use super::who::Who;

/// The label that says a namespace's name.
const NAME_LABEL: &str = "kubernetes.io/metadata.name";

/// What guards tell namespaces apart by.
#[derive(Default)]
pub(super) struct Telling {
    selectors: Vec<LabelSelector>,
    /// All that their expressions and parameters say; nothing where no expression names a namespace.
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
        let speaks = text.contains("namespace") || text.contains("Namespace") || local;
        Telling { selectors, text: if speaks { text } else { String::new() } }
    }

    /// What guards can know of a namespace.
    fn kind<'n>(&self, name: &'n Name, labels: Option<&'n Labels>, own: bool) -> Kind<'n> {
        let mut of = labels.cloned().unwrap_or_default();
        // The server gives every namespace this label.
        of.insert(NAME_LABEL.into(), name.clone());
        let selected = self.selectors.iter().map(|selector| selector.selects(&of)).collect();
        let speaks = !self.text.is_empty();
        // Without its own name, which is a label too.
        let other = |(key, _): &(&Name, &Name)| **key != NAME_LABEL;
        let labels = labels.into_iter().flatten().filter(other).filter(|_| speaks).collect();
        let named = speaks && (self.text.contains(name.as_str()) || own);
        Kind { selected, labels, name: named.then_some(name), own }
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Kind<'n> {
    selected: Vec<bool>,
    labels: Vec<(&'n Name, &'n Name)>,
    name: Option<&'n Name>,
    own: bool,
}

impl Admitted<'_> {
    /// The namespaces of the cluster in kinds that are the same to all guards; at least one.
    pub(in crate::escalation) fn alike(&self, who: &Who, world: &World<'_>) -> Vec<Vec<Name>> {
        let home = match who.identity.first() {
            Some(Subject::ServiceAccount { namespace, .. }) => Some(namespace),
            _ => None,
        };
        let mut kinds: BTreeMap<Kind<'_>, Vec<Name>> = BTreeMap::new();
        let all = world.all_namespaces();
        for name in &all {
            let labels = world.namespaces.get(*name).copied();
            kinds.entry(self.telling.kind(name, labels, home == Some(*name))).or_default().push((*name).clone());
        }
        kinds.into_values().collect()
    }

    /// The first namespace that is the same to all guards as this one.
    pub(super) fn stand_in(&self, namespace: &Name, world: &World<'_>) -> Name {
        let found = self.stand_ins.get_or_init(|| {
            let nobody = Who::new(&Subject::user(""));
            let classes = self.alike(&nobody, world).into_iter();
            let each = classes.flat_map(|class| {
                let first = class.first().cloned();
                class.into_iter().filter_map(move |namespace| Some((namespace, first.clone()?)))
            });
            each.collect()
        });
        found.get(namespace).unwrap_or(namespace).clone()
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
