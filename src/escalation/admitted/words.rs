//! What the texts of a policy hold against the parts of a request that whoever sends it may choose.

use std::sync::Arc;

use crate::guards::admission::Guard;
use crate::guards::cel::{Path, Texts, Word};
use crate::model::AdmissionPolicy;

use super::Admitted;
use super::alike::expressions;
use super::examples::example;

/// So many strings of a policy are tried for a part, the first ones.
const TRIED: usize = 16;

/// A part of a request.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Part {
    Labels,
    Annotations,
    Names,
    /// The names of roles that are made, and of those that are bound.
    Roles,
    Subjects,
    Pods,
    /// The groups of who sends it.
    Groups,
    Namespaces,
    NamespaceLabels,
}

impl Part {
    fn paths(self) -> &'static [Path] {
        match self {
            Part::Labels => &[&["object", "metadata", "labels"], &["oldObject", "metadata", "labels"]],
            Part::Annotations => &[&["object", "metadata", "annotations"], &["oldObject", "metadata", "annotations"]],
            Part::Names => &[&["request", "name"], &["object", "metadata", "name"], &["oldObject", "metadata", "name"]],
            Part::Roles => &[&["request", "name"], &["object", "metadata", "name"], &["object", "roleRef"]],
            Part::Subjects => &[&["object", "subjects"], &["oldObject", "subjects"]],
            Part::Pods => &[&["object", "spec"], &["object", "template"]],
            Part::Groups => &[&["request", "userInfo", "groups"]],
            Part::Namespaces => {
                &[&["request", "namespace"], &["object", "metadata", "namespace"], &["namespaceObject"]]
            }
            Part::NamespaceLabels => &[&["namespaceObject", "metadata", "labels"]],
        }
    }
}

impl Admitted<'_> {
    /// The strings that a policy holds against this part: what it may be content with there.
    pub(super) fn words(&self, policy: &AdmissionPolicy, part: Part) -> Arc<[String]> {
        let asked = (policy.kind, policy.name.clone(), part);
        self.words.get(&asked).unwrap_or_else(|| {
            let found: Arc<[String]> = words(policy, part).into();
            self.words.keep(asked, found.clone());
            found
        })
    }

    /// The same of a guard, where it is a policy that refuses.
    pub(super) fn words_of(&self, guard: &Guard, part: Part) -> Arc<[String]> {
        self.policy(guard).map_or_else(|| [].into(), |policy| self.words(policy, part))
    }
}

/// The strings that a policy holds against this part.
pub(super) fn words(policy: &AdmissionPolicy, part: Part) -> Vec<String> {
    let variables: Vec<(&str, &str)> =
        policy.variables.iter().map(|named| (named.name.as_str(), named.expression.as_str())).collect();
    let is_variable = |text: &str| variables.iter().any(|(_, known)| *known == text);
    let others = expressions(policy).map(|text| text.as_str()).filter(|text| !is_variable(text));
    let excluded = policy.matches.excluded.iter().flat_map(|rule| &rule.resource_names);
    let excluded = excluded.filter(|_| matches!(part, Part::Names | Part::Roles)).map(|name| name.as_str().to_owned());
    let said = Texts::read(others, variables.iter().copied()).words(part.paths()).into_iter();
    let said = said.filter_map(|word| match word {
        Word::Plain(text) => Some(text),
        Word::Pattern(text) => example(&text),
    });
    let mut found: Vec<String> = Vec::new();
    for word in excluded.chain(said) {
        if !found.contains(&word) {
            found.push(word);
        }
    }
    found.truncate(TRIED);
    found
}
