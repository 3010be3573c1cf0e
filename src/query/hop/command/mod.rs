//! The command that makes a request: kubectl's own where it has one, else `kubectl --raw`. Words in capitals are to be
//! chosen. What comes from the cluster is quoted for a shell.

use crate::findings::Hop;

use super::request::ApiRequest;
use super::thing::thing;

mod ends;
mod fitting;
mod generic;
mod spoken;
#[cfg(test)]
mod tests;

use ends::{disguise, holder, pod_template, role};
use fitting::{debugger, overrides, way_out};
use generic::{of_subresource, plain};
use spoken::{Spoken, singular, word};

/// Any right, as a rule to add.
const ANYTHING: &str =
    r#"'[{"op":"add","path":"/rules/-","value":{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}}]'"#;

/// The command that makes this request in this hop, so that the next can follow.
pub(super) fn command(request: &ApiRequest, hop: &Hop, next: Option<&Hop>) -> String {
    let Spoken { verb, resource, subresource, object, place } = &Spoken::of(request);
    match (*verb, request.resource.as_str(), *subresource) {
        _ if request.url.is_some() => format!("kubectl get --raw {}", word(request.url.as_deref().unwrap_or_default())),
        (_, "*", _) => format!("kubectl auth can-i {} '*'", word(verb)),
        _ if verb.starts_with("impersonate") => format!("kubectl auth whoami {}", disguise(&hop.to)),
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
            format!("kubectl run NAME{place} --image=IMAGE{}", overrides(&hop.to, way_out(hop, next)))
        }
        ("create", "clusterrolebindings", "") => {
            format!("kubectl create clusterrolebinding NAME {} {}", role(hop), holder(&hop.from))
        }
        ("create", "rolebindings", "") => {
            format!("kubectl create rolebinding NAME{place} {} {}", role(hop), holder(&hop.from))
        }
        ("create", "clusterroles" | "roles", "") => {
            format!("kubectl create {}{place} NAME --verb='*' --resource='*.*'", singular(resource))
        }
        ("patch", "clusterroles" | "roles", "") => {
            format!("kubectl patch {} {object}{place} --type=json -p {ANYTHING}", singular(resource))
        }
        ("patch", "deployments" | "daemonsets" | "statefulsets" | "replicasets", "") => {
            format!("kubectl patch {} {object}{place} -p {}", singular(resource), pod_template(&hop.to))
        }
        ("create", "deployments", "") if thing(&hop.to).kind == "sa" => {
            let account = word(thing(&hop.to).name);
            format!(
                "kubectl create deployment NAME{place} --image=IMAGE --dry-run=client -o yaml | kubectl set \
                 serviceaccount -f - {account} --local -o yaml | kubectl create -f -"
            )
        }
        ("create", "deployments" | "daemonsets" | "statefulsets" | "replicasets" | "jobs" | "cronjobs", "") => {
            format!("kubectl create -f MANIFEST{place}")
        }
        (_, _, "") => plain(request),
        _ => of_subresource(request),
    }
}
