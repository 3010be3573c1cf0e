//! Lists: Kubernetes' library (`pkg/cel/library/lists.go`) and cel-go's extension in version 3 (`ext/lists.go`).

use std::cmp::Ordering;

use super::super::equality::{compare, equal};
use super::super::fault::{Fault, Outcome};
use super::super::number::whole;
use super::super::value::Value;
use super::operators::add;
use super::{Answer, Function, error, global, int, member, truth, undecided};

/// No expression may spend more than this on the elements of a range.
const MAX_RANGE: i64 = super::super::cost::PER_EXPRESSION.cast_signed();

pub(super) const FUNCTIONS: &[Function] = &[
    member("isSorted", 1..=1, is_sorted),
    member("sum", 1..=1, sum),
    member("min", 1..=1, |values| extreme(values, Ordering::Greater)),
    member("max", 1..=1, |values| extreme(values, Ordering::Less)),
    member("indexOf", 2..=2, |values| index_of(values, false)),
    member("lastIndexOf", 2..=2, |values| index_of(values, true)),
    member("slice", 3..=3, slice),
    member("flatten", 1..=2, flatten),
    member("distinct", 1..=1, distinct),
    member("reverse", 1..=1, reverse),
    member("sort", 1..=1, sort),
    member("@sortByAssociatedKeys", 2..=2, sort_by),
    global("lists.range", 1..=1, range),
];

fn is_sorted(values: &[Value]) -> Answer {
    let [Value::List(list)] = values else { return None };
    for pair in list.windows(2) {
        let [first, second] = pair else { continue };
        match compare(first, second) {
            Ok(Ordering::Greater) => return truth(false),
            Ok(_) => {}
            // Upstream takes an error of a comparison for "not greater".
            Err(_) if comparable(first) && comparable(second) => {}
            Err(fault) => return Some(Err(fault)),
        }
    }
    truth(true)
}

fn comparable(value: &Value) -> bool {
    compare(value, value).is_ok() || matches!(value, Value::Double(_))
}

fn sum(values: &[Value]) -> Answer {
    let [Value::List(list)] = values else { return None };
    let Some((first, rest)) = list.split_first() else {
        // Which zero it is depends on the declared type of the list.
        return undecided("the sum of an empty list");
    };
    let mut total = first.clone();
    if !matches!(total, Value::Int(_) | Value::Uint(_) | Value::Double(_) | Value::Duration(_)) {
        return error("no such overload");
    }
    for value in rest {
        let added = add(&[total, value.clone()]);
        total = match added {
            Some(Ok(total)) => total,
            other => return other.or_else(|| error("no such overload")),
        };
    }
    Some(Ok(total))
}

/// The first of those that no other beats.
fn extreme(values: &[Value], beaten: Ordering) -> Answer {
    let [Value::List(list)] = values else { return None };
    let Some((mut best, rest)) = list.split_first() else { return error("called on an empty list") };
    if !comparable(best) {
        return error("no such overload");
    }
    for value in rest {
        match compare(best, value) {
            Ok(ordering) if ordering == beaten => best = value,
            Ok(_) => {}
            Err(_) if comparable(value) => {}
            Err(fault) => return Some(Err(fault)),
        }
    }
    Some(Ok(best.clone()))
}

fn index_of(values: &[Value], last: bool) -> Answer {
    let [Value::List(list), wanted] = values else { return None };
    let mut found = None;
    for (place, element) in list.iter().enumerate() {
        if equal(element, wanted) == Ok(true) {
            found = Some(place);
            if !last {
                break;
            }
        }
    }
    found.map_or_else(|| int(-1), |place| Some(Ok(whole(place))))
}

fn slice(values: &[Value]) -> Answer {
    let [Value::List(list), Value::Int(start), Value::Int(end)] = values else { return None };
    let places = usize::try_from(*start).ok().zip(usize::try_from(*end).ok());
    match places.and_then(|(start, end)| list.get(start..end)) {
        Some(part) => Some(Ok(Value::list(part.to_vec()))),
        None => error("cannot slice"),
    }
}

fn flatten(values: &[Value]) -> Answer {
    let (list, depth) = match values {
        [Value::List(list)] => (list, 1),
        [Value::List(list), Value::Int(depth)] => (list, *depth),
        _ => return None,
    };
    if depth < 0 {
        return error("level must be non-negative");
    }
    let mut flat = Vec::new();
    flatten_into(&mut flat, list, depth);
    Some(Ok(Value::list(flat)))
}

/// Values nest no deeper than JSON does.
fn flatten_into(flat: &mut Vec<Value>, list: &[Value], depth: i64) {
    for value in list {
        match value {
            Value::List(inner) if depth > 0 => flatten_into(flat, inner, depth - 1),
            other => flat.push(other.clone()),
        }
    }
}

fn distinct(values: &[Value]) -> Answer {
    let [Value::List(list)] = values else { return None };
    if list.len() > 2000 {
        return undecided("a long list with distinct()");
    }
    let mut kept: Vec<Value> = Vec::new();
    for value in list.iter() {
        if !kept.iter().any(|other| equal(value, other) == Ok(true)) {
            kept.push(value.clone());
        }
    }
    Some(Ok(Value::list(kept)))
}

fn reverse(values: &[Value]) -> Answer {
    let [Value::List(list)] = values else { return None };
    Some(Ok(Value::list(list.iter().rev().cloned().collect())))
}

fn range(values: &[Value]) -> Answer {
    let [Value::Int(end)] = values else { return None };
    if *end > MAX_RANGE {
        return Some(Err(Fault::Stopped("a range beyond the cost limit".to_owned())));
    }
    Some(Ok(Value::list((0..*end).map(Value::Int).collect())))
}

fn sort(values: &[Value]) -> Answer {
    let [Value::List(list)] = values else { return None };
    Some(sorted(list, list))
}

fn sort_by(values: &[Value]) -> Answer {
    let [Value::List(list), Value::List(keys)] = values else { return None };
    Some(sorted(list, keys))
}

/// The elements in the order of their keys, which are of one type. Upstream keeps no order among equal keys.
fn sorted(list: &[Value], keys: &[Value]) -> Outcome<Value> {
    let mut pairs: Vec<(&Value, &Value)> = keys.iter().zip(list).collect();
    if let Some((first, _)) = pairs.first()
        && !comparable(first)
    {
        return Err(Fault::error("list elements must be comparable"));
    }
    for (a, b) in pairs.iter().zip(pairs.iter().skip(1)) {
        if a.0.type_name() != b.0.type_name() {
            return Err(Fault::error("list elements must have the same type"));
        }
    }
    pairs.sort_by(|a, b| compare(a.0, b.0).unwrap_or(Ordering::Equal));
    let ambiguous = pairs
        .iter()
        .zip(pairs.iter().skip(1))
        .any(|(a, b)| !compare(a.0, b.0).is_ok_and(Ordering::is_ne) && equal(a.1, b.1) != Ok(true));
    if ambiguous {
        return Err(Fault::undecided("the order of elements with equal keys"));
    }
    Ok(Value::list(pairs.into_iter().map(|(_, value)| value.clone()).collect()))
}
