//! Requests for which kubectl has no command of their own.

use crate::query::hop::request::ApiRequest;

use super::spoken::{Spoken, word};

/// A verb on an object or a collection.
pub(super) fn plain(request: &ApiRequest) -> String {
    let Spoken { verb, object, place, .. } = Spoken::of(request);
    let kind = match request.group.as_str() {
        "" => request.resource.clone(),
        group => format!("{}.{group}", request.resource),
    };
    let all = if request.namespace.is_none() { " -A" } else { &place };
    match verb {
        "get" => format!("kubectl get {kind} {object}{place} -o yaml"),
        "list" => format!("kubectl get {kind}{all} -o yaml"),
        "watch" => format!("kubectl get {kind}{all} -o yaml --watch"),
        "create" => format!("kubectl create -f MANIFEST{place}"),
        "update" => format!("kubectl replace -f MANIFEST{place}"),
        "patch" => format!("kubectl patch {kind} {object}{place} --type=merge -p PATCH"),
        "delete" => format!("kubectl delete {kind} {object}{place}"),
        "deletecollection" => format!("kubectl delete {kind} --all{place}"),
        other => format!("kubectl auth can-i {} {kind}/{object}{place}", word(other)),
    }
}

/// A verb on a part of an object.
pub(super) fn of_subresource(request: &ApiRequest) -> String {
    let Spoken { verb, subresource, object, place, .. } = Spoken::of(request);
    let root = if request.group.is_empty() { "/api/v1".to_owned() } else { format!("/apis/{}/VERSION", request.group) };
    let namespace = request.namespace.as_deref().map_or_else(String::new, |name| format!("/namespaces/{}", word(name)));
    let url = format!("{root}{namespace}/{}/{object}/{subresource}", request.resource);
    let url = if subresource == "proxy" { format!("{url}/PATH") } else { url };
    match (verb, subresource) {
        ("patch", _) => {
            format!(
                "kubectl patch {} {object}{place} --subresource={subresource} --type=merge -p PATCH",
                request.resource
            )
        }
        ("update", _) => format!("kubectl replace --raw {url} -f BODY"),
        ("create", _) => format!("kubectl create --raw {url} -f BODY"),
        ("delete", _) => format!("kubectl delete --raw {url}"),
        _ => format!("kubectl get --raw {url}"),
    }
}
