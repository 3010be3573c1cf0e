//! What a real API server serves: discovery finds what users add.

use std::time::{Duration, Instant};

use kubescan::collect::live::{Connection, Discovered, discover};
use kubescan::model::Resource;

use crate::cluster::ControlPlane;

fn discovered(plane: &ControlPlane) -> Discovered {
    let connection = Connection { kubeconfig: Some(plane.kubeconfig.clone()), ..Connection::default() };
    let found = discover(&connection, &|_| ()).unwrap();
    assert_eq!(found.gaps, [], "a healthy server tells everything");
    found
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
