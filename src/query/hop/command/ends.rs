//! The parts of a command that the ends of its hop decide: who is impersonated, what a new pod runs as, who is bound to what.

use crate::findings::Hop;
use crate::query::hop::request::ApiRequest;
use crate::query::hop::thing::{thing, username};

use super::spoken::word;

/// `--as=…` for who is impersonated. Somebody in a group of service accounts is one of them.
pub(in crate::query::hop) fn disguise(id: &str, account: Option<&str>) -> String {
    let namespace = thing(id).name.strip_prefix("system:serviceaccounts").filter(|_| thing(id).kind == "group");
    match (username(id), thing(id).kind) {
        (Some(name), _) => format!("--as={}", word(&name)),
        (None, "group") if account.is_some() && namespace.is_some() => {
            let namespace = namespace.and_then(|rest| rest.strip_prefix(':')).unwrap_or("NAMESPACE");
            format!("--as={}", word(&format!("system:serviceaccount:{namespace}:{}", account.unwrap_or_default())))
        }
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
pub(super) fn role(request: &ApiRequest, hop: &Hop) -> String {
    let things = [Some(&hop.to), hop.about.as_ref()].into_iter().flatten().map(|id| thing(id));
    let target = things.into_iter().find(|target| ["role", "clusterrole"].contains(&target.kind));
    let Some(target) = target else {
        return format!("--clusterrole={}", if request.covered { "ROLE" } else { "cluster-admin" });
    };
    match target.kind {
        "role" => format!("--role={}", word(target.name)),
        _ => format!("--clusterrole={}", word(target.name)),
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
