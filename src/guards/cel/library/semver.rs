//! Semantic versions (`pkg/cel/library/semverlib.go`, which reads them with `blang/semver`).

use std::cmp::Ordering;
use std::sync::Arc;

use super::super::value::Value;
use super::{Answer, Function, Library, error, global, int, member, truth};

pub(super) const FUNCTIONS: &[Function] = &[
    global("semver", 1..=2, semver),
    global("isSemver", 1..=2, is_semver),
    member("major", 1..=1, |values| number(values, |version| version.major)),
    member("minor", 1..=1, |values| number(values, |version| version.minor)),
    member("patch", 1..=1, |values| number(values, |version| version.patch)),
    member("isGreaterThan", 2..=2, |values| truth(compare(values)?.is_gt())),
    member("isLessThan", 2..=2, |values| truth(compare(values)?.is_lt())),
    member("compareTo", 2..=2, |values| match compare(values)? {
        Ordering::Less => int(-1),
        Ordering::Equal => int(0),
        Ordering::Greater => int(1),
    }),
];

/// A version; what is behind `+` is checked and forgotten, since it has no part in the order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version {
    major: u64,
    minor: u64,
    patch: u64,
    before: Vec<Identifier>,
}

/// A part of what is behind `-`. Numbers come before words.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Identifier {
    Number(u64),
    Word(String),
}

impl Version {
    fn parse(text: &str) -> Option<Self> {
        let (text, build) = text.split_once('+').map_or((text, None), |(text, build)| (text, Some(build)));
        let (numbers, before) = text.split_once('-').map_or((text, None), |(text, before)| (text, Some(before)));
        let [major, minor, patch] = numbers.split('.').map(plain).collect::<Vec<_>>().try_into().ok()?;
        let known = build.is_none_or(|build| build.split('.').all(is_identifier));
        let before = before.map_or(Some(Vec::new()), |before| before.split('.').map(Identifier::parse).collect())?;
        known.then_some(Version { major: major?, minor: minor?, patch: patch?, before })
    }

    /// As upstream's `normalizeAndParse`: a `v` in front, leading zeros and missing parts are forgiven.
    fn normalized(text: &str) -> Option<Self> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let mut parts: Vec<String> = text.splitn(3, '.').map(without_zeros).collect();
        if parts.len() < 3 && parts.last().is_some_and(|last| last.contains(['+', '-'])) {
            return None;
        }
        parts.resize(3, "0".to_owned());
        Version::parse(&parts.join("."))
    }

    /// By the numbers; a version that comes before the release is less than it.
    pub(super) fn cmp(&self, other: &Version) -> Ordering {
        let numbers = |version: &Version| (version.major, version.minor, version.patch);
        numbers(self).cmp(&numbers(other)).then_with(|| match (self.before.is_empty(), other.before.is_empty()) {
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            _ => self.before.cmp(&other.before),
        })
    }
}

impl Identifier {
    fn parse(text: &str) -> Option<Self> {
        if !is_identifier(text) {
            return None;
        }
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            return plain(text).map(Identifier::Number);
        }
        Some(Identifier::Word(text.to_owned()))
    }
}

fn is_identifier(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// A number without sign and leading zeros.
fn plain(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits && (text == "0" || !text.starts_with('0')))
}

fn without_zeros(part: &str) -> String {
    if part.len() <= 1 {
        return part.to_owned();
    }
    let rest = part.trim_start_matches('0');
    if rest.starts_with(|first: char| first.is_ascii_digit()) { rest.to_owned() } else { format!("0{rest}") }
}

fn parse(values: &[Value]) -> Option<Option<Version>> {
    match values {
        [Value::Text(text)] | [Value::Text(text), Value::Bool(false)] => Some(Version::parse(text)),
        [Value::Text(text), Value::Bool(true)] => Some(Version::normalized(text)),
        _ => None,
    }
}

fn semver(values: &[Value]) -> Answer {
    match parse(values)? {
        Some(version) => Some(Ok(Value::Library(Library::Semver(Arc::new(version))))),
        None => error("no semantic version"),
    }
}

fn is_semver(values: &[Value]) -> Answer {
    truth(parse(values)?.is_some())
}

fn number(values: &[Value], part: fn(&Version) -> u64) -> Answer {
    let [Value::Library(Library::Semver(version))] = values else { return None };
    int(i64::try_from(part(version)).unwrap_or(i64::MAX))
}

fn compare(values: &[Value]) -> Option<Ordering> {
    let [Value::Library(Library::Semver(a)), Value::Library(Library::Semver(b))] = values else { return None };
    Some(a.cmp(b))
}
