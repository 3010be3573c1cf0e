//! Regular expressions: `matches` of CEL, `find` and `findAll` of Kubernetes (`pkg/cel/library/regex.go`).

use super::super::value::Value;
use super::pattern::compile;
use super::{Answer, Function, global, member};

pub(super) const FUNCTIONS: &[Function] = &[
    global("matches", 2..=2, matches),
    member("matches", 2..=2, matches),
    member("find", 2..=2, find),
    member("findAll", 2..=3, find_all),
];

fn matches(values: &[Value]) -> Answer {
    let [Value::Text(value), Value::Text(pattern)] = values else { return None };
    Some(compile(pattern).map(|pattern| Value::Bool(pattern.is_match(value))))
}

/// The first match, or the empty string.
fn find(values: &[Value]) -> Answer {
    let [Value::Text(value), Value::Text(pattern)] = values else { return None };
    Some(compile(pattern).map(|pattern| Value::text(pattern.find(value).map_or("", |found| found.as_str()))))
}

fn find_all(values: &[Value]) -> Answer {
    let (value, pattern, most) = match values {
        [Value::Text(value), Value::Text(pattern)] => (value, pattern, -1),
        [Value::Text(value), Value::Text(pattern), Value::Int(most)] => (value, pattern, *most),
        _ => return None,
    };
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let found = compile(pattern).map(|pattern| {
        let all = pattern.find_iter(value).take(most);
        Value::list(all.map(|found| Value::text(found.as_str())).collect())
    });
    Some(found)
}
