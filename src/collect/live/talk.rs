//! What must be said while a collection runs, because it is too late afterwards.

/// One thing to say on stderr at once. Its words may come from a kubeconfig: they are escaped where they are printed.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Talk {
    /// A program named in a kubeconfig other than the user's default one is about to run.
    PluginRuns {
        /// The program.
        command: String,
        /// The kubeconfig that names it.
        kubeconfig: String,
    },
}

impl Talk {
    /// The sentence.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Talk::PluginRuns { command, kubeconfig } => {
                format!("running the credential plugin {command} that {kubeconfig} names")
            }
        }
    }
}
