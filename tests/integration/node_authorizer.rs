//! What the credential of a node may do is what the API server lets it do.
//!
//! `tests/fixtures/authz/node.jsonl` holds SubjectAccessReviews with the answers of a real API server, about the cluster of
//! `node.yaml`. No RBAC object there names a node, so each answer is the Node authorizer's alone.

use std::io::Write;

use kubescan::authz::{NodeAuthorizer, Object, Request, Selectors};
use kubescan::collect::files::{self, Input, Limits};
use kubescan::model::{Snapshot, Version};
use serde_json::{Value, json};

use crate::cluster::ControlPlane;

const CLUSTER: &str = include_str!("../fixtures/authz/node.yaml");
const REVIEWS: &str = include_str!("../fixtures/authz/node.jsonl");

#[test]
fn manifests_give_the_recorded_answers() {
    let snapshot = read(".yaml", CLUSTER);
    assert_eq!(differences(&snapshot), Vec::<String>::new());
}

#[test]
fn the_api_server_gives_the_recorded_answers_and_so_does_its_dump() {
    let plane = ControlPlane::start();
    plane.apply(CLUSTER);
    let list = json!({"apiVersion": "v1", "kind": "List", "items": reviews()});
    let answers = plane.kubectl_with_input(&["create", "--filename=-", "--output=json"], &list.to_string());
    // kubectl prints one object after the other.
    let answers = serde_json::Deserializer::from_str(&answers).into_iter::<Value>().map(Result::unwrap);
    let mut wrong = Vec::new();
    let mut count = 0;
    for (answer, review) in answers.zip(reviews()) {
        count += 1;
        if answer["status"]["allowed"] != review["status"]["allowed"] {
            wrong.push(format!("{}: recorded {}", review["spec"], review["status"]["allowed"]));
        }
    }
    assert_eq!(count, reviews().len());
    assert!(wrong.is_empty(), "the server differs:\n{}", wrong.join("\n"));

    let dump = plane.kubectl(&["get", "pods,persistentvolumes", "--all-namespaces", "--output=json"]);
    assert_eq!(differences(&read(".json", &dump)), Vec::<String>::new());
}

fn reviews() -> Vec<Value> {
    REVIEWS.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The reviews that are decided otherwise than recorded.
fn differences(snapshot: &Snapshot) -> Vec<String> {
    let authorizer = NodeAuthorizer::new(snapshot);
    let wrong = reviews().into_iter().filter(|review| {
        let allowed = decide(&authorizer, &review["spec"]);
        allowed != review["status"]["allowed"].as_bool().unwrap()
    });
    wrong.map(|review| review.to_string()).collect()
}

fn decide(authorizer: &NodeAuthorizer<'_>, spec: &Value) -> bool {
    let user = spec["user"].as_str().unwrap();
    let groups: Vec<&str> = spec["groups"].as_array().unwrap().iter().map(|group| group.as_str().unwrap()).collect();
    if let Some(url) = spec.get("nonResourceAttributes") {
        let request = Request { verb: text(url, "verb"), object: Object::Url(text(url, "path")) };
        return authorizer.allows(user, &groups, &request, &Selectors::default()).is_some();
    }
    let asked = &spec["resourceAttributes"];
    let object = Object::Resource {
        api_group: text(asked, "group"),
        resource: text(asked, "resource"),
        subresource: text(asked, "subresource"),
        namespace: text(asked, "namespace"),
        name: text(asked, "name"),
    };
    let request = Request { verb: text(asked, "verb"), object };
    let selector = &asked["fieldSelector"];
    let requirements = selector["requirements"].as_array().cloned().unwrap_or_default();
    let values: Vec<Vec<&str>> = requirements.iter().map(values).collect();
    let mut selectors = Selectors::parse(text(selector, "rawSelector")).unwrap_or_default();
    for (requirement, values) in requirements.iter().zip(&values) {
        selectors = selectors.and(text(requirement, "key"), text(requirement, "operator"), values);
    }
    authorizer.allows(user, &groups, &request, &selectors).is_some()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

fn values(requirement: &Value) -> Vec<&str> {
    requirement["values"].as_array().into_iter().flatten().map(|value| value.as_str().unwrap()).collect()
}

fn read(suffix: &str, content: &str) -> Snapshot {
    let mut file = tempfile::Builder::new().suffix(suffix).tempfile().unwrap();
    file.write_all(content.as_bytes()).unwrap();
    files::read(&[Input::Path(file.path().to_path_buf())], &Limits::default(), Version::NEWEST, None).unwrap()
}
