//! The functions: CEL's own, those of cel-go's extensions, and Kubernetes' libraries. A file for each; [`ALL`] is the list.

mod authorizer;
mod cidr;
mod convert;
mod format;
mod go_url;
mod ip;
mod lists;
mod operators;
mod optional;
mod pattern;
mod quantity;
mod regexes;
mod semver;
mod sets;
mod strings;
mod time;
mod urls;

use std::net::IpAddr;
use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::model::{Name, Subject};

use super::activation::Activation;
use super::fault::{Fault, Outcome};
use super::value::Value;

pub(super) use authorizer::ResourceCheck;

/// What a function says: nothing where it has no meaning for these arguments.
type Answer = Option<Outcome<Value>>;

/// A function by one name, with all its overloads for a number of arguments.
#[derive(Debug)]
pub(super) struct Function {
    /// The name, as `contains` or `sets.contains`.
    pub(super) name: &'static str,
    /// Whether it is called on a receiver.
    pub(super) member: bool,
    /// How many arguments there may be, a receiver included.
    pub(super) arguments: RangeInclusive<usize>,
    /// What it does.
    pub(super) body: Body,
}

/// What a function needs beside its arguments.
#[derive(Debug)]
pub(super) enum Body {
    /// Nothing.
    Pure(fn(&[Value]) -> Answer),
    /// Who asks, and what the cluster allows.
    Asking(fn(&Activation<'_>, &[Value]) -> Answer),
}

const ALL: &[&[Function]] = &[
    operators::FUNCTIONS,
    convert::FUNCTIONS,
    optional::FUNCTIONS,
    strings::FUNCTIONS,
    lists::FUNCTIONS,
    sets::FUNCTIONS,
    regexes::FUNCTIONS,
    time::FUNCTIONS,
    urls::FUNCTIONS,
    ip::FUNCTIONS,
    cidr::FUNCTIONS,
    quantity::FUNCTIONS,
    semver::FUNCTIONS,
    format::FUNCTIONS,
    authorizer::FUNCTIONS,
];

/// All functions of a name.
pub(super) fn functions(name: &str) -> impl Iterator<Item = &'static Function> {
    ALL.iter().flat_map(|list| list.iter()).filter(move |function| function.name == name)
}

const fn global(name: &'static str, arguments: RangeInclusive<usize>, body: fn(&[Value]) -> Answer) -> Function {
    Function { name, member: false, arguments, body: Body::Pure(body) }
}

/// The receiver counts as an argument.
const fn member(name: &'static str, arguments: RangeInclusive<usize>, body: fn(&[Value]) -> Answer) -> Function {
    Function { name, member: true, arguments, body: Body::Pure(body) }
}

fn truth(value: bool) -> Answer {
    Some(Ok(Value::Bool(value)))
}

fn int(value: i64) -> Answer {
    Some(Ok(Value::Int(value)))
}

fn text(value: &str) -> Answer {
    Some(Ok(Value::text(value)))
}

fn error(text: impl Into<String>) -> Answer {
    Some(Err(Fault::error(text)))
}

fn undecided(text: &str) -> Answer {
    Some(Err(Fault::undecided(text)))
}

/// A value of Kubernetes' own types.
#[derive(Clone, Debug)]
pub enum Library {
    /// `authorizer`: somebody who may be asked about.
    Authorizer(Arc<[Subject]>),
    /// `authorizer.path(…)`.
    PathCheck(Arc<[Subject]>, Name),
    /// `authorizer.group(…)`.
    GroupCheck(Arc<[Subject]>, Name),
    /// `authorizer.group(…).resource(…)`.
    ResourceCheck(Arc<ResourceCheck>),
    /// What the authorizer says.
    Decision(bool),
    /// A URL.
    Url(Arc<go_url::Url>),
    /// An IP address.
    Ip(IpAddr),
    /// An IP address with the length of a prefix.
    Cidr(IpAddr, u8),
    /// A quantity.
    Quantity(quantity::Quantity),
    /// A semantic version.
    Semver(Arc<semver::Version>),
    /// A named format.
    Format(&'static format::Format),
}

impl Library {
    pub(super) fn type_name(&self) -> &'static str {
        match self {
            Library::Authorizer(_) => "kubernetes.authorization.Authorizer",
            Library::PathCheck(..) => "kubernetes.authorization.PathCheck",
            Library::GroupCheck(..) => "kubernetes.authorization.GroupCheck",
            Library::ResourceCheck(_) => "kubernetes.authorization.ResourceCheck",
            Library::Decision(_) => "kubernetes.authorization.Decision",
            Library::Url(_) => "kubernetes.URL",
            Library::Ip(_) => "net.IP",
            Library::Cidr(..) => "net.CIDR",
            Library::Quantity(_) => "kubernetes.Quantity",
            Library::Semver(_) => "kubernetes.Semver",
            Library::Format(_) => "kubernetes.NamedFormat",
        }
    }

    /// The bytes of an address or prefix; else 1.
    pub(super) fn size(&self) -> u64 {
        match self {
            Library::Ip(IpAddr::V4(_)) => 4,
            Library::Ip(IpAddr::V6(_)) => 16,
            Library::Cidr(_, bits) => u64::from(bits.div_ceil(8)),
            _ => 1,
        }
    }

    pub(super) fn equal(&self, other: &Library) -> Outcome<bool> {
        match (self, other) {
            (Library::Url(a), Library::Url(b)) => Ok(a == b),
            (Library::Ip(a), Library::Ip(b)) => Ok(a == b),
            (Library::Cidr(a, x), Library::Cidr(b, y)) => Ok(a == b && x == y),
            (Library::Quantity(a), Library::Quantity(b)) => Ok(a == b),
            (Library::Semver(a), Library::Semver(b)) => Ok(a.cmp(b).is_eq()),
            (Library::Format(a), Library::Format(b)) => Ok(a.name == b.name),
            (Library::Authorizer(_) | Library::Decision(_) | Library::ResourceCheck(_), _) => {
                Err(Fault::undecided("decisions of the authorizer are compared"))
            }
            _ => Err(Fault::error("no such overload")),
        }
    }
}
