//! A pod as the rows of the table look at it: its containers, and what of the node they mount.

use crate::model::{Container, Name, PodSpec, VolumeKind, label};

use super::confined::Confined;
use super::node_path::NodePath;
use super::node_volumes::Site;
use super::sighting::Sighting;

/// The label of a node that says its operating system.
const OS: &str = "kubernetes.io/os";

/// Parts of the names that sandboxes are installed under.
const SANDBOXES: [&str; 5] = ["firecracker", "gvisor", "kata", "runsc", "sandbox"];

/// A pod under examination.
pub(super) struct Examined<'a> {
    pub spec: &'a PodSpec,
    pub site: &'a Site<'a>,
    /// What containers mount of `hostPath` volumes.
    pub host_mounts: Vec<NodeMount<'a>>,
    /// What containers mount of claims that are bound to a path of a node.
    pub claim_mounts: Vec<NodeMount<'a>>,
}

/// A path of the node that a container mounts.
pub(super) struct NodeMount<'a> {
    pub container: Confined<'a>,
    pub path: NodePath,
    pub read_only: bool,
}

impl<'a> Examined<'a> {
    pub(super) fn new(spec: &'a PodSpec, site: &'a Site<'a>) -> Self {
        let mut pod = Examined { spec, site, host_mounts: Vec::new(), claim_mounts: Vec::new() };
        pod.host_mounts = pod.mounts(|kind| match kind {
            VolumeKind::HostPath(path) => Some(path),
            _ => None,
        });
        pod.claim_mounts = pod.mounts(|kind| match kind {
            VolumeKind::Claim(claim) => site.volumes.behind(site.namespace, claim).map(|volume| volume.path),
            _ => None,
        });
        pod
    }

    /// Every mount of a volume that is a path of the node. A volume that no container mounts is out of reach.
    fn mounts(&self, node_path: impl Fn(&'a VolumeKind) -> Option<&'a Name>) -> Vec<NodeMount<'a>> {
        let mut mounts = Vec::new();
        for container in self.containers() {
            for mount in &container.container.mounts {
                let volumes = self.spec.volumes.iter().filter(|volume| volume.name == mount.volume);
                for (volume, path) in volumes.filter_map(|volume| Some((volume, node_path(&volume.kind)?))) {
                    let path = NodePath::new(path, mount.sub_path.as_deref(), self.is_windows());
                    mounts.push(NodeMount { container, path, read_only: mount.read_only || volume.read_only });
                }
            }
        }
        mounts
    }

    /// Its containers, of every kind.
    pub(super) fn containers(&self) -> impl Iterator<Item = Confined<'a>> {
        let pod = &self.spec.security;
        self.spec.containers.iter().map(move |container: &Container| Confined { pod, container })
    }

    /// What each container has of something.
    pub(super) fn sightings(&self, what: impl Fn(&Confined<'a>) -> Option<String>) -> Vec<Sighting<'a>> {
        let seen = |container: Confined<'a>| Some(Sighting::container(container, &what(&container)?));
        self.containers().filter_map(seen).collect()
    }

    /// Whether it has a user namespace of its own.
    pub(super) fn has_own_users(&self) -> bool {
        self.spec.security.host_users == Some(false)
    }

    /// Whether it says that it runs on Windows.
    pub(super) fn is_windows(&self) -> bool {
        self.spec.security.windows || self.node_os().is_some_and(|os| os == "windows")
    }

    /// The operating system that its node must have, if it says so.
    pub(super) fn node_os(&self) -> Option<&'a str> {
        label(&self.spec.placement.node_selector, OS).map(Name::as_str)
    }

    /// Says that the pod may run in a sandbox. Only the name of a RuntimeClass is known, not what handles it.
    pub(super) fn sandbox(&self) -> Option<String> {
        let class = self.spec.security.runtime_class.as_ref()?;
        let sandboxed = SANDBOXES.iter().any(|sandbox| class.contains(sandbox));
        sandboxed.then(|| format!("RuntimeClass {} may run it in a sandbox", class.as_str()))
    }
}
