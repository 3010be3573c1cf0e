//! Named formats (`pkg/cel/library/format.go`). The texts of what is wrong are not upstream's.

use super::super::fault::{Fault, Outcome};
use super::super::value::Value;
use super::{Answer, Body, Function, Library, go_url, member, time};

/// A format by its name.
#[derive(Debug)]
pub struct Format {
    /// Its name, as `format.named` takes it.
    pub(super) name: &'static str,
    /// What upstream takes for the length of its pattern when it counts costs.
    pub(in super::super) regex_size: u64,
    valid: fn(&str) -> Outcome<bool>,
}

const ALL: &[Format] = &[
    Format { name: "dns1123Label", regex_size: 30, valid: |text| Ok(label(text)) },
    Format { name: "dns1123Subdomain", regex_size: 60, valid: |text| Ok(subdomain(text)) },
    Format { name: "dns1035Label", regex_size: 30, valid: |text| Ok(label_from_letter(text)) },
    Format { name: "qualifiedName", regex_size: 60, valid: |text| Ok(qualified_name(text)) },
    Format { name: "dns1123LabelPrefix", regex_size: 30, valid: |text| Ok(label(&without_dash(text))) },
    Format { name: "dns1123SubdomainPrefix", regex_size: 60, valid: |text| Ok(subdomain(&without_dash(text))) },
    Format { name: "dns1035LabelPrefix", regex_size: 30, valid: |text| Ok(label_from_letter(&without_dash(text))) },
    Format { name: "labelValue", regex_size: 40, valid: |text| Ok(text.is_empty() || name(text)) },
    Format { name: "uri", regex_size: 1108, valid: |text| go_url::is_request_uri(text) },
    Format { name: "uuid", regex_size: 75, valid: |text| Ok(uuid(text)) },
    Format { name: "byte", regex_size: 84, valid: |_| Err(Fault::undecided("the format byte")) },
    Format { name: "date", regex_size: 75, valid: |text| Ok(time::read_date(text).is_some()) },
    Format { name: "datetime", regex_size: 75, valid: |_| Err(Fault::undecided("the format datetime")) },
];

pub(super) const FUNCTIONS: &[Function] = &[
    member("validate", 2..=2, validate),
    named("format.named", 1, by_name),
    named("format.dns1123Label", 0, |_| constant("dns1123Label")),
    named("format.dns1123Subdomain", 0, |_| constant("dns1123Subdomain")),
    named("format.dns1035Label", 0, |_| constant("dns1035Label")),
    named("format.qualifiedName", 0, |_| constant("qualifiedName")),
    named("format.dns1123LabelPrefix", 0, |_| constant("dns1123LabelPrefix")),
    named("format.dns1123SubdomainPrefix", 0, |_| constant("dns1123SubdomainPrefix")),
    named("format.dns1035LabelPrefix", 0, |_| constant("dns1035LabelPrefix")),
    named("format.labelValue", 0, |_| constant("labelValue")),
    named("format.uri", 0, |_| constant("uri")),
    named("format.uuid", 0, |_| constant("uuid")),
    named("format.byte", 0, |_| constant("byte")),
    named("format.date", 0, |_| constant("date")),
    named("format.datetime", 0, |_| constant("datetime")),
];

const fn named(name: &'static str, arguments: usize, body: fn(&[Value]) -> Answer) -> Function {
    Function { name, member: false, arguments: arguments..=arguments, body: Body::Pure(body) }
}

fn find(name: &str) -> Option<Value> {
    let format = ALL.iter().find(|format| format.name == name)?;
    Some(Value::Library(Library::Format(format)))
}

fn constant(name: &str) -> Answer {
    find(name).map(Ok)
}

fn by_name(values: &[Value]) -> Answer {
    let [Value::Text(name)] = values else { return None };
    Some(Ok(find(name).map_or(Value::Optional(None), Value::some)))
}

/// Nothing for what is valid, else what is wrong.
fn validate(values: &[Value]) -> Answer {
    let [Value::Library(Library::Format(format)), Value::Text(text)] = values else { return None };
    let wrong = || Value::some(Value::list(vec![Value::text("does not match the format")]));
    Some((format.valid)(text).map(|valid| if valid { Value::Optional(None) } else { wrong() }))
}

fn label_characters(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty() && text.bytes().all(inner) && !text.starts_with('-') && !text.ends_with('-')
}

pub(super) fn label(text: &str) -> bool {
    text.len() <= 63 && label_characters(text)
}

fn label_from_letter(text: &str) -> bool {
    label(text) && text.starts_with(|first: char| first.is_ascii_lowercase())
}

pub(super) fn subdomain(text: &str) -> bool {
    text.len() <= 253 && text.split('.').all(label_characters)
}

/// The name of a label without its prefix, and the value of a label that is not empty.
fn name(text: &str) -> bool {
    let outer = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    let inner = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    text.len() <= 63 && outer(bytes.first()) && outer(bytes.last()) && bytes.iter().all(inner)
}

fn qualified_name(text: &str) -> bool {
    match text.split_once('/') {
        Some((prefix, rest)) => subdomain(prefix) && name(rest),
        None => name(text),
    }
}

/// A prefix may end in a dash; upstream lets it count for a letter, along with the character before it.
fn without_dash(text: &str) -> String {
    match text.strip_suffix('-') {
        Some(rest) if !rest.is_empty() => {
            let mut kept = rest.to_owned();
            kept.pop();
            kept + "a"
        }
        _ => text.to_owned(),
    }
}

/// Digits in groups, with dashes or without.
fn uuid(text: &str) -> bool {
    let mut rest = text;
    for (place, length) in [8, 4, 4, 4, 12].into_iter().enumerate() {
        rest = if place > 0 { rest.strip_prefix('-').unwrap_or(rest) } else { rest };
        let Some((group, behind)) = rest.split_at_checked(length) else { return false };
        if !group.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return false;
        }
        rest = behind;
    }
    rest.is_empty()
}
