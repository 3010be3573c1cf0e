//! Namespaces as an attacker makes or labels them: a guard that goes by their names or labels is asked about those that it may be
//! content with.

use serde_json::json;

use crate::guards::admission::{Guard, NamespaceLabels, Operation, State};
use crate::model::{LabelSelector, Labels, Name, Snapshot};

use super::Admitted;
use super::alike::{NAME_LABEL, expressions};
use super::cases::Taken;
use super::evasion::unselected;
use super::literals::{beside, computes};
use super::objections::Objections;
use super::roles::texts;
use super::ruled::Ruled;
use super::valid::{is_label, is_label_value, is_mark_name};
use super::words::{Part, speaks_of, together};
use super::write::{Choice, Write, metadata, put};

/// The name of a namespace that no guard knows.
const NEW: &str = "new-namespace";

/// A namespace with labels that it does not have yet.
#[derive(Clone, PartialEq, Debug)]
pub(in crate::escalation) struct Place {
    pub(in crate::escalation) name: Name,
    labels: Labels,
}

impl Place {
    fn told(&self) -> String {
        let labels: Vec<String> =
            self.labels.iter().map(|(key, value)| format!("{}={}", key.as_str(), value.as_str())).collect();
        if labels.is_empty() { "without labels".to_owned() } else { format!("labelled {}", labels.join(",")) }
    }
}

impl Admitted<'_> {
    /// What admission says to a step in a namespace that is made for it, whoever makes it.
    pub(super) fn in_new(&self, taken: &Taken<'_, '_>) -> Ruled {
        let plainest = Place { name: NEW.into(), labels: Labels::new() };
        let mut best = self.rule_made(taken, &plainest);
        if best.is_blocked() {
            let others = self.new_places(taken, &best.guards());
            let open = others.iter().map(|place| self.rule_made(taken, place)).find(|ruled| !ruled.is_blocked());
            best = open.unwrap_or(best);
        }
        best
    }

    /// Namespaces that are not there, by names and with labels that these guards may be content with.
    pub(in crate::escalation) fn new_places(&self, taken: &Taken<'_, '_>, guards: &[Guard]) -> Vec<Place> {
        let mut places = vec![Place { name: NEW.into(), labels: Labels::new() }];
        let told = guards.iter().map(|guard| self.words_of(guard, Part::Namespaces));
        let told = told.flat_map(|words| beside(&words).collect::<Vec<_>>());
        let selected = self.selectors(guards).flat_map(|selector| &selector.requirements);
        let selected = selected.filter(|requirement| requirement.key == NAME_LABEL).flat_map(|one| &one.values);
        let names = selected.map(|name| name.as_str().to_owned()).chain(told);
        let names = names.map(|name| Name::from(name.as_str()));
        let absent = names.filter(|name| is_label(name) && !taken.world.namespaces.contains_key(name));
        places.extend(absent.map(|name| Place { name, labels: Labels::new() }));
        if !self.is_same_for_all_labels(taken, &NEW.into()) {
            let labellings = self.labellings(guards, &Labels::new()).into_iter();
            places.extend(labellings.map(|labels| Place { name: NEW.into(), labels }));
        }
        places
    }

    /// Whether a step is refused in a namespace whatever its labels.
    fn is_same_for_all_labels(&self, taken: &Taken<'_, '_>, namespace: &Name) -> bool {
        let mut any = taken.cases(Some(namespace));
        of_namespace(&mut any, &NamespaceLabels::Any);
        any.iter().any(|choices| self.plainly(taken.who, choices).is_blocked())
    }

    /// What admission says to a step in this namespace that is made for it.
    pub(in crate::escalation) fn rule_made(&self, taken: &Taken<'_, '_>, place: &Place) -> Ruled {
        let mut cases = taken.cases(Some(&place.name));
        let is_making = |choice: &Choice| choice.writes.iter().any(|write| write.resource == "namespaces");
        if !cases.iter().flatten().any(is_making) {
            let object = json!({"apiVersion": "v1", "kind": "Namespace", "metadata": metadata(None, &place.name)});
            cases.push(vec![Choice::one(Write::create("", "namespaces", "Namespace", object), "makes the namespace")]);
        }
        let way = format!("in a new namespace {} {}", place.name.as_str(), place.told());
        self.weigh_in(taken, place, cases).by_way_of(|| (place.name != NEW || !place.labels.is_empty()).then_some(way))
    }

    /// What admission says to a step in a namespace that is there, once it has other labels that these guards may be content
    /// with: each way. None where the labels make no difference.
    pub(in crate::escalation) fn rule_relabelled(
        &self,
        taken: &Taken<'_, '_>,
        namespace: &Name,
        guards: &[Guard],
    ) -> impl Iterator<Item = Ruled> {
        let cases = taken.cases(Some(namespace));
        let none = Labels::new();
        let own = taken.world.namespaces.get(namespace).copied().unwrap_or(&none).clone();
        let all =
            if self.is_same_for_all_labels(taken, namespace) { Vec::new() } else { self.labellings(guards, &own) };
        all.into_iter().map(move |labels| {
            let place = Place { name: namespace.clone(), labels };
            let mut cases = cases.clone();
            cases.push(vec![relabels(&place, &own)]);
            let way = format!("once its namespace is {}", place.told());
            self.weigh_in(taken, &place, cases).by_way_of(|| Some(way))
        })
    }

    /// What is said of a binding in this namespace with other labels, where these guards compute with them: not all of those
    /// that they may be content with were tried.
    pub(in crate::escalation) fn doubted_relabelled(
        &self,
        taken: &Taken<'_, '_>,
        namespace: &Name,
        guards: &[Guard],
    ) -> Option<Ruled> {
        let ruled = self.doubted_by(guards, &[Part::NamespaceLabels], "it depends on the labels of the namespace")?;
        (!self.is_same_for_all_labels(taken, namespace)).then_some(ruled)
    }

    /// The same of a namespace that is made for it, by its name too.
    pub(in crate::escalation) fn doubted_new(&self, taken: &Taken<'_, '_>, guards: &[Guard]) -> Option<Ruled> {
        let parts = [Part::Namespaces, Part::NamespaceLabels];
        let ruled = self.doubted_by(guards, &parts, "it depends on the namespace that is made")?;
        let mut any = taken.cases(Some(&NEW.into()));
        of_namespace(&mut any, &NamespaceLabels::AnyNamespace);
        for write in any.iter_mut().flatten().flat_map(|choice| &mut choice.writes) {
            write.whole = false;
            let metadata = write.object.as_mut().and_then(|object| object.get_mut("metadata")?.as_object_mut());
            metadata.into_iter().for_each(|known| known.retain(|field, _| field != "namespace"));
        }
        (!any.iter().any(|choices| self.plainly(taken.who, choices).is_blocked())).then_some(ruled)
    }

    /// What is said where all of these guards compute with one of these parts.
    fn doubted_by(&self, guards: &[Guard], parts: &[Part], why: &str) -> Option<Ruled> {
        let computing = |guard: &&Guard| {
            self.policy(guard).is_some_and(|policy| {
                expressions(policy).any(|text| computes(text)) && parts.iter().any(|&part| speaks_of(policy, part))
            })
        };
        let guard = guards.iter().find(computing)?;
        Some(Ruled { state: State::Unknown, by: Objections::from_iter([(guard.clone(), why.to_owned())]), way: None })
    }

    /// A namespace where the same is said of this binding, as far as nothing that is there can be changed for it.
    pub(in crate::escalation) fn alike_in(&self, taken: &Taken<'_, '_>, namespace: &Name) -> Option<Name> {
        taken.only_creates(Some(namespace)).then(|| self.stand_in_for(taken, namespace))
    }

    /// The step in a namespace that is like this, by its plainest way: whoever chooses the namespace has no need of others.
    fn weigh_in(&self, taken: &Taken<'_, '_>, place: &Place, mut cases: Vec<Vec<Choice>>) -> Ruled {
        of_namespace(&mut cases, &NamespaceLabels::Written(place.labels.clone()));
        let made = cases.iter_mut().flatten().flat_map(|choice| &mut choice.writes);
        for write in made.filter(|write| write.resource == "namespaces" && write.operation == Operation::Create) {
            if let Some(object) = write.object.as_mut().filter(|_| !place.labels.is_empty()) {
                put(object, &["metadata", "labels"], texts(&place.labels));
            }
        }
        cases.iter().fold(Ruled::open(), |whole, choices| {
            let Ruled { state, by, .. } = self.plainly(taken.who, choices);
            whole.and(Ruled { state, by, way: None })
        })
    }

    /// Labels by which these guards may look away, beside those that are there or without them.
    fn labellings(&self, guards: &[Guard], own: &Labels) -> Vec<Labels> {
        let with = |more: Labels| own.clone().into_iter().chain(more).collect::<Labels>();
        let fits = |(key, value): (&Name, &Name)| is_mark_name(key) && is_label_value(value);
        let mut all = vec![Labels::new()];
        all.extend(self.selectors(guards).filter_map(unselected).map(with));
        let policies = guards.iter().filter_map(|guard| self.policy(guard));
        let together: Labels = policies.flat_map(|policy| together(policy, Part::NamespaceLabels, "true")).collect();
        if together.len() > 1 {
            all.push(with(together));
        }
        for guard in guards {
            let words = self.words_of(guard, Part::NamespaceLabels);
            let words: Vec<Name> = words.iter().map(|text| Name::from(text.as_str())).collect();
            for key in &words {
                let values = std::iter::once(Name::from("true")).chain(words.iter().cloned());
                all.extend(values.map(|value| with(Labels::from([(key.clone(), value)]))));
            }
        }
        all.retain(|labels| labels.iter().all(fits));
        all
    }

    /// Whether these guards tell namespaces apart by their labels.
    pub(in crate::escalation) fn go_by_labels(&self, guards: &[Guard]) -> bool {
        let mut policies = guards.iter().filter_map(|guard| self.policy(guard));
        self.selectors(guards).any(|selector| !selector.requirements.is_empty())
            || policies.any(|policy| expressions(policy).any(|text| text.contains("namespaceObject")))
    }

    /// The selectors by which these guards tell namespaces apart.
    pub(in crate::escalation) fn selectors(&self, guards: &[Guard]) -> impl Iterator<Item = &LabelSelector> {
        guards.iter().flat_map(|guard| selectors(self.snapshot, guard))
    }
}

/// The selectors by which a guard tells namespaces apart.
fn selectors<'s>(snapshot: &'s Snapshot, guard: &Guard) -> impl Iterator<Item = &'s LabelSelector> {
    let (mut policy, mut binding, mut webhook) = (None, None, None);
    match guard {
        Guard::Policy { kind, policy: name, binding: bound } => {
            let mut policies = snapshot.admission_policies.iter();
            policy = policies.find(|known| known.kind == *kind && known.name == *name).map(|known| &known.matches);
            let mut bindings = snapshot.admission_bindings.iter();
            let known = bindings.find(|known| known.kind == *kind && Some(&known.name) == bound.as_ref());
            binding = known.and_then(|known| known.matches.as_ref());
        }
        Guard::Webhook { kind, configuration, name } => {
            let mut webhooks = snapshot.webhooks.iter().filter(|known| known.kind == *kind);
            let known = webhooks.find(|known| known.configuration == *configuration && known.name == *name);
            webhook = known.map(|known| &known.matches);
        }
    }
    [policy, binding, webhook].into_iter().flatten().map(|matches| &matches.namespaces)
}

/// A write of the labels of a namespace that is there.
fn relabels(place: &Place, own: &Labels) -> Choice {
    let object = |labels: &Labels| {
        let mut object = json!({"apiVersion": "v1", "kind": "Namespace", "metadata": metadata(None, &place.name)});
        put(&mut object, &["metadata", "labels"], texts(labels));
        object
    };
    let write = Write::create("", "namespaces", "Namespace", object(&place.labels)).update(object(own)).in_part();
    Choice::one(write, "labels the namespace")
}

fn of_namespace(cases: &mut [Vec<Choice>], labels: &NamespaceLabels) {
    let writes = cases.iter_mut().flatten().flat_map(|choice| &mut choice.writes);
    writes.for_each(|write| write.namespace_labels = labels.clone());
}
