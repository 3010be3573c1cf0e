use super::{Controllers, FoundBy, Led, led};
use crate::authz::{Grant, NameSet};
use crate::escalation::test_cluster::{add_account, add_pod, empty, resource, role};
use crate::graph::{Hub, Node, Objective};
use crate::model::{ContainerKind, Phase, RoleId, Scope, Snapshot, Subject};
use crate::template::{Hit, Needs, builtin};

const KUSTOMIZE: &str = "ghcr.io/fluxcd/kustomize-controller:v1.7.0";
const KUSTOMIZATIONS: &str = "create kustomize.toolkit.fluxcd.io kustomizations";

/// What whoever holds these rules in a scope reaches by an entry.
fn reaches_in(scope: Scope, class: &str, rules: &str, snapshot: &Snapshot) -> Vec<Led> {
    let mut snapshot = snapshot.clone();
    snapshot.roles = vec![role("writer", rules)];
    let id = format!("operators/{class}");
    let (place, entry) = builtin().entries.iter().enumerate().find(|(_, entry)| entry.id == id).unwrap();
    let grant = Grant { binding: None, role: RoleId::new(0), rule: 0 };
    let hit = Hit { entry: place, scope, grants: vec![grant], targets: NameSet::Any, within: None };
    led(entry, &hit, &Controllers::new(&snapshot))
}

fn reaches(class: &str, rules: &str, snapshot: &Snapshot) -> Vec<Node> {
    let reached = reaches_in(shop(), class, rules, snapshot).into_iter();
    reached.map(|reached| reached.node).collect()
}

fn shop() -> Scope {
    Scope::Namespace("shop".into())
}

fn account(namespace: &str, name: &str) -> Node {
    Node::Subject(Subject::ServiceAccount { namespace: namespace.into(), name: name.into() })
}

fn running(account: &str, container: &str) -> Snapshot {
    let mut snapshot = empty();
    add_pod(&mut snapshot, account, container);
    snapshot
}

fn flux() -> Snapshot {
    running("gitops/applier", &format!("manager={KUSTOMIZE}"))
}

#[test]
fn the_controller_is_known_by_its_image() {
    for image in [
        KUSTOMIZE,
        "fluxcd/kustomize-controller",
        "mirror.example.com:5000/fluxcd/kustomize-controller",
        "mirror.example.com:5000/ghcr.io/fluxcd/kustomize-controller:v1@sha256:00",
    ] {
        let snapshot = running("gitops/applier", &format!("manager={image}"));
        assert_eq!(reaches("apply", KUSTOMIZATIONS, &snapshot), [account("gitops", "applier")], "{image}");
    }
    for image in
        ["", "nginx", "fluxcd/helm-controller:v1", "nginx:kustomize-controller", "nginx@fluxcd/kustomize-controller"]
    {
        let snapshot = running("gitops/applier", &format!("manager={image}"));
        assert_eq!(reaches("apply", KUSTOMIZATIONS, &snapshot), [], "{image}");
    }
}

#[test]
fn who_does_not_run_acts_for_nobody() {
    for (phase, found) in
        [(Phase::Running, true), (Phase::Pending, true), (Phase::Finished, false), (Phase::Dormant, false)]
    {
        let mut snapshot = flux();
        snapshot.pods[0].phase = phase;
        assert_eq!(!reaches("apply", KUSTOMIZATIONS, &snapshot).is_empty(), found, "{phase:?}");
    }
    for kind in [ContainerKind::Init, ContainerKind::Ephemeral] {
        let mut snapshot = flux();
        snapshot.pod_specs[0].containers[0].kind = kind;
        assert!(reaches("apply", KUSTOMIZATIONS, &snapshot).is_empty(), "{kind:?}");
    }
}

#[test]
fn programs_of_one_image_are_told_apart_by_their_container() {
    let rules = "create argoproj.io applications";
    let mut snapshot = running("argocd/engine", "argocd-application-controller=quay.io/argoproj/argocd:v3.0.0");
    add_pod(&mut snapshot, "argocd/server", "argocd-server=quay.io/argoproj/argocd:v3.0.0");
    assert_eq!(reaches("apply", rules, &snapshot), [account("argocd", "engine")]);
    let weak = running("argocd/server", "argocd-server=quay.io/argoproj/argocd:v3.0.0");
    assert!(reaches("apply", rules, &weak).is_empty());
}

#[test]
fn a_usual_name_is_a_hint_where_no_image_is_found() {
    let mut snapshot = empty();
    assert_eq!(reaches_in(shop(), "apply", KUSTOMIZATIONS, &snapshot), [], "no controller");
    add_account(&mut snapshot, "flux-system/kustomize-controller");
    add_account(&mut snapshot, "shop/kustomize-controller");
    assert_eq!(reaches_in(shop(), "apply", KUSTOMIZATIONS, &snapshot), [], "nothing shows that the operator is there");
    snapshot.custom_resources = vec![resource("kustomize.toolkit.fluxcd.io", "kustomizations")];
    let by_name = Led { node: account("flux-system", "kustomize-controller"), found_by: FoundBy::UsualName };
    assert!(by_name.found_by.fact().is_some());
    assert_eq!(reaches_in(shop(), "apply", KUSTOMIZATIONS, &snapshot), [by_name]);
    add_pod(&mut snapshot, "gitops/applier", &format!("manager={KUSTOMIZE}"));
    let by_image = Led { node: account("gitops", "applier"), found_by: FoundBy::Image };
    assert_eq!(by_image.found_by.fact(), None);
    assert_eq!(reaches_in(shop(), "apply", KUSTOMIZATIONS, &snapshot), [by_image], "the image says more");
}

#[test]
fn what_is_known_not_to_be_served_leads_nowhere() {
    let with = |served: &[(&str, &str)], resources_known: bool| {
        let custom_resources = served.iter().map(|(group, name)| resource(group, name)).collect();
        Snapshot { custom_resources, resources_known, ..flux() }
    };
    let kustomizations = ("kustomize.toolkit.fluxcd.io", "kustomizations");
    let table: [(Snapshot, bool); 6] = [
        (with(&[], false), true),
        (with(&[], true), false),
        (with(&[kustomizations], false), true),
        (with(&[kustomizations], true), true),
        (with(&[("example.com", "kustomizations")], false), false),
        (with(&[("kustomize.toolkit.fluxcd.io", "others")], true), false),
    ];
    for (snapshot, expected) in table {
        let reached = reaches("apply", KUSTOMIZATIONS, &snapshot);
        assert_eq!(!reached.is_empty(), expected, "{:?} {}", snapshot.custom_resources, snapshot.resources_known);
    }
}

#[test]
fn only_what_the_rules_let_one_write_leads_on() {
    let snapshot = flux();
    for (rules, expected) in [
        (KUSTOMIZATIONS, true),
        ("get '' pods; update kustomize.toolkit.fluxcd.io kustomizations site", true),
        ("create kustomize.toolkit.fluxcd.io kustomizations site", false),
        ("get,list kustomize.toolkit.fluxcd.io kustomizations", false),
        ("create helm.toolkit.fluxcd.io helmreleases", false),
        ("create argoproj.io applications", false),
        ("create kustomize.toolkit.fluxcd.io kustomizations/status", false),
    ] {
        assert_eq!(!reaches("apply", rules, &snapshot).is_empty(), expected, "{rules}");
    }
}

#[test]
fn each_row_reaches_what_it_says() {
    let mut all = empty();
    for (account, image) in [
        ("argo/argo", "quay.io/argoproj/workflow-controller:v3"),
        ("eso/eso", "ghcr.io/external-secrets/external-secrets:v1"),
        ("certs/certs", "quay.io/jetstack/cert-manager-controller:v1"),
        ("gk/gk", "openpolicyagent/gatekeeper:v3"),
    ] {
        add_pod(&mut all, account, &format!("manager={image}"));
    }
    let store = "create external-secrets.io secretstores";
    let cluster_store = "create external-secrets.io clustersecretstores";
    let table: [(&str, &str, Scope, Option<Node>); 10] = [
        ("run-as", "create argoproj.io workflows", shop(), Some(Node::Hub(Hub::RunPod(shop())))),
        ("run-as", "create argoproj.io workflows", Scope::Cluster, Some(Node::Hub(Hub::RunPod(Scope::Cluster)))),
        ("run-as", "create argoproj.io rollouts", shop(), None),
        ("secret-sync", store, shop(), Some(Node::Hub(Hub::ServiceAccounts(shop())))),
        ("secret-sync", cluster_store, Scope::Cluster, Some(Node::Hub(Hub::ServiceAccounts(Scope::Cluster)))),
        ("secret-sync", cluster_store, shop(), None),
        ("secret-sync", "create external-secrets.io externalsecrets", shop(), None),
        ("issue", "create cert-manager.io issuers", shop(), Some(Node::Hub(Hub::Secrets(shop())))),
        (
            "issue",
            "create cert-manager.io clusterissuers",
            Scope::Cluster,
            Some(Node::Hub(Hub::Secrets(Scope::Namespace("certs".into())))),
        ),
        (
            "policy",
            "create mutations.gatekeeper.sh assign",
            Scope::Cluster,
            Some(Node::Objective(Objective::ClusterAdmin)),
        ),
    ];
    for (class, rules, scope, expected) in table {
        let reached: Vec<Node> =
            reaches_in(scope.clone(), class, rules, &all).into_iter().map(|reached| reached.node).collect();
        assert_eq!(reached, expected.into_iter().collect::<Vec<_>>(), "{rules} in {scope:?}");
    }
}

#[test]
fn what_is_known_not_to_be_served_is_no_hit_either() {
    let hits = |rules: &str, served: &[(&str, &str)], resources_known: bool| {
        let custom_resources = served.iter().map(|(group, name)| resource(group, name)).collect();
        let roles = vec![role("writer", rules)];
        let snapshot = Snapshot { custom_resources, resources_known, roles, ..empty() };
        let held = Needs::of(builtin(), &snapshot).held_by(&snapshot.roles[0].rules);
        let ids = held.iter().map(|held| builtin().entries[held.need.entry].id.as_str());
        ids.filter(|id| id.starts_with("operators/")).collect::<Vec<_>>()
    };
    let argo = [("argoproj.io", "applications"), ("example.com", "widgets")];
    assert_eq!(hits(KUSTOMIZATIONS, &[], false), ["operators/apply"], "nobody knows");
    assert_eq!(hits(KUSTOMIZATIONS, &[], true), Vec::<&str>::new());
    assert_eq!(hits(KUSTOMIZATIONS, &argo, false), Vec::<&str>::new(), "another row of the class is served");
    assert_eq!(hits("create argoproj.io applications", &argo, true), ["operators/apply"]);
    assert_eq!(hits("* * *", &argo, true), ["operators/apply"]);
}
