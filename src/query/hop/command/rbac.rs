//! Commands that write roles and bindings.

use crate::findings::Hop;
use crate::query::hop::request::ApiRequest;

use super::ends::{holder, role};
use super::spoken::{Spoken, singular};
use super::{Actor, made};

/// Any right, as a rule to add.
const ANYTHING: &str =
    r#"'[{"op":"add","path":"/rules/-","value":{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}}]'"#;

/// The command, if the request is one that writes a role or a binding.
pub(super) fn command(request: &ApiRequest, hop: &Hop, actor: &Actor<'_>) -> Option<String> {
    let holder = || holder(actor.real.unwrap_or(&hop.from));
    let made = made(request);
    let Spoken { verb, resource, subresource, object, place } = &Spoken::of(request);
    Some(match (*verb, request.resource.as_str(), *subresource) {
        ("patch" | "update", "clusterroles" | "roles", "") if request.creates => {
            let send = if *verb == "patch" { "apply --server-side" } else { "replace" };
            let make = format!("create {}{place} {made} --verb='*' --resource='*.*'", singular(resource));
            format!("kubectl {make} --dry-run=client -o yaml | kubectl {send} -f -")
        }
        ("create", "clusterrolebindings", "") => {
            format!("kubectl create clusterrolebinding NAME {} {}", role(request, hop), holder())
        }
        ("create", "rolebindings", "") => {
            format!("kubectl create rolebinding NAME{place} {} {}", role(request, hop), holder())
        }
        ("create", "clusterroles" | "roles", "") => {
            format!("kubectl create {}{place} {made} --verb='*' --resource='*.*'", singular(resource))
        }
        ("patch", "clusterroles" | "roles", "") => {
            format!("kubectl patch {} {object}{place} --type=json -p {ANYTHING}", singular(resource))
        }
        _ => return None,
    })
}
