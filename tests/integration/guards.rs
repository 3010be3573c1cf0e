//! What judges requests on a real API server: read live and from kubectl's output, it is the same.

use std::path::Path;

use kubescan::collect::files::{self, Input, Limits};
use kubescan::model::{Snapshot, Version};
use serde_json::Value;

use crate::cluster::ControlPlane;
use crate::live::KINDS;
use crate::run::{Run, kubescan};

/// Kinds that no server has by itself, and ConfigMaps.
const MORE: &str = "configmaps,limits.rules.example.com,clusterpolicies.kyverno.io,repos.constraints.gatekeeper.sh";

/// A control plane with the fixture on it.
fn guarded() -> ControlPlane {
    let plane = ControlPlane::start();
    plane.apply(include_str!("../fixtures/guards/definitions.yaml"));
    for resource in ["limits.rules.example.com", "clusterpolicies.kyverno.io", "repos.constraints.gatekeeper.sh"] {
        plane.kubectl(&["wait", "--for=condition=Established", "--timeout=60s", "customresourcedefinition", resource]);
    }
    plane.apply(include_str!("../fixtures/guards/guards.yaml"));
    plane
}

fn collect(kubeconfig: &Path, to: &Path) -> Run {
    kubescan(&["collect", "--force", "--kubeconfig", kubeconfig.to_str().unwrap(), "-o", to.to_str().unwrap()])
}

fn read(path: &Path) -> Snapshot {
    files::read(&[Input::Path(path.to_owned())], &Limits::default(), Version::NEWEST, None).unwrap()
}

/// The tables of guards, without what tells where they stand in a file.
fn tables(mut snapshot: Snapshot) -> Value {
    snapshot.admission_policies.iter_mut().for_each(|it| it.location = None);
    snapshot.admission_bindings.iter_mut().for_each(|it| it.location = None);
    snapshot.webhooks.iter_mut().for_each(|it| it.location = None);
    serde_json::json!({
        "policies": snapshot.admission_policies, "bindings": snapshot.admission_bindings, "params": snapshot.params,
        "webhooks": snapshot.webhooks, "engines": snapshot.engine_policies, "counts": snapshot.counts,
    })
}

#[test]
fn guards_are_the_same_however_they_are_read() {
    let plane = guarded();
    let file = plane.dir.join("live.json.zst");
    let collected = collect(&plane.kubeconfig, &file);
    assert_eq!(collected.code, 0, "{}", collected.stderr);
    let live = read(&file);
    let params: Vec<_> = live.params.iter().map(|param| param.name.as_str()).collect();
    assert_eq!(params, ["web", "local-limits", "limits"], "what no binding refers to is left on the server");
    assert!(
        live.params[0].json.contains(r#""spec":{"least":1,"list":[true,null,"7"],"rate":0.5}"#),
        "{:?}",
        live.params
    );
    assert_eq!(live.engine_policies.len(), 2);
    assert!(!format!("{live:?}").contains("CANARY"));
    let live = tables(live);
    assert_eq!(live["counts"]["mutatingAdmissionPolicies"], 1);
    assert_eq!(live["counts"]["mutatingWebhookConfigurations"], 1, "although it has no webhook");
    for format in ["json", "yaml"] {
        let file = plane.dir.join(format!("guards.{format}"));
        let kinds = format!("{KINDS},{MORE}");
        std::fs::write(&file, plane.kubectl(&["get", &kinds, "--all-namespaces", "--output", format])).unwrap();
        let dump = read(&file);
        assert_eq!(dump.gaps, [], "{format}");
        assert_eq!(tables(dump), live, "{format}");
    }
    // The manifests have no defaults filled in, and no meta data of a server.
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/guards/guards.yaml");
    let manifests = tables(read(&fixture));
    for table in ["policies", "bindings", "webhooks", "engines"] {
        assert_eq!(manifests[table], live[table], "{table}");
    }
}

#[test]
fn who_may_not_read_a_parameter_is_told_and_who_may_by_its_name_needs_no_more() {
    let plane = guarded();
    plane.kubectl(&["create", "namespace", "kubescan"]);
    plane.apply(include_str!("../../deploy/rbac.yaml"));
    let kubeconfig = plane.kubeconfig_with_token(&plane.token("kubescan", "kubescan"));
    let file = plane.dir.join("least.json.zst");
    let refused = collect(&kubeconfig, &file);
    assert_eq!(refused.code, 3, "{}", refused.stderr);
    let snapshot = read(&file);
    assert_eq!(snapshot.gaps.len(), 2, "{:?}", snapshot.gaps);
    assert!(snapshot.gaps.iter().all(|gap| gap.resource == "params"), "{:?}", snapshot.gaps);
    assert_eq!(snapshot.engine_policies.len(), 2);

    plane.apply(
        "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: params}, rules: [\
         {apiGroups: [''], resources: [configmaps], resourceNames: [limits, local-limits], verbs: [list]},\
         {apiGroups: [rules.example.com], resources: [limits], verbs: [list]}]}\n---\n\
         {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: params}, \
         roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: params}, \
         subjects: [{kind: ServiceAccount, name: kubescan, namespace: kubescan}]}",
    );
    let granted = collect(&kubeconfig, &file);
    assert_eq!(granted.code, 0, "{}", granted.stderr);
    assert_eq!(read(&file).params.len(), 3);
}
