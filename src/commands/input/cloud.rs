//! Exports of the cloud that the cluster runs in, laid beside it.

use crate::cli::InputArgs;
use crate::collect::cloud;
use crate::collect::files::{self, Input};
use crate::collect::live::{Known, LiveError};
use crate::exit::Exit;
use crate::model::Version;
use crate::report::talk;

use super::{Read, refused};
use crate::commands::clock;

const ALONE: &str = "no cluster to read: the exports are looked at alone; name a kubeconfig, or files with -f, for the way into \
                     one";

/// Adds what the exports say that the command line names; on failure it has been said why.
pub(super) fn beside(input: &InputArgs, mut read: Read) -> Result<Read, Exit> {
    if input.cloud.is_empty() {
        return Ok(read);
    }
    let (_, limits) = super::files(input);
    let (mut cloud, notes) = cloud::read(&inputs(input), &limits).map_err(|error| {
        talk::errors(&error.to_string());
        Exit::Failed
    })?;
    if read.alone {
        talk::note(ALONE);
    }
    cloud.read_at = Some(clock::now());
    read.snapshot.gaps.extend(cloud.gaps());
    read.snapshot.gaps.sort_unstable();
    read.snapshot.cloud = cloud;
    read.snapshot.notes.extend(notes);
    Ok(read)
}

/// No cluster at all, where exports were named and no kubeconfig names one: they are worth a look of their own.
pub(super) fn alone(input: &InputArgs, error: LiveError) -> Result<Read, Exit> {
    if input.cloud.is_empty() || !matches!(error, LiveError::NoKubeconfig | LiveError::NoContexts) {
        return Err(refused(&error));
    }
    Ok(alone_in(input))
}

/// No cluster at all, where exports were named beside input that holds nothing.
pub(super) fn alone_in(input: &InputArgs) -> Read {
    Read { alone: true, ..nothing(input) }
}

/// No cluster, only what the exports are of.
pub(super) fn nothing(input: &InputArgs) -> Read {
    let version = input.files.server_version.unwrap_or(Version::NEWEST);
    let names: Vec<String> = inputs(input).iter().map(Input::name).collect();
    let snapshot = files::nothing(&names.join(", "), version);
    let known = Known { namespace: "default".to_owned(), resources: Vec::new(), gaps: Vec::new() };
    Read { snapshot, interrupted: None, known, answers: Vec::new(), alone: false }
}

/// The exports that the command line names.
pub(in crate::commands) fn inputs(input: &InputArgs) -> Vec<Input> {
    let paths = &input.cloud;
    paths.iter().map(|path| if path.as_os_str() == "-" { Input::Stdin } else { Input::Path(path.clone()) }).collect()
}
