//! What a guard leaves out, where that is a weakness around this subject: something that is open writes it, and no other
//! policy looks at it. So nothing is where every route is blocked.

use crate::guards::admission::{Flaw, Guard, Operation};
use crate::model::{
    AdmissionBinding, AdmissionKind, AdmissionPolicy, MatchResources, Name, Snapshot, Subject, Webhook,
};

use super::around::may_refuse;
use super::written::{Written, covers};

const RBAC: &str = "rbac.authorization.k8s.io";
const RBAC_KINDS: &[&str] = &["clusterrolebindings", "clusterroles", "rolebindings", "roles"];

/// What is open, and what stands around it.
pub(super) struct LeftOut<'a> {
    snapshot: &'a Snapshot,
    open: Vec<Written<'a>>,
    /// The policies that may refuse the subject something, each with a binding that denies.
    standing: Vec<(&'a AdmissionPolicy, &'a AdmissionBinding)>,
}

impl<'a> LeftOut<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, subject: &Subject, open: Vec<Written<'a>>) -> Self {
        let denies = |binding: &&AdmissionBinding| {
            binding.kind == AdmissionKind::Validating && binding.actions.iter().any(|action| action == "Deny")
        };
        let policies = snapshot.admission_policies.iter().filter(|policy| may_refuse(policy, subject));
        let standing = policies.flat_map(|policy| {
            let own = snapshot.admission_bindings.iter().filter(denies);
            own.filter(|it| it.kind == policy.kind && it.policy == policy.name).map(move |binding| (policy, binding))
        });
        LeftOut { snapshot, standing: standing.collect(), open }
    }

    /// What a flaw says here; nothing where it is no weakness.
    pub(super) fn told(&self, flaw: &Flaw) -> Option<String> {
        match flaw.id {
            "aws-auth-left-out" => self.open.iter().any(is_of_config_maps).then(|| flaw.text.clone()),
            "rbac-kind-left-out" => self.kinds(&flaw.guard),
            "deletion-left-out" => self.deletion(&flaw.guard),
            _ => Some(flaw.text.clone()),
        }
    }

    /// The kinds of RBAC that a guard does not look at, that an open route writes, and that no other policy looks at.
    fn kinds(&self, guard: &Guard) -> Option<String> {
        let own = self.matches(guard)?;
        let is_missing = |kind: &&&str| {
            let (group, resource) = (Name::from(RBAC), Name::from(**kind));
            let operations = [Operation::Create, Operation::Update, Operation::Delete];
            let write = |operation| Written { group: &group, resource: &resource, operation };
            let looks = operations.into_iter().any(|operation| covers(own, &write(operation)));
            let mut open = self.open.iter().filter(|open| any(open.group, RBAC) && any(open.resource, kind));
            !looks && open.any(|open| !self.another_covers(guard, &write(open.operation)))
        };
        let missing: Vec<&str> = RBAC_KINDS.iter().filter(is_missing).copied().collect();
        (!missing.is_empty()).then(|| format!("{} are not judged", missing.join(", ")))
    }

    /// The resources whose objects a guard lets be deleted although it judges how they are made, where an open route makes
    /// or deletes some, and no other policy looks.
    fn deletion(&self, guard: &Guard) -> Option<String> {
        let own = self.matches(guard)?;
        let is_left_out = |open: &&Written<'_>| {
            let write = |operation| Written { group: open.group, resource: open.resource, operation };
            let judged = covers(own, &write(Operation::Create)) || covers(own, &write(Operation::Update));
            let deletion = write(Operation::Delete);
            judged && !covers(own, &deletion) && !self.another_covers(guard, &deletion)
        };
        let makes = |open: &&Written<'_>| matches!(open.operation, Operation::Create | Operation::Delete);
        let mut left: Vec<&str> =
            self.open.iter().filter(makes).filter(is_left_out).map(|open| open.resource.as_str()).collect();
        left.sort_unstable();
        left.dedup();
        (!left.is_empty()).then(|| format!("DELETE of {} is not judged", left.join(", ")))
    }

    /// Whether another policy looks at such writes, or the same by another of its bindings.
    fn another_covers(&self, guard: &Guard, write: &Written<'_>) -> bool {
        let is_same = |policy: &AdmissionPolicy, with: &AdmissionBinding| match guard {
            Guard::Policy { kind, policy: name, binding } => {
                *kind == policy.kind && *name == policy.name && binding.as_ref().is_none_or(|name| *name == with.name)
            }
            Guard::Webhook { .. } => false,
        };
        self.standing.iter().any(|(policy, binding)| {
            let own = binding.matches.as_ref().filter(|matches| !matches.rules.is_empty());
            !is_same(policy, binding) && looks(&policy.matches, write) && own.is_none_or(|own| looks(own, write))
        })
    }

    /// What a guard looks at.
    fn matches(&self, guard: &Guard) -> Option<&'a MatchResources> {
        let snapshot = self.snapshot;
        match guard {
            Guard::Policy { kind, policy, binding: None } => {
                let mut policies = snapshot.admission_policies.iter();
                policies.find(|it| it.kind == *kind && it.name == *policy).map(|it| &it.matches)
            }
            Guard::Policy { kind, binding: Some(binding), .. } => {
                let mut bindings = snapshot.admission_bindings.iter();
                bindings.find(|it| it.kind == *kind && it.name == *binding).and_then(|it| it.matches.as_ref())
            }
            Guard::Webhook { kind, configuration, name } => {
                let mut hooks = snapshot.webhooks.iter();
                let same = |it: &&Webhook| it.kind == *kind && it.configuration == *configuration && it.name == *name;
                hooks.find(same).map(|it| &it.matches)
            }
        }
    }
}

/// Whether a policy looks at such writes, and does not except them.
fn looks(matches: &MatchResources, write: &Written<'_>) -> bool {
    let excepted = MatchResources { rules: matches.excluded.clone(), ..MatchResources::default() };
    covers(matches, write) && !covers(&excepted, write)
}

fn is_of_config_maps(write: &Written<'_>) -> bool {
    any(write.group, "") && any(write.resource, "configmaps")
}

/// Whether a word of a need stands for this.
fn any(word: &Name, wanted: &str) -> bool {
    *word == "*" || *word == wanted
}
