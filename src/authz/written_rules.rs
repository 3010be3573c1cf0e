//! Rules for tests, written in one line.

use crate::model::{Name, Rule};

fn list<T: From<Name>>(words: &str) -> Vec<T> {
    // `-` is an empty list and `''` the empty word.
    let words = words.split(',').filter(|word| *word != "-");
    words.map(|word| T::from(Name::from(if word == "''" { "" } else { word }))).collect()
}

/// `VERBS GROUPS RESOURCES [NAMES]`, or `VERBS url URLS`, each a list with commas.
pub(crate) fn rule(text: &str) -> Rule {
    match text.split(' ').collect::<Vec<_>>()[..] {
        [verbs, "url", urls] => Rule { verbs: list(verbs), non_resource_urls: list(urls), ..Rule::default() },
        [verbs, groups, resources] => rule(&format!("{verbs} {groups} {resources} -")),
        [verbs, groups, resources, names] => Rule {
            verbs: list(verbs),
            api_groups: list(groups),
            resources: list(resources),
            resource_names: list(names),
            ..Rule::default()
        },
        _ => panic!("{text}"),
    }
}

/// Rules with `; ` between them.
pub(crate) fn rules(text: &str) -> Vec<Rule> {
    text.split("; ").filter(|rule| !rule.is_empty()).map(rule).collect()
}
