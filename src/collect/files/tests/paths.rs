//! Rows B: which files are read, and how much of them.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::PathBuf;

use crate::model::Reason;

use super::super::{Input, Limits, Walk};
use super::{
    cluster_role, cluster_role_json, folder, join, noted, one_gap, read_folder, read_named, read_paths, read_within,
    refused,
};

#[test]
fn b01_a_missing_path_is_refused() {
    refused(read_paths(&[PathBuf::from("/nowhere/at/all")]), &["/nowhere/at/all", "no such file"]);
}

#[test]
fn b02_what_is_readable_beside_what_is_not_is_kept() {
    let role = cluster_role("r");
    let folder = folder(&[("a.yaml", role.as_bytes()), ("b.yaml", b"a: ["), ("c.yaml", b"")]);
    let snapshot = read_paths(&[folder.path().to_owned(), join(&folder, "gone.yaml")]).unwrap();
    assert_eq!(snapshot.roles.len(), 1);
    let effects: Vec<&str> = snapshot.gaps.iter().map(|gap| gap.effect.as_str()).collect();
    assert_eq!(effects.len(), 3);
    assert!(effects.iter().any(|effect| effect.contains("b.yaml:1:")), "{effects:?}");
    assert!(effects.iter().any(|effect| effect.contains("no objects at")), "{effects:?}");
    assert!(snapshot.gaps.iter().any(|gap| gap.reason == Reason::Unreadable));
}

#[test]
fn what_says_in_no_way_that_it_is_an_object_is_ignored_in_a_directory_and_refused_by_name() {
    let role = cluster_role("r");
    let values: &[u8] = b"image: {tag: x}\n---\n- 1\n";
    let half = b"kind: Role";
    let folder =
        folder(&[("a.yaml", role.as_bytes()), ("values.yaml", values), ("data.json", b"[1]"), ("half.yaml", half)]);
    let snapshot = read_paths(&[folder.path().to_owned()]).unwrap();
    assert_eq!(snapshot.source.ignored_files, 2);
    assert_eq!(snapshot.gaps.len(), 1, "half of what says it is a slip: {:?}", snapshot.gaps);
    let named = read_paths(&[join(&folder, "a.yaml"), join(&folder, "values.yaml")]).unwrap();
    assert_eq!((named.source.ignored_files, named.gaps.len()), (0, 2));
    refused(read_folder(&[("values.yaml", values)]), &["no objects in", "files without apiVersion and kind: 1"]);
    let listed = b"apiVersion: v1\nkind: List\nitems: [{a: b}]\n";
    refused(read_folder(&[("list.yaml", listed)]), &["`apiVersion` and `kind` are missing"]);
}

#[test]
fn b03_a_directory_without_manifests_is_no_input() {
    refused(read_folder(&[("README.md", b"# hello")]), &["no input at", "*.yaml"]);
    refused(read_folder(&[("expected/report.yaml", b"a: b")]), &["no input at"]);
}

#[test]
fn inputs_that_overlap_are_read_once_and_are_no_empty_inputs() {
    let role = cluster_role("r");
    let folder = folder(&[("a.yaml", role.as_bytes())]);
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).unwrap();
    fs::write(inner.join("b.yaml"), cluster_role("s")).unwrap();
    let whole = folder.path().to_owned();
    for paths in [[whole.clone(), inner.clone()], [inner, whole.clone()], [whole.clone(), whole]] {
        let snapshot = read_paths(&paths).unwrap();
        assert_eq!((snapshot.roles.len(), snapshot.gaps.len()), (2, 0), "{paths:?}: {:?}", snapshot.gaps);
    }
}

#[test]
fn b04_what_is_no_file_is_refused_at_once() {
    refused(read_paths(&[PathBuf::from("/dev/zero")]), &["/dev/zero", "no regular file"]);
    let folder = folder(&[("a.yaml", cluster_role("r").as_bytes())]);
    let _listener = UnixListener::bind(join(&folder, "s.yaml")).unwrap();
    refused(read_paths(&[join(&folder, "s.yaml")]), &["no regular file"]);
    let fifo = join(&folder, "f.yaml");
    let made = std::process::Command::new("mkfifo").arg(&fifo).status();
    if made.is_ok_and(|status| status.success()) {
        refused(read_paths(&[fifo]), &["no regular file"]);
    }
    let snapshot = read_paths(&[folder.path().to_owned()]).unwrap();
    assert_eq!(snapshot.roles.len(), 1);
    assert!(!snapshot.complete());
}

#[test]
fn b05_more_than_the_limit_is_refused() {
    let limits = Limits { other_bytes: 50, json_bytes: 100, ..Limits::default() };
    let folder = folder(&[("a.yaml", cluster_role("r").as_bytes()), ("a.json", cluster_role_json("r").as_bytes())]);
    refused(read_within(&[join(&folder, "a.yaml")], &limits), &["limit of 50 bytes"]);
    refused(read_within(&[join(&folder, "a.json")], &limits), &["limit of 100 bytes"]);
    let limits = Limits { objects: 1, ..Limits::default() };
    let snapshot = read_within(&[join(&folder, "a.yaml"), join(&folder, "a.json")], &limits).unwrap();
    one_gap(&snapshot, &["more than 1 objects"]);
    assert_eq!(snapshot.gaps[0].reason, Reason::Limit);
}

#[test]
fn b05_one_file_with_too_many_objects_is_read_up_to_the_limit() {
    let many: String = ["a", "b", "c"].map(|name| format!("{}---\n", cluster_role(name))).concat();
    let lines: String = ["a", "b", "c"].map(|name| format!("{}\n", cluster_role_json(name))).concat();
    let folder = folder(&[("a.yaml", many.as_bytes()), ("a.json", lines.as_bytes())]);
    let limits = Limits { objects: 2, ..Limits::default() };
    for name in ["a.yaml", "a.json"] {
        let snapshot = read_within(&[join(&folder, name)], &limits).unwrap();
        assert_eq!(snapshot.roles.len(), 2);
        one_gap(&snapshot, &["more than 2 objects"]);
    }
}

#[test]
fn b07_many_files_come_in_byte_order() {
    let names: Vec<String> = (0..500).map(|index| format!("d{}/r{index}.yaml", index % 7)).collect();
    let roles: Vec<String> = (0..500).map(|index| cluster_role(&format!("r{index}"))).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(String::as_str).zip(roles.iter().map(String::as_bytes)).collect();
    let folder = folder(&files);
    let mut walk = Walk::new(false);
    walk.add(&Input::Path(folder.path().to_owned()));
    let order: Vec<&str> = walk.entries.iter().map(|entry| entry.name.as_str()).collect();
    assert!(order.is_sorted());
    assert_eq!(read_paths(&[folder.path().to_owned()]).unwrap().roles.len(), 500);
}

#[test]
fn b08_a_file_that_cannot_be_opened_is_a_gap() {
    let folder = folder(&[("a.yaml", cluster_role("r").as_bytes())]);
    symlink(join(&folder, "vanished"), join(&folder, "b.yaml")).unwrap();
    let snapshot = read_paths(&[folder.path().to_owned()]).unwrap();
    one_gap(&snapshot, &["b.yaml", "no such file"]);
}

#[test]
fn b10_archives_are_refused_and_bombs_defused() {
    let mut tar = vec![b'x'; 257];
    tar.extend(b"ustar\x0000");
    tar.resize(1024, 0);
    refused(read_named("a.yaml", &tar), &["a tar archive", "unpack it first"]);
    refused(read_named("a.tar.gz", &gzip(&tar)), &["a tar archive", "unpack it first"]);
    refused(read_named("a.json", b"PK\x03\x04rest"), &["a zip archive", "unpack it first"]);
    refused(read_named("a.yaml.gz", &gzip(&gzip(b"a: b"))), &["compressed twice"]);
    let zeros = vec![0; 80 * 1024 * 1024];
    refused(read_named("a.yaml.gz", &gzip(&zeros)), &["more than 200 times its size"]);
    let cut = gzip(cluster_role("r").as_bytes());
    refused(read_named("a.yaml.gz", &cut[..cut.len() - 9]), &["damaged"]);
}

#[test]
fn compressed_files_are_known_by_their_content() {
    let role = cluster_role("r");
    let zstd = zstd::encode_all(role.as_bytes(), 3).unwrap();
    for (name, content) in [("a.yaml.gz", gzip(role.as_bytes())), ("a.yaml", zstd)] {
        assert_eq!(read_folder(&[(name, &content)]).unwrap().roles.len(), 1, "{name}");
    }
}

#[test]
fn links_are_followed_inside_the_folder_only() {
    let outside = folder(&[("out.yaml", cluster_role("out").as_bytes())]);
    let inside = folder(&[("d/in.yaml", cluster_role("in").as_bytes()), ("note.txt", b"x")]);
    symlink(join(&outside, "out.yaml"), join(&inside, "out.yaml")).unwrap();
    symlink(join(&inside, "d"), join(&inside, "again")).unwrap();
    symlink(inside.path(), join(&inside, "loop")).unwrap();
    let snapshot = read_paths(&[inside.path().to_owned()]).unwrap();
    assert_eq!(snapshot.roles.len(), 1);
    assert!(snapshot.complete());
    noted(&snapshot, &["out.yaml links out of the directory"]);
    noted(&snapshot, &["left out by their name: 1"]);
    let limits = Limits { follow_symlinks: true, ..Limits::default() };
    assert_eq!(read_within(&[inside.path().to_owned()], &limits).unwrap().roles.len(), 2);
}

#[test]
fn an_unreadable_file_is_a_gap() {
    let folder = folder(&[("a.yaml", cluster_role("a").as_bytes()), ("b.yaml", cluster_role("b").as_bytes())]);
    fs::set_permissions(join(&folder, "b.yaml"), fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(join(&folder, "b.yaml")).is_ok() {
        return; // Root reads everything.
    }
    one_gap(&read_paths(&[folder.path().to_owned()]).unwrap(), &["b.yaml", "permission denied"]);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
