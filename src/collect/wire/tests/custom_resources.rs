//! What CustomResourceDefinitions define, and which of them define nothing.

use crate::collect::found::Found;
use crate::collect::kind::Kind;
use crate::model::Resource;

use super::super::{Keep, read_json};
use super::object;

const KIND: Kind = Kind::CustomResourceDefinition;

/// A definition of `gadgets` with the rest of its spec.
fn definition(version: &str, rest: &str) -> String {
    format!(
        r#"{{"apiVersion":"apiextensions.k8s.io/{version}","kind":"CustomResourceDefinition",
            "metadata":{{"name":"gadgets.example.com"}},"spec":{{"group":"example.com",
            "names":{{"plural":"gadgets","singular":null,"kind":"Gadget","shortNames":["gd","gdg"]}},{rest}}}}}"#
    )
}

fn subresources(resource: &Resource) -> Vec<&str> {
    resource.subresources.iter().map(|subresource| subresource.name.as_str()).collect()
}

#[test]
fn a_definition_becomes_what_discovery_tells_of_it() {
    let body = definition(
        "v1",
        r#""scope":"Cluster","versions":[
            {"name":"v2","served":true,"schema":{"openAPIV3Schema":{"type":"object"}},"subresources":{"status":{},"scale":null}},
            {"name":"v1","served":false,"subresources":{"scale":{"specReplicasPath":".spec.replicas"}}}]"#,
    );
    let found = object(KIND, &body);
    let [gadgets] = found.custom_resources.as_slice() else { panic!("{:?}", found.custom_resources) };
    assert_eq!((gadgets.api_group.as_str(), gadgets.name.as_str()), ("example.com", "gadgets"));
    assert_eq!((gadgets.singular.as_str(), gadgets.kind.as_str()), ("gadget", "Gadget"));
    assert_eq!(gadgets.short_names, ["gd", "gdg"]);
    assert!(!gadgets.namespaced);
    assert_eq!(gadgets.verbs.len(), 8);
    assert_eq!(subresources(gadgets), ["status"], "what is not served, and null, is none");
    assert_eq!(gadgets.subresources[0].verbs, ["get", "patch", "update"]);
}

#[test]
fn before_v1_one_version_may_stand_alone_and_the_scope_has_a_default() {
    let alone = r#""version":"v1alpha1","subresources":{"status":{},"scale":{}}"#;
    let found = object(KIND, &definition("v1beta1", alone));
    assert!(found.custom_resources[0].namespaced);
    assert_eq!(subresources(&found.custom_resources[0]), ["status", "scale"]);
    let listed =
        r#""scope":"Cluster","version":"v1","versions":[{"name":"v1","served":true,"subresources":{"scale":{}}}]"#;
    let found = object(KIND, &definition("v1beta1", listed));
    assert!(!found.custom_resources[0].namespaced);
    assert_eq!(subresources(&found.custom_resources[0]), ["scale"]);
}

#[test]
fn what_is_served_in_no_version_is_no_resource() {
    for versions in [r#"[]"#, "null", r#"[{"name":"v1"}]"#, r#"[{"name":"v1","served":false}]"#] {
        let found = object(KIND, &definition("v1", &format!(r#""scope":"Cluster","versions":{versions}"#)));
        assert_eq!(found.custom_resources, [], "{versions}");
    }
    let first = r#""version":"v1","versions":[{"name":"v1","served":false}]"#;
    assert_eq!(object(KIND, &definition("v1beta1", first)).custom_resources, [], "the list decides");
}

#[test]
fn a_server_that_accepted_fewer_names_serves_those() {
    let spec = definition("v1", r#""scope":"Cluster","versions":[{"name":"v1","served":true}]"#);
    let with = |names: &str| spec.replacen('{', &format!(r#"{{"status":{{"acceptedNames":{names}}},"#), 1);
    let accepted = object(KIND, &with(r#"{"plural":"gadgets","kind":"Gadget","shortNames":["gdg"]}"#));
    assert_eq!(accepted.custom_resources[0].short_names, ["gdg"]);
    let empty = object(KIND, &with(r#"{"plural":"","kind":""}"#));
    assert_eq!(empty.custom_resources[0].short_names, ["gd", "gdg"], "as generators write it");
}

#[test]
fn without_group_plural_or_scope_it_is_refused_and_told_why() {
    let good = definition("v1", r#""scope":"Cluster","versions":[{"name":"v1","served":true}]"#);
    for (written, instead, said) in [
        (r#""group":"example.com""#, r#""group":"""#, "spec.group is missing or empty"),
        (r#""plural":"gadgets""#, r#""plural":null"#, "spec.names.plural is missing or empty"),
        (r#""scope":"Cluster""#, r#""scope":"cluster""#, "spec.scope is neither `Namespaced` nor `Cluster`"),
        (r#""scope":"Cluster","#, "", "spec.scope is neither `Namespaced` nor `Cluster`"),
        (r#""served":true"#, r#""served":"yes""#, "spec.versions[0].served: expected true or false, found a string"),
        (r#""name":"gadgets.example.com""#, "", "metadata.name is missing or empty"),
    ] {
        let bad = good.replace(written, instead);
        assert_ne!(bad, good, "{written}");
        let mut found = Found::default();
        let refused = read_json(&bad, &mut Keep::new(&mut found, KIND, "default")).err().unwrap();
        assert!(refused.message.contains(said), "{}", refused.message);
        assert_eq!(found.custom_resources, []);
    }
}
