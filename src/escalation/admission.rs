//! Effect `admission`: the actor sees or changes what others write.
//!
//! The entries that give it say that a victim must write, so the edge is unknown rather than proven. What the conversion
//! of custom resources reaches depends on their controllers and is not drawn yet.

use crate::graph::{Node, Objective};
use crate::template::AdmissionTarget;

pub(super) fn reached(target: AdmissionTarget) -> Vec<Node> {
    match target {
        AdmissionTarget::Mutate => vec![Node::Objective(Objective::ClusterAdmin)],
        AdmissionTarget::Observe => vec![Node::Objective(Objective::AllSecrets)],
        AdmissionTarget::Convert => Vec::new(),
    }
}
