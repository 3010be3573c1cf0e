//! What shows that an entry works, in words.

use crate::template::{Effect, Entry, Proof, reason_against, replay_of};

/// What shows that an entry works.
#[must_use]
pub fn proof_text(entry: &Entry) -> String {
    let replayed = replay_of(entry).map(|file| format!("replayed against a real API server in {file}"));
    match replayed {
        Some(replayed) => match hangs_on(entry) {
            Some(known) => format!("{replayed}; {known}"),
            None => format!("{replayed}{}", beside_replay(entry.proof)),
        },
        None => {
            format!("reasoned: {}", reason_against(entry).or_else(|| hangs_on(entry)).unwrap_or(takes(entry.proof)))
        }
    }
}

/// What outside the cluster decides what follows, where an export of it can tell.
fn hangs_on(entry: &Entry) -> Option<&'static str> {
    let is_map = matches!(&entry.gives, Some(Effect::Cloud(target)) if *target == "aws-auth");
    (is_map && matches!(entry.proof, Proof::External)).then_some(
        "whether the cluster asks this map is unknown until an export of it (--cloud) tells its authentication mode: then it is sure, \
         or leads nowhere",
    )
}

/// What a replay leaves open.
fn beside_replay(proof: Proof) -> &'static str {
    match proof {
        Proof::ApiServer | Proof::Controllers => "",
        Proof::Kubelet => "; the kubelet's part is reasoned",
        Proof::External => "; what follows takes something outside, or a victim to act: shown as unknown",
        Proof::Unproven => "; what follows is unproven: shown as unknown",
    }
}

/// What showing it takes.
pub(super) fn takes(proof: Proof) -> &'static str {
    match proof {
        Proof::ApiServer => "the API server alone decides it",
        Proof::Controllers => "it takes the controller manager too",
        Proof::Kubelet => "it takes a kubelet",
        Proof::External => "it takes something outside, or a victim to act: shown as unknown",
        Proof::Unproven => "shown as unknown",
    }
}
