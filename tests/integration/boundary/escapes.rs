//! Guards of pods: as which account they run, and whether they get out to their node.

use serde_json::json;

use super::case::Case;
use super::powers::in_own_namespace;
use super::{Variant, v};

const BROKEN: &str = "broken";
const HOLDS: &str = "holds";

/// Whether a pod stays in its container.
const CONFINED: &str = "object.spec.?volumes.orValue([]).all(v, !has(v.hostPath)) && !object.spec.?hostPID.orValue(false) && \
    object.spec.containers.all(c, !c.?securityContext.privileged.orValue(false) && !has(c.securityContext.capabilities))";

/// The same where no pod says anything of the sort.
const PLAIN: &str = "object.spec.?volumes.orValue([]).all(v, !has(v.hostPath)) && !object.spec.?hostPID.orValue(false) && \
    object.spec.containers.all(c, !has(c.securityContext) || \
    (!c.securityContext.?privileged.orValue(false) && !has(c.securityContext.capabilities)))";

const OWN: &str = "object.spec.serviceAccountName == 'controller'";

pub(super) const VARIANTS: &[Variant] = &[
    v("pods of its own account, with whatever in them", BROKEN, |c| {
        pods(c, OWN);
        c.way("gets out", &[&pod("controller", "securityContext: {privileged: true}", "")]);
    }),
    v("pods of its own account, without a way out", HOLDS, |c| {
        pods(c, &format!("{OWN} && {PLAIN}"));
        c.way("privileged", &[&pod("controller", "securityContext: {privileged: true}", "")]);
        by_a_path(c);
        c.way("as another account", &[&pod("default", "stdin: false", "")]);
    }),
    v("pods of its own account, unprivileged", BROKEN, |c| {
        pods(c, &format!("{OWN} && object.spec.containers.all(c, !c.?securityContext.privileged.orValue(false))"));
        by_a_path(c);
    }),
    v("pods of a registry", BROKEN, |c| {
        pods(c, &format!("{OWN} && object.spec.containers.all(c, c.image.startsWith('registry.jit/'))"));
        let sent =
            pod("controller", "securityContext: {privileged: true}", "").replace("image: i", "image: registry.jit/x");
        c.way("gets out", &[&sent]);
    }),
    v("pods of a registry, without a way out", HOLDS, |c| {
        pods(c, &format!("{OWN} && {PLAIN} && object.spec.containers.all(c, c.image.startsWith('registry.jit/'))"));
    }),
    v("pods with a label", BROKEN, |c| {
        pods(c, &format!("{OWN} && object.metadata.?labels.team.orValue('') == 'jit'"));
        let sent = pod("controller", "securityContext: {privileged: true}", "")
            .replace("{name: p}", "{name: p, labels: {team: jit}}");
        c.way("gets out", &[&sent]);
    }),
    v("pods that a mistake refuses", HOLDS, |c| {
        // Without a `securityContext` there is no such field: an error, and it fails closed.
        pods(c, &format!("{OWN} && {CONFINED}"));
    }),
    v("deployments without a way out", HOLDS, |c| {
        c.rules().push(json!({"apiGroups": ["apps"], "resources": ["deployments"], "verbs": ["create"]}));
        let spec = format!("{OWN} && {PLAIN}").replace("object.spec", "object.spec.template.spec");
        guard(c, "deployments", &spec.replace("spec.serviceAccountName ==", "spec.?serviceAccountName.orValue('') =="));
        machine(c);
        c.offline();
    }),
    v("deployments with a way out", BROKEN, |c| {
        c.rules().push(json!({"apiGroups": ["apps"], "resources": ["deployments"], "verbs": ["create"]}));
        guard(c, "deployments", "object.spec.template.spec.?serviceAccountName.orValue('') == 'controller'");
        machine(c);
        c.offline();
    }),
];

/// It makes pods in its own namespace, as far as they satisfy this, and there is a node.
fn pods(case: &mut Case, validation: &str) {
    in_own_namespace(case, "{apiGroups: [''], resources: [pods], verbs: [create]}");
    guard(case, "pods", validation);
    machine(case);
}

pub(super) fn guard(case: &mut Case, resource: &str, validation: &str) {
    case.second("jit-pods", &json!([resource]), validation);
    let rule =
        &mut case.object("ValidatingAdmissionPolicy", "jit-pods")["spec"]["matchConstraints"]["resourceRules"][0];
    rule["apiGroups"] = json!(["", "apps"]);
    rule["operations"] = json!(["CREATE", "UPDATE"]);
}

fn machine(case: &mut Case) {
    case.add("{apiVersion: v1, kind: Node, metadata: {name: jit-node}}");
}

/// A pod of its own account gets out by a directory of the node.
fn by_a_path(case: &mut Case) {
    let (mount, volume) = ("volumeMounts: [{name: h, mountPath: /h}]", "volumes: [{name: h, hostPath: {path: /}}]");
    case.way("by a path", &[&pod("controller", mount, volume)]);
}

/// A pod of this account in its own namespace.
pub(super) fn pod(account: &str, container: &str, spec: &str) -> String {
    let more = if spec.is_empty() { String::new() } else { format!(", {spec}") };
    format!(
        "POST /api/v1/namespaces/jit/pods?dryRun=All {{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: \
         {{serviceAccountName: {account}, containers: [{{name: c, image: i, {container}}}]{more}}}}}"
    )
}
