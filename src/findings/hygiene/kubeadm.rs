//! What kubeadm installs for everybody or for everything: the bindings that some row would otherwise speak of.
//!
//! Upstream `cmd/kubeadm/app`: `phases/bootstraptoken`, `phases/kubelet/config.go`, `phases/uploadconfig`,
//! `phases/kubeconfig` (`EnsureAdminClusterRoleBinding`). Like the table of the API server it counts unchanged only.

use crate::authz::{ANONYMOUS, NODES};
use crate::model::{BindingId, Pattern, ResourcePattern, Role, Rule, Subject};

use super::context::Context;

const BOOTSTRAPPERS: &str = "system:bootstrappers:kubeadm:default-node-token";

/// A binding of kubeadm.
struct Installed {
    namespace: Option<&'static str>,
    name: &'static str,
    role: &'static str,
    users: &'static [&'static str],
    groups: &'static [&'static str],
    /// The ConfigMap that its Role lets read and nothing else; nothing for a role that the API server installs.
    reads: Option<&'static str>,
}

const INSTALLED: &[Installed] = &[
    Installed {
        namespace: None,
        name: "kubeadm:cluster-admins",
        role: "cluster-admin",
        users: &[],
        groups: &["kubeadm:cluster-admins"],
        reads: None,
    },
    Installed {
        namespace: None,
        name: "kubeadm:node-autoapprove-certificate-rotation",
        role: "system:certificates.k8s.io:certificatesigningrequests:selfnodeclient",
        users: &[],
        groups: &[NODES],
        reads: None,
    },
    Installed {
        namespace: Some("kube-public"),
        name: "kubeadm:bootstrap-signer-clusterinfo",
        role: "kubeadm:bootstrap-signer-clusterinfo",
        users: &[ANONYMOUS],
        groups: &[],
        reads: Some("cluster-info"),
    },
    Installed {
        namespace: Some("kube-system"),
        name: "kubeadm:kubelet-config",
        role: "kubeadm:kubelet-config",
        users: &[],
        groups: &[NODES, BOOTSTRAPPERS],
        reads: Some("kubelet-config"),
    },
    Installed {
        namespace: Some("kube-system"),
        name: "kubeadm:nodes-kubeadm-config",
        role: "kubeadm:nodes-kubeadm-config",
        users: &[],
        groups: &[BOOTSTRAPPERS, NODES],
        reads: Some("kubeadm-config"),
    },
];

/// Whether a binding is one that kubeadm installs, with a role as kubeadm or the API server has it.
pub(super) fn installs(context: &Context<'_>, id: BindingId) -> bool {
    let binding = context.snapshot.binding(id);
    let same_name = |row: &&Installed| binding.namespace.as_deref() == row.namespace && binding.name == row.name;
    let Some(row) = INSTALLED.iter().find(same_name) else { return false };
    let Some(role) = context.assessment.access.role_of(id) else { return false };
    let as_installed = match row.reads {
        None => context.assessment.builtin.role(role),
        Some(config_map) => reads_only(context.snapshot.role(role), config_map),
    };
    binding.role_ref.name == row.role && binding.subjects.iter().all(|subject| row.names(subject)) && as_installed
}

impl Installed {
    fn names(&self, subject: &Subject) -> bool {
        match subject {
            Subject::User(name) => self.users.contains(&name.as_str()),
            Subject::Group(name) => self.groups.contains(&name.as_str()),
            Subject::ServiceAccount { .. } => false,
        }
    }
}

fn reads_only(role: &Role, config_map: &str) -> bool {
    let expected = Rule {
        verbs: vec![Pattern::Exact("get".into())],
        api_groups: vec![Pattern::Exact("".into())],
        resources: vec![ResourcePattern::Exact("configmaps".into())],
        resource_names: vec![config_map.into()],
        non_resource_urls: Vec::new(),
    };
    role.rules == [expected]
}
