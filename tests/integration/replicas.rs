//! What the server makes of pods is read alike from everywhere, and what it makes different in replicas does not show.

use std::thread::sleep;
use std::time::{Duration, Instant};

use kubescan::collect::files::{self, Input, Limits};
use kubescan::model::{Pod, Snapshot, Version};

use crate::cluster::ControlPlane;
use crate::live::KINDS;
use crate::run::kubescan;

const CLUSTER: &str = include_str!("../fixtures/live/replicas.yaml");
/// Three of the Deployment, one of the DaemonSet on each node, and one of its own.
const PODS: usize = 6;
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn every_source_gives_the_same_pods_and_replicas_share_one_spec() {
    let plane = ControlPlane::start();
    plane.apply(CLUSTER);
    wait_for_pods(&plane);
    let file = plane.dir.join("replicas.zst");
    let kubeconfig = plane.kubeconfig.to_str().unwrap();
    let run = kubescan(&["collect", "--kubeconfig", kubeconfig, "-o", file.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let live = read(&file);
    check(&live);
    for format in ["json", "yaml"] {
        let file = plane.dir.join(format!("replicas.{format}"));
        std::fs::write(&file, plane.kubectl(&["get", KINDS, "--all-namespaces", "--output", format])).unwrap();
        let dump = read(&file);
        assert_eq!(dump.pods, live.pods, "{format}");
        assert_eq!(dump.pod_specs, live.pod_specs, "{format}");
        assert_eq!(dump.workloads, live.workloads, "{format}");
        assert_eq!(dump.nodes, live.nodes, "{format}");
        assert_eq!(dump.service_accounts, live.service_accounts, "{format}");
        assert_eq!(dump.persistent_volumes, live.persistent_volumes, "{format}");
        assert_eq!(dump.services, live.services, "{format}");
    }
}

fn wait_for_pods(plane: &ControlPlane) {
    let started = Instant::now();
    while plane.kubectl(&["get", "pods", "--namespace=replicas", "--output=name"]).lines().count() != PODS {
        assert!(started.elapsed() < PATIENCE, "the controllers made no pods");
        sleep(Duration::from_millis(200));
    }
}

fn read(file: &std::path::Path) -> Snapshot {
    files::read(&[Input::Path(file.to_owned())], &Limits::default(), Version::NEWEST, None).unwrap()
}

fn check(snapshot: &Snapshot) {
    let pods = |name: &str| -> Vec<&Pod> { snapshot.pods.iter().filter(|pod| pod.workload.name == name).collect() };
    let (web, agent, all) = (pods("web"), pods("agent"), pods("all"));
    assert_eq!((web.len(), agent.len(), all.len()), (3, 2, 1));
    assert!(web.iter().all(|pod| pod.spec == web[0].spec), "replicas share a spec");
    assert!(agent.iter().all(|pod| pod.spec == agent[0].spec), "daemon pods share a spec");

    let spec = snapshot.pod_spec(agent[0].spec);
    assert!(spec.security.host_network && spec.placement.terms.is_empty() && !spec.placement.tolerations.is_empty());
    assert_eq!(spec.containers[0].exposure.host_ports, [9100]);

    let spec = snapshot.pod_spec(all[0].spec);
    assert!(spec.security.host_pid && spec.security.host_ipc && !spec.security.host_network);
    assert_eq!(spec.security.other_volumes, ["nfs"]);
    assert_eq!(spec.security.context.run_as_user, Some(0));
    assert_eq!(spec.placement.terms[0].labels[0].values, ["ssd", "nvme"]);
    assert_eq!(spec.volumes.len(), 3, "hostPath, CSI and the token: {:?}", spec.volumes);
    let container = &spec.containers[0];
    assert_eq!(container.mounts[0].sub_path.as_deref(), Some("etc"));
    assert_eq!(container.security.privileged, Some(true));
    assert_eq!(container.exposure.probe_hosts, ["192.0.2.3", "192.0.2.4"]);

    let workload = |name: &str| snapshot.workloads.iter().find(|it| it.workload.name == name).unwrap();
    assert!(workload("agent").on_delete && !workload("web").on_delete);
    let node = snapshot.nodes.iter().find(|node| node.name == "replicas-a").unwrap();
    assert!(node.unschedulable && node.taints.iter().any(|taint| taint.key == "dedicated"));
    let account = snapshot.service_accounts.iter().find(|account| account.name == "limited").unwrap();
    assert!(account.only_listed_secrets && account.pull_secrets == ["pull"]);
    let disk = snapshot.persistent_volumes.iter().find(|volume| volume.name == "replicas-disk").unwrap();
    assert!(disk.block && disk.class.as_deref() == Some("fast"));
    assert!(snapshot.services.iter().any(|service| service.name == "outside" && service.external_ips));
}
