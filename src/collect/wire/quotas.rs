//! ResourceQuotas: whether one lets no pod in.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, Visitor};

use crate::model::ResourceQuota;

use super::Object;
use super::keep::{Keep, Refused};
use super::meta::Meta;
use super::text::List;

#[derive(Deserialize)]
pub(super) struct QuotaWire<'a> {
    #[serde(borrow, default)]
    metadata: Option<Meta<'a>>,
    #[serde(default)]
    spec: Option<QuotaSpec>,
    #[serde(default)]
    status: Option<QuotaStatus>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct QuotaSpec {
    hard: Option<Hard>,
    #[serde(default)]
    scopes: List<IgnoredAny>,
    scope_selector: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct QuotaStatus {
    hard: Option<Hard>,
}

/// The names under which pods are counted (`podEvaluator` of `pkg/quota/v1/evaluator/core` upstream).
#[derive(Deserialize)]
struct Hard {
    pods: Option<Amount>,
    #[serde(rename = "count/pods")]
    count: Option<Amount>,
}

/// Whether a quantity is zero, in whatever unit.
struct Amount {
    zero: bool,
}

impl Object for QuotaWire<'_> {
    fn keep(self, keep: &mut Keep<'_>) -> Result<(), Refused> {
        let (namespace, name) = keep.namespaced(&self.metadata.unwrap_or_default())?;
        let spec = self.spec;
        let of_every_pod = spec.as_ref().is_none_or(|spec| spec.scopes.0.is_empty() && spec.scope_selector.is_none());
        // Admission enforces what the controller wrote to the status; a quota that was just made has none yet.
        let status = self.status.and_then(|status| status.hard);
        let hard = status.or_else(|| spec.and_then(|spec| spec.hard));
        let none = |hard: Hard| [hard.pods, hard.count].into_iter().flatten().any(|amount| amount.zero);
        let no_pods = of_every_pod && hard.is_some_and(none);
        keep.found.resource_quotas.push(ResourceQuota { namespace, name, no_pods });
        Ok(())
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AmountVisitor)
    }
}

struct AmountVisitor;

impl Visitor<'_> for AmountVisitor {
    type Value = Amount;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a quantity")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Amount, E> {
        let number = |c: &char| c.is_ascii_digit() || "+-.".contains(*c);
        let digits: String = text.chars().take_while(number).collect();
        Ok(Amount { zero: digits.contains('0') && !digits.contains(|c: char| ('1'..='9').contains(&c)) })
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Amount, E> {
        Ok(Amount { zero: number == 0 })
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Amount, E> {
        Ok(Amount { zero: number == 0 })
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Amount, E> {
        Ok(Amount { zero: number == 0.0 })
    }
}
