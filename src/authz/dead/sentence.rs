//! What is dead, in words.

use crate::model::{Name, Rule};

use super::{Dead, DeadPart, DeadReason, Part};

impl Dead {
    /// Why nothing matches: each part that does not, or what a rule without such parts leaves out.
    #[must_use]
    pub fn sentences(&self, rule: &Rule) -> Vec<String> {
        if self.whole && self.parts.is_empty() {
            return vec![left_out(rule).to_owned()];
        }
        self.parts.iter().map(|part| part.sentence(rule)).collect()
    }
}

fn left_out(rule: &Rule) -> &'static str {
    if rule.verbs.is_empty() {
        "it has no verbs"
    } else if rule.resources.is_empty() {
        "it has neither resources nor nonResourceURLs"
    } else {
        "it has no apiGroups; the core group is \"\""
    }
}

impl DeadPart {
    /// The part and the reason: `apiGroups "v1": groups stand without a version, and the core group is ""`. It holds names
    /// from the cluster.
    fn sentence(&self, rule: &Rule) -> String {
        format!("{}: {}", self.part.written(rule), self.reason.sentence())
    }
}

impl Part {
    /// The field and the item, as they stand in the rule.
    fn written(self, rule: &Rule) -> String {
        let (field, item) = match self {
            Part::Verb(place) => ("verbs", rule.verbs.get(place).cloned().map(Name::from)),
            Part::ApiGroup(place) => ("apiGroups", rule.api_groups.get(place).cloned().map(Name::from)),
            Part::Resource(place) => ("resources", rule.resources.get(place).cloned().map(Name::from)),
            Part::ResourceName(place) => ("resourceNames", rule.resource_names.get(place).cloned()),
            Part::NonResourceUrl(place) => {
                ("nonResourceURLs", rule.non_resource_urls.get(place).cloned().map(Name::from))
            }
        };
        format!("{field} {:?}", item.as_deref().unwrap_or_default())
    }
}

impl DeadReason {
    /// Why it matches nothing.
    fn sentence(&self) -> String {
        let text = match self {
            DeadReason::NotPlural { plural } => return format!("rules know plural names only: {}", plural.as_str()),
            DeadReason::ServedElsewhere { api_groups } => {
                let groups: Vec<String> = api_groups.iter().map(|group| format!("{:?}", group.as_str())).collect();
                return format!("served by another API group: {}", groups.join(", "));
            }
            DeadReason::GroupWithVersion => "groups stand without a version, and the core group is \"\"",
            DeadReason::ServesNone => "this API group serves none of the resources of the rule",
            DeadReason::ServedNowhere => "no API group serves a resource of this name",
            DeadReason::NoLongerServed => "no longer served in this version of Kubernetes",
            DeadReason::NoPattern => "no pattern; only * and */SUBRESOURCE are",
            DeadReason::NoVerb => "no request has this verb",
            DeadReason::NotAsked => "never asked on these resources",
            DeadReason::NoMethod => "no HTTP method in lower case, which the verb of a URL is",
            DeadReason::NoPath => "no path, which begins with a slash",
            DeadReason::UrlInNamespace => "a RoleBinding grants no URLs",
            DeadReason::ClusterScoped => "belongs to no namespace, so a RoleBinding does not reach it",
            DeadReason::NeverNamed => "such requests name no object, and the rule has names",
            DeadReason::LiteralStar => "no pattern here, but the name of nothing",
        };
        text.to_owned()
    }
}
