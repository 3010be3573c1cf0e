//! What the process finds around it: the environment variables and the home folder that decide which cluster is meant.
//!
//! Read once at the start, so that tests can make up their own.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;

/// The environment, as far as it decides which cluster is meant.
#[derive(Clone, Default)]
pub(super) struct Surroundings {
    /// `KUBECONFIG`.
    pub(super) kubeconfig: Option<OsString>,
    /// The home folder.
    pub(super) home: Option<PathBuf>,
    /// A variable of the client library that would change target or identity behind the user's back.
    pub(super) debug_override: Option<String>,
    /// Whether a person can answer a credential plugin.
    pub(super) interactive: bool,
}

impl Surroundings {
    /// Those of this process.
    pub(super) fn of_process() -> Self {
        Surroundings {
            kubeconfig: std::env::var_os("KUBECONFIG"),
            home: std::env::home_dir(),
            debug_override: std::env::vars_os()
                .filter_map(|(name, _)| name.into_string().ok())
                .find(|name| name.starts_with("KUBE_RS_DEBUG_")),
            interactive: std::io::stdin().is_terminal(),
        }
    }
}
