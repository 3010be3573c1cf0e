//! Writes put to the judge: what admission says to each way of making a step.

use std::borrow::Cow;

use serde::Deserialize;

use crate::guards::admission::{Attempt, GroupVersionKind, Guard, Operation, Ruling, State, User};
use crate::guards::cel::Value;
use crate::model::{AdmissionPolicy, Name};

use super::Admitted;
use super::literals::{beside, computes_names};
use super::pods::defaulted;
use super::ruled::{Ruled, first_open};
use super::who::Who;
use super::words::Part;
use super::write::{Choice, Object, Write};

impl Admitted<'_> {
    /// What admission says to a step that takes one of each of these lists.
    pub(super) fn weigh(&self, who: &Who, cases: &[Vec<Choice>]) -> Ruled {
        cases.iter().fold(Ruled::open(), |whole, choices| whole.and(self.best(who, choices)))
    }

    /// Whether all of these are let in.
    pub(super) fn lets_each(&self, who: &Who, writes: &[Choice]) -> bool {
        writes.iter().all(|choice| self.try_out(who, choice).state == State::Open)
    }

    /// The choice that gets furthest as it is.
    pub(super) fn plainly(&self, who: &Who, choices: &[Choice]) -> Ruled {
        first_open(choices.iter().enumerate().map(|(place, choice)| {
            let way = (place > 0).then(|| choice.told.clone());
            Ruled { way, ..self.try_out(who, choice) }
        }))
    }

    /// What admission says to this very way.
    pub(super) fn try_out(&self, who: &Who, choice: &Choice) -> Ruled {
        let ruled = choice.writes.iter().fold(Ruled::open(), |whole, write| whole.and(self.put(who, write)));
        if choice.unnamed { self.unless_named(who, choice, ruled) } else { ruled }
    }

    /// What is said to one of several objects is not known where a guard tells them apart.
    fn unless_named(&self, who: &Who, choice: &Choice, ruled: Ruled) -> Ruled {
        let doubt = |by: &mut dyn Iterator<Item = Guard>| {
            let by = by.map(|guard| (guard, "it depends on which object it is".to_owned())).collect();
            Ruled { state: State::Unknown, by, way: None }
        };
        let computing = self.judging(choice).find(|policy| computes_names(policy));
        if let Some(AdmissionPolicy { kind, name, .. }) = computing {
            return doubt(&mut std::iter::once(Guard::Policy { kind: *kind, policy: name.clone(), binding: None }));
        }
        for name in self.judging(choice).flat_map(|policy| self.told_names(policy)) {
            let other = self.try_out(who, &choice.about(&name));
            if other.state != ruled.state {
                let by = if other.is_open() { ruled.by } else { other.by };
                return doubt(&mut by.guards().cloned());
            }
        }
        ruled
    }

    /// The names by which this policy may tell objects apart.
    fn told_names(&self, policy: &AdmissionPolicy) -> Vec<String> {
        let covered = policy.matches.rules.iter().flat_map(|rule| &rule.resource_names);
        let covered = covered.map(|name| name.as_str().to_owned());
        covered.chain(beside(&self.words(policy, Part::Names))).collect()
    }

    fn put(&self, who: &Who, write: &Write) -> Ruled {
        let asker = self.judge.depends_on_user(&write.resource).then_some(&who.identity);
        self.answers.or(&("write", asker, write), || self.judged(who, write))
    }

    fn judged(&self, who: &Who, write: &Write) -> Ruled {
        let Ruling { denials, unknown, .. } = self.judge.rule(&attempt(who, write));
        if !denials.is_empty() {
            let by = denials.into_iter().map(|denial| (denial.guard, denial.message)).collect();
            return Ruled { state: State::Blocked, by, way: None };
        }
        let state = if unknown.is_empty() { State::Open } else { State::Unknown };
        Ruled { state, by: unknown.into_iter().map(|doubt| (doubt.guard, doubt.reason)).collect(), way: None }
    }
}

/// A write of this identity as admission sees it.
pub(super) fn attempt(who: &Who, write: &Write) -> Attempt {
    let version: Name = "v1".into();
    let (group, kind_version) = match write.kind.as_str() {
        "TokenRequest" => ("authentication.k8s.io".into(), "v1".into()),
        _ => (write.group.clone(), version.clone()),
    };
    let value = |object: &Option<Object>| object.as_ref().map_or(Value::Null, |object| read(object, write));
    Attempt {
        operation: write.operation,
        group: write.group.clone(),
        version,
        resource: write.resource.clone(),
        subresource: write.subresource.clone(),
        kind: GroupVersionKind { group, version: kind_version, kind: write.kind.clone() },
        namespace: write.namespace.clone().unwrap_or_default(),
        name: write.name.as_str().into(),
        object: if write.operation == Operation::Delete { Value::Null } else { value(&write.object) },
        old_object: value(&write.old),
        options: Value::Null,
        dry_run: false,
        user: User::of(&who.identity),
        namespace_labels: write.namespace_labels.clone(),
    }
}

/// An object as policies see it; one that is known in part has other fields, and its metadata has, and each subject that is
/// open.
fn read(object: &Object, write: &Write) -> Value {
    if object.is_null() {
        return Value::partial_object([]);
    }
    let mut object = Cow::Borrowed(object);
    if !write.loose && object.get("spec").is_some() {
        defaulted(object.to_mut());
    }
    let Some(fields) = object.as_object().filter(|_| !write.whole) else { return value(&object) };
    Value::partial_object(fields.iter().map(|(key, json)| {
        let part = match (key.as_str(), json) {
            ("metadata", Object::Object(known)) => in_part(known),
            ("spec" | "rules", _) if write.loose => loose(json),
            ("subjects", Object::Array(all)) => Value::list(all.iter().map(subject).collect()),
            _ => value(json),
        };
        (key.as_str(), part)
    }))
}

/// What is said of it, and perhaps more.
fn loose(json: &Object) -> Value {
    match json {
        Object::Object(known) => Value::partial_object(known.iter().map(|(key, json)| (key.as_str(), loose(json)))),
        Object::Array(all) => Value::partial_list(all.iter().map(loose).collect()),
        _ => value(json),
    }
}

fn subject(json: &Object) -> Value {
    match json {
        Object::Null => Value::unknown(),
        Object::Object(known) if known.get("namespace").is_some_and(Object::is_null) => {
            let mut known = known.clone();
            known.remove("namespace");
            in_part(&known)
        }
        _ => value(json),
    }
}

fn in_part(known: &serde_json::Map<String, Object>) -> Value {
    Value::partial_object(known.iter().map(|(key, json)| (key.as_str(), value(json))))
}

fn value(json: &Object) -> Value {
    Value::deserialize(json).unwrap_or_default()
}
