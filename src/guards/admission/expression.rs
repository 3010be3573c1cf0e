//! An expression of a guard, read once.

use std::sync::Arc;

use crate::guards::cel::{Activation, CompileError, Cost, Program, Verdict};
use crate::model::{Name, NamedExpression};

/// An expression, or why it is none.
pub(super) struct Expression {
    program: Result<Arc<Program>, CompileError>,
}

impl Expression {
    pub(super) fn new(text: &str) -> Self {
        Expression { program: Program::compile(text).map(Arc::new) }
    }

    /// Whether it may depend on who asks; what cannot be read may.
    pub(super) fn reads_user(&self) -> bool {
        self.program.as_ref().map_or(true, |program| program.reads_user())
    }

    /// Whether the authorizer is asked.
    pub(super) fn asks_authorizer(&self) -> bool {
        self.program.as_ref().is_ok_and(|program| program.asks_authorizer())
    }

    /// What it comes to. The server evaluates what it cannot read as an error.
    pub(super) fn evaluate(&self, activation: &Activation<'_>) -> (Verdict, Cost) {
        match &self.program {
            Ok(program) => program.evaluate_counting(activation),
            Err(CompileError::Refused(text)) => (Verdict::Error(text.clone()), Cost::default()),
            Err(CompileError::Unsupported(text)) => (Verdict::Undecided(text.clone()), Cost::default()),
        }
    }
}

/// The variables of a policy.
pub(super) struct Variables(Vec<(Name, Expression)>);

impl Variables {
    pub(super) fn new(variables: &[NamedExpression]) -> Self {
        let read = variables.iter().map(|variable| (variable.name.clone(), Expression::new(&variable.expression)));
        Variables(read.collect())
    }

    /// Their expressions.
    pub(super) fn expressions(&self) -> impl Iterator<Item = &Expression> {
        self.0.iter().map(|(_, expression)| expression)
    }

    /// Makes them known to an activation, in their order.
    pub(super) fn define(&self, activation: &mut Activation<'_>) {
        for (name, expression) in &self.0 {
            match &expression.program {
                Ok(program) => activation.define(name.clone(), program.clone()),
                Err(error) => activation.define_broken(name.clone(), error),
            }
        }
    }
}
