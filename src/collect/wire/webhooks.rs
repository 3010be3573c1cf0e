//! Webhook configurations: every key is known, so that a misspelt one is seen.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::collect::found::FoundWebhooks;
use crate::model::{MatchResources, Name, Webhook};

use super::Object;
use super::admission::{ExpressionWire, FailurePolicy, MatchPolicy, RuleWire, expressions, rules, selector};
use super::history::BindingMeta;
use super::keep::{Keep, Refused};
use super::policies::admission_kind;
use super::roles::SelectorWire;
use super::text::{List, Text};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "keys that are known and not needed")]
pub(super) struct ConfigurationWire<'a> {
    #[serde(borrow)]
    api_version: Option<Text<'a>>,
    kind: Option<IgnoredAny>,
    #[serde(default)]
    metadata: Option<BindingMeta<'a>>,
    #[serde(default)]
    webhooks: List<WebhookWire<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct WebhookWire<'a> {
    #[serde(borrow)]
    name: Option<Text<'a>>,
    client_config: Option<ClientConfig<'a>>,
    rules: List<RuleWire<'a>>,
    failure_policy: Option<FailurePolicy>,
    match_policy: Option<MatchPolicy>,
    namespace_selector: Option<SelectorWire<'a>>,
    object_selector: Option<SelectorWire<'a>>,
    side_effects: Option<Text<'a>>,
    match_conditions: List<ExpressionWire<'a>>,
    timeout_seconds: Option<IgnoredAny>,
    admission_review_versions: Option<IgnoredAny>,
    reinvocation_policy: Option<IgnoredAny>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct ClientConfig<'a> {
    #[serde(borrow)]
    service: Option<ServiceWire<'a>>,
    url: Option<IgnoredAny>,
    ca_bundle: Option<IgnoredAny>,
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct ServiceWire<'a> {
    #[serde(borrow)]
    namespace: Option<Text<'a>>,
    name: Option<Text<'a>>,
    path: Option<IgnoredAny>,
    port: Option<IgnoredAny>,
}

/// What the webhooks of one configuration share.
struct Configuration<'c> {
    bare: &'c Webhook,
    /// `v1beta1`, whose defaults are others.
    beta: bool,
}

impl Object for ConfigurationWire<'_> {
    fn keep(self, keep: &mut Keep<'_>) -> Result<(), Refused> {
        for (index, webhook) in self.webhooks.0.iter().enumerate() {
            if webhook.name.as_ref().is_none_or(|name| name.is_empty()) {
                return Err(Refused::new(format!("webhooks[{index}].name is missing or empty")));
            }
        }
        let meta = self.metadata.unwrap_or_default();
        let (kind, name) = (admission_kind(keep.kind), keep.named(&meta)?);
        let bare = Webhook {
            kind,
            configuration: name.clone(),
            name: Name::default(),
            ignores_failure: false,
            matches: MatchResources::default(),
            conditions: Vec::new(),
            service: None,
            takes_dry_run: false,
            owners: meta.owners(keep),
            location: keep.location.take(),
        };
        let beta = self.api_version.is_some_and(|version| version.ends_with("/v1beta1"));
        let shared = Configuration { bare: &bare, beta };
        let webhooks = self.webhooks.into_iter().map(|webhook| webhook.webhook(&shared, keep)).collect();
        keep.found.webhook_configurations.push(FoundWebhooks { kind, name, webhooks });
        Ok(())
    }
}

impl WebhookWire<'_> {
    /// Defaults: `SetDefaults_ValidatingWebhook` of `pkg/apis/admissionregistration/v1` and `v1beta1` upstream.
    fn webhook(self, shared: &Configuration<'_>, keep: &mut Keep<'_>) -> Webhook {
        let service = self.client_config.and_then(|config| config.service);
        let side_effects = self.side_effects.as_deref();
        Webhook {
            name: keep.optional(self.name).unwrap_or_default(),
            ignores_failure: self.failure_policy.map_or(shared.beta, |policy| policy == FailurePolicy::Ignore),
            matches: MatchResources {
                namespaces: selector(self.namespace_selector, keep),
                objects: selector(self.object_selector, keep),
                rules: rules(self.rules, keep),
                excluded: Vec::new(),
                exact: self.match_policy.map_or(shared.beta, |policy| policy == MatchPolicy::Exact),
            },
            conditions: expressions(self.match_conditions, keep),
            service: service.map(|service| {
                let namespace = keep.optional(service.namespace).unwrap_or_default();
                (namespace, keep.optional(service.name).unwrap_or_default())
            }),
            takes_dry_run: matches!(side_effects, Some("None" | "NoneOnDryRun")),
            ..shared.bare.clone()
        }
    }
}
