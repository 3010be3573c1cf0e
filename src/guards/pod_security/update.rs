//! Which requests about pods that exist are put to the checks at all.

use crate::model::{Container, ContainerKind, PodSpec};

/// Whether a write to this subresource of a pod is looked at; `""` is the pod itself (`ignoredPodSubresources` upstream).
///
/// Whoever may only exec, attach, forward ports, evict or bind, or write the status, meets no check.
#[must_use]
pub fn evaluates_subresource(subresource: &str) -> bool {
    let ignored = ["exec", "attach", "binding", "eviction", "log", "portforward", "proxy", "status"];
    !ignored.contains(&subresource)
}

/// Whether a change of a pod puts all of it to the checks (`isSignificantPodUpdate` upstream): another image, another
/// number of containers, or a new ephemeral container. Labels, tolerations or resources change without a check.
#[must_use]
pub fn evaluates_update(old: &PodSpec, new: &PodSpec) -> bool {
    [ContainerKind::Main, ContainerKind::Init].into_iter().any(|kind| in_place(old, new, kind))
        || of(new, ContainerKind::Ephemeral).any(|added| {
            let known = of(old, ContainerKind::Ephemeral).find(|known| known.name == added.name);
            known.is_none_or(|known| known.image != added.image)
        })
}

/// Whether a container that is compared by its place has another image.
fn in_place(old: &PodSpec, new: &PodSpec, kind: ContainerKind) -> bool {
    !of(old, kind).map(|container| &container.image).eq(of(new, kind).map(|container| &container.image))
}

fn of(spec: &PodSpec, kind: ContainerKind) -> impl Iterator<Item = &Container> {
    spec.containers.iter().filter(move |container| container.kind == kind)
}
