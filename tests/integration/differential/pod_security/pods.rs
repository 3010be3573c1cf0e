//! Random pods, most of them one or two steps from a modest one.

use serde_json::{Value, json};

use super::deviations;
use crate::differential::random::Random;

/// Which pods are wanted.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Wanted {
    /// Any, such as the API server never stores too.
    Any,
    /// Those that a client may try to create: ephemeral containers come later.
    New,
}

const LISTS: &[(&str, &str)] = &[("containers", "c"), ("initContainers", "i"), ("ephemeralContainers", "e")];

/// A pod that asks for little, and then for something more.
pub(super) fn pod(random: &mut Random, wanted: Wanted) -> Value {
    let mut pod = modest(random, wanted);
    if random.chance(10) {
        become_windows(random, &mut pod);
    }
    if random.chance(15) {
        leave_the_users_of_the_node(random, &mut pod);
    }
    for _ in 0..random.pick(&[0, 1, 1, 1, 1, 2, 2, 3]) {
        deviate(random, &mut pod);
    }
    pod
}

/// A pod that the level `restricted` lets in, with what it needs for that here or there.
fn modest(random: &mut Random, wanted: Wanted) -> Value {
    let mut pod = json!({"apiVersion": "v1", "kind": "Pod", "metadata": {}, "spec": {"serviceAccountName": "runner"}});
    let shared = random.chance(40);
    let context = json!({"runAsNonRoot": true, "seccompProfile": {"type": "RuntimeDefault"}});
    if shared {
        pod["spec"]["securityContext"] = context.clone();
    }
    for (list, letter) in LISTS {
        let count = match *list {
            "containers" => 1 + random.below(2),
            "ephemeralContainers" if wanted == Wanted::New => 0,
            _ => usize::from(random.chance(30)),
        };
        for place in 0..count {
            let mut own = if shared { json!({}) } else { context.clone() };
            own["allowPrivilegeEscalation"] = false.into();
            own["capabilities"] = json!({"drop": ["ALL"]});
            let container = json!({"name": format!("{letter}{place}"), "image": "image", "securityContext": own});
            list_of(&mut pod, list).push(container);
        }
    }
    pod
}

fn list_of<'p>(pod: &'p mut Value, list: &str) -> &'p mut Vec<Value> {
    let list = &mut pod["spec"][list];
    if list.is_null() {
        *list = json!([]);
    }
    list.as_array_mut().unwrap()
}

/// A pod of Windows, without what it may not set.
fn become_windows(random: &mut Random, pod: &mut Value) {
    pod["spec"]["os"] = json!({"name": "windows"});
    let non_root = random.chance(70);
    pod["spec"]["securityContext"] = if non_root { json!({"runAsNonRoot": true}) } else { json!(null) };
    for container in containers(pod) {
        container["securityContext"] = json!(null);
    }
}

/// A pod with users of its own, which may therefore be root and see all of `/proc`.
fn leave_the_users_of_the_node(random: &mut Random, pod: &mut Value) {
    pod["spec"]["hostUsers"] = false.into();
    let (root, unmasked) = (random.chance(50), random.chance(50));
    for container in containers(pod) {
        if root {
            container["securityContext"]["runAsUser"] = 0.into();
            container["securityContext"]["runAsNonRoot"] = json!(null);
        }
        if unmasked {
            container["securityContext"]["procMount"] = "Unmasked".into();
        }
    }
}

fn deviate(random: &mut Random, pod: &mut Value) {
    match random.below(20) {
        0..8 => deviations::of_pod(random, pod),
        8..18 => {
            let mut all = containers(pod);
            let place = random.below(all.len());
            deviations::of_container(random, all[place]);
        }
        _ => {
            let names: Vec<String> =
                containers(pod).iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect();
            deviations::annotation(random, pod, &names);
        }
    }
}

fn containers(pod: &mut Value) -> Vec<&mut Value> {
    let spec = pod["spec"].as_object_mut().unwrap();
    let lists = spec.iter_mut().filter(|(key, _)| LISTS.iter().any(|(list, _)| list == key));
    lists.flat_map(|(_, list)| list.as_array_mut().unwrap()).collect()
}
