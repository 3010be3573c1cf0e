//! A row of the table: a small cluster in short form, and what is found in it.

/// One small cluster and what a check finds in it.
pub(super) struct Row {
    /// The check, without its family.
    pub(super) check: &'static str,
    /// What is special about it.
    pub(super) what: &'static str,
    /// What there is, in the short form of [`document`].
    objects: &'static [&'static str],
    /// All findings of the check, sorted.
    pub(super) finds: &'static [&'static str],
}

impl Row {
    pub(super) fn manifests(&self) -> String {
        self.objects.iter().map(|object| document(object)).collect()
    }
}

/// A manifest from `KIND PLACE BODY`. The place is `NAMESPACE/NAME`, or `NAME` for what has no namespace; the body goes on
/// after the metadata, or, in braces at first, says more of the metadata. A `!` before the kind: it was stored.
pub(crate) fn document(object: &str) -> String {
    let stored = object.starts_with('!');
    let mut words = object.trim_start_matches('!').splitn(3, ' ');
    let (kind, place, body) = (words.next().unwrap(), words.next().unwrap(), words.next().unwrap_or(""));
    let metadata = match place.split_once('/') {
        Some((namespace, name)) => format!("namespace: {namespace}, name: '{name}'"),
        None => format!("name: '{place}'"),
    };
    let (more, body) = match body.strip_prefix('{') {
        Some(rest) => rest.split_once("} ").unwrap_or_else(|| (rest.strip_suffix('}').unwrap(), "")),
        None => ("", body),
    };
    let more = if more.is_empty() { String::new() } else { format!(", {more}") };
    let uid = if stored { ", uid: u" } else { "" };
    let version = match kind {
        "ClusterRole" | "Role" | "ClusterRoleBinding" | "RoleBinding" => "rbac.authorization.k8s.io/v1",
        "Deployment" | "DaemonSet" => "apps/v1",
        "CronJob" | "Job" => "batch/v1",
        _ if kind.contains("Admission") || kind.contains("Webhook") => "admissionregistration.k8s.io/v1",
        _ => "v1",
    };
    let body = body.replace("$RBAC", "apiGroup: rbac.authorization.k8s.io");
    let body = if body.is_empty() { body } else { format!(", {body}") };
    format!("---\n{{apiVersion: {version}, kind: {kind}, metadata: {{{metadata}{more}{uid}}}{body}}}\n")
}

pub(super) const fn row(
    check: &'static str,
    what: &'static str,
    objects: &'static [&'static str],
    finds: &'static [&'static str],
) -> Row {
    Row { check, what, objects, finds }
}
