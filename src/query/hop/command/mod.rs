//! The command that makes a request: kubectl's own where it has one, else `kubectl --raw`. Words in capitals are to be
//! chosen. What comes from the cluster is quoted for a shell.

use crate::findings::Hop;

use super::request::ApiRequest;
use super::thing::thing;

mod ends;
mod fitting;
mod generic;
mod rbac;
mod spoken;
#[cfg(test)]
mod tests;

pub(super) use ends::disguise as worn;
use ends::{disguise, pod_template};
use fitting::{debugger, landing, overrides, way_out};
use generic::{of_subresource, plain};
use spoken::{Spoken, singular, word};

/// Who sends a request.
#[derive(Clone, Copy, Default)]
pub(super) struct Actor<'h> {
    /// How kubectl is told to speak in another's name, if it does.
    pub(super) disguise: Option<&'h str>,
    /// Who that is in truth.
    pub(super) real: Option<&'h str>,
}

/// The command that makes this request in this hop, so that the next can follow; in another's name where `actor` wears one.
pub(super) fn command(request: &ApiRequest, hop: &Hop, next: Option<&Hop>, actor: &Actor<'_>) -> String {
    let command = rbac::command(request, hop, actor).unwrap_or_else(|| other(request, hop, next));
    let note = if reads_first(request, &command) { NEEDS_GET } else { "" };
    match actor.disguise {
        Some(as_whom) => command.replacen("kubectl ", &format!("kubectl {as_whom} "), 1) + note,
        None => command + note,
    }
}

/// What stands behind a command that takes more than the request that it makes.
const NEEDS_GET: &str = "  # kubectl reads the object first, which takes get too; without get, send the request itself";

/// Whether the command reads the object before it changes it, and the rules of the step do not allow that.
fn reads_first(request: &ApiRequest, command: &str) -> bool {
    let changes = ["kubectl patch ", "kubectl replace -f", "kubectl label "];
    !request.reads && changes.iter().any(|start| command.starts_with(start))
}

fn other(request: &ApiRequest, hop: &Hop, next: Option<&Hop>) -> String {
    let made = made(request);
    let Spoken { verb, resource, subresource, object, place } = &Spoken::of(request);
    match (*verb, request.resource.as_str(), *subresource) {
        _ if request.url.is_some() => format!("kubectl get --raw {}", word(request.url.as_deref().unwrap_or_default())),
        (_, "*", _) => format!("kubectl auth can-i {} '*'", word(verb)),
        _ if verb.contains(':') => format!("kubectl {} COMMAND", disguise(&hop.to, None)),
        (_, "serviceaccounts", _) if verb.starts_with("impersonate") => {
            format!("kubectl auth whoami {}", disguise(&hop.to, Some(request.name.as_deref().unwrap_or("NAME"))))
        }
        _ if verb.starts_with("impersonate") => format!("kubectl auth whoami {}", disguise(&hop.to, None)),
        ("patch", _, "") if request.creates => format!("kubectl apply --server-side{place} -f MANIFEST"),
        ("create", "serviceaccounts", "") => format!("kubectl create serviceaccount {made}{place}"),
        ("create", "namespaces", "") => format!("kubectl create namespace {made}"),
        ("create", "serviceaccounts", "token") => format!("kubectl create token {object}{place}"),
        (_, "pods", "exec") => format!("kubectl exec {object}{place} -- COMMAND"),
        (_, "pods", "attach") => format!("kubectl attach -it {object}{place}"),
        (_, "pods", "portforward") => format!("kubectl port-forward {object}{place} PORT"),
        (_, "pods", "ephemeralcontainers") => {
            format!("kubectl debug {object}{place} --image=IMAGE {}", debugger(way_out(hop, next)))
        }
        (_, "pods", "log") => format!("kubectl logs {object}{place}"),
        (_, "certificatesigningrequests", "approval") => format!("kubectl certificate approve {object}"),
        ("patch" | "update", "namespaces", "") if hop.entry == "admission/relabel-namespace" => {
            format!("kubectl label namespace {object} pod-security.kubernetes.io/enforce=privileged --overwrite")
        }
        ("create", "pods", "") => {
            format!(
                "kubectl run NAME{place} --image=IMAGE{}",
                overrides(&hop.to, way_out(hop, next), landing(hop, next))
            )
        }
        ("patch", "deployments" | "daemonsets" | "statefulsets" | "replicasets", "") => {
            format!("kubectl patch {} {object}{place} -p {}", singular(resource), pod_template(&hop.to))
        }
        ("create", "deployments", "") if thing(&hop.to).kind == "sa" => deployment(place, thing(&hop.to).name),
        ("create", "deployments" | "daemonsets" | "statefulsets" | "replicasets" | "jobs" | "cronjobs", "") => {
            format!("kubectl create -f MANIFEST{place}")
        }
        (_, _, "") => plain(request),
        _ => of_subresource(request),
    }
}

/// A Deployment that runs as this account.
fn deployment(place: &str, account: &str) -> String {
    format!(
        "kubectl create deployment NAME{place} --image=IMAGE --dry-run=client -o yaml | kubectl set serviceaccount -f - {} \
         --local -o yaml | kubectl create -f -",
        word(account)
    )
}

/// The name of what is made. A name of a role of several namespaces is no name.
fn made(request: &ApiRequest) -> String {
    request.name.as_deref().map_or_else(|| "NAME".to_owned(), word)
}
