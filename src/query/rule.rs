//! A rule as reports show it, in Kubernetes' own words.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Name, Rule};

/// What a rule says. Lists that are empty are left out.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RuleText {
    /// What may be done.
    pub verbs: Vec<String>,
    /// In which API groups; `""` is the core group.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub api_groups: Vec<String>,
    /// On which resources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<String>,
    /// On which names only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resource_names: Vec<String>,
    /// On which URLs.
    #[serde(rename = "nonResourceURLs", skip_serializing_if = "Vec::is_empty")]
    pub non_resource_urls: Vec<String>,
}

impl From<&Rule> for RuleText {
    fn from(rule: &Rule) -> Self {
        RuleText {
            verbs: words(&rule.verbs),
            api_groups: words(&rule.api_groups),
            resources: words(&rule.resources),
            resource_names: words(&rule.resource_names),
            non_resource_urls: words(&rule.non_resource_urls),
        }
    }
}

impl From<&RuleText> for Rule {
    fn from(text: &RuleText) -> Self {
        Rule {
            verbs: patterns(&text.verbs),
            api_groups: patterns(&text.api_groups),
            resources: patterns(&text.resources),
            resource_names: patterns(&text.resource_names),
            non_resource_urls: patterns(&text.non_resource_urls),
        }
    }
}

fn patterns<T: From<Name>>(list: &[String]) -> Vec<T> {
    list.iter().map(|word| T::from(Name::from(word.as_str()))).collect()
}

fn words<T: Clone + Into<Name>>(list: &[T]) -> Vec<String> {
    list.iter().map(|item| item.clone().into().as_str().to_owned()).collect()
}

impl RuleText {
    /// What it is about: `pods, pods/log`, `deployments.apps`, `/metrics`, with the names if it has any.
    #[must_use]
    pub fn objects(&self) -> String {
        let text = self.things().join(", ");
        if self.resource_names.is_empty() { text } else { format!("{text} named {}", self.names().join(", ")) }
    }

    /// The resources and URLs one by one, without names.
    #[must_use]
    pub fn things(&self) -> Vec<String> {
        let mut things = Vec::new();
        for group in &self.api_groups {
            let suffix = match group.as_str() {
                "" => String::new(),
                "*" => ".*".to_owned(),
                group => format!(".{group}"),
            };
            things.extend(self.resources.iter().map(|resource| qualified(resource, &suffix)));
        }
        things.extend(self.non_resource_urls.iter().cloned());
        things
    }

    /// The names that it is limited to.
    fn names(&self) -> Vec<&str> {
        self.resource_names.iter().map(|name| if name.is_empty() { "\"\"" } else { name.as_str() }).collect()
    }
}

/// `deployments.apps/scale`: the group belongs to the resource, not to the subresource.
fn qualified(resource: &str, suffix: &str) -> String {
    match resource.split_once('/') {
        Some((resource, subresource)) => format!("{resource}{suffix}/{subresource}"),
        None => format!("{resource}{suffix}"),
    }
}
