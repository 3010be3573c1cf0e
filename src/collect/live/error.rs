//! Why a live cluster could not be read at all.
//!
//! The texts are written here: an error of kube is never printed, since it may hold a token, the output of a credential
//! plugin or a piece of the kubeconfig.

use super::stop::Signal;

/// Why there is nothing to report.
#[derive(thiserror::Error, Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum LiveError {
    // What the user gave.
    /// The kubeconfig cannot be read.
    #[error("cannot read the kubeconfig {path}: {why}")]
    Kubeconfig {
        /// Which file.
        path: String,
        /// Why, without a word of its content.
        why: String,
    },
    /// There is no kubeconfig, and kubescan runs in no pod.
    #[error(
        "no cluster to read: no kubeconfig was named and there is none at its default place; name one with --kubeconfig"
    )]
    NoKubeconfig,
    /// In-cluster was asked for outside a pod.
    #[error("not in a pod: {0}")]
    NotInCluster(&'static str),
    /// The kubeconfig is empty.
    #[error("the kubeconfig names no cluster: it has no context; name another with --kubeconfig")]
    NoContexts,
    /// The kubeconfig has no current context.
    #[error("the kubeconfig has no current context; choose one with --context: {candidates}")]
    NoContext {
        /// Those there are.
        candidates: String,
    },
    /// A context, cluster or user that the kubeconfig does not have.
    #[error("no {what} {name:?} in the kubeconfig; it has: {candidates}")]
    Unknown {
        /// `context`, `cluster` or `user`.
        what: &'static str,
        /// What was asked for.
        name: String,
        /// Those there are.
        candidates: String,
    },
    /// The server's address or the proxy's cannot be used.
    #[error("cannot use the kubeconfig: {0}")]
    Unusable(&'static str),
    /// Groups or a uid to act as, without a user.
    #[error("--as-group and --as-uid need --as")]
    ImpersonationWithoutUser,
    /// A credential plugin that may not run.
    #[error(
        "the kubeconfig runs the program {command} to get a credential, and --exec-plugins forbids it; allow it with --exec-plugins allowlist={command}"
    )]
    PluginDenied {
        /// The program.
        command: String,
    },
    /// A credential plugin that gave no credential.
    #[error("the credential plugin {command} gave no credential: {why}; run it by hand to see what it says")]
    Plugin {
        /// The program.
        command: String,
        /// Why, without a word of its output.
        why: String,
    },
    /// A debugging variable of the client library is set.
    #[error("{0} is set and would change which cluster is read, or as whom; unset it")]
    DebugOverride(String),
    /// The kubeconfig accepts any certificate, which `--strict` forbids.
    #[error(
        "the kubeconfig accepts any certificate for {server} (insecure-skip-tls-verify), and --strict forbids that"
    )]
    Insecure {
        /// Host and port.
        server: String,
    },

    // What the cluster said.
    /// The first request was refused with 401.
    #[error("credential rejected by {server}: log in again, or choose another user with --user or --context")]
    Rejected {
        /// Host and port.
        server: String,
    },
    /// Something answers that is no Kubernetes API.
    #[error(
        "{server} is not a Kubernetes API: it answers with {content}; check the server's address, and for a login page in between"
    )]
    NotKubernetes {
        /// Host and port.
        server: String,
        /// Content type and first byte.
        content: String,
    },
    /// No connection.
    #[error("cannot reach {server}: {why}")]
    Unreachable {
        /// Host and port.
        server: String,
        /// Why, and what to do.
        why: &'static str,
    },
    /// The server answers, but not to the purpose.
    #[error("{server} does not answer the first request: {why}")]
    NotReady {
        /// Host and port.
        server: String,
        /// How it failed.
        why: String,
    },
    /// Every list was refused.
    #[error("{identity} may not list anything in this cluster; deploy/rbac.yaml grants what kubescan needs")]
    NothingAllowed {
        /// The identity that read.
        identity: String,
    },
    /// The server knows no RBAC.
    #[error("RBAC API not served by {server}: nothing to judge")]
    RbacNotServed {
        /// Host and port.
        server: String,
    },
    /// Not one object could be read.
    #[error("nothing could be read from {server}: {why}")]
    NothingRead {
        /// Host and port.
        server: String,
        /// Why the first list failed.
        why: String,
    },

    /// The whole collection's deadline came before the first answer.
    #[error("no first answer within --timeout")]
    TooSlow,
    /// Ended by a signal before the first list.
    #[error("interrupted before anything was read")]
    Interrupted(Signal),

    // Ours.
    /// The runtime or a signal handler could not be set up.
    #[error("cannot start: {0}")]
    Start(&'static str),
}
