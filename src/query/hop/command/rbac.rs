//! Commands that write roles and bindings.

use crate::findings::{Hop, quoted};
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
            let own = held(request, hop).filter(|_| request.name.is_none());
            let object = own.as_ref().unwrap_or(object);
            format!("kubectl patch {} {object}{place} --type=json -p {ANYTHING}", singular(resource))
        }
        _ => return None,
    })
}

/// The role that gives the right, if it is of the kind that is written: whoever may write any gains by that one.
fn held(request: &ApiRequest, hop: &Hop) -> Option<String> {
    let (kind, name) = hop.grants.first()?.role.split_once(':')?;
    let name = if kind == "role" { name.split_once('/')?.1 } else { name };
    (request.resource == format!("{kind}s")).then(|| quoted(name))
}
