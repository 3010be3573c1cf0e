//! Decision tables: each row beside its near misses.

use crate::model::{Node, NodeRequirement, NodeTerm, Phase, Placement, Pod, PodSpecId, Taint, Toleration, WorkloadRef};

use super::{
    ControlPlaneSign, asks_for_labels, can_let_in, control_plane_sign, daemon_may_run, is_control_plane, is_free_label,
    may_run, yields_to_taints,
};
use crate::graph::Power;

/// A label that a kubelet may not write.
const RESTRICTED: &str = "node-restriction.kubernetes.io/role";

fn node(labels: &[(&str, &str)]) -> Node {
    let labels = labels.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect();
    Node { name: "n1".into(), labels, ..Node::default() }
}

/// As `key=value:effect`.
fn tainted(taints: &[&str]) -> Node {
    let taint = |text: &&str| {
        let (key, effect) = text.rsplit_once(':').unwrap();
        let (key, value) = key.split_once('=').map_or((key, None), |(key, value)| (key, Some(value.into())));
        Taint { key: key.into(), value, effect: effect.into() }
    };
    Node { taints: taints.iter().map(taint).collect(), ..node(&[]) }
}

fn requirement(text: &str) -> NodeRequirement {
    let mut words = text.split(' ');
    let (key, operator) = (words.next().unwrap().into(), words.next().unwrap().into());
    NodeRequirement { key, operator, values: words.map(Into::into).collect() }
}

/// Terms of requirements on labels, as `key operator value value`.
fn terms(terms: &[&[&str]]) -> Placement {
    let term =
        |labels: &&[&str]| NodeTerm { labels: labels.iter().map(|text| requirement(text)).collect(), fields: vec![] };
    Placement { terms: terms.iter().map(term).collect(), ..Placement::default() }
}

fn fields(requirements: &[&str]) -> Placement {
    let fields = requirements.iter().map(|text| requirement(text)).collect();
    Placement { terms: vec![NodeTerm { labels: vec![], fields }], ..Placement::default() }
}

fn selector(labels: &[(&str, &str)]) -> Placement {
    Placement { node_selector: node(labels).labels, ..Placement::default() }
}

/// As `key operator value effect`, with `-` for what is not there.
fn tolerating(tolerations: &[&str]) -> Placement {
    let toleration = |text: &&str| {
        let mut words = text.split(' ').map(|word| (word != "-").then(|| word.into()));
        let mut next = || words.next().flatten();
        Toleration { key: next(), operator: next(), value: next(), effect: next() }
    };
    Placement { tolerations: tolerations.iter().map(toleration).collect(), ..Placement::default() }
}

#[test]
fn labels_decide_as_the_scheduler_does() {
    let there = node(&[("pool", "db"), ("cpus", "8"), ("odd", "x")]);
    let rows: [(&str, Placement, bool); 31] = [
        ("nothing is asked", Placement::default(), true),
        ("selector", selector(&[("pool", "db")]), true),
        ("selector, another value", selector(&[("pool", "web")]), false),
        ("selector, one of two", selector(&[("pool", "db"), ("zone", "a")]), false),
        ("In", terms(&[&["pool In web db"]]), true),
        ("In, none of them", terms(&[&["pool In web"]]), false),
        ("In, absent", terms(&[&["zone In a"]]), false),
        ("In nothing is malformed", terms(&[&["pool In"]]), false),
        ("NotIn", terms(&[&["pool NotIn web"]]), true),
        ("NotIn, absent", terms(&[&["zone NotIn a"]]), true),
        ("NotIn, listed", terms(&[&["pool NotIn db"]]), false),
        ("NotIn what no label can be is malformed", terms(&[&["pool NotIn -web-"]]), false),
        ("Exists", terms(&[&["pool Exists"]]), true),
        ("Exists, absent", terms(&[&["zone Exists"]]), false),
        ("Exists with values is malformed", terms(&[&["pool Exists db"]]), false),
        ("DoesNotExist", terms(&[&["zone DoesNotExist"]]), true),
        ("DoesNotExist, there", terms(&[&["pool DoesNotExist"]]), false),
        ("Gt", terms(&[&["cpus Gt 7"]]), true),
        ("Gt, equal", terms(&[&["cpus Gt 8"]]), false),
        ("Lt", terms(&[&["cpus Lt 9"]]), true),
        ("Lt, equal", terms(&[&["cpus Lt 8"]]), false),
        ("Lt, no number", terms(&[&["odd Lt 9"]]), false),
        ("Gt, no number asked", terms(&[&["cpus Gt x"]]), false),
        ("an unknown operator", terms(&[&["pool Is db"]]), false),
        ("one of two terms", terms(&[&["zone Exists"], &["pool Exists"]]), true),
        ("one of two requirements", terms(&[&["zone Exists", "pool Exists"]]), false),
        ("an empty term matches nothing", terms(&[&[]]), false),
        ("an empty term does not spoil the other", terms(&[&[], &["pool Exists"]]), true),
        ("by name", fields(&["metadata.name In n1"]), true),
        ("by another name", fields(&["metadata.name In n10"]), false),
        ("not by that name", fields(&["metadata.name NotIn n1"]), false),
    ];
    for (what, placement, expected) in rows {
        assert_eq!(may_run(&placement, &there), expected, "{what}");
    }
    let both = Placement { node_selector: selector(&[("pool", "db")]).node_selector, ..terms(&[&["zone Exists"]]) };
    assert!(!may_run(&both, &there), "selector and affinity must both fit");
}

#[test]
fn taints_keep_away_what_does_not_tolerate_them() {
    let rows: [(&[&str], &[&str], bool); 17] = [
        (&["gpu=a:NoSchedule"], &[], false),
        (&["gpu=a:NoExecute"], &[], false),
        (&["gpu=a:PreferNoSchedule"], &[], true),
        (&["gpu=a:NoSchedule"], &["gpu Equal a NoSchedule"], true),
        (&["gpu=a:NoSchedule"], &["gpu - a -"], true),
        (&["gpu=a:NoSchedule"], &["gpu Equal b NoSchedule"], false),
        (&["gpu=a:NoSchedule"], &["gpu Equal - NoSchedule"], false),
        (&["gpu:NoSchedule"], &["gpu - - -"], true),
        (&["gpu=a:NoSchedule"], &["gpu Exists - -"], true),
        (&["gpu=a:NoSchedule"], &["gpu Exists - NoExecute"], false),
        (&["gpu=a:NoSchedule"], &["cpu Exists - -"], false),
        (&["gpu=a:NoSchedule", "x:NoExecute"], &["- Exists - -"], true),
        (&["gpu=a:NoSchedule"], &["- - - -"], false),
        (&["gpu:NoSchedule"], &["- - - -"], true),
        (&["gpu=a:NoSchedule", "x:NoExecute"], &["gpu Exists - -"], false),
        (&["level=5:NoSchedule"], &["level Gt 3 NoSchedule"], false),
        (&["gpu=a:NoSchedule"], &["gpu exists - -"], false),
    ];
    for (taints, tolerations, expected) in rows {
        assert_eq!(may_run(&tolerating(tolerations), &tainted(taints)), expected, "{taints:?} {tolerations:?}");
    }
}

#[test]
fn a_cordon_is_a_taint() {
    let cordoned = Node { unschedulable: true, ..node(&[]) };
    let tolerated = "node.kubernetes.io/unschedulable Exists - NoSchedule";
    assert!(!may_run(&Placement::default(), &cordoned));
    assert!(may_run(&tolerating(&[tolerated]), &cordoned));
    assert!(!may_run(&tolerating(&["node.kubernetes.io/unschedulable Exists - NoExecute"]), &cordoned));
    assert!(daemon_may_run(&Placement::default(), false, &cordoned));
}

#[test]
fn daemons_tolerate_what_their_controller_adds_and_no_more() {
    let rows = [
        ("node.kubernetes.io/not-ready:NoExecute", false, true),
        ("node.kubernetes.io/not-ready:NoSchedule", false, false),
        ("node.kubernetes.io/unreachable:NoExecute", false, true),
        ("node.kubernetes.io/disk-pressure:NoSchedule", false, true),
        ("node.kubernetes.io/memory-pressure:NoSchedule", false, true),
        ("node.kubernetes.io/pid-pressure:NoSchedule", false, true),
        ("node.kubernetes.io/pid-pressure:NoExecute", false, false),
        ("node.kubernetes.io/network-unavailable:NoSchedule", false, false),
        ("node.kubernetes.io/network-unavailable:NoSchedule", true, true),
        ("node-role.kubernetes.io/control-plane:NoSchedule", true, false),
    ];
    for (taint, host_network, expected) in rows {
        let node = tainted(&[taint]);
        assert_eq!(daemon_may_run(&Placement::default(), host_network, &node), expected, "{taint} {host_network}");
        assert!(!may_run(&Placement::default(), &node), "{taint}");
    }
    assert!(daemon_may_run(&tolerating(&["- Exists - -"]), false, &tainted(&["mine:NoSchedule"])));
    assert!(!daemon_may_run(&selector(&[("pool", "db")]), false, &node(&[])));
}

#[test]
fn node_restriction_says_which_labels_are_free() {
    let free = [
        "role",
        "example.com/role",
        "kubernetes.io.example.com/role",
        "mykubernetes.io/role",
        "kubernetes.io/hostname",
        "topology.kubernetes.io/zone",
        "node.kubernetes.io/anything",
        "sub.node.kubernetes.io/anything",
        "kubelet.kubernetes.io/anything",
        "beta.kubernetes.io/os",
    ];
    let withheld = [
        "node-restriction.kubernetes.io/pool",
        "example.node-restriction.kubernetes.io/pool",
        "node-role.kubernetes.io/control-plane",
        "kubernetes.io/role",
        "topology.kubernetes.io/rack",
        "k8s.io/pool",
        "cloud.k8s.io/pool",
        "mynode.kubernetes.io/x",
    ];
    assert!(free.iter().all(|key| is_free_label(key)));
    for key in withheld {
        assert!(!is_free_label(key), "{key}");
    }
}

#[test]
fn a_kubelet_makes_its_node_fit_by_free_labels_and_others_by_any() {
    // The node has a free label and one that only others than its kubelet may write.
    let there = node(&[("role", "web"), (RESTRICTED, "web")]);
    let restricted = |rest: &str| format!("{RESTRICTED} {rest}");
    let one = |asked: &str| terms(&[&[asked]]);
    let both = |labels: &[(&str, &str)], asked: &[&str]| Placement {
        node_selector: selector(labels).node_selector,
        ..terms(&[asked])
    };
    // What is asked, and whether the kubelet, and whoever may write any label, makes the node fit.
    let rows = [
        (Placement::default(), true, true),
        (selector(&[("role", "db")]), true, true),
        (selector(&[(RESTRICTED, "db")]), false, true),
        (selector(&[(RESTRICTED, "web")]), true, true),
        (selector(&[("role", "db"), (RESTRICTED, "db")]), false, true),
        (one("role NotIn web"), true, true),
        (one("role DoesNotExist"), true, true),
        (one(&restricted("NotIn web")), false, true),
        (one(&restricted("NotIn db")), true, true),
        (one(&restricted("DoesNotExist")), false, true),
        (one("kubernetes.io/hostname In other"), true, true),
        (one("node-role.kubernetes.io/control-plane Exists"), false, true),
        (terms(&[&["node-role.kubernetes.io/control-plane Exists"], &["role In db"]]), true, true),
        (terms(&[&["cpus Gt 8", "cpus Lt 10"]]), true, true),
        (terms(&[&["cpus Gt 8", "cpus Lt 9"]]), false, false),
        (one("cpus Lt 0"), false, false),
        (terms(&[&["role In db", "role NotIn db"]]), false, false),
        (terms(&[&["role Exists", "role DoesNotExist"]]), false, false),
        (terms(&[&[]]), false, false),
        (one("role In"), false, false),
        (both(&[("role", "db")], &["role In db web"]), true, true),
        (both(&[("role", "db")], &["role In web"]), false, false),
        (fields(&["metadata.name In n1"]), true, true),
        (fields(&["metadata.name In n10"]), false, false),
    ];
    for (placement, kubelet, labels) in rows {
        let found =
            [Power::Kubelet, Power::Labels, Power::Whole].map(|power| can_let_in(&placement, None, &there, power));
        assert_eq!(found, [kubelet, labels, labels], "{placement:?}");
    }
}

#[test]
fn only_who_writes_the_whole_node_takes_a_taint_away() {
    let rows = [
        (&["gpu=a:NoSchedule"][..], "", false),
        (&["gpu=a:NoSchedule"], "gpu Exists - -", true),
        (&["gpu=a:PreferNoSchedule"], "", true),
        // These follow what the kubelet reports, or what it may write.
        (&["node.kubernetes.io/unschedulable:NoSchedule", "node.kubernetes.io/not-ready:NoExecute"], "", true),
        (&["node.kubernetes.io/out-of-service:NoExecute"], "", false),
    ];
    for (taints, tolerated, expected) in rows {
        let placement = if tolerated.is_empty() { Placement::default() } else { tolerating(&[tolerated]) };
        let found = Power::ALL.map(|power| can_let_in(&placement, None, &tainted(taints), power));
        assert_eq!(found, [expected, expected, true], "{taints:?} {tolerated}");
    }
}

#[test]
fn a_pod_yields_to_taints_unless_it_tolerates_every_one() {
    for (tolerated, expected) in [
        ("gpu Exists - NoExecute", true),
        ("- Exists - NoSchedule", true),
        ("- - - NoExecute", true),
        ("- Exists - NoExecute", false),
        ("- Exists - -", false),
    ] {
        assert_eq!(yields_to_taints(&tolerating(&[tolerated])), expected, "{tolerated}");
    }
}

#[test]
fn what_must_not_be_there_is_not_asked_for() {
    for (placement, expected) in [
        (Placement::default(), false),
        (selector(&[("role", "db")]), true),
        (terms(&[&["role Exists"]]), true),
        (terms(&[&["role NotIn db", "role DoesNotExist"]]), false),
        (terms(&[&["role Exists"], &["role DoesNotExist"]]), false),
        (terms(&[&["role Exists"], &[]]), true),
        (fields(&["metadata.name In n1"]), false),
    ] {
        assert_eq!(asks_for_labels(&placement), expected, "{placement:?}");
    }
}

#[test]
fn labels_and_mirror_pods_show_the_control_plane() {
    for label in ["control-plane", "master", "etcd"] {
        assert!(is_control_plane(&node(&[(&format!("node-role.kubernetes.io/{label}"), "")]), []), "{label}");
    }
    assert!(!is_control_plane(&node(&[("node-role.kubernetes.io/worker", "")]), []));

    let pod = |name: &str, namespace: &str, on: &str, mirror| Pod {
        namespace: namespace.into(),
        name: name.into(),
        workload: WorkloadRef { kind: "Pod".into(), name: name.into() },
        node: Some(on.into()),
        mirror,
        unbindable: false,
        resource_claims: Vec::new(),
        phase: Phase::Running,
        spec: PodSpecId::new(0),
    };
    let sign = |pod: Pod| control_plane_sign(&node(&[]), [&pod]);
    let seen = sign(pod("kube-apiserver-n1", "kube-system", "n1", true));
    assert_eq!(seen, Some(ControlPlaneSign::MirrorPod("kube-apiserver-n1".into())));
    assert!(sign(pod("etcd-n1", "kube-system", "n1", true)).is_some());
    for near in [
        pod("kube-apiserver-n1", "kube-system", "n1", false),
        pod("kube-apiserver-n1", "shop", "n1", true),
        pod("kube-apiserver-n1", "kube-system", "n2", true),
        pod("kube-apiserver-n11", "kube-system", "n1", true),
        pod("kube-proxy-n1", "kube-system", "n1", true),
        pod("etcdn1", "kube-system", "n1", true),
    ] {
        assert_eq!(sign(near.clone()), None, "{near:?}");
    }
}
