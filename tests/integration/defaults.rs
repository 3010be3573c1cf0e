//! The table of what the API server installs is what a real one does install.

use std::io::Write;

use kubescan::collect::files::{self, Input, Limits};
use kubescan::model::Version;
use kubescan::model::defaults::Defaults;

use crate::cluster::ControlPlane;
use crate::run::{assert_current, regenerate};

/// Where the table stands.
const TABLE: &str = "src/model/defaults.jsonl";

#[test]
fn the_table_of_defaults_is_what_the_server_installs() {
    let plane = ControlPlane::shared();
    // Tests that share the control plane do not use this label.
    let installed = plane.kubectl(&[
        "get",
        "clusterroles,clusterrolebindings,roles,rolebindings",
        "--all-namespaces",
        "--selector=kubernetes.io/bootstrapping=rbac-defaults",
        "--output=json",
    ]);
    let mut file = tempfile::Builder::new().suffix(".json").tempfile().unwrap();
    file.write_all(installed.as_bytes()).unwrap();
    let version = Version::parse(&plane.version).unwrap();
    let input = [Input::Path(file.path().to_path_buf())];
    let snapshot = files::read(&input, &Limits::default(), version, None).unwrap();
    let (mut roles, mut bindings) = (snapshot.roles, snapshot.bindings);
    roles.iter_mut().for_each(|role| role.location = None);
    for binding in &mut bindings {
        (binding.location, binding.history) = (None, None);
    }
    assert!(roles.len() > 70 && bindings.len() > 50, "{} roles, {} bindings", roles.len(), bindings.len());
    assert!(roles.iter().all(|role| !role.rules.is_empty()), "aggregated roles are filled in");

    let line = serde_json::to_string(&Defaults { version, roles, bindings }).unwrap();
    assert_current(TABLE, &with_line(&line, version));
}

/// The table with the line of this version replaced; other versions stay as they are.
fn with_line(line: &str, version: Version) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(TABLE);
    let known = std::fs::read_to_string(path).unwrap();
    let mut lines: Vec<(Version, String)> = known
        .lines()
        .map(|line| (serde_json::from_str::<Defaults>(line).unwrap().version, line.to_owned()))
        .filter(|(other, _)| *other != version)
        .collect();
    assert!(regenerate() || lines.len() < known.lines().count(), "{version} is not in the table");
    lines.push((version, line.to_owned()));
    lines.sort_by_key(|(version, _)| *version);
    lines.into_iter().map(|(_, line)| line + "\n").collect()
}
