//! The macros that the parser does not know: two variables, optionals, `sortBy`. Each is unfolded as upstream does it, so that it
//! costs the same: cel-go `ext/comprehensions.go`, `ext/lists.go: sortByMacro`, `cel/library.go: optMap`.

use cel::common::ast::{Expr as Parsed, IdedExpr};

use super::expr::{Expr, Fold};
use super::parse::{Compiled, lower, refused};
use super::value::Value;

/// What is gathered; no name of an expression may begin like this.
const GATHERED: &str = "@result";

/// What a call on a target stands for; nothing where it is no macro.
pub(super) fn unfold(target: &IdedExpr, name: &str, arguments: &[IdedExpr], depth: usize) -> Option<Compiled> {
    let unfolded = match (name, arguments) {
        ("optMap" | "optFlatMap", [variable, body]) => optional(target, name, variable, body, depth),
        ("sortBy", [variable, by]) => sort_by(target, variable, by, depth),
        ("all" | "exists" | "existsOne" | "exists_one", [key, value, test]) => {
            Pair::of(target, key, value, depth).and_then(|pair| pair.test(name, lower(test, depth + 1)?))
        }
        ("transformList" | "transformMap" | "transformMapEntry", [key, value, body]) => {
            Pair::of(target, key, value, depth).and_then(|pair| pair.transform(name, None, lower(body, depth + 1)?))
        }
        ("transformList" | "transformMap" | "transformMapEntry", [key, value, filter, body]) => {
            Pair::of(target, key, value, depth).and_then(|pair| {
                let filter = lower(filter, depth + 1)?;
                pair.transform(name, Some(filter), lower(body, depth + 1)?)
            })
        }
        _ => return None,
    };
    Some(unfolded)
}

/// What is gone through, and the names of both variables.
struct Pair {
    range: Expr,
    key: String,
    value: String,
}

impl Pair {
    fn of(target: &IdedExpr, key: &IdedExpr, value: &IdedExpr, depth: usize) -> Compiled<Self> {
        let (key, value) = (name_of(key)?, name_of(value)?);
        if key == value {
            return Err(refused("two variables of one name"));
        }
        Ok(Pair { range: lower(target, depth + 1)?, key, value })
    }

    fn fold(self, start: Expr, condition: Expr, step: Expr, result: Expr) -> Compiled {
        let (variable, second) = (self.key, Some(self.value));
        let gathered = GATHERED.to_owned();
        Ok(Expr::Fold(Box::new(Fold { range: self.range, variable, second, gathered, start, condition, step, result })))
    }

    fn test(self, name: &str, test: Expr) -> Compiled {
        match name {
            "all" => {
                let condition = Expr::NotFalse(Box::new(gathered()));
                self.fold(truth(true), condition, Expr::And(Box::new(gathered()), Box::new(test)), gathered())
            }
            "exists" => {
                let condition = Expr::NotFalse(Box::new(call("!_", vec![gathered()])?));
                self.fold(truth(false), condition, Expr::Or(Box::new(gathered()), Box::new(test)), gathered())
            }
            _ => {
                let more = call("_+_", vec![gathered(), Expr::Literal(Value::Int(1))])?;
                let step = Expr::Conditional(Box::new([test, more, gathered()]));
                let one = call("_==_", vec![gathered(), Expr::Literal(Value::Int(1))])?;
                self.fold(Expr::Literal(Value::Int(0)), truth(true), step, one)
            }
        }
    }

    fn transform(self, name: &str, filter: Option<Expr>, body: Expr) -> Compiled {
        let key = Expr::Name(self.key.clone());
        let (start, step) = match name {
            "transformList" => {
                (Expr::list(Vec::new()), call("_+_", vec![gathered(), Expr::List(vec![(body, false)])])?)
            }
            "transformMap" => (Expr::map(Vec::new()), call("cel.@mapInsert", vec![gathered(), key, body])?),
            _ => (Expr::map(Vec::new()), call("cel.@mapInsert", vec![gathered(), body])?),
        };
        let step = match filter {
            Some(filter) => Expr::Conditional(Box::new([filter, step, gathered()])),
            None => step,
        };
        self.fold(start, truth(true), step, gathered())
    }
}

/// `TARGET.optMap(VARIABLE, BODY)`: nothing of nothing, else the body of what is there.
fn optional(target: &IdedExpr, name: &str, variable: &IdedExpr, body: &IdedExpr, depth: usize) -> Compiled {
    let target = lower(target, depth + 1)?;
    let body = lower(body, depth + 1)?;
    let there = Expr::call("hasValue", true, vec![target.clone()]).ok_or_else(|| refused("hasValue"))?;
    let value = Expr::call("value", true, vec![target]).ok_or_else(|| refused("value"))?;
    let bound = bind(name_of(variable)?, value, body);
    let bound = if name == "optMap" { call("optional.of", vec![bound])? } else { bound };
    Ok(Expr::Conditional(Box::new([there, bound, call("optional.none", Vec::new())?])))
}

fn sort_by(target: &IdedExpr, variable: &IdedExpr, by: &IdedExpr, depth: usize) -> Compiled {
    const SORTED: &str = "@__sortBy_input__";
    let input = || Expr::Name(SORTED.to_owned());
    let element = Expr::List(vec![(lower(by, depth + 1)?, false)]);
    let keys = Expr::Fold(Box::new(Fold {
        range: input(),
        variable: name_of(variable)?,
        second: None,
        gathered: GATHERED.to_owned(),
        start: Expr::list(Vec::new()),
        condition: truth(true),
        step: call("_+_", vec![gathered(), element])?,
        result: gathered(),
    }));
    let sorted = Expr::call("@sortByAssociatedKeys", true, vec![input(), keys]).ok_or_else(|| refused("sortBy"))?;
    Ok(bind(SORTED.to_owned(), lower(target, depth + 1)?, sorted))
}

/// A value under a name: a loop over nothing, as upstream writes it.
fn bind(name: String, value: Expr, body: Expr) -> Expr {
    Expr::Fold(Box::new(Fold {
        range: Expr::list(Vec::new()),
        variable: "#unused".to_owned(),
        second: None,
        gathered: name.clone(),
        start: value,
        condition: truth(false),
        step: Expr::Name(name),
        result: body,
    }))
}

fn name_of(variable: &IdedExpr) -> Compiled<String> {
    match &variable.expr {
        Parsed::Ident(name) => Ok(name.clone()),
        _ => Err(refused("a variable of a macro must be a name")),
    }
}

fn call(name: &str, arguments: Vec<Expr>) -> Compiled {
    Expr::call(name, false, arguments).ok_or_else(|| refused(name))
}

fn gathered() -> Expr {
    Expr::Name(GATHERED.to_owned())
}

fn truth(value: bool) -> Expr {
    Expr::Literal(Value::Bool(value))
}
