//! Walks an expression and says what it comes to, as cel-go's interpreter does: strict but for `&&`, `||`, `?:` and the loops.
//!
//! Every step is counted, so that nothing runs for long: the server's own limit stops what the server would stop.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::activation::Activation;
use super::cost::{CONSTANT_IN, Cost, LIST, MAP};
use super::expr::{Expr, Fold};
use super::fault::{Fault, Outcome};
use super::library::{Body, Function, Library, ResourceCheck};
use super::value::{Value, find};
use super::weight;

/// What an evaluation may look at, be it values or steps. The server bounds costs only, and some work costs nothing there.
const MAX_WORK: u64 = 20_000_000;

/// One evaluation of one expression.
pub(super) struct Evaluation<'e, 'a> {
    activation: &'e Activation<'a>,
    /// How many of the variables of the policy are seen: the ones before the one that is evaluated.
    visible: usize,
    /// The variables of macros, the innermost last.
    bound: Vec<(String, Outcome<Value>)>,
    cost: Cost,
    work: u64,
}

impl<'e, 'a> Evaluation<'e, 'a> {
    pub(super) fn new(activation: &'e Activation<'a>, visible: usize) -> Self {
        Evaluation { activation, visible, bound: Vec::new(), cost: Cost::default(), work: 0 }
    }

    pub(super) fn cost(&self) -> Cost {
        self.cost
    }

    /// What the whole expression comes to.
    pub(super) fn run(&mut self, expr: &Expr) -> Outcome<Value> {
        let outcome = self.evaluate(expr);
        let limit = super::cost::PER_EXPRESSION;
        if matches!(outcome, Err(Fault::Stopped(_))) || self.cost.exceeds(limit) == Some(false) {
            return outcome;
        }
        Err(Fault::Lost("the cost is too near to the limit of an expression".to_owned()))
    }

    fn evaluate(&mut self, expr: &Expr) -> Outcome<Value> {
        self.work(1)?;
        match expr {
            Expr::Literal(value) => Ok(value.clone()),
            Expr::Name(name) => self.name(name),
            Expr::Variable(name) => {
                self.cost.spend(2)?;
                self.activation.variable(name, self.visible)
            }
            Expr::Select { operand, field, optional } => {
                let operand = self.evaluate(operand)?;
                self.cost.spend(1)?;
                qualify(&operand, field, *optional)
            }
            Expr::Has { operand, field } => {
                let operand = self.evaluate(operand)?;
                self.has(&operand, field)
            }
            Expr::Index { operand, key, optional } => {
                let operand = self.evaluate(operand)?;
                let key = self.evaluate(key)?;
                self.cost.spend(1)?;
                qualify(&operand, &key, *optional)
            }
            Expr::And(left, right) => self.logic(left, right, false),
            Expr::Or(left, right) => self.logic(left, right, true),
            Expr::Conditional(parts) => self.conditional(parts),
            Expr::NotFalse(operand) => {
                let outcome = self.evaluate(operand);
                self.cost.spend(1)?;
                match outcome {
                    Ok(Value::Bool(value)) => Ok(Value::Bool(value)),
                    Err(fault) if fault.ends_all() => Err(fault),
                    _ => Ok(Value::Bool(true)),
                }
            }
            Expr::List(elements) => self.list(elements),
            Expr::Map(entries) => self.map(entries),
            Expr::Fold(fold) => self.fold(fold),
            Expr::Fallback { optional, other, unwrap } => self.fallback(optional, other, *unwrap),
            Expr::Call { name, candidates, arguments } => self.call(name, candidates, arguments),
        }
    }

    fn work(&mut self, more: u64) -> Outcome<()> {
        self.work = self.work.saturating_add(more);
        if self.work > MAX_WORK { Err(Fault::Lost("too much to look through".to_owned())) } else { Ok(()) }
    }

    fn name(&mut self, name: &str) -> Outcome<Value> {
        self.cost.spend(1)?;
        if let Some((_, outcome)) = self.bound.iter().rev().find(|(bound, _)| bound == name) {
            return outcome.clone();
        }
        let activation = self.activation;
        match name {
            "object" => Ok(activation.object.clone()),
            "oldObject" => Ok(activation.old_object.clone()),
            "request" => Ok(activation.request.clone()),
            "params" => Ok(activation.params.clone()),
            "namespaceObject" => Ok(activation.namespace_object.clone()),
            "authorizer" | "authorizer.requestResource" => {
                let caller = activation.caller.as_ref().ok_or_else(|| Fault::undecided("who asks is not known"))?;
                let identity: Arc<[_]> = caller.identity.clone().into();
                Ok(Value::Library(match name {
                    "authorizer" => Library::Authorizer(identity),
                    _ => Library::ResourceCheck(Arc::new(ResourceCheck::of(identity, &caller.resource))),
                }))
            }
            _ => Err(Fault::error(format!("undeclared reference to {name:?}"))),
        }
    }

    /// Presence costs nothing where it is asked of a name; each field on the way does.
    fn has(&mut self, operand: &Value, field: &Value) -> Outcome<Value> {
        if let Value::Optional(inner) = operand {
            return match inner {
                Some(inner) => self.has(inner, field),
                None => Ok(Value::Bool(false)),
            };
        }
        let found = present(operand, field)?;
        self.cost.spend(1)?;
        Ok(Value::Bool(found.is_some()))
    }

    /// Either side may decide alone; else the first fault is the outcome.
    fn logic(&mut self, left: &Expr, right: &Expr, decisive: bool) -> Outcome<Value> {
        let left = self.truth(left)?;
        if left == Ok(decisive) {
            return Ok(Value::Bool(decisive));
        }
        let right = self.truth(right)?;
        if right == Ok(decisive) {
            return Ok(Value::Bool(decisive));
        }
        match (left, right) {
            // What is not known here may have been what decides.
            (_, Err(fault @ Fault::Undecided(_))) => Err(fault),
            (Err(fault), _) | (_, Err(fault)) => Err(fault),
            (Ok(value), Ok(_)) => Ok(Value::Bool(value)),
        }
    }

    /// What a side of `&&` or `||` comes to; the outer fault ends it all.
    fn truth(&mut self, expr: &Expr) -> Outcome<Outcome<bool>> {
        match self.evaluate(expr) {
            Ok(Value::Bool(value)) => Ok(Ok(value)),
            Ok(value) if value.is_open() => Ok(Err(not_known())),
            Ok(_) => Ok(Err(Fault::error("no such overload"))),
            Err(fault) if fault.ends_all() => Err(fault),
            Err(fault) => Ok(Err(fault)),
        }
    }

    fn conditional(&mut self, [condition, yes, no]: &[Expr; 3]) -> Outcome<Value> {
        match self.evaluate(condition)? {
            Value::Bool(true) => self.evaluate(yes),
            Value::Bool(false) => self.evaluate(no),
            value if value.is_open() => Err(not_known()),
            _ => Err(Fault::error("no such overload")),
        }
    }

    fn list(&mut self, elements: &[(Expr, bool)]) -> Outcome<Value> {
        let mut values = Vec::with_capacity(elements.len());
        self.cost.spend(LIST)?;
        for (element, optional) in elements {
            let value = self.evaluate(element)?;
            values.extend(if *optional { given(value)? } else { Some(value) });
        }
        Ok(Value::list(values))
    }

    fn map(&mut self, entries: &[(Expr, Expr, bool)]) -> Outcome<Value> {
        let mut map = BTreeMap::new();
        self.cost.spend(MAP)?;
        for (key, value, optional) in entries {
            let key = self.evaluate(key)?;
            let value = self.evaluate(value)?;
            let key = key.key().ok_or_else(|| Fault::undecided("a map with keys of other types"))?;
            match if *optional { given(value)? } else { Some(value) } {
                Some(value) => map.insert(key, value),
                None => map.remove(&key),
            };
        }
        Ok(Value::Map(Arc::new(map.into_iter().collect())))
    }

    fn fallback(&mut self, optional: &Expr, other: &Expr, unwrap: bool) -> Outcome<Value> {
        match self.evaluate(optional)? {
            Value::Optional(Some(value)) if unwrap => Ok(value.as_ref().clone()),
            there @ Value::Optional(Some(_)) => Ok(there),
            Value::Optional(None) => self.evaluate(other),
            // Upstream hands on what is no optional.
            other => Ok(other),
        }
    }

    fn fold(&mut self, fold: &Fold) -> Outcome<Value> {
        let range = self.evaluate(&fold.range)?;
        self.work(range.size())?;
        let pairs = pairs(&range, fold.second.is_some())?;
        let depth = self.bound.len();
        let start = self.evaluate(&fold.start);
        self.bound.push((fold.gathered.clone(), start));
        let outcome = self.gather(fold, pairs, depth, has_more(&range));
        self.bound.truncate(depth);
        outcome
    }

    /// Goes through a range; where there is more of it than is known, what those known come to counts if it ends the loop.
    fn gather(
        &mut self,
        fold: &Fold,
        pairs: Vec<(Value, Option<Value>)>,
        depth: usize,
        mut has_more: bool,
    ) -> Outcome<Value> {
        for (first, second) in pairs {
            self.bound.push((fold.variable.clone(), Ok(first)));
            if let (Some(name), Some(value)) = (&fold.second, second) {
                self.bound.push((name.clone(), Ok(value)));
            }
            let condition = self.truth(&fold.condition)?;
            if condition == Ok(false) {
                self.bound.truncate(depth + 1);
                has_more = false;
                break;
            }
            let gathered = self.step(fold, depth);
            self.bound.truncate(depth + 1);
            if let Err(fault) = &gathered
                && fault.ends_all()
            {
                return gathered;
            }
            self.set(depth, gathered);
        }
        // The last one may have ended it, too.
        if has_more && self.truth(&fold.condition)? != Ok(false) {
            return Err(not_known());
        }
        self.evaluate(&fold.result)
    }

    /// One step, which may take what was gathered so far out of its place: a list grows without being copied.
    fn step(&mut self, fold: &Fold, depth: usize) -> Outcome<Value> {
        let (added, filter) = match &fold.step {
            Expr::Conditional(parts) => match parts.as_ref() {
                [condition, step, Expr::Name(name)] if *name == fold.gathered => (step, Some(condition)),
                _ => return self.evaluate(&fold.step),
            },
            step => (step, None),
        };
        let Expr::Call { name, arguments, .. } = added else { return self.evaluate(&fold.step) };
        let [Expr::Name(gathered), Expr::List(elements)] = arguments.as_slice() else {
            return self.evaluate(&fold.step);
        };
        if name != "_+_" || *gathered != fold.gathered {
            return self.evaluate(&fold.step);
        }
        if let Some(condition) = filter {
            match self.evaluate(condition)? {
                Value::Bool(true) => {}
                Value::Bool(false) => return self.name(gathered),
                _ => return Err(Fault::error("no such overload")),
            }
        }
        let more = self.list(elements);
        self.cost.spend(2)?;
        let Value::List(mut list) = self.take(depth)? else { return Err(Fault::no_overload(name)) };
        if let Value::List(more) = more? {
            let list = Arc::make_mut(&mut list);
            more.iter().for_each(|value| list.push(value.clone()));
        }
        Ok(Value::List(list))
    }

    fn take(&mut self, place: usize) -> Outcome<Value> {
        match self.bound.get_mut(place) {
            Some((_, outcome)) => std::mem::replace(outcome, Ok(Value::Null)),
            None => Ok(Value::Null),
        }
    }

    fn set(&mut self, place: usize, gathered: Outcome<Value>) {
        if let Some((_, outcome)) = self.bound.get_mut(place) {
            *outcome = gathered;
        }
    }

    fn call(&mut self, name: &str, candidates: &[&Function], arguments: &[Expr]) -> Outcome<Value> {
        let mut values = Vec::with_capacity(arguments.len());
        let mut fault = None;
        for argument in arguments {
            match self.evaluate(argument) {
                Ok(value) => values.push(value),
                Err(first) if first.ends_all() => return Err(first),
                // Three arguments or more are not evaluated to their end. Of two both may be, and then the call counts too.
                Err(first) if arguments.len() > 2 => return Err(first),
                Err(first) => {
                    values.push(Value::Null);
                    fault.get_or_insert((first, self.cost));
                }
            }
        }
        if let Some((fault, before)) = fault {
            let counted = self.cost.spend_call(name, &values, None);
            self.cost.doubt_since(before);
            return counted.and(Err(fault));
        }
        self.work(weight::of_call(name, &values))?;
        let activation = self.activation;
        let outcome = candidates.iter().find_map(|function| match function.body {
            Body::Pure(body) => body(&values),
            Body::Asking(body) => body(activation, &values),
        });
        let mut outcome = outcome.unwrap_or_else(|| Err(Fault::no_overload(name)));
        if values.iter().any(Value::is_open) && depends_on_more(name, &values, &outcome) {
            outcome = Err(not_known());
        }
        self.cost.spend_call(name, &values, outcome.as_ref().ok())?;
        outcome
    }
}

/// What depends on a part of a value that nobody told.
pub(super) fn not_known() -> Fault {
    Fault::undecided("a part of the object is not known")
}

/// Whether a function tells nothing certain of these: only what a list surely holds, and a key that is asked for.
fn depends_on_more(name: &str, values: &[Value], outcome: &Outcome<Value>) -> bool {
    match (name, values) {
        ("@in" | CONSTANT_IN, [wanted, _]) if wanted.is_open() => true,
        ("@in" | CONSTANT_IN, [_, Value::List(list)]) => list.is_partial() && !matches!(outcome, Ok(Value::Bool(true))),
        ("@in", [_, Value::Map(_)]) => false,
        // What has any field or element is not null.
        ("_==_" | "_!=_", [Value::Null, other] | [other, Value::Null]) => other.size() == 0,
        _ => true,
    }
}

/// What is there of an optional element; an error for what is no optional.
fn given(value: Value) -> Outcome<Option<Value>> {
    match value {
        Value::Optional(inner) => Ok(inner.map(|inner| inner.as_ref().clone())),
        _ => Err(Fault::error("cannot initialize an optional element from a value that is none")),
    }
}

/// Whether there may be more to go through than is known.
fn has_more(range: &Value) -> bool {
    match range {
        Value::List(list) => list.is_partial(),
        Value::Map(map) => map.is_partial(),
        _ => false,
    }
}

/// What a loop goes through: elements or keys; with two variables, places or keys and what stands there.
fn pairs(range: &Value, two: bool) -> Outcome<Vec<(Value, Option<Value>)>> {
    match range {
        Value::List(list) if two && list.is_partial() => Err(not_known()),
        Value::List(list) if two => {
            let pairs = list.iter().enumerate();
            Ok(pairs.map(|(place, value)| (super::number::whole(place), Some(value.clone()))).collect())
        }
        Value::List(list) => Ok(list.iter().map(|value| (value.clone(), None)).collect()),
        Value::Map(map) => Ok(map.iter().map(|(key, value)| (Value::from(key), Some(value.clone()))).collect()),
        _ => Err(Fault::error("no list and no map to go through")),
    }
}

/// A field or element. Of an optional it is an optional again, and so is what `?` asks for.
fn qualify(operand: &Value, key: &Value, optional: bool) -> Outcome<Value> {
    if let Value::Optional(inner) = operand {
        let Some(inner) = inner else { return Ok(Value::Optional(None)) };
        return Ok(Value::Optional(present(inner, key)?.map(Arc::new)));
    }
    if optional {
        return Ok(Value::Optional(present(operand, key)?.map(Arc::new)));
    }
    present(operand, key)?.ok_or_else(|| match (operand, key) {
        (Value::List(_), _) => Fault::error("index out of bounds"),
        (_, Value::Text(name)) => Fault::error(format!("no such key: {name}")),
        _ => Fault::error("no such key"),
    })
}

/// What stands at a key; nothing where nothing does, also in what has no keys at all (`refQualify` upstream).
fn present(operand: &Value, key: &Value) -> Outcome<Option<Value>> {
    match operand {
        Value::Map(map) => Ok(find(map, key)?.cloned()),
        Value::List(list) => {
            let place = match key {
                Value::Int(place) => usize::try_from(*place).ok(),
                Value::Uint(place) => usize::try_from(*place).ok(),
                Value::Double(place) => match super::number::exact_int(*place) {
                    Some(place) => usize::try_from(place).ok(),
                    None => return Err(Fault::error("unsupported index value")),
                },
                _ => return Err(Fault::error("unsupported index type")),
            };
            match place.and_then(|place| list.get(place)) {
                None if list.is_partial() => Err(not_known()),
                found => Ok(found.cloned()),
            }
        }
        _ => Ok(None),
    }
}
