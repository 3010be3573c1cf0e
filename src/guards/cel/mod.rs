//! CEL: the expressions that admission policies judge requests with, evaluated as the API server evaluates them.
//!
//! [`Program::compile`] reads an expression; [`Program::evaluate`] says what it comes to on an [`Activation`], the variables of
//! one request. An error is an answer of its own, since the policy's `failurePolicy` decides what it means; what could not be
//! found out is [`Verdict::Undecided`], never a guess. Upstream: `k8s.io/apiserver/pkg/admission/plugin/cel`, the environment
//! `pkg/cel/environment/base.go` of 1.36, the libraries `pkg/cel/library`, and cel-go.
//!
//! There is no type checker. A policy that a server stores has passed the server's; one in a file may be one that a server
//! would refuse, and then the verdict says what it would do if it were stored.
//!
//! Cost: one visit for each step of the evaluation, at most what the server allows an expression.

mod activation;
mod cost;
mod equality;
mod evaluate;
mod expr;
mod fault;
mod footprint;
mod json;
mod library;
mod macros;
mod number;
mod parse;
mod value;
mod weight;
mod words;

#[cfg(test)]
mod tests;

pub use activation::{Activation, Caller, RequestResource};
pub use cost::{Cost, PER_BINDING, PER_EXPRESSION, PER_MATCH_CONDITIONS};
pub use parse::CompileError;
pub use value::{Key, Value};
pub use weight::{List, Map};
pub use words::{Path, Texts, Word};

use evaluate::Evaluation;
use expr::Expr;
use fault::Fault;

/// An expression that was read.
#[derive(Clone, Debug)]
pub struct Program {
    expression: Expr,
}

/// What an expression comes to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It holds.
    True,
    /// It does not hold.
    False,
    /// The server fails to evaluate it, for such a reason; the text is not the server's own.
    Error(String),
    /// What the server finds is not known, for this reason.
    Undecided(String),
}

impl Program {
    /// Reads an expression.
    ///
    /// # Errors
    /// Where it is no CEL, names what does not exist, or is more than is understood here.
    pub fn compile(text: &str) -> Result<Self, CompileError> {
        parse::parse(text).map(|expression| Program { expression })
    }

    /// Whether it holds.
    #[must_use]
    pub fn evaluate(&self, activation: &Activation<'_>) -> Verdict {
        self.evaluate_counting(activation).0
    }

    /// Whether it holds, and what finding out costs the server, beside what [`Activation::spent`] says of the variables.
    #[must_use]
    pub fn evaluate_counting(&self, activation: &Activation<'_>) -> (Verdict, Cost) {
        let mut evaluation = Evaluation::new(activation, activation.variables());
        let verdict = match evaluation.run(&self.expression) {
            Ok(Value::Bool(true)) => Verdict::True,
            Ok(Value::Bool(false)) => Verdict::False,
            // The server's type checker lets no such expression be stored.
            Ok(value) if value.is_open() => Verdict::Undecided("a part of the object is not known".to_owned()),
            Ok(_) => Verdict::Error("neither true nor false".to_owned()),
            Err(Fault::Error(text) | Fault::Stopped(text)) => Verdict::Error(text),
            Err(Fault::Undecided(text) | Fault::Lost(text)) => Verdict::Undecided(text),
        };
        (verdict, evaluation.cost())
    }
}
