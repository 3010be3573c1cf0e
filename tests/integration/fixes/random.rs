//! Random clusters: every fix that is offered, read back from its own files, cuts what it says and takes only what it says.
//!
//! The twin knows nothing of how fixes are made: it lays the objects of a fix over those of the cluster as kubectl would, scans
//! again, and asks for single requests before and after.

use std::collections::BTreeMap;

use kubescan::authz::{Access, identity_of};
use kubescan::collect::files::{self, Input, Limits as Bounds};
use kubescan::findings::{Findings, Limits, Path};
use kubescan::fixes::{Fix, FixKind, Fixes, How, Loss, find};
use kubescan::model::{Snapshot, Subject, Version};
use kubescan::template::builtin;
use serde_json::{Value, json};

use super::asked::{Asked, RESOURCES, VERBS, questions};

const NAMESPACES: &[&str] = &["a", "b", "kube-system"];

const NAMES: &[&str] = &["", "s", "t", "root"];

/// So many clusters.
const CLUSTERS: u64 = 40;

#[test]
fn every_fix_keeps_its_word_alone_and_with_the_others() {
    let mut kinds: BTreeMap<FixKind, usize> = BTreeMap::new();
    for seed in 0..CLUSTERS {
        let objects = cluster(seed);
        let before = read(&objects);
        let found = kubescan::scan(&before, builtin(), &Limits::default());
        let fixes = find(&before, builtin(), &found, &Limits::default());
        assert_eq!(fixes, find(&before, builtin(), &found, &Limits::default()), "seed {seed}");
        let mut all = objects.clone();
        for fix in &fixes.fixes {
            *kinds.entry(fix.kind).or_default() += 1;
            let mut alone = objects.clone();
            [&mut alone, &mut all].into_iter().for_each(|objects| lay_over(objects, fix));
            judge(seed, &before, &found, &read(&alone), std::slice::from_ref(fix), &fix.loses);
            let mut undone = alone;
            take_back(&mut undone, fix);
            assert!(same_rights(&before, &read(&undone)), "seed {seed}: {} is not taken back", fix.id);
        }
        let after = read(&all);
        judge(seed, &before, &found, &after, &fixes.fixes, &fixes.loses);
        assert_eq!(cut(&found, &paths(&after)).len(), fixes.cut, "seed {seed}");
        together(seed, &fixes, &found);
    }
    for kind in [FixKind::NarrowToNames, FixKind::ReduceRole, FixKind::SplitBinding, FixKind::BindInNamespaces] {
        assert!(kinds.get(&kind).is_some_and(|count| *count > 3), "{kinds:?}");
    }
}

/// What is cut together is at least what each cuts.
fn together(seed: u64, fixes: &Fixes, found: &Findings) {
    let each: std::collections::BTreeSet<&str> =
        fixes.fixes.iter().flat_map(|fix| &fix.cuts).map(|cut| cut.path.as_str()).collect();
    assert!(each.len() <= fixes.cut && fixes.cut <= fixes.paths, "seed {seed}: {fixes:?}");
    assert!(open(&found.paths).count() == fixes.paths, "seed {seed}");
}

fn judge(seed: u64, before: &Snapshot, found: &Findings, after: &Snapshot, fixes: &[Fix], loses: &[Loss]) {
    let left = paths(after);
    for fix in fixes {
        for cut in &fix.cuts {
            let is_left = left.iter().any(|path| path.id == cut.path && !path.is_guarded());
            assert!(!is_left, "seed {seed}: {} does not cut {} -> {}", fix.id, cut.from.as_str(), cut.to.as_str());
        }
    }
    for path in open(&left) {
        let was = found.paths.iter().find(|was| was.id == path.id);
        assert!(was.is_some_and(|was| !was.is_guarded()), "seed {seed}: {fixes:?} opens {path:?}");
    }
    let loses: Vec<(&Loss, Value)> = loses.iter().map(|loss| (loss, serde_json::to_value(loss).unwrap())).collect();
    let told = |subject: &Subject, asked: &Asked| {
        loses.iter().filter(|(loss, _)| loss.subject == subject.id()).find(|(_, json)| asked.is_lost_by(json))
    };
    let [old, new] = [Access::new(before), Access::new(after)];
    for (subject, _) in old.subjects() {
        let identity = identity_of(subject);
        for asked in questions(NAMESPACES, NAMES) {
            let request = asked.request();
            let (had, has) = (old.can(&identity, &request).is_some(), new.can(&identity, &request).is_some());
            assert!(had || !has, "seed {seed}: {subject:?} gains {asked:?} by {fixes:?}");
            // What a group loses is told of the group.
            let all = identity.iter().any(|subject| told(subject, &asked).is_some());
            assert!(!had || has || all, "seed {seed}: {subject:?} loses {asked:?}, which {fixes:?} does not tell");
            // What stays in a namespace for some names only is no exception that a loss tells.
            let any = asked.about_another();
            let own = has && new.can(std::slice::from_ref(subject), &any.request()).is_some();
            // Nobody can say what else a wildcard allows.
            let wrong = told(subject, &asked).filter(|(_, json)| own && !json.to_string().contains('*'));
            assert!(wrong.is_none(), "seed {seed}: {subject:?} keeps {asked:?}, which is told as lost: {wrong:#?}");
        }
    }
}

fn paths(snapshot: &Snapshot) -> Vec<Path> {
    kubescan::scan(snapshot, builtin(), &Limits::default()).paths
}

/// The paths that are worth cutting.
fn open(paths: &[Path]) -> impl Iterator<Item = &Path> {
    paths.iter().filter(|path| !path.built_in && path.implied_by.is_none() && !path.is_guarded())
}

fn cut<'f>(found: &'f Findings, left: &[Path]) -> Vec<&'f Path> {
    let is_left = |path: &&Path| left.iter().any(|other| other.id == path.id && !other.is_guarded());
    open(&found.paths).filter(|path| !is_left(path)).collect()
}

fn same_rights(one: &Snapshot, other: &Snapshot) -> bool {
    let [one, other] = [Access::new(one), Access::new(other)];
    one.subjects().all(|(subject, _)| {
        questions(NAMESPACES, NAMES).iter().all(|asked| {
            let identity = identity_of(subject);
            one.can(&identity, &asked.request()).is_some() == other.can(&identity, &asked.request()).is_some()
        })
    })
}

/// A small source of chance: the same seed gives the same cluster everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % count
    }

    fn some<T: Copy>(&mut self, list: &[T], most: usize) -> Vec<T> {
        let count = 1 + self.below(most);
        (0..count).map(|_| list[self.below(list.len())]).collect()
    }
}

/// Two namespaces of workloads, and accounts that may do more than is good for them.
fn cluster(seed: u64) -> Vec<Value> {
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 7);
    let mut all: Vec<Value> = NAMESPACES.iter().map(|name| object("v1", "Namespace", None, name, json!({}))).collect();
    for namespace in NAMESPACES {
        all.extend(["s", "t"].map(|name| object("v1", "ServiceAccount", Some(namespace), name, json!({}))));
        let pod = |account: &str| {
            json!({"spec": {"template": {"spec": {"serviceAccountName": account,
            "containers": [{"name": "c", "image": "x"}]}}}})
        };
        all.push(object("apps/v1", "Deployment", Some(namespace), "d", pod(["s", "t"][random.below(2)])));
    }
    all.push(object("v1", "ServiceAccount", Some("kube-system"), "root", json!({})));
    let root = json!([{"kind": "ServiceAccount", "name": "root", "namespace": "kube-system"}]);
    all.push(binding(None, "root", ("ClusterRole", "cluster-admin"), root));
    for number in 0..4 {
        let rules: Vec<Value> = (0..=random.below(3)).map(|_| rule(&mut random)).collect();
        all.push(object(
            "rbac.authorization.k8s.io/v1",
            "ClusterRole",
            None,
            &format!("r{number}"),
            json!({"rules": rules}),
        ));
    }
    for number in 0..5 {
        let role = ["r0", "r1", "r2", "r3", "edit"][random.below(5)];
        let namespace = [None, Some("a"), Some("b"), Some("kube-system")][random.below(4)];
        let subjects = random.some(SUBJECTS, 2).into_iter().map(|text| serde_json::from_str(text).unwrap());
        let subjects: Vec<Value> = subjects.collect();
        all.push(binding(namespace, &format!("b{number}"), ("ClusterRole", role), json!(subjects)));
    }
    all
}

const SUBJECTS: &[&str] = &[
    r#"{"kind":"ServiceAccount","name":"s","namespace":"a"}"#,
    r#"{"kind":"ServiceAccount","name":"t","namespace":"b"}"#,
    r#"{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"eve"}"#,
    r#"{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"dev"}"#,
];

fn rule(random: &mut Random) -> Value {
    let (group, _, _) = RESOURCES[random.below(RESOURCES.len())];
    let of_group: Vec<String> = RESOURCES
        .iter()
        .filter(|(other, ..)| *other == group)
        .map(|(_, name, sub)| if sub.is_empty() { (*name).to_owned() } else { format!("{name}/{sub}") })
        .collect();
    let places: Vec<usize> = (0..of_group.len()).collect();
    let resources: Vec<String> = random.some(&places, 3).into_iter().map(|place| of_group[place].clone()).collect();
    let verbs = if random.below(5) == 0 { vec!["*"] } else { random.some(VERBS, 4) };
    let groups = if random.below(12) == 0 { vec!["*"] } else { vec![group] };
    let mut rule = json!({"apiGroups": groups, "resources": resources, "verbs": verbs});
    if random.below(8) == 0 {
        rule["resourceNames"] = json!(random.some(&["s", "t", "root"], 2));
    }
    rule
}

fn object(version: &str, kind: &str, namespace: Option<&str>, name: &str, body: Value) -> Value {
    let mut object = json!({"apiVersion": version, "kind": kind, "metadata": {"name": name, "uid": "u"}});
    if let Some(namespace) = namespace {
        object["metadata"]["namespace"] = json!(namespace);
    }
    object.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
    object
}

fn binding(namespace: Option<&str>, name: &str, (kind, role): (&str, &str), subjects: Value) -> Value {
    let own = if namespace.is_some() { "RoleBinding" } else { "ClusterRoleBinding" };
    let body =
        json!({"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": kind, "name": role}, "subjects": subjects});
    object("rbac.authorization.k8s.io/v1", own, namespace, name, body)
}

fn read(objects: &[Value]) -> Snapshot {
    let mut file = tempfile::Builder::new().suffix(".json").tempfile().unwrap();
    let list = json!({"apiVersion": "v1", "kind": "List", "items": objects});
    std::io::Write::write_all(&mut file, list.to_string().as_bytes()).unwrap();
    files::read(&[Input::Path(file.path().to_path_buf())], &Bounds::default(), Version::NEWEST, None).unwrap()
}

/// As kubectl does it: whole objects of RBAC, and parts of others.
fn lay_over(objects: &mut Vec<Value>, fix: &Fix) {
    for manifest in &fix.apply {
        lay(objects, serde_json::to_value(manifest).unwrap(), fix.how);
    }
}

fn take_back(objects: &mut Vec<Value>, fix: &Fix) {
    for manifest in &fix.undo.apply {
        lay(objects, serde_json::to_value(manifest).unwrap(), fix.how);
    }
    for command in &fix.undo.then {
        let words: Vec<&str> = command.split(' ').collect();
        let namespace = words.iter().find_map(|word| word.strip_prefix("--namespace="));
        objects.retain(|object| {
            let kind = object["kind"].as_str().unwrap().to_lowercase();
            let metadata = &object["metadata"];
            !(kind == words[2]
                && metadata["name"] == *words.last().unwrap()
                && metadata["namespace"].as_str() == namespace)
        });
    }
}

fn lay(objects: &mut Vec<Value>, part: Value, how: How) {
    let same = |object: &&mut Value| {
        ["name", "namespace"].iter().all(|key| object["metadata"][key] == part["metadata"][key])
            && object["kind"] == part["kind"]
    };
    match objects.iter_mut().find(same) {
        Some(object) if how == How::Reconcile => *object = part,
        Some(object) => merge(object, &part),
        None => objects.push(part),
    }
}

fn merge(object: &mut Value, part: &Value) {
    match part {
        Value::Object(fields) => {
            for (key, value) in fields {
                match value {
                    Value::Null => drop(object.as_object_mut().unwrap().remove(key)),
                    _ => merge(&mut object[key], value),
                }
            }
        }
        other => *object = other.clone(),
    }
}
