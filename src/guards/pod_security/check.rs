//! A check: what it judges, since which version, and who fails it.

use crate::model::{Container, Name, PodSpec, SecurityContext};

use super::Level;

/// One check of upstream, in all its revisions.
pub(super) struct Check {
    /// Upstream's id.
    pub(super) id: &'static str,
    /// The weakest level that it belongs to, never `privileged`.
    pub(super) level: Level,
    /// What a pod must not have or be.
    pub(super) text: &'static str,
    /// The check of a weaker level that it takes the place of, from its first revision on.
    pub(super) overrides: Option<&'static str>,
    /// The oldest first.
    pub(super) revisions: &'static [Revision],
}

/// A check as it stands from one version on.
pub(super) struct Revision {
    since: u16,
    spared: Spared,
    judge: fn(&PodSpec) -> Vec<Culprit>,
}

/// Which pods a revision lets pass unseen.
enum Spared {
    Nobody,
    /// Pods of Windows: validation refuses the fields that the check would ask for.
    Windows,
    /// Pods with `hostUsers: false`: their root is nobody on the node (`relaxPolicyForUserNamespacePod` upstream).
    UserNamespace,
}

/// What keeps a pod out.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Violation {
    /// The id of the check: upstream's, as `hostPathVolumes`.
    pub check: &'static str,
    /// The weakest level that has the check; a weaker one may still refuse the pod by another check.
    pub level: Level,
    /// What the check does not let in.
    pub text: &'static str,
    /// Who fails it; never empty.
    pub by: Vec<Culprit>,
}

/// A part of a pod that fails a check.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Culprit {
    /// A field, volume or annotation of the pod as a whole.
    Pod,
    /// The container of this name, of whatever kind.
    Container(Name),
}

impl Check {
    /// The revision that decides in version 1.`minor`; nothing before the first.
    pub(super) fn revision(&self, minor: u16) -> Option<&Revision> {
        self.revisions.iter().rev().find(|revision| revision.since <= minor)
    }

    pub(super) fn violation(&self, minor: u16, spec: &PodSpec) -> Option<Violation> {
        let by = self.revision(minor)?.culprits(spec);
        (!by.is_empty()).then_some(Violation { check: self.id, level: self.level, text: self.text, by })
    }
}

impl Revision {
    /// From version 1.`since` on.
    pub(super) const fn new(since: u16, judge: fn(&PodSpec) -> Vec<Culprit>) -> Self {
        Revision { since, spared: Spared::Nobody, judge }
    }

    pub(super) const fn sparing_windows(self) -> Self {
        Revision { spared: Spared::Windows, ..self }
    }

    pub(super) const fn sparing_user_namespaces(self) -> Self {
        Revision { spared: Spared::UserNamespace, ..self }
    }

    fn culprits(&self, spec: &PodSpec) -> Vec<Culprit> {
        let spared = match self.spared {
            Spared::Nobody => false,
            Spared::Windows => spec.security.windows,
            Spared::UserNamespace => spec.security.host_users == Some(false),
        };
        if spared { Vec::new() } else { (self.judge)(spec) }
    }
}

/// The pod, where it is wrong itself, and each container that is: all kinds of container count.
pub(super) fn culprits(pod: bool, spec: &PodSpec, container: impl Fn(&Container) -> bool) -> Vec<Culprit> {
    let containers = spec.containers.iter().filter(|one| container(one));
    let pod = pod.then_some(Culprit::Pod);
    pod.into_iter().chain(containers.map(|one| Culprit::Container(one.name.clone()))).collect()
}

/// The pod and each container whose `securityContext` is wrong, each by itself: nothing is inherited.
pub(super) fn contexts(spec: &PodSpec, wrong: impl Fn(&SecurityContext) -> bool) -> Vec<Culprit> {
    culprits(wrong(&spec.security.context), spec, |container| wrong(&container.security))
}

/// Whoever sets it wrongly; if nobody does, each container that has it neither from itself nor from the pod.
///
/// `right` says of a `securityContext` whether it sets it rightly, and nothing where it does not set it.
pub(super) fn required(spec: &PodSpec, right: impl Fn(&SecurityContext) -> Option<bool>) -> Vec<Culprit> {
    let wrong = contexts(spec, |context| right(context) == Some(false));
    if !wrong.is_empty() || right(&spec.security.context) == Some(true) {
        return wrong;
    }
    culprits(false, spec, |container| right(&container.security).is_none())
}
