//! `scan --fix-dir`: a folder of fixes, which holds nothing but what kubescan wrote.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use crate::atomic::{Pending, Readers};
use crate::exit::Exit;
use crate::fixes::Fixes;
use crate::report::fixes::{MARK, UNDO, files, summary};
use crate::report::talk;

/// How much of a file tells whose it is.
const START: u64 = 128;

/// The folder, in which files may be written.
pub(super) struct Folder(PathBuf);

impl Folder {
    /// Makes sure that the folder is there, and that nobody else keeps anything in it; what is wrong has been said.
    pub(super) fn begin(path: &Path) -> Result<Self, Exit> {
        let foreign = fs::create_dir_all(path.join(UNDO)).and_then(|()| foreign(path));
        match foreign {
            Ok(None) => Ok(Folder(path.to_owned())),
            Ok(Some(file)) => {
                let name = file.display();
                Err(refuse(path, &format!("{name} is not kubescan's; name a folder that is empty or not there")))
            }
            Err(error) => Err(refuse(path, &error.to_string())),
        }
    }

    /// Writes the fixes, takes away those of an earlier run, and says what they do. Ends as `exit` says unless that failed.
    pub(super) fn write(&self, exit: Exit, fixes: &Fixes) -> Exit {
        match self.replace(fixes) {
            Ok(()) => {
                talk::note(&format!("fixes in {}: {}", self.0.display(), summary(fixes)));
                exit
            }
            Err(error) => refuse(&self.0, &error.to_string()),
        }
    }

    fn replace(&self, fixes: &Fixes) -> io::Result<()> {
        let files = files(fixes)?;
        let mut kept = BTreeSet::new();
        for file in files {
            let path = self.0.join(&file.path);
            let mut pending = Pending::begin(&path, Readers::Owner)?;
            pending.file().write_all(&file.text)?;
            pending.finish()?;
            kept.insert(path);
        }
        // What is new is there before what is old goes.
        files_in(&self.0)?.iter().filter(|file| !kept.contains(*file)).try_for_each(fs::remove_file)
    }
}

/// What stands in the folder and in that of what takes fixes back. Hidden files are nobody's business.
fn files_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let undo = folder.join(UNDO);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)?.chain(fs::read_dir(&undo)?) {
        let path = entry?.path();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if !hidden && path != undo {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The first file that no earlier run wrote.
fn foreign(folder: &Path) -> io::Result<Option<PathBuf>> {
    for file in files_in(folder)? {
        if !is_ours(&file)? {
            return Ok(Some(file));
        }
    }
    Ok(None)
}

/// Whether an earlier run wrote it.
fn is_ours(file: &Path) -> io::Result<bool> {
    if !fs::symlink_metadata(file)?.is_file() {
        return Ok(false);
    }
    let mut start = Vec::new();
    File::open(file)?.take(START).read_to_end(&mut start)?;
    Ok(String::from_utf8_lossy(&start).lines().next().is_some_and(|line| line.contains(MARK)))
}

fn refuse(path: &Path, why: &str) -> Exit {
    talk::error(&format!("--fix-dir: no fixes can be written to {}: {why}", path.display()));
    Exit::Failed
}
