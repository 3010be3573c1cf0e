//! Random clusters in a real control plane, several side by side.

use std::sync::OnceLock;
use std::time::Duration;

use serde_json::{Value, json};

use super::cluster::{Cluster, namespace_of, text};
use super::effort::Effort;
use super::generate::{self, Objects};
use crate::cluster::ControlPlane;

/// How many clusters share a control plane.
pub(super) const SIDE_BY_SIDE: usize = 6;

/// A control plane with some clusters in it. Nobody writes to it any more.
pub(super) struct Loaded {
    pub(super) plane: ControlPlane,
    /// The clusters as they were generated.
    pub(super) clusters: Vec<Cluster>,
}

impl Loaded {
    /// The one with the first seeds, which all tests share.
    pub(super) fn shared() -> &'static Self {
        static SHARED: OnceLock<Loaded> = OnceLock::new();
        SHARED.get_or_init(|| Loaded::start(&Effort::of_this_run().seeds(SIDE_BY_SIDE, SIDE_BY_SIDE)[0]))
    }

    /// Starts a control plane with the clusters of these seeds.
    pub(super) fn start(seeds: &[u64]) -> Self {
        let plane = ControlPlane::start();
        let clusters: Vec<Cluster> = seeds.iter().map(|&seed| generate::cluster(seed, Objects::Valid)).collect();
        // What others refer to comes first. All share their nodes.
        for kinds in [&["Namespace", "Node"][..], &["ServiceAccount", "Role", "ClusterRole"], BOUND] {
            let mut objects: Vec<&Value> = clusters.iter().flat_map(|cluster| cluster.of_kind(kinds)).collect();
            objects.sort_by_key(|object| object.to_string());
            objects.dedup();
            create(&plane, &objects);
        }
        let loaded = Loaded { plane, clusters };
        loaded.settle();
        loaded
    }

    /// Waits until the controllers have nothing left to aggregate.
    fn settle(&self) {
        let roles = |dump: Cluster| dump.of_kind(&["ClusterRole"]).cloned().collect::<Vec<Value>>();
        let mut before = roles(self.dump());
        for _ in 0..50 {
            std::thread::sleep(Duration::from_millis(300));
            let now = roles(self.dump());
            if now == before {
                return;
            }
            before = now;
        }
        panic!("the aggregated roles do not settle");
    }

    /// All objects of the server, as they are now.
    pub(super) fn dump(&self) -> Cluster {
        let kinds = "namespaces,serviceaccounts,clusterroles,clusterrolebindings,roles,rolebindings,nodes,pods";
        let list = self.plane.kubectl(&["get", kinds, "--all-namespaces", "--output=json"]);
        let mut list: Value = serde_json::from_str(&list).unwrap();
        let Value::Array(objects) = list["items"].take() else { panic!("kubectl gave no list") };
        Cluster { seed: self.clusters[0].seed, objects }
    }
}

const BOUND: &[&str] = &["RoleBinding", "ClusterRoleBinding", "Pod"];

fn create(plane: &ControlPlane, objects: &[&Value]) {
    let request = |object: &Value| {
        let path = collection(text(object, "kind"), namespace_of(object));
        json!({"method": "POST", "path": path, "type": "application/json", "body": object}).to_string()
    };
    let answers = plane.request(objects.iter().map(|object| request(object)));
    for (object, answer) in objects.iter().zip(answers) {
        assert_eq!(answer.status, Some(201), "{object}: {}", answer.error);
    }
}

/// The path of all objects of a kind, in a namespace or in the cluster.
pub(super) fn collection(kind: &str, namespace: Option<&str>) -> String {
    let api = if kind.contains("Role") { "/apis/rbac.authorization.k8s.io/v1" } else { "/api/v1" };
    let place = namespace.map(|namespace| format!("/namespaces/{namespace}")).unwrap_or_default();
    format!("{api}{place}/{}s", kind.to_lowercase())
}
