//! What an expression can read, told from its text: who asks for the same verdict again need not evaluate it again.

use super::Program;
use super::expr::Expr;
use super::value::Value;

/// The field of `request` that says who asks.
const USER: &str = "userInfo";

impl Program {
    /// Whether it may read who makes the request: `request.userInfo`, the whole of `request`, or `authorizer`.
    #[must_use]
    pub fn reads_user(&self) -> bool {
        any(&self.expression, &|expr| is_request(expr) || is_authorizer(expr))
    }

    /// Whether it asks the authorizer.
    #[must_use]
    pub fn asks_authorizer(&self) -> bool {
        any(&self.expression, &is_authorizer)
    }
}

fn is_authorizer(expr: &Expr) -> bool {
    matches!(expr, Expr::Name(name) if name.starts_with("authorizer"))
}

fn is_request(expr: &Expr) -> bool {
    matches!(expr, Expr::Name(name) if name == "request")
}

/// Whether this holds for any part of an expression. `request.operation` is one part: it is not looked at that `request` is
/// in it.
fn any(expr: &Expr, holds: &dyn Fn(&Expr) -> bool) -> bool {
    if holds(expr) {
        return true;
    }
    match expr {
        Expr::Select { operand, field, .. } | Expr::Has { operand, field } if is_other_field(operand, field) => false,
        _ => expr.children().into_iter().any(|child| any(child, holds)),
    }
}

/// `request.operation`, and whatever else of the request is not its user.
fn is_other_field(operand: &Expr, field: &Value) -> bool {
    is_request(operand) && matches!(field, Value::Text(field) if field.as_ref() != USER)
}

#[cfg(test)]
mod tests {
    use super::super::Program;

    #[test]
    fn what_may_depend_on_the_user() {
        for (text, expected) in [
            ("object.metadata.name == 'a'", false),
            ("request.operation == 'CREATE' && has(request.namespace)", false),
            ("request.?subResource.orValue('') == ''", false),
            ("request.kind.kind in ['userInfo', 'authorizer']", false),
            ("object.userInfo == 'a'", false),
            ("request.userInfo.username == 'a'", true),
            ("has(request.userInfo.uid)", true),
            ("request.?userInfo.?uid.hasValue()", true),
            ("request['operation'] == 'CREATE'", true),
            ("[request].all(r, r.userInfo.username == 'a')", true),
            ("object.items.exists(i, i == request.userInfo.username)", true),
            ("authorizer.path('/').check('get').allowed()", true),
            ("object.items.all(i, authorizer.requestResource.check(i).allowed())", true),
        ] {
            assert_eq!(Program::compile(text).unwrap().reads_user(), expected, "{text}");
        }
    }
}
