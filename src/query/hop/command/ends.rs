//! The parts of a command that the ends of its hop decide: who is impersonated, what a new pod runs as, who is bound to what.

use crate::findings::Hop;
use crate::query::hop::thing::{thing, username};

use super::spoken::word;

/// `--as=…` for who is impersonated.
pub(super) fn disguise(id: &str) -> String {
    match (username(id), thing(id).kind) {
        (Some(name), _) => format!("--as={}", word(&name)),
        (None, "group") => format!("--as=USER --as-group={}", word(thing(id).name)),
        _ => "--as=USER".to_owned(),
    }
}

/// What a changed pod template has to say to get there.
pub(super) fn pod_template(to: &str) -> String {
    let target = thing(to);
    if target.kind != "sa" {
        return "PATCH".to_owned();
    }
    word(&format!("{{\"spec\":{{\"template\":{{\"spec\":{{\"serviceAccountName\":\"{}\"}}}}}}}}", target.name))
}

/// The role that is bound: the target, or the one that may do everything.
pub(super) fn role(hop: &Hop) -> String {
    let target = thing(&hop.to);
    match target.kind {
        "role" => format!("--role={}", word(target.name)),
        "clusterrole" => format!("--clusterrole={}", word(target.name)),
        _ => "--clusterrole=cluster-admin".to_owned(),
    }
}

/// Who is bound: whoever does it.
pub(super) fn holder(from: &str) -> String {
    let actor = thing(from);
    match (actor.kind, actor.namespace) {
        ("sa", Some(namespace)) => format!("--serviceaccount={}", word(&format!("{namespace}:{}", actor.name))),
        ("user", _) => format!("--user={}", word(actor.name)),
        ("group", _) => format!("--group={}", word(actor.name)),
        _ => "--user=USER".to_owned(),
    }
}
