//! What the text of a guard says that it tells things apart by.

use crate::model::{AdmissionPolicy, Name, Snapshot};

use super::alike::expressions;
use super::bindings::{ANY_ROLE, SOME_ROLE};
use super::covers;
use super::valid::is_path;
use super::words::{Part, speaks_of, words};

/// So many names of roles.
const ROLES_TRIED: usize = 120;

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

/// The names that guards of roles and bindings may tell roles by, after one that none knows.
pub(super) fn role_names(snapshot: &Snapshot) -> Vec<Name> {
    let policies = &snapshot.admission_policies;
    let rbac = ["roles", "clusterroles", "rolebindings", "clusterrolebindings"];
    let about = |policy: &&AdmissionPolicy| rbac.iter().any(|plural| covers(&policy.matches, plural));
    let computing = policies
        .iter()
        .filter(about)
        .any(|policy| expressions(policy).any(|text| computes(text)) && speaks_of(policy, Part::Roles));
    let words = |policy| beside(&words(snapshot, policy, Part::Roles)).collect::<Vec<_>>();
    let told = policies.iter().filter(about).flat_map(words);
    let mut names = vec![Name::from(SOME_ROLE)];
    for name in told.filter(|name| !is_path(name)).map(|name| Name::from(name.as_str())) {
        if names.len() < ROLES_TRIED && !names.contains(&name) {
            names.push(name);
        }
    }
    // What is computed from names is told by none of these alone.
    names.extend(computing.then(|| ANY_ROLE.into()));
    names
}

/// Each of these, and what begins or ends with it.
pub(super) fn beside(words: &[String]) -> impl Iterator<Item = String> {
    words.iter().flat_map(|word| [word.clone(), format!("{word}x"), format!("x{word}")])
}

/// Whether an expression does more with names than compare them with its own strings.
pub(super) fn computes(expression: &str) -> bool {
    COMPUTED.iter().any(|word| expression.contains(word))
}

/// The same of what lengths and patterns say nothing of: those are tried.
pub(super) fn computes_text(expression: &str) -> bool {
    COMPUTED.iter().any(|word| !matches!(*word, "size(" | "matches(") && expression.contains(word))
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
        let rest = rest.trim_start_matches(['.', '?', '[', '\'', '"', ' ']);
        rest.strip_prefix("name").is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
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
