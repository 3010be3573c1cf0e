//! Roles: every key is known, so that a misspelt one is seen.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::model::{LabelSelector, Origin, Role, Rule, Rules, SelectorOperator, SelectorRequirement};

use super::Object;
use super::keep::{Keep, Refused};
use super::meta::RbacMeta;
use super::text::{List, Text, TextMap};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "keys that are known and not needed")]
pub(super) struct RoleWire<'a> {
    api_version: Option<IgnoredAny>,
    kind: Option<IgnoredAny>,
    #[serde(borrow, default)]
    metadata: Option<RbacMeta<'a>>,
    #[serde(default)]
    rules: List<RuleWire<'a>>,
    aggregation_rule: Option<AggregationRule<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[derive(Default)]
struct RuleWire<'a> {
    #[serde(borrow)]
    verbs: List<Text<'a>>,
    api_groups: List<Text<'a>>,
    resources: List<Text<'a>>,
    resource_names: List<Text<'a>>,
    #[serde(rename = "nonResourceURLs")]
    non_resource_urls: List<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AggregationRule<'a> {
    #[serde(borrow, default)]
    cluster_role_selectors: List<SelectorWire<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct SelectorWire<'a> {
    #[serde(borrow, default)]
    match_labels: TextMap<'a>,
    #[serde(default)]
    match_expressions: List<RequirementWire<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RequirementWire<'a> {
    #[serde(borrow)]
    key: Text<'a>,
    operator: SelectorOperator,
    #[serde(default)]
    values: List<Text<'a>>,
}

impl Object for RoleWire<'_> {
    fn keep(self, keep: &mut Keep<'_>) -> Result<(), Refused> {
        let meta = self.metadata.unwrap_or_default();
        let (namespace, name) = keep.scoped(&meta)?;
        let aggregation = self.aggregation_rule.map(|rule| rule.cluster_role_selectors);
        let role = Role {
            namespace,
            name,
            labels: keep.labels(meta.labels),
            rules: rules(self.rules, keep),
            aggregation: aggregation.into_iter().flatten().map(|selector| selector.selector(keep)).collect(),
            origin: Origin::Given,
            location: keep.location.take(),
        };
        keep.found.roles.push(role);
        Ok(())
    }
}

/// What another role of the same rules shares with it.
fn rules(wires: List<RuleWire<'_>>, keep: &mut Keep<'_>) -> Rules {
    let rules = wires.into_iter().map(|rule| rule.rule(keep)).collect();
    keep.found.rules.share(rules)
}

impl RuleWire<'_> {
    fn rule(self, keep: &mut Keep<'_>) -> Rule {
        Rule {
            verbs: keep.patterns(self.verbs),
            api_groups: keep.patterns(self.api_groups),
            resources: keep.patterns(self.resources),
            resource_names: keep.list(self.resource_names),
            non_resource_urls: keep.patterns(self.non_resource_urls),
        }
    }
}

impl SelectorWire<'_> {
    pub(super) fn selector(self, keep: &mut Keep<'_>) -> LabelSelector {
        let mut requirements: Vec<SelectorRequirement> = keep
            .labels(self.match_labels)
            .into_iter()
            .map(|(key, value)| SelectorRequirement { key, operator: SelectorOperator::In, values: vec![value] })
            .collect();
        for expression in self.match_expressions {
            requirements.push(SelectorRequirement {
                key: keep.name(&expression.key),
                operator: expression.operator,
                values: keep.list(expression.values),
            });
        }
        LabelSelector { requirements }
    }
}
