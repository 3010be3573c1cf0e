//! What an expression is evaluated on.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use crate::authz::{Authorizer, Request, Selectors};
use crate::model::{Name, Subject};

use super::Program;
use super::cost::Cost;
use super::evaluate::Evaluation;
use super::fault::{Fault, Outcome};
use super::parse::CompileError;
use super::value::Value;

/// Variables that lean on each other are followed this far: each takes stack of its own.
const MAX_NESTED: usize = 16;

/// The variables of a policy (`pkg/admission/plugin/cel/activation.go` upstream). What is absent is [`Value::Null`].
#[derive(Default)]
pub struct Activation<'a> {
    /// The object that would be stored; null for a `DELETE`.
    pub object: Value,
    /// The object that is stored; null for a `CREATE`.
    pub old_object: Value,
    /// The admission request, without its objects.
    pub request: Value,
    /// The parameter of the binding.
    pub params: Value,
    /// The namespace of the object; null for cluster-scoped ones.
    pub namespace_object: Value,
    /// Who asks, and who answers `authorizer`. Without it, `authorizer` is undecided.
    pub caller: Option<Caller<'a>>,
    variables: Vec<Variable>,
    spent: Cell<Cost>,
    nested: Cell<usize>,
}

/// Who makes the request, for `authorizer`.
pub struct Caller<'a> {
    /// What decides.
    pub authorizer: &'a Authorizer<'a>,
    /// The user first, then its groups.
    pub identity: Vec<Subject>,
    /// What `authorizer.requestResource` starts from.
    pub resource: RequestResource,
}

/// The resource of a request, as `authorizer.requestResource` asks for it.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct RequestResource {
    /// Its API group.
    pub group: Name,
    /// Its plural name.
    pub resource: Name,
    /// Its subresource, or the empty string.
    pub subresource: Name,
    /// Its namespace, or the empty string.
    pub namespace: Name,
    /// The object's name, or the empty string.
    pub name: Name,
}

struct Variable {
    name: Name,
    /// Nothing where its text is no program: then it is known what it comes to.
    program: Option<Arc<Program>>,
    /// What it came to, once it was asked for.
    known: RefCell<Option<Outcome<Value>>>,
}

impl Activation<'_> {
    /// Adds a variable. It sees those that were added before it, and is evaluated when it is asked for, at most once.
    pub fn define(&mut self, name: Name, program: impl Into<Arc<Program>>) {
        self.variables.push(Variable { name, program: Some(program.into()), known: RefCell::new(None) });
    }

    /// Adds a variable whose text is no program: who asks for it fails, or is undecided.
    pub fn define_broken(&mut self, name: Name, error: &CompileError) {
        let fault = match error {
            CompileError::Refused(text) => Fault::Error(text.clone()),
            CompileError::Unsupported(text) => Fault::Undecided(text.clone()),
        };
        self.variables.push(Variable { name, program: None, known: RefCell::new(Some(Err(fault))) });
    }

    /// What the variables have cost so far: it counts towards the budget of the binding, not of the expression.
    #[must_use]
    pub fn spent(&self) -> Cost {
        self.spent.get()
    }

    /// The variable of this name among the first `visible`.
    pub(super) fn variable(&self, name: &str, visible: usize) -> Outcome<Value> {
        let place = self.variables.iter().take(visible).position(|variable| variable.name == *name);
        let Some((place, variable)) = place.and_then(|place| Some((place, self.variables.get(place)?))) else {
            return Err(Fault::error(format!("undefined field {name:?}")));
        };
        if let Some(known) = variable.known.borrow().as_ref() {
            return known.clone();
        }
        let Some(program) = &variable.program else { return Ok(Value::Null) };
        if self.nested.get() >= MAX_NESTED {
            return Err(Fault::Lost("variables lean on each other too deeply".to_owned()));
        }
        self.nested.set(self.nested.get() + 1);
        let mut evaluation = Evaluation::new(self, place);
        let outcome = evaluation.run(&program.expression);
        self.nested.set(self.nested.get() - 1);
        self.spent.set(self.spent.get().and(evaluation.cost()));
        // Upstream wraps what stops a variable into an error of the expression that asked for it.
        let outcome = outcome.map_err(|fault| match fault {
            Fault::Stopped(text) => Fault::Error(text),
            Fault::Lost(text) => Fault::Undecided(text),
            other => other,
        });
        *variable.known.borrow_mut() = Some(outcome.clone());
        outcome
    }

    /// The number of variables.
    pub(super) fn variables(&self) -> usize {
        self.variables.len()
    }
}

impl Caller<'_> {
    /// Whether such an identity may do this.
    pub(super) fn allows(&self, identity: &[Subject], request: &Request<'_>) -> Outcome<bool> {
        if self.authorizer.decide(identity, request, &Selectors::default()).is_some() {
            return Ok(true);
        }
        match self.authorizer.unread(identity, request) {
            Some(kind) => Err(Fault::undecided(format!("what a node may do depends on {kind}"))),
            None => Ok(false),
        }
    }
}
