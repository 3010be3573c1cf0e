//! What a guard may be content with in what is written: subjects beside the one that counts, namespaces that count for nothing,
//! images of pods.

use serde_json::json;

use super::content::pod_spec;
use super::evasion::{changed, sends};
use super::literals::beside;
use super::spelling::{FILLER, STRAY};
use super::valid::is_subdomain;
use super::write::{Choice, Object, RBAC, put};

/// The same step with other subjects beside the one that counts, or another namespace that does not: those that a guard
/// may be content with.
pub(super) fn refillings(choice: &Choice, words: &[String]) -> Vec<Choice> {
    let users = beside(words).map(|name| json!({"kind": "User", "apiGroup": RBAC, "name": name}));
    let groups = words.iter().map(|name| json!({"kind": "Group", "apiGroup": RBAC, "name": name}));
    let or_any = || words.iter().map(String::as_str).chain(["x"]);
    let accounts = or_any().flat_map(|namespace| {
        or_any()
            .filter(|name| is_subdomain(name))
            .map(move |name| json!({"kind": "ServiceAccount", "namespace": namespace, "name": name}))
    });
    let fillers = users.chain(groups).chain(accounts);
    let filled = fillers.filter_map(|filler| {
        resubjected(choice, &format!("beside {filler}"), |subject| {
            let is_filler = subject.get("name").is_some_and(|name| name == FILLER);
            is_filler.then(|| filler.clone())
        })
    });
    let strays = words.iter().filter_map(|namespace| {
        resubjected(choice, &format!("of {namespace}"), |subject| {
            let is_stray = subject.get("namespace").is_some_and(|known| known == STRAY);
            is_stray.then(|| {
                let mut other = subject.clone();
                put(&mut other, &["namespace"], namespace.as_str().into());
                other
            })
        })
    });
    filled.chain(strays).collect()
}

/// The choice with other subjects in what it sends; nothing where none changes.
fn resubjected(choice: &Choice, how: &str, other: impl Fn(&Object) -> Option<Object>) -> Option<Choice> {
    let subjects = |object: &Object| object.get("subjects").and_then(Object::as_array).cloned().unwrap_or_default();
    let sent = choice.writes.iter().filter(|write| sends(write)).filter_map(|write| write.object.as_ref());
    if !sent.flat_map(subjects).any(|subject| other(&subject).is_some()) {
        return None;
    }
    changed(choice, how, sends, |object| {
        let all: Vec<Object> = subjects(object).into_iter().map(|subject| other(&subject).unwrap_or(subject)).collect();
        if !all.is_empty() {
            put(object, &["subjects"], Object::Array(all));
        }
    })
}

/// The same step with pods of images that a guard may demand.
pub(super) fn imagings(choice: &Choice, words: &[String]) -> Vec<Choice> {
    beside(words).filter_map(|image| imaged(choice, &image)).collect()
}

/// With pods of this image: whoever demands a registry does not know what is in it.
fn imaged(choice: &Choice, image: &str) -> Option<Choice> {
    let mut other = choice.clone();
    let mut done = false;
    for spec in other.writes.iter_mut().filter_map(|write| pod_spec(write.object.as_mut()?)) {
        for container in spec.get_mut("containers").and_then(Object::as_array_mut).into_iter().flatten() {
            put(container, &["image"], image.into());
            done = true;
        }
    }
    other.told = format!("{}, of the image {image}", choice.told);
    done.then_some(other)
}
