//! The requests that make an object in an API server.

use serde_json::{Value, json};

/// The request that creates it, and the one that then writes its status.
pub(crate) fn of(mut object: Value) -> (Value, Option<Value>) {
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (version, kind, namespace, name) =
        (text("/apiVersion"), text("/kind"), text("/metadata/namespace"), text("/metadata/name"));
    let base = if version.contains('/') { format!("/apis/{version}") } else { format!("/api/{version}") };
    let place = if namespace.is_empty() { String::new() } else { format!("/namespaces/{namespace}") };
    let resource = match kind.to_lowercase() {
        plain if plain.ends_with("s") => format!("{plain}es"),
        plain => format!("{plain}s"),
    };
    let path = format!("{base}{place}/{resource}");
    let status = object.as_object_mut().and_then(|fields| fields.remove("status")).filter(|_| kind == "Pod");
    let status = status.map(|status| {
        json!({"method": "PATCH", "path": format!("{path}/{name}/status"), "type": "application/merge-patch+json",
            "body": {"status": status}})
    });
    (json!({"method": "POST", "path": path, "type": "application/json", "body": object}), status)
}
