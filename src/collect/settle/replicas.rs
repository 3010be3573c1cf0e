//! What tells the replicas of a workload apart once a server has stored them: taken away, so that they share one spec.

use crate::model::{Name, NodeRequirement, PodSpec, TokenAudience, VolumeKind};

/// How many characters the server appends to the name of the token's volume (`SimpleNameGenerator` of
/// `k8s.io/apiserver/pkg/storage/names`).
const SUFFIX: usize = 5;

/// Gives the token's volume that admission added the name that it has without its random end.
pub(super) fn rename_token_volume(spec: &mut PodSpec, plain: &Name) {
    let Some(injected) = injected_volume(spec, plain) else { return };
    let volumes = spec.volumes.iter_mut().map(|volume| &mut volume.name);
    let mounts = spec.containers.iter_mut().flat_map(|container| &mut container.mounts).map(|mount| &mut mount.volume);
    for name in volumes.chain(mounts).filter(|name| **name == injected) {
        *name = plain.clone();
    }
}

/// The name of the one volume that looks like admission's and holds nothing but a token for the API server.
fn injected_volume(spec: &PodSpec, plain: &Name) -> Option<Name> {
    let mut named = spec.volumes.iter().filter(|volume| is_generated(&volume.name, plain) || volume.name == *plain);
    // Another one of that name, or another source in the same volume: renaming would mix up what somebody wrote.
    let (volume, None) = (named.next()?, named.next()) else { return None };
    let token = volume.kind == VolumeKind::Token(TokenAudience::ApiServer);
    token.then(|| volume.name.clone())
}

fn is_generated(name: &str, plain: &str) -> bool {
    let suffix = name.strip_prefix(plain).and_then(|rest| rest.strip_prefix('-'));
    suffix.is_some_and(|suffix| suffix.len() == SUFFIX && suffix.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Takes away the node that the controller of a DaemonSet chose for a pod (`ReplaceDaemonSetPodNodeNameNodeAffinity`
/// upstream, which leaves nothing of the affinity that the template asks for).
pub(super) fn drop_chosen_node(spec: &mut PodSpec) {
    let terms = &mut spec.placement.terms;
    let mut any_node = false;
    for term in terms.iter_mut() {
        let before = term.fields.len();
        term.fields.retain(|field| !is_one_node(field));
        any_node |= term.fields.len() < before && term.fields.is_empty() && term.labels.is_empty();
    }
    // A term without requirements would match no node, but this one asked for nothing else; and one term is enough.
    if any_node {
        terms.clear();
    }
}

fn is_one_node(field: &NodeRequirement) -> bool {
    field.key == "metadata.name" && field.operator == "In" && field.values.len() == 1
}
