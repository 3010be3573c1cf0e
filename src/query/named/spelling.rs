//! How a name may be written: as reports write it (`sa:shop/web`), or as kubectl's users do (`deploy/web`, `serviceaccount
//! shop/web`). Every spelling becomes the one that reports write.
//!
//! Short names and plurals of kinds are those of the API (`kubectl api-resources`).

use crate::graph::Objective;
use crate::model::Subject;

/// The kinds of node, each with the words for it; the first is the one that reports write.
const KINDS: &[&[&str]] = &[
    &["sa", "serviceaccount", "serviceaccounts"],
    &["user", "users"],
    &["group", "groups"],
    &["pod", "pods", "po"],
    &["workload", "workloads"],
    &["node", "nodes", "no"],
    &["ns", "namespace", "namespaces"],
    &["secret", "secrets"],
    &["objective", "objectives"],
    &["role", "roles"],
    &["clusterrole", "clusterroles"],
    &["rolebinding", "rolebindings"],
    &["clusterrolebinding", "clusterrolebindings"],
    &["aws"],
    &["gcp"],
    &["azure"],
];

/// The kinds of workload that Kubernetes itself has, each with the words for it beside its own.
const WORKLOADS: &[(&str, &[&str])] = &[
    ("Deployment", &["deployments", "deploy"]),
    ("DaemonSet", &["daemonsets", "ds"]),
    ("StatefulSet", &["statefulsets", "sts"]),
    ("ReplicaSet", &["replicasets", "rs"]),
    ("ReplicationController", &["replicationcontrollers", "rc"]),
    ("Job", &["jobs"]),
    ("CronJob", &["cronjobs", "cj"]),
];

/// Kinds whose objects are in a namespace.
const NAMESPACED: &[&str] = &["sa", "pod", "secret", "role", "rolebinding"];

/// What a name may leave out.
#[derive(Clone, Copy, Default)]
pub struct Context<'a> {
    /// The namespace that is asked about, for names without one.
    pub namespace: Option<&'a str>,
    /// Further kinds of workload, as the cluster has them.
    pub kinds: &'a [&'a str],
}

/// The name as reports write it; nothing when it says no kind that there is. A namespace that is neither written nor known
/// is left out.
#[must_use]
pub fn canonical(text: &str, context: &Context<'_>) -> Option<String> {
    if let Some(id) = objective(text) {
        return Some(id.to_owned());
    }
    if text.starts_with("system:serviceaccount:") {
        return Some(Subject::user(text).id());
    }
    // An identity of AWS by its ARN alone, as everything else there prints it.
    if text.starts_with("arn:") {
        return Some(Subject::aws(text).id());
    }
    let (word, rest) = text.split_once([':', '/', ' '])?;
    // `deployment.apps/web`, as `kubectl -o name` prints it.
    let word = word.split('.').next().unwrap_or(word);
    if rest.is_empty() {
        return None;
    }
    match kind(word) {
        Some("user") => Some(Subject::user(rest).id()),
        Some("sa") => Some(format!("sa:{}", placed(&rest.replacen(':', "/", 1), context))),
        Some("workload") => Some(format!("workload:{}", of_workload(rest, context))),
        // Ids of Microsoft Entra are the same in either case.
        Some("azure") => Some(format!("azure:{}", rest.to_ascii_lowercase())),
        Some(kind) if NAMESPACED.contains(&kind) => Some(format!("{kind}:{}", placed(rest, context))),
        Some(kind) => Some(format!("{kind}:{rest}")),
        None => {
            let kind = workload_kind(word, context)?;
            let name = match placed(rest, context).split_once('/') {
                Some((namespace, name)) => format!("{namespace}/{kind}/{name}"),
                None => format!("{kind}/{rest}"),
            };
            Some(format!("workload:{name}"))
        }
    }
}

/// An objective by its name alone, as paths print it.
fn objective(text: &str) -> Option<String> {
    Objective::of_id(&format!("objective:{text}")).map(|objective| objective.id().into_owned())
}

/// The kind that a word stands for.
fn kind(word: &str) -> Option<&'static str> {
    let known = KINDS.iter().find(|words| words.iter().any(|known| known.eq_ignore_ascii_case(word)))?;
    known.first().copied()
}

/// The kind of workload that a word stands for, as the API writes it.
fn workload_kind<'a>(word: &str, context: &Context<'a>) -> Option<&'a str> {
    let is = |known: &str| known.eq_ignore_ascii_case(word);
    let own = WORKLOADS.iter().find(|(kind, words)| is(kind) || words.iter().any(|known| is(known)));
    own.map(|(kind, _)| *kind).or_else(|| context.kinds.iter().copied().find(|kind| is(kind)))
}

/// `NS/KIND/NAME`, however the kind is written; `KIND/NAME` in the namespace that is asked about.
fn of_workload(rest: &str, context: &Context<'_>) -> String {
    let parts: Vec<&str> = rest.splitn(3, '/').collect();
    let kind = |word: &str| workload_kind(word, context).unwrap_or(word).to_owned();
    match (parts.as_slice(), context.namespace) {
        ([namespace, word, name], _) => format!("{namespace}/{}/{name}", kind(word)),
        ([word, name], Some(namespace)) => format!("{namespace}/{}/{name}", kind(word)),
        ([word, name], None) => format!("{}/{name}", kind(word)),
        _ => rest.to_owned(),
    }
}

/// `NS/NAME`; a name alone is in the namespace that is asked about.
fn placed(rest: &str, context: &Context<'_>) -> String {
    match context.namespace {
        Some(namespace) if !rest.contains('/') => format!("{namespace}/{rest}"),
        _ => rest.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Context, canonical};

    #[test]
    fn every_spelling_becomes_the_one_of_reports() {
        let context = Context { namespace: None, kinds: &["Rollout"] };
        let rows = [
            ("sa:shop/web", "sa:shop/web"),
            ("serviceaccount/shop/web", "sa:shop/web"),
            ("serviceaccount:shop:web", "sa:shop/web"),
            ("system:serviceaccount:shop:web", "sa:shop/web"),
            ("user:system:serviceaccount:shop:web", "sa:shop/web"),
            ("user:https://id.example#7", "user:https://id.example#7"),
            ("group/ops", "group:ops"),
            ("po/shop/web-1", "pod:shop/web-1"),
            ("deployment shop/web", "workload:shop/Deployment/web"),
            ("deployment:shop/web", "workload:shop/Deployment/web"),
            ("deploy/shop/web", "workload:shop/Deployment/web"),
            ("deployment.apps/shop/web", "workload:shop/Deployment/web"),
            ("workload:shop/deploy/web", "workload:shop/Deployment/web"),
            ("rollout/shop/web", "workload:shop/Rollout/web"),
            ("namespace:shop", "ns:shop"),
            ("clusterroles/edit", "clusterrole:edit"),
            ("cluster-admin", "objective:cluster-admin"),
            ("objective/all-nodes", "objective:all-nodes"),
            ("pod:web", "pod:web"),
            ("deploy/web", "workload:Deployment/web"),
            ("arn:aws:iam::111122223333:role/r", "aws:arn:aws:iam::111122223333:role/r"),
            ("gcp:app@p.iam.gserviceaccount.com", "gcp:app@p.iam.gserviceaccount.com"),
            ("azure:0A1B2C3D-0000-1111-2222-333344445555", "azure:0a1b2c3d-0000-1111-2222-333344445555"),
        ];
        for (text, expected) in rows {
            assert_eq!(canonical(text, &context).as_deref(), Some(expected), "{text}");
        }
        for text in ["web", "shop/web", "sa:", "gadget/web", ""] {
            assert_eq!(canonical(text, &context), None, "{text}");
        }
    }

    #[test]
    fn a_name_alone_is_in_the_namespace_that_is_asked_about() {
        let context = Context { namespace: Some("shop"), kinds: &[] };
        let rows = [
            ("sa/web", "sa:shop/web"),
            ("deploy/web", "workload:shop/Deployment/web"),
            ("workload:deploy/web", "workload:shop/Deployment/web"),
            ("role:ops/token", "role:ops/token"),
            ("clusterrole:edit", "clusterrole:edit"),
            ("node/worker", "node:worker"),
        ];
        for (text, expected) in rows {
            assert_eq!(canonical(text, &context).as_deref(), Some(expected), "{text}");
        }
    }
}
