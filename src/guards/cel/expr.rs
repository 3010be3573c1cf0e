//! An expression, as it is evaluated: macros are unfolded, names of functions are found.

use std::sync::Arc;

use super::library::Function;
use super::value::Value;
use super::weight::Map;

/// A node of an expression.
#[derive(Clone, Debug)]
pub(super) enum Expr {
    /// A constant.
    Literal(Value),
    /// A variable of the policy or of a macro.
    Name(String),
    /// `variables.NAME`.
    Variable(String),
    /// `OPERAND.FIELD`, or `OPERAND.?FIELD`.
    Select { operand: Box<Expr>, field: Value, optional: bool },
    /// `has(OPERAND.FIELD)`.
    Has { operand: Box<Expr>, field: Value },
    /// `OPERAND[KEY]`, or `OPERAND[?KEY]`.
    Index { operand: Box<Expr>, key: Box<Expr>, optional: bool },
    /// `LEFT && RIGHT`.
    And(Box<Expr>, Box<Expr>),
    /// `LEFT || RIGHT`.
    Or(Box<Expr>, Box<Expr>),
    /// `CONDITION ? YES : NO`.
    Conditional(Box<[Expr; 3]>),
    /// What is not false, errors included (`@not_strictly_false` upstream).
    NotFalse(Box<Expr>),
    /// A list; an optional element that is missing is left out.
    List(Vec<(Expr, bool)>),
    /// A map, likewise.
    Map(Vec<(Expr, Expr, bool)>),
    /// A comprehension.
    Fold(Box<Fold>),
    /// `OPTIONAL.or(OTHER)` and `OPTIONAL.orValue(OTHER)`: the other side is looked at only where it is needed.
    Fallback { optional: Box<Expr>, other: Box<Expr>, unwrap: bool },
    /// A function by its name, with what may be meant; a receiver is the first argument.
    Call { name: String, candidates: Vec<&'static Function>, arguments: Vec<Expr> },
}

/// A loop over the elements of a list or the keys of a map, as upstream unfolds its macros.
#[derive(Clone, Debug)]
pub(super) struct Fold {
    /// What is gone through.
    pub(super) range: Expr,
    /// The element or key; with two variables the place or key.
    pub(super) variable: String,
    /// The element or value, for macros of two variables.
    pub(super) second: Option<String>,
    /// The name of what is gathered.
    pub(super) gathered: String,
    /// Where gathering begins.
    pub(super) start: Expr,
    /// False ends the loop.
    pub(super) condition: Expr,
    /// What is gathered after one more element.
    pub(super) step: Expr,
    /// What it all comes to.
    pub(super) result: Expr,
}

impl Expr {
    /// What it is made of.
    pub(super) fn children(&self) -> Vec<&Expr> {
        match self {
            Expr::Literal(_) | Expr::Name(_) | Expr::Variable(_) => Vec::new(),
            Expr::Select { operand, .. } | Expr::Has { operand, .. } | Expr::NotFalse(operand) => vec![operand],
            Expr::Index { operand, key, .. } => vec![operand, key],
            Expr::And(left, right) | Expr::Or(left, right) => vec![left, right],
            Expr::Conditional(parts) => parts.iter().collect(),
            Expr::List(elements) => elements.iter().map(|(element, _)| element).collect(),
            Expr::Map(entries) => entries.iter().flat_map(|(key, value, _)| [key, value]).collect(),
            Expr::Fold(fold) => vec![&fold.range, &fold.start, &fold.condition, &fold.step, &fold.result],
            Expr::Fallback { optional, other, .. } => vec![optional, other],
            Expr::Call { arguments, .. } => arguments.iter().collect(),
        }
    }

    /// A list; of constants it is one, as upstream's optimiser has it.
    pub(super) fn list(elements: Vec<(Expr, bool)>) -> Self {
        let constants = elements.iter().map(|(element, optional)| match element {
            Expr::Literal(value) if !optional => Some(value.clone()),
            _ => None,
        });
        match constants.collect::<Option<Vec<Value>>>() {
            Some(values) => Expr::Literal(Value::list(values)),
            None => Expr::List(elements),
        }
    }

    /// A map, likewise.
    pub(super) fn map(entries: Vec<(Expr, Expr, bool)>) -> Self {
        let constants = entries.iter().map(|(key, value, optional)| match (key, value) {
            (Expr::Literal(key), Expr::Literal(value)) if !optional => Some((key.key()?, value.clone())),
            _ => None,
        });
        match constants.collect::<Option<Map>>() {
            Some(entries) => Expr::Literal(Value::Map(Arc::new(entries))),
            None => Expr::Map(entries),
        }
    }

    /// A call of a function that there is.
    pub(super) fn call(name: &str, member: bool, arguments: Vec<Expr>) -> Option<Self> {
        let given = arguments.len();
        let candidates: Vec<&'static Function> = super::library::functions(name)
            .filter(|function| function.member == member && function.arguments.contains(&given))
            .collect();
        (!candidates.is_empty()).then(|| Expr::Call { name: name.to_owned(), candidates, arguments })
    }

    /// The same call under another name, which is what its cost goes by.
    pub(super) fn named(self, name: &str) -> Self {
        match self {
            Expr::Call { candidates, arguments, .. } => Expr::Call { name: name.to_owned(), candidates, arguments },
            other => other,
        }
    }
}
