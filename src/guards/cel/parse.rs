//! Reads the text of an expression. The only place that knows the `cel` crate, of which just the parser is used.
//!
//! Its evaluation is not: it knows neither costs nor a bound of steps, and errors there are no values.

use cel::common::ast::{EntryExpr, Expr as Parsed, IdedExpr, LiteralValue, operators};
use cel::parser::PrattParser;

use super::cost::CONSTANT_IN;
use super::expr::{Expr, Fold};
use super::fault::Fault;
use super::library::Body;
use super::macros;
use super::value::Value;

/// Longer texts are not read: what recurses over them could run out of stack.
const MAX_TEXT: usize = 16 * 1024;
/// Deeper expressions are not read, for the same reason.
const MAX_DEPTH: usize = 200;

/// Functions whose calls on constants are constants (`IsTypeConversionFunction` upstream).
const CONVERSIONS: &[&str] =
    &["bool", "bytes", "double", "duration", "dyn", "int", "string", "timestamp", "type", "uint"];

/// Why a text is no program.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CompileError {
    /// The server refuses it too: a policy with it is not stored.
    Refused(String),
    /// The server may accept it; it is not understood here.
    Unsupported(String),
}

pub(super) type Compiled<T = Expr> = Result<T, CompileError>;

pub(super) fn refused(text: impl Into<String>) -> CompileError {
    CompileError::Refused(text.into())
}

pub(super) fn unsupported(text: &str) -> CompileError {
    CompileError::Unsupported(text.to_owned())
}

/// Reads an expression.
pub(super) fn parse(text: &str) -> Compiled {
    if text.len() > MAX_TEXT || nesting(text) > MAX_DEPTH {
        return Err(unsupported("the expression is too large"));
    }
    let parser = PrattParser::new().enable_optional_syntax(true).max_recursion_depth(250);
    let parsed = parser.parse(text).map_err(|errors| refused(format!("syntax: {errors}")))?;
    lower(&parsed, 0)
}

/// How deeply brackets nest.
fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Takes a parsed expression over.
pub(super) fn lower(parsed: &IdedExpr, depth: usize) -> Compiled {
    if depth > MAX_DEPTH {
        return Err(unsupported("the expression is too deep"));
    }
    let below = |child: &IdedExpr| lower(child, depth + 1).map(Box::new);
    match &parsed.expr {
        Parsed::Unspecified => Err(refused("an empty expression")),
        Parsed::Literal(literal) => Ok(Expr::Literal(constant(literal))),
        Parsed::Ident(name) => identifier(name),
        Parsed::Struct(_) => Err(refused("no type of this name can be made")),
        Parsed::Select(select) => {
            let field = Value::text(&select.field);
            let root = match &select.operand.expr {
                Parsed::Ident(name) => name.as_str(),
                _ => "",
            };
            match root {
                _ if type_name(root, &select.field).is_some() => {
                    Ok(Expr::Literal(Value::Type(type_name(root, &select.field).unwrap_or_default().into())))
                }
                "authorizer" if select.field == "requestResource" => {
                    Ok(Expr::Name("authorizer.requestResource".to_owned()))
                }
                "variables" if !select.test => Ok(Expr::Variable(select.field.clone())),
                "variables" => Err(unsupported("has() of a variable")),
                _ if select.test => Ok(Expr::Has { operand: below(&select.operand)?, field }),
                _ => Ok(Expr::Select { operand: below(&select.operand)?, field, optional: false }),
            }
        }
        Parsed::List(list) => {
            let elements = list.elements.iter().enumerate();
            let optional = |place: usize| list.optional_indices.contains(&place);
            let elements = elements.map(|(place, one)| Ok((*below(one)?, optional(place))));
            elements.collect::<Compiled<Vec<_>>>().map(Expr::list)
        }
        Parsed::Map(map) => {
            let entries = map.entries.iter().map(|entry| match &entry.expr {
                EntryExpr::MapEntry(entry) => Ok((*below(&entry.key)?, *below(&entry.value)?, entry.optional)),
                EntryExpr::StructField(_) => Err(refused("a field in a map")),
            });
            entries.collect::<Compiled<Vec<_>>>().map(Expr::map)
        }
        Parsed::Comprehension(fold) => Ok(Expr::Fold(Box::new(Fold {
            range: *below(&fold.iter_range)?,
            variable: fold.iter_var.clone(),
            second: fold.iter_var2.clone(),
            gathered: fold.accu_var.clone(),
            start: *below(&fold.accu_init)?,
            condition: *below(&fold.loop_cond)?,
            step: *below(&fold.loop_step)?,
            result: *below(&fold.result)?,
        }))),
        Parsed::Call(call) => match &call.target {
            None => global(&call.func_name, &call.args, depth),
            Some(target) => member(target, &call.func_name, &call.args, depth),
        },
    }
}

fn constant(literal: &LiteralValue) -> Value {
    match literal {
        LiteralValue::Boolean(value) => Value::Bool(*value.inner()),
        LiteralValue::Bytes(value) => Value::Bytes(value.inner().into()),
        LiteralValue::Double(value) => Value::Double(*value.inner()),
        LiteralValue::Int(value) => Value::Int(*value.inner()),
        LiteralValue::Null => Value::Null,
        LiteralValue::String(value) => Value::text(value.inner()),
        LiteralValue::UInt(value) => Value::Uint(*value.inner()),
    }
}

/// Names of types are values; other names are found when the expression is evaluated.
fn identifier(name: &str) -> Compiled {
    const TYPES: &[&str] = &["bool", "int", "uint", "double", "string", "bytes", "list", "map", "null_type", "type"];
    match name {
        "variables" => Err(unsupported("variables as a whole")),
        "google" | "kubernetes" | "net" => Err(unsupported("a type by this name")),
        _ if TYPES.contains(&name) => Ok(Expr::Literal(Value::Type(name.into()))),
        _ => Ok(Expr::Name(name.to_owned())),
    }
}

/// Types with a namespace.
fn type_name(space: &str, name: &str) -> Option<&'static str> {
    const TYPES: &[&str] =
        &["net.IP", "net.CIDR", "kubernetes.URL", "kubernetes.Quantity", "kubernetes.Semver", "kubernetes.NamedFormat"];
    TYPES.iter().find(|known| known.split_once('.') == Some((space, name))).copied()
}

fn global(name: &str, arguments: &[IdedExpr], depth: usize) -> Compiled {
    let below = |child: &IdedExpr| lower(child, depth + 1).map(Box::new);
    match (name, arguments) {
        (operators::LOGICAL_AND, [left, right]) => Ok(Expr::And(below(left)?, below(right)?)),
        (operators::LOGICAL_OR, [left, right]) => Ok(Expr::Or(below(left)?, below(right)?)),
        (operators::CONDITIONAL, [condition, yes, no]) => {
            Ok(Expr::Conditional(Box::new([*below(condition)?, *below(yes)?, *below(no)?])))
        }
        (operators::NOT_STRICTLY_FALSE, [operand]) => Ok(Expr::NotFalse(below(operand)?)),
        (operators::INDEX | operators::OPT_INDEX, [operand, key]) => {
            Ok(Expr::Index { operand: below(operand)?, key: below(key)?, optional: name == operators::OPT_INDEX })
        }
        (operators::OPT_SELECT, [operand, field]) => match lower(field, depth + 1)? {
            Expr::Literal(field) => Ok(Expr::Select { operand: below(operand)?, field, optional: true }),
            _ => Err(refused("a field that is no name")),
        },
        _ => named(name, false, arguments, depth),
    }
}

fn member(target: &IdedExpr, name: &str, arguments: &[IdedExpr], depth: usize) -> Compiled {
    if let Some(unfolded) = macros::unfold(target, name, arguments, depth) {
        return unfolded;
    }
    let below = |child: &IdedExpr| lower(child, depth + 1).map(Box::new);
    if let ("or" | "orValue", [other]) = (name, arguments) {
        return Ok(Expr::Fallback { optional: below(target)?, other: below(other)?, unwrap: name == "orValue" });
    }
    // `sets.contains(…)` is a function with a dot in its name, not a call on a variable.
    if let Parsed::Ident(space) = &target.expr {
        let qualified = format!("{space}.{name}");
        if super::library::functions(&qualified).next().is_some() {
            return named(&qualified, false, arguments, depth);
        }
    }
    let mut all = vec![target.clone()];
    all.extend_from_slice(arguments);
    named(name, true, &all, depth)
}

fn named(name: &str, member: bool, arguments: &[IdedExpr], depth: usize) -> Compiled {
    let lowered = arguments.iter().map(|argument| lower(argument, depth + 1)).collect::<Compiled<Vec<Expr>>>()?;
    let written_list = matches!(arguments, [_, IdedExpr { expr: Parsed::List(_), .. }]);
    match (name, lowered.as_slice()) {
        (operators::IN, [_, Expr::Literal(Value::List(list))]) if written_list => {
            // Upstream does not even look at what cannot be in an empty list.
            if list.is_empty() {
                return Ok(Expr::Literal(Value::Bool(false)));
            }
            let name = if list.iter().all(is_primitive) { CONSTANT_IN } else { name };
            return Expr::call(operators::IN, false, lowered).map(|call| call.named(name)).ok_or_else(|| refused(name));
        }
        (_, [Expr::Literal(value)]) if !member && CONVERSIONS.contains(&name) => return converted(name, value),
        _ => {}
    }
    Expr::call(name, member, lowered).ok_or_else(|| refused(format!("undeclared reference to {name:?}")))
}

/// Whether upstream can look a value up in a set.
fn is_primitive(value: &Value) -> bool {
    matches!(value, Value::Bool(_) | Value::Int(_) | Value::Uint(_) | Value::Double(_) | Value::Text(_))
}

/// Conversions of constants are made once, when the expression is read; one that fails keeps it from being stored.
fn converted(name: &str, value: &Value) -> Compiled {
    let values = [value.clone()];
    let answer = super::library::functions(name).find_map(|function| match function.body {
        Body::Pure(body) => body(&values),
        Body::Asking(_) => None,
    });
    match answer {
        Some(Ok(value)) => Ok(Expr::Literal(value)),
        Some(Err(Fault::Undecided(text))) => Err(CompileError::Unsupported(text)),
        Some(Err(_)) | None => Err(refused(format!("{name} of a constant fails"))),
    }
}
