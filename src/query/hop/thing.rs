//! A node's name, taken apart: `sa:shop/web`, `workload:shop/Deployment/web`, `user:alice`.

use crate::model::Subject;

/// What a node's name says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Thing<'n> {
    /// `sa`, `secret`, `Deployment`, …
    pub(super) kind: &'n str,
    /// Its namespace, if it has one.
    pub(super) namespace: Option<&'n str>,
    /// Its name within that.
    pub(super) name: &'n str,
}

/// Takes a node's name apart.
pub(super) fn thing(id: &str) -> Thing<'_> {
    let (kind, rest) = id.split_once(':').unwrap_or(("", id));
    match kind {
        "sa" | "pod" | "secret" | "role" | "rolebinding" => match rest.split_once('/') {
            Some((namespace, name)) => Thing { kind, namespace: Some(namespace), name },
            None => Thing { kind, namespace: None, name: rest },
        },
        "workload" => {
            let mut parts = rest.splitn(3, '/');
            match (parts.next(), parts.next(), parts.next()) {
                (Some(namespace), Some(kind), Some(name)) => Thing { kind, namespace: Some(namespace), name },
                _ => Thing { kind, namespace: None, name: rest },
            }
        }
        "ns" => Thing { kind, namespace: Some(rest), name: rest },
        _ => Thing { kind, namespace: None, name: rest },
    }
}

/// The user name of the one who is this, if it is somebody.
pub(super) fn username(id: &str) -> Option<String> {
    let thing = thing(id);
    match (thing.kind, thing.namespace) {
        ("user", _) => Some(thing.name.to_owned()),
        ("sa", Some(namespace)) => Subject::service_account(namespace, thing.name).username(),
        _ => None,
    }
}
