//! What kubeadm installs: its bindings and the roles of its own that they grant. On such a cluster they are as little a
//! finding as what the API server installs.
//!
//! Upstream `cmd/kubeadm/app`: `phases/bootstraptoken`, `phases/kubelet/config.go`, `phases/uploadconfig`,
//! `phases/addons/proxy`, `phases/kubeconfig` (`EnsureAdminClusterRoleBinding`). Like the table of the API server it counts
//! unchanged only.

use crate::authz::{ANONYMOUS, Access, NODES};
use crate::model::{Binding, HashSet, Pattern, ResourcePattern, Role, RoleId, Rule, Subject};

const BOOTSTRAPPERS: &str = "system:bootstrappers:kubeadm:default-node-token";

/// A binding of kubeadm.
struct Installed {
    namespace: Option<&'static str>,
    name: &'static str,
    role: &'static str,
    subjects: &'static [Named],
    content: Content,
}

/// A subject of a binding of kubeadm.
enum Named {
    User(&'static str),
    Group(&'static str),
    Account(&'static str, &'static str),
}

/// What the role must be.
enum Content {
    /// As the API server installs it.
    Shipped,
    /// It lets this one object, of this resource of the core group, be read and nothing else; or any.
    Gets(&'static str, Option<&'static str>),
}

use Content::{Gets, Shipped};
use Named::{Account, Group, User};

const fn cluster(name: &'static str, role: &'static str, subjects: &'static [Named], content: Content) -> Installed {
    Installed { namespace: None, name, role, subjects, content }
}

/// A Role and its binding of the same name, which let a ConfigMap be read.
const fn reads(
    namespace: &'static str,
    name: &'static str,
    config_map: &'static str,
    subjects: &'static [Named],
) -> Installed {
    Installed { namespace: Some(namespace), name, role: name, subjects, content: Gets("configmaps", Some(config_map)) }
}

const INSTALLED: &[Installed] = &[
    cluster("kubeadm:cluster-admins", "cluster-admin", &[Group("kubeadm:cluster-admins")], Shipped),
    cluster("kubeadm:get-nodes", "kubeadm:get-nodes", &[Group(BOOTSTRAPPERS)], Gets("nodes", None)),
    cluster("kubeadm:kubelet-bootstrap", "system:node-bootstrapper", &[Group(BOOTSTRAPPERS)], Shipped),
    cluster(
        "kubeadm:node-autoapprove-bootstrap",
        "system:certificates.k8s.io:certificatesigningrequests:nodeclient",
        &[Group(BOOTSTRAPPERS)],
        Shipped,
    ),
    cluster(
        "kubeadm:node-autoapprove-certificate-rotation",
        "system:certificates.k8s.io:certificatesigningrequests:selfnodeclient",
        &[Group(NODES)],
        Shipped,
    ),
    cluster("kubeadm:node-proxier", "system:node-proxier", &[Account("kube-system", "kube-proxy")], Shipped),
    reads("kube-public", "kubeadm:bootstrap-signer-clusterinfo", "cluster-info", &[User(ANONYMOUS)]),
    reads("kube-system", "kube-proxy", "kube-proxy", &[Group(BOOTSTRAPPERS)]),
    reads("kube-system", "kubeadm:kubelet-config", "kubelet-config", &[Group(NODES), Group(BOOTSTRAPPERS)]),
    reads("kube-system", "kubeadm:nodes-kubeadm-config", "kubeadm-config", &[Group(BOOTSTRAPPERS), Group(NODES)]),
];

/// Whether a binding is one that kubeadm installs, with a role as kubeadm or the API server has it. `shipped` are the
/// roles that are as the API server installs them.
pub(super) fn installs(access: &Access<'_>, binding: &Binding, role: RoleId, shipped: &HashSet<RoleId>) -> bool {
    let same_name = |row: &&Installed| binding.namespace.as_deref() == row.namespace && binding.name == row.name;
    let Some(row) = INSTALLED.iter().find(same_name) else { return false };
    let as_installed = match row.content {
        Shipped => shipped.contains(&role),
        Gets(resource, name) => gets_only(access.snapshot().role(role), resource, name),
    };
    let named = |subject: &Subject| row.subjects.iter().any(|named| named.is(subject));
    as_installed && binding.role_ref.name == row.role && binding.subjects.iter().all(named)
}

impl Named {
    fn is(&self, subject: &Subject) -> bool {
        match (self, subject) {
            (User(named), Subject::User(name)) | (Group(named), Subject::Group(name)) => name == named,
            (Account(place, named), Subject::ServiceAccount { namespace, name }) => namespace == place && name == named,
            _ => false,
        }
    }
}

fn gets_only(role: &Role, resource: &str, name: Option<&str>) -> bool {
    let expected = Rule {
        verbs: vec![Pattern::Exact("get".into())],
        api_groups: vec![Pattern::Exact("".into())],
        resources: vec![ResourcePattern::Exact(resource.into())],
        resource_names: name.into_iter().map(Into::into).collect(),
        non_resource_urls: Vec::new(),
    };
    *role.rules == [expected]
}
