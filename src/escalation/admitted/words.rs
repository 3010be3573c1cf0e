//! What the texts of a policy hold against the parts of a request that whoever sends it may choose.

use std::sync::Arc;

use crate::guards::admission::Guard;
use crate::guards::cel::{Path, Texts, Value, Word};
use crate::model::{AdmissionPolicy, Labels, Snapshot};

use super::Admitted;
use super::alike::expressions;
use super::examples::example;

/// So many strings of a policy are tried for a part, the first ones.
const TRIED: usize = 40;

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
            let found: Arc<[String]> = words(self.snapshot, policy, part).into();
            self.words.keep(asked, found.clone());
            found
        })
    }

    /// The same of a guard, where it is a policy that refuses.
    pub(super) fn words_of(&self, guard: &Guard, part: Part) -> Arc<[String]> {
        self.policy(guard).map_or_else(|| [].into(), |policy| self.words(policy, part))
    }
}

/// Whether what a policy says hangs on this part.
pub(super) fn speaks_of(policy: &AdmissionPolicy, part: Part) -> bool {
    texts(policy).speak_of(part.paths())
}

/// The strings that a policy holds against this part.
pub(super) fn words(snapshot: &Snapshot, policy: &AdmissionPolicy, part: Part) -> Vec<String> {
    let excluded = policy.matches.excluded.iter().flat_map(|rule| &rule.resource_names);
    let excluded = excluded.filter(|_| matches!(part, Part::Names | Part::Roles)).map(|name| name.as_str().to_owned());
    let words = texts(policy).with(params(snapshot, policy)).words(part.paths());
    // What must begin with the one and end with the other.
    let prefixes = words.iter().filter_map(|word| if let Word::Prefix(text) = word { Some(text) } else { None });
    let between = prefixes.flat_map(|start| {
        words
            .iter()
            .filter_map(move |word| if let Word::Suffix(end) = word { Some(format!("{start}x{end}")) } else { None })
    });
    let mut between: Vec<String> = between.collect();
    // A key or a value of a mark is tried as it is.
    if matches!(part, Part::Labels | Part::Annotations | Part::NamespaceLabels) {
        between.extend(words.iter().filter_map(|word| match word {
            Word::Prefix(start) => Some(format!("{start}x")),
            Word::Suffix(end) => Some(format!("x{end}")),
            Word::Plain(_) | Word::Pattern(_) => None,
        }));
    }
    let said = words.into_iter().filter_map(|word| match word {
        Word::Plain(text) | Word::Prefix(text) | Word::Suffix(text) => Some(text),
        Word::Pattern(text) => example(&text),
    });
    let said = said.chain(between);
    let mut found: Vec<String> = Vec::new();
    for word in excluded.chain(said) {
        if !found.contains(&word) {
            found.push(word);
        }
    }
    found.truncate(TRIED);
    found
}

/// What may be handed to a policy: the objects of the kind that it names.
fn params(snapshot: &Snapshot, policy: &AdmissionPolicy) -> Vec<Value> {
    let of_kind = snapshot.params.iter().filter(|param| Some(&param.kind) == policy.param_kind.as_ref());
    of_kind.filter_map(|param| serde_json::from_str(&param.json).ok()).collect()
}

fn texts(policy: &AdmissionPolicy) -> Texts<'_> {
    let variables = || policy.variables.iter().map(|named| (named.name.as_str(), named.expression.as_str()));
    let is_variable = |text: &str| variables().any(|(_, known)| known == text);
    let others = expressions(policy).map(|text| text.as_str()).filter(|text| !is_variable(text));
    Texts::read(others, variables())
}

/// Marks that would satisfy all comparisons with this part, where each compares one with a string: this value where none stands
/// there.
pub(super) fn together(policy: &AdmissionPolicy, part: Part, any: &str) -> Labels {
    let mut marks = Labels::new();
    for comparison in texts(policy).comparisons(part.paths()) {
        let mut words = comparison.into_iter().filter_map(|word| match word {
            Word::Plain(text) => Some(text),
            Word::Prefix(text) => Some(format!("{text}x")),
            Word::Suffix(text) => Some(format!("x{text}")),
            Word::Pattern(text) => example(&text),
        });
        let Some(key) = words.next() else { continue };
        let value = words.next().unwrap_or_else(|| any.to_owned());
        marks.entry(key.as_str().into()).or_insert_with(|| value.as_str().into());
    }
    marks
}
