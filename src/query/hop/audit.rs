//! What the audit log shows of a request: conditions on the fields of an event (`Event` of `audit.k8s.io/v1`).

use crate::findings::Hop;

use super::command::Actor;
use super::request::ApiRequest;
use super::thing::{thing, username};

/// The conditions, parted by blanks.
pub(super) fn expression(request: &ApiRequest, hop: &Hop, who: &Actor<'_>) -> String {
    let mut parts = Vec::new();
    if request.verb.starts_with("impersonate") {
        // Whatever is then asked: the event names both.
        parts.push(impersonated(&hop.to));
    } else if let Some(url) = &request.url {
        parts.push(format!("verb={} requestURI={url}", request.verb));
    } else if request.resource != "*" {
        parts.push(format!("verb={} objectRef.resource={}", request.verb, request.resource));
        let fields = [
            ("apiGroup", Some(request.group.as_str())),
            ("subresource", Some(request.subresource.as_str())),
            ("namespace", request.namespace.as_deref()),
            ("name", request.name.as_deref().filter(|_| names_its_object(request))),
        ];
        let told =
            fields.into_iter().filter_map(|(field, value)| Some((field, value.filter(|value| !value.is_empty())?)));
        parts.extend(told.map(|(field, value)| format!("objectRef.{field}={value}")));
    }
    match who.real {
        // The event names both, and the user is the one who sent it.
        Some(real) => {
            parts.push(impersonated(&hop.from));
            parts.extend(actor(real));
        }
        None => parts.extend(actor(&hop.from)),
    }
    parts.join(" ")
}

/// Whether the request's URL holds the name of the object.
fn names_its_object(request: &ApiRequest) -> bool {
    !request.subresource.is_empty()
        || !matches!(request.verb.as_str(), "create" | "list" | "watch" | "deletecollection")
}

fn impersonated(id: &str) -> String {
    match (username(id), thing(id).kind) {
        (Some(name), _) => format!("impersonatedUser.username={name}"),
        (None, "group") => format!("impersonatedUser.groups={}", thing(id).name),
        _ => "impersonatedUser.username=*".to_owned(),
    }
}

/// Who asks. The code in a pod asks as somebody else.
fn actor(id: &str) -> Option<String> {
    match (username(id), thing(id).kind) {
        (Some(name), _) => Some(format!("user.username={name}")),
        (None, "group") => Some(format!("user.groups={}", thing(id).name)),
        _ => None,
    }
}
