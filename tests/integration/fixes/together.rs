//! What several fixes do together, and what they leave.

use std::fs;
use std::path::Path;

use crate::run::{kubescan, kubescan_with_input};

/// What this file of the fixes of the shop says.
fn of_shop(name: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let run = kubescan(&["scan", "-f", "examples/shop", "-o", "name", "--fix-dir", folder.path().to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    text(folder.path(), name)
}

fn text(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

#[test]
fn a_path_that_only_several_cut_is_told_with_them() {
    let page = of_shop("README.md");
    let together = page.split("## Together").nth(1).unwrap();
    let joint = "critical path-80e16b715c61: `node:worker-2` -> `objective:all-secrets`, by \
                 `01-bind-in-namespaces-ci-deployer.yaml` and `02-bind-in-namespaces-config-reloader.yaml`";
    assert!(together.contains(joint), "{together}");
    // Whatever else goes, a token does too.
    assert!(together.contains("Deployment/runner runs without the token of its account"), "{together}");
}

#[test]
fn a_path_that_a_guard_blocks_from_then_on_is_better_and_not_gone() {
    let file = of_shop("01-bind-in-namespaces-ci-deployer.yaml");
    assert!(
        file.contains("# Of these, better but not gone: a guard blocks them from then on, and must stay:"),
        "{file}"
    );
    let told = "#   medium  path-2aba2765d68e  guarded by pod security level baseline of namespace shop";
    assert!(file.contains(told), "{file}");
    assert!(of_shop("README.md").contains("1 of these is better but not gone"), "all of them cut the rest for good");
}

#[test]
fn risky_rights_that_stay_are_told() {
    let file = of_shop("02-bind-in-namespaces-config-reloader.yaml");
    let told = "still has secrets/read in the whole cluster, high: Read a Secret by name";
    assert!(file.contains(&format!("#   sa:monitoring/config-reloader {told}")), "{file}");
    assert!(of_shop("README.md").contains(told));
}

#[test]
fn a_fix_that_another_makes_needless_says_so() {
    let file = of_shop("05-no-automount-config-reloader.yaml");
    assert!(file.contains("not needed if 02-bind-in-namespaces-config-reloader.yaml is applied"), "{file}");
    let page = of_shop("README.md");
    let enough = page.split("These are enough to cut as much").nth(1).unwrap().split("\n\n").nth(1).unwrap();
    assert!(enough.contains("`03-unbind-ops.yaml`") && !enough.contains("05-"), "{enough}");
    assert!(page.contains("Begin with the rights") && page.contains("Then scan again"), "{page}");
    assert!(page.contains("-f undo/03-unbind-ops.yaml"), "{page}");
}

/// A pod with all ways out, one of which leads nowhere once the others are closed, beside one with a strong token.
const AGENTS: &str = "
{apiVersion: v1, kind: Namespace, metadata: {name: web}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: agent, namespace: ops}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: agent}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: ServiceAccount, name: agent, namespace: ops}]
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: ops}
spec: {template: {spec: {serviceAccountName: agent, containers: [{name: c, image: x}]}}}
---
{apiVersion: v1, kind: Node, metadata: {name: w1}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: logger, namespace: web}
spec:
  template:
    spec: {hostPID: true, containers: [{name: a, image: x, securityContext: {privileged: true}}]}
";

#[test]
fn what_pods_still_see_of_their_node_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["scan", "-f", "-", "-o", "json", "--fix-dir", folder.path().to_str().unwrap()];
    let fixes = kubescan_with_input(&arguments, AGENTS.as_bytes()).json()["fixes"].clone();
    let closing = fixes.as_array().unwrap().iter().find(|fix| fix["kind"] == "close-escapes").unwrap();
    let stays: Vec<&str> = closing["stays"].as_array().unwrap().iter().filter_map(|it| it["entry"].as_str()).collect();
    assert_eq!(stays, ["escape/host-pid"]);
    let page = text(folder.path(), "README.md");
    assert!(page.contains("workload:web/DaemonSet/logger still has escape/host-pid in namespace web"), "{page}");
}
