//! Pods as they stand before a policy: with what the server fills in, and with what strict policies ask for.

use serde_json::json;

use super::content::pod_spec;
use super::write::{Choice, Object, put};

/// What the server fills in before policies judge (`SetDefaults_PodSpec`, `SetDefaults_Container` upstream).
pub(super) fn defaulted(object: &mut Object) {
    let replicated = matches!(
        object.get("kind").and_then(Object::as_str),
        Some("Deployment" | "StatefulSet" | "ReplicaSet" | "ReplicationController")
    );
    let Some(spec) = pod_spec(object) else { return };
    for (field, value) in [
        ("restartPolicy", json!("Always")),
        ("dnsPolicy", json!("ClusterFirst")),
        ("schedulerName", json!("default-scheduler")),
        ("terminationGracePeriodSeconds", json!(30)),
        ("securityContext", json!({})),
    ] {
        unless_there(spec, field, value);
    }
    for container in containers(spec) {
        for (field, value) in [
            ("imagePullPolicy", json!("Always")),
            ("terminationMessagePath", json!("/dev/termination-log")),
            ("terminationMessagePolicy", json!("File")),
            ("resources", json!({})),
        ] {
            unless_there(container, field, value);
        }
    }
    if replicated && let Some(spec) = object.get_mut("spec") {
        unless_there(spec, "replicas", json!(1));
    }
}

/// The same step with pods that are all that strict policies ask for, as far as what they are for leaves that open.
pub(super) fn dressed(choice: &Choice) -> Option<Choice> {
    let mut other = choice.clone();
    let mut done = false;
    for spec in other.writes.iter_mut().filter_map(|write| pod_spec(write.object.as_mut()?)) {
        done = true;
        for (field, value) in [
            ("tolerations", json!([{"operator": "Exists"}])),
            ("hostNetwork", json!(false)),
            ("hostPID", json!(false)),
            ("hostIPC", json!(false)),
            ("enableServiceLinks", json!(false)),
        ] {
            unless_there(spec, field, value);
        }
        // Who is no root does not get out of a pod in the ways that are tried.
        let confined = is_confined(spec);
        if confined {
            let context = json!({"runAsNonRoot": true, "runAsUser": 1000, "runAsGroup": 1000, "fsGroup": 1000,
                "seccompProfile": {"type": "RuntimeDefault"}});
            unless_there(spec, "securityContext", context);
        }
        containers(spec).for_each(|container| dress(container, confined));
    }
    other.told.push_str(", as strict policies want pods");
    done.then_some(other)
}

fn dress(container: &mut Object, confined: bool) {
    let amounts = json!({"cpu": "10m", "memory": "16Mi", "ephemeral-storage": "16Mi"});
    let probe = json!({"tcpSocket": {"port": 80}});
    for (field, value) in [
        ("resources", json!({"limits": amounts.clone(), "requests": amounts})),
        ("livenessProbe", probe.clone()),
        ("readinessProbe", probe),
    ] {
        unless_there(container, field, value);
    }
    if confined {
        let context = json!({"allowPrivilegeEscalation": false, "privileged": false, "runAsNonRoot": true,
            "readOnlyRootFilesystem": true, "capabilities": {"drop": ["ALL"]},
            "seccompProfile": {"type": "RuntimeDefault"}});
        unless_there(container, "securityContext", context);
    }
}

/// Whether nothing of it gets out.
fn is_confined(spec: &mut Object) -> bool {
    let host =
        ["volumes", "hostPID"].into_iter().any(|field| spec.get(field).is_some_and(|known| *known != json!(false)));
    !host && containers(spec).all(|container| container.get("securityContext").is_none())
}

fn containers(spec: &mut Object) -> impl Iterator<Item = &mut Object> {
    spec.get_mut("containers").and_then(Object::as_array_mut).into_iter().flatten()
}

fn unless_there(object: &mut Object, field: &str, value: Object) {
    if object.get(field).is_none() {
        put(object, &[field], value);
    }
}
