//! Every kind of fix on a real control plane: applied as its file says, it cuts what it says, and takes only what it says.
//!
//! There is no scheduler and no kubelet, so their parts are played here: pods get nodes, run, and go.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::asked::{Asked, questions};
use crate::cluster::ControlPlane;
use crate::examples::stage::{objects, run};
use crate::run::kubescan;

const CLUSTER: &str = include_str!("../../fixtures/fixes/cluster.yaml");

const KINDS: &[&str] = &[
    "bind-in-namespaces",
    "close-escapes",
    "move-workload",
    "namespace-level",
    "narrow-to-names",
    "no-automount",
    "reduce-role",
    "split-binding",
    "unbind",
];

const WHO: &[&str] = &[
    "mina",
    "rita",
    "sven",
    "tina",
    "ruth",
    "nora",
    "olga",
    "system:serviceaccount:ops:deployer",
    "system:serviceaccount:ops:quiet",
];

const NAMESPACES: &[&str] = &["ops", "lab", "shop", "kube-system"];

#[test]
fn every_kind_of_fix_does_on_a_real_cluster_what_its_file_says() {
    let plane = ControlPlane::start();
    plane.apply(CLUSTER);
    settle(&plane);
    let folder = plane.dir.join("fixes");
    let before = scan(&plane, Some(&folder));
    let rights = allowed(&plane);
    let templates = templates(&plane);
    let fixes = before["fixes"].as_array().unwrap();
    let kinds: BTreeSet<&str> = fixes.iter().map(|fix| fix["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), KINDS);
    let files = files(&folder);
    assert_eq!(files.len(), fixes.len());
    for (file, fix) in files.iter().zip(fixes) {
        follow(&plane, &folder, file, "# Apply, in this folder:");
        settle(&plane);
        judge(file, &before, &scan(&plane, None), std::slice::from_ref(fix));
        compare(file, &rights, &allowed(&plane), std::slice::from_ref(fix));
        follow(&plane, &folder, file, "# Take it back:");
        settle(&plane);
        assert_eq!(open(&scan(&plane, None)), open(&before), "{file} is taken back");
        assert_eq!(self::templates(&plane), templates, "{file} is taken back to the letter");
        // That the rights are back the next fix shows, which is compared with the same.
    }
    for file in &files {
        follow(&plane, &folder, file, "# Apply, in this folder:");
    }
    settle(&plane);
    let after = scan(&plane, None);
    judge("all", &before, &after, fixes);
    compare("all", &rights, &allowed(&plane), fixes);
    assert_eq!(open(&after), BTreeSet::new(), "all paths are cut");
    files.iter().for_each(|file| follow(&plane, &folder, file, "# Once it has proved itself:"));
    assert_eq!(allowed(&plane).len(), rights.len());
    untouched(&plane);
}

/// The templates of all workloads.
fn templates(plane: &ControlPlane) -> Vec<Value> {
    objects(plane, "deployments.apps").iter().map(|it| it["spec"]["template"].clone()).collect()
}

/// What a fix says nothing of is as it was.
fn untouched(plane: &ControlPlane) {
    let role: Value =
        serde_json::from_str(&plane.kubectl(&["get", "role", "runner", "--namespace=ops", "--output=json"])).unwrap();
    assert_eq!(role["metadata"]["labels"]["team"], "ops", "kubectl apply would have taken the label away");
    let app = plane.kubectl(&["get", "deployment", "app", "--namespace=ops", "--output=json"]);
    let app: Value = serde_json::from_str(&app).unwrap();
    assert_eq!(app["metadata"]["labels"]["team"], "ops");
    assert_eq!(app["spec"]["template"]["spec"]["serviceAccountName"], "deployer");
    let collector = plane.kubectl(&["get", "deployment", "collector", "--namespace=edge", "--output=json"]);
    let collector: Value = serde_json::from_str(&collector).unwrap();
    let spec = &collector["spec"]["template"]["spec"];
    let names = |list: &Value| list.as_array().unwrap().iter().map(|it| it["name"].clone()).collect::<Vec<_>>();
    assert_eq!(names(&spec["containers"]), ["collector", "tracer"]);
    assert_eq!(names(&spec["volumes"]), ["keys", "programs", "data"]);
    assert_eq!(spec["volumes"][0]["emptyDir"], json!({}));
    assert_eq!(spec["volumes"][1]["hostPath"]["path"], "/usr/local");
    assert_eq!(spec["containers"][0]["volumeMounts"][1]["readOnly"], true);
    assert_eq!(spec["containers"][1]["securityContext"]["capabilities"]["add"], json!(["SYS_PTRACE", "NET_ADMIN"]));
    assert_eq!(spec["containers"][1]["image"], "registry.example/tracer");
}

fn judge(what: &str, before: &Value, after: &Value, fixes: &[Value]) {
    let (was, left) = (all(before), open(after));
    let cuts = fixes.iter().flat_map(|fix| fix["cuts"].as_array().unwrap());
    let cuts: BTreeSet<&str> = cuts.map(|cut| cut["path"].as_str().unwrap()).collect();
    assert!(!cuts.is_empty());
    let kept: Vec<&&str> = cuts.iter().filter(|cut| left.contains(**cut)).collect();
    assert!(kept.is_empty(), "{what} does not cut {kept:?}");
    // The node of its own has what another had.
    let homes: BTreeSet<String> = after["paths"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|path| path["from"] == "node:n2")
        .map(|path| path["id"].as_str().unwrap().to_owned())
        .collect();
    let moves = fixes.iter().any(|fix| fix["kind"] == "move-workload");
    let opened: Vec<&String> = left.difference(&was).filter(|id| !(moves && homes.contains(*id))).collect();
    assert!(opened.is_empty(), "{what} opens {opened:?}");
}

/// The difference is what the fixes tell, and nothing else.
fn compare(what: &str, before: &[(String, Asked, bool)], after: &[(String, Asked, bool)], fixes: &[Value]) {
    for ((who, asked, had), (_, _, has)) in before.iter().zip(after) {
        let told = fixes
            .iter()
            .flat_map(|fix| fix["loses"].as_array().unwrap())
            .any(|loss| loss["subject"].as_str().unwrap() == subject(who) && asked.is_lost_by(loss));
        assert_eq!(*had && told, *had && !*has, "{what}: {who} {asked:?}: had {had}, has {has}, told as lost: {told}");
        assert!(*had || !*has, "{what}: {who} gains {asked:?}");
    }
}

fn subject(user: &str) -> String {
    match user.strip_prefix("system:serviceaccount:") {
        Some(account) => format!("sa:{}", account.replace(':', "/")),
        None => format!("user:{user}"),
    }
}

/// What the API server lets each of them do.
fn allowed(plane: &ControlPlane) -> Vec<(String, Asked, bool)> {
    let asked: Vec<(String, Asked)> = WHO
        .iter()
        .flat_map(|who| {
            questions(NAMESPACES, &["", "deployer", "quiet"]).into_iter().map(|asked| ((*who).to_owned(), asked))
        })
        .collect();
    let reviews = asked.iter().map(|(who, asked)| {
        let spec = json!({"user": who, "groups": ["system:authenticated"], "resourceAttributes": asked.attributes()});
        json!({"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview", "spec": spec}).to_string()
    });
    let answers = plane.review(reviews.collect::<Vec<_>>().into_iter());
    asked.into_iter().zip(answers).map(|((who, asked), answer)| (who, asked, answer.allowed.unwrap())).collect()
}

fn scan(plane: &ControlPlane, folder: Option<&Path>) -> Value {
    let kubeconfig = plane.kubeconfig.to_str().unwrap();
    let mut arguments = vec!["scan", "--kubeconfig", kubeconfig, "-o", "json"];
    arguments.extend(folder.into_iter().flat_map(|folder| ["--fix-dir", folder.to_str().unwrap()]));
    let run = kubescan(&arguments);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.json()
}

/// The ids of the paths that are worth cutting.
fn open(report: &Value) -> BTreeSet<String> {
    ids(report, |path| path["impliedBy"].is_null())
}

/// Those, and what follows from them.
fn all(report: &Value) -> BTreeSet<String> {
    ids(report, |_| true)
}

fn ids(report: &Value, which: impl Fn(&Value) -> bool) -> BTreeSet<String> {
    let paths = report["paths"].as_array().unwrap().iter();
    let open = paths.filter(|path| path["certainty"] != "guarded" && which(path));
    open.map(|path| path["id"].as_str().unwrap().to_owned()).collect()
}

fn files(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".yaml")).collect();
    names.sort();
    names
}

/// Runs the commands of a section of a file, in a shell.
fn follow(plane: &ControlPlane, folder: &Path, file: &str, section: &str) {
    let text = std::fs::read_to_string(folder.join(file)).unwrap();
    let lines = text.lines().skip_while(|line| *line != section).skip(1).take_while(|line| *line != "#");
    for command in lines.map(|line| line.strip_prefix("#   ").unwrap()) {
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(command).current_dir(folder).env("HOME", &plane.dir).env("PATH", path_with_kubectl(plane));
        let output = shell.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{file}: {command}: {said}");
    }
}

/// A `PATH` on which kubectl is the control plane's.
fn path_with_kubectl(plane: &ControlPlane) -> String {
    format!("{}:{}", plane.kubectl_on_path().display(), std::env::var("PATH").unwrap())
}

/// Plays scheduler and kubelets until all workloads run as their templates say.
fn settle(plane: &ControlPlane) {
    let deadline = Instant::now() + Duration::from_secs(120);
    loop {
        for pod in objects(plane, "pods") {
            let name =
                [&pod["metadata"]["namespace"], &pod["metadata"]["name"]].map(|text| text.as_str().unwrap().to_owned());
            if !pod["metadata"]["deletionTimestamp"].is_null() {
                plane.kubectl(&[
                    "delete",
                    "pod",
                    "--namespace",
                    &name[0],
                    &name[1],
                    "--force",
                    "--grace-period=0",
                    "--ignore-not-found",
                ]);
            } else if pod["spec"]["nodeName"].is_null() {
                run(plane, &pod, &node_for(plane, &pod));
            }
        }
        if is_settled(plane) {
            return;
        }
        assert!(Instant::now() < deadline, "the workloads do not settle");
        sleep(Duration::from_millis(300));
    }
}

/// The node that a pod asks for, else the one that the test wants.
fn node_for(plane: &ControlPlane, pod: &Value) -> String {
    let wanted = pod["spec"]["nodeSelector"].as_object();
    let Some((key, value)) = wanted.and_then(|labels| labels.iter().next()) else {
        return if pod["metadata"]["labels"]["app"] == "app" { "n3".to_owned() } else { "n1".to_owned() };
    };
    let nodes = objects(plane, "nodes");
    let node = nodes.iter().find(|node| node["metadata"]["labels"][key] == *value).unwrap();
    node["metadata"]["name"].as_str().unwrap().to_owned()
}

fn is_settled(plane: &ControlPlane) -> bool {
    let deployments = objects(plane, "deployments.apps");
    let wanted: u64 = deployments.iter().map(|it| it["spec"]["replicas"].as_u64().unwrap()).sum();
    let done = |it: &Value| {
        let (spec, status) = (&it["spec"]["replicas"], &it["status"]);
        status["observedGeneration"] == it["metadata"]["generation"]
            && ["replicas", "updatedReplicas", "readyReplicas"].iter().all(|count| status[*count] == *spec)
    };
    let pods = objects(plane, "pods");
    let living = pods.iter().filter(|pod| pod["metadata"]["deletionTimestamp"].is_null()).count();
    deployments.iter().all(done) && living == pods.len() && u64::try_from(living).unwrap() == wanted
}
