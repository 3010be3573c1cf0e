//! A real Kubernetes control plane, for tests that need the truth from Kubernetes itself.
//!
//! `tests/control-plane` holds the programs and runs them; this module starts and stops it, and talks to it with
//! kubectl. There are no nodes, so pods exist but never run. RBAC, admission, tokens and controllers are all real.
//!
//! Starting takes seconds, so tests share one control plane where they can ([`ControlPlane::shared`]), each with
//! names of its own, and start another only to have it to themselves.

mod credentials;
mod kubectl;
mod oracle;

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};

use serde_json::Value;

pub(crate) use oracle::{Answer, authorize, authorize_each, cel, pod_security};

/// A running control plane; dropping it ends it, and removes whatever it wrote.
pub(crate) struct ControlPlane {
    /// URL of the API server.
    pub(crate) server: String,
    /// Kubeconfig of a member of `system:masters`, who may do everything.
    pub(crate) kubeconfig: PathBuf,
    /// State directory: keys, certificates (`ca.crt`) and logs of the programs, and what tests put there.
    pub(crate) dir: PathBuf,
    /// Version of Kubernetes, as `v1.2.3`.
    pub(crate) version: String,
    binary: PathBuf,
    supervisor: Child,
    /// The control plane lives until this closes. The system closes it even when this process is killed.
    lifeline: Option<ChildStdin>,
}

impl ControlPlane {
    /// The control plane that all tests of this process share.
    ///
    /// It is never dropped: it ends with the process.
    pub(crate) fn shared() -> &'static Self {
        static SHARED: OnceLock<ControlPlane> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// The shared control plane with these objects, which are applied once however many tests ask for them.
    pub(crate) fn shared_with(manifests: &[&'static str]) -> &'static Self {
        static APPLIED: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
        let plane = Self::shared();
        let mut applied = APPLIED.lock().unwrap_or_else(PoisonError::into_inner);
        for manifest in manifests.iter().copied().filter(|manifest| applied.insert(manifest)) {
            plane.apply(manifest);
        }
        plane
    }

    /// Starts a control plane, and waits until Kubernetes has made all it makes in an empty cluster.
    pub(crate) fn start() -> Self {
        Self::start_with(&[])
    }

    /// The same, with further flags for kube-apiserver.
    pub(crate) fn start_with(apiserver_flags: &[&str]) -> Self {
        let binary = build();
        let mut command = Command::new(&binary);
        command.arg("up").args(apiserver_flags.iter().map(|flag| format!("--apiserver-flag={flag}")));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // A test runner may kill the whole process group of a test. The supervisor must survive that to clean up.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut supervisor = command.spawn().unwrap();
        let lifeline = supervisor.stdin.take();

        let mut line = String::new();
        BufReader::new(supervisor.stdout.take().unwrap()).read_line(&mut line).unwrap();
        if line.is_empty() {
            let mut why = String::new();
            supervisor.stderr.take().unwrap().read_to_string(&mut why).unwrap();
            panic!("the control plane did not start: {why}");
        }
        let plane: Value = serde_json::from_str(&line).unwrap();
        let text = |key: &str| plane[key].as_str().unwrap().to_owned();
        Self {
            server: text("server"),
            kubeconfig: text("kubeconfig").into(),
            dir: text("dir").into(),
            version: text("version"),
            binary,
            supervisor,
            lifeline,
        }
    }
}

impl Drop for ControlPlane {
    fn drop(&mut self) {
        drop(self.lifeline.take());
        let _ = self.supervisor.wait();
    }
}

/// Builds the programs if that is not done yet, which takes minutes, and returns the path of the binary.
fn build() -> PathBuf {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/control-plane/build");
    // What it says on standard error goes to the terminal, so that nobody wonders about those minutes.
    let output = Command::new(&script).stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success(), "{} failed", script.display());
    String::from_utf8(output.stdout).unwrap().trim_end().into()
}
