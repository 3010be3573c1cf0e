//! Ways around a guard that go by what the attacker may choose freely: the name of an object, its labels and annotations,
//! and how long it is.
//!
//! What a guard exempts stands in its text: so each string that it holds against a name is tried as one, and as the beginning
//! and the end of one; and so labels and annotations; and of its selectors what they leave out. An object that is longer than
//! the cost limit allows passes a guard that fails open.

use serde_json::json;

use crate::guards::admission::Operation;
use crate::model::{AdmissionBinding, AdmissionPolicy, LabelSelector, Labels, SelectorOperator};

use super::alike::expressions;
use super::literals::beside;
use super::roles::texts;
use super::valid::{is_label_value, is_mark_name, is_name_of};
use super::words::{Part, together};
use super::write::{Choice, Object, Write, put};

/// So many names of subjects are repeated, so often that no expression can look at all pairs of them within the cost limit.
const LIKED: usize = 12;
const PAIRS: usize = 2_000;

/// A value that is long enough for whoever asks for a reason.
const LONG: &str = "reason-reason-reason-reason-reason-reason-reason-reason-reason";

/// So many more subjects or rules: a guard may look away from lists of some length, and the last is more than any
/// expression but the plainest can look at within the cost limit.
const MORE: [usize; 13] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 120, 21_000];

/// The same step with what makes this policy look away, one thing at a time: labels of its selectors, and what it says of
/// labels and annotations.
pub(super) fn evasions(
    choice: &Choice,
    policy: &AdmissionPolicy,
    binding: Option<&AdmissionBinding>,
    words: [(&str, &[String]); 2],
) -> Vec<Choice> {
    let mut all = Vec::new();
    let selectors =
        [Some(&policy.matches.objects), binding.and_then(|binding| Some(&binding.matches.as_ref()?.objects))];
    for labels in selectors.into_iter().flatten().filter_map(unselected) {
        all.extend(labelled(choice, "labels", &texts(&labels)));
    }
    for (place, words) in words {
        for key in words {
            let values = std::iter::once("true").chain(words.iter().map(String::as_str));
            let marks = values.map(|value| json!({key: value}));
            all.extend(
                marks.flat_map(|mark| [labelled(choice, place, &mark), marked_before(choice, place, &mark)]).flatten(),
            );
        }
    }
    all.extend(["true", LONG].iter().filter_map(|any| marked_at_once(choice, policy, any)));
    all
}

/// The same step with all marks that this policy compares with something.
fn marked_at_once(choice: &Choice, policy: &AdmissionPolicy, any: &str) -> Option<Choice> {
    let places = [("labels", Part::Labels), ("annotations", Part::Annotations)];
    let marks = places.map(|(place, part)| (place, together(policy, part, any)));
    if marks.iter().map(|(_, marks)| marks.len()).sum::<usize>() < 2 && any != LONG {
        return None;
    }
    let mut with = marks.iter().filter(|(_, marks)| !marks.is_empty());
    let first = with.next().and_then(|(place, marks)| labelled(choice, place, &texts(marks)))?;
    with.try_fold(first, |choice, (place, marks)| labelled(&choice, place, &texts(marks)))
}

/// The same step with objects that are longer than this policy can look at, or than it expects.
pub(super) fn lengthenings(choice: &Choice, policy: &AdmissionPolicy, subjects: &[String]) -> Vec<Choice> {
    let counts = expressions(policy).any(|expression| expression.contains("size("));
    let lengths = MORE.into_iter().filter(|more| if *more > 1000 { policy.ignores_failure } else { counts });
    let plain = lengths.filter_map(|more| lengthened(choice, more, "somebody-else"));
    // One that it is not content with would end it early.
    let liked = beside(subjects).filter(|_| policy.ignores_failure).take(LIKED);
    plain.chain(liked.filter_map(|name| lengthened(choice, PAIRS, &name))).collect()
}

/// The same step by names that a guard may exempt.
pub(super) fn renamings(choice: &Choice, words: &[String]) -> Vec<Choice> {
    let long = "long.".repeat(40) + "x";
    beside(words).chain([long]).filter_map(|name| named(choice, &name)).collect()
}

/// Labels that this selector leaves out, where having none does not suffice.
pub(super) fn unselected(selector: &LabelSelector) -> Option<Labels> {
    let out = |operator| matches!(operator, SelectorOperator::NotIn | SelectorOperator::DoesNotExist);
    let requirement = selector.requirements.iter().find(|requirement| out(requirement.operator))?;
    let value = requirement.values.first().cloned().unwrap_or_else(|| "true".into());
    Some(Labels::from([(requirement.key.clone(), value)]))
}

/// A new object by another name, where nothing depends on its name.
fn named(choice: &Choice, name: &str) -> Option<Choice> {
    let fits = |write: &Write| write.operation != Operation::Create || is_name_of(&write.group, name);
    if !choice.writes.iter().all(fits) || !choice.is_by_any_name() {
        return None;
    }
    changed(choice, &format!("by the name {name}"), creates, |object| {
        put(object, &["metadata", "name"], name.into());
    })
}

/// An object with these labels or annotations besides, where the API takes them and the step has no need of others.
fn labelled(choice: &Choice, place: &str, more: &Object) -> Option<Choice> {
    let fields = || more.as_object().into_iter().flatten();
    let fits = |(key, value): (&String, &Object)| {
        is_mark_name(key) && (place != "labels" || value.as_str().is_some_and(is_label_value))
    };
    if !fields().all(fits) || choice.writes.iter().any(|write| fields().any(|(key, _)| is_needed(write, place, key))) {
        return None;
    }
    changed(choice, &format!("with the {place} {more}"), sends, |object| {
        for (key, value) in more.as_object().into_iter().flatten() {
            put(object, &["metadata", place, key], value.clone());
        }
    })
}

/// Whether a write is about this mark: it is sent, and was not there before. By its account a Secret gets its token.
fn is_needed(write: &Write, place: &str, key: &str) -> bool {
    if write.resource == "secrets" && key == "kubernetes.io/service-account.name" {
        return true;
    }
    let of = |object: &Option<Object>| object.as_ref()?.get("metadata")?.get(place)?.get(key).cloned();
    let sent = of(&write.object);
    sent.is_some() && sent != of(&write.old)
}

/// The same where what is there gets the mark first: a guard may go by the old object.
fn marked_before(choice: &Choice, place: &str, more: &Object) -> Option<Choice> {
    let mut other = labelled(choice, place, more)?;
    let mut before = Vec::new();
    for write in other.writes.iter_mut().filter(|write| write.operation == Operation::Update) {
        let old = write.old.clone()?;
        let mut marked = old.clone();
        for (key, value) in more.as_object().into_iter().flatten() {
            put(&mut marked, &["metadata", place, key], value.clone());
        }
        before.push(Write { object: Some(marked.clone()), ..write.clone() });
        write.old = Some(marked);
    }
    let any = !before.is_empty();
    other.writes.splice(0..0, before);
    other.told.push_str(", in two steps");
    any.then_some(other)
}

/// So many more subjects or rules that what counts comes last.
fn lengthened(choice: &Choice, more: usize, name: &str) -> Option<Choice> {
    let subject = json!({"kind": "User", "apiGroup": "rbac.authorization.k8s.io", "name": name});
    let rule = json!({"verbs": ["get"], "apiGroups": [""], "resources": ["nodes"]});
    changed(choice, &format!("behind {more} others"), sends, |object| {
        for (list, filler) in [("subjects", &subject), ("rules", &rule)] {
            if let Some(own) = object.get(list).and_then(Object::as_array) {
                let all: Vec<Object> = std::iter::repeat_n(filler.clone(), more).chain(own.iter().cloned()).collect();
                put(object, &[list], Object::Array(all));
            }
        }
    })
}

/// The choice with what it sends changed; nothing where it sends nothing of that kind.
pub(super) fn changed(
    choice: &Choice,
    how: &str,
    sends: impl Fn(&Write) -> bool,
    change: impl Fn(&mut Object),
) -> Option<Choice> {
    let mut other = choice.clone();
    let mut done = false;
    for write in other.writes.iter_mut().filter(|write| sends(write)) {
        if let Some(object) = &mut write.object {
            change(object);
            let name = object.pointer("/metadata/name").and_then(Object::as_str);
            name.unwrap_or_default().clone_into(&mut write.name);
            done = true;
        }
    }
    other.told = format!("{}, {how}", choice.told);
    done.then_some(other)
}

fn creates(write: &Write) -> bool {
    write.operation == Operation::Create
}

/// Whether it sends a whole object, made or changed.
pub(super) fn sends(write: &Write) -> bool {
    creates(write) || (write.operation == Operation::Update && write.subresource.is_empty())
}
