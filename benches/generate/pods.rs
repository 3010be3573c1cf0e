//! Workloads, their ten replicas each, and nodes: objects as large as real ones.

use serde_json::{Value, json};

use crate::random::Random;
use crate::{Size, account, namespace};

const REPLICAS: usize = 10;

pub(crate) fn node(index: usize) -> Value {
    let mut labels = json!({"kubernetes.io/hostname": format!("node-{index}"), "kubernetes.io/os": "linux", "topology.kubernetes.io/zone": format!("zone-{}", index % 3)});
    if let (true, Some(labels)) = (index < 3, labels.as_object_mut()) {
        labels.insert("node-role.kubernetes.io/control-plane".into(), "".into());
    }
    json!({"apiVersion": "v1", "kind": "Node", "metadata": {"name": format!("node-{index}"), "labels": labels}, "spec": {"podCIDR": "10.0.0.0/24"},
        "status": {"capacity": {"cpu": "16", "memory": "64Gi"}, "conditions": [{"type": "Ready", "status": "True"}]}})
}

pub(crate) fn write(size: &Size, random: &mut Random, out: &mut dyn FnMut(Value)) {
    for workload in 0..size.pods.div_ceil(REPLICAS) {
        let place = namespace(workload % size.namespaces);
        let turns = (size.accounts / size.namespaces).max(1);
        let holder = workload % size.namespaces + size.namespaces * random.below(turns);
        let app = format!("{}-{workload}", random.pick(&["api", "web", "worker", "cache", "sync", "gateway"]));
        let hash = format!("{:09x}", 0x1234_5678_u64 + u64::try_from(workload).unwrap_or_default());
        let mut spec = spec(&app, &account(holder, size), workload);
        if size.risky > 0 && workload % 25 == 0 {
            escape(&mut spec);
        }
        let labels = json!({"app.kubernetes.io/name": app, "pod-template-hash": hash});
        let template = json!({"metadata": {"labels": {"app.kubernetes.io/name": app}}, "spec": spec});
        let selector = json!({"matchLabels": {"app.kubernetes.io/name": app}});
        out(
            json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": app, "namespace": place}, "spec": {"replicas": REPLICAS, "selector": selector, "template": template}}),
        );
        let owner =
            json!([{"apiVersion": "apps/v1", "kind": "Deployment", "name": app, "controller": true, "uid": "0"}]);
        out(
            json!({"apiVersion": "apps/v1", "kind": "ReplicaSet", "metadata": {"name": format!("{app}-{hash}"), "namespace": place, "ownerReferences": owner},
            "spec": {"replicas": REPLICAS, "selector": selector, "template": template}}),
        );
        let owner = json!([{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": format!("{app}-{hash}"), "controller": true, "uid": "0"}]);
        for replica in 0..REPLICAS.min(size.pods - workload * REPLICAS) {
            let name = format!("{app}-{hash}-{:05x}", random.below(1 << 20) ^ (replica << 16));
            let mut spec = stored(&spec, replica);
            if let Some(spec) = spec.as_object_mut() {
                spec.insert("nodeName".into(), format!("node-{}", random.below(size.nodes.max(1))).into());
            }
            out(
                json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "namespace": place, "labels": labels, "ownerReferences": owner},
                "spec": spec, "status": status(&app)}),
            );
        }
    }
}

fn spec(app: &str, account: &str, workload: usize) -> Value {
    let env: Vec<Value> = (0..12).map(|index| json!({"name": format!("SETTING_{index}"), "value": format!("https://{app}.internal.example.com/path/{index}")})).collect();
    let probe = json!({"httpGet": {"path": "/healthz", "port": "http", "scheme": "HTTP"}, "periodSeconds": 10, "failureThreshold": 3, "successThreshold": 1, "timeoutSeconds": 1});
    let container = json!({"name": app, "image": format!("registry.example.com/{app}@sha256:{:064x}", workload), "imagePullPolicy": "IfNotPresent", "env": env,
        "envFrom": [{"secretRef": {"name": format!("{app}-env")}}],
        "ports": [{"containerPort": 8080, "name": "http", "protocol": "TCP"}], "livenessProbe": probe, "readinessProbe": probe,
        "resources": {"requests": {"cpu": "100m", "memory": "128Mi"}, "limits": {"memory": "256Mi"}},
        "securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}, "readOnlyRootFilesystem": true},
        "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File",
        "volumeMounts": [{"mountPath": "/etc/config", "name": "config"}]});
    json!({"serviceAccountName": account, "serviceAccount": account, "containers": [container], "dnsPolicy": "ClusterFirst", "restartPolicy": "Always",
        "schedulerName": "default-scheduler", "securityContext": {"runAsNonRoot": true}, "terminationGracePeriodSeconds": 30,
        "volumes": [{"name": "config", "configMap": {"name": format!("{app}-config"), "defaultMode": 420}}]})
}

/// Lets the pod out to its node.
fn escape(spec: &mut Value) {
    if let Some(context) = spec.pointer_mut("/containers/0/securityContext").and_then(Value::as_object_mut) {
        context.remove("allowPrivilegeEscalation");
        context.insert("privileged".into(), true.into());
    }
}

/// The spec as admission leaves it, with the token volume.
fn stored(spec: &Value, replica: usize) -> Value {
    let mut spec = spec.clone();
    let volume = format!("kube-api-access-{replica:05}");
    if let Some(mounts) = spec.pointer_mut("/containers/0/volumeMounts").and_then(Value::as_array_mut) {
        mounts.push(
            json!({"mountPath": "/var/run/secrets/kubernetes.io/serviceaccount", "name": volume, "readOnly": true}),
        );
    }
    if let Some(volumes) = spec.pointer_mut("/volumes").and_then(Value::as_array_mut) {
        volumes.push(json!({"name": volume, "projected": {"defaultMode": 420, "sources": [
            {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}},
            {"configMap": {"items": [{"key": "ca.crt", "path": "ca.crt"}], "name": "kube-root-ca.crt"}},
            {"downwardAPI": {"items": [{"fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"}, "path": "namespace"}]}}]}}));
    }
    spec
}

fn status(app: &str) -> Value {
    let conditions: Vec<Value> = ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"]
        .iter()
        .map(|kind| json!({"type": kind, "status": "True", "lastProbeTime": null, "lastTransitionTime": "2026-01-01T00:00:00Z"}))
        .collect();
    json!({"phase": "Running", "conditions": conditions, "hostIP": "10.1.2.3", "podIP": "10.2.3.4", "qosClass": "Burstable", "startTime": "2026-01-01T00:00:00Z",
        "containerStatuses": [{"name": app, "ready": true, "started": true, "restartCount": 0, "image": format!("registry.example.com/{app}"),
            "imageID": format!("registry.example.com/{app}@sha256:{:064x}", 7), "containerID": format!("containerd://{:064x}", 9),
            "state": {"running": {"startedAt": "2026-01-01T00:00:00Z"}}, "lastState": {}}]})
}
