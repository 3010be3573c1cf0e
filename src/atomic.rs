//! Files that appear whole or not at all: what is written beside the target takes its place in one step.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

/// Who may read a file that is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Readers {
    /// Its owner only, whatever the umask: a report is a map for an attacker.
    Owner,
    /// Whoever the umask lets: for a file that another program picks up.
    Umask,
}

/// A file that is being written. Dropped before [`Pending::finish`], it leaves what was there untouched.
#[derive(Debug)]
pub struct Pending(Target);

#[derive(Debug)]
enum Target {
    /// Written beside the path and renamed.
    Whole(NamedTempFile, PathBuf),
    /// A device, a pipe or a socket: there is nothing to replace.
    Stream(File),
}

impl Pending {
    /// Makes sure that the path can be written. A symbolic link to a file is replaced, not followed.
    ///
    /// # Errors
    /// When it is a directory, or its folder takes no files.
    pub fn begin(path: &Path, readers: Readers) -> io::Result<Self> {
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => Err(io::Error::from(io::ErrorKind::IsADirectory)),
            Ok(meta) if !meta.is_file() || is_of_the_system(path) => {
                OpenOptions::new().append(true).open(path).map(Target::Stream).map(Pending)
            }
            _ => temporary(path, readers).map(|file| Pending(Target::Whole(file, path.to_owned()))),
        }
    }

    /// What is written to.
    pub fn file(&mut self) -> &mut File {
        match &mut self.0 {
            Target::Whole(file, _) => file.as_file_mut(),
            Target::Stream(file) => file,
        }
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// When that fails; then what was there is still there.
    pub fn finish(self) -> io::Result<()> {
        match self.0 {
            Target::Whole(file, path) => {
                file.as_file().sync_all()?;
                file.persist(path).map(drop).map_err(|error| error.error)
            }
            Target::Stream(_) => Ok(()),
        }
    }
}

/// Whether a path, or what it links to, names an open stream rather than a file: `/dev/stdout` must never be replaced,
/// wherever it leads.
fn is_of_the_system(path: &Path) -> bool {
    let target = fs::read_link(path).unwrap_or_default();
    [path, &target].iter().any(|path| path.starts_with("/dev") || path.starts_with("/proc"))
}

/// A file in the same folder, gone if it is not renamed.
fn temporary(path: &Path, readers: Readers) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = Builder::new();
    builder.prefix(".kubescan-");
    #[cfg(unix)]
    if readers == Readers::Umask {
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    // The name of what is made beside the target is nobody's business.
    let made = builder.tempfile_in(folder.unwrap_or(Path::new(".")));
    made.map_err(|error| io::Error::from(error.kind()))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write as _;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::{Pending, Readers};

    #[test]
    fn what_was_there_stays_until_the_new_file_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        fs::write(&path, "old").unwrap();
        let mut pending = Pending::begin(&path, Readers::Owner).unwrap();
        pending.file().write_all(b"ne").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"old");
        drop(pending);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "what was begun is gone");
        let mut pending = Pending::begin(&path, Readers::Owner).unwrap();
        pending.file().write_all(b"new").unwrap();
        pending.finish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn others_may_read_what_is_meant_for_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kubescan.prom");
        Pending::begin(&path, Readers::Umask).unwrap().finish().unwrap();
        assert_ne!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_link_is_replaced_a_device_is_written_and_a_directory_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("target"), folder.path().join("link"));
        fs::write(&target, "old").unwrap();
        symlink(&target, &link).unwrap();
        Pending::begin(&link, Readers::Owner).unwrap().finish().unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"old");
        assert!(!fs::symlink_metadata(&link).unwrap().is_symlink());
        Pending::begin("/dev/null".as_ref(), Readers::Owner).unwrap().finish().unwrap();
        assert!(Pending::begin(folder.path(), Readers::Owner).is_err());
        assert!(Pending::begin(&folder.path().join("none/file"), Readers::Owner).is_err());
    }
}
