//! Lists as sets (cel-go `ext/sets.go`).

use super::super::fault::Outcome;
use super::super::value::Value;
use super::operators::contains;
use super::{Answer, Function, global};

pub(super) const FUNCTIONS: &[Function] = &[
    global("sets.contains", 2..=2, |values| sets(values, |list, sub| all_in(sub, list))),
    global("sets.equivalent", 2..=2, |values| sets(values, |a, b| Ok(all_in(a, b)? && all_in(b, a)?))),
    global("sets.intersects", 2..=2, |values| sets(values, intersects)),
];

fn sets(values: &[Value], holds: fn(&[Value], &[Value]) -> Outcome<bool>) -> Answer {
    let [Value::List(left), Value::List(right)] = values else { return None };
    Some(holds(left, right).map(Value::Bool))
}

fn all_in(elements: &[Value], list: &[Value]) -> Outcome<bool> {
    for element in elements {
        if !contains(list, element)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn intersects(left: &[Value], right: &[Value]) -> Outcome<bool> {
    for element in left {
        if contains(right, element)? {
            return Ok(true);
        }
    }
    Ok(false)
}
