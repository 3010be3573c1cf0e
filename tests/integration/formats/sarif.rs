//! SARIF, by its schema and by what code scanning does with it.

use std::path::PathBuf;

use serde_json::Value;

use super::{CLUSTER, folder, scan};
use crate::run::kubescan;

/// The schema of SARIF 2.1.0, which comes with the crate of its types.
fn schema() -> Value {
    let arguments = ["metadata", "--format-version", "1", "--locked", "--filter-platform", "x86_64-unknown-linux-gnu"];
    let root = env!("CARGO_MANIFEST_DIR");
    let cargo = std::process::Command::new(env!("CARGO")).args(arguments).current_dir(root).output().unwrap();
    let metadata: Value = serde_json::from_slice(&cargo.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let own = packages.iter().find(|package| package["name"] == "serde-sarif").unwrap();
    let manifest = PathBuf::from(own["manifest_path"].as_str().unwrap());
    let file = manifest.parent().unwrap().join("src/schema.json");
    // One of its patterns, that of languages, is no regular expression by today's rules.
    let text = std::fs::read_to_string(file).unwrap().replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    serde_json::from_str(&text).unwrap()
}

/// The log of a scan, which its schema accepts.
pub(super) fn log(input: &str, more: &[&str]) -> Value {
    let log = scan(input, "sarif", more).json();
    assert_valid(&log);
    log
}

pub(crate) fn assert_valid(log: &Value) {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let errors: Vec<String> = validator.iter_errors(log).map(|error| error.to_string()).take(3).collect();
    assert!(errors.is_empty(), "{errors:?}");
}

pub(crate) fn results(log: &Value) -> &Vec<Value> {
    log["runs"][0]["results"].as_array().unwrap()
}

#[test]
fn each_result_stands_under_a_rule_that_helps() {
    let log = log(CLUSTER, &[]);
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    for result in results(&log) {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["help"]["text"].as_str().is_some_and(|text| text.len() > 40), "{rule}");
        assert!(rule["properties"]["tags"].as_array().unwrap().contains(&"security".into()));
        assert_eq!(result["partialFingerprints"]["kubescan/v1"].as_str().unwrap().len(), 32);
    }
    let of = |id: &str| {
        let name = |result: &&Value| result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == id;
        results(&log).iter().find(name).unwrap()
    };
    let path = of("path user:jo objective:cluster-admin");
    assert_eq!((&path["ruleId"], &path["level"]), (&"path/cluster-admin".into(), &"error".into()));
    assert_eq!(of("role role:shop/reader")["ruleId"], "secrets/list");
    let worst = rules.iter().find(|rule| rule["id"] == "path/cluster-admin").unwrap();
    assert_eq!(worst["properties"]["security-severity"], "9.5");
}

#[test]
fn what_is_suppressed_is_there_as_such_and_what_is_built_in_is_not() {
    let folder = folder("sarif-suppressed");
    let file = folder.join("suppressions.yaml");
    std::fs::write(&file, "version: 1\nsuppressions:\n- {id: subject user:jo, reason: it is me, owner: jo}\n").unwrap();
    let log = log(CLUSTER, &["--suppressions", file.to_str().unwrap()]);
    let suppressed: Vec<&Value> = results(&log).iter().filter(|result| result["suppressions"].is_array()).collect();
    assert_eq!(suppressed.len(), 1);
    assert_eq!(suppressed[0]["suppressions"][0]["justification"], "it is me (jo)");
    let shop = kubescan(&["scan", "-f", "examples/shop", "-o", "sarif"]).json();
    assert_valid(&shop);
    assert!(results(&shop).iter().all(|result| !result.to_string().contains("system:masters")));
    assert!(results(&shop).iter().any(|result| result["suppressions"][0]["justification"] == "a guard blocks it"));
}

#[test]
fn a_baseline_tells_what_is_new() {
    let folder = folder("sarif-baseline");
    let old = folder.join("old.json");
    let less = CLUSTER.replace("resources: [secrets]", "resources: [configmaps]");
    std::fs::write(&old, scan(&less, "json", &[]).stdout).unwrap();
    let log = log(CLUSTER, &["--baseline", old.to_str().unwrap()]);
    let states = |state: &str| results(&log).iter().filter(|result| result["baselineState"] == state).count();
    assert!(states("new") > 0 && states("unchanged") > 0, "{log}");
    assert_eq!(states("new") + states("updated") + states("unchanged"), results(&log).len());
}

#[test]
fn what_could_not_be_read_is_told() {
    let log = log(&format!("{CLUSTER}---\nkind: [\n"), &[]);
    let told = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"];
    assert_eq!(told[0]["level"], "warning");
    assert!(told[0]["message"]["text"].as_str().unwrap().starts_with("not read: "), "{told}");
}

#[test]
fn f08_no_more_results_than_readers_take() {
    let role = |number: usize| {
        serde_json::json!({
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role",
            "metadata": {"name": format!("r{number}"), "namespace": "a"},
            "rules": [{"apiGroups": [""], "resources": ["pods/exec"], "verbs": ["create"]}],
        })
    };
    let many: Vec<Value> = (0..25_010).map(role).collect();
    let list = serde_json::json!({"apiVersion": "v1", "kind": "List", "items": many});
    let log = scan(&list.to_string(), "sarif", &[]).json();
    assert_eq!(results(&log).len(), 25_000);
    let told = log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].as_str().unwrap();
    assert!(told.contains("are left out"), "{told}");
}

/// The files of the first places of all results.
fn files(arguments: &[&str]) -> Vec<(String, Option<String>)> {
    let log = kubescan(&[&["scan", "-o", "sarif"], arguments].concat()).json();
    assert_valid(&log);
    let place = |result: &Value| {
        let place = &result["locations"][0];
        let name = place["logicalLocations"][0]["fullyQualifiedName"].as_str().unwrap().to_owned();
        (name, place["physicalLocation"]["artifactLocation"]["uri"].as_str().map(str::to_owned))
    };
    results(&log).iter().map(place).collect()
}

/// Code scanning refuses a log with a result that has no file.
#[test]
fn what_an_account_holds_stands_in_its_export() {
    const CLUSTER: &str = "examples/eks/cluster.yaml";
    const AWS: &str = "examples/eks/aws";
    let both = files(&["-f", CLUSTER, "--cloud", AWS]);
    let alone = files(&["--kubeconfig", "/dev/null", "--cloud", AWS]);
    let cluster = files(&["-f", CLUSTER]);
    for all in [&both, &alone, &cluster] {
        assert!(!all.is_empty());
        assert_eq!(all.iter().find(|(_, file)| file.is_none()), None);
    }
    let role = |name: &str| format!("arn:aws:iam::111122223333:role/{name}");
    let entry = format!("clusterrolebinding:eks:access-entry:AmazonEKSClusterAdminPolicy:{}", role("platform-admin"));
    let rows = [
        (&both, format!("path aws:{} objective:cluster-admin", role("deployer")), "aws/iam.json"),
        (&both, format!("binding {entry}"), "aws/entry-platform-admin.json"),
        (&both, format!("hygiene awsauth-session-template {}", role("on-call")), "cluster.yaml"),
        (&both, "path workload:shop/Deployment/web objective:cluster-admin".to_owned(), "cluster.yaml"),
        (&alone, format!("path aws:{} objective:cluster-admin", role("deployer")), "aws/iam.json"),
    ];
    for (all, id, expected) in rows {
        let found = all.iter().find(|(name, _)| *name == id).unwrap_or_else(|| panic!("no {id}"));
        assert_eq!(found.1.as_deref(), Some(format!("examples/eks/{expected}").as_str()), "{id}");
    }
}
