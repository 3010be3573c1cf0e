//! Selectors that the one who is judged can step out of.

use crate::template::Severity;

use super::row::{HollowGuard, Source};

pub(super) const NAMESPACE_LABEL: HollowGuard = HollowGuard {
    id: "guard/namespace-label",
    title: "Guards that a label of the namespace switches off",
    severity: Severity::Medium,
    elsewhere: Severity::Low,
    why: "Whoever may change the labels of a namespace, or make another, steps out of the selector. Objects of the cluster, \
          such as ClusterRoles, are judged all the same. The label kubernetes.io/metadata.name, which nobody can change, \
          does not count.",
    fix: "Select by kubernetes.io/metadata.name, and guard updates of namespaces.",
    source: Source::Text,
};

pub(super) const OBJECT_LABEL: HollowGuard = HollowGuard {
    id: "guard/object-label",
    title: "Guards that a label of the object switches off",
    severity: Severity::Medium,
    elsewhere: Severity::Low,
    why: "The labels of an object are its writer's to choose: who creates it without the label that is selected, or with \
          the one that is left out, is not judged.",
    fix: "Remove objectSelector; where only some objects are meant, select them by what the writer cannot choose.",
    source: Source::Text,
};
