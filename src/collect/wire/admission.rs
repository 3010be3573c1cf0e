//! What admission policies, their bindings and webhooks share: which requests they are asked about, and expressions.
//!
//! Defaults are those of `pkg/apis/admissionregistration/v1/defaults.go` upstream. What a mutation writes is skipped: what
//! decides is whether a request is let in.

use serde::Deserialize;

use crate::model::{AdmissionRule, AdmissionScope, LabelSelector, MatchResources, NamedExpression};

use super::keep::Keep;
use super::roles::SelectorWire;
use super::text::{List, Text};

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
pub(super) enum FailurePolicy {
    Fail,
    Ignore,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
pub(super) enum MatchPolicy {
    Exact,
    Equivalent,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct MatchWire<'a> {
    #[serde(borrow)]
    namespace_selector: Option<SelectorWire<'a>>,
    object_selector: Option<SelectorWire<'a>>,
    resource_rules: List<RuleWire<'a>>,
    exclude_resource_rules: List<RuleWire<'a>>,
    match_policy: Option<MatchPolicy>,
}

/// `RuleWithOperations`, and with names `NamedRuleWithOperations`.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct RuleWire<'a> {
    #[serde(borrow)]
    operations: List<Text<'a>>,
    api_groups: List<Text<'a>>,
    api_versions: List<Text<'a>>,
    resources: List<Text<'a>>,
    resource_names: List<Text<'a>>,
    scope: Option<ScopeWire>,
}

#[derive(Deserialize)]
enum ScopeWire {
    #[serde(rename = "*")]
    All,
    Cluster,
    Namespaced,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpressionWire<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    expression: Text<'a>,
}

impl MatchWire<'_> {
    pub(super) fn matches(self, keep: &mut Keep<'_>) -> MatchResources {
        MatchResources {
            namespaces: selector(self.namespace_selector, keep),
            objects: selector(self.object_selector, keep),
            rules: rules(self.resource_rules, keep),
            excluded: rules(self.exclude_resource_rules, keep),
            exact: self.match_policy == Some(MatchPolicy::Exact),
        }
    }
}

/// A selector; one that is not there selects everything.
pub(super) fn selector(wire: Option<SelectorWire<'_>>, keep: &mut Keep<'_>) -> LabelSelector {
    wire.map_or_else(LabelSelector::default, |wire| wire.selector(keep))
}

pub(super) fn rules(wires: List<RuleWire<'_>>, keep: &mut Keep<'_>) -> Vec<AdmissionRule> {
    wires.into_iter().map(|rule| rule.rule(keep)).collect()
}

impl RuleWire<'_> {
    fn rule(self, keep: &mut Keep<'_>) -> AdmissionRule {
        AdmissionRule {
            operations: keep.list(self.operations),
            api_groups: keep.list(self.api_groups),
            api_versions: keep.list(self.api_versions),
            resources: keep.list(self.resources),
            resource_names: keep.list(self.resource_names),
            scope: match self.scope {
                None | Some(ScopeWire::All) => AdmissionScope::All,
                Some(ScopeWire::Cluster) => AdmissionScope::Cluster,
                Some(ScopeWire::Namespaced) => AdmissionScope::Namespaced,
            },
        }
    }
}

pub(super) fn expressions(wires: List<ExpressionWire<'_>>, keep: &mut Keep<'_>) -> Vec<NamedExpression> {
    let named = |wire: ExpressionWire<'_>| NamedExpression {
        name: keep.name(&wire.name),
        expression: keep.name(&wire.expression),
    };
    wires.into_iter().map(named).collect()
}
