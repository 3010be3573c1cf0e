//! Ways into the cluster as somebody else than the administrator.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::ControlPlane;
use super::kubectl::output_of;

impl ControlPlane {
    /// A kubeconfig with a client certificate for a user in groups, whether or not any role binding names them.
    pub(crate) fn kubeconfig_for(&self, user: &str, groups: &[&str]) -> PathBuf {
        let groups = groups.iter().map(|group| format!("--group={group}"));
        self.kubeconfig_with([format!("--user={user}")].into_iter().chain(groups))
    }

    /// A kubeconfig with a bearer token.
    pub(crate) fn kubeconfig_with_token(&self, token: &str) -> PathBuf {
        self.kubeconfig_with([format!("--token={token}")])
    }

    /// A fresh token of a service account, valid for an hour.
    pub(crate) fn token(&self, namespace: &str, service_account: &str) -> String {
        self.kubectl(&["create", "token", "--namespace", namespace, service_account]).trim_end().to_owned()
    }

    fn kubeconfig_with(&self, args: impl IntoIterator<Item = String>) -> PathBuf {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = self.dir.join(format!("test-{number}.kubeconfig"));
        let mut command = Command::new(&self.binary);
        command.arg("kubeconfig").arg("--dir").arg(&self.dir).args(args);
        fs::write(&path, output_of(&mut command, "").unwrap()).unwrap();
        path
    }
}
