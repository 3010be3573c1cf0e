//! Rules that leave out a way to write the same objects.

use crate::template::Severity;

use super::row::{HollowGuard, Source};

pub(super) const AWS_AUTH_LEFT_OUT: HollowGuard = HollowGuard {
    id: "guard/aws-auth-left-out",
    title: "Guards of bindings that do not look at the ConfigMap aws-auth",
    severity: Severity::Medium,
    elsewhere: Severity::Low,
    why: "On EKS the ConfigMap aws-auth of kube-system says which groups an IAM user or role is in, system:masters among \
          them. Who may write it grants as by a binding, and a guard that looks at bindings only is not asked. It counts where \
          no guard at all looks at ConfigMaps.",
    fix: "Add configmaps of kube-system to the rules of the guard, and refuse changes of aws-auth; or set the \
          authentication mode of the cluster to API.",
    source: Source::Text,
};

pub(super) const DELETION_LEFT_OUT: HollowGuard = HollowGuard {
    id: "guard/deletion-left-out",
    title: "Guards that are not asked about deletion",
    severity: Severity::Info,
    elsewhere: Severity::Info,
    why: "What is deleted and made anew is judged when it is made, so this is mostly as it should be. It matters where the \
          guard protects what is there: a binding of the operator's own, a label that other guards select by.",
    fix: "Add DELETE where the guard is to keep objects; for DELETE the expression sees oldObject, and object is null.",
    source: Source::Text,
};

pub(super) const EXACT_MATCH: HollowGuard = HollowGuard {
    id: "guard/exact-match",
    title: "Guards that match some versions of their objects only",
    severity: Severity::Low,
    elsewhere: Severity::Info,
    why: "With matchPolicy Exact a request by a version or an API group that the rules do not list is not judged, although \
          it writes the same object. A group of which all served versions are listed does not count.",
    fix: "Leave matchPolicy at Equivalent, or list all versions by `*`.",
    source: Source::Text,
};

pub(super) const OPERATION_LEFT_OUT: HollowGuard = HollowGuard {
    id: "guard/operation-left-out",
    title: "Guards that are not asked about creation, or not about change",
    severity: Severity::Medium,
    elsewhere: Severity::Low,
    why: "Whoever may not create what the guard refuses creates something harmless and changes it; whoever may not change \
          it deletes it and creates it anew by the same name, which every roleRef that names it follows. A patch counts as \
          an update.",
    fix: "List CREATE and UPDATE in one rule; add DELETE where what is there must stay.",
    source: Source::Text,
};

pub(super) const RBAC_KIND_LEFT_OUT: HollowGuard = HollowGuard {
    id: "guard/rbac-kind-left-out",
    title: "Guards of some kinds of RBAC only",
    severity: Severity::Medium,
    elsewhere: Severity::Low,
    why: "A right is granted by a Role or a ClusterRole and by either kind of binding: who is refused one kind takes \
          another, as far as its own rights let it. A guard that names none of the four does not count.",
    fix: "Name all four: roles, clusterroles, rolebindings and clusterrolebindings.",
    source: Source::Text,
};

pub(super) const SUBRESOURCE_LEFT_OUT: HollowGuard = HollowGuard {
    id: "guard/subresource-left-out",
    title: "Guards that are not asked about subresources which change the same object",
    severity: Severity::Medium,
    elsewhere: Severity::Low,
    why: "In admission a resource does not stand for its subresources, and neither does `*`. A container is added to a pod \
          by pods/ephemeralcontainers; labels of namespaces and nodes are changed by their status and finalize.",
    fix: "Name them beside the resource (pods/ephemeralcontainers, namespaces/status, namespaces/finalize, nodes/status), \
          or all by `RESOURCE/*`.",
    source: Source::Text,
};

pub(super) const UNSERVED_VERSION: HollowGuard = HollowGuard {
    id: "guard/unserved-version",
    title: "Guards of versions that no server serves",
    severity: Severity::Medium,
    elsewhere: Severity::Low,
    why: "A rule that lists only versions which are not served matches no request: the objects are written by another \
          version, and Equivalent does not help. Groups of custom resources do not count: what they serve is not known.",
    fix: "List the served version (v1), or `*`.",
    source: Source::Text,
};
