//! Files as the source of a snapshot.

use std::io::IsTerminal;
use std::path::PathBuf;

use crate::cli::{FilesArgs, InputArgs};
use crate::collect::cloud::CloudPlaces;
use crate::collect::files::{self, FilesError, Input, Limits};
use crate::collect::live::Known;
use crate::exit::Exit;
use crate::model::{Gap, Reason, Version};
use crate::report::talk;

use super::{Read, cloud};

/// Reads them; on failure it has been said why.
pub(super) fn from_files(input: &InputArgs) -> Result<Read, Exit> {
    let (paths, limits) = self::files(input);
    if paths.iter().any(|path| matches!(path, Input::Stdin)) && std::io::stdin().is_terminal() {
        talk::error("-f - reads from stdin, which is a terminal; pipe manifests into it");
        return Err(Exit::Usage);
    }
    let version = input.files.server_version.unwrap_or(Version::NEWEST);
    let snapshot = match files::read(&paths, &limits, version, input.namespace.as_deref()) {
        Ok(snapshot) => snapshot,
        Err(error) if input.cloud.is_empty() || !matches!(error, FilesError::Nothing(_)) => {
            let known = export_among(&paths, &limits);
            talk::errors(&known.map_or_else(|| error.to_string(), |file| is_export(&file)));
            return Err(Exit::Failed);
        }
        Err(_) => return Ok(cloud::alone_in(input)),
    };
    let is_unread = |gap: &Gap| gap.resource == "file" && gap.reason == Reason::Malformed;
    if let Some(file) = snapshot.gaps.iter().any(is_unread).then(|| export_among(&paths, &limits)).flatten() {
        talk::note(&is_export(&file));
    }
    if snapshot.source.ignored_files > 0 {
        let count = snapshot.source.ignored_files;
        let files = if count == 1 { "1 file that holds".to_owned() } else { format!("{count} files that hold") };
        talk::note(&format!("ignored {files} neither apiVersion nor kind; a file that is named is not ignored"));
    }
    let known = Known { namespace: "default".to_owned(), resources: Vec::new(), gaps: Vec::new() };
    Ok(Read { snapshot, interrupted: None, known, answers: Vec::new(), alone: false })
}

/// The first of these that is an export of a cloud, which is worth a look where something could not be read.
fn export_among(paths: &[Input], limits: &Limits) -> Option<String> {
    CloudPlaces::find(paths, limits).first
}

fn is_export(file: &str) -> String {
    format!("{file} is an export of AWS, and holds no Kubernetes objects; name it with --cloud, not with -f")
}

/// The files that the command line names, and how much of them is read.
pub(in crate::commands) fn files(input: &InputArgs) -> (Vec<Input>, Limits) {
    let named = |path: &PathBuf| if path.as_os_str() == "-" { Input::Stdin } else { Input::Path(path.clone()) };
    let FilesArgs { follow_symlinks, max_input, max_objects, .. } = input.files;
    let mut limits = Limits { follow_symlinks, ..Limits::default() };
    if let Some(bytes) = max_input {
        (limits.json_bytes, limits.other_bytes) = (bytes, bytes);
    }
    if let Some(objects) = max_objects {
        limits.objects = objects;
    }
    (input.filename.iter().map(named).collect(), limits)
}
