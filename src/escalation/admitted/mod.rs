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
mod answers;
mod around;
mod ask;
mod bindings;
mod blindly;
mod cases;
mod concern;
mod content;
mod escaping;
mod evasion;
mod examples;
mod filling;
mod granted;
mod literals;
mod loose_rules;
mod made_first;
mod memo;
mod objections;
mod objects;
mod other_cases;
mod places;
mod pods;
mod requests;
mod role_cases;
mod roles;
mod rule;
mod ruled;
mod said;
mod spelling;
mod strong;
mod users;
mod valid;
mod whatever;
mod who;
mod words;
mod write;

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use crate::guards::admission::{Guard, Judge, Operation};
use crate::model::{AdmissionBinding, AdmissionKind, AdmissionPolicy, HashSet, MatchResources, Name, Snapshot};
use crate::template::Template;

use alike::{Kinds, Telling, expressions};
pub use answers::Answers;
use answers::Kept;
pub(super) use bindings::NEW;
pub(super) use cases::Taken;
use concern::Concern;
pub(super) use content::Target;
pub(super) use granted::Alike;
use memo::Memo;
pub(super) use objects::Object;
pub(super) use ruled::Ruled;
use said::Said;
use users::Users;
pub(super) use who::Who;
use words::Part;
use write::Choice;

/// The guards of a cluster, asked by those who draw steps.
pub(super) struct Admitted<'a> {
    snapshot: &'a Snapshot,
    judge: Judge<'a>,
    /// The resources that some guard covers, without subresources.
    covered: HashSet<&'a str>,
    /// By the place of each entry in the template.
    entries: Vec<Concern>,
    nothing: Concern,
    telling: Telling,
    users: Users,
    /// What they tell objects apart by.
    names: Users,
    /// The names that a role may be made by which is bound then, the plainest first.
    role_names: Vec<Name>,
    /// The names that an account may be made by.
    new_accounts: Vec<Name>,
    said: Said,
    answers: Arc<Kept>,
    /// Where the policies are that are about a resource.
    about: Memo<Name, Arc<[usize]>>,
    /// What each policy holds against a part of a request.
    words: Memo<(AdmissionKind, Name, Part), Arc<[String]>>,
    kinds: OnceLock<Kinds>,
    /// What was said to pods that get out, by the namespace that stands for theirs.
    ways_out: Memo<Name, escaping::Out>,
}

impl<'a> Admitted<'a> {
    /// Reads all guards; nothing where there is none. What some of the same guards answered before is not asked again.
    pub(super) fn new(snapshot: &'a Snapshot, template: &Template, before: Option<&Answers<'_>>) -> Option<Self> {
        if snapshot.admission_bindings.is_empty() && snapshot.webhooks.is_empty() {
            return None;
        }
        let judge = Judge::new(snapshot);
        if judge.is_idle() {
            return None;
        }
        // Roles are what changes.
        let before = before.filter(|_| !judge.depends_on_roles());
        let policies = snapshot.admission_policies.iter().map(|policy| &policy.matches);
        let all = policies.chain(snapshot.webhooks.iter().map(|webhook| &webhook.matches));
        let covered = all.flat_map(resources).collect();
        let names = Users::of_objects(snapshot);
        let mut admitted = Admitted {
            snapshot,
            judge,
            covered,
            entries: Vec::new(),
            nothing: Concern::default(),
            telling: Telling::of(snapshot),
            users: Users::of(snapshot),
            role_names: literals::role_names(snapshot),
            new_accounts: accounts::new_accounts(snapshot, |name| names.number_of_name(name)),
            names,
            said: Said::default(),
            answers: before.map(|before| before.about(snapshot)).unwrap_or_default(),
            about: Memo::default(),
            words: Memo::default(),
            kinds: OnceLock::new(),
            ways_out: Memo::default(),
        };
        admitted.entries = template.entries.iter().map(|entry| admitted.concern_with(entry)).collect();
        Some(admitted)
    }

    /// Names for roles that are made and bound, so that a guard of either may be content with them.
    pub(super) fn role_names(&self) -> &[Name] {
        &self.role_names
    }

    /// Whether what was said holds only as long as the roles of the cluster allow the same.
    pub(super) fn depends_on_roles(&self) -> bool {
        self.judge.depends_on_roles()
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
        let Some(policy) = self.policy(guard) else { return Vec::new() };
        let marks = [Part::Labels, Part::Annotations].map(|part| self.words(policy, part));
        let [labels, annotations] = &marks;
        evasion::evasions(choice, policy, bound, [("labels", labels), ("annotations", annotations)])
    }

    /// Names by which a guard may look away.
    fn renamings(&self, choice: &Choice, guard: &Guard) -> Vec<Choice> {
        evasion::renamings(choice, &self.words_of(guard, Part::Names))
    }

    /// The policies that are about the resources of these writes.
    fn judging(&self, choice: &Choice) -> impl Iterator<Item = &AdmissionPolicy> {
        let places: BTreeSet<usize> = choice
            .writes
            .iter()
            .flat_map(|write| self.about(&write.resource).iter().copied().collect::<Vec<_>>())
            .collect();
        places.into_iter().filter_map(|place| self.snapshot.admission_policies.get(place))
    }

    /// The places of the policies that are about a resource.
    fn about(&self, resource: &Name) -> Arc<[usize]> {
        self.about.get(resource).unwrap_or_else(|| {
            let all = self.snapshot.admission_policies.iter().enumerate();
            let about = all.filter(|(_, policy)| covers(&policy.matches, resource));
            let places: Arc<[usize]> = about.map(|(place, _)| place).collect();
            self.about.keep(resource.clone(), places.clone());
            places
        })
    }

    /// The groups that these guards may exempt.
    pub(in crate::escalation) fn told_groups(&self, guards: &[Guard]) -> Vec<Name> {
        let policies = guards.iter().filter_map(|guard| self.policy(guard));
        let words = policies.map(|policy| self.words(policy, Part::Groups));
        words.flat_map(|words| words.iter().map(|word| Name::from(word.as_str())).collect::<Vec<_>>()).collect()
    }

    /// Subjects that a guard may be content with.
    fn refillings(&self, choice: &Choice, guard: &Guard) -> Vec<Choice> {
        filling::refillings(choice, &self.words_of(guard, Part::Subjects))
    }

    /// Images that a guard may demand.
    fn imaged(&self, choice: &Choice, guard: &Guard) -> Vec<Choice> {
        filling::imagings(choice, &self.words_of(guard, Part::Pods))
    }

    /// What strict policies ask of pods.
    #[expect(clippy::unused_self, reason = "one of several ways around a guard, which are told alike")]
    fn dressed(&self, choice: &Choice, _guard: &Guard) -> Vec<Choice> {
        pods::dressed(choice).into_iter().collect()
    }

    /// Lengths that a guard may not expect.
    fn lengthenings(&self, choice: &Choice, guard: &Guard) -> Vec<Choice> {
        let subjects = self.words_of(guard, Part::Subjects);
        self.policy(guard).map_or_else(Vec::new, |policy| evasion::lengthenings(choice, policy, &subjects))
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
