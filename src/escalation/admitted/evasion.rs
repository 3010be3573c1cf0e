//! Ways around a guard that go by what the attacker may choose freely: the name of an object, its labels and annotations,
//! and how long it is.
//!
//! What a guard exempts stands in its text: so each string of its expressions and parameters is tried as a name, as the
//! beginning and the end of one, and as a label and an annotation; and of its selectors what they leave out. An object
//! that is longer than the cost limit allows passes a guard that fails open.

use serde_json::json;

use crate::guards::admission::Operation;
use crate::model::{AdmissionBinding, AdmissionPolicy, LabelSelector, Labels, SelectorOperator};

use super::alike::expressions;
use super::roles::texts;
use super::spelling::{FILLER, STRAY};
use super::write::{Choice, Object, RBAC, Write, put};

/// So many strings of a guard are tried, the first ones.
const TRIED: usize = 12;

/// So many more subjects or rules: a guard may look away from lists of some length, and the last is more than any
/// expression but the plainest can look at within the cost limit.
const MORE: [usize; 3] = [8, 120, 21_000];

/// What makes of a name something that the strings of an expression alone do not tell.
const COMPUTED: &[&str] = &[
    "authorizer",
    "params",
    "matches(",
    "size(",
    "split(",
    "substring(",
    "replace(",
    "indexOf(",
    "lastIndexOf(",
    "charAt(",
    "lowerAscii(",
    "upperAscii(",
    "reverse(",
    "join(",
    "format(",
    "userInfo.extra",
    "userInfo.uid",
    "+",
];

/// The same step with what makes this policy look away, one thing at a time.
pub(super) fn evasions(choice: &Choice, policy: &AdmissionPolicy, binding: Option<&AdmissionBinding>) -> Vec<Choice> {
    let mut all = Vec::new();
    let selectors =
        [Some(&policy.matches.objects), binding.and_then(|binding| Some(&binding.matches.as_ref()?.objects))];
    for labels in selectors.into_iter().flatten().filter_map(unselected) {
        all.extend(labelled(choice, "labels", &texts(&labels)));
    }
    let literals = literals(policy);
    for place in ["labels", "annotations"] {
        for key in &literals {
            let values = std::iter::once("true").chain(literals.iter().map(String::as_str));
            all.extend(values.filter_map(|value| labelled(choice, place, &json!({key: value}))));
        }
    }
    all
}

/// The same step with objects that are longer than this policy can look at, or than it expects.
pub(super) fn lengthenings(choice: &Choice, policy: &AdmissionPolicy) -> Vec<Choice> {
    let counts = expressions(policy).any(|expression| expression.contains("size("));
    let lengths = MORE.into_iter().filter(|more| if *more > 1000 { policy.ignores_failure } else { counts });
    lengths.filter_map(|more| lengthened(choice, more)).collect()
}

/// The same step by names that this policy may exempt.
pub(super) fn renamings(choice: &Choice, policy: &AdmissionPolicy) -> Vec<Choice> {
    let long = "long-".repeat(40);
    beside(literals(policy)).chain([long]).filter_map(|name| named(choice, &name)).collect()
}

/// The same step with other subjects beside the one that counts, or another namespace that does not: those that this policy
/// may be content with.
pub(super) fn refillings(choice: &Choice, policy: &AdmissionPolicy) -> Vec<Choice> {
    let literals = literals(policy);
    let users = beside(literals.clone()).map(|name| json!({"kind": "User", "apiGroup": RBAC, "name": name}));
    let groups = literals.iter().map(|name| json!({"kind": "Group", "apiGroup": RBAC, "name": name}));
    let accounts =
        literals.iter().map(|namespace| json!({"kind": "ServiceAccount", "namespace": namespace, "name": "x"}));
    let fillers = users.chain(groups).chain(accounts);
    let filled = fillers.filter_map(|filler| {
        resubjected(choice, &format!("beside {filler}"), |subject| {
            let is_filler = subject.get("name").is_some_and(|name| name == FILLER);
            is_filler.then(|| filler.clone())
        })
    });
    let strays = literals.iter().filter_map(|namespace| {
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

/// The names by which this policy may tell objects apart, if it looks at them.
pub(super) fn told_names(policy: &AdmissionPolicy) -> Vec<String> {
    let covered = policy.matches.rules.iter().flat_map(|rule| &rule.resource_names);
    let covered = covered.map(|name| name.as_str().to_owned());
    let looks = expressions(policy).any(|text| speaks_of_names(text)) || !policy.matches.excluded.is_empty();
    let literals = if looks { literals(policy) } else { Vec::new() };
    covered.chain(beside(literals)).collect()
}

/// Each of these, and what begins or ends with it.
fn beside(literals: Vec<String>) -> impl Iterator<Item = String> {
    literals.into_iter().flat_map(|literal| [literal.clone(), format!("{literal}x"), format!("x{literal}")])
}

/// Labels that this selector leaves out, where having none does not suffice.
fn unselected(selector: &LabelSelector) -> Option<Labels> {
    let out = |operator| matches!(operator, SelectorOperator::NotIn | SelectorOperator::DoesNotExist);
    let requirement = selector.requirements.iter().find(|requirement| out(requirement.operator))?;
    let value = requirement.values.first().cloned().unwrap_or_else(|| "true".into());
    Some(Labels::from([(requirement.key.clone(), value)]))
}

/// A new object by another name, where nothing depends on its name.
fn named(choice: &Choice, name: &str) -> Option<Choice> {
    // `ValidatePathSegmentName` upstream: all that a name of RBAC may not be.
    let is_path = matches!(name, "." | "..") || name.contains(['/', '%']);
    if is_path || !choice.is_by_any_name() {
        return None;
    }
    changed(choice, &format!("by the name {name}"), creates, |object| {
        put(object, &["metadata", "name"], name.into());
    })
}

/// An object with these labels or annotations besides.
fn labelled(choice: &Choice, place: &str, more: &Object) -> Option<Choice> {
    changed(choice, &format!("with the {place} {more}"), sends, |object| {
        for (key, value) in more.as_object().into_iter().flatten() {
            put(object, &["metadata", place, key], value.clone());
        }
    })
}

/// So many more subjects or rules that what counts comes last.
fn lengthened(choice: &Choice, more: usize) -> Option<Choice> {
    let subject = json!({"kind": "User", "apiGroup": "rbac.authorization.k8s.io", "name": "somebody-else"});
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
fn changed(choice: &Choice, how: &str, sends: impl Fn(&Write) -> bool, change: impl Fn(&mut Object)) -> Option<Choice> {
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
fn sends(write: &Write) -> bool {
    creates(write) || (write.operation == Operation::Update && write.subresource.is_empty())
}

/// The strings that stand in the expressions of a policy, the fields that are selected of labels and annotations, and the names
/// that it leaves out.
fn literals(policy: &AdmissionPolicy) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let excluded = policy.matches.excluded.iter().flat_map(|rule| &rule.resource_names);
    let excluded = excluded.map(|name| name.as_str().to_owned());
    for literal in excluded.chain(expressions(policy).flat_map(|expression| quoted(expression))) {
        if !literal.is_empty() && !found.contains(&literal) {
            found.push(literal);
        }
    }
    found.truncate(TRIED);
    found
}

/// Whether an expression does more with names than compare them with its own strings.
pub(super) fn computes(expression: &str) -> bool {
    COMPUTED.iter().any(|word| expression.contains(word))
}

/// Whether a policy may do so with the name of the object: not by those that are tried alone does it tell names apart.
pub(super) fn computes_names(policy: &AdmissionPolicy) -> bool {
    expressions(policy).any(|text| speaks_of_names(text)) && expressions(policy).any(|text| computes(text))
}

/// Whether an expression looks at the name of the object: `metadata.name`, `request.?name`, `metadata['name']`, or at all of
/// its metadata.
pub(super) fn speaks_of_names(expression: &str) -> bool {
    let after = |place| expression.split(place).skip(1);
    let selected = |rest: &str| {
        let field = rest.trim_start_matches(['.', '?', '[', '\'', '"', ' ']);
        field.starts_with("name") && !field.starts_with("namespace")
    };
    after("request").any(selected)
        || after("metadata").any(|rest| selected(rest) || !rest.trim_start().starts_with(['.', '[']))
}

/// What stands in quotes.
pub(super) fn quoted(expression: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = expression;
    while let Some(start) = rest.find(['\'', '"']) {
        let Some(quote) = rest.get(start..).and_then(|text| text.chars().next()) else { break };
        let Some(inner) = rest.get(start + 1..) else { break };
        let Some(end) = inner.find(quote) else { break };
        found.extend(inner.get(..end).map(str::to_owned));
        rest = inner.get(end + 1..).unwrap_or_default();
    }
    // `object.metadata.labels.team` names a key without quotes.
    for place in ["labels.", "annotations.", "labels.?", "annotations.?"] {
        for part in expression.split(place).skip(1) {
            let key: String = part.chars().take_while(|char| char.is_alphanumeric() || *char == '_').collect();
            found.push(key);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{quoted, speaks_of_names};

    #[test]
    fn names_are_looked_at_in_every_spelling() {
        let looks = [
            "object.metadata.name == 'x'",
            "request.name.matches('x')",
            "object.metadata.?name.orValue('') == 'x'",
            "object.metadata['name'] == 'x'",
            "object.metadata == oldObject.metadata",
        ];
        let other = [
            "request.userInfo.username == 'x'",
            "request.namespace == 'x'",
            "object.metadata.labels['name'] == 'x'",
            "object.metadata.namespace == 'x'",
            "'kubernetes.io/metadata.x' in object.metadata.labels",
            "object.spec.containers.all(c, has(c.resources.requests))",
        ];
        assert_eq!(looks.map(speaks_of_names), [true; 5]);
        assert_eq!(other.map(speaks_of_names), [false; 6]);
    }

    #[test]
    fn strings_and_selected_labels_are_found() {
        let found = quoted(r#"object.metadata.labels.team == 'a b' && "x" in object.metadata.annotations"#);
        assert_eq!(found[..2], ["a b", "x"]);
        assert!(found.contains(&"team".to_owned()));
        assert_eq!(quoted("size(object.subjects) == 1 && 'open"), Vec::<String>::new());
    }
}
