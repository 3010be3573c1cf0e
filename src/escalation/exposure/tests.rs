//! Hits and near misses of what faces outside.

use crate::model::{
    Container, ContainerKind, Counts, Exposure, Ingress, Labels, Phase, Placement, Pod, PodSecurity, PodSpec,
    PodSpecId, SecurityContext, Service, Snapshot, Source, SourceKind, Version, WorkloadRef,
};

use super::exposures;

fn labels(labels: &[(&str, &str)]) -> Labels {
    labels.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect()
}

fn spec(pairs: &[(&str, &str)], host_ports: &[u16]) -> PodSpec {
    let container = Container {
        name: "c".into(),
        kind: ContainerKind::Main,
        mounts: Vec::new(),
        env_secrets: Vec::new(),
        devices: Vec::new(),
        image: "".into(),
        security: SecurityContext::default(),
        app_armor_annotation: None,
        seccomp_annotation: None,
        exposure: Exposure { host_ports: host_ports.to_vec(), probe_hosts: Vec::new() },
        aws_role: None,
    };
    PodSpec {
        service_account: "default".into(),
        volumes: Vec::new(),
        containers: vec![container],
        references: Vec::new(),
        security: PodSecurity { host_network: true, ..PodSecurity::default() },
        placement: Placement::default(),
        labels: labels(pairs),
        aws_role: None,
    }
}

fn pod(namespace: &str, name: &str, spec: usize) -> Pod {
    Pod {
        namespace: namespace.into(),
        name: name.into(),
        workload: WorkloadRef { kind: "Pod".into(), name: name.into() },
        node: None,
        mirror: false,
        unbindable: false,
        resource_claims: Vec::new(),
        phase: Phase::Running,
        spec: PodSpecId::new(spec),
    }
}

fn service(name: &str, kind: &str, selector: &[(&str, &str)]) -> Service {
    let (namespace, name) = ("shop".into(), name.into());
    Service { namespace, name, kind: kind.into(), selector: labels(selector), external_ips: false }
}

fn ingress(namespace: &str, services: &[&str]) -> Ingress {
    let services = services.iter().map(|&service| service.into()).collect();
    Ingress { namespace: namespace.into(), name: "front".into(), services }
}

/// Two replicas of a web server and a database in shop, and the same web server in bank.
fn cluster(services: Vec<Service>, ingresses: Vec<Ingress>) -> Snapshot {
    let source = Source {
        kind: SourceKind::Files,
        name: String::new(),
        server_version: Version::NEWEST,
        stored: true,
        namespace: None,
        ignored_files: 0,
        identity: None,
        server: None,
        time: None,
        tls_verified: None,
    };
    Snapshot {
        source,
        gaps: Vec::new(),
        notes: Vec::new(),
        roles: Vec::new(),
        bindings: Vec::new(),
        namespaces: Vec::new(),
        service_accounts: Vec::new(),
        pods: vec![pod("bank", "web-0", 0), pod("shop", "db-0", 1), pod("shop", "web-0", 0), pod("shop", "web-1", 0)],
        pod_specs: vec![spec(&[("app", "web"), ("tier", "front")], &[]), spec(&[("app", "db"), ("tier", "back")], &[])],
        workloads: Vec::new(),
        nodes: Vec::new(),
        secrets: Vec::new(),
        persistent_volumes: Vec::new(),
        persistent_volume_claims: Vec::new(),
        resource_quotas: Vec::new(),
        admission_policies: Vec::new(),
        admission_bindings: Vec::new(),
        params: Vec::new(),
        webhooks: Vec::new(),
        engine_policies: Vec::new(),
        services,
        ingresses,
        custom_resources: Vec::new(),
        cloud: Default::default(),
        aws_auth: None,
        mappings: Vec::new(),
        resources_known: false,
        counts: Counts::default(),
    }
}

/// Each way to each pod, as `NAMESPACE/POD WAY`.
fn ways(snapshot: &Snapshot) -> Vec<String> {
    let exposures = exposures(snapshot);
    let of = |pod| exposures.of(pod).into_iter().map(move |way| (pod, way.words()));
    let ways = snapshot.pods.iter().flat_map(of);
    ways.map(|(pod, way)| format!("{}/{} {way}", pod.namespace.as_str(), pod.name.as_str())).collect()
}

const WEB: &[(&str, &str)] = &[("app", "web")];

#[test]
fn a_service_exposes_the_pods_of_its_namespace_that_it_selects() {
    let external = Service { external_ips: true, ..service("s", "ClusterIP", WEB) };
    for (service, way) in [
        (service("s", "LoadBalancer", WEB), "LoadBalancer"),
        (service("s", "NodePort", WEB), "NodePort"),
        (external, "externalIPs"),
        (service("s", "NodePort", &[("app", "web"), ("tier", "front")]), "NodePort"),
        (service("s", "NodePort", &[("app", "web"), ("pod-template-hash", "x")]), "NodePort"),
    ] {
        let expected = [format!("shop/web-0 service/s {way}"), format!("shop/web-1 service/s {way}")];
        assert_eq!(ways(&cluster(vec![service], vec![])), expected);
    }
}

#[test]
fn what_looks_exposed_and_is_not() {
    let external_name = Service { external_ips: true, ..service("s", "ExternalName", WEB) };
    let near = [
        ("ClusterIP", service("s", "ClusterIP", WEB)),
        ("no selector", service("s", "LoadBalancer", &[])),
        ("another value", service("s", "LoadBalancer", &[("app", "we")])),
        ("one of two labels", service("s", "LoadBalancer", &[("app", "web"), ("tier", "back")])),
        ("a label that no pod has", service("s", "LoadBalancer", &[("app", "web"), ("x", "y")])),
        ("only labels of replicas", service("s", "LoadBalancer", &[("pod-template-hash", "x")])),
        ("ExternalName", external_name),
    ];
    for (what, service) in near {
        assert_eq!(ways(&cluster(vec![service], vec![])), [""; 0], "{what}");
    }
    let other = Service { namespace: "other".into(), ..service("s", "LoadBalancer", WEB) };
    assert_eq!(ways(&cluster(vec![other], vec![])), [""; 0], "another namespace");
}

#[test]
fn an_ingress_exposes_through_services_of_any_type() {
    let services = || vec![service("db", "ExternalName", &[("app", "db")]), service("s", "ClusterIP", WEB)];
    let through = |ingress| ways(&cluster(services(), vec![ingress]));
    let expected = ["shop/web-0 ingress/front by service/s", "shop/web-1 ingress/front by service/s"];
    assert_eq!(through(ingress("shop", &["db", "gone", "s"])), expected);
    assert_eq!(through(ingress("bank", &["s"])), [""; 0]);
    assert_eq!(through(ingress("shop", &["gone"])), [""; 0]);
}

#[test]
fn a_service_may_select_one_pod_by_its_name() {
    let by_name = |name: &'static str, more: &[(&'static str, &'static str)]| {
        let mut selector = vec![("statefulset.kubernetes.io/pod-name", name)];
        selector.extend(more);
        ways(&cluster(vec![service("s", "LoadBalancer", &selector)], vec![]))
    };
    assert_eq!(by_name("web-1", &[]), ["shop/web-1 service/s LoadBalancer"]);
    assert_eq!(by_name("web-1", &[("app", "web")]), ["shop/web-1 service/s LoadBalancer"]);
    assert_eq!(by_name("web-1", &[("app", "db")]), [""; 0]);
    assert_eq!(by_name("web-2", &[]), [""; 0]);
}

#[test]
fn a_host_port_exposes_and_the_network_of_the_node_does_not() {
    let mut snapshot = cluster(vec![], vec![]);
    assert_eq!(ways(&snapshot), [""; 0]);
    snapshot.pod_specs[1] = spec(&[], &[8080, 80]);
    assert_eq!(ways(&snapshot), ["shop/db-0 hostPort 80", "shop/db-0 hostPort 8080"]);
    snapshot.pods[1].phase = Phase::Finished;
    assert_eq!(ways(&snapshot), [""; 0]);
}

#[test]
fn every_way_is_told_once_and_the_order_of_the_input_does_not_show() {
    let mut services = vec![service("b", "NodePort", WEB), service("a", "LoadBalancer", &[("tier", "front")])];
    let ingresses = vec![ingress("shop", &["a", "a"])];
    let expected = [
        "shop/web-0 service/a LoadBalancer",
        "shop/web-0 service/b NodePort",
        "shop/web-0 ingress/front by service/a",
        "shop/web-1 service/a LoadBalancer",
        "shop/web-1 service/b NodePort",
        "shop/web-1 ingress/front by service/a",
    ];
    assert_eq!(ways(&cluster(services.clone(), ingresses.clone())), expected);
    services.reverse();
    assert_eq!(ways(&cluster(services, ingresses)), expected);
}
