//! What kubescan reads of a cluster, as `kubectl get -o yaml` prints it, and the same every time.
//!
//! What differs from one run to the next is dropped (timestamps, addresses, resource versions) or replaced (uids, random
//! names) by what is derived from names. Secrets lose their data.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::stage::objects;
use crate::cluster::ControlPlane;
use crate::live::KINDS;

/// Dumps a whole cluster.
pub(crate) fn of(plane: &ControlPlane) -> String {
    let mut items = objects(plane, &format!("{KINDS},secrets"));
    // Of ConfigMaps kubescan asks for one alone.
    let maps = objects(plane, "configmaps").into_iter();
    items.extend(maps.filter(|map| map["metadata"]["name"] == "aws-auth"));
    items.iter_mut().for_each(forget_the_moment);
    rename_pods(&mut items);
    replace_uids(&mut items);
    let list = json!({"apiVersion": "v1", "kind": "List", "items": items});
    serde_yaml::to_string(&list).unwrap()
}

/// Drops what depends on the time, the machine and the order of events.
fn forget_the_moment(object: &mut Value) {
    drop_keys(object, &["creationTimestamp", "generation", "managedFields", "resourceVersion"]);
    let kind = object["kind"].as_str().unwrap().to_owned();
    keep_of_status(object, &kind);
    match kind.as_str() {
        "Node" => {
            // No kubelet reports, and after a while this shows.
            if let Some(taints) = object["spec"].get_mut("taints") {
                let of_health = |taint: &Value| taint["key"].as_str().unwrap().starts_with("node.kubernetes.io/");
                taints.as_array_mut().unwrap().retain(|taint| !of_health(taint));
            }
            drop_annotations(object, &["node.alpha.kubernetes.io/ttl"]);
        }
        "Secret" => drop_keys(object, &["data"]),
        "Service" => {
            if object["spec"]["clusterIP"] != "None" {
                drop_keys(object, &["clusterIP", "clusterIPs"]);
            }
            if object["metadata"]["name"] == "kubernetes" {
                object["spec"]["ports"][0]["targetPort"] = json!(6443);
            }
        }
        _ => {}
    }
    drop_annotations(object, &["kubectl.kubernetes.io/last-applied-configuration"]);
}

/// Of the status, a dump keeps what nobody has to wait for.
fn keep_of_status(object: &mut Value, kind: &str) {
    let kept: &[&str] = match kind {
        "Node" => &["addresses", "nodeInfo"],
        "Namespace" | "PersistentVolume" | "PersistentVolumeClaim" | "Pod" => &["phase"],
        _ => &[],
    };
    let object = object.as_object_mut().unwrap();
    if let Some(status) = object.get_mut("status").and_then(Value::as_object_mut) {
        status.retain(|key, _| kept.contains(&key.as_str()));
        if status.is_empty() {
            object.remove("status");
        }
    }
}

fn drop_keys(value: &mut Value, keys: &[&str]) {
    match value {
        Value::Object(map) => {
            map.retain(|key, _| !keys.contains(&key.as_str()));
            map.values_mut().for_each(|value| drop_keys(value, keys));
        }
        Value::Array(list) => list.iter_mut().for_each(|value| drop_keys(value, keys)),
        _ => {}
    }
}

fn drop_annotations(object: &mut Value, names: &[&str]) {
    let metadata = object["metadata"].as_object_mut().unwrap();
    if let Some(annotations) = metadata.get_mut("annotations").and_then(Value::as_object_mut) {
        annotations.retain(|name, _| !names.contains(&name.as_str()));
        if annotations.is_empty() {
            metadata.remove("annotations");
        }
    }
}

/// Pods with random names get others, in the order of their nodes, and so do the volumes that admission added to them.
fn rename_pods(items: &mut [Value]) {
    let mut replicas: BTreeMap<(String, String), Vec<&mut Value>> = BTreeMap::new();
    for pod in items.iter_mut().filter(|item| item["kind"] == "Pod") {
        let metadata = &pod["metadata"];
        let key = if is_random(pod) { "generateName" } else { "name" };
        let owner = (metadata["namespace"].to_string(), metadata[key].as_str().unwrap().to_owned());
        replicas.entry(owner).or_default().push(pod);
    }
    for ((namespace, stem), mut pods) in replicas {
        pods.sort_by_key(|pod| pod["spec"]["nodeName"].to_string());
        for (number, pod) in pods.into_iter().enumerate() {
            let suffix = suffix(&format!("{namespace}/{stem}/{number}"));
            if is_random(pod) {
                pod["metadata"]["name"] = json!(format!("{stem}{suffix}"));
            }
            let volume = format!("kube-api-access-{suffix}");
            replace_texts(pod, &|text| text.starts_with("kube-api-access-").then(|| volume.clone()));
        }
    }
    // They stand in the order of their new names.
    items.sort_by_cached_key(|item| {
        let name = |key: &str| item["metadata"][key].as_str().unwrap_or_default().to_owned();
        (item["kind"].to_string(), name("namespace"), name("name"))
    });
}

/// Whether a pod's name is random: that of a StatefulSet's pod is not, although it has a `generateName` as well.
fn is_random(pod: &Value) -> bool {
    let metadata = &pod["metadata"];
    metadata["generateName"].is_string() && metadata["ownerReferences"][0]["kind"] != "StatefulSet"
}

fn replace_uids(items: &mut [Value]) {
    let uids: HashMap<String, String> = items
        .iter()
        .map(|item| {
            let metadata = &item["metadata"];
            let uid = uid(&format!("{}/{}/{}", item["kind"], metadata["namespace"], metadata["name"]));
            (metadata["uid"].as_str().unwrap().to_owned(), uid)
        })
        .collect();
    for item in items {
        replace_texts(item, &|text| uids.get(text).cloned());
    }
}

fn replace_texts(value: &mut Value, new: &impl Fn(&str) -> Option<String>) {
    match value {
        Value::String(text) => {
            if let Some(new) = new(text) {
                *text = new;
            }
        }
        Value::Object(map) => Map::values_mut(map).for_each(|value| replace_texts(value, new)),
        Value::Array(list) => list.iter_mut().for_each(|value| replace_texts(value, new)),
        _ => {}
    }
}

/// What Kubernetes would have drawn at random: five of the characters that spell no words.
fn suffix(name: &str) -> String {
    const LETTERS: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";
    let digest = Sha256::digest(name);
    digest.iter().take(5).map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect()
}

/// The same for the same object, and of the shape that Kubernetes gives them.
fn uid(name: &str) -> String {
    let hex: String = Sha256::digest(name).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{}-4{}-8{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..32])
}
