//! What tests do to a cluster, by the kubectl of the same version.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::ControlPlane;

impl ControlPlane {
    /// Runs kubectl as the administrator, and returns its output. Panics when kubectl fails.
    pub(crate) fn kubectl(&self, args: &[&str]) -> String {
        self.kubectl_with_input(args, "")
    }

    /// Like [`ControlPlane::kubectl`], with text on standard input.
    pub(crate) fn kubectl_with_input(&self, args: &[&str], input: &str) -> String {
        self.kubectl_as(&self.kubeconfig, args, input).unwrap_or_else(|why| panic!("kubectl {args:?} failed: {why}"))
    }

    /// Runs kubectl as whoever a kubeconfig belongs to: its output, or its complaint when it fails.
    pub(crate) fn kubectl_as(&self, kubeconfig: &Path, args: &[&str], input: &str) -> Result<String, String> {
        let mut command = Command::new(&self.binary);
        command.arg("kubectl").arg("--kubeconfig").arg(kubeconfig).args(args);
        // Kubectl must neither follow nor fill the `.kube` directory of whoever runs the tests.
        command.env("HOME", &self.dir);
        output_of(&mut command, input)
    }

    /// Runs kubectl once for each line of the input, with what stands there as further arguments.
    pub(crate) fn kubectl_for_each_line(&self, args: &[&str], lines: &str) -> Result<String, String> {
        let mut command = Command::new("xargs");
        command
            .args(["-r", "-L1"])
            .arg(&self.binary)
            .arg("kubectl")
            .arg("--kubeconfig")
            .arg(&self.kubeconfig)
            .args(args);
        command.env("HOME", &self.dir);
        output_of(&mut command, lines)
    }

    /// A folder with a `kubectl` that is the administrator's, for who follows instructions.
    pub(crate) fn kubectl_on_path(&self) -> PathBuf {
        let folder = self.dir.join("bin");
        let kubectl = folder.join("kubectl");
        if !kubectl.exists() {
            fs::create_dir_all(&folder).unwrap();
            let (binary, kubeconfig) = (self.binary.display(), self.kubeconfig.display());
            fs::write(&kubectl, format!("#!/bin/sh\nexec '{binary}' kubectl --kubeconfig='{kubeconfig}' \"$@\"\n"))
                .unwrap();
            fs::set_permissions(&kubectl, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        }
        folder
    }

    /// Creates or changes the objects of a manifest.
    pub(crate) fn apply(&self, manifest: &str) {
        self.kubectl_with_input(&["apply", "--filename=-"], manifest);
    }
}

/// Runs a command with text on standard input: its output, or its complaint when it fails.
pub(super) fn output_of(command: &mut Command, input: &str) -> Result<String, String> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command may well end without reading all its input; what matters is what it says.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    if output.status.success() {
        Ok(String::from_utf8(output.stdout).unwrap())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}
