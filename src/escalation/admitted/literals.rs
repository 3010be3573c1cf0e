//! What the text of a guard says that it tells things apart by.

use crate::model::{AdmissionPolicy, Name};

use super::alike::expressions;
use super::bindings::SOME_ROLE;
use super::covers;
use super::examples::example;

/// So many strings of a guard are tried, the first ones.
const TRIED: usize = 12;

/// So many names of roles.
const ROLES_TRIED: usize = 48;

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

/// The names by which this policy may tell objects apart, if it looks at them.
pub(super) fn told_names(policy: &AdmissionPolicy) -> Vec<String> {
    let covered = policy.matches.rules.iter().flat_map(|rule| &rule.resource_names);
    let covered = covered.map(|name| name.as_str().to_owned());
    let looks = expressions(policy).any(|text| speaks_of_names(text)) || !policy.matches.excluded.is_empty();
    let literals = if looks { literals(policy) } else { Vec::new() };
    covered.chain(beside(literals)).collect()
}

/// The names that guards of roles and bindings may tell roles by, after one that none knows.
pub(super) fn role_names(policies: &[AdmissionPolicy]) -> Vec<Name> {
    let about = |policy: &&AdmissionPolicy| {
        let rbac = ["roles", "clusterroles", "rolebindings", "clusterrolebindings"];
        let looks = |text: &Name| text.contains("roleRef") || speaks_of_names(text);
        rbac.iter().any(|plural| covers(&policy.matches, plural)) && expressions(policy).any(looks)
    };
    let told = policies.iter().filter(about).flat_map(|policy| beside(literals(policy)));
    let mut names = vec![Name::from(SOME_ROLE)];
    for name in told.filter(|name| !is_path(name)).map(|name| Name::from(name.as_str())) {
        if names.len() < ROLES_TRIED && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Whether RBAC refuses it as a name, and nothing else: `ValidatePathSegmentName` upstream.
pub(super) fn is_path(name: &str) -> bool {
    matches!(name, "." | "..") || name.contains(['/', '%'])
}

/// Each of these, and what begins or ends with it.
pub(super) fn beside(literals: Vec<String>) -> impl Iterator<Item = String> {
    literals.into_iter().flat_map(|literal| [literal.clone(), format!("{literal}x"), format!("x{literal}")])
}

/// The strings that stand in the expressions of a policy, the fields that are selected of labels and annotations, and the names
/// that it leaves out.
pub(super) fn literals(policy: &AdmissionPolicy) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let excluded = policy.matches.excluded.iter().flat_map(|rule| &rule.resource_names);
    let excluded = excluded.map(|name| name.as_str().to_owned());
    let said = expressions(policy).flat_map(|expression| {
        let patterns = expression.contains("matches(");
        quoted(expression).into_iter().flat_map(move |text| [example(&text).filter(|_| patterns), Some(text)]).flatten()
    });
    for literal in excluded.chain(said) {
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
    speaks_of(expression, "name")
}

/// The same of another field.
pub(super) fn speaks_of(expression: &str, field: &str) -> bool {
    let after = |place| expression.split(place).skip(1);
    let selected = |rest: &str| {
        let rest = rest.trim_start_matches(['.', '?', '[', '\'', '"', ' ']);
        rest.strip_prefix(field).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
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
