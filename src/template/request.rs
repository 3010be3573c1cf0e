//! What no request can be: needs written so that they never match.
//!
//! Each function says what is wrong and what to do, or nothing. Semantics: requests get their verb, name and group in
//! `apiserver/pkg/endpoints/request/requestinfo.go`, and rules are matched in `pkg/registry/rbac/validation`.

use crate::authz::is_version;

/// The verbs of requests for URLs: the HTTP method in lower case.
const METHODS: &[&str] = &["get", "head", "post", "put", "patch", "delete", "options", "connect", "trace", "*"];

/// The verbs that the API server gives to requests for resources.
const VERBS: &[&str] = &["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];

/// The resources that a PUT creates, which names the object in its URL (`AllowCreateOnUpdate` of their strategies).
const CREATED_BY_UPDATE: &[&str] = &[
    "roles",
    "rolebindings",
    "clusterroles",
    "clusterrolebindings",
    "leases",
    "leasecandidates",
    "endpoints",
    "events",
    "limitranges",
    "services",
    "runtimeclasses",
];

/// A verb on a URL.
pub(super) fn method_flaw(verb: &str) -> Option<String> {
    let message = format!(
        "no request for a URL has the verb `{}`; use get, head, post, put, patch, delete, options or `*`",
        verb.escape_debug()
    );
    (!METHODS.contains(&verb)).then_some(message)
}

/// A URL.
pub(super) fn url_flaw(url: &str) -> Option<String> {
    let message =
        format!("the URL `{}` matches nothing; write a path that starts with `/`, or `*`", url.escape_debug());
    (url != "*" && !url.starts_with('/')).then_some(message)
}

/// A verb on a resource. Unknown verbs are allowed: admission plugins and controllers ask for verbs of their own.
pub(super) fn verb_flaw(verb: &str) -> Option<String> {
    if verb.is_empty() {
        return Some("an empty verb matches nothing; remove it".to_owned());
    }
    let lower = verb.to_lowercase();
    let miswritten = verb != lower && VERBS.contains(&lower.as_str());
    miswritten.then(|| format!("no request has the verb `{verb}`; write `{lower}`"))
}

/// An API group.
pub(super) fn group_flaw(group: &str) -> Option<String> {
    let (name, version) = group.split_once('/').unwrap_or(("", group));
    let is_core = group == "core" || name == "core" || (name.is_empty() && is_version(version));
    let meant = if is_core {
        "\"\"".to_owned()
    } else if group.contains('/') {
        name.escape_debug().to_string()
    } else {
        return None;
    };
    Some(format!(
        "the API group `{}` matches nothing, as groups stand without version and the core group is empty; write `{meant}`",
        group.escape_debug()
    ))
}

/// A resource.
pub(super) fn resource_flaw(resource: &str) -> Option<String> {
    if resource.is_empty() {
        return Some("an empty resource matches nothing; remove it".to_owned());
    }
    let of = resource.strip_suffix("/*")?;
    let (what, meant) = match of {
        "*" => ("no pattern", "`*` for everything".to_owned()),
        of => ("no pattern for subresources", format!("each subresource, as `{}/status`", of.escape_debug())),
    };
    Some(format!("the resource `{}` matches nothing, as it is {what}; write {meant}", resource.escape_debug()))
}

/// `deletecollection` with names: such a request never has a name.
pub(super) fn named_deletecollection_flaw() -> String {
    "`deletecollection` never matches with `resourceNames`, as its requests name no object; remove one of them"
        .to_owned()
}

/// `create` with names on something that only a POST without a name creates.
pub(super) fn named_create_flaw() -> String {
    "`create` never matches with `resourceNames` alone, as a POST names no object; remove the names, or add an item \
     with `patch` for server-side apply"
        .to_owned()
}

/// Whether `update` creates objects of this resource that do not exist.
pub(super) fn is_created_by_update(resource: &str) -> bool {
    CREATED_BY_UPDATE.contains(&resource)
}
