//! A test for each row of content and files: what is accepted, what is refused, and in which words.

mod aws_auth;
mod content;
mod guards;
mod located;
mod params;
mod paths;
mod snapshots;

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::model::{Snapshot, Version};

use super::{FilesError, Input, Limits, read};

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, content).expect("a file");
    }
    folder
}

fn read_paths(paths: &[PathBuf]) -> Result<Snapshot, FilesError> {
    read_within(paths, &Limits::default())
}

fn read_within(paths: &[PathBuf], limits: &Limits) -> Result<Snapshot, FilesError> {
    let inputs: Vec<Input> = paths.iter().cloned().map(Input::Path).collect();
    read(&inputs, limits, Version::NEWEST, None)
}

fn read_folder(files: &[(&str, &[u8])]) -> Result<Snapshot, FilesError> {
    let folder = folder(files);
    read_paths(&[folder.path().to_owned()])
}

/// Reads one file of this name alone.
fn read_named(name: &str, content: &[u8]) -> Result<Snapshot, FilesError> {
    let folder = folder(&[(name, content)]);
    read_paths(&[folder.path().join(name)])
}

fn yaml(content: &str) -> Result<Snapshot, FilesError> {
    read_named("in.yaml", content.as_bytes())
}

fn json(content: &str) -> Result<Snapshot, FilesError> {
    read_named("in.json", content.as_bytes())
}

/// The error, which must contain all of these.
fn refused(outcome: Result<Snapshot, FilesError>, words: &[&str]) -> String {
    let message = outcome.expect_err("an error").to_string();
    for word in words {
        assert!(message.contains(word), "`{word}` is not in: {message}");
    }
    message
}

/// The snapshot must have one gap, whose effect contains all of these.
fn one_gap(snapshot: &Snapshot, words: &[&str]) {
    let [gap] = snapshot.gaps.as_slice() else {
        panic!("one gap: {:?}", snapshot.gaps);
    };
    for word in words {
        assert!(gap.effect.contains(word), "`{word}` is not in: {}", gap.effect);
    }
}

fn noted(snapshot: &Snapshot, words: &[&str]) {
    let found = snapshot.notes.iter().any(|note| words.iter().all(|word| note.text.contains(word)));
    assert!(found, "{words:?} is not in {:?}", snapshot.notes);
}

/// A ClusterRole in YAML.
fn cluster_role(name: &str) -> String {
    format!(
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: {name}\nrules:\n- verbs: [get]\n  apiGroups: ['']\n  resources: [pods]\n"
    )
}

fn cluster_role_json(name: &str) -> String {
    format!(
        r#"{{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{{"name":"{name}"}},"rules":[{{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}}]}}"#
    )
}

fn join(folder: &TempDir, name: &str) -> PathBuf {
    Path::join(folder.path(), name)
}
