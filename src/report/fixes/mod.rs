//! Fixes as files that somebody reviews: one for each fix, one that takes it back, and a page that lists them.
//!
//! `kubectl apply` is not what applies them: it takes away whatever a file does not repeat of what was applied before, such as
//! labels, and refuses a part of a workload. Each file says what does.

mod file;
mod page;
mod told;

use std::io;

use crate::fixes::{Fix, Fixes, How};

pub(super) use told::stay;

/// What every file begins with that kubescan writes here.
pub const MARK: &str = "kubescan scan --fix-dir wrote this";

/// The page that lists the fixes.
pub const PAGE: &str = "README.md";

/// The folder of what takes them back.
pub const UNDO: &str = "undo";

/// The longest part of a file name that comes from the name of an object.
const SLUG: usize = 40;

/// A file to be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// Its path in the folder.
    pub path: String,
    /// What it holds.
    pub text: Vec<u8>,
}

/// All files: the same fixes give the same bytes.
///
/// # Errors
/// When an object cannot be written as YAML.
pub fn files(fixes: &Fixes) -> io::Result<Vec<Written>> {
    let names = names(fixes);
    let mut files = vec![Written { path: PAGE.to_owned(), text: page::text(fixes, &names).into_bytes() }];
    for (fix, name) in fixes.fixes.iter().zip(&names) {
        let covered = fix.covered_by.as_deref().map(|id| file_of(fixes, &names, id));
        files.push(Written { path: name.clone(), text: file::fix(fix, name, covered)? });
        files.push(Written { path: format!("{UNDO}/{name}"), text: file::undo(fix, name)? });
    }
    Ok(files)
}

/// The names of the files of fixes, in their order.
pub(super) fn names(fixes: &Fixes) -> Vec<String> {
    fixes.fixes.iter().enumerate().map(|(place, fix)| name(place, fix)).collect()
}

/// The file of a fix.
fn file_of<'n>(fixes: &Fixes, names: &'n [String], id: &str) -> &'n str {
    let mut all = fixes.fixes.iter().zip(names);
    all.find(|(fix, _)| fix.id == id).map_or("", |(_, name)| name.as_str())
}

/// What all of them do, as one sentence.
#[must_use]
pub fn summary(fixes: &Fixes) -> String {
    page::summary(fixes)
}

/// `03-reduce-role-deployer.yaml`.
fn name(place: usize, fix: &Fix) -> String {
    let object = fix.changes.last().map_or("", String::as_str);
    let name = object.rsplit(['/', ':']).next().unwrap_or_default();
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' };
    let slug: String = name.chars().map(plain).take(SLUG).collect();
    let slug = slug.trim_matches('-');
    let dash = if slug.is_empty() { "" } else { "-" };
    format!("{:02}-{}{dash}{slug}.yaml", place + 1, fix.kind.word())
}

/// The command that applies a file.
fn command(how: How, file: &str) -> String {
    match how {
        How::Reconcile => {
            format!("kubectl auth reconcile --remove-extra-permissions --remove-extra-subjects -f {file}")
        }
        How::Patch => format!("kubectl patch -f {file} --patch-file={file}"),
    }
}
