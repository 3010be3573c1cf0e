//! How bindings came to be: what is kept of their metadata, and what an odd one says.

use crate::collect::found::Found;
use crate::collect::kind::Kind;
use crate::model::{History, Name, Presence, Time};

use super::super::{Keep, read_tree};
use super::{object, refused};

const KIND: Kind = Kind::RoleBinding;

fn binding(metadata: &str) -> String {
    format!(
        r#"{{"metadata":{{"name":"b","namespace":"shop"{metadata}}},"roleRef":{{"kind":"Role","name":"r"}},"subjects":[]}}"#
    )
}

fn history(metadata: &str) -> History {
    let mut found = object(KIND, &binding(metadata));
    *found.bindings.remove(0).history.unwrap()
}

fn names(list: &[Name]) -> Vec<&str> {
    list.iter().map(Name::as_str).collect()
}

#[test]
fn a_plain_manifest_has_no_history() {
    assert_eq!(object(KIND, &binding("")).bindings[0].history, None);
    let empty = r#","labels":null,"annotations":{},"managedFields":null,"ownerReferences":[],"creationTimestamp":null"#;
    assert_eq!(object(KIND, &binding(empty)).bindings[0].history, None);
    let applied = r#","annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"password\":1}"}"#;
    assert_eq!(object(KIND, &binding(applied)).bindings[0].history, None, "the applied manifest is dropped");
}

#[test]
fn instants_finalizers_and_owners_are_kept() {
    let history = history(
        r#","creationTimestamp":"2026-01-01T00:00:00Z","deletionTimestamp":"2026-01-02T00:00:00Z","finalizers":["a/b"],
            "ownerReferences":[{"apiVersion":"tarbac.io/v1","kind":"TemporaryRBAC","name":"t",
            "uid":"6f5c0b52-7f0e-4d40-8a2c-111111111111","controller":true,"blockOwnerDeletion":true}]"#,
    );
    assert_eq!(history.created, Time::parse("2026-01-01T00:00:00Z"));
    assert_eq!(history.deleted, Time::parse("2026-01-02T00:00:00Z"));
    assert_eq!(names(&history.finalizers), ["a/b"]);
    let owner = &history.owners[0];
    assert_eq!((owner.api_group.as_str(), owner.kind.as_str(), owner.controller), ("tarbac.io", "TemporaryRBAC", true));
    assert_eq!(owner.presence, Presence::Unknown, "that is settled once all was read");
}

#[test]
fn writers_tell_which_parts_they_own() {
    let history = history(
        r#","annotations":{"janitor/ttl":"7d","kubectl.kubernetes.io/x":"y"},"labels":{"team":"a"},"managedFields":[
        {"manager":"jit","operation":"Update","apiVersion":"rbac.authorization.k8s.io/v1","time":"2026-01-01T00:00:00Z",
         "fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:labels":{".":{},"f:team":{}}},"f:roleRef":{}}},
        {"manager":"kubectl-edit","operation":"Update","fieldsV1":{"f:metadata":{"f:annotations":
         {"f:janitor/ttl":{},"f:kubectl.kubernetes.io/x":{}}},"f:subjects":{}}}]"#,
    );
    let [jit, edit] = history.writers.as_slice() else { panic!("{:?}", history.writers) };
    assert_eq!((jit.manager.as_str(), jit.role_ref, jit.subjects), ("jit", true, false));
    assert_eq!((names(&jit.labels), names(&jit.annotations)), (vec!["team"], vec![]));
    assert_eq!((edit.manager.as_str(), edit.role_ref, edit.subjects, edit.time), ("kubectl-edit", false, true, None));
    assert_eq!(names(&edit.annotations), ["janitor/ttl"]);
}

#[test]
fn managed_fields_as_a_server_writes_them_hold_no_unknown_key() {
    let body = binding(
        r#","managedFields":[{"manager":"m","operation":"Update","subresource":"x","apiVersion":"rbac.authorization.k8s.io/v1",
        "time":"2026-01-01T00:00:00Z","fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:ownerReferences":
        {".":{},"k:{\"uid\":\"u\"}":{}}},"f:roleRef":{},"f:subjects":{}}}],"ownerReferences":[{"apiVersion":"v1",
        "kind":"Pod","name":"p","uid":"u","blockOwnerDeletion":false}]"#,
    );
    // As a tree, every key that a struct does not have is told.
    let mut found = Found::default();
    let document = crate::yaml::documents(&body, crate::yaml::Limits::for_text(body.len())).next().unwrap().unwrap();
    let outcome = read_tree(document.root(), &mut Keep::new(&mut found, KIND, "default"));
    assert!(outcome.is_ok() && found.notes.is_empty(), "{:?}", found.notes);
    assert!(found.bindings[0].history.as_ref().unwrap().writers[0].role_ref);
}

#[test]
fn a_long_annotation_is_cut_and_stays_there() {
    let long = format!(r#","annotations":{{"example.com/expires":"{}"}}"#, "é".repeat(100));
    assert_eq!(history(&long).annotations[&Name::from("example.com/expires")].as_str(), "é".repeat(64));
}

#[test]
fn a_misspelt_key_is_still_seen_and_a_number_is_no_annotation() {
    let said = object(KIND, &binding(r#","labls":{}"#));
    assert!(said.notes.iter().any(|note| note.text.contains("did you mean `labels`?")), "{:?}", said.notes);
    assert!(refused(KIND, &binding(r#","annotations":{"janitor/ttl":7}"#)).contains("annotations"));
}
