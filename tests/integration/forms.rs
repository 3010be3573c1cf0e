//! The same cluster read as protobuf and as JSON: nothing may tell the two apart.

use std::path::Path;

use kubescan::collect::Progress;
use kubescan::collect::live::{Connection, Errand, collect};
use serde_json::Value;

use crate::cluster::ControlPlane;

/// What is read of a cluster, as a snapshot file has it, without the time of the reading.
fn snapshot(kubeconfig: &Path, protobuf: bool, page_size: u32) -> Value {
    let connection =
        Connection { kubeconfig: Some(kubeconfig.to_owned()), protobuf, page_size, ..Connection::default() };
    let collected = collect(&connection, &Errand::NONE, &Progress::none(), &|_| {}).unwrap();
    assert!(collected.snapshot.complete(), "{:?}", collected.snapshot.gaps);
    let mut snapshot = serde_json::to_value(&collected.snapshot).unwrap();
    snapshot["source"]["time"] = Value::Null;
    snapshot
}

#[test]
fn protobuf_gives_the_identical_snapshot() {
    let plane = ControlPlane::start();
    for manifest in [
        include_str!("../fixtures/live/every-kind.yaml"),
        include_str!("../fixtures/live/risky.yaml"),
        include_str!("../fixtures/live/replicas.yaml"),
    ] {
        plane.apply(manifest);
    }
    // Controllers go on writing for a while. What is the same before and after was the same in between.
    for _ in 0..10 {
        let before = snapshot(&plane.kubeconfig, false, 500);
        let protobuf = snapshot(&plane.kubeconfig, true, 500);
        let paged = snapshot(&plane.kubeconfig, true, 3);
        if snapshot(&plane.kubeconfig, false, 500) == before {
            assert_eq!(first_difference(&protobuf, &before, String::new()), None);
            assert_eq!(first_difference(&paged, &before, String::new()), None, "in small pages");
            return;
        }
        std::thread::sleep(std::time::Duration::from_secs(2));
    }
    panic!("the cluster does not come to rest");
}

/// Where two values differ, and how: a whole snapshot would be too much to look at.
fn first_difference(one: &Value, other: &Value, place: String) -> Option<String> {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) if one.keys().eq(other.keys()) => {
            one.iter().find_map(|(key, value)| first_difference(value, &other[key], format!("{place}.{key}")))
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let mut pairs = one.iter().zip(other).enumerate();
            pairs.find_map(|(index, (one, other))| first_difference(one, other, format!("{place}[{index}]")))
        }
        _ => (one != other).then(|| format!("{place}: {one} where JSON gives {other}")),
    }
}
