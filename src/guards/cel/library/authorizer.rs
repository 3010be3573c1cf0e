//! `authorizer`: what somebody may do, asked of kubescan's own authorizer (`pkg/cel/library/authz.go`).
//!
//! RBAC and the Node authorizer look at no selectors but of nodes, so selectors are undecided. Their reasons are not told.

use std::sync::Arc;

use super::super::activation::{Activation, RequestResource};
use super::super::fault::{Fault, Outcome};
use super::super::value::Value;
use super::{Answer, Body, Function, Library, error, format, member, text, truth, undecided};
use crate::authz::{Object, Request, identity_of};
use crate::model::{Name, Subject};

pub(super) const FUNCTIONS: &[Function] = &[
    member("path", 2..=2, path),
    member("group", 2..=2, group),
    member("serviceAccount", 3..=3, service_account),
    member("resource", 2..=2, resource),
    member("subresource", 2..=2, |values| narrowed(values, |check, value| check.asked.subresource = value)),
    member("namespace", 2..=2, |values| narrowed(values, |check, value| check.asked.namespace = value)),
    member("name", 2..=2, |values| narrowed(values, |check, value| check.asked.name = value)),
    member("fieldSelector", 2..=2, |values| narrowed(values, |check, _| check.selected = true)),
    member("labelSelector", 2..=2, |values| narrowed(values, |check, _| check.selected = true)),
    Function { name: "check", member: true, arguments: 2..=2, body: Body::Asking(check) },
    member("allowed", 1..=1, |values| truth(decision(values)?)),
    member("errored", 1..=1, |values| decision(values).and_then(|_| truth(false))),
    member("error", 1..=1, |values| decision(values).and_then(|_| text(""))),
    member("reason", 1..=1, |values| decision(values).and_then(|_| undecided("the reason of the authorizer"))),
];

/// A question about a resource.
#[derive(Clone, Debug)]
pub struct ResourceCheck {
    who: Arc<[Subject]>,
    asked: RequestResource,
    /// Whether a selector narrows it.
    selected: bool,
}

impl ResourceCheck {
    /// A question about the resource of a request.
    pub(in super::super) fn of(who: Arc<[Subject]>, asked: &RequestResource) -> Self {
        ResourceCheck { who, asked: asked.clone(), selected: false }
    }
}

fn path(values: &[Value]) -> Answer {
    let [Value::Library(Library::Authorizer(who)), Value::Text(path)] = values else { return None };
    if path.trim().is_empty() {
        return error("path must not be empty");
    }
    Some(Ok(Value::Library(Library::PathCheck(who.clone(), Name::from(path.as_ref())))))
}

fn group(values: &[Value]) -> Answer {
    let [Value::Library(Library::Authorizer(who)), Value::Text(group)] = values else { return None };
    Some(Ok(Value::Library(Library::GroupCheck(who.clone(), Name::from(group.as_ref())))))
}

/// Another identity, with the groups of a service account.
fn service_account(values: &[Value]) -> Answer {
    let [Value::Library(Library::Authorizer(_)), Value::Text(namespace), Value::Text(name)] = values else {
        return None;
    };
    if !format::subdomain(name) || !format::label(namespace) {
        return error("invalid service account");
    }
    let account = Subject::ServiceAccount { namespace: namespace.as_ref().into(), name: name.as_ref().into() };
    Some(Ok(Value::Library(Library::Authorizer(identity_of(&account).into()))))
}

fn resource(values: &[Value]) -> Answer {
    let [Value::Library(Library::GroupCheck(who, group)), Value::Text(resource)] = values else { return None };
    if resource.trim().is_empty() {
        return error("resource must not be empty");
    }
    let asked =
        RequestResource { group: group.clone(), resource: resource.as_ref().into(), ..RequestResource::default() };
    Some(Ok(Value::Library(Library::ResourceCheck(Arc::new(ResourceCheck::of(who.clone(), &asked))))))
}

fn narrowed(values: &[Value], narrow: fn(&mut ResourceCheck, Name)) -> Answer {
    let [Value::Library(Library::ResourceCheck(check)), Value::Text(value)] = values else { return None };
    let mut check = check.as_ref().clone();
    narrow(&mut check, Name::from(value.as_ref()));
    Some(Ok(Value::Library(Library::ResourceCheck(Arc::new(check)))))
}

fn check(activation: &Activation<'_>, values: &[Value]) -> Answer {
    let allowed = match values {
        [Value::Library(Library::ResourceCheck(check)), Value::Text(verb)] => check_resource(activation, check, verb),
        [Value::Library(Library::PathCheck(who, path)), Value::Text(verb)] => {
            ask(activation, who, &Request { verb, object: Object::Url(path) })
        }
        _ => return None,
    };
    Some(allowed.map(|allowed| Value::Library(Library::Decision(allowed))))
}

fn check_resource(activation: &Activation<'_>, check: &ResourceCheck, verb: &str) -> Outcome<bool> {
    if check.selected {
        return Err(Fault::undecided("a selector is asked about"));
    }
    let RequestResource { group, resource, subresource, namespace, name } = &check.asked;
    let object = Object::Resource { api_group: group, resource, subresource, namespace, name };
    ask(activation, &check.who, &Request { verb, object })
}

fn ask(activation: &Activation<'_>, who: &[Subject], request: &Request<'_>) -> Outcome<bool> {
    match &activation.caller {
        Some(caller) => caller.allows(who, request),
        None => Err(Fault::undecided("who asks is not known")),
    }
}

fn decision(values: &[Value]) -> Option<bool> {
    let [Value::Library(Library::Decision(allowed))] = values else { return None };
    Some(*allowed)
}
