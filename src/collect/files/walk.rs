//! From paths to files: directories in byte order, each file once, links only within the directory.

use std::collections::HashSet;
use std::fs::{self, Metadata};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::model::{Note, Reason};

use super::fault::{Fault, NO_INPUT};
use super::limits::DIRECTORY_DEPTH;
use super::{Input, information};

/// A file to read.
pub(super) struct Entry {
    /// Where it is; nothing for stdin.
    pub(super) path: Option<PathBuf>,
    /// The path as the user wrote it, or as the walk found it.
    pub(super) name: String,
    /// Whether the user named it, rather than a directory that it is in.
    pub(super) named: bool,
}

/// What is in a directory that is not read: expected outputs beside examples.
const SKIPPED_DIRECTORY: &str = "expected";

/// The files that paths stand for.
pub(super) struct Walk {
    pub(super) entries: Vec<Entry>,
    pub(super) faults: Vec<Fault>,
    follow_symlinks: bool,
    /// Device and inode of every file and directory met.
    seen: HashSet<(u64, u64)>,
    /// How often a file or a directory was met again.
    again: usize,
    other_files: usize,
    skipped_directories: usize,
    links_out: Vec<String>,
}

impl Walk {
    pub(super) fn new(follow_symlinks: bool) -> Self {
        Walk {
            entries: Vec::new(),
            faults: Vec::new(),
            follow_symlinks,
            seen: HashSet::new(),
            again: 0,
            other_files: 0,
            skipped_directories: 0,
            links_out: Vec::new(),
        }
    }

    /// Adds what one input stands for.
    pub(super) fn add(&mut self, input: &Input) {
        let Input::Path(path) = input else {
            let name = input.name();
            return self.entries.push(Entry { path: None, name, named: true });
        };
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => self.add_root(path, &meta),
            Ok(meta) => self.add_file(path, &meta, true),
            Err(error) => self.fail(path, &error),
        }
    }

    fn add_root(&mut self, root: &Path, meta: &Metadata) {
        // What another input held already is no input that holds nothing.
        let before = (self.entries.len(), self.faults.len(), self.again);
        match fs::canonicalize(root) {
            Ok(real) => self.add_directory(root, meta, &real, DIRECTORY_DEPTH),
            Err(error) => self.fail(root, &error),
        }
        if before == (self.entries.len(), self.faults.len(), self.again) {
            let why = "the directory holds no *.yaml, *.yml, *.json or *.jsonl";
            let mut fault = Fault::of_file(&show(root), Reason::NotFound, why, "name the directory of the manifests");
            fault.what = NO_INPUT.to_owned();
            self.faults.push(fault);
        }
    }

    fn add_directory(&mut self, directory: &Path, meta: &Metadata, root: &Path, depth: usize) {
        if !self.seen.insert((meta.dev(), meta.ino())) {
            self.again += 1;
            return;
        }
        let Some(depth) = depth.checked_sub(1) else {
            let why = format!("directories nested deeper than {DIRECTORY_DEPTH}");
            let fault = Fault::of_file(&show(directory), Reason::Limit, why, "name it directly");
            return self.faults.push(fault);
        };
        let listed = fs::read_dir(directory).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let mut children: Vec<PathBuf> = match listed {
            Ok(children) => children.into_iter().map(|child| child.path()).collect(),
            Err(error) => return self.fail(directory, &error),
        };
        children.sort_unstable_by(|one, other| one.as_os_str().as_bytes().cmp(other.as_os_str().as_bytes()));
        for child in children {
            self.add_child(&child, root, depth);
        }
    }

    fn add_child(&mut self, child: &Path, root: &Path, depth: usize) {
        let meta = match fs::symlink_metadata(child) {
            Ok(meta) if meta.is_symlink() && self.leads_out(child, root) => {
                return self.links_out.push(show(child));
            }
            Ok(meta) if meta.is_symlink() => fs::metadata(child),
            meta => meta,
        };
        match meta {
            // What begins with a dot (.git, .github) holds no manifests of the cluster.
            Ok(meta) if meta.is_dir() && is_hidden(child) => {}
            Ok(meta) if meta.is_dir() && child.file_name().is_some_and(|name| name == SKIPPED_DIRECTORY) => {
                self.skipped_directories += 1;
            }
            Ok(meta) if meta.is_dir() => self.add_directory(child, &meta, root, depth),
            _ if !is_manifest(child) => self.other_files += 1,
            Ok(meta) => self.add_file(child, &meta, false),
            Err(error) => self.fail(child, &error),
        }
    }

    fn leads_out(&self, link: &Path, root: &Path) -> bool {
        let inside = fs::canonicalize(link).map(|target| target.starts_with(root));
        // A link to nowhere is no way out; it fails when it is opened.
        !self.follow_symlinks && !inside.unwrap_or(true)
    }

    fn add_file(&mut self, path: &Path, meta: &Metadata, named: bool) {
        // What is no file has no content that could be the same.
        if !meta.is_file() || self.seen.insert((meta.dev(), meta.ino())) {
            self.entries.push(Entry { path: Some(path.to_owned()), name: show(path), named });
        } else {
            self.again += 1;
        }
    }

    fn fail(&mut self, path: &Path, error: &io::Error) {
        self.faults.push(open_fault(&show(path), error));
    }

    /// What was left out, and why.
    pub(super) fn notes(&self) -> Vec<Note> {
        let mut notes = Vec::new();
        if self.other_files > 0 {
            notes.push(information(format!(
                "files left out by their name: {} (only *.yaml, *.yml, *.json and *.jsonl are read, packed or not)",
                self.other_files
            )));
        }
        if self.skipped_directories > 0 {
            notes.push(information(format!(
                "folders named `{SKIPPED_DIRECTORY}` left out: {}",
                self.skipped_directories
            )));
        }
        notes.extend(self.links_out.iter().map(|link| Note {
            warning: true,
            text: format!("{link} links out of the directory and was left out; --follow-symlinks reads it"),
        }));
        notes
    }
}

/// Why a path could not be opened.
pub(super) fn open_fault(name: &str, error: &io::Error) -> Fault {
    let (why, remedy) = match error.kind() {
        io::ErrorKind::NotFound => ("there is no such file", "check the path"),
        io::ErrorKind::PermissionDenied => ("permission denied", "make it readable for this user"),
        _ => return Fault::of_file(name, Reason::Unreadable, error.to_string(), "check the file"),
    };
    Fault::of_file(name, Reason::Unreadable, why, remedy)
}

fn show(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Whether a file of a directory is read, by its name.
fn is_manifest(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().as_bytes();
    let plain = name.strip_suffix(b".gz").or(name.strip_suffix(b".zst")).unwrap_or(name);
    let ends = |suffix: &[u8]| plain.ends_with(suffix);
    ends(b".yaml") || ends(b".yml") || ends(b".json") || ends(b".jsonl")
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_bytes().starts_with(b"."))
}
