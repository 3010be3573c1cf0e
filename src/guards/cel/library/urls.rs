//! URLs (`pkg/cel/library/urls.go`).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::value::Value;
use super::go_url::{Url, is_request_uri, parse};
use super::{Answer, Function, Library, error, global, member, text, undecided};

pub(super) const FUNCTIONS: &[Function] = &[
    global("url", 1..=1, url),
    global("isURL", 1..=1, is_url),
    member("getScheme", 1..=1, |values| text(&one(values)?.scheme)),
    member("getHost", 1..=1, |values| text(&one(values)?.host)),
    member("getHostname", 1..=1, |values| text(one(values)?.hostname())),
    member("getPort", 1..=1, |values| text(one(values)?.port())),
    member("getEscapedPath", 1..=1, escaped_path),
    member("getQuery", 1..=1, query),
];

fn one(values: &[Value]) -> Option<&Url> {
    let [Value::Library(Library::Url(url))] = values else { return None };
    Some(url)
}

fn url(values: &[Value]) -> Answer {
    let [Value::Text(value)] = values else { return None };
    match parse(value) {
        Ok(Some(url)) => Some(Ok(Value::Library(Library::Url(Arc::new(url))))),
        Ok(None) => error("URL parse error"),
        Err(fault) => Some(Err(fault)),
    }
}

fn is_url(values: &[Value]) -> Answer {
    let [Value::Text(value)] = values else { return None };
    Some(is_request_uri(value).map(Value::Bool))
}

fn escaped_path(values: &[Value]) -> Answer {
    match one(values)?.escaped_path() {
        Some(path) => text(path),
        None => undecided("a path that must be escaped"),
    }
}

/// Each key with the list of its values.
fn query(values: &[Value]) -> Answer {
    let Some(pairs) = one(values)?.query() else { return undecided("a query that is no text") };
    let mut lists: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for (key, value) in pairs {
        lists.entry(key).or_default().push(Value::text(&value));
    }
    Some(Ok(Value::object(lists.iter().map(|(key, values)| (key.as_str(), Value::list(values.clone()))))))
}
