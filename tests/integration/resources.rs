//! The table of resources is what a real API server serves, and discovery finds what users add.

use std::time::{Duration, Instant};

use kubescan::collect::live::{Connection, Discovered, discover};
use kubescan::model::Resource;

use crate::cluster::ControlPlane;
use crate::run::assert_current;

/// Where the table stands.
const TABLE: &str = "src/authz/resources/served.jsonl";

/// What makes a server serve all that it can, alpha and beta included.
const EVERYTHING: &[&str] = &["--runtime-config=api/all=true", "--feature-gates=AllAlpha=true,AllBeta=true"];

fn discovered(plane: &ControlPlane) -> Discovered {
    let connection = Connection { kubeconfig: Some(plane.kubeconfig.clone()), ..Connection::default() };
    let found = discover(&connection, &|_| ()).unwrap();
    assert_eq!(found.gaps, [], "a healthy server tells everything");
    found
}

#[test]
fn the_table_of_resources_is_what_the_server_serves() {
    let mut resources = discovered(&ControlPlane::start_with(EVERYTHING)).resources;
    assert!(resources.len() > 70, "{}", resources.len());
    let groups: Vec<_> = resources.iter().map(|resource| resource.api_group.clone()).collect();
    // The order of the groups is the server's own; that within a group says nothing.
    resources.sort_by_key(|resource| {
        let group = groups.iter().position(|group| *group == resource.api_group);
        (group, resource.name.clone())
    });
    let lines = resources.iter().map(|resource| serde_json::to_string(resource).unwrap() + "\n");
    assert_current(TABLE, &lines.collect::<String>());
}

#[test]
fn a_custom_resource_is_discovered_with_its_short_names() {
    let plane = ControlPlane::shared();
    plane.apply(include_str!("../fixtures/live/widgets.yaml"));
    let start = Instant::now();
    let widgets = loop {
        let mut resources = discovered(plane).resources.into_iter();
        if let Some(found) = resources.find(|resource| resource.api_group == "discovery.example.com") {
            break found;
        }
        assert!(start.elapsed() < Duration::from_secs(30), "it is not served");
        std::thread::sleep(Duration::from_millis(200));
    };
    let expected: Resource = serde_json::from_str(
        r#"{"api_group":"discovery.example.com","name":"widgets","singular":"widget","kind":"Widget",
            "short_names":["wdg","wd"],"namespaced":false,
            "verbs":["delete","deletecollection","get","list","patch","create","update","watch"],
            "subresources":[{"name":"status","verbs":["get","patch","update"]},{"name":"scale","verbs":["get","patch","update"]}]}"#,
    )
    .unwrap();
    assert_eq!(widgets, expected, "both versions are one resource");
}
