//! What admission says to the steps that an attacker takes: let in, refused, or not to be known.
//!
//! A step is open when *one* way of making it is let in: the attacker chooses how a binding names it, which rights it
//! writes into a role, which labels and names its objects have. So each step is put to the judge as the very writes that
//! it takes, in all these ways, until one gets through; what refuses all of them blocks it.
//!
//! Cost: nothing for an entry whose resources no guard covers. Else one way for a step that is open, and for one that is
//! blocked all of them, some hundred for a subject.

mod accounts;
mod alike;
mod ask;
mod bindings;
mod cases;
mod content;
mod escaping;
mod evasion;
mod roles;
mod said;
mod spelling;
mod users;
mod who;
mod write;

use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};

use crate::authz::Authorizer;
use crate::guards::admission::{Guard, Judge, Operation};
use crate::model::{AdmissionBinding, AdmissionKind, AdmissionPolicy, MatchResources, Name, Snapshot};
use crate::template::{Entry, Template};

use alike::{Kinds, Telling, expressions};
pub(super) use ask::Ruled;
pub(super) use bindings::NEW;
pub(super) use cases::Taken;
pub(super) use content::Target;
use evasion::speaks_of_names;
use said::Said;
use users::Users;
pub(super) use who::Who;
use write::{Choice, RBAC};

/// The guards of a cluster, asked by those who draw steps.
pub(super) struct Admitted<'a> {
    snapshot: &'a Snapshot,
    judge: Judge<'a>,
    /// The resources that some guard covers, without subresources.
    covered: HashSet<&'a str>,
    /// By the place of each entry in the template.
    entries: Vec<Concern>,
    telling: Telling,
    users: Users,
    said: Said,
    kinds: OnceCell<Kinds>,
    /// What was said to pods that get out, by the namespace that stands for theirs.
    ways_out: RefCell<HashMap<Name, (&'static str, Ruled)>>,
}

/// How far guards have a say in the steps of an entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Concern {
    /// No guard covers its resources.
    None,
    /// They say the same whoever takes the step, and whatever the name of the object.
    Alike,
    /// They look at who takes it, but at no names of objects.
    ByUser,
    /// They look at no names of objects either, but it is RBAC that is written, with the name of whoever takes the step.
    Rbac,
    /// They look at names.
    Each,
}

impl<'a> Admitted<'a> {
    /// Whether there is anything that could judge.
    pub(super) fn is_needed(snapshot: &Snapshot) -> bool {
        !snapshot.admission_bindings.is_empty() || !snapshot.webhooks.is_empty()
    }

    /// Reads all guards; nothing where there is none.
    pub(super) fn new(snapshot: &'a Snapshot, authorizer: &'a Authorizer<'a>, template: &Template) -> Option<Self> {
        let judge = Judge::new(snapshot, authorizer);
        if judge.is_idle() {
            return None;
        }
        let policies = snapshot.admission_policies.iter().map(|policy| &policy.matches);
        let all = policies.chain(snapshot.webhooks.iter().map(|webhook| &webhook.matches));
        let covered = all.flat_map(resources).collect();
        let mut admitted = Admitted {
            snapshot,
            judge,
            covered,
            entries: Vec::new(),
            telling: Telling::of(snapshot),
            users: Users::of(snapshot),
            said: Said::default(),
            kinds: OnceCell::new(),
            ways_out: RefCell::default(),
        };
        admitted.entries = template.entries.iter().map(|entry| admitted.concern(entry)).collect();
        Some(admitted)
    }

    fn concern(&self, entry: &Entry) -> Concern {
        let resources = entry.needs.iter().flat_map(|need| &need.resources);
        let plurals: Vec<Name> =
            resources.map(|resource| resource.split('/').next().unwrap_or_default().into()).collect();
        let any =
            |plural: &Name| *plural == "*" || self.covered.contains("*") || self.covered.contains(plural.as_str());
        let writes_rbac =
            entry.needs.iter().flat_map(|need| &need.api_groups).any(|group| *group == RBAC || *group == "*");
        match () {
            () if !plurals.iter().any(any) => Concern::None,
            () if self.looks_at_names(&plurals) || self.look_at_accounts(entry) => Concern::Each,
            () if writes_rbac => Concern::Rbac,
            () if plurals.iter().any(|plural| self.judge.depends_on_user(plural)) => Concern::ByUser,
            () => Concern::Alike,
        }
    }

    /// Whether some guard of these resources looks at the names of objects.
    fn looks_at_names(&self, plurals: &[Name]) -> bool {
        let by_name = |matches: &MatchResources| matches.rules.iter().any(|rule| !rule.resource_names.is_empty());
        let any = |policy: &&AdmissionPolicy| plurals.iter().any(|plural| covers(&policy.matches, plural));
        let mut policies = self.snapshot.admission_policies.iter().filter(any);
        policies.any(|policy| {
            let mut texts = expressions(policy);
            by_name(&policy.matches) || texts.any(|text| speaks_of_names(text))
        })
    }

    /// Whether some guard may be asked about a step of the entry at this place.
    pub(super) fn concerns(&self, entry: usize) -> bool {
        self.entries.get(entry).is_some_and(|concern| *concern != Concern::None)
    }

    /// Whether guards look at who takes a step of the entry at this place.
    pub(super) fn asks_for_users(&self, entry: usize) -> bool {
        self.entries
            .get(entry)
            .is_some_and(|concern| matches!(concern, Concern::ByUser | Concern::Rbac | Concern::Each))
    }

    /// What admission says to this step in a namespace.
    pub(super) fn rule(&self, taken: &Taken<'_, '_>, namespace: Option<&Name>) -> Ruled {
        let plainly = || taken.plainest(namespace).is_some_and(|writes| self.lets_each(taken.who, &writes));
        if self.lets_alike(taken, namespace, plainly) {
            return Ruled::open();
        }
        self.weigh(taken.who, &taken.cases(namespace))
    }

    /// What admission says to a change of this object, or to its deletion.
    pub(super) fn removal(&self, who: &Who, target: &Target<'_>, deletes: bool) -> Ruled {
        let mut choices = target.writes(Operation::Update);
        if deletes {
            choices.extend(target.writes(Operation::Delete));
        }
        self.weigh(who, &[choices])
    }

    /// Whether what a policy says depends on who asks.
    fn asks_who(&self, guard: &Guard) -> bool {
        let Guard::Policy { kind, policy, .. } = guard else { return false };
        let mut policies = self.snapshot.admission_policies.iter();
        let found = policies.find(|known| known.kind == *kind && known.name == *policy);
        found.is_some_and(|policy| {
            let mut all = expressions(policy);
            all.any(|expression| expression.contains("userInfo") || expression.contains("authorizer"))
        })
    }

    /// Labels and annotations by which a guard may look away.
    fn evasions(&self, choice: &Choice, guard: &Guard) -> Vec<Choice> {
        let Guard::Policy { kind: AdmissionKind::Validating, binding, .. } = guard else { return Vec::new() };
        let validating = |known: &&AdmissionBinding| known.kind == AdmissionKind::Validating;
        let mut bindings = self.snapshot.admission_bindings.iter().filter(validating);
        let bound = bindings.find(|known| Some(&known.name) == binding.as_ref());
        self.policy(guard).map_or_else(Vec::new, |policy| evasion::evasions(choice, policy, bound))
    }

    /// Names by which a guard may look away.
    fn renamings(&self, choice: &Choice, guard: &Guard) -> Vec<Choice> {
        self.policy(guard).map_or_else(Vec::new, |policy| evasion::renamings(choice, policy))
    }

    /// Lengths that a guard may not expect.
    fn lengthenings(&self, choice: &Choice, guard: &Guard) -> Vec<Choice> {
        self.policy(guard).map_or_else(Vec::new, |policy| evasion::lengthenings(choice, policy))
    }

    /// A policy that refuses and changes nothing.
    fn policy(&self, guard: &Guard) -> Option<&AdmissionPolicy> {
        let Guard::Policy { kind: AdmissionKind::Validating, policy, .. } = guard else { return None };
        let mut policies = self.snapshot.admission_policies.iter();
        policies.find(|known| known.kind == AdmissionKind::Validating && known.name == *policy)
    }
}

/// Whether it is about this resource, or any.
fn covers(matches: &MatchResources, plural: &str) -> bool {
    resources(matches).any(|known| known == "*" || plural == "*" || known == plural)
}

/// The resources of rules, without subresources.
fn resources(matches: &MatchResources) -> impl Iterator<Item = &str> {
    let all = matches.rules.iter().flat_map(|rule| &rule.resources);
    all.map(|resource| resource.split('/').next().unwrap_or_default())
}
