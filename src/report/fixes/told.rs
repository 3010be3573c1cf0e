//! What a fix takes and leaves, as sentences.

use crate::fixes::{Loss, Stay};
use crate::model::Name;

/// What stands above the paths that a guard blocks from then on; `kubescan diff` calls them better.
pub(super) const BETTER: &str = "Of these, better but not gone: a guard blocks them from then on, and must stay:";

/// `sa:ci/deployer may no longer create/patch deployments.apps in the whole cluster, but in shop, web`.
pub(super) fn loss(loss: &Loss) -> String {
    let place = place(&loss.scope);
    let mut but = String::new();
    if !loss.but_in.is_empty() {
        but = format!(", only in {}", list(&loss.but_in));
    }
    if !loss.but_named.is_empty() {
        but = format!("{but}, only those named {}", list(&loss.but_named));
    }
    let verbs = loss.rule.verbs.join("/").replace('*', "do anything with");
    let is_all = loss.rule.resources == ["*"] && loss.rule.api_groups == ["*"];
    let objects = if is_all { "all resources" } else { &loss.rule.objects() };
    format!("{} may no longer {verbs} {objects} {place}{but}", loss.subject)
}

/// `sa:ops/reader still has secrets/get-by-name in the whole cluster, high: Read a Secret by its name`.
pub(in crate::report) fn stay(stay: &Stay) -> String {
    let Stay { subject, scope, names, entry, title, severity } = stay;
    let only = if names.is_empty() { String::new() } else { format!(", only for {}", list(names)) };
    format!("{subject} still has {entry} {}{only}, {}: {title}", place(scope), severity.0)
}

/// That another fix does all of it.
pub(super) fn needless(file: &str) -> String {
    format!("not needed if {file} is applied: it cuts nothing beyond that, and is a second line")
}

fn place(scope: &str) -> String {
    match scope.strip_prefix("namespace/") {
        Some(namespace) => format!("in namespace {namespace}"),
        None => "in the whole cluster".to_owned(),
    }
}

fn list(names: &[Name]) -> String {
    names.iter().map(Name::as_str).collect::<Vec<_>>().join(", ")
}
