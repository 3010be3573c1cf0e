//! The recipes for CI systems, run as the shell commands that they consist of.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::formats::{CLUSTER, folder};

/// The block of `docs/ci.md` under this heading.
fn block(heading: &str) -> String {
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/ci.md")).unwrap();
    let (_, rest) = text.split_once(&format!("\n## {heading}\n")).unwrap();
    let (_, rest) = rest.split_once("```").unwrap();
    let (block, _) = rest.split_once("\n```").unwrap();
    block.split_once('\n').unwrap().1.to_owned()
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

/// A repository with a branch that changes its manifests by this, as a CI system checks it out.
fn checkout(test: &str, change: impl Fn(&str) -> String) -> PathBuf {
    let folder = folder(&format!("recipes-{test}"));
    let origin = folder.join("origin");
    fs::create_dir_all(origin.join("manifests")).unwrap();
    let write = |text: &str| fs::write(origin.join("manifests/cluster.yaml"), text).unwrap();
    let git = |folder: &Path, line: &str| {
        let identity = ["-c", "user.name=t", "-c", "user.email=t@t", "-c", "init.defaultBranch=main"];
        let run = Command::new("git").args(identity).args(line.split(' ')).current_dir(folder).output().unwrap();
        assert!(run.status.success(), "git {line}: {}", String::from_utf8_lossy(&run.stderr));
    };
    write(CLUSTER);
    for line in ["init -q", "add -A", "commit -q -m one", "checkout -q -b change"] {
        git(&origin, line);
    }
    write(&change(CLUSTER));
    git(&origin, "commit -q --allow-empty -a -m two");
    git(&folder, "clone -q origin work");
    folder.join("work")
}

/// Runs shell commands as a CI system does, with kubescan on the PATH, and gives the exit code.
fn shell(folder: &Path, script: &str) -> (i32, String) {
    let binary = Path::new(env!("CARGO_BIN_EXE_kubescan")).parent().unwrap();
    let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap());
    let run = Command::new("bash")
        .args(["-e", "-o", "pipefail", "-c", script])
        .current_dir(folder)
        .env("PATH", path)
        .envs([("GITHUB_BASE_REF", "main"), ("CHANGE_TARGET", "main"), ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main")])
        .env("GITHUB_STEP_SUMMARY", folder.join("summary.md"))
        .output()
        .unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    (run.status.code().unwrap_or(-1), said)
}

/// What somebody makes of the manifests.
type Change = fn(&str) -> String;

/// The script fails on a change that opens a path, passes one that does not, and leaves its files both times.
fn check(name: &str, script: &str, files: &[&str]) {
    let opens =
        |text: &str| text.replace("kind: User, name: jo}\n", "kind: User, name: jo}\n- {kind: User, name: eve}\n");
    let renames = |text: &str| text.replace("name: web, image: web", "name: web, image: web:2");
    let cases: [(&str, Change, i32); 2] = [("opens", opens, 1), ("renames", renames, 0)];
    for (case, change, code) in cases {
        let folder = checkout(&format!("{name}-{case}"), change);
        let (ended, said) = shell(&folder, script);
        assert_eq!(ended, code, "{name} {case}: {said}");
        assert!(said.contains(if code == 1 { "user:eve" } else { "nothing new or worse" }), "{name} {case}: {said}");
        for file in files {
            assert!(folder.join(file).metadata().unwrap().len() > 0, "{name} {case}: {file}");
        }
    }
}

#[test]
fn github_actions() {
    let workflow = yaml(&block("GitHub Actions"));
    let steps = workflow["jobs"]["kubescan"]["steps"].as_array().unwrap();
    let scripts: Vec<&str> = steps.iter().filter_map(|step| step["run"].as_str()).collect();
    let [scan, summary] = scripts.as_slice() else { panic!("{scripts:?}") };
    check("github", scan, &["kubescan.sarif", "kubescan.md"]);
    let folder = checkout("github-summary", str::to_owned);
    assert_eq!(shell(&folder, scan).0, 0);
    assert_eq!(shell(&folder, summary).0, 0);
    assert!(fs::read_to_string(folder.join("summary.md")).unwrap().starts_with("### kubescan: nothing new"));
}

#[test]
fn gitlab() {
    let pipeline = yaml(&block("GitLab"));
    let lines = pipeline["kubescan"]["script"].as_array().unwrap().iter().map(|line| line.as_str().unwrap());
    check("gitlab", &lines.collect::<Vec<_>>().join("\n"), &["kubescan.xml", "kubescan.md"]);
}

#[test]
fn jenkins() {
    let pipeline = block("Jenkins");
    let script = pipeline.split("'''").nth(1).unwrap();
    check("jenkins", script, &["kubescan.xml"]);
}
