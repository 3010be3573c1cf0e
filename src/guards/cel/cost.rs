//! What an evaluation costs, counted as the server counts it.
//!
//! The server stops an expression at [`PER_EXPRESSION`]: that is an error like any other. Compare upstream cel-go
//! `interpreter/runtimecost.go` and `k8s.io/apiserver/pkg/cel/library/cost.go`. The count here is near, not exact: between
//! both ends of its margin nothing is decided. What a call of the authorizer costs is exact, since only few of them fit.

use super::fault::{Fault, Outcome};
use super::library::Library;
use super::value::Value;

/// What one expression may cost (`celconfig.PerCallLimit`).
pub const PER_EXPRESSION: u64 = 1_000_000;
/// What the validations of a binding may cost together (`celconfig.RuntimeCELCostBudget`).
pub const PER_BINDING: u64 = 10_000_000;
/// What the match conditions of a policy may cost together (`celconfig.RuntimeCELCostBudgetMatchConditions`).
pub const PER_MATCH_CONDITIONS: u64 = 2_500_000;

/// The name of `in` with a constant list.
pub(super) const CONSTANT_IN: &str = "in a constant list";
const CHECK: u64 = 350_000;
pub(super) const LIST: u64 = 10;
pub(super) const MAP: u64 = 30;

/// What was spent: for sure, by the count that is only near, and what may have been spent besides.
///
/// The server knows some functions by the types of their arguments, as far as they are declared; where they are not, it counts
/// a single step. Types are not declared here, so there the count is doubtful.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Cost {
    exact: u64,
    near: u64,
    doubtful: u64,
}

impl Cost {
    /// The least and the most that the server counts.
    #[must_use]
    pub fn bounds(self) -> (u64, u64) {
        let least = self.exact.saturating_add(self.near - self.near / 5);
        let most = self.exact.saturating_add(self.near).saturating_add(self.near / 4).saturating_add(self.doubtful);
        (least, most)
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Cost) -> Cost {
        Cost {
            exact: self.exact.saturating_add(other.exact),
            near: self.near.saturating_add(other.near),
            doubtful: self.doubtful.saturating_add(other.doubtful),
        }
    }

    /// Whether it is more than a limit; nothing where the margin does not say.
    #[must_use]
    pub fn exceeds(self, limit: u64) -> Option<bool> {
        let (least, most) = self.bounds();
        if least > limit {
            return Some(true);
        }
        (most <= limit).then_some(false)
    }

    /// Doubts what was spent since then.
    pub(super) fn doubt_since(&mut self, before: Cost) {
        let spent = (self.exact - before.exact).saturating_add(self.near - before.near);
        let doubtful = self.doubtful.saturating_add(spent);
        *self = Cost { doubtful, ..before };
    }

    pub(super) fn spend(&mut self, cost: u64) -> Outcome<()> {
        self.near = self.near.saturating_add(cost);
        self.stop()
    }

    pub(super) fn spend_call(&mut self, name: &str, arguments: &[Value], result: Option<&Value>) -> Outcome<()> {
        if name == "check" {
            self.exact = self.exact.saturating_add(CHECK);
        } else if typed(name) {
            self.near = self.near.saturating_add(1);
            self.doubtful = self.doubtful.saturating_add(call(name, arguments, result));
        } else {
            self.near = self.near.saturating_add(call(name, arguments, result));
        }
        self.stop()
    }

    /// An expression goes on until it is sure that the server has stopped.
    fn stop(self) -> Outcome<()> {
        match self.exceeds(PER_EXPRESSION) {
            Some(true) => Err(Fault::Stopped("the cost limit of an expression is exceeded".to_owned())),
            _ => Ok(()),
        }
    }
}

/// Whether the cost depends on declared types: there are several overloads for as many arguments.
fn typed(name: &str) -> bool {
    matches!(
        name,
        "_+_" | "_<_" | "_>_" | "_<=_" | "_>=_" | "@in" | "sort" | "@sortByAssociatedKeys" | "string" | "bytes"
    )
}

/// What a call costs.
fn call(name: &str, arguments: &[Value], result: Option<&Value>) -> u64 {
    let size = |place: usize| arguments.get(place).map_or(1, Value::size);
    match name {
        "startsWith" | "endsWith" | "url" | "lowerAscii" | "upperAscii" | "substring" | "trim" | "isIP" | "cidr"
        | "isCIDR" | "quantity" | "isQuantity" | "semver" | "isSemver" => tenth(size(0)),
        "ip" if !matches!(arguments, [Value::Library(_)]) => tenth(size(0)),
        "replace" | "split" | "ip.isCanonical" => fifth(size(0)),
        "join" => fifth(result.map_or(1, Value::size)),
        "format" | "strings.quote" => tenth(size(0)),
        "isSorted" | "sum" | "max" | "min" | "indexOf" | "lastIndexOf" => traversal(arguments.first()),
        "@in" => size(1),
        // Membership in a constant list was prepared beforehand.
        CONSTANT_IN => 0,
        "_==_" if matches!(arguments.first(), Some(Value::Library(_))) => 1,
        "_==_" | "_!=_" => tenth(size(0).min(size(1))),
        "_<_" | "_>_" | "_<=_" | "_>=_" if matches!(arguments.first(), Some(Value::Text(_) | Value::Bytes(_))) => {
            tenth(size(0).min(size(1)))
        }
        "_+_" if matches!(arguments.first(), Some(Value::Text(_) | Value::Bytes(_))) => {
            tenth(size(0).saturating_add(size(1)))
        }
        "matches" | "find" | "findAll" => regex(size(0), size(1)),
        "validate" => regex(size(1), arguments.first().map_or(60, format_size)),
        "contains" => tenth(size(0)).saturating_mul(tenth(size(1))),
        "fieldSelector" | "labelSelector" => 10 + tenth(size(1)) + size(1).saturating_mul(25),
        "containsIP" => tenth(size(0).saturating_mul(2)) + parsed(arguments),
        "containsCIDR" => tenth(size(0).saturating_mul(2)) + tenth(size(0)) + 1 + parsed(arguments),
        "sets.contains" | "sets.intersects" => size(0).saturating_mul(size(1)).saturating_add(1),
        "sets.equivalent" => size(0).saturating_mul(size(1)).saturating_mul(2).saturating_add(1),
        "slice" | "reverse" | "lists.range" => LIST + result.map_or(1, Value::size) + 1,
        "flatten" => LIST + size(0) + 1,
        "distinct" | "sort" | "@sortByAssociatedKeys" => LIST + size(0).saturating_mul(size(0)).saturating_mul(2) + 1,
        "string" | "bytes" if matches!(arguments.first(), Some(Value::Bytes(_))) || name == "bytes" => tenth(size(0)),
        _ => 1,
    }
}

fn parsed(arguments: &[Value]) -> u64 {
    match arguments.get(1) {
        Some(text @ Value::Text(_)) => tenth(text.size()),
        _ => 0,
    }
}

fn format_size(format: &Value) -> u64 {
    match format {
        Value::Library(Library::Format(format)) => format.regex_size,
        _ => 60,
    }
}

fn regex(text: u64, pattern: u64) -> u64 {
    tenth(text.saturating_add(1)).saturating_mul(pattern.div_ceil(4))
}

/// A character of text is a tenth of a step.
fn tenth(size: u64) -> u64 {
    size.div_ceil(10)
}

fn fifth(size: u64) -> u64 {
    size.div_ceil(5)
}

/// To look at all of a value once (`traversalCost` upstream).
fn traversal(value: Option<&Value>) -> u64 {
    match value {
        Some(text @ (Value::Text(_) | Value::Bytes(_))) => tenth(text.size()),
        Some(Value::List(list)) => list.iter().map(|element| traversal(Some(element))).fold(0, u64::saturating_add),
        _ => 1,
    }
}
