use crate::collect::found::{Found, FoundPod, FoundSpec, FoundWorkload};
use crate::collect::kind::Kind;
use crate::model::{
    Binding, Container, ContainerKind, Gap, History, LabelSelector, Mount, Origin, Owner, Pattern, Phase, Presence,
    Reason, Resource, Role, RoleKind, RoleRef, Rule, SelectorOperator, SelectorRequirement, ServiceAccount, Snapshot,
    Source, SourceKind, Time, Version, VolumeKind, WorkloadRef,
};

use super::settle_with;

fn source(kind: SourceKind, stored: bool) -> Source {
    Source {
        kind,
        name: "test".into(),
        server_version: Version::NEWEST,
        stored,
        namespace: None,
        ignored_files: 0,
        identity: None,
        server: None,
        time: None,
        tls_verified: None,
    }
}

fn files(found: Found, defaults: &[Role]) -> Snapshot {
    settle_with(found, source(SourceKind::Files, false), defaults)
}

fn owner(kind: &str, name: &str) -> Option<WorkloadRef> {
    let (kind, name) = (kind.into(), name.into());
    Some(WorkloadRef { kind, name })
}

fn container(kind: ContainerKind) -> Container {
    Container {
        name: "c".into(),
        kind,
        mounts: Vec::new(),
        env_secrets: Vec::new(),
        devices: Vec::new(),
        image: crate::model::Name::default(),
        security: Default::default(),
        app_armor_annotation: None,
        seccomp_annotation: None,
        exposure: Default::default(),
        aws_role: None,
    }
}

fn spec() -> FoundSpec {
    FoundSpec {
        service_account: None,
        automount: None,
        volumes: Vec::new(),
        containers: vec![container(ContainerKind::Main)],
        references: Vec::new(),
        security: Default::default(),
        placement: Default::default(),
        labels: Default::default(),
        aws_role: None,
    }
}

fn pod(name: &str, owner: Option<WorkloadRef>, hash: Option<&str>) -> FoundPod {
    FoundPod {
        namespace: "shop".into(),
        name: name.into(),
        owner,
        template_hash: hash.map(Into::into),
        node: None,
        mirror: false,
        unbindable: false,
        resource_claims: Vec::new(),
        phase: Phase::Running,
        stored: true,
        spec: spec().into(),
    }
}

fn workload(kind: &str, name: &str, owner: Option<WorkloadRef>, dormant: bool) -> FoundWorkload {
    FoundWorkload {
        namespace: "shop".into(),
        workload: WorkloadRef { kind: kind.into(), name: name.into() },
        owner,
        dormant,
        on_delete: false,
        pinned: None,
        template: spec().into(),
    }
}

fn cluster_role(name: &str, verb: Option<&str>, labels: &[&str], selects: Option<&str>) -> Role {
    let rule = |verb: &str| Rule { verbs: vec![Pattern::from(crate::model::Name::from(verb))], ..Rule::default() };
    let selector = |label: &str| LabelSelector {
        requirements: vec![SelectorRequirement {
            key: label.into(),
            operator: SelectorOperator::Exists,
            values: Vec::new(),
        }],
    };
    Role {
        namespace: None,
        name: name.into(),
        labels: labels.iter().map(|label| ((*label).into(), "true".into())).collect(),
        rules: verb.map(rule).into_iter().collect(),
        aggregation: selects.map(selector).into_iter().collect(),
        origin: Origin::Given,
        location: None,
    }
}

fn binding(name: &str, role: &str) -> Binding {
    Binding {
        namespace: None,
        name: name.into(),
        role_ref: RoleRef { kind: Some(RoleKind::ClusterRole), name: role.into() },
        subjects: Vec::new(),
        history: None,
        location: None,
    }
}

fn workloads(snapshot: &Snapshot) -> Vec<String> {
    let show = |pod: &crate::model::Pod| {
        let (name, kind, workload) = (pod.name.as_str(), pod.workload.kind.as_str(), pod.workload.name.as_str());
        format!("{name} {kind}/{workload} {:?}", pod.phase)
    };
    snapshot.pods.iter().map(show).collect()
}

#[test]
fn pods_belong_to_what_a_person_calls_their_owner() {
    let found = Found {
        pods: vec![
            pod("a", owner("ReplicaSet", "web-1"), Some("1")),
            pod("b", owner("ReplicaSet", "gone-abc"), Some("abc")),
            pod("c", owner("Job", "night-1"), None),
            pod("d", owner("Node", "n1"), None),
            pod("e", None, None),
            pod("f", owner("ReplicaSet", "own"), Some("abc")),
        ],
        workloads: vec![
            workload("ReplicaSet", "web-1", owner("Deployment", "web"), false),
            workload("ReplicaSet", "web-0", owner("Deployment", "web"), true),
            workload("Deployment", "web", None, false),
            workload("Job", "night-1", owner("CronJob", "night"), true),
            workload("CronJob", "night", None, false),
            workload("StatefulSet", "db", None, true),
        ],
        ..Found::default()
    };
    let snapshot = files(found, &[]);
    let expected = [
        "a Deployment/web Running",
        "b Deployment/gone Running",
        "c CronJob/night Running",
        "d Pod/d Running",
        "db StatefulSet/db Dormant",
        "e Pod/e Running",
        "f ReplicaSet/own Running",
    ];
    assert_eq!(workloads(&snapshot), expected);
    assert_eq!((snapshot.counts.pods, snapshot.counts.workloads), (6, 6));
    // The stored pods share one spec; the template got a token.
    assert_eq!(snapshot.pod_specs.len(), 2);
}

#[test]
fn a_claimed_owner_hides_nothing() {
    let mut liar = pod("liar", owner("Deployment", "web"), None);
    liar.stored = false;
    let mut other = workload("ReplicaSet", "odd", owner("Deployment", "web"), false);
    other.template = FoundSpec { service_account: Some("admin".into()), ..spec() }.into();
    let found = Found {
        pods: vec![liar],
        workloads: vec![
            workload("Deployment", "web", owner("DaemonSet", "x"), false),
            workload("DaemonSet", "x", owner("Deployment", "web"), false),
            other,
        ],
        ..Found::default()
    };
    let snapshot = files(found, &[]);
    let names: Vec<&str> = snapshot.pods.iter().map(|pod| pod.name.as_str()).collect();
    assert_eq!(names, ["liar", "odd", "web", "x"]);
}

#[test]
fn admission_mounts_a_token_where_nothing_says_no() {
    let path = crate::collect::wire::TOKEN_PATH;
    let mut busy = container(ContainerKind::Init);
    busy.mounts.push(Mount {
        volume: "empty".into(),
        path: path.into(),
        read_only: false,
        sub_path: None,
        bidirectional: false,
    });
    let judged = |automount: Option<bool>, by_account: Option<bool>, stored: bool| {
        let mut found_pod = pod("p", None, None);
        found_pod.stored = stored;
        let mut found_spec = FoundSpec { automount, ..spec() };
        found_spec.containers.extend([busy.clone(), container(ContainerKind::Ephemeral)]);
        found_pod.spec = found_spec.into();
        let account = ServiceAccount {
            namespace: "shop".into(),
            name: "default".into(),
            automount: by_account,
            secrets: Vec::new(),
            pull_secrets: Vec::new(),
            only_listed_secrets: false,
            cloud: None,
        };
        let found = Found { pods: vec![found_pod], service_accounts: vec![account], ..Found::default() };
        let snapshot = files(found, &[]);
        let spec = &snapshot.pod_specs[0];
        assert_eq!(spec.service_account, "default");
        let mounts: Vec<usize> = spec.containers.iter().map(|container| container.mounts.len()).collect();
        let tokens = spec.volumes.iter().filter(|volume| matches!(volume.kind, VolumeKind::Token(_)));
        assert_eq!(mounts[1..], [0, 0]);
        (tokens.count(), mounts[0])
    };
    assert_eq!(judged(None, None, false), (1, 1));
    assert_eq!(judged(None, Some(false), false), (0, 0));
    assert_eq!(judged(Some(true), Some(false), false), (1, 1));
    assert_eq!(judged(Some(false), None, false), (0, 0));
    assert_eq!(judged(None, None, true), (0, 0));
}

#[test]
fn default_roles_are_assumed_with_what_they_aggregate() {
    let defaults = [
        cluster_role("admin", None, &[], Some("to-admin")),
        cluster_role("edit", None, &["to-admin"], Some("to-edit")),
        cluster_role("other", Some("x"), &[], None),
        cluster_role("system:edit", Some("update"), &["to-edit"], None),
    ];
    let found = Found {
        roles: vec![cluster_role("mine", Some("patch"), &["to-edit"], None)],
        bindings: vec![binding("a", "admin"), binding("b", "nowhere")],
        ..Found::default()
    };
    let snapshot = files(found, &defaults);
    let names: Vec<&str> = snapshot.roles.iter().map(|role| role.name.as_str()).collect();
    assert_eq!(names, ["admin", "edit", "mine", "system:edit"]);
    assert_eq!((snapshot.roles[0].origin, snapshot.roles[0].rules.len()), (Origin::Assumed, 2));
    assert_eq!(snapshot.counts.cluster_roles, 1);
    assert_eq!(snapshot.gaps.len(), 1);
    assert!(snapshot.gaps[0].effect.contains("`nowhere`"));
    assert!(snapshot.notes[0].text.contains("Kubernetes 1.36 has them: clusterrole:admin, clusterrole:edit"));
}

#[test]
fn a_server_is_taken_at_its_word() {
    let defaults = [cluster_role("admin", Some("x"), &[], None)];
    let found = || Found {
        roles: vec![cluster_role("top", None, &[], Some("part")), cluster_role("part", Some("get"), &["part"], None)],
        bindings: vec![binding("a", "admin"), binding("b", "nowhere")],
        ..Found::default()
    };
    let live = settle_with(found(), source(SourceKind::Cluster, true), &defaults);
    assert_eq!(live.roles.len(), 2);
    assert!(live.roles[1].rules.is_empty() && live.complete());
    let dump = settle_with(found(), source(SourceKind::Files, true), &defaults);
    assert_eq!(dump.roles.len(), 3);
    assert!(dump.complete());
}

#[test]
fn roles_that_select_each_other_come_to_rest() {
    let mut one = cluster_role("one", None, &["x"], Some("x"));
    one.labels.insert("y".into(), "".into());
    let two = cluster_role("two", None, &["x"], Some("x"));
    let part = cluster_role("part", Some("get"), &["x"], None);
    let snapshot = files(Found { roles: vec![two, one, part], ..Found::default() }, &[]);
    assert!(snapshot.roles.iter().all(|role| role.rules.len() == 1));
}

#[test]
fn two_definitions_of_one_resource_are_one_unless_their_scopes_differ() {
    let gadgets = |short: &str, namespaced| Resource {
        api_group: "example.com".into(),
        name: "gadgets".into(),
        short_names: vec![short.into()],
        namespaced,
        ..Resource::default()
    };
    let settled = |custom_resources| files(Found { custom_resources, ..Found::default() }, &[]);
    let agreed = settled(vec![gadgets("gdg", true), gadgets("gd", true)]);
    assert_eq!(agreed.custom_resources.len(), 1);
    assert_eq!(agreed.custom_resources[0].short_names, ["gd", "gdg"]);
    assert_eq!(agreed.gaps, []);
    let disputed = settled(vec![gadgets("gdg", true), gadgets("gd", true), gadgets("gd", false)]);
    assert_eq!(disputed.custom_resources.len(), 1);
    let [gap] = disputed.gaps.as_slice() else { panic!("{:?}", disputed.gaps) };
    assert_eq!((gap.resource.as_str(), gap.scope.as_str()), ("customresourcedefinitions", "cluster"));
    assert!(gap.effect.contains("`gadgets.example.com`"), "{}", gap.effect);
}

#[test]
fn every_object_with_a_pod_template_is_a_workload_whether_its_pods_are_there_or_not() {
    let mut agent = workload("DaemonSet", "agent", None, false);
    agent.on_delete = true;
    let found = Found {
        pods: vec![pod("a", owner("ReplicaSet", "web-1"), Some("1"))],
        workloads: vec![
            workload("ReplicaSet", "web-1", owner("Deployment", "web"), false),
            workload("Deployment", "web", None, true),
            workload("Deployment", "web", None, true),
            workload("PodTemplate", "idle", None, true),
            agent,
        ],
        ..Found::default()
    };
    let snapshot = files(found, &[]);
    let shown = snapshot.workloads.iter().map(|it| {
        let owner = it.owner.as_ref().map_or("-", |owner| owner.name.as_str());
        format!("{} {owner} dormant {} on delete {}", it.workload.id(&it.namespace), it.dormant, it.on_delete)
    });
    let expected = [
        "workload:shop/DaemonSet/agent - dormant false on delete true",
        "workload:shop/Deployment/web - dormant true on delete false",
        "workload:shop/ReplicaSet/web-1 web dormant false on delete false",
    ];
    assert_eq!(shown.collect::<Vec<String>>(), expected);
}

const UID: &str = "6f5c0b52-7f0e-4d40-8a2c-111111111111";

/// A binding that a service account owns.
fn owned(uid: &str, namespace: Option<&str>) -> Binding {
    let name = |text: &str| crate::model::Name::from(text);
    let owner = Owner {
        api_group: name(""),
        kind: name("ServiceAccount"),
        name: name("jit"),
        uid: name(uid),
        controller: false,
        presence: Presence::Unknown,
    };
    let history = History { owners: vec![owner], ..History::default() };
    Binding { namespace: namespace.map(Into::into), history: Some(Box::new(history)), ..binding("owned", "view") }
}

#[test]
fn an_owner_is_absent_only_where_it_would_have_been_read() {
    let gap = Gap {
        resource: "serviceaccounts".into(),
        scope: "cluster".into(),
        reason: Reason::Forbidden,
        effect: String::new(),
    };
    let (cluster, dump, other) = (SourceKind::Cluster, SourceKind::Files, "6f5c0b52-7f0e-4d40-8a2c-222222222222");
    let table = [
        (cluster, UID, None, false, Presence::Present),
        (cluster, other, None, false, Presence::Absent),
        (cluster, other, None, true, Presence::Unknown),
        (cluster, "no uid", None, false, Presence::Unknown),
        (dump, other, None, false, Presence::Absent),
        (cluster, other, Some("shop"), false, Presence::Unknown),
    ];
    for (kind, uid, only, unread, presence) in table {
        let mut found = Found { bindings: vec![owned(uid, None)], ..Found::default() };
        found.saw(Kind::ServiceAccount, Some(UID));
        found.gaps.extend(unread.then(|| gap.clone()));
        let source = Source { namespace: only.map(Into::into), ..source(kind, true) };
        let snapshot = settle_with(found, source, &[]);
        let owners = &snapshot.bindings[0].history.as_ref().unwrap().owners;
        assert_eq!(owners[0].presence, presence, "{kind:?} {uid} {only:?} {unread}");
    }
    // Files without a single account tell nothing of accounts.
    let snapshot = files(Found { bindings: vec![owned(UID, Some("shop"))], ..Found::default() }, &[]);
    assert_eq!(snapshot.bindings[0].history.as_ref().unwrap().owners[0].presence, Presence::Unknown);
}

#[test]
fn of_two_histories_of_a_binding_the_order_of_the_input_picks_none() {
    let made = |time: &str| {
        let history = History { created: Time::parse(time), ..History::default() };
        Binding { history: Some(Box::new(history)), ..binding("b", "view") }
    };
    let (early, late) = ("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z");
    for order in [[early, late], [late, early]] {
        let snapshot = files(Found { bindings: order.map(made).to_vec(), ..Found::default() }, &[]);
        assert_eq!(snapshot.bindings.len(), 1);
        assert_eq!(snapshot.bindings[0].history.as_ref().unwrap().created, Time::parse(late));
    }
}
