//! What tells the replicas of a workload apart once a server has stored them: taken away, so that they share one spec
//! from the moment they are read.

use crate::collect::found::FoundSpec;
use crate::model::{NodeRequirement, TokenAudience, Volume, VolumeKind};

use super::keep::Keep;
use super::pod_spec::TOKEN_VOLUME;

/// How many characters the server appends to the name of the token's volume (`SimpleNameGenerator` of
/// `k8s.io/apiserver/pkg/storage/names`).
const SUFFIX: usize = 5;

/// Gives the token's volume that admission added the name that it has without its random end.
pub(super) fn rename_token_volume(spec: &mut FoundSpec, keep: &mut Keep<'_>) {
    let Some(injected) = injected_volume(spec).map(|volume| volume.name.clone()) else { return };
    let plain = keep.name(TOKEN_VOLUME);
    let volumes = spec.volumes.iter_mut().map(|volume| &mut volume.name);
    let mounts = spec.containers.iter_mut().flat_map(|container| &mut container.mounts).map(|mount| &mut mount.volume);
    for name in volumes.chain(mounts).filter(|name| **name == injected) {
        *name = plain.clone();
    }
}

/// The one volume that is called like admission's and holds nothing but a token for the API server.
fn injected_volume(spec: &FoundSpec) -> Option<&Volume> {
    let mut called_so = spec.volumes.iter().filter(|volume| is_generated(&volume.name));
    // With a second one, or with a second source in the same volume, somebody wrote one of them.
    let (volume, None) = (called_so.next()?, called_so.next()) else { return None };
    let mut mounts = spec.containers.iter().flat_map(|container| &container.mounts);
    // What has the plain name already is another volume, kept or not, and would be mixed up with this one.
    let taken = spec.volumes.iter().any(|volume| volume.name == TOKEN_VOLUME)
        || mounts.any(|mount| mount.volume == TOKEN_VOLUME);
    (volume.kind == VolumeKind::Token(TokenAudience::ApiServer) && !taken).then_some(volume)
}

/// Whether a server may have made this name for the token's volume.
pub(super) fn is_generated(name: &str) -> bool {
    let suffix = name.strip_prefix(TOKEN_VOLUME).and_then(|rest| rest.strip_prefix('-'));
    suffix.is_some_and(|suffix| suffix.len() == SUFFIX && suffix.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Takes away the node that the controller of a DaemonSet chose for a pod (`ReplaceDaemonSetPodNodeNameNodeAffinity`
/// upstream, which leaves nothing of the affinity that the template asks for).
pub(super) fn drop_chosen_node(spec: &mut FoundSpec) {
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
