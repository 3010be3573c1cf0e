//! Where the controllers of the operator table run, and as whom.
//!
//! A controller is known by the images of its pods: whoever installs it chooses names, but rarely the last part of an
//! image. Where no pod has such an image, an account with the usual name stands for it, as a hint, if the custom resources
//! are known to be served. Pods that ended, and templates without a pod, act for nobody. Cost: the specs, and rows ×
//! distinct repositories, once for each cluster.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ContainerKind, Name, Phase, Pod, PodSpecId, Snapshot, Subject};
use crate::template::{ControllerTraits, Operator, operators};

/// The controllers of a cluster.
pub(crate) struct Controllers<'s> {
    snapshot: &'s Snapshot,
    /// By the id of the row; rows without one are left out.
    by_row: BTreeMap<&'static Name, Vec<Controller>>,
}

/// A controller that runs.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Controller {
    /// Whom it acts as.
    pub(crate) account: Subject,
    /// What it is known by.
    pub(crate) found_by: FoundBy,
}

/// What a controller is known by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum FoundBy {
    /// The image of a pod that runs.
    Image,
    /// The usual name of its account.
    UsualName,
}

impl FoundBy {
    /// What there is to say of an edge that rests on it.
    #[must_use]
    pub(crate) fn fact(self) -> Option<&'static str> {
        match self {
            FoundBy::Image => None,
            FoundBy::UsualName => Some("the controller's account was found by its usual name only"),
        }
    }
}

impl<'s> Controllers<'s> {
    /// Finds them.
    pub(crate) fn new(snapshot: &'s Snapshot) -> Self {
        let running = running(snapshot);
        let mut by_row = BTreeMap::new();
        for row in operators() {
            let found = find(&row.controller, &running, snapshot);
            if !found.is_empty() {
                by_row.insert(&row.id, found);
            }
        }
        Controllers { snapshot, by_row }
    }

    /// What they were found in.
    pub(super) fn snapshot(&self) -> &'s Snapshot {
        self.snapshot
    }

    /// The controllers of a row, sorted.
    pub(super) fn of(&self, row: &Operator) -> &[Controller] {
        self.by_row.get(&row.id).map_or(&[], Vec::as_slice)
    }
}

/// What runs. Init containers only prepare it, and anybody may add an ephemeral one: they are left out.
struct Running<'s> {
    /// The specs by the repository of an image and the name of its container: versions and replicas share these.
    specs: BTreeMap<(&'s str, &'s str), BTreeSet<PodSpecId>>,
    /// Where pods of a spec run.
    namespaces: BTreeMap<PodSpecId, BTreeSet<&'s Name>>,
}

fn running(snapshot: &Snapshot) -> Running<'_> {
    let mut running = Running { specs: BTreeMap::new(), namespaces: BTreeMap::new() };
    let acts = |pod: &&Pod| matches!(pod.phase, Phase::Running | Phase::Pending);
    for pod in snapshot.pods.iter().filter(acts) {
        running.namespaces.entry(pod.spec).or_default().insert(&pod.namespace);
    }
    for &id in running.namespaces.keys() {
        let containers = snapshot.pod_spec(id).containers.iter();
        for container in containers.filter(|container| container.kind == ContainerKind::Main) {
            let known = (repository(&container.image), container.name.as_str());
            running.specs.entry(known).or_default().insert(id);
        }
    }
    running
}

impl Running<'_> {
    /// Whom the pods of a spec run as.
    fn accounts(&self, id: PodSpecId, snapshot: &Snapshot) -> impl Iterator<Item = Subject> {
        let name = &snapshot.pod_spec(id).service_account;
        self.namespaces.get(&id).into_iter().flatten().map(move |namespace| account(namespace, name))
    }
}

fn account(namespace: &Name, name: &Name) -> Subject {
    Subject::ServiceAccount { namespace: namespace.clone(), name: name.clone() }
}

/// Those that run one of the images, else those that exist by a usual name.
fn find(traits: &ControllerTraits, running: &Running<'_>, snapshot: &Snapshot) -> Vec<Controller> {
    let by_image = running.specs.iter().filter(|((repository, name), _)| is_it(traits, repository, name));
    let specs: BTreeSet<PodSpecId> = by_image.flat_map(|(_, specs)| specs.iter().copied()).collect();
    let accounts: BTreeSet<Subject> = specs.into_iter().flat_map(|id| running.accounts(id, snapshot)).collect();
    if !accounts.is_empty() {
        return accounts.into_iter().map(|account| Controller { account, found_by: FoundBy::Image }).collect();
    }
    // An account by that name shows little: where no definition was read either, nothing shows that the operator is there.
    if !snapshot.knows_custom_resources() {
        return Vec::new();
    }
    let exists = |(namespace, name): &&(Name, Name)| {
        let listed = &snapshot.service_accounts;
        listed.iter().any(|known| known.namespace == *namespace && known.name == *name)
    };
    let usual = traits.accounts.iter().filter(exists);
    let mut found: Vec<Controller> = usual
        .map(|(namespace, name)| Controller { account: account(namespace, name), found_by: FoundBy::UsualName })
        .collect();
    found.sort_unstable();
    found
}

/// Whether a container is the controller.
fn is_it(traits: &ControllerTraits, repository: &str, name: &str) -> bool {
    traits.images.iter().any(|image| repository.contains(image.as_str()))
        && (traits.containers.is_empty() || traits.containers.iter().any(|part| name.contains(part.as_str())))
}

/// An image without its tag and digest; a registry may have a port.
fn repository(image: &str) -> &str {
    let image = image.split('@').next().unwrap_or_default();
    match image.rsplit_once(':') {
        Some((repository, tag)) if !tag.contains('/') => repository,
        _ => image,
    }
}
