//! The folder: what is written, what is replaced, what is refused.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::run::{Run, assert_current, kubescan, kubescan_with_input};

fn scan(input: &str, folder: &Path) -> Run {
    kubescan(&["scan", "-f", input, "-o", "name", "--fix-dir", folder.to_str().unwrap()])
}

fn files(folder: &Path) -> Vec<String> {
    let list = |folder: &Path| fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect::<Vec<_>>();
    let all = list(folder).into_iter().chain(list(&folder.join("undo"))).filter(|path| path.is_file());
    let mut names: Vec<String> =
        all.map(|path| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

#[test]
fn the_files_of_an_example_are_current() {
    let folder = tempfile::tempdir().unwrap();
    let run = scan("examples/shop", folder.path());
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("fixes that together cut 8 of 8 paths."), "{}", run.stderr);
    let names = files(folder.path());
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/fixes/expected");
    if crate::run::regenerate() {
        let _ = fs::remove_dir_all(&expected);
    }
    for name in &names {
        let text = fs::read_to_string(folder.path().join(name)).unwrap();
        assert_current(&format!("tests/fixtures/fixes/expected/{name}"), &text);
        let mode = fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name} is a map for an attacker");
    }
    assert_eq!(files(&expected), names);
    let page = include_str!("../../../docs/fixes.md");
    let shown = page.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap();
    assert_eq!(shown, fs::read_to_string(folder.path().join("01-bind-in-namespaces-ci-deployer.yaml")).unwrap());
}

#[test]
fn what_an_earlier_run_wrote_is_replaced_and_what_is_stale_goes() {
    let folder = tempfile::tempdir().unwrap();
    scan("examples/shop", folder.path());
    let first = files(folder.path());
    fs::write(folder.path().join(".gitkeep"), "").unwrap();
    let run = scan("examples/access-open", folder.path());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let second = files(folder.path());
    assert!(second.len() < first.len() && !second.contains(&first[0]), "{second:?}");
    let run = scan("examples/hardened", folder.path());
    assert!(run.stderr.contains("There is no path to cut."), "{}", run.stderr);
    assert_eq!(files(folder.path()), [".gitkeep", "README.md"]);
    assert_eq!(scan("examples/shop", folder.path()).code, 0);
    assert_eq!(files(folder.path())[1..], first);
}

#[test]
fn nobody_elses_file_is_touched() {
    for name in ["README.md", "notes.txt", "01-unbind-x.yaml", "undo/mine.yaml"] {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("undo")).unwrap();
        fs::write(folder.path().join(name), "mine").unwrap();
        let run = scan("examples/shop", folder.path());
        assert_eq!(run.code, 4, "{name}: {}", run.stderr);
        assert!(run.stderr.contains(name) && run.stderr.contains("is not kubescan's"), "{}", run.stderr);
        assert_eq!(files(folder.path()), [name]);
        assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), "mine");
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    assert_eq!(scan("examples/shop", file.path()).code, 4);
}

#[test]
fn the_report_has_them_and_only_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let plain = kubescan(&["scan", "-f", "examples/shop", "-o", "json"]).json();
    assert!(plain["fixes"].is_null());
    let arguments = [
        "scan",
        "-f",
        "examples/shop",
        "-o",
        "json",
        "--fix-dir",
        folder.path().to_str().unwrap(),
        "--fail-on",
        "high",
    ];
    let run = kubescan(&arguments);
    assert_eq!(run.code, 1, "the exit code is that of the scan");
    assert_eq!(run.json()["fixes"].as_array().unwrap().len(), files(&folder.path().join("undo/..")).len() / 2);
    let schema = kubescan(&["schema", "scan"]).json();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mistakes: Vec<String> = validator.iter_errors(&run.json()).map(|error| error.to_string()).collect();
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

/// Names that the API server takes, but no shell and no YAML as they stand.
#[test]
fn hostile_names_stay_in_their_places() {
    let hostile = ["$(id)", "a: b", "it's; id #", "\\u001b[31m\\nkind: Secret", "- x", "--all"];
    for name in hostile {
        let world = format!(
            "{{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {{name: \"{name}\"}}, \
             rules: [{{apiGroups: [''], resources: [secrets], verbs: [get, list, watch]}}]}}\n---\n\
             {{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {{name: \"{name}\"}}, \
             roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: \"{name}\"}}, \
             subjects: [{{kind: User, apiGroup: rbac.authorization.k8s.io, name: \"{name}\"}}]}}\n"
        );
        let folder = tempfile::tempdir().unwrap();
        let arguments = ["scan", "-f", "-", "-o", "json", "--fix-dir", folder.path().to_str().unwrap()];
        let run = kubescan_with_input(&arguments, world.as_bytes());
        let report = run.json();
        assert_eq!(report["fixes"].as_array().unwrap().len(), 1, "{name}: {}", run.stderr);
        let file = files(folder.path()).into_iter().find(|file| file.starts_with("01-")).unwrap();
        assert!(file.bytes().all(|byte| byte.is_ascii_lowercase() || b"0123456789-.".contains(&byte)), "{file}");
        let text = fs::read_to_string(folder.path().join(&file)).unwrap();
        assert!(!text.contains('\u{1b}'), "{text}");
        // What is read back is the same object, and nothing else.
        let arguments = ["scan", "-f", folder.path().to_str().unwrap(), "-o", "json"];
        let again = kubescan(&arguments).json();
        assert_eq!(again["riskyRoles"][0]["role"].is_null(), report["riskyRoles"][0]["role"].is_null());
        assert_eq!(again["counts"]["secrets"], 0, "{text}");
        assert_eq!(again["gaps"].as_array().unwrap().len(), 0, "{text}");
    }
}
